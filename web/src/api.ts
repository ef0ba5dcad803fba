// SPDX-License-Identifier: Apache-2.0
import type { Sent } from './sent_file';
import { pick, say } from './words';
import type { Text } from './words';

export type VerdictId = 'compliant' | 'conditional' | 'insufficient_data' | 'non_compliant';
/// Best first.
export const verdictIds: VerdictId[] = ['compliant', 'conditional', 'insufficient_data', 'non_compliant'];

export interface Verdict { id: VerdictId; name: Text; fill: string; line: string }
export interface Standing { best: VerdictId | null; worst: VerdictId | null; [verdict: string]: number | VerdictId | null }
export interface RoleStyle { fill: string; line: string; pattern: string; width_mm: number; size_mm: number; opacity: number }
export interface LayerClass { id: string; name: Text; features: number; style: RoleStyle }
export interface Layer {
  id: string; title: Text; role: string; role_name: Text; group: Text; dimension: number; order: number;
  visible: boolean; label: boolean; features: number; in_force: boolean; accuracy_m: number; origin: Text;
  style: RoleStyle; classes: LayerClass[]; bbox?: number[]; version?: { series: string; status: string };
}
export interface Workspace {
  title: Text; as_of: string; schematic: boolean; engine: string; fingerprint: string; verdicts: Verdict[];
}
export interface Project { project_id: string; name: string; sites: Standing; direction_title?: Text; [field: string]: any }
export interface Finding {
  rule_id: string; title: Text; verdict: VerdictId; state: string; severity: string; relation: string;
  measured: number | null; threshold: number; unit: string; margin_m: number | null; uncertain: boolean;
  cause: Text; basis: Text; evidence: string; remedy: Text; layers?: string[]; features?: string[];
  applies_when?: string;
}
export interface Check {
  site_id: string; site_name: string; area_m2: number; verdict: VerdictId; uncertain: boolean;
  prohibitions: number; conditions: number; unknowns: number; project_id: string | null;
  deciding_rule_id: string | null; kept_area_m2: number | null; site_remarks: Text[];
  boundary_versions: { role: string; series: string; layer_id: string | null; status: string | null }[];
  findings: Finding[]; depends_on_project: Finding[]; projects_by_verdict: Record<string, number> | null;
  facts: { layer_id: string; overlap_m2: number; share: number; edge_distance_m: number | null; covered_share: number }[];
  site: any; conflicts: any;
  score?: Score; path?: ApprovalPath;  // of a project at a site
}
export interface ScorePart { criterion_id: string; title: Text; weight: number; value: number | null; unit: string; utility: number | null; gap: Text | null }
export interface Score { total: number | null; low: number; high: number; parts: ScorePart[] }
export interface PathStep {
  step_id: string; title: Text; instrument: Text; authority: Text; outcome: string; milestone: boolean; done: boolean; missing: Text[];
  parallel: { start: string; finish: string; critical: boolean };
}
export interface ApprovalPath {
  serial_days: number; parallel_days: number; days_saved: number; required: number; done: number;
  steps_without_known_days: number; steps: PathStep[];
}
export interface Budget { id: string; name: Text; level: string; of: string[]; resource: string; limit: number; committed: number; kept_per_unit: number; unit: Text }
export interface Placement {
  objective: number; bound: number; gap: number; parcels: any;
  placed: { project_id: string; site_id: string; score: number; priority: string }[];
  unplaced: { project_id: string; best_site_id: string | null; nearest_site_id: string | null; reason: Text }[];
  budgets: { id: string; limit: number; committed: number; used: number; marginal_value: number }[];
}
export interface Job { jobID: string; status: string; progress: number; message?: Text }
export interface Base { available: boolean; bbox_3857?: number[]; tiles?: string }
export interface Assessment { project_id: string; site_id: string; verdict: VerdictId; conditions: number }

/// What the server said was wrong.
export class Problem extends Error {
  constructor(readonly status: number, readonly text: Text, readonly remedy: Text | null) { super(text.en); }
}

/// A fault as the reader should see it.
export function faultText(fault: unknown): string {
  if (!(fault instanceof Problem)) return String((fault as Error).message ?? fault);
  if (fault.status === 401) return say('tokenWanted');
  return pick(fault.text) + (fault.remedy ? ` — ${pick(fault.remedy)}` : '');
}

// The token comes behind the # of the first address and stays in this tab.
const given = /(?:^|[#&])token=([0-9A-Za-z_-]+)/.exec(location.hash);
if (given) sessionStorage.setItem('token', given[1]);
const token = sessionStorage.getItem('token');

export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token) headers.set('Authorization', `Bearer ${token}`);
  const response = await fetch(path, { ...init, headers });
  if (response.ok) return response;
  const told = await response.json().catch(() => null);
  const plain = `${response.status} ${response.statusText}`;
  throw new Problem(response.status, told?.message ?? { zh: plain, en: plain }, told?.remedy ?? null);
}

export async function get<T>(path: string): Promise<T> {
  return (await ask(path)).json();
}

const pageSize = 10000;

/// All rows of a list, page after page.
export async function getAll<T>(path: string, name: string): Promise<T[]> {
  const rows: T[] = [];
  for (;;) {
    const page = await get<any>(`${path}${path.includes('?') ? '&' : '?'}limit=${pageSize}&offset=${rows.length}`);
    rows.push(...page[name]);
    if (page[name].length === 0 || rows.length >= page.numberMatched) return rows;
  }
}

function execution(inputs: object, signal?: AbortSignal): RequestInit {
  return {
    method: 'POST', body: JSON.stringify({ inputs }), headers: { 'Content-Type': 'application/json' }, signal,
  };
}

export async function check(site: object, project: string, detail: 'quick' | 'full'): Promise<Check> {
  const inputs: any = { site, detail };
  if (project) inputs.project = project;
  return (await ask('/api/processes/check/execution', execution(inputs))).json();
}

export async function post<T>(path: string, inputs: object): Promise<T> {
  return (await ask(path, execution(inputs))).json();
}

export async function remove(path: string): Promise<void> {
  await ask(path, { method: 'DELETE' });
}

export function readSent(sent: Sent): Promise<any> {
  return post('/api/processes/read/execution', 'text' in sent ? { site: sent.text } : sent);
}

/// The bytes of an answer with the name that the server gives them.
export async function download(process: 'export' | 'report', inputs: object): Promise<{ blob: Blob; name: string }> {
  const response = await ask(`/api/processes/${process}/execution`, execution(inputs));
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '');
  return { blob: await response.blob(), name: name ? name[1] : 'xuanzhi' };
}

export function describe(project: string, site: string): Promise<Check> {
  const id = encodeURIComponent(site);
  return get<Check>(project ? `/api/assessments/${encodeURIComponent(project)}/${id}` : `/api/sites/${id}`);
}
