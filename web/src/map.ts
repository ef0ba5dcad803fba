// SPDX-License-Identifier: Apache-2.0
import Feature from 'ol/Feature';
import GeoJSON from 'ol/format/GeoJSON';
import MVT from 'ol/format/MVT';
import Polygon from 'ol/geom/Polygon';
import Draw from 'ol/interaction/Draw';
import Modify from 'ol/interaction/Modify';
import Snap from 'ol/interaction/Snap';
import Graticule from 'ol/layer/Graticule';
import TileLayer from 'ol/layer/Tile';
import VectorLayer from 'ol/layer/Vector';
import VectorTileLayer from 'ol/layer/VectorTile';
import OlMap from 'ol/Map';
import { fromLonLat, toLonLat, transformExtent } from 'ol/proj';
import ScaleLine from 'ol/control/ScaleLine';
import Zoom from 'ol/control/Zoom';
import MousePosition from 'ol/control/MousePosition';
import VectorSource from 'ol/source/Vector';
import VectorTileSource from 'ol/source/VectorTile';
import XYZ from 'ol/source/XYZ';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Text from 'ol/style/Text';
import View from 'ol/View';
import { createEmpty, extend, getCenter, isEmpty } from 'ol/extent';
import type { Extent } from 'ol/extent';
import { ask } from './api';
import type { Base, Layer, Verdict, VerdictId } from './api';
import { byId } from './dom';
import { conflictStyle, drawnStyle, layerStyle, parcelStyle, siteStyle, themeInk } from './map_style';
import { say } from './words';

// One transparent pixel, where the picture does not reach.
const emptyPicture = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

const geojson = new GeoJSON({ featureProjection: 'EPSG:3857' });

export interface MapListener {
  chosen: () => string;
  compared: () => string[];
  picked: (id: string) => void;
  moved: (at: [number, number, number]) => void;
  drew: (rings: number[][][]) => void;
  changed: (id: string, rings: number[][][], ended: boolean) => void;
  parcel: (project: string, site: string) => void;
}

/// The map: context layers as tiles, and above them sites, pieces and drawn sites.
export class SiteMap {
  readonly map: OlMap;
  private readonly context = new Map<string, VectorTileLayer>();
  private readonly sites = new VectorSource();
  private readonly drawn = new VectorSource();
  private readonly conflicts = new VectorSource();
  private readonly parcels = new VectorSource();
  private readonly parcelLayer: VectorLayer;
  private readonly siteLayer: VectorLayer;
  private readonly drawnLayer: VectorLayer;
  private graticule: Graticule | null = null;
  private drawing: Draw | null = null;

  constructor(private readonly listener: MapListener, verdicts: Map<VerdictId, Verdict>) {
    this.siteLayer = new VectorLayer({
      source: this.sites, zIndex: 2000, style: siteStyle(verdicts, listener.chosen, listener.compared), declutter: true,
    });
    this.parcelLayer = new VectorLayer({ source: this.parcels, zIndex: 2100, style: parcelStyle(), declutter: true });
    this.drawnLayer = new VectorLayer({ source: this.drawn, zIndex: 2200, style: drawnStyle(verdicts, listener.chosen) });
    this.map = new OlMap({
      target: 'map', layers: [this.siteLayer,
        new VectorLayer({ source: this.conflicts, zIndex: 1990, style: conflictStyle() }), this.parcelLayer, this.drawnLayer],
      controls: [],
      view: new View({ center: fromLonLat([106.8, 39.6]), zoom: 10, minZoom: 4, maxZoom: 20 }),
    });
    this.map.on('moveend', () => {
      const view = this.map.getView();
      const [x, y] = toLonLat(view.getCenter()!);
      listener.moved([x, y, view.getZoom()!]);
    });
    this.map.on('singleclick', (event) => {
      if (this.drawing) return;
      const parcel = this.map.forEachFeatureAtPixel(event.pixel, (feature) => feature, { layerFilter: (layer) => layer === this.parcelLayer });
      if (parcel) { listener.parcel(parcel.get('project_id'), parcel.get('site_id')); return; }
      const hit = this.map.forEachFeatureAtPixel(event.pixel, (feature) => feature.getId(), {
        layerFilter: (layer) => layer === this.siteLayer || layer === this.drawnLayer, hitTolerance: 3,
      });
      listener.picked(hit === undefined ? '' : String(hit));
    });
    this.map.on('pointermove', (event) => {
      if (event.dragging) return;
      const hit = this.map.hasFeatureAtPixel(event.pixel, { layerFilter: (layer) => layer === this.siteLayer || layer === this.parcelLayer });
      byId('map').style.cursor = hit && !this.drawing ? 'pointer' : '';
    });
    this.letModify();
    this.relabel();
  }

  // Corners of drawn sites follow the pointer; each step is told.
  private letModify(): void {
    const modify = new Modify({ source: this.drawn, pixelTolerance: 12 });
    let stop: (() => void) | null = null;
    const tell = (feature: Feature, ended: boolean) =>
      this.listener.changed(String(feature.getId()), this.ringsOf(feature), ended);
    modify.on('modifystart', (event) => {
      const features = event.features.getArray() as Feature[];
      const step = () => features.forEach((feature) => tell(feature, false));
      features.forEach((feature) => feature.getGeometry()!.on('change', step));
      stop = () => features.forEach((feature) => feature.getGeometry()!.un('change', step));
    });
    modify.on('modifyend', (event) => {
      stop?.();
      stop = null;
      (event.features.getArray() as Feature[]).forEach((feature) => tell(feature, true));
    });
    this.map.addInteraction(modify);
    this.map.addInteraction(new Snap({ source: this.drawn, pixelTolerance: 8 }));
  }

  private ringsOf(feature: Feature): number[][][] {
    return (feature.getGeometry() as Polygon).getCoordinates().map((ring) => ring.map((point) => toLonLat(point)));
  }

  /// Controls and grid anew, for another language or theme.
  relabel(): void {
    byId('map').setAttribute('aria-label', say('mapLabel'));
    this.map.getControls().clear();
    this.map.addControl(new Zoom({ zoomInTipLabel: say('zoomIn'), zoomOutTipLabel: say('zoomOut') }));
    this.map.addControl(new ScaleLine({ minWidth: 90 }));
    this.map.addControl(new MousePosition({
      projection: 'EPSG:4326', coordinateFormat: (at) => at ? `${at[0].toFixed(5)}°E ${at[1].toFixed(5)}°N` : '',
      placeholder: '',
    }));
    if (this.graticule) this.map.removeLayer(this.graticule);
    const { halo, quiet } = themeInk();
    const text = (more: object) => new Text({
      font: '11px system-ui,sans-serif', fill: new Fill({ color: quiet }), stroke: new Stroke({ color: halo, width: 3 }), ...more,
    });
    this.graticule = new Graticule({
      strokeStyle: new Stroke({ color: 'rgba(120,130,140,0.35)', width: 0.8 }), showLabels: true, wrapX: false,
      lonLabelStyle: text({ textBaseline: 'top' }), latLabelStyle: text({ textAlign: 'end', textBaseline: 'bottom' }),
      lonLabelPosition: 0.995, latLabelPosition: 0.995, zIndex: 1500,
      intervals: [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001],
      lonLabelFormatter: (lon) => `${+lon.toFixed(3)}°E`, latLabelFormatter: (lat) => `${+lat.toFixed(3)}°N`,
    });
    this.map.addLayer(this.graticule);
    this.redraw();
  }

  redraw(): void {
    this.siteLayer.changed();
    this.drawnLayer.changed();
    for (const layer of this.context.values()) layer.changed();
  }

  addLayer(layer: Layer, shown: boolean, opacity: number): void {
    const source = new VectorTileSource({
      format: new MVT(), maxZoom: 16, url: `/api/layers/${encodeURIComponent(layer.id)}/tiles/{z}/{x}/{y}`,
    });
    source.setTileLoadFunction((tile: any, url) => {
      tile.setLoader(async (extent: Extent, _resolution: number, projection: any) => {
        try {
          const bytes = await (await ask(url)).arrayBuffer();
          tile.setFeatures(bytes.byteLength ? tile.getFormat().readFeatures(bytes, { extent, featureProjection: projection }) : []);
        } catch {
          tile.setState(3);  // 3: the tile could not be loaded
        }
      });
    });
    const made = new VectorTileLayer({
      source, style: layerStyle(layer), zIndex: 1000 - layer.order, visible: shown, opacity, declutter: true, renderMode: 'vector',
    });
    this.context.set(layer.id, made);
    this.map.addLayer(made);
  }

  showLayer(id: string, shown: boolean, opacity: number): void {
    this.context.get(id)?.setVisible(shown);
    this.context.get(id)?.setOpacity(opacity);
  }

  setSites(collection: any): void {
    this.sites.clear(true);
    this.sites.addFeatures(geojson.readFeatures(collection) as Feature[]);
  }

  setVerdicts(verdictOf: (id: string) => VerdictId | null): void {
    for (const feature of this.sites.getFeatures()) feature.set('verdict', verdictOf(String(feature.getId())), true);
    this.siteLayer.changed();
  }

  setConflicts(collection: any | null): void {
    this.conflicts.clear(true);
    if (collection) this.conflicts.addFeatures(geojson.readFeatures(collection) as Feature[]);
    this.conflicts.changed();
  }

  /// Where placed projects would stand.
  setParcels(collection: any | null): void {
    this.parcels.clear(true);
    if (collection) this.parcels.addFeatures(geojson.readFeatures(collection) as Feature[]);
    this.parcels.changed();
  }

  /// A picture under everything, from the service.
  addBase(base: Base): void {
    const source = new XYZ({ url: base.tiles, maxZoom: 20 });
    source.setTileLoadFunction(async (tile: any, url) => {
      try {
        const picture = await (await ask(url)).blob();
        const image: HTMLImageElement = tile.getImage();
        if (!picture.size) { image.src = emptyPicture; return; }
        const address = URL.createObjectURL(picture);
        for (const end of ['load', 'error']) image.addEventListener(end, () => URL.revokeObjectURL(address), { once: true });
        image.src = address;
      } catch {
        tile.setState(3);  // 3: the tile could not be loaded
      }
    });
    this.map.addLayer(new TileLayer({ source, zIndex: 0, extent: base.bbox_3857 }));
  }

  chooseConflict(rule: string): void {
    const extent = createEmpty();
    for (const feature of this.conflicts.getFeatures()) {
      const chosen = feature.get('rule_id') === rule;
      feature.set('chosen', chosen);
      if (chosen) extend(extent, feature.getGeometry()!.getExtent());
    }
    this.fit(extent);
  }

  putDrawn(id: string, rings: number[][][], verdict: VerdictId | null): void {
    const known = this.drawn.getFeatureById(id) as Feature | null;
    const coordinates = rings.map((ring) => ring.map((point) => fromLonLat(point)));
    if (known) {
      (known.getGeometry() as Polygon).setCoordinates(coordinates);
      known.set('verdict', verdict);
      return;
    }
    const feature = new Feature({ geometry: new Polygon(coordinates), verdict });
    feature.setId(id);
    this.drawn.addFeature(feature);
  }

  setDrawnVerdict(id: string, verdict: VerdictId | null): void {
    this.drawn.getFeatureById(id)?.set('verdict', verdict);
  }

  removeDrawn(id: string): void {
    const known = this.drawn.getFeatureById(id) as Feature | null;
    if (known) this.drawn.removeFeature(known);
  }

  startDrawing(): void {
    this.stopDrawing();
    this.drawing = new Draw({ type: 'Polygon', stopClick: true });
    this.drawing.on('drawend', (event) => {
      const rings = this.ringsOf(event.feature);
      // The click that ends the drawing must not pick what lies under it.
      window.setTimeout(() => { this.stopDrawing(); this.listener.drew(rings); }, 0);
    });
    this.map.addInteraction(this.drawing);
  }

  stopDrawing(): void {
    if (this.drawing) this.map.removeInteraction(this.drawing);
    this.drawing = null;
  }

  isDrawing(): boolean { return this.drawing !== null; }

  private fit(extent: Extent): void {
    if (isEmpty(extent)) return;
    const quick = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.map.getView().fit(extent, { padding: [60, 60, 60, 60], maxZoom: 16, duration: quick ? 0 : 250 });
  }

  fitSite(id: string): void {
    const feature = (this.sites.getFeatureById(id) ?? this.drawn.getFeatureById(id)) as Feature | null;
    if (feature) this.fit(feature.getGeometry()!.getExtent());
  }

  fitBox(box: number[]): void {
    this.fit(transformExtent(box, 'EPSG:4326', 'EPSG:3857'));
  }

  goTo(at: [number, number, number]): void {
    this.map.getView().setCenter(fromLonLat([at[0], at[1]]));
    this.map.getView().setZoom(at[2]);
  }

  /// Ids of the sites of the workspace that the view shows.
  inView(): string[] {
    const extent = this.map.getView().calculateExtent(this.map.getSize());
    const ids: string[] = [];
    this.sites.forEachFeatureIntersectingExtent(extent, (feature) => { ids.push(String(feature.getId())); });
    return ids.sort();
  }

  middleOf(id: string): number[] {
    const feature = (this.sites.getFeatureById(id) ?? this.drawn.getFeatureById(id)) as Feature;
    return toLonLat(getCenter(feature.getGeometry()!.getExtent()));
  }
}
