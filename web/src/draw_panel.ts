// SPDX-License-Identifier: Apache-2.0
import type { VerdictId } from './api';
import { h } from './dom';
import { verdictBadge } from './lists';
import type { Verdicts } from './lists';
import type { DrawnSite } from './state';
import { say } from './words';

export interface DrawActions {
  drawing: boolean;
  start: () => void;
  stop: () => void;
  read: (text: string) => void;
  files: (files: File[]) => void;
  choose: (id: string) => void;
  remove: (id: string) => void;
}

/// The outline as WKT, for those who move corners by their numbers.
export function wktOf(site: DrawnSite): string {
  return 'POLYGON(' + site.rings.map((ring) => '(' + ring.map(([x, y]) => `${+x.toFixed(7)} ${+y.toFixed(7)}`).join(',') + ')').join(',') + ')';
}

export function drawPanel(drawn: DrawnSite[], verdicts: Verdicts, verdictOf: (id: string) => VerdictId | null, chosen: string, actions: DrawActions): HTMLElement {
  const text = h('textarea', { id: 'site-text', rows: 5, spellcheck: 'false', placeholder: 'POLYGON((106.84 39.70,106.85 39.70,106.85 39.71,106.84 39.70))' });
  const file = h('input', {
    type: 'file', multiple: true, accept: '.txt,.wkt,.json,.geojson,.zip,.shp,.shx,.dbf,.prj,.cpg,.gpkg,.kml', class: 'hidden-file', 'aria-label': say('openFile'), tabindex: -1,
    onchange: (event: Event) => actions.files([...(event.target as HTMLInputElement).files ?? []]),
  });
  return h('div', { class: 'pane' },
    h('p', { class: 'note' }, say('drawHelp')),
    h('div', { class: 'buttons' },
      h('button', { class: 'primary', 'aria-pressed': String(actions.drawing), onclick: actions.drawing ? actions.stop : actions.start }, say(actions.drawing ? 'stopDraw' : 'startDraw'))),
    h('label', { for: 'site-text', class: 'note' }, say('pasteHelp')),
    text,
    h('div', { class: 'buttons' },
      h('button', { onclick: () => actions.read(text.value) }, say('readText')),
      h('button', { onclick: () => file.click() }, say('openFile')), file),
    h('h3', {}, say('drawnSites')),
    drawn.length ? h('ul', { class: 'list' }, ...drawn.map((site) => h('li', { class: 'drawn' },
      h('button', { class: 'row', 'aria-pressed': String(site.id === chosen), onclick: () => actions.choose(site.id) },
        h('span', { class: 'id' }, site.id), h('span', { class: 'name' }, say('drawn')), verdictBadge(verdicts, verdictOf(site.id))),
      h('button', { class: 'link', 'aria-label': `${say('editCoordinates')} ${site.id}`, onclick: () => { text.value = wktOf(site); text.focus(); } }, say('editCoordinates')),
      h('button', { class: 'link', 'aria-label': `${say('remove')} ${site.id}`, onclick: () => actions.remove(site.id) }, say('remove')))))
      : h('p', { class: 'quiet' }, say('noDrawn')));
}
