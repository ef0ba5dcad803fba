// SPDX-License-Identifier: Apache-2.0
// The bar above the map.
import type { Workspace } from './api';
import { h } from './dom';
import type { Place } from './places';
import type { State } from './state';
import { pick, say } from './words';

export interface BarActions {
  compare: () => void;
  export: () => void;
  copyLink: () => void;
  language: () => void;
  theme: (theme: 'light' | 'dark') => void;
  go: (box: number[]) => void;
}

export function isDark(state: State): boolean {
  return state.theme ? state.theme === 'dark' : window.matchMedia('(prefers-color-scheme: dark)').matches;
}

function placeChoice(places: Place[], go: (box: number[]) => void): HTMLElement | null {
  if (places.length < 2) return null;
  return h('select', {
    id: 'places', 'aria-label': say('places'), onchange: (event: Event) => {
      const chosen = event.target as HTMLSelectElement;
      if (chosen.value) go(places[Number(chosen.value)].box);
      chosen.value = '';
    },
  }, h('option', { value: '' }, say('places')), ...places.map((place, i) => h('option', { value: i }, place.name)));
}

export function barContent(state: State, workspace: Workspace, places: Place[], actions: BarActions): (HTMLElement | null)[] {
  const dark = isDark(state);
  return [
    h('h1', { title: pick(workspace.title) }, pick(workspace.title)),
    h('span', { class: 'quiet as-of' }, `${say('asOf')} ${workspace.as_of}`),
    workspace.schematic ? h('span', { class: 'schematic', title: say('schematicLong') }, say('schematic')) : null,
    h('span', { class: 'space' }),
    placeChoice(places, actions.go),
    h('button', { id: 'compare', onclick: actions.compare, disabled: state.compare.length < 2 }, `${say('compare')} ${state.compare.length}/4`),
    h('button', { id: 'export', onclick: actions.export }, say('exportMenu')),
    h('button', { id: 'copy', onclick: actions.copyLink }, say('copyLink')),
    h('button', { id: 'language', lang: state.language === 'zh' ? 'en' : 'zh', onclick: actions.language }, say('language')),
    h('button', { id: 'theme', onclick: () => actions.theme(dark ? 'light' : 'dark') }, say(dark ? 'light' : 'dark')),
  ];
}
