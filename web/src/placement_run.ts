// SPDX-License-Identifier: Apache-2.0
// One placement at a time: started, watched, cancelled. What came out last stays until the next.
import { Problem, get, post, remove } from './api';
import type { Budget, Job, Placement } from './api';

const pauseMs = 400;

export class PlacementRun {
  budgets: Budget[] = [];
  canPlace = false;
  result: Placement | null = null;
  /// The first result since the page was opened, without changes: what later ones are compared with.
  base: Placement | null = null;
  progress: number | null = null;  // null: nothing runs
  private job = '';
  private wish = 0;

  /// `changed`: something began or ended; `moved`: the one that runs has come further.
  constructor(private readonly changed: () => void, private readonly moved: (percent: number) => void, private readonly failed: (fault: unknown) => void) {}

  async load(): Promise<void> {
    const told = await get<{ can_place: boolean; budgets: Budget[] }>('/api/budgets');
    this.budgets = told.budgets;
    this.canPlace = told.can_place;
  }

  /// Runs with budgets changed by percent; a run that is still going is given up.
  async start(percent: Record<string, number>): Promise<void> {
    const mine = ++this.wish;
    await this.dismiss();
    this.progress = 0;
    this.changed();
    try {
      const settings = Object.entries(percent).filter(([, by]) => by !== 0)
        .map(([id, by]) => `budget.${id}=${by > 0 ? '+' : ''}${by}%`);
      const job = await post<Job>('/api/processes/place/execution', { settings });
      if (mine !== this.wish) { await remove(`/api/jobs/${job.jobID}`); return; }
      this.job = job.jobID;
      await this.watch(mine);
      if (mine !== this.wish) return;
      const result = await get<Placement>(`/api/jobs/${job.jobID}/results`);
      if (mine !== this.wish) return;
      this.result = result;
      if (!settings.length) this.base = result;
    } catch (fault) {
      if (mine === this.wish) this.failed(fault);
    }
    if (mine !== this.wish) return;
    this.job = '';
    this.progress = null;
    this.changed();
  }

  async cancel(): Promise<void> {
    ++this.wish;
    this.progress = null;
    await this.dismiss();
    this.changed();
  }

  private async watch(mine: number): Promise<void> {
    for (;;) {
      await new Promise((resolve) => window.setTimeout(resolve, pauseMs));
      if (mine !== this.wish) return;
      const job = await get<Job>(`/api/jobs/${this.job}`);
      if (job.status === 'successful') return;
      if (job.status === 'failed') throw new Problem(422, job.message ?? { zh: '失败', en: 'failed' }, null);
      if (job.status === 'dismissed') return;
      if (mine !== this.wish) return;
      this.progress = job.progress;
      this.moved(job.progress);
    }
  }

  private async dismiss(): Promise<void> {
    const job = this.job;
    this.job = '';
    // One that has ended meanwhile may be gone already.
    if (job) await remove(`/api/jobs/${job}`).catch(() => undefined);
  }
}
