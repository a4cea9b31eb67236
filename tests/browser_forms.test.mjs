// The forms of the register by clicks: a form made from the schema with conditions and a draft that survives, two people who
// edit one asset at once, the timeline with its past, many assets at once with undo, photos and documents.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { desk, launch, phone, screenshot, seriousFindings, signIn } from './lib/browser.mjs';
import { Client } from './lib/client.mjs';
import { Server, password, root } from './lib/server.mjs';

const server = new Server();
let browser, api, page, lamp;

before(async () => {
  mkdirSync(path.join(root, 'tests', '.out'), { recursive: true });
  await server.start({ web: true });
  api = await Client.as(server, 'asset_engineer');
  lamp = await api.call('POST', '/api/v1/assets', { class: 'lamp', name: 'Đèn 12 Phố Huế', geometry: { type: 'Point', coordinates: [105.8512, 21.0145] }, attributes: { power_w: 150, light_source: 'sodium', dimmable: true, dimming_group: 'PH-1' } });
  browser = await launch();
  page = await signIn(browser, server, 'asset_engineer', password);
});
after(async () => {
  await browser?.close();
  await server.stop();
});

const field = (on, label) => on.getByLabel(label, { exact: false }).first();
const choose = async (on, label, option) => {
  await field(on, label).click();
  await on.locator('.ant-select-item-option').filter({ hasText: option }).last().click();
};
const look = async (on, name) => {
  await screenshot(on, name);
  assert.deepEqual(await seriousFindings(on), [], name);
};

test('a field that has lost its place goes, and is dropped with a word about it', async () => {
  await page.goto(`${server.url}/assets/${lamp.id}/edit`);
  await field(page, 'Nhóm tiết giảm').waitFor();
  await choose(page, 'Điều chỉnh được độ sáng', 'Không');
  await page.getByText(/Khi lưu sẽ bỏ giá trị không còn dùng/).waitFor();
  assert.equal(await page.locator('[data-pointer="/attributes/dimming_group"]').count(), 0);
  await look(page, 'form-desk');
});

test('a value outside of its range is told beside the field: title, value, what is expected', async () => {
  await field(page, 'Công suất').fill('99999');
  await page.getByRole('button', { name: 'Lưu công trình' }).click();
  const told = page.locator('[data-pointer="/attributes/power_w"] .field-error');
  await told.waitFor();
  assert.match(await told.textContent(), /“Công suất[^”]*” đang là 99\.999 W\. Từ 0/);
  await field(page, 'Công suất').fill('100');
});

test('a closed tab loses nothing, and saving leaves the draft behind', async () => {
  await page.getByText(/Bản nháp đã giữ trên máy này/).waitFor();
  await page.reload();
  await page.getByText('Đã khôi phục bản nháp chưa lưu.').waitFor();
  assert.equal(await field(page, 'Công suất').inputValue(), '100');
  await page.getByRole('button', { name: 'Lưu công trình' }).click();
  await page.waitForURL(`**/assets/${lamp.id}`);
  const saved = await api.call('GET', `/api/v1/assets/${lamp.id}`);
  assert.equal(saved.attributes.power_w, 100);
  assert.equal(saved.attributes.dimmable, false);
  assert.equal('dimming_group' in saved.attributes, false);
  await page.goto(`${server.url}/assets/${lamp.id}/edit`);
  await field(page, 'Công suất').waitFor();
  assert.equal(await page.getByText('Đã khôi phục bản nháp chưa lưu.').count(), 0);
});

test('two people edit one lamp at once: each clash is decided, nothing else is lost', async () => {
  const other = await signIn(browser, server, 'asset_engineer', password, { viewport: phone });
  await page.goto(`${server.url}/assets/${lamp.id}/edit`);
  await field(page, 'Công suất').fill('120');
  await field(page, 'Số đèn').fill('PH-12');
  await other.goto(`${server.url}/assets/${lamp.id}/edit`);
  await field(other, 'Công suất').fill('80');
  await field(other, 'Chiều cao cột').fill('9');
  await other.getByRole('button', { name: 'Lưu công trình' }).click();
  await other.waitForURL(`**/assets/${lamp.id}`);
  await page.getByRole('button', { name: 'Lưu công trình' }).click();
  await page.getByText('Người khác đã lưu trước bạn').waitFor();
  const before = await api.call('GET', `/api/v1/assets/${lamp.id}`);
  assert.equal(before.attributes.power_w, 80, 'nothing is overwritten');
  assert.ok(await page.getByRole('button', { name: 'Lưu kết quả' }).isDisabled(), 'the clash is to be decided first');
  await look(page, 'conflict-desk');
  await page.setViewportSize(phone);
  await look(page, 'conflict-phone');
  await page.setViewportSize(desk);
  await page.getByRole('radiogroup', { name: /Công suất/ }).getByText('Của tôi').click();
  await page.getByRole('button', { name: 'Lưu kết quả' }).click();
  await page.waitForURL(`**/assets/${lamp.id}`);
  const saved = await api.call('GET', `/api/v1/assets/${lamp.id}`);
  assert.deepEqual([saved.attributes.power_w, saved.attributes.lamp_number, saved.attributes.pole_height_m], [120, 'PH-12', 9]);
  await other.context().close();
});

test('a draft of yesterday does not overwrite what happened since', async () => {
  await page.goto(`${server.url}/assets/${lamp.id}/edit`);
  await field(page, 'Số đèn').fill('PH-12A');
  await page.getByText(/Bản nháp đã giữ trên máy này/).waitFor();
  await page.goto(`${server.url}/assets`);
  const now = await api.call('GET', `/api/v1/assets/${lamp.id}`);
  await api.call('PATCH', `/api/v1/assets/${lamp.id}`, { name: 'Đèn 12 phố Huế' }, { 'If-Match': `"${now.version}"` });
  await page.goto(`${server.url}/assets/${lamp.id}/edit`);
  await page.getByText('Người khác đã lưu trước bạn').waitFor();
  await page.getByRole('button', { name: 'Lưu kết quả' }).click();
  await page.waitForURL(`**/assets/${lamp.id}`);
  const saved = await api.call('GET', `/api/v1/assets/${lamp.id}`);
  assert.deepEqual([saved.name, saved.attributes.lamp_number], ['Đèn 12 phố Huế', 'PH-12A']);
});

test('the timeline tells every change with its values, compares two moments and opens the past', async () => {
  const now = await api.call('GET', `/api/v1/assets/${lamp.id}`);
  await api.call('PATCH', `/api/v1/assets/${lamp.id}`, { geometry: { type: 'Point', coordinates: [105.8515, 21.0147] }, reason: 'Đo lại' }, { 'If-Match': `"${now.version}"` });
  await page.goto(`${server.url}/assets/${lamp.id}`);
  const course = page.locator('ol.timeline');
  await course.getByText('Đo lại').waitFor();
  assert.match(await course.textContent(), /150 W → 100 W/);
  await course.getByText('Lập hồ sơ công trình').waitFor();
  await look(page, 'timeline-desk');
  await course.getByRole('link', { name: 'So với trước' }).first().click();
  await page.getByText('1 trường khác nhau').waitFor();
  await page.getByText('Nét liền là hình sau').waitFor();
  await look(page, 'compare-desk');
  await page.goto(`${server.url}/assets/${lamp.id}`);
  await course.getByRole('link', { name: 'Xem khi đó' }).last().click();
  await page.getByText(/Bạn đang xem công trình theo thời điểm/).waitFor();
  await page.getByText('150 W').first().waitFor();
});
