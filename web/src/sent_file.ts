// SPDX-License-Identifier: Apache-2.0
// Files that are dropped or opened: texts go as they are, shapefiles, GeoPackages and KML as bytes.

import { unzipSync } from 'fflate';

export interface SentPart { kind: string; base64: string }
export type Sent = { text: string } | { files: SentPart[] };

const shapeKinds = ['shp', 'shx', 'dbf', 'prj', 'cpg'];
const mostBytes = 64 << 20;
const byteKinds = [...shapeKinds, 'gpkg', 'kml'];

function kindOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}

function stemOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.'));
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

/// Survey texts are mostly GB18030; what is valid UTF-8 is UTF-8.
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function unzipped(bytes: Uint8Array): Map<string, Uint8Array> {
  const wanted = (name: string) => byteKinds.includes(kindOf(name)) && !name.startsWith('__MACOSX');
  return new Map(Object.entries(unzipSync(bytes, { filter: (member) => wanted(member.name) && member.originalSize < mostBytes })));
}

function parts(members: Map<string, Uint8Array>): Sent[] {
  const out: Sent[] = [];
  for (const [name, bytes] of members) {
    const kind = kindOf(name);
    if (kind === 'gpkg' || kind === 'kml') out.push({ files: [{ kind, base64: base64(bytes) }] });
    if (kind !== 'shp') continue;
    const family = [...members].filter(([other]) => stemOf(other) === stemOf(name) && shapeKinds.includes(kindOf(other)));
    out.push({ files: family.map(([other, content]) => ({ kind: kindOf(other), base64: base64(content) })) });
  }
  return out;
}

/// What several files say together: the parts of a shapefile belong to one another.
export async function sentOf(files: Iterable<File>): Promise<Sent[]> {
  const members = new Map<string, Uint8Array>();
  const out: Sent[] = [];
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const kind = kindOf(file.name);
    if (kind === 'zip') for (const [name, content] of unzipped(bytes)) members.set(`${file.name}/${name}`, content);
    else if (byteKinds.includes(kind)) members.set(file.name, bytes);
    else out.push({ text: textOf(bytes) });
  }
  return [...out, ...parts(members)];
}
