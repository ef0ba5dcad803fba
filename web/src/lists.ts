// SPDX-License-Identifier: Apache-2.0
// The lists on the left: projects, sites, layers.
import type { Layer, Project, Verdict, VerdictId } from './api';
import { verdictIds } from './api';
import { fill, h, swatch } from './dom';
import { areaText, figure, pick, say } from './words';

export const verdictMarks: Record<VerdictId, string> = {
  compliant: '✓', conditional: '!', insufficient_data: '?', non_compliant: '✗',
};

export type Verdicts = Map<VerdictId, Verdict>;

/// A verdict as sign and word, so that it is never told by colour alone.
export function verdictBadge(verdicts: Verdicts, id: VerdictId | null): HTMLElement {
  if (!id) return h('span', { class: 'badge' }, '–');
  return h('span', { class: `badge ${id}` }, h('span', { 'aria-hidden': 'true' }, verdictMarks[id]), pick(verdicts.get(id)?.name));
}

/// How many of a list have each verdict, as a bar with a text for those who do not see it.
export function tallyBar(verdicts: Verdicts, counts: Record<string, any>): HTMLElement {
  const total = verdictIds.reduce((sum, id) => sum + Number(counts[id] ?? 0), 0) || 1;
  const told = verdictIds.map((id) => `${pick(verdicts.get(id)?.name)} ${counts[id] ?? 0}`).join(', ');
  const bar = h('span', { class: 'tally', role: 'img', 'aria-label': told, title: told });
  for (const id of verdictIds) {
    const part = h('span', { class: id });
    part.style.width = `${100 * Number(counts[id] ?? 0) / total}%`;
    bar.append(part);
  }
  return bar;
}

const mostShown = 200;

interface Filter { words: string; direction: string; stage: string; verdict: string }
const filter: Filter = { words: '', direction: '', stage: '', verdict: '' };
const siteFilter = { words: '', verdict: '' };

function select(label: string, any: string, values: [string, string][], value: string, changed: (value: string) => void): HTMLElement {
  return h('select', { 'aria-label': label, onchange: (event: Event) => changed((event.target as HTMLSelectElement).value) },
    h('option', { value: '' }, any),
    ...values.map(([id, name]) => h('option', { value: id, selected: id === value }, name)));
}

function distinct(projects: Project[], field: string): [string, string][] {
  const values = new Set(projects.map((project) => project[field]).filter((value) => value !== undefined && value !== ''));
  return [...values].map(String).sort((a, b) => a.localeCompare(b, 'zh', { numeric: true })).map((value) => [value, value]);
}

function directions(projects: Project[]): [string, string][] {
  const titles = new Map(projects.map((project) => [String(project.direction ?? ''), pick(project.direction_title)]));
  return distinct(projects, 'direction').map(([id]) => [id, titles.get(id) || id]);
}

function verdictChoices(verdicts: Verdicts): [string, string][] {
  return verdictIds.map((id) => [id, pick(verdicts.get(id)?.name)]);
}

function searchBox(label: string, value: string, typed: (value: string) => void): HTMLElement {
  return h('input', {
    type: 'search', placeholder: label, 'aria-label': label, value,
    oninput: (event: Event) => typed((event.target as HTMLInputElement).value),
  });
}

export function projectPanel(projects: Project[], verdicts: Verdicts, chosen: string, choose: (id: string) => void): HTMLElement {
  const list = h('ul', { class: 'list' });
  const count = h('p', { class: 'quiet', 'aria-live': 'polite' });
  const show = () => {
    const words = filter.words.trim().toLowerCase();
    const found = projects.filter((project) =>
      (!filter.direction || String(project.direction) === filter.direction) &&
      (!filter.stage || project.stage === filter.stage) &&
      (!filter.verdict || project.sites.best === filter.verdict) &&
      (!words || [project.project_id, project.name, project.investor, project.industry].some((text) => String(text ?? '').toLowerCase().includes(words))));
    fill(count, found.length ? say('count', found.length) : say('none'));
    fill(list, ...found.slice(0, mostShown).map((project) => h('li', {},
      h('button', {
        class: 'row', 'aria-pressed': String(project.project_id === chosen),
        onclick: () => choose(project.project_id === chosen ? '' : project.project_id),
      },
        h('span', { class: 'id' }, project.project_id), h('span', { class: 'name' }, project.name),
        tallyBar(verdicts, project.sites),
        h('span', { class: 'quiet facts' }, projectFacts(project))))));
  };
  show();
  return h('div', { class: 'pane' },
    chosen ? h('p', { class: 'note' }, `${say('forProject')} ${chosen} `, h('button', { class: 'link', onclick: () => choose('') }, say('clearProject')))
      : h('p', { class: 'note' }, say('forBest')),
    h('div', { class: 'filters' },
      searchBox(say('search'), filter.words, (value) => { filter.words = value; show(); }),
      select(say('direction'), say('anyDirection'), directions(projects), filter.direction, (value) => { filter.direction = value; show(); }),
      select(say('stage'), say('anyStage'), distinct(projects, 'stage'), filter.stage, (value) => { filter.stage = value; show(); }),
      select(say('verdict'), say('anyVerdict'), verdictChoices(verdicts), filter.verdict, (value) => { filter.verdict = value; show(); })),
    count, list);
}

function projectFacts(project: Project): string {
  const parts: string[] = [];
  if (project.industry) parts.push(project.industry);
  if (project.land_m2) parts.push(`${figure(project.land_m2 / 10000 * 15, 0)} ${say('mu')}`);
  if (project.investment_10k_cny) parts.push(`${figure(project.investment_10k_cny, 0)} ${say('wan')}`);
  return parts.join(' · ');
}

export interface SiteRow { id: string; name: string; park: string; area_m2: number; verdict: VerdictId | null }

export function sitePanel(sites: SiteRow[], verdicts: Verdicts, chosen: string, choose: (id: string) => void): HTMLElement {
  const list = h('ul', { class: 'list' });
  const count = h('p', { class: 'quiet', 'aria-live': 'polite' });
  const show = () => {
    const words = siteFilter.words.trim().toLowerCase();
    const found = sites.filter((site) => (!siteFilter.verdict || site.verdict === siteFilter.verdict) &&
      (!words || `${site.id} ${site.name} ${site.park}`.toLowerCase().includes(words)));
    fill(count, found.length ? say('count', found.length) : say('none'));
    fill(list, ...found.slice(0, mostShown).map((site) => h('li', {},
      h('button', { class: 'row', 'aria-pressed': String(site.id === chosen), onclick: () => choose(site.id) },
        h('span', { class: 'id' }, site.id), h('span', { class: 'name' }, site.name), verdictBadge(verdicts, site.verdict),
        h('span', { class: 'quiet facts' }, [site.park, areaText(site.area_m2)].filter(Boolean).join(' · '))))));
  };
  show();
  return h('div', { class: 'pane' },
    h('div', { class: 'filters' },
      searchBox(say('searchSites'), siteFilter.words, (value) => { siteFilter.words = value; show(); }),
      select(say('verdict'), say('anyVerdict'), verdictChoices(verdicts), siteFilter.verdict, (value) => { siteFilter.verdict = value; show(); })),
    count, list);
}

export interface LayerControl {
  shown: (id: string) => boolean;
  opacity: (id: string) => number;
  show: (ids: string[], shown: boolean) => void;
  fade: (id: string, opacity: number) => void;
}

function layerRow(layer: Layer, control: LayerControl): HTMLElement {
  const slider = h('input', {
    type: 'range', min: 0, max: 1, step: 0.05, value: control.opacity(layer.id), 'aria-label': `${say('opacity')} ${pick(layer.title)}`,
    oninput: (event: Event) => control.fade(layer.id, Number((event.target as HTMLInputElement).value)),
  });
  const id = `layer-${layer.id}`;
  const about = [say('accuracy', layer.accuracy_m), layer.version ? say(layer.in_force ? 'inForce' : 'notInForce') : '', pick(layer.origin)].filter(Boolean).join(' · ');
  return h('li', { class: 'layer' },
    h('div', { class: 'head' },
      h('input', {
        type: 'checkbox', id, checked: control.shown(layer.id),
        onchange: (event: Event) => control.show([layer.id], (event.target as HTMLInputElement).checked),
      }),
      swatch(layer.style.fill, layer.style.line, layer.dimension),
      h('label', { for: id, title: about }, pick(layer.title)),
      slider),
    layer.classes.length > 1 ? h('ul', { class: 'classes' }, ...layer.classes.map((one) =>
      h('li', {}, swatch(one.style.fill, one.style.line, layer.dimension), pick(one.name)))) : null);
}

export function layerPanel(layers: Layer[], verdicts: Verdicts, control: LayerControl, redo: () => void): HTMLElement {
  const groups = new Map<string, Layer[]>();
  for (const layer of [...layers].sort((a, b) => a.order - b.order)) {
    const name = pick(layer.group);
    groups.set(name, [...(groups.get(name) ?? []), layer]);
  }
  const all = layers.map((layer) => layer.id);
  return h('div', { class: 'pane' },
    h('div', { class: 'buttons' },
      h('button', { onclick: () => { control.show(all, true); redo(); } }, say('showAll')),
      h('button', { onclick: () => { control.show(all, false); redo(); } }, say('hideAll'))),
    h('h3', {}, say('sites')),
    h('ul', { class: 'classes wide' }, ...verdictIds.map((id) => h('li', {}, swatch(verdicts.get(id)!.fill, verdicts.get(id)!.line), verdictMarks[id] + ' ' + pick(verdicts.get(id)!.name)))),
    ...[...groups].flatMap(([name, members]) => [h('h3', {}, name), h('ul', { class: 'layers' }, ...members.map((layer) => layerRow(layer, control)))]),
    h('p', { class: 'quiet' }, h('a', { href: '/licences.txt' }, say('licences'))));
}
