// SPDX-License-Identifier: Apache-2.0
import 'ol/ol.css';
import './app.css';
import { Problem, check, describe, exportSites, get, getAll, readText } from './api';
import type { Assessment, Check, Layer, Project, VerdictId, Workspace } from './api';
import { announce, byId, fill, h } from './dom';
import { drawPanel, textOf } from './draw_panel';
import { compareTable, detailPanel } from './findings';
import { layerPanel, projectPanel, sitePanel } from './lists';
import type { SiteRow, Verdicts } from './lists';
import { SiteMap } from './map';
import { placesOf } from './places';
import { linkOf, stateFromLink } from './state';
import type { DrawnSite, State, Tab } from './state';
import { pick, say, setLanguage } from './words';

interface Loaded { workspace: Workspace; layers: Layer[]; projects: Project[]; sites: any }

class App {
  private readonly state: State = stateFromLink(location.hash);
  private readonly verdicts: Verdicts;
  private readonly layers: Map<string, Layer>;
  private readonly map: SiteMap;
  private siteVerdicts = new Map<string, VerdictId | null>();
  private assessments: Assessment[] = [];
  private checks = new Map<string, Check>();  // of drawn sites
  private asked = 0;                          // the latest question about a site
  private readonly live = new Map<string, { running: boolean; next: (() => Promise<void>) | null }>();

  constructor(private readonly data: Loaded) {
    this.verdicts = new Map(data.workspace.verdicts.map((one) => [one.id, one]));
    this.layers = new Map(data.layers.map((one) => [one.id, one]));
    this.map = new SiteMap({
      chosen: () => this.state.site, compared: () => this.state.compare,
      picked: (id) => void this.choose(id), moved: (at) => { this.state.at = at; this.link(); },
      drew: (rings) => void this.addDrawn(rings), changed: (id, rings, ended) => this.dragged(id, rings, ended),
    }, this.verdicts);
    for (const layer of data.layers) this.map.addLayer(layer, this.shown(layer.id), this.opacity(layer.id));
    this.map.setSites(data.sites);
    for (const site of this.state.drawn) this.map.putDrawn(site.id, site.rings, null);
    this.listen();
  }

  async start(): Promise<void> {
    this.dress();
    if (this.state.at) this.map.goTo(this.state.at);
    else this.map.fitBox(placesOf(this.data.sites.features)[0]?.box ?? [106, 39, 107, 40]);
    await this.colourSites();
    this.panel();
    for (const site of this.state.drawn) await this.checkDrawn(site.id, 'full');
    if (this.state.site) await this.choose(this.state.site, false);
  }

  private listen(): void {
    window.addEventListener('dragover', (event) => { event.preventDefault(); document.body.classList.add('dropping'); });
    window.addEventListener('dragleave', (event) => { if (!event.relatedTarget) document.body.classList.remove('dropping'); });
    window.addEventListener('drop', async (event) => {
      event.preventDefault();
      document.body.classList.remove('dropping');
      for (const file of event.dataTransfer?.files ?? []) await this.read(await textOf(file));
    });
    window.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || (byId('dialog') as HTMLDialogElement).open) return;
      if (this.map.isDrawing()) this.stopDrawing();
      else if (this.state.site) void this.choose('');
    });
  }

  // --- what everything shares ---

  private link(): void { history.replaceState(null, '', linkOf(this.state)); }

  private failed(fault: unknown): void {
    const told = fault instanceof Problem;
    const text = told && fault.status === 401 ? say('tokenWanted') : told ? pick(fault.text) : String((fault as Error).message ?? fault);
    const remedy = told && fault.remedy && fault.status !== 401 ? ` — ${pick(fault.remedy)}` : '';
    announce(`${say('failed')}: ${text}${remedy}`);
  }

  private dress(): void {
    setLanguage(this.state.language);
    document.documentElement.lang = this.state.language;
    document.documentElement.dataset.theme = this.state.theme;
    document.documentElement.style.setProperty('--drop', JSON.stringify(say('dropHere')));
    const { workspace } = this.data;
    document.title = `${say('title')} · ${pick(workspace.title)}`;
    document.querySelector('.skip')!.textContent = say('skip');
    const dark = this.isDark();
    fill(byId('bar'),
      h('h1', { title: pick(workspace.title) }, pick(workspace.title)),
      h('span', { class: 'quiet as-of' }, `${say('asOf')} ${workspace.as_of}`),
      workspace.schematic ? h('span', { class: 'schematic', title: say('schematicLong') }, say('schematic')) : null,
      h('span', { class: 'space' }),
      this.placeChoice(),
      h('button', { id: 'compare', onclick: () => void this.compare(), disabled: this.state.compare.length < 2 }, `${say('compare')} ${this.state.compare.length}/4`),
      h('button', { id: 'export', onclick: () => this.exportDialog() }, say('exportMenu')),
      h('button', { id: 'copy', onclick: () => void this.copyLink() }, say('copyLink')),
      h('button', { id: 'language', lang: this.state.language === 'zh' ? 'en' : 'zh', onclick: () => this.setLanguage() }, say('language')),
      h('button', { id: 'theme', onclick: () => this.setTheme(dark ? 'light' : 'dark') }, say(dark ? 'light' : 'dark')));
    this.map.relabel();
  }

  private isDark(): boolean {
    return this.state.theme ? this.state.theme === 'dark' : window.matchMedia('(prefers-color-scheme: dark)').matches;
  }

  private setLanguage(): void {
    this.state.language = this.state.language === 'zh' ? 'en' : 'zh';
    localStorage.setItem('language', this.state.language);
    this.dress();
    this.panel();
    this.link();
    if (this.state.site) void this.choose(this.state.site, false);
    byId('language').focus();
  }

  private setTheme(theme: 'light' | 'dark'): void {
    this.state.theme = theme;
    localStorage.setItem('theme', theme);
    this.dress();
    byId('theme').focus();
  }

  private async copyLink(): Promise<void> {
    try {
      await navigator.clipboard.writeText(location.href);
      announce(say('linkCopied'));
    } catch {
      announce(location.href);
    }
  }

  private placeChoice(): HTMLElement | null {
    const places = placesOf(this.data.sites.features);
    if (places.length < 2) return null;
    return h('select', {
      id: 'places', 'aria-label': say('places'), onchange: (event: Event) => {
        const chosen = event.target as HTMLSelectElement;
        if (chosen.value) this.map.fitBox(places[Number(chosen.value)].box);
        chosen.value = '';
      },
    }, h('option', { value: '' }, say('places')), ...places.map((place, i) => h('option', { value: i }, place.name)));
  }

  // --- the left panel ---

  private panel(): void {
    const tabs: Tab[] = ['projects', 'sites', 'layers', 'draw'];
    const open = (tab: Tab) => { this.state.tab = tab; this.panel(); this.link(); byId(`tab-${tab}`).focus(); };
    const bar = h('div', { role: 'tablist', class: 'tabs', 'aria-label': say('panelTabs') }, ...tabs.map((tab, i) => h('button', {
      role: 'tab', id: `tab-${tab}`, 'aria-selected': String(tab === this.state.tab), 'aria-controls': 'pane', tabindex: tab === this.state.tab ? 0 : -1,
      onclick: () => open(tab),
      onkeydown: (event: KeyboardEvent) => {
        const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        if (step) open(tabs[(i + step + tabs.length) % tabs.length]);
      },
    }, say(tab))));
    const pane = h('div', { role: 'tabpanel', id: 'pane', 'aria-labelledby': `tab-${this.state.tab}` });
    fill(pane, this.pane());
    fill(byId('panel'), bar, pane);
  }

  private pane(): HTMLElement {
    switch (this.state.tab) {
      case 'projects':
        return projectPanel(this.data.projects, this.verdicts, this.state.project, (id) => void this.chooseProject(id));
      case 'sites':
        return sitePanel(this.siteRows(), this.verdicts, this.state.site, (id) => void this.choose(id, true));
      case 'layers':
        return layerPanel(this.data.layers, this.verdicts, {
          shown: (id) => this.shown(id), opacity: (id) => this.opacity(id),
          show: (ids, shown) => this.showLayers(ids, shown),
          fade: (id, opacity) => { this.state.opacity[id] = opacity; this.map.showLayer(id, this.shown(id), opacity); this.link(); },
        }, () => this.panel());
      case 'draw':
        return drawPanel(this.state.drawn, this.verdicts, (id) => this.checks.get(id)?.verdict ?? null, this.state.site, {
          drawing: this.map.isDrawing(),
          start: () => { this.map.startDrawing(); this.panel(); announce(say('drawHelp')); },
          stop: () => this.stopDrawing(),
          read: (text) => void this.read(text), choose: (id) => void this.choose(id, true), remove: (id) => this.removeDrawn(id),
        });
    }
  }

  private stopDrawing(): void { this.map.stopDrawing(); this.panel(); }

  private siteRows(): SiteRow[] {
    return this.data.sites.features.map((feature: any) => ({
      id: feature.id, name: feature.properties.name, park: feature.properties.park, area_m2: feature.properties.area_m2,
      verdict: this.siteVerdicts.get(feature.id) ?? null,
    }));
  }

  private shown(id: string): boolean {
    const layer = this.layers.get(id)!;
    return this.state.hidden ? !this.state.hidden.includes(id) : layer.visible && layer.in_force;
  }

  private opacity(id: string): number { return this.state.opacity[id] ?? 1; }

  private showLayers(ids: string[], shown: boolean): void {
    const hidden = new Set(this.data.layers.map((layer) => layer.id).filter((id) => !this.shown(id)));
    for (const id of ids) shown ? hidden.delete(id) : hidden.add(id);
    this.state.hidden = [...hidden];
    for (const id of ids) this.map.showLayer(id, shown, this.opacity(id));
    this.link();
  }

  // --- projects and sites ---

  private async colourSites(): Promise<void> {
    this.assessments = this.state.project
      ? await getAll<Assessment>(`/api/assessments?project=${encodeURIComponent(this.state.project)}`, 'assessments') : [];
    const own = new Map(this.assessments.map((one) => [one.site_id, one.verdict]));
    this.siteVerdicts = new Map(this.data.sites.features.map((feature: any) =>
      [feature.id, this.state.project ? own.get(feature.id) ?? null : feature.properties.projects.best]));
    this.map.setVerdicts((id) => this.siteVerdicts.get(id) ?? null);
  }

  private async chooseProject(id: string): Promise<void> {
    this.state.project = id;
    this.link();
    try {
      await this.colourSites();
      this.panel();
      for (const site of this.state.drawn) await this.checkDrawn(site.id, 'full');
      if (this.state.site) await this.choose(this.state.site, false);
    } catch (fault) { this.failed(fault); }
  }

  private async choose(id: string, zoom = false): Promise<void> {
    this.state.site = id;
    this.link();
    this.map.redraw();
    const details = byId('details');
    this.reveal(Boolean(id));
    if (!id) { this.map.setConflicts(null); if (this.state.tab !== 'layers') this.panel(); return; }
    if (zoom) this.map.fitSite(id);
    const drawn = this.checks.get(id);
    if (drawn) { this.show(drawn); return; }
    const mine = ++this.asked;
    fill(details, h('p', { class: 'quiet' }, say('checking')));
    try {
      const found = await describe(this.state.project, id);
      if (mine === this.asked && this.state.site === id) this.show(found);
    } catch (fault) {
      fill(details);
      this.reveal(false);
      this.failed(fault);
    }
    if (this.state.tab === 'sites') this.panel();
  }

  private reveal(shown: boolean): void {
    byId('details').hidden = !shown;
    document.body.classList.toggle('with-details', shown);
  }

  private show(found: Check): void {
    this.map.setConflicts(found.conflicts);
    const details = byId('details');
    this.reveal(true);
    const drawn = this.state.drawn.some((site) => site.id === found.site_id);
    const title = drawn ? `${say('drawn')} ${found.site_id}` : `${found.site_id} ${found.site_name}`;
    const scrolled = details.scrollTop;
    const open = new Set([...details.querySelectorAll<HTMLElement>('details[open][data-rule]')].map((one) => one.dataset.rule));
    fill(details, ...detailPanel(found, title, this.verdicts, this.layers, this.assessments, {
      close: () => void this.choose(''), zoom: (id) => this.map.fitSite(id), compare: (id) => this.toggleCompare(id, found),
      compared: this.state.compare.includes(found.site_id), showPiece: (rule) => this.map.chooseConflict(rule), choose: (id) => void this.choose(id, true),
    }));
    for (const one of details.querySelectorAll<HTMLDetailsElement>('details[data-rule]')) one.open = open.has(one.dataset.rule);
    details.scrollTop = scrolled;
    announce(say('verdictIs', title, pick(this.verdicts.get(found.verdict)?.name)));
  }

  private toggleCompare(id: string, found: Check): void {
    const { compare } = this.state;
    if (compare.includes(id)) this.state.compare = compare.filter((one) => one !== id);
    else if (compare.length >= 4) { announce(say('compareFull')); return; }
    else this.state.compare = [...compare, id];
    this.link();
    this.dress();
    this.show(found);
  }

  private async compare(): Promise<void> {
    try {
      const found = await Promise.all(this.state.compare.map(async (id) => this.checks.get(id) ?? describe(this.state.project, id)));
      this.dialog(say('compareTitle'), compareTable(found, this.verdicts));
    } catch (fault) { this.failed(fault); }
  }

  private dialog(title: string, ...content: Node[]): void {
    const dialog = byId('dialog') as HTMLDialogElement;
    dialog.setAttribute('aria-label', title);
    fill(dialog, h('div', { class: 'detail-head' }, h('h2', {}, title), h('button', { class: 'icon', 'aria-label': say('close'), onclick: () => dialog.close() }, '×')), ...content);
    dialog.showModal();
  }

  // --- drawn sites ---

  private async addDrawn(rings: number[][][]): Promise<string> {
    let number = 1;
    while (this.state.drawn.some((site) => site.id === `D${number}`)) ++number;
    const id = `D${number}`;
    this.state.drawn = [...this.state.drawn, { id, rings }];
    this.map.putDrawn(id, rings, null);
    this.state.site = id;
    this.link();
    await this.checkDrawn(id, 'full');
    this.panel();
    return id;
  }

  private dragged(id: string, rings: number[][][], ended: boolean): void {
    this.state.drawn = this.state.drawn.map((site) => site.id === id ? { id, rings } : site);
    this.state.site = id;
    if (ended) this.link();
    // One question at a time; of the steps that come meanwhile only the last is asked.
    const lane = this.live.get(id) ?? { running: false, next: null };
    this.live.set(id, lane);
    lane.next = () => this.checkDrawn(id, ended ? 'full' : 'quick');
    if (!lane.running) void this.drain(lane);
  }

  private async drain(lane: { running: boolean; next: (() => Promise<void>) | null }): Promise<void> {
    lane.running = true;
    while (lane.next) {
      const next = lane.next;
      lane.next = null;
      await next();
    }
    lane.running = false;
  }

  private async checkDrawn(id: string, detail: 'quick' | 'full'): Promise<void> {
    const site = this.state.drawn.find((one) => one.id === id);
    if (!site) return;
    const feature = { type: 'Feature', properties: { site_id: id }, geometry: { type: 'Polygon', coordinates: site.rings } };
    try {
      const began = performance.now();
      const found = await check(feature, this.state.project, detail);
      if (!this.state.drawn.some((one) => one.id === id)) return;
      this.checks.set(id, found);
      this.map.setDrawnVerdict(id, found.verdict);
      if (this.state.site === id) this.show(found);
      byId('details').dataset.took = String(Math.round(performance.now() - began));
      if (detail === 'full' && this.state.tab === 'draw') this.panel();
    } catch (fault) {
      this.checks.delete(id);
      this.map.setDrawnVerdict(id, null);
      this.map.setConflicts(null);
      if (this.state.site === id) {
        this.reveal(true);
        fill(byId('details'), h('div', { class: 'detail-head' }, h('h2', {}, `${say('drawn')} ${id}`)),
          h('p', { class: 'fault' }, fault instanceof Problem ? pick(fault.text) : String(fault)));
      }
      this.failed(fault);
    }
  }

  private removeDrawn(id: string): void {
    this.state.drawn = this.state.drawn.filter((site) => site.id !== id);
    this.state.compare = this.state.compare.filter((one) => one !== id);
    this.checks.delete(id);
    this.map.removeDrawn(id);
    this.dress();
    void this.choose(this.state.site === id ? '' : this.state.site);
    this.panel();
    this.link();
  }

  private async read(text: string): Promise<void> {
    if (!text.trim()) return;
    try {
      const collection = await readText(text);
      let last = '';
      for (const feature of collection.features) {
        const { type, coordinates } = feature.geometry;
        for (const rings of type === 'Polygon' ? [coordinates] : coordinates) last = await this.addDrawn(rings);
        for (const remark of feature.properties.remarks) announce(pick(remark));
      }
      if (last) this.map.fitSite(last);
    } catch (fault) { this.failed(fault); }
  }

  // --- export ---

  private exportDialog(): void {
    const seen = this.map.inView();
    const total = seen.length + this.state.drawn.length;
    const zones = [...new Set([...seen, ...this.state.drawn.map((site: DrawnSite) => site.id)].map((id) => Math.round(this.map.middleOf(id)[0] / 3)))].sort();
    const button = (name: string, inputs: object) => h('button', { class: 'primary', disabled: total === 0, onclick: () => void this.download({ ...this.exportInputs(seen), ...inputs }) }, name);
    this.dialog(say('exportWhat'), h('p', {}, say('exportHelp')), h('p', { class: 'quiet' }, total ? say('count', total) : say('exportEmpty')),
      h('div', { class: 'buttons' }, button('GeoPackage', { format: 'gpkg' }), button('GeoJSON', { format: 'geojson' }),
        ...zones.map((zone) => button(`TXT · ${say('zone')} ${zone}`, { format: 'txt', zone }))));
  }

  private exportInputs(seen: string[]): object {
    const features = this.state.drawn.map((site) => ({ type: 'Feature', properties: { site_id: site.id }, geometry: { type: 'Polygon', coordinates: site.rings } }));
    return {
      sites: seen, ...(features.length ? { drawn: { type: 'FeatureCollection', features } } : {}),
      ...(this.state.project ? { project: this.state.project } : {}),
    };
  }

  private async download(inputs: object): Promise<void> {
    try {
      const { blob, name } = await exportSites(inputs);
      const url = URL.createObjectURL(blob);
      const link = h('a', { href: url, download: name });
      link.click();
      window.setTimeout(() => URL.revokeObjectURL(url), 10000);
      announce(name);
    } catch (fault) { this.failed(fault); }
  }
}

async function main(): Promise<void> {
  setLanguage(stateFromLink(location.hash).language);
  try {
    const [workspace, layers, projects, features] = await Promise.all([
      get<Workspace>('/api/workspace'), get<{ layers: Layer[] }>('/api/layers'),
      getAll<Project>('/api/projects', 'projects'), getAll<any>('/api/sites', 'features')]);
    await new App({ workspace, layers: layers.layers, projects, sites: { type: 'FeatureCollection', features } }).start();
    document.body.dataset.ready = 'true';
  } catch (fault) {
    fill(byId('panel'), h('p', { class: 'fault' }, fault instanceof Problem && fault.status === 401 ? say('tokenWanted') : `${say('failed')}: ${fault}`));
  }
}

void main();
