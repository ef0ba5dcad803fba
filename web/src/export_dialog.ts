// SPDX-License-Identifier: Apache-2.0
import { h } from './dom';
import { say } from './words';

export interface ExportActions {
  sites: (inputs: object) => void;
  report: () => void;
}

/// What can be taken along: the sites in view in three formats, and the report of the chosen one.
export function exportDialog(count: number, zones: number[], chosen: string, actions: ExportActions): HTMLElement[] {
  const button = (name: string, inputs: object) =>
    h('button', { class: 'primary', disabled: count === 0, onclick: () => actions.sites(inputs) }, name);
  return [
    h('p', {}, say('exportHelp')),
    h('p', { class: 'quiet' }, count ? say('count', count) : say('exportEmpty')),
    h('div', { class: 'buttons' }, button('GeoPackage', { format: 'gpkg' }), button('GeoJSON', { format: 'geojson' }),
      ...zones.map((zone) => button(`TXT · ${say('zone')} ${zone}`, { format: 'txt', zone }))),
    h('p', {}, `${say('reportHelp')}${chosen ? `: ${chosen}` : ''}`),
    h('div', { class: 'buttons' }, h('button', { id: 'export-report', class: 'primary', disabled: !chosen, onclick: actions.report }, say('report'))),
  ];
}
