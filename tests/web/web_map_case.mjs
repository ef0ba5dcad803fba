// SPDX-License-Identifier: Apache-2.0
// A service over the demo and a browser in front of it.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = process.env.XUANZHI_SOURCE_DIR ?? path.resolve(here, '../..');
const program = process.env.XUANZHI_PROGRAM ?? path.join(root, 'build/release/xuanzhi');
export const demo = path.join(root, 'gisdata/wuhai');

/// Packages of the tests, which CMake installs beside the build.
export const require = createRequire(path.join(process.env.XUANZHI_WEB_TESTS ?? here, 'package.json'));

const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium';


export async function startService(...options) {
  const child = spawn(program, ['serve', '-w', demo, '--port', '0', '--json', '-q', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const told = await new Promise((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(JSON.parse(line)));
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}`)));
  });
  return { url: told.url, hasPage: told.web_page, pid: child.pid, stop: () => new Promise((resolve) => { child.once('exit', resolve); child.kill('SIGTERM'); }) };
}

export async function startBrowser() {
  const { chromium } = require('playwright-core');
  return chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/// A page that remembers what went wrong in it and everything that it asked of other computers.
export async function openPage(browser, url, { viewport = desktop, colorScheme = 'light', locale = 'zh-CN' } = {}) {
  const context = await browser.newContext({ viewport, colorScheme, locale, acceptDownloads: true });
  const page = await context.newPage();
  page.faults = [];
  page.foreign = [];
  page.on('console', (message) => { if (message.type() === 'error') page.faults.push(message.text()); });
  page.on('pageerror', (fault) => page.faults.push(String(fault)));
  const home = new URL(url).origin;
  page.on('request', (request) => { if (!request.url().startsWith(home) && !/^(data|blob):/.test(request.url())) page.foreign.push(request.url()); });
  await page.goto(url);
  await until(() => page.evaluate(() => document.body.dataset.ready === 'true'), 'the page to be ready');
  await settled(page);
  return page;
}

/// The page's policy forbids what Playwright's own waiting does: it is asked again and again instead.
export async function until(condition, what, timeout = 60000) {
  const end = Date.now() + timeout;
  while (Date.now() < end) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`waited in vain for ${what}`);
}

/// Until the network is quiet: tiles are there.
export async function settled(page) {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(400);
}
