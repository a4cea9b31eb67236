// Every page, as the administrator sees it: on a desk and on a phone, light and dark. It opens without an error, axe finds nothing
// serious, nothing is wider than the screen, no panel tells an error, nothing is refused by the content policy.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { desk, drawn, launch, phone, screenshot, seriousFindings, signIn } from './lib/browser.mjs';
import { Client } from './lib/client.mjs';
import { Server, password, root } from './lib/server.mjs';

const server = new Server();
let browser;
// Two datastreams with a reading a minute, the last two days.
const explored = [];
const MINUTE = 60_000, READINGS = 2 * 24 * 60;

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
  // A source of each kind of trouble, and series that wait.
  await integrator.request('POST', '/api/v2/write?precision=s', 'pump,id=a,site=yen-so flow=2.5,state="on",on=t\npump,id=b flow=?');
  await engineer.call('POST', '/api/v1/ingest/mappings', { source: 'line_protocol', series: 'pump,id=c,site=yen-so flow', datastream_id: stream.id, scale: 0.001 });
  pages.push(`/devices/${sensor.id}`, `/assets/${bridge.id}`, `/assets/${bridge.id}/edit`, `/work-orders/${order.id}`);
  for (const name of ['Biến dạng nhịp 3', 'Biến dạng nhịp 4']) {
    const { id } = await engineer.call('POST', '/api/v1/datastreams', { sensor_id: sensor.id, name, property: 'strain', unit: 'µm/m', decimals: 1, interval_s: 60 });
    const last = Date.now() - MINUTE;
    await integrator.call('POST', '/api/v1/observations', { readings: Array.from({ length: READINGS }, (_, i) => ({ datastream: id, t: new Date(last - i * MINUTE).toISOString(), value: 100 + 20 * Math.sin(i / 200), ...(i % 500 === 7 && { quality: 'uncertain' }) })) });
    explored.push(id);
  }
  pages.push(`/sensors/${explored[0]}?with=${explored[1]}`);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server.stop();
});

const pages = ['/', '/map', '/assets', '/assets/new', '/codes', '/codes?q=HT', '/a/HT999999995', '/quality', '/imports', '/imports/new', '/exports', '/sensors', '/devices', '/devices/new', '/ingest', '/ingest/mappings', '/ingest/mappings?tab=mapped', '/ingest/retention', '/alarms', '/rules', '/rules/new', '/work-orders', '/work-orders/new', '/catalogue', '/grading', '/account', '/users', '/users/1', '/organisations', '/roles', '/delegations', '/credentials', '/approvals', '/security', '/audit', '/rights-review', '/policy', '/privacy', '/privacy?tab=fields', '/nowhere'];

// A page is opened on both screens at once, and its colours change under the eyes of who looks at it: then axe asks for these again.
const loads = [
  { size: desk, opened: 'light', turned: 'dark', name: 'desk' },
  { size: phone, opened: 'dark', turned: 'light', name: 'phone' },
];

test('every page holds in every view', async (t) => {
  const screens = await Promise.all(loads.map(({ size }) => signIn(browser, server, 'admin', password, { viewport: size })));
  for (const address of pages)
    await t.test(address, async () => {
      const findings = await Promise.all(loads.map((load, i) => faults(screens[i], address, load)));
      assert.deepEqual(findings.flat(), []);
    });
});

// What an engineer does with a stream: come nearer until single readings show, move, put another one beside it, send the link.
test('a stream is explored', async () => {
  const page = await signIn(browser, server, 'viewer', password);
  const resolution = (where) => where.locator('.explore-notes [role=status]').innerText();
  const shows = async (what) => {
    await page.waitForURL((url) => what(url));
    await page.locator('.explore[aria-busy=false]').waitFor();
  };
  await page.goto(`${server.url}/sensors/${explored[0]}?span=month`);
  const chart = page.getByRole('application');
  await chart.waitFor();
  await shows((url) => url.searchParams.get('span') === 'month');
  assert.match(await resolution(page), /^Trung bình 1 giờ/);
  assert.equal(await page.locator('.lines dd').nth(3).innerText(), '2.880');
  // Looked up while nothing moves: the plot in the chart is made anew where averages give way to single readings.
  const field = await page.locator('.u-over').boundingBox();

  // By keys: in to the end of the month, where the readings are, until they stand one by one; then back to the start.
  await chart.focus();
  for (let i = 0; i < 5; i += 1) await page.keyboard.press(i < 4 ? '+' : 'ArrowRight');
  await shows((url) => url.searchParams.has('from'));
  await page.keyboard.press('0');
  await shows((url) => url.searchParams.get('span') === 'month' && !url.searchParams.has('from'));

  // By wheel at the right edge, where the newest readings are.
  await page.mouse.move(field.x + field.width - 2, field.y + field.height / 2);
  for (let i = 0; i < 6; i += 1) await page.mouse.wheel(0, -500);
  await shows((url) => url.searchParams.has('from'));
  await page.waitForFunction(() => document.querySelector('.explore-notes [role=status]')?.textContent === 'Từng số đo');
  const near = new URL(page.url()).searchParams.get('to');

  // By dragging to the right, into the past.
  await page.mouse.move(field.x + 100, field.y + 50);
  await page.mouse.down();
  await page.mouse.move(field.x + 400, field.y + 60, { steps: 4 });
  await page.mouse.up();
  await shows((url) => Date.parse(url.searchParams.get('to')) < Date.parse(near));

  await page.getByLabel('So sánh với chuỗi khác').fill('nhip 4');
  await page.keyboard.press('Enter');
  await shows((url) => url.searchParams.get('with') === String(explored[1]));
  await page.locator('.lines li').nth(1).waitFor();

  // Whoever gets the link sees the same.
  const other = await signIn(browser, server, 'viewer', password);
  await other.goto(page.url());
  await other.locator('.lines li').nth(1).waitFor();
  await other.locator('.explore[aria-busy=false]').waitFor();
  assert.equal(await resolution(other), 'Từng số đo');
  assert.deepEqual(await other.locator('.lines dd').allInnerTexts(), await page.locator('.lines dd').allInnerTexts());

  await page.getByText('Bảng số').click();
  await page.getByRole('table').getByRole('columnheader', { name: 'Biến dạng nhịp 4' }).waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  assert.deepEqual([...page.problems, ...other.problems], []);
});

async function faults(page, address, { opened, turned, name }) {
  page.problems.length = 0;
  const findings = [];
  await page.emulateMedia({ colorScheme: opened });
  await page.goto(server.url + address);
  await page.locator('main, .page, .ops, .desk').first().waitFor();
  await page.waitForLoadState('networkidle');
  for (const colorScheme of [opened, turned]) {
    const view = `${name}-${colorScheme}`;
    await page.emulateMedia({ colorScheme });
    await drawn(page);
    await screenshot(page, `page${address.replaceAll(/[/?=]/g, '-')}-${view}`);
    for (const finding of await seriousFindings(page, colorScheme === turned ? ['color-contrast'] : undefined)) findings.push(`${view}: ${finding}`);
    for (const words of await page.locator('.error-view:not(.approval-view)').allInnerTexts()) findings.push(`${view}: ${words}`);
    if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) findings.push(`${view}: wider than the screen`);
  }
  return [...page.problems.map((problem) => `${name}: ${problem}`), ...findings];
}
