// SPDX-License-Identifier: Apache-2.0
// How roles, sites and pieces look: the styles of roles.toml on a canvas.
import CircleStyle from 'ol/style/Circle';
import Fill from 'ol/style/Fill';
import RegularShape from 'ol/style/RegularShape';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import Text from 'ol/style/Text';
import type { FeatureLike } from 'ol/Feature';
import type { Layer, RoleStyle, VerdictId, Verdict } from './api';

const pixelsPerMm = 3.78;

export function rgba(hex: string, opacity: number): string {
  const value = parseInt(hex.slice(1), 16);
  return `rgba(${value >> 16},${(value >> 8) & 255},${value & 255},${opacity})`;
}

const patterns = new Map<string, CanvasPattern | string>();

function hatch(color: string, kind: string, spacing: number): CanvasPattern | string {
  const key = `${color} ${kind} ${spacing}`;
  const known = patterns.get(key);
  if (known) return known;
  const canvas = document.createElement('canvas');
  const scale = window.devicePixelRatio || 1;
  const size = Math.max(4, Math.round(spacing * scale));
  canvas.width = canvas.height = size;
  const pen = canvas.getContext('2d')!;
  pen.strokeStyle = color;
  pen.lineWidth = Math.max(1, scale);
  pen.beginPath();
  // Drawn once more on either side so that the tiles meet.
  for (const shift of [-size, 0, size]) {
    if (kind !== 'backhatch') { pen.moveTo(shift - 1, size + 1); pen.lineTo(shift + size + 1, -1); }
    if (kind !== 'hatch') { pen.moveTo(shift - 1, -1); pen.lineTo(shift + size + 1, size + 1); }
  }
  pen.stroke();
  const made = pen.createPattern(canvas, 'repeat') ?? color;
  patterns.set(key, made);
  return made;
}

function areaStyle(style: RoleStyle): Style[] {
  const opaque = style.opacity;
  const dashed = style.pattern === 'dashed_outline';
  const stroke = new Stroke({
    color: style.line, width: Math.max(0.8, style.width_mm * pixelsPerMm), lineDash: dashed ? [7, 4] : undefined,
  });
  if (style.pattern === 'outline' || dashed) return [new Style({ stroke })];
  if (['hatch', 'backhatch', 'cross'].includes(style.pattern)) {
    const color = hatch(rgba(style.fill, Math.max(opaque, 0.6)), style.pattern, style.size_mm * pixelsPerMm);
    return [new Style({ fill: new Fill({ color: color as any }), stroke })];
  }
  return [new Style({ fill: new Fill({ color: rgba(style.fill, opaque) }), stroke })];
}

function lineStyle(style: RoleStyle): Style[] {
  const width = Math.max(1.2, style.width_mm * pixelsPerMm);
  const color = rgba(style.line, style.opacity);
  if (style.pattern === 'railway') {
    return [new Style({ stroke: new Stroke({ color, width: width + 1 }) }),
      new Style({ stroke: new Stroke({ color: '#ffffff', width: Math.max(1, width - 1), lineDash: [8, 8], lineCap: 'butt' }) })];
  }
  return [new Style({ stroke: new Stroke({ color, width, lineDash: style.pattern === 'dash' ? [8, 5] : undefined }) })];
}

function pointStyle(style: RoleStyle): Style[] {
  const radius = style.size_mm * pixelsPerMm / 2;
  const fill = new Fill({ color: style.fill });
  const stroke = new Stroke({ color: '#ffffff', width: 1.2 });
  const shapes: Record<string, () => RegularShape> = {
    square: () => new RegularShape({ points: 4, radius: radius * 1.2, angle: Math.PI / 4, fill, stroke }),
    triangle: () => new RegularShape({ points: 3, radius: radius * 1.3, fill, stroke }),
    star: () => new RegularShape({ points: 5, radius: radius * 1.4, radius2: radius * 0.6, fill, stroke }),
  };
  const image = shapes[style.pattern]?.() ?? new CircleStyle({ radius, fill, stroke });
  return [new Style({ image })];
}

function symbol(style: RoleStyle, dimension: number): Style[] {
  if (dimension === 2) return areaStyle(style);
  return dimension === 1 ? lineStyle(style) : pointStyle(style);
}

const font = '12px "Noto Sans CJK SC","PingFang SC","Microsoft YaHei","WenQuanYi Zen Hei",sans-serif';

function label(text: string, halo: string, ink: string, weight = ''): Text {
  return new Text({
    text, font: `${weight} ${font}`.trim(), overflow: false,
    fill: new Fill({ color: ink }), stroke: new Stroke({ color: halo, width: 3 }),
  });
}

/// The colours of the page's theme that a canvas cannot take from CSS itself.
export function themeInk(): { ink: string; halo: string; quiet: string } {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return { ink: value('--ink'), halo: value('--map'), quiet: value('--quiet') };
}

/// The style function of one layer; names appear where the role says so and the map is near.
export function layerStyle(layer: Layer): (feature: FeatureLike, resolution: number) => Style[] {
  const classes = new Map(layer.classes.map((one) => [one.id, symbol(one.style, layer.dimension)]));
  const plain = symbol(layer.style, layer.dimension);
  const nearest = layer.dimension === 0 ? 60 : 40;
  return (feature, resolution) => {
    const styles = classes.get(feature.get('class')) ?? plain;
    const name = feature.get('name');
    if (!layer.label || !name || resolution > nearest) return styles;
    const { halo, quiet } = themeInk();
    const text = label(name, halo, quiet);
    if (layer.dimension === 0) text.setOffsetY(14);
    if (layer.dimension === 1) text.setPlacement('line');
    return [...styles, new Style({ text, zIndex: 5 })];
  };
}

export function siteStyle(verdicts: Map<VerdictId, Verdict>, chosen: () => string, compared: () => string[]) {
  return (feature: FeatureLike, resolution: number): Style[] => {
    const verdict = verdicts.get(feature.get('verdict'));
    const id = String(feature.getId());
    const selected = id === chosen();
    const { ink, halo } = themeInk();
    const fill = new Fill({ color: rgba(verdict?.fill || '#9e9e9e', selected ? 0.3 : 0.6) });
    const styles = [new Style({ fill, stroke: new Stroke({ color: verdict?.line || '#616161', width: 1.5 }), zIndex: 1 })];
    if (selected) {
      styles.unshift(new Style({ stroke: new Stroke({ color: halo, width: 7 }), zIndex: 2 }));
      styles.push(new Style({ stroke: new Stroke({ color: ink, width: 3 }), zIndex: 3 }));
    } else if (compared().includes(id)) {
      styles.push(new Style({ stroke: new Stroke({ color: ink, width: 2, lineDash: [4, 3] }), zIndex: 3 }));
    }
    if (resolution < 45 || selected) styles.push(new Style({ text: label(id, halo, ink, 'bold'), zIndex: 6 }));
    return styles;
  };
}

export function drawnStyle(verdicts: Map<VerdictId, Verdict>, chosen: () => string) {
  return (feature: FeatureLike): Style[] => {
    const verdict = verdicts.get(feature.get('verdict'));
    const { ink, halo } = themeInk();
    const color = verdict?.fill || '#78909c';
    return [
      new Style({ stroke: new Stroke({ color: halo, width: 6 }) }),
      new Style({
        fill: new Fill({ color: rgba(color, 0.4) }),
        stroke: new Stroke({ color: feature.getId() === chosen() ? ink : verdict?.line || '#455a64', width: 2.5, lineDash: [10, 4] }),
        text: label(String(feature.getId() ?? ''), halo, ink, 'bold'),
      })];
  };
}

/// What forbids is drawn strongly, what is a condition faintly; what concerns some projects only
/// appears when it is asked for.
export function conflictStyle() {
  return (feature: FeatureLike): Style[] => {
    const chosen = feature.get('chosen') === true;
    if (feature.get('depends_on_project') && !chosen) return [];
    const forbids = feature.get('severity') === 'prohibit';
    const color = forbids ? '#b71c1c' : '#8d5a00';
    const strength = chosen || forbids ? 0.8 : 0.4;
    return [new Style({
      fill: new Fill({ color: hatch(rgba(color, strength), 'hatch', forbids ? 7 : 11) as any }),
      stroke: new Stroke({ color: rgba(color, Math.max(strength, 0.6)), width: chosen ? 4 : 1.4 }),
      zIndex: chosen ? 2 : 1,
    })];
  };
}

/// Proposed parcels, each with its project.
export function parcelStyle() {
  const outline = new Style({ stroke: new Stroke({ color: '#d84315', width: 2 }), fill: new Fill({ color: 'rgba(216,67,21,0.22)' }) });
  return (feature: FeatureLike, resolution: number): Style[] => {
    if (resolution > 30) return [outline];
    const { halo, ink } = themeInk();
    return [outline, new Style({ text: label(String(feature.get('project_id')), halo, ink, '600'), zIndex: 9 })];
  };
}
