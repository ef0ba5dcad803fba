// SPDX-License-Identifier: Apache-2.0
// What the page shows, and the link that shows the same again.
import type { Language } from './words';

export interface DrawnSite { id: string; rings: number[][][] }
export type Tab = 'projects' | 'sites' | 'layers' | 'placement' | 'draw';

export interface State {
  language: Language;
  theme: '' | 'light' | 'dark';
  tab: Tab;
  project: string;
  /// Site of the workspace, or id of a drawn one.
  site: string;
  compare: string[];
  hidden: string[] | null;  // null: as the roles say
  opacity: Record<string, number>;
  at: [number, number, number] | null;  // longitude, latitude, zoom
  drawn: DrawnSite[];
  /// Budgets changed for placements, in percent by id.
  budgets: Record<string, number>;
}

export const tabs: Tab[] = ['projects', 'sites', 'placement', 'layers', 'draw'];

function numbers(text: string | null): number[] {
  return (text ?? '').split(',').map(Number);
}

// "id:value,id:value", each value within bounds.
function numbersById(text: string | null, least: number, most: number): Record<string, number> {
  const out: Record<string, number> = {};
  for (const one of (text ?? '').split(',')) {
    const [id, value] = one.split(':');
    if (id && Number.isFinite(Number(value))) out[id] = Math.min(most, Math.max(least, Number(value)));
  }
  return out;
}

function textById(numbersOf: Record<string, number>): string {
  return Object.entries(numbersOf).map(([id, value]) => `${id}:${value}`).join(',');
}

function drawnFrom(text: string): DrawnSite[] {
  // id~x,y,x,y;x,y…|id~…: a ring is closed again when it is read.
  const out: DrawnSite[] = [];
  for (const part of text.split('|')) {
    const [id, shape] = part.split('~');
    if (!id || !shape || !/^[\w-]+$/.test(id)) continue;
    const rings = shape.split(';').map((ring) => {
      const values = numbers(ring);
      const points: number[][] = [];
      for (let i = 0; i + 1 < values.length; i += 2) points.push([values[i], values[i + 1]]);
      if (points.length) points.push(points[0]);
      return points;
    });
    const sound = rings.every((ring) => ring.length >= 4 && ring.flat().every(Number.isFinite));
    if (sound) out.push({ id, rings });
  }
  return out;
}

function drawnText(drawn: DrawnSite[]): string {
  return drawn.map((site) => `${site.id}~` + site.rings.map((ring) =>
    ring.slice(0, -1).map(([x, y]) => `${+x.toFixed(7)},${+y.toFixed(7)}`).join(',')).join(';')).join('|');
}

export function stateFromLink(hash: string): State {
  const link = new URLSearchParams(hash.replace(/^#/, ''));
  const stored = localStorage.getItem('language');
  const guess = stored ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
  const at = numbers(link.get('at'));
  const opacity = numbersById(link.get('opacity'), 0, 1);
  return {
    language: (link.get('lang') ?? guess) === 'en' ? 'en' : 'zh',
    theme: (['light', 'dark'].find((one) => one === localStorage.getItem('theme')) ?? '') as State['theme'],
    tab: tabs.find((one) => one === link.get('tab')) ?? 'projects',
    project: link.get('project') ?? '',
    site: link.get('site') ?? '',
    compare: (link.get('compare') ?? '').split(',').filter(Boolean).slice(0, 4),
    hidden: link.has('hidden') ? link.get('hidden')!.split(',').filter(Boolean) : null,
    opacity,
    at: at.length === 3 && at.every(Number.isFinite) ? [at[0], at[1], at[2]] : null,
    drawn: drawnFrom(link.get('drawn') ?? ''),
    budgets: numbersById(link.get('budgets'), -50, 100),
  };
}

export function linkOf(state: State): string {
  const link = new URLSearchParams();
  link.set('lang', state.language);
  if (state.tab !== 'projects') link.set('tab', state.tab);
  if (state.project) link.set('project', state.project);
  if (state.site) link.set('site', state.site);
  if (state.compare.length) link.set('compare', state.compare.join(','));
  if (state.hidden) link.set('hidden', state.hidden.join(','));
  if (Object.keys(state.opacity).length) link.set('opacity', textById(state.opacity));
  if (Object.keys(state.budgets).length) link.set('budgets', textById(state.budgets));
  if (state.at) link.set('at', `${+state.at[0].toFixed(5)},${+state.at[1].toFixed(5)},${+state.at[2].toFixed(2)}`);
  if (state.drawn.length) link.set('drawn', drawnText(state.drawn));
  return '#' + link.toString().replace(/%2C/g, ',').replace(/%3A/g, ':').replace(/%7E/g, '~').replace(/%3B/g, ';').replace(/%7C/g, '|');
}
