// SPDX-License-Identifier: Apache-2.0
// What only a project at a site has: the score by its parts and the approval path.
import type { ApprovalPath, PathStep, Score, ScorePart } from './api';
import { h } from './dom';
import { figure, pick, say } from './words';
import type { Word } from './words';

function meter(share: number, told: string): HTMLElement {
  const bar = h('span', { class: 'meter', role: 'img', 'aria-label': told, title: told });
  const part = h('span', {});
  part.style.width = `${Math.round(100 * Math.min(1, Math.max(0, share)))}%`;
  bar.append(part);
  return bar;
}

// Units of criteria that have a word of their own.
const unitWords: Record<string, Word> = { '10k_cny_per_mu': 'wanPerMu', mu: 'mu', ha: 'ha', '10k_cny': 'wan' };

function unitWord(unit: string): string {
  if (unit === 'none' || unit === 'points') return '';
  return unitWords[unit] ? say(unitWords[unit]) : unit;
}

function valueText(part: ScorePart): string {
  if (part.value === null) return pick(part.gap) || '–';
  if (part.unit === 'm') return part.value >= 10000 ? `${figure(part.value / 1000, 1)} km` : `${figure(part.value, 0)} m`;
  if (part.unit === 'share') return `${figure(100 * part.value, 1)} %`;
  return `${figure(part.value, 2)} ${unitWord(part.unit)}`.trim();
}

/// A score is shown with its parts, never without.
export function scoreSection(score: Score): HTMLElement {
  const total = score.total === null ? say('noScore') : figure(score.total, 1);
  const range = score.total !== null && score.high - score.low > 0.05 ? say('scoreRange', figure(score.low, 1), figure(score.high, 1)) : '';
  return h('details', { class: 'group', 'data-section': 'score' },
    h('summary', {}, `${say('score')} · ${total}`, range ? h('span', { class: 'quiet' }, ` ${range}`) : null),
    h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': say('score') }, h('table', {},
      h('thead', {}, h('tr', {}, ...(['criterion', 'weight', 'value', 'utility'] as const).map((word) => h('th', { scope: 'col' }, say(word))))),
      h('tbody', {}, ...score.parts.map((part) => h('tr', {},
        h('th', { scope: 'row' }, pick(part.title)),
        h('td', {}, `${figure(100 * part.weight, 1)} %`),
        h('td', { class: 'wraps' }, valueText(part)),
        h('td', {}, part.utility === null ? '–' : meter(part.utility, figure(part.utility, 2)))))))));
}

const dayMs = 86400000;

// A bar in the run from the first day to the last.
function stepBar(step: PathStep, first: number, days: number): HTMLElement {
  const begin = (Date.parse(step.parallel.start) - first) / dayMs;
  const length = (Date.parse(step.parallel.finish) - Date.parse(step.parallel.start)) / dayMs;
  const told = `${step.parallel.start} – ${step.parallel.finish}`;
  const bar = h('span', { class: `span${step.parallel.critical ? ' critical' : ''}`, role: 'img', 'aria-label': told, title: told });
  const part = h('span', {});
  part.style.marginLeft = `${100 * begin / days}%`;
  part.style.width = `${Math.max(1.5, 100 * length / days)}%`;
  bar.append(part);
  return bar;
}

export function pathSection(path: ApprovalPath): HTMLElement {
  const steps = path.steps.filter((step) => !step.milestone && (step.outcome === 'required' || step.outcome === 'unknown'));
  const first = Math.min(...steps.map((step) => Date.parse(step.parallel.start)));
  const last = Math.max(...steps.map((step) => Date.parse(step.parallel.finish)));
  const days = Math.max(1, (last - first) / dayMs);
  return h('details', { class: 'group', 'data-section': 'path' },
    h('summary', {}, `${say('path')} · ${say('workingDays', path.parallel_days)}`),
    h('p', { class: 'quiet' }, say('pathSums', path.serial_days, path.days_saved, path.done, path.required),
      path.steps_without_known_days ? ` ${say('pathUnknown', path.steps_without_known_days)}` : ''),
    h('ol', { class: 'steps' }, ...steps.map((step) => h('li', { class: step.done ? 'done' : '' },
      h('span', { class: 'step-name' }, step.done ? '✓ ' : '', pick(step.title), step.outcome === 'unknown' ? ' ?' : ''),
      h('span', { class: 'quiet' }, [pick(step.instrument), pick(step.authority)].filter(Boolean).join(' · ')),
      stepBar(step, first, days),
      step.missing.length ? h('span', { class: 'quiet' }, `${say('missing')}: ${step.missing.map(pick).join('; ')}`) : null))));
}
