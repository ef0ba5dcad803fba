// SPDX-License-Identifier: Apache-2.0
// Drives the web map as people do. XUANZHI_SCREENSHOTS=folder keeps pictures of what was seen.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openPage, phone, require, settled, startBrowser, startService, until } from './web_map_case.mjs';

let service, browser;
const pictures = process.env.XUANZHI_SCREENSHOTS;

before(async () => {
  if (pictures) mkdirSync(pictures, { recursive: true });
  service = await startService();
  assert.ok(service.hasPage, 'the program has no web page in it');
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

async function keep(page, name) {
  await settled(page);
  if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}

async function sound(page) {
  assert.deepEqual(page.faults, []);
  assert.deepEqual(page.foreign, [], 'the page asks other computers');
  await page.context().close();
}

const verdictOf = (page) => page.locator('#details .verdict').getAttribute('class');
const detailsTitle = (page) => page.locator('#details h2').innerText();

async function accessible(page, where) {
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const serious = found.violations.filter((one) => ['serious', 'critical'].includes(one.impact));
  assert.deepEqual(serious.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(' ')} ${one.nodes[0].failureSummary}`), [], where);
}

test('a project is found by words and filters, and colours the sites', async () => {
  const page = await openPage(browser, service.url);
  await keep(page, 'desktop-start');
  const rows = page.locator('#panel .list .row');
  const all = await rows.count();
  await page.getByRole('searchbox').fill('P-017');
  assert.equal(await rows.count(), 1);
  await page.getByRole('searchbox').fill('');
  await page.getByRole('combobox', { name: '结论' }).selectOption('compliant');
  assert.ok(await rows.count() < all);
  await page.getByRole('combobox', { name: '结论' }).selectOption('');
  await page.getByRole('searchbox').fill('P-017');
  await rows.first().click();
  await until(async () => new URL(page.url()).hash.includes('project=P-017'), 'the project in the link');
  const asked = await (await fetch(new URL('/api/sites?project=P-017', service.url))).json();
  await page.getByRole('tab', { name: '地块', exact: true }).click();
  const first = asked.features[0];
  const row = page.locator('#panel .row', { hasText: first.id }).first();
  assert.ok((await row.locator('.badge').getAttribute('class')).includes(first.properties.verdict));
  await sound(page);
});

test('a click on a site shows findings with basis, areas, distances and the conflict', async () => {
  const page = await openPage(browser, service.url);
  await page.getByRole('tab', { name: '地块', exact: true }).click();
  await page.getByRole('searchbox').fill('S-69');
  await page.locator('#panel .row').first().click();
  await until(async () => (await page.locator('#details .verdict').count()) > 0, 'the verdict');
  const told = await (await fetch(new URL('/api/sites/S-69', service.url))).json();
  assert.ok((await verdictOf(page)).includes(told.verdict));
  await page.locator('#details .finding summary').first().click();
  const text = await page.locator('#details .finding[open]').first().innerText();
  assert.match(text, /依据/);
  await keep(page, 'desktop-site');
  await page.locator('#details button.icon').click();
  // The site lies in the middle of the map now: a click there is a click on it.
  const box = await page.locator('#map').boundingBox();
  await settled(page);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await until(async () => !(await page.locator('#details').getAttribute('hidden')) && (await page.locator('#details h2').count()) > 0, 'the site that was clicked');
  await accessible(page, 'with a site');
  await sound(page);
});

test('a site is drawn, its corner dragged, and the verdict follows', async () => {
  const page = await openPage(browser, `${service.url}#at=106.82,39.66,13`);
  await page.getByRole('tab', { name: '画地块' }).click();
  await page.getByRole('button', { name: '画一个地块' }).click();
  const box = await page.locator('#map').boundingBox();
  const [x, y] = [box.x + 280, box.y + 300];
  for (const [dx, dy] of [[0, 0], [120, 0], [120, 90]]) { await page.mouse.click(x + dx, y + dy); await page.waitForTimeout(320); }
  await page.mouse.dblclick(x, y + 90);
  await until(async () => (await page.locator('#details .verdict').count()) > 0, 'the verdict of the drawing');
  assert.match(await detailsTitle(page), /D1/);
  const before = await page.locator('#details .head-facts dd').first().innerText();
  await settled(page);
  // The map got narrower when the details opened; where the corner is now, the link tells.
  const corner = await page.evaluate(() => {
    const link = new URLSearchParams(location.hash.slice(1));
    const [cx, cy, zoom] = link.get('at').split(',').map(Number);
    const points = link.get('drawn').split('~')[1].split(',').map(Number);
    const box = document.getElementById('map').getBoundingClientRect();
    const scale = 256 * 2 ** zoom;
    const px = (lon) => (lon + 180) / 360 * scale;
    const py = (lat) => (1 - Math.asinh(Math.tan(lat * Math.PI / 180)) / Math.PI) / 2 * scale;
    return { x: box.x + box.width / 2 + px(points[4]) - px(cx), y: box.y + box.height / 2 + py(points[5]) - py(cy) };
  });
  await page.mouse.move(corner.x, corner.y);
  await page.mouse.down();
  for (let i = 1; i <= 12; ++i) { await page.mouse.move(corner.x + 10 * i, corner.y + 6 * i); await page.waitForTimeout(25); }
  await until(async () => (await page.locator('#details .head-facts dd').first().innerText()) !== before, 'a verdict while the corner moves');
  await page.mouse.up();
  await settled(page);
  assert.notEqual(await page.locator('#details .head-facts dd').first().innerText(), before);
  assert.match(page.url(), /drawn=D1~/);
  await keep(page, 'desktop-drawn');
  await sound(page);
});

test('a survey text is dropped, WKT is pasted, a broken outline is told', async () => {
  const survey = await (await fetch(new URL('/api/processes/export/execution', service.url), {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ inputs: { format: 'txt', sites: ['S-69'] } }),
  })).arrayBuffer();
  const site = await (await fetch(new URL('/api/sites/S-69', service.url))).json();
  const page = await openPage(browser, service.url);
  await page.evaluate((bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], '宗地.txt', { type: 'text/plain' }));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, [...new Uint8Array(survey)]);
  await until(async () => (await page.locator('#details .verdict').count()) > 0, 'the verdict of the dropped file');
  const shown = await page.locator('#details .head-facts dd').first().innerText();
  assert.equal(Number(shown.split(' ')[0].replaceAll(',', '')), Math.round(site.area_m2));
  await page.getByRole('tab', { name: '画地块' }).click();
  await page.locator('#site-text').fill('POLYGON((106.84 39.70,106.85 39.70,106.85 39.71,106.84 39.70))');
  await page.getByRole('button', { name: '读入' }).click();
  await until(async () => /D2/.test(await detailsTitle(page)), 'the pasted site');
  await page.locator('#site-text').fill('POLYGON((nothing))');
  await page.getByRole('button', { name: '读入' }).click();
  await until(async () => /WKT/.test(await page.locator('#said').innerText()), 'the fault');
  assert.equal(page.faults.filter((one) => !/422/.test(one)).length, 0);
  page.faults.length = 0;
  await sound(page);
});

test('language, theme, layers and comparison are kept by a permalink', async () => {
  const page = await openPage(browser, service.url);
  await page.locator('#language').click();
  assert.equal(await page.getByRole('tab', { selected: true }).innerText(), 'Projects');
  await page.getByRole('tab', { name: 'Layers' }).click();
  const box = page.locator('.layer input[type=checkbox]').first();
  const was = await box.isChecked();
  await box.setChecked(!was);
  await page.locator('.layer input[type=range]').first().fill('0.4');
  await page.getByRole('tab', { name: 'Sites' }).click();
  const rows = page.locator('#panel .row');
  for (const i of [0, 1, 2]) {
    await rows.nth(i).click();
    await until(async () => (await page.getByRole('button', { name: /Add to compare/ }).count()) > 0, 'the site');
    await page.getByRole('button', { name: /Add to compare/ }).click();
  }
  await page.locator('#compare').click();
  await until(async () => (await page.locator('#dialog table thead th').count()) === 3, 'three sites side by side');
  await keep(page, 'desktop-compare');
  await accessible(page, 'comparison');
  await page.keyboard.press('Escape');
  const link = page.url();
  const again = await openPage(browser, link);
  assert.equal(again.url(), link);
  assert.match(await again.locator('#compare').innerText(), /3\/4/);
  assert.equal(await again.getByRole('tab', { selected: true }).innerText(), 'Sites');
  await again.getByRole('tab', { name: 'Layers' }).click();
  assert.equal(await again.locator('.layer input[type=checkbox]').first().isChecked(), !was);
  assert.equal(await again.locator('.layer input[type=range]').first().inputValue(), '0.4');
  await keep(again, 'desktop-layers');
  await accessible(again, 'layers');
  await sound(again);
  await sound(page);
});

test('what is seen is exported in three formats', async () => {
  const page = await openPage(browser, service.url);
  const folder = mkdtempSync(path.join(tmpdir(), 'xuanzhi-web-'));
  for (const [name, first] of [['GeoPackage', 'SQLite'], ['GeoJSON', '{"type"'], [/TXT/, '[']]) {
    await page.locator('#export').click();
    await keep(page, 'desktop-export');
    const [download] = await Promise.all([page.waitForEvent('download', { timeout: 120000 }), page.locator('#dialog').getByRole('button', { name }).first().click()]);
    const file = path.join(folder, download.suggestedFilename());
    await download.saveAs(file);
    assert.ok(readFileSync(file).subarray(0, 40).toString('latin1').startsWith(first), file);
    await page.keyboard.press('Escape');
  }
  await sound(page);
});

test('the list is placed, a budget is slid, a run is given up, and the link keeps the budgets', async () => {
  const page = await openPage(browser, service.url);
  await page.getByRole('tab', { name: '落位' }).click();
  await page.locator('#place-run').click();
  await until(async () => (await page.locator('progress').count()) > 0, 'the progress');
  await until(async () => (await page.locator('#place-sums').count()) > 0, 'the placement', 120000);
  const told = await page.locator('#place-sums').innerText();
  assert.match(told, /^落位 \d+ \/ 296 个项目，已证差距 0\.\d+ %$/);
  await accessible(page, 'placement');
  await keep(page, 'desktop-placement');
  const slider = page.getByRole('slider', { name: /^乌达产业园用地余量/ });
  await slider.fill('100');
  await slider.dispatchEvent('change');
  await until(async () => (await page.locator('#place-cancel').count()) > 0, 'the second run');
  await page.locator('#place-cancel').click();
  await until(async () => (await page.locator('#place-cancel').count()) === 0, 'the end of the run');
  assert.equal(await page.locator('#place-sums').innerText(), told);
  assert.match(page.url(), /budgets=land\.wuda:100/);
  await page.locator('#place-run').click();
  await until(async () => (await page.locator('#place-run').isEnabled()) && (await page.locator('#pane dl').count()) > 0, 'what changed', 120000);
  assert.match(await page.locator('#pane dl').innerText(), /新落位/);
  await keep(page, 'desktop-placement-changed');
  const again = await openPage(browser, page.url());
  assert.equal(await again.getByRole('slider', { name: /^乌达产业园用地余量/ }).inputValue(), '100');
  await sound(again);
  await page.locator('#place-reset').click();
  await until(async () => (await page.locator('#place-reset').count()) === 0 && (await page.locator('#place-run').isEnabled()), 'the budgets as they were', 120000);
  assert.doesNotMatch(page.url(), /budgets=/);
  await sound(page);
});

test('a slider that is held while a run ends is not taken away', async () => {
  const page = await openPage(browser, service.url);
  await page.getByRole('tab', { name: '落位' }).click();
  await page.locator('#place-run').click();
  await until(async () => (await page.locator('#place-progress').count()) > 0, 'the progress');
  const slider = page.getByRole('slider', { name: /^乌达产业园用水余量/ });
  // In one breath, so that nothing is drawn between the two.
  const atFirst = await slider.evaluate((one) => {
    one.dataset.held = 'yes';
    one.value = '50';
    one.dispatchEvent(new Event('input'));
    const bar = document.getElementById('place-progress');
    bar.dataset.held = 'yes';
    return bar.value;
  });
  const running = async () => (await (await fetch(new URL('/api/jobs', service.url))).json()).jobs.some((job) => ['accepted', 'running'].includes(job.status));
  const bar = page.locator('#place-progress[data-held=yes]');
  await until(async () => await bar.evaluate((one) => one.value) > atFirst, 'the bar to move by itself', 120000);
  await until(async () => !(await running()), 'the end of the run', 120000);
  await page.waitForTimeout(1500);
  assert.equal(await slider.getAttribute('data-held'), 'yes');
  await slider.evaluate((one) => one.dispatchEvent(new Event('change')));
  await until(async () => (await page.locator('#place-sums').count()) > 0 && (await page.locator('#place-run').isEnabled()), 'the placement with the budget', 120000);
  assert.equal(await slider.getAttribute('data-held'), null);
  assert.equal(await slider.inputValue(), '50');
  await sound(page);
});

test('an unplaced project says what it lacks, and a pair shows its score by parts and its approval path', async () => {
  const page = await openPage(browser, service.url);
  await page.getByRole('tab', { name: '落位' }).click();
  await page.locator('#place-run').click();
  await until(async () => (await page.locator('#place-sums').count()) > 0, 'the placement', 120000);
  await page.locator('details[data-section=unplaced] summary').click();
  const row = page.locator('details[data-section=unplaced] .row').first();
  assert.match(await row.innerText(), /所需改变/);
  await row.click();
  await until(async () => (await page.locator('details[data-section=path]').count()) > 0, 'the pair');
  assert.equal(await page.locator('details[data-section=unplaced]').evaluate((one) => one.open), true, 'the list stays open');
  const link = new URLSearchParams(new URL(page.url()).hash.slice(1));
  const pair = await (await fetch(new URL(`/api/assessments/${link.get('project')}/${link.get('site')}`, service.url))).json();
  await page.locator('details[data-section=score] > summary').click();
  assert.equal(await page.locator('details[data-section=score] tbody tr').count(), pair.score.parts.length);
  assert.ok((await page.locator('details[data-section=score] > summary').innerText()).includes(pair.score.total.toFixed(1)));
  await page.locator('details[data-section=path] > summary').click();
  const steps = pair.path.steps.filter((step) => !step.milestone && ['required', 'unknown'].includes(step.outcome));
  assert.equal(await page.locator('.steps li').count(), steps.length);
  await page.locator('details[data-section=path]').scrollIntoViewIfNeeded();
  await keep(page, 'desktop-path');
  await accessible(page, 'score and path');
  await page.locator('#export').click();
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60000 }), page.locator('#export-report').click()]);
  assert.equal(download.suggestedFilename(), 'report.html');
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'xuanzhi-web-')), 'report.html');
  await download.saveAs(file);
  assert.ok(readFileSync(file, 'utf8').includes(link.get('project')));
  await sound(page);
});

test('a zipped shapefile, a GeoPackage and a KML are dropped', async (t) => {
  const site = await (await fetch(new URL('/api/sites/S-69', service.url))).json();
  const folder = mkdtempSync(path.join(tmpdir(), 'xuanzhi-web-'));
  const source = path.join(folder, 'source.geojson');
  writeFileSync(source, JSON.stringify({ type: 'FeatureCollection', features: [site.site] }));
  const made = spawnSync('ogr2ogr', ['-f', 'ESRI Shapefile', '-t_srs', 'EPSG:4526', path.join(folder, 'plot.shz'), source]);
  if (made.error) { t.skip('ogr2ogr is not installed'); return; }
  assert.equal(made.status, 0, String(made.stderr));
  spawnSync('ogr2ogr', ['-f', 'KML', path.join(folder, 'plot.kml'), source]);
  spawnSync('ogr2ogr', ['-f', 'GPKG', path.join(folder, 'plot.gpkg'), source]);
  const page = await openPage(browser, service.url);
  let number = 0;
  for (const [name, as] of [['plot.shz', '宗地.zip'], ['plot.kml', '宗地.kml'], ['plot.gpkg', '宗地.gpkg']]) {
    await page.evaluate(([bytes, title]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], title));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }, [[...readFileSync(path.join(folder, name))], as]);
    ++number;
    await until(async () => (await page.locator('#details .verdict').count()) > 0 && (await detailsTitle(page)).includes(`D${number}`), `the verdict of ${name}`);
    const shown = await page.locator('#details .head-facts dd').first().innerText();
    assert.ok(Math.abs(Number(shown.split(' ')[0].replaceAll(',', '')) - site.area_m2) < 2, `${name}: ${shown}`);
  }
  await sound(page);
});

test('a base map lies under the layers', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'xuanzhi-web-'));
  const picture = path.join(folder, 'base.tif');
  const made = spawnSync('gdal_create', ['-of', 'GTiff', '-outsize', '200', '200', '-bands', '3', '-burn', '120', '-burn', '160', '-burn', '90',
    '-a_srs', 'EPSG:4490', '-a_ullr', '106', '40', '107.5', '38.8', picture]);
  if (made.error) { t.skip('gdal_create is not installed'); return; }
  assert.equal(made.status, 0, String(made.stderr));
  const other = await startService('--base', picture);
  try {
    const page = await openPage(browser, `${other.url}#at=106.5,39.6,10`);
    const box = await page.locator('#map').boundingBox();
    const shot = path.join(folder, 'shot.png');
    await page.screenshot({ path: shot });
    await keep(page, 'desktop-base');
    const colour = spawnSync('gdallocationinfo', ['-valonly', shot, String(box.x + 310), String(Math.round(box.y + box.height / 2 + 17))], { encoding: 'utf8' });
    assert.deepEqual(colour.stdout.trim().split('\n').map(Number).slice(0, 3), [120, 160, 90]);
    await sound(page);
  } finally {
    await other.stop();
  }
});

test('everything can be reached on a phone, in the dark and by keyboard', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const page = await openPage(browser, service.url, { viewport: phone, colorScheme });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, 'the page is wider than the phone');
    await keep(page, `phone-${colorScheme}`);
    await accessible(page, `phone ${colorScheme}`);
    await page.locator('#tab-projects').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'tab-sites');
    await page.locator('#panel .row').first().focus();
    await page.keyboard.press('Enter');
    await until(async () => (await page.locator('#details .verdict').count()) > 0, 'the verdict');
    await keep(page, `phone-site-${colorScheme}`);
    await accessible(page, `phone site ${colorScheme}`);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#details').isHidden(), true);
    await sound(page);
  }
  const dark = await openPage(browser, `${service.url}#site=S-69&lang=en`, { colorScheme: 'dark' });
  await keep(dark, 'desktop-dark');
  await accessible(dark, 'dark');
  await sound(dark);
});
