// SPDX-License-Identifier: Apache-2.0
import 'ol/ol.css';
import './app.css';
import { Problem, describe, faultText, download, get, getAll, readSent } from './api';
import type { Assessment, Base, Check, Layer, Project, VerdictId, Workspace } from './api';
import { barContent, isDark } from './bar';
import { announce, byId, fill, h, openSections, stayIn } from './dom';
import { drawPanel } from './draw_panel';
import { DrawnSites, featureOf } from './drawn_sites';
import { exportDialog } from './export_dialog';
import { compareTable, detailPanel } from './findings';
import { LayerChoice } from './layer_choice';
import { layerPanel, projectPanel, sitePanel } from './lists';
import type { SiteRow, Verdicts } from './lists';
import { SiteMap } from './map';
import { placementPanel, showProgress } from './placement_panel';
import { PlacementRun } from './placement_run';
import { placesOf } from './places';
import { sentOf } from './sent_file';
import type { Sent } from './sent_file';
import { linkOf, stateFromLink, tabs } from './state';
import type { State, Tab } from './state';
import { pick, say, setLanguage } from './words';

interface Loaded { workspace: Workspace; layers: Layer[]; projects: Project[]; sites: any; base: Base }

class App {
  private readonly state: State = stateFromLink(location.hash);
  private readonly verdicts: Verdicts;
  private readonly layers: Map<string, Layer>;
  private readonly map: SiteMap;
  private siteVerdicts = new Map<string, VerdictId | null>();
  private assessments: Assessment[] = [];
  private asked = 0;  // the latest question about a site
  private readonly projects: Map<string, Project>;
  private readonly drawn: DrawnSites;
  private readonly placing: PlacementRun;
  private readonly choice: LayerChoice;
  private sliding = false;

  constructor(private readonly data: Loaded) {
    this.verdicts = new Map(data.workspace.verdicts.map((one) => [one.id, one]));
    this.layers = new Map(data.layers.map((one) => [one.id, one]));
    this.projects = new Map(data.projects.map((one) => [one.project_id, one]));
    this.drawn = new DrawnSites(this.state, {
      put: (site) => this.map.putDrawn(site.id, site.rings, null),
      checked: (id, found, detail, took) => this.drawnChecked(id, found, detail, took),
      refused: (id, fault) => this.drawnRefused(id, fault),
    });
    this.placing = new PlacementRun(() => this.placed(), (percent) => showProgress(percent), (fault) => this.failed(fault));
    this.map = new SiteMap({
      chosen: () => this.state.site, compared: () => this.state.compare,
      picked: (id) => void this.choose(id), moved: (at) => { this.state.at = at; this.link(); },
      drew: (rings) => void this.addDrawn(rings), changed: (id, rings, ended) => this.dragged(id, rings, ended),
      parcel: (project, site) => void this.chooseProject(project, site),
    }, this.verdicts);
    if (data.base.available) this.map.addBase(data.base);
    this.choice = new LayerChoice(this.state, data.layers, this.map, () => this.link());
    this.map.setSites(data.sites);
    for (const site of this.state.drawn) this.map.putDrawn(site.id, site.rings, null);
    this.listen();
  }

  async start(): Promise<void> {
    this.dress();
    if (this.state.at) this.map.goTo(this.state.at);
    else this.map.fitBox(placesOf(this.data.sites.features)[0]?.box ?? [106, 39, 107, 40]);
    await Promise.all([this.colourSites(), this.placing.load()]);
    this.panel();
    await this.drawn.checkAll();
    if (this.state.site) await this.choose(this.state.site, false);
  }

  private listen(): void {
    window.addEventListener('dragover', (event) => { event.preventDefault(); document.body.classList.add('dropping'); });
    window.addEventListener('dragleave', (event) => { if (!event.relatedTarget) document.body.classList.remove('dropping'); });
    window.addEventListener('drop', async (event) => {
      event.preventDefault();
      document.body.classList.remove('dropping');
      await this.readFiles([...event.dataTransfer?.files ?? []]);
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
    announce(`${say('failed')}: ${faultText(fault)}`);
  }

  private dress(): void {
    setLanguage(this.state.language);
    document.documentElement.lang = this.state.language;
    document.documentElement.dataset.theme = this.state.theme;
    document.documentElement.style.setProperty('--drop', JSON.stringify(say('dropHere')));
    const { workspace } = this.data;
    document.title = `${say('title')} · ${pick(workspace.title)}`;
    document.querySelector('.skip')!.textContent = say('skip');
    fill(byId('bar'), ...barContent(this.state, workspace, placesOf(this.data.sites.features), {
      compare: () => void this.compare(), export: () => this.exportDialog(), copyLink: () => void this.copyLink(),
      language: () => this.setLanguage(), theme: (theme) => this.setTheme(theme), go: (box) => this.map.fitBox(box),
    }));
    this.map.relabel();
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

  // --- the left panel ---

  private panel(): void {
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
    const back = stayIn(document.getElementById('pane'), pane);
    fill(byId('panel'), bar, pane);
    back();
  }

  private pane(): HTMLElement {
    switch (this.state.tab) {
      case 'projects':
        return projectPanel(this.data.projects, this.verdicts, this.state.project, (id) => void this.chooseProject(id));
      case 'sites':
        return sitePanel(this.siteRows(), this.verdicts, this.state.site, (id) => void this.choose(id, true));
      case 'layers':
        return layerPanel(this.data.layers, this.verdicts, this.choice, () => this.panel());
      case 'placement':
        return placementPanel(this.placing, this.state.budgets, this.projects, {
          run: () => void this.placing.start(this.state.budgets), cancel: () => void this.placing.cancel(),
          slide: (id, percent, ended) => this.slide(id, percent, ended),
          reset: () => { this.state.budgets = {}; this.link(); void this.placing.start({}); },
          choose: (project, site) => void this.chooseProject(project, site),
        });
      case 'draw':
        return drawPanel(this.state.drawn, this.verdicts, (id) => this.drawn.checks.get(id)?.verdict ?? null, this.state.site, {
          drawing: this.map.isDrawing(),
          start: () => { this.map.startDrawing(); this.panel(); announce(say('drawHelp')); },
          stop: () => this.stopDrawing(),
          read: (text) => void this.read({ text }), files: (files) => void this.readFiles(files), choose: (id) => void this.choose(id, true), remove: (id) => this.removeDrawn(id),
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

  // --- projects and sites ---

  private async colourSites(): Promise<void> {
    this.assessments = this.state.project
      ? await getAll<Assessment>(`/api/assessments?project=${encodeURIComponent(this.state.project)}`, 'assessments') : [];
    const own = new Map(this.assessments.map((one) => [one.site_id, one.verdict]));
    this.siteVerdicts = new Map(this.data.sites.features.map((feature: any) =>
      [feature.id, this.state.project ? own.get(feature.id) ?? null : feature.properties.projects.best]));
    this.map.setVerdicts((id) => this.siteVerdicts.get(id) ?? null);
  }

  private async chooseProject(id: string, site = this.state.site): Promise<void> {
    const zoom = site !== this.state.site;
    this.state.project = id;
    this.state.site = site;
    this.link();
    try {
      await this.colourSites();
      this.panel();
      await this.drawn.checkAll();
      if (site) await this.choose(site, zoom);
    } catch (fault) { this.failed(fault); }
  }

  private slide(id: string, percent: number, ended: boolean): void {
    this.state.budgets = { ...this.state.budgets, [id]: percent };
    if (!percent) delete this.state.budgets[id];
    this.link();
    this.sliding = !ended;
    if (ended) void this.placing.start(this.state.budgets);
  }

  private placed(): void {
    this.map.setParcels(this.placing.result?.parcels ?? null);
    // A slider that is held must not be taken away; letting it go draws the panel anew.
    if (this.state.tab !== 'placement' || this.sliding) return;
    this.panel();
    if (this.placing.progress === null) announce(document.getElementById('place-sums')?.textContent ?? '');
  }

  private async choose(id: string, zoom = false): Promise<void> {
    this.state.site = id;
    this.link();
    this.map.redraw();
    const details = byId('details');
    this.reveal(Boolean(id));
    if (!id) { this.map.setConflicts(null); if (this.state.tab !== 'layers') this.panel(); return; }
    if (zoom) this.map.fitSite(id);
    const drawn = this.drawn.checks.get(id);
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
    const drawn = this.drawn.knows(found.site_id);
    const title = drawn ? `${say('drawn')} ${found.site_id}` : `${found.site_id} ${found.site_name}`;
    const scrolled = details.scrollTop;
    const reopen = openSections(details);
    fill(details, ...detailPanel(found, title, this.verdicts, this.layers, this.assessments, {
      close: () => void this.choose(''), zoom: (id) => this.map.fitSite(id), compare: (id) => this.toggleCompare(id, found),
      compared: this.state.compare.includes(found.site_id), showPiece: (rule) => this.map.chooseConflict(rule), choose: (id) => void this.choose(id, true),
    }));
    reopen(details);
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
      const found = await Promise.all(this.state.compare.map(async (id) => this.drawn.checks.get(id) ?? describe(this.state.project, id)));
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
    const id = this.drawn.add(rings);
    this.state.site = id;
    this.link();
    await this.drawn.check(id, 'full');
    this.panel();
    return id;
  }

  private dragged(id: string, rings: number[][][], ended: boolean): void {
    this.state.site = id;
    this.drawn.drag(id, rings, ended);
    if (ended) this.link();
  }

  private drawnChecked(id: string, found: Check, detail: 'quick' | 'full', took: number): void {
    this.map.setDrawnVerdict(id, found.verdict);
    if (this.state.site === id) this.show(found);
    byId('details').dataset.took = String(Math.round(took));
    if (detail === 'full' && this.state.tab === 'draw') this.panel();
  }

  private drawnRefused(id: string, fault: unknown): void {
    this.map.setDrawnVerdict(id, null);
    this.map.setConflicts(null);
    if (this.state.site === id) {
      this.reveal(true);
      fill(byId('details'), h('div', { class: 'detail-head' }, h('h2', {}, `${say('drawn')} ${id}`)),
        h('p', { class: 'fault' }, fault instanceof Problem ? pick(fault.text) : String(fault)));
    }
    this.failed(fault);
  }

  private removeDrawn(id: string): void {
    this.drawn.remove(id);
    this.state.compare = this.state.compare.filter((one) => one !== id);
    this.map.removeDrawn(id);
    this.dress();
    void this.choose(this.state.site === id ? '' : this.state.site);
    this.panel();
    this.link();
  }

  private async readFiles(files: File[]): Promise<void> {
    try {
      for (const sent of await sentOf(files)) await this.read(sent);
    } catch (fault) { this.failed(fault); }
  }

  private async read(sent: Sent): Promise<void> {
    if ('text' in sent && !sent.text.trim()) return;
    try {
      const collection = await readSent(sent);
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
    const ids = [...seen, ...this.state.drawn.map((site) => site.id)];
    const zones = [...new Set(ids.map((id) => Math.round(this.map.middleOf(id)[0] / 3)))].sort();
    const project = this.state.project ? { project: this.state.project } : {};
    const drawn = this.drawn.collection();
    const chosen = [this.state.project, this.state.site].filter(Boolean).join(' · ');
    this.dialog(say('exportWhat'), ...exportDialog(ids.length, zones, this.state.site ? chosen : '', {
      sites: (inputs) => void this.download('export', { sites: seen, ...(drawn ? { drawn } : {}), ...project, ...inputs }),
      report: () => void this.download('report', { site: this.siteInput(), ...project }),
    }));
  }

  private siteInput(): object {
    const drawn = this.state.drawn.find((site) => site.id === this.state.site);
    return drawn ? featureOf(drawn) : { id: this.state.site };
  }

  private async download(process: 'export' | 'report', inputs: object): Promise<void> {
    try {
      const { blob, name } = await download(process, inputs);
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
    const [workspace, layers, projects, features, base] = await Promise.all([
      get<Workspace>('/api/workspace'), get<{ layers: Layer[] }>('/api/layers'),
      getAll<Project>('/api/projects', 'projects'), getAll<any>('/api/sites', 'features'), get<Base>('/api/base')]);
    await new App({ workspace, layers: layers.layers, projects, sites: { type: 'FeatureCollection', features }, base }).start();
    document.body.dataset.ready = 'true';
  } catch (fault) {
    fill(byId('panel'), h('p', { class: 'fault' }, fault instanceof Problem && fault.status === 401 ? say('tokenWanted') : `${say('failed')}: ${fault}`));
  }
}

void main();
