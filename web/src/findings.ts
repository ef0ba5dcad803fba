// SPDX-License-Identifier: Apache-2.0
// What a check found, for one site or for several side by side.
import type { Assessment, Check, Finding, Layer, VerdictId } from './api';
import { fill, h } from './dom';
import { tallyBar, verdictBadge, verdictMarks } from './lists';
import type { Verdicts } from './lists';
import { pathSection, scoreSection } from './pair_panel';
import { areaText, figure, pick, say } from './words';

export interface DetailActions {
  close: () => void;
  zoom: (id: string) => void;
  compare: (id: string) => void;
  compared: boolean;
  showPiece: (rule: string) => void;
  choose: (id: string) => void;
}

const units: Record<string, (value: number) => string> = {
  m2: (value) => areaText(value),
  m: (value) => `${figure(value, 2)} m`,
  share: (value) => `${figure(100 * value, 2)} %`,
};

function amount(value: number | null, unit: string): string {
  if (value === null) return '–';
  return units[unit]?.(value) ?? figure(value, 2);
}

function fact(term: string, text: string): HTMLElement[] {
  return text ? [h('dt', {}, term), h('dd', {}, text)] : [];
}

function findingRow(finding: Finding, pieces: Set<string>, actions: DetailActions): HTMLElement {
  const bad = finding.verdict !== 'compliant';
  const measured = finding.relation === 'attribute' ? '' : amount(finding.measured, finding.unit);
  const limit = finding.relation === 'attribute' ? '' : amount(finding.threshold, finding.unit);
  return h('details', { class: `finding ${finding.verdict}`, 'data-rule': finding.rule_id },
    h('summary', {},
      h('span', { class: 'mark', 'aria-hidden': 'true' }, verdictMarks[finding.verdict]),
      h('span', { class: 'what' }, pick(finding.title)),
      h('span', { class: 'quiet' }, pick(finding.cause) || (finding.measured && finding.relation !== 'attribute' ? shortAmount(finding) : ''))),
    h('dl', {},
      ...fact(say('measured'), measured), ...fact(say('threshold'), limit),
      ...(finding.uncertain && finding.margin_m !== null ? fact('±', say('uncertain', figure(finding.margin_m, 1))) : []),
      ...fact(say('basis'), pick(finding.basis)), ...fact(say('evidence'), finding.evidence),
      ...(bad ? fact(say('remedy'), pick(finding.remedy)) : []),
      ...fact(say('appliesWhen'), finding.applies_when ?? ''),
      ...fact(say('layersUsed'), (finding.layers ?? []).join(', ')), ...fact(say('features'), firstOf(finding.features ?? [])),
      ...fact(say('rule'), finding.rule_id)),
    pieces.has(finding.rule_id) ? h('button', { class: 'link', onclick: () => actions.showPiece(finding.rule_id) }, say('showPiece')) : null);
}

// A site may lie on thousands of plots.
function firstOf(ids: string[]): string {
  const most = 12;
  return ids.length > most ? `${ids.slice(0, most).join(', ')} … (${figure(ids.length, 0)})` : ids.join(', ');
}

function shortAmount(finding: Finding): string {
  if (finding.measured === null || finding.measured < 0) return '';
  if (finding.unit === 'm2') return `${figure(finding.measured, 0)} m²`;
  return amount(finding.measured, finding.unit);
}

function layerName(layers: Map<string, Layer>, id: string): string {
  return pick(layers.get(id)?.title) || id;
}

function distanceTable(check: Check, layers: Map<string, Layer>): HTMLElement | null {
  if (!check.facts.length) return null;
  const rows = [...check.facts].sort((a, b) => b.overlap_m2 - a.overlap_m2 || (a.edge_distance_m ?? 1e12) - (b.edge_distance_m ?? 1e12));
  return h('details', { 'data-section': 'distances' }, h('summary', {}, say('distances')),
    h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': say('distances') }, h('table', {},
      h('thead', {}, h('tr', {}, ...(['layer', 'overlap', 'distance', 'covered'] as const).map((word) => h('th', { scope: 'col' }, say(word))))),
      h('tbody', {}, ...rows.map((row) => h('tr', {},
        h('th', { scope: 'row' }, layerName(layers, row.layer_id)),
        h('td', {}, row.overlap_m2 > 0 ? `${figure(row.overlap_m2, 0)} m²` : '–'),
        h('td', {}, row.edge_distance_m === null ? '–' : row.edge_distance_m >= 10000 ? `${figure(row.edge_distance_m / 1000, 1)} km` : `${figure(row.edge_distance_m, 1)} m`),
        h('td', {}, `${figure(100 * row.covered_share, 0)} %`)))))));
}

function versionList(check: Check, layers: Map<string, Layer>): HTMLElement | null {
  if (!check.boundary_versions.length) return null;
  return h('details', { 'data-section': 'versions' }, h('summary', {}, say('versions')), h('ul', {}, ...check.boundary_versions.map((version) =>
    h('li', {}, `${version.series}: ${version.layer_id ? layerName(layers, version.layer_id) : say('noneInForce')}`))));
}

function better(check: Check, others: Assessment[], verdicts: Verdicts, actions: DetailActions): HTMLElement | null {
  if (!check.project_id) return null;
  const order: VerdictId[] = ['compliant', 'conditional', 'insufficient_data', 'non_compliant'];
  const now = order.indexOf(check.verdict);
  const found = others.filter((one) => order.indexOf(one.verdict) < now || (check.verdict === 'conditional' && one.verdict === 'conditional' && one.conditions < check.conditions))
    .sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || a.conditions - b.conditions).slice(0, 5);
  return h('details', { 'data-section': 'better' }, h('summary', {}, say('betterSites')), found.length
    ? h('ul', { class: 'plain' }, ...found.map((one) => h('li', {}, h('button', { class: 'link', onclick: () => actions.choose(one.site_id) }, one.site_id), ' ', verdictBadge(verdicts, one.verdict))))
    : h('p', {}, say('noBetter')));
}

/// The right-hand panel of one site.
export function detailPanel(check: Check, title: string, verdicts: Verdicts, layers: Map<string, Layer>,
  others: Assessment[], actions: DetailActions): Node[] {
  const pieces = new Set<string>(check.conflicts.features.map((feature: any) => feature.properties.rule_id));
  const telling = check.findings.filter((finding) => finding.verdict !== 'compliant' || finding.uncertain || finding.state === 'noted');
  const passed = check.findings.filter((finding) => !telling.includes(finding));
  const deciding = check.findings.find((finding) => finding.rule_id === check.deciding_rule_id);
  return [
    h('div', { class: 'detail-head' },
      h('h2', {}, title),
      h('button', { class: 'icon', 'aria-label': say('close'), onclick: actions.close }, '×')),
    h('div', { class: `verdict ${check.verdict}` }, h('span', { 'aria-hidden': 'true' }, verdictMarks[check.verdict]), pick(verdicts.get(check.verdict)?.name),
      check.project_id ? h('span', { class: 'for' }, check.project_id) : null),
    deciding ? h('p', {}, h('span', { class: 'quiet' }, say('decidedBy') + ' '), pick(deciding.title)) : null,
    h('dl', { class: 'head-facts' }, ...fact(say('area'), areaText(check.area_m2)),
      ...(check.kept_area_m2 !== null ? fact(say('kept'), areaText(check.kept_area_m2)) : [])),
    check.projects_by_verdict ? h('p', { class: 'here' }, h('span', { class: 'quiet' }, say('listHere')), tallyBar(verdicts, check.projects_by_verdict)) : null,
    h('div', { class: 'buttons' },
      h('button', { onclick: () => actions.zoom(check.site_id) }, say('zoomTo')),
      h('button', { onclick: () => actions.compare(check.site_id), 'aria-pressed': String(actions.compared) }, say(actions.compared ? 'dropCompare' : 'addCompare'))),
    check.site_remarks.length ? h('details', { 'data-section': 'remarks' }, h('summary', {}, say('remarks')), h('ul', {}, ...check.site_remarks.map((remark) => h('li', {}, pick(remark))))) : null,
    h('h3', {}, `${say('findings')} · ${telling.length}`),
    ...telling.map((finding) => findingRow(finding, pieces, actions)),
    check.depends_on_project.length ? h('details', { class: 'group', 'data-section': 'depends' }, h('summary', {}, `${say('depends')} · ${check.depends_on_project.length}`),
      ...check.depends_on_project.map((finding) => findingRow(finding, pieces, actions))) : null,
    h('details', { class: 'group', 'data-section': 'passed' }, h('summary', {}, `${say('passed')} · ${passed.length}`), ...passed.map((finding) => findingRow(finding, pieces, actions))),
    check.score ? scoreSection(check.score) : null,
    check.path ? pathSection(check.path) : null,
    better(check, others, verdicts, actions),
    distanceTable(check, layers),
    versionList(check, layers),
  ].filter((node): node is HTMLElement => node !== null);
}

/// Up to four sites side by side: figures, then every rule that any of them does not pass.
export function compareTable(checks: Check[], verdicts: Verdicts): HTMLElement {
  const rules = new Map<string, Finding>();
  for (const check of checks) {
    for (const finding of check.findings) if (finding.verdict !== 'compliant') rules.set(finding.rule_id, rules.get(finding.rule_id) ?? finding);
  }
  const row = (name: string, cell: (check: Check) => Node | string) =>
    h('tr', {}, h('th', { scope: 'row' }, name), ...checks.map((check) => h('td', {}, cell(check))));
  const table = h('table', { class: 'compare' },
    h('thead', {}, h('tr', {}, h('td', {}), ...checks.map((check) => h('th', { scope: 'col' }, `${check.site_id} ${check.site_name}`)))));
  const body = h('tbody', {});
  fill(body,
    row(say('verdict'), (check) => verdictBadge(verdicts, check.verdict)),
    row(say('area'), (check) => areaText(check.area_m2)),
    row(say('kept'), (check) => check.kept_area_m2 === null ? '–' : areaText(check.kept_area_m2)),
    row(say('prohibitions'), (check) => String(check.prohibitions)),
    row(say('conditions'), (check) => String(check.conditions)),
    row(say('unknowns'), (check) => String(check.unknowns)),
    ...[...rules.values()].map((rule) => row(pick(rule.title), (check) => {
      const finding = check.findings.find((one) => one.rule_id === rule.rule_id);
      return finding ? h('span', { class: `cell ${finding.verdict}` }, `${verdictMarks[finding.verdict]} ${pick(finding.cause) || shortAmount(finding)}`) : '–';
    })));
  table.append(body);
  return h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': say('compareTitle') }, table);
}
