// SPDX-License-Identifier: Apache-2.0
// Who stands where under shared budgets, and what becomes of it when they are raised or cut.
import type { Budget, Placement, Project } from './api';
import { h } from './dom';
import type { PlacementRun } from './placement_run';
import { figure, pick, say } from './words';

export interface PlacementActions {
  run: () => void;
  cancel: () => void;
  /// While a slider moves, and when it is let go.
  slide: (id: string, percent: number, ended: boolean) => void;
  reset: () => void;
  choose: (project: string, site: string) => void;
}

function budgetRow(budget: Budget, percent: number, result: Placement | null, actions: PlacementActions): HTMLElement {
  const used = result?.budgets.find((one) => one.id === budget.id);
  const shown = (kept: number) => figure(kept / budget.kept_per_unit, 0);
  const limit = () => budget.limit * (1 + Number(slider.value) / 100);
  const told = () => `${say('budgetLimit')} ${shown(limit())} ${pick(budget.unit)}` +
    (Number(slider.value) ? ` (${Number(slider.value) > 0 ? '+' : ''}${slider.value} %)` : '');
  const text = h('span', { class: 'quiet' });
  const slider = h('input', {
    type: 'range', min: -50, max: 100, step: 5, value: percent, 'aria-label': `${pick(budget.name)}: ${say('changeBy')}`,
    oninput: () => { text.textContent = told(); actions.slide(budget.id, Number(slider.value), false); },
    onchange: () => actions.slide(budget.id, Number(slider.value), true),
  });
  text.textContent = told();
  const share = used && used.limit > 0 ? (used.committed + used.used) / used.limit : 0;
  const bar = h('span', { class: `meter wide${share > 0.95 ? ' full' : ''}`, role: 'img', 'aria-label': used ? `${figure(100 * share, 1)} %` : say('notRun') });
  const part = h('span', {});
  part.style.width = `${100 * Math.min(1, share)}%`;
  bar.append(part);
  return h('li', { class: 'budget' },
    h('span', { class: 'name' }, pick(budget.name)),
    h('span', { class: 'quiet' }, used ? `${shown(used.committed + used.used)} · ${figure(100 * share, 1)} %` : '–'),
    bar, slider, text);
}

/// Moves the bar of a run without drawing the panel anew.
export function showProgress(percent: number): void {
  const bar = document.getElementById('place-progress') as HTMLProgressElement | null;
  if (bar) bar.value = percent;
}

function names(ids: string[]): string {
  return ids.length > 12 ? `${ids.slice(0, 12).join(', ')} …` : ids.join(', ');
}

// Who came, went or moved against the placement without changes.
function difference(result: Placement, base: Placement): HTMLElement | null {
  const before = new Map(base.placed.map((one) => [one.project_id, one.site_id]));
  const after = new Map(result.placed.map((one) => [one.project_id, one.site_id]));
  const gained = [...after.keys()].filter((id) => !before.has(id));
  const dropped = [...before.keys()].filter((id) => !after.has(id));
  const moved = [...after.keys()].filter((id) => before.has(id) && before.get(id) !== after.get(id));
  if (!gained.length && !dropped.length && !moved.length) return h('p', { class: 'quiet' }, say('sameAsBase'));
  return h('dl', { class: 'head-facts' }, ...([['gained', gained], ['dropped', dropped], ['moved', moved]] as const)
    .flatMap(([word, ids]) => ids.length ? [h('dt', {}, `${say(word)} ${ids.length}`), h('dd', {}, names(ids))] : []));
}

function resultLists(result: Placement, projects: Map<string, Project>, actions: PlacementActions): HTMLElement[] {
  const name = (id: string) => projects.get(id)?.name ?? '';
  const row = (id: string, site: string, right: string, below: string) => h('li', {},
    h('button', { class: 'row', onclick: () => actions.choose(id, site) },
      h('span', { class: 'id' }, id), h('span', { class: 'name' }, name(id)), h('span', { class: 'quiet' }, right),
      below ? h('span', { class: 'quiet facts' }, below) : null));
  return [
    h('details', { 'data-section': 'placed' }, h('summary', {}, `${say('placed')} · ${result.placed.length}`),
      h('ul', { class: 'list' }, ...result.placed.map((one) => row(one.project_id, one.site_id, `${one.site_id} · ${figure(one.score, 1)}`, '')))),
    h('details', { 'data-section': 'unplaced' }, h('summary', {}, `${say('unplaced')} · ${result.unplaced.length}`),
      h('ul', { class: 'list' }, ...result.unplaced.map((one) => row(one.project_id, one.nearest_site_id ?? '', one.nearest_site_id ?? '–', pick(one.reason))))),
  ];
}

export function placementPanel(run: PlacementRun, percent: Record<string, number>, projects: Map<string, Project>, actions: PlacementActions): HTMLElement {
  if (!run.canPlace) return h('div', { class: 'pane' }, h('p', { class: 'note' }, say('cannotPlace')));
  const { result } = run;
  const running = run.progress !== null;
  const changed = Object.values(percent).some((by) => by !== 0);
  return h('div', { class: 'pane' },
    h('p', { class: 'note' }, say('placeHelp')),
    h('div', { class: 'buttons' },
      h('button', { id: 'place-run', class: 'primary', disabled: running, onclick: actions.run }, say(result ? 'placeAgain' : 'placeRun')),
      running ? h('button', { id: 'place-cancel', onclick: actions.cancel }, say('cancel')) : null,
      changed ? h('button', { id: 'place-reset', onclick: actions.reset }, say('resetBudgets')) : null),
    running ? h('progress', { id: 'place-progress', max: 100, value: run.progress ?? 0, 'aria-label': say('placing') }) : null,
    result ? h('p', { id: 'place-sums', class: 'sums' }, say('placeSums', result.placed.length, result.placed.length + result.unplaced.length, figure(100 * result.gap, 2))) : null,
    result && run.base && result !== run.base ? difference(result, run.base) : null,
    ...(result ? resultLists(result, projects, actions) : []),
    h('h3', {}, say('budgets')),
    h('ul', { class: 'budgets' }, ...run.budgets.map((budget) => budgetRow(budget, percent[budget.id] ?? 0, result, actions))));
}
