// The main job by clicks: a duty officer sees the alarm arrive, acknowledges it, sends a crew; the crew does the work on a
// phone; an engineer accepts it; all of it stands in the history of the bridge.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, phone, screenshot, signIn } from './lib/browser.mjs';
import { Client } from './lib/client.mjs';
import { Server, password, root } from './lib/server.mjs';

const server = new Server();
let browser, engineer, integrator, bridge, stream, officer, crew, number;

before(async () => {
  mkdirSync(path.join(root, 'tests', '.out'), { recursive: true });
  await server.start({ web: true });
  engineer = await Client.as(server, 'asset_engineer');
  integrator = await Client.as(server, 'integrator');
  bridge = await engineer.call('POST', '/api/v1/assets', { class: 'bridge', name: 'Cầu Vĩnh Tuy', geometry: { type: 'LineString', coordinates: [[105.871, 20.9995], [105.88, 21.0075], [105.893, 21.022]] }, attributes: {} });
  const sensor = await engineer.call('POST', '/api/v1/sensors', { asset_id: bridge.id, serial: 'CLICK-1', name: 'Cảm biến biến dạng', lon: 105.88, lat: 21.0075 });
  stream = await engineer.call('POST', '/api/v1/datastreams', { sensor_id: sensor.id, name: 'Biến dạng nhịp 3', property: 'strain', unit: 'µm/m', decimals: 1 });
  await engineer.call('POST', '/api/v1/rules', { datastream_id: stream.id, name: 'Quá 250', kind: 'above', limit: 250, dead_band: 20, priority: 'critical', advice: 'Kiểm tra gối' });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server.stop();
});

const measure = (value) => integrator.call('POST', '/api/v1/observations', { readings: [{ datastream: stream.id, t: new Date().toISOString(), value }] });

test('a wrong password is told, not hidden', async () => {
  const page = await (await browser.newContext({ locale: 'vi-VN' })).newPage();
  await page.goto(`${server.url}/`);
  await page.waitForURL(/sign-in/);
  await page.getByLabel('Tên đăng nhập').fill('duty_officer');
  await page.getByLabel('Mật khẩu').fill('mat-khau-sai-hoan-toan');
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByText('Tên đăng nhập hoặc mật khẩu không đúng').waitFor();
  await page.context().close();
});

test('the officer sees the alarm arrive without reloading, and acknowledges it', async () => {
  officer = await signIn(browser, server, 'duty_officer', password);
  await officer.getByText('Không có cảnh báo nào đang mở').or(officer.getByText('Mọi cảnh báo đã được xác nhận')).first().waitFor();
  await measure(120);
  await measure(312.4);
  const item = officer.locator('.alarm-item').first();
  await item.waitFor();
  assert.match(await item.textContent(), /Cầu Vĩnh Tuy/);
  assert.match(await item.textContent(), /312,4/);
  await screenshot(officer, 'alarm-desk');
  await item.getByRole('button', { name: /Xác nhận/ }).click();
  await officer.getByText('Đã xác nhận cảnh báo của Cầu Vĩnh Tuy').waitFor();
});

test('the officer opens the bridge and sends a crew', async () => {
  await officer.goto(`${server.url}/?asset=${bridge.id}`);
  await officer.getByRole('heading', { name: 'Cầu Vĩnh Tuy' }).first().waitFor();
  await officer.getByRole('button', { name: 'Tạo phiếu công việc' }).first().click();
  const form = officer.locator('.ant-modal').filter({ hasText: 'Giao cho' });
  await form.getByLabel('Giao cho').click();
  await officer.keyboard.type('crew');
  await officer.locator('.ant-select-item-option').filter({ hasText: 'Thử crew' }).first().click();
  await form.locator('.ant-modal-footer .ant-btn-primary').click();
  await officer.getByText(/Đã tạo PCV-\d{4}-\d{6}/).first().waitFor();
  const page = await engineer.call('GET', `/api/v1/work-orders?asset=${bridge.id}`);
  assert.equal(page.items.length, 1);
  assert.equal(page.items[0].state, 'assigned');
  number = page.items[0].id;
});

test('the crew does the work on a phone, with a photo', async () => {
  crew = await signIn(browser, server, 'crew', password, { viewport: phone });
  await crew.goto(`${server.url}/work-orders/${number}`);
  await crew.getByRole('button', { name: 'Bắt đầu làm' }).click();
  await crew.getByRole('button', { name: 'Báo làm xong' }).waitFor();
  const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');
  await crew.locator('input[type=file]').first().setInputFiles({ name: 'goi.png', mimeType: 'image/png', buffer: picture });
  await crew.locator('img[src*="/api/v1/photos/"]').first().waitFor();
  await screenshot(crew, 'work-phone');
  await crew.getByRole('button', { name: 'Báo làm xong' }).click();
  await crew.locator('.ant-modal textarea').fill('Đã kê lại gối');
  await crew.locator('.ant-modal-footer .ant-btn-primary').click();
  await crew.getByText('Xem kết quả rồi nghiệm thu.').or(crew.getByText('Đã báo làm xong')).first().waitFor();
});

test('an engineer accepts the work, and the alarm is closed', async () => {
  await measure(100);
  const page = await signIn(browser, server, 'maintenance_engineer', password);
  await page.goto(`${server.url}/work-orders/${number}`);
  await page.getByRole('button', { name: 'Nghiệm thu' }).click();
  await page.locator('.ant-modal-footer .ant-btn-primary').click();
  await page.getByText('Việc đã khép lại').waitFor();
  const open = await engineer.call('GET', `/api/v1/alarms?asset=${bridge.id}&open=true`);
  assert.equal(open.items.length, 0);
  await page.context().close();
});

test('all of it stands in the history of the bridge', async () => {
  await officer.goto(`${server.url}/assets/${bridge.id}`);
  await officer.getByRole('heading', { name: 'Cầu Vĩnh Tuy' }).first().waitFor();
  for (const words of [/cảnh báo/i, /nghiệm thu/i]) await officer.getByText(words).first().waitFor();
  await screenshot(officer, 'asset-desk');
});

test('nothing that the clicks above did was refused by the content policy, and a refusal would be seen', async () => {
  assert.deepEqual([...officer.problems, ...crew.problems], []);
  await officer.evaluate(() => { document.body.insertAdjacentHTML('beforeend', '<p style="color:red">x</p>'); });
  await officer.waitForTimeout(200);
  assert.match(officer.problems.join(), /Content Security Policy/);
  officer.problems.length = 0;
});

test('the map is drawn without a graphics card', async () => {
  const page = await signIn(browser, server, 'viewer', password);
  await page.locator('.ops-map[data-ready]').waitFor({ timeout: 90_000 });
  await page.context().close();
});
