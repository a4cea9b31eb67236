// Every page, as the administrator sees it: on a desk and on a phone, light and dark. It opens without an error, axe finds nothing
// serious, nothing is wider than the screen, nothing is refused by the content policy.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { desk, launch, phone, screenshot, seriousFindings, signIn } from './lib/browser.mjs';
import { Client } from './lib/client.mjs';
import { Server, password, root } from './lib/server.mjs';

const server = new Server();
let browser, page;

before(async () => {
  mkdirSync(path.join(root, 'tests', '.out'), { recursive: true });
  await server.start({ web: true });
  const engineer = await Client.as(server, 'asset_engineer');
  const integrator = await Client.as(server, 'integrator');
  const bridge = await engineer.call('POST', '/api/v1/assets', { class: 'bridge', name: 'Cầu Vĩnh Tuy', geometry: { type: 'LineString', coordinates: [[105.871, 20.9995], [105.88, 21.0075], [105.893, 21.022]] }, attributes: {} });
  const sensor = await engineer.call('POST', '/api/v1/sensors', { asset_id: bridge.id, serial: 'PAGES-1', name: 'Cảm biến biến dạng', lon: 105.88, lat: 21.0075 });
  const stream = await engineer.call('POST', '/api/v1/datastreams', { sensor_id: sensor.id, name: 'Biến dạng nhịp 3', property: 'strain', unit: 'µm/m', decimals: 1 });
  await engineer.call('POST', '/api/v1/rules', { datastream_id: stream.id, name: 'Quá 250', kind: 'above', limit: 250, dead_band: 20, priority: 'critical', advice: 'Kiểm tra gối' });
  await integrator.call('POST', '/api/v1/observations', { readings: [{ datastream: stream.id, t: new Date().toISOString(), value: 312.4 }] });
  const officer = await Client.as(server, 'duty_officer');
  const order = await officer.call('POST', '/api/v1/work-orders', { asset_id: bridge.id, kind: 'inspection', title: 'Kiểm tra gối cầu', priority: 'major' });
  pages.push(`/assets/${bridge.id}`, `/assets/${bridge.id}/edit`, `/work-orders/${order.number}`);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server.stop();
});

const pages = ['/', '/assets', '/assets/new', '/imports', '/imports/new', '/exports', '/sensors', '/alarms', '/rules', '/rules/new', '/work-orders', '/work-orders/new', '/catalogue', '/grading', '/account', '/users', '/users/1', '/organisations', '/roles', '/delegations', '/credentials', '/approvals', '/security', '/audit', '/rights-review', '/policy', '/privacy', '/privacy?tab=fields', '/nowhere'];

// The words and the order of a page are the same in the dark, and its colours are those of the desk: what axe is asked again.
const views = [
  { name: 'desk-light', size: desk, colorScheme: 'light', rules: 'all' },
  { name: 'desk-dark', size: desk, colorScheme: 'dark', rules: ['color-contrast'] },
  { name: 'phone-dark', size: phone, colorScheme: 'dark', rules: [] },
  { name: 'phone-light', size: phone, colorScheme: 'light', rules: 'all' },
];

test('every page holds in every view', async (t) => {
  page = await signIn(browser, server, 'admin', password);
  for (const address of pages)
    await t.test(address, async () => {
      page.problems.length = 0;
      await page.setViewportSize(desk);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(server.url + address);
      await page.locator('main, .page, .ops').first().waitFor();
      await page.waitForLoadState('networkidle');
      const findings = [];
      for (const { name, size, colorScheme, rules } of views) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(300);
        await screenshot(page, `page${address.replaceAll(/[/?=]/g, '-')}-${name}`);
        for (const finding of await seriousFindings(page, rules)) findings.push(`${name}: ${finding}`);
        if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) findings.push(`${name}: wider than the screen`);
      }
      assert.deepEqual([...page.problems, ...findings], []);
    });
});
