// SPDX-License-Identifier: Apache-2.0
// Sites that were drawn, pasted or dropped: kept in the link, checked while their corners move.
import { check } from './api';
import type { Check } from './api';
import type { DrawnSite, State } from './state';

interface Lane { running: boolean; next: (() => Promise<void>) | null }

export interface DrawnListener {
  put: (site: DrawnSite) => void;
  checked: (id: string, found: Check, detail: 'quick' | 'full', tookMs: number) => void;
  refused: (id: string, fault: unknown) => void;
}

export class DrawnSites {
  readonly checks = new Map<string, Check>();
  private readonly lanes = new Map<string, Lane>();

  constructor(private readonly state: State, private readonly listener: DrawnListener) {}

  knows(id: string): boolean { return this.state.drawn.some((site) => site.id === id); }

  add(rings: number[][][]): string {
    let number = 1;
    while (this.knows(`D${number}`)) ++number;
    const site = { id: `D${number}`, rings };
    this.state.drawn = [...this.state.drawn, site];
    this.listener.put(site);
    return site.id;
  }

  remove(id: string): void {
    this.state.drawn = this.state.drawn.filter((site) => site.id !== id);
    this.checks.delete(id);
  }

  /// One question at a time; of the steps that come meanwhile only the last is asked.
  drag(id: string, rings: number[][][], ended: boolean): void {
    this.state.drawn = this.state.drawn.map((site) => site.id === id ? { id, rings } : site);
    const lane = this.lanes.get(id) ?? { running: false, next: null };
    this.lanes.set(id, lane);
    lane.next = () => this.check(id, ended ? 'full' : 'quick');
    if (!lane.running) void this.drain(lane);
  }

  async checkAll(): Promise<void> {
    for (const site of this.state.drawn) await this.check(site.id, 'full');
  }

  async check(id: string, detail: 'quick' | 'full'): Promise<void> {
    const site = this.state.drawn.find((one) => one.id === id);
    if (!site) return;
    try {
      const began = performance.now();
      const found = await check(featureOf(site), this.state.project, detail);
      if (!this.knows(id)) return;
      this.checks.set(id, found);
      this.listener.checked(id, found, detail, performance.now() - began);
    } catch (fault) {
      this.checks.delete(id);
      this.listener.refused(id, fault);
    }
  }

  /// All as GeoJSON; nothing where there are none.
  collection(): object | null {
    return this.state.drawn.length ? { type: 'FeatureCollection', features: this.state.drawn.map(featureOf) } : null;
  }

  private async drain(lane: Lane): Promise<void> {
    lane.running = true;
    while (lane.next) {
      const next = lane.next;
      lane.next = null;
      await next();
    }
    lane.running = false;
  }
}

export function featureOf(site: DrawnSite): object {
  return { type: 'Feature', properties: { site_id: site.id }, geometry: { type: 'Polygon', coordinates: site.rings } };
}
