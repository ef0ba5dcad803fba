// SPDX-License-Identifier: Apache-2.0

export interface Place { name: string; box: number[] }  // west, south, east, north

const nearDegrees = 0.5;

function boxOf(geometry: { type: string; coordinates: any }): number[] {
  const points: number[][] = geometry.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2);
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
  }
  return box;
}

function near(a: number[], b: number[]): boolean {
  return a[0] < b[2] + nearDegrees && a[2] > b[0] - nearDegrees && a[1] < b[3] + nearDegrees && a[3] > b[1] - nearDegrees;
}

/// Sites that lie near each other make a place, named by its commonest districts; the largest comes
/// first.
export function placesOf(features: any[]): Place[] {
  const groups: { names: Map<string, number>; box: number[]; count: number }[] = [];
  for (const feature of features) {
    const box = boxOf(feature.geometry);
    const region = feature.properties.regions[0] ?? feature.properties.district ?? '';
    const known = groups.find((group) => near(box, group.box));
    if (!known) {
      groups.push({ names: new Map([[region, 1]]), box, count: 1 });
      continue;
    }
    known.box = [Math.min(known.box[0], box[0]), Math.min(known.box[1], box[1]), Math.max(known.box[2], box[2]), Math.max(known.box[3], box[3])];
    known.names.set(region, (known.names.get(region) ?? 0) + 1);
    known.count += 1;
  }
  return groups.sort((a, b) => b.count - a.count).map(({ names, box }) => ({
    name: [...names].sort((a, b) => b[1] - a[1]).slice(0, 2).map(([name]) => name).filter(Boolean).join('、') || `${box[0].toFixed(1)}, ${box[1].toFixed(1)}`,
    box,
  }));
}
