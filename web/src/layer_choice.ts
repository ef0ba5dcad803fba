// SPDX-License-Identifier: Apache-2.0
// Which layers are shown, and how strongly: as the roles say until the reader changes it.
import type { Layer } from './api';
import type { LayerControl } from './lists';
import type { SiteMap } from './map';
import type { State } from './state';

export class LayerChoice implements LayerControl {
  private readonly layers: Map<string, Layer>;

  constructor(private readonly state: State, layers: Layer[], private readonly map: SiteMap, private readonly changed: () => void) {
    this.layers = new Map(layers.map((one) => [one.id, one]));
    for (const layer of layers) map.addLayer(layer, this.shown(layer.id), this.opacity(layer.id));
  }

  shown(id: string): boolean {
    const layer = this.layers.get(id)!;
    return this.state.hidden ? !this.state.hidden.includes(id) : layer.visible && layer.in_force;
  }

  opacity(id: string): number { return this.state.opacity[id] ?? 1; }

  show(ids: string[], shown: boolean): void {
    const hidden = new Set([...this.layers.keys()].filter((id) => !this.shown(id)));
    for (const id of ids) shown ? hidden.delete(id) : hidden.add(id);
    this.state.hidden = [...hidden];
    for (const id of ids) this.map.showLayer(id, shown, this.opacity(id));
    this.changed();
  }

  fade(id: string, opacity: number): void {
    this.state.opacity[id] = opacity;
    this.map.showLayer(id, this.shown(id), opacity);
    this.changed();
  }
}
