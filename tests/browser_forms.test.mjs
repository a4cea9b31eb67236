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
  await (on.page?.() ?? on).locator('.ant-select-item-option').filter({ hasText: option }).last().click(); // the list hangs on the page
};
const look = async (on, name) => {
  await on.waitForTimeout(400); // what fades in or flies to its place
  await screenshot(on, name);
  assert.deepEqual(await seriousFindings(on), [], name);
};

// The same on a phone: nothing is wider than it.
async function narrow(on, name, part) {
  await on.setViewportSize(phone);
  await part?.scrollIntoViewIfNeeded();
  assert.ok(await on.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${name} is wider than a phone`);
  await look(on, name);
  await on.setViewportSize(desk);
}

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

test('two days side by side: what differs, and what does not', async () => {
  const post = await api.call('POST', '/api/v1/assets', { class: 'lamp', name: 'Đèn 7 Phố Huế', valid_from: '2026-07-05T00:00:00+07:00', geometry: { type: 'Point', coordinates: [105.8512, 21.0155] }, attributes: { power_w: 150, pole_height_m: 9 } });
  await api.call('PATCH', `/api/v1/assets/${post.id}`, { attributes: { pole_height_m: 11 }, valid_from: '2026-08-01T00:00:00+07:00' }, { 'If-Match': '"1"' });
  await page.goto(`${server.url}/assets/${post.id}/compare`);
  const pick = async (end, label, day) => {
    const box = page.getByRole('textbox', { name: label });
    await box.click();
    await box.fill(`${day.split('-').reverse().join('/')} 08:00`);
    await box.press('Enter');
    await page.waitForURL((url) => url.searchParams.get(end)?.startsWith(day));
    await page.locator('.ant-picker-dropdown:visible').waitFor({ state: 'hidden' });
  };
  await pick('a', 'Từ, hoặc chọn ngày', '2026-08-31');
  await pick('b', 'Đến, hoặc chọn ngày', '2026-09-01');
  await page.getByText('Hai thời điểm giống hệt nhau').first().waitFor();
  await pick('a', 'Từ, hoặc chọn ngày', '2026-07-15');
  await page.getByText('1 trường khác nhau').waitFor();
  assert.match(await page.locator('table.compare tbody').textContent(), /Chiều cao cột.*9 m.*11 m/);
  await look(page, 'compare-days-desk');
  await narrow(page, 'compare-days-phone');
});

test('many lamps at once: tried, changed, told in the history, and taken back', async () => {
  const lamps = [];
  for (let i = 1; i <= 5; i += 1) lamps.push(await api.call('POST', '/api/v1/assets', { class: 'lamp', name: `Đèn ${i} ngõ Hòa Bình`, geometry: { type: 'Point', coordinates: [105.86 + i / 1e4, 21.001] }, attributes: { power_w: 100 + i } }));
  await page.goto(`${server.url}/assets?q=ngo+hoa+binh`);
  await page.getByRole('checkbox', { name: 'Chọn tất cả dòng đang hiện' }).check();
  await page.getByRole('checkbox', { name: 'Chọn Đèn 5 ngõ Hòa Bình' }).uncheck();
  await page.getByText('Đã chọn 4 công trình').waitFor();
  await look(page, 'bulk-chosen-desk');
  await page.getByRole('button', { name: 'Sửa hàng loạt' }).click();
  const drawer = page.getByRole('dialog');
  const add = async (title) => {
    await field(drawer, 'Thêm trường cần sửa').click();
    await page.keyboard.type(title);
    await page.locator('.ant-select-item-option').filter({ hasText: title }).last().click();
  };
  await add('Công suất');
  await field(drawer, 'Công suất').fill('80');
  await add('Loại bóng');
  await choose(drawer, 'Loại bóng', 'LED');
  await field(drawer, 'Lý do sửa').fill('Thay bóng LED theo kế hoạch 2026');
  await look(page, 'bulk-fields-desk');
  await drawer.getByRole('button', { name: 'Xem trước' }).click();
  await drawer.getByText('4 công trình sẽ đổi').waitFor();
  const powers = () => server.sql("select string_agg(attributes ->> 'power_w', ',' order by id) from registry.asset where name like '%ngõ Hòa Bình'");
  assert.equal(powers(), '101,102,103,104,105', 'a trial writes nothing');
  await drawer.getByRole('button', { name: 'Áp dụng cho 4 công trình' }).click();
  await drawer.getByText('Đã sửa 4 công trình').waitFor();
  await look(page, 'bulk-done-desk');
  await narrow(page, 'bulk-done-phone');
  assert.equal(powers(), '80,80,80,80,105');
  const since = await api.call('GET', `/api/v1/assets/${lamps[0].id}`);
  await api.call('PATCH', `/api/v1/assets/${lamps[0].id}`, { attributes: { power_w: 60 } }, { 'If-Match': `"${since.version}"` });
  await drawer.getByRole('button', { name: 'Hoàn tác' }).click();
  await drawer.getByText('Đã hoàn tác 3 công trình').waitFor();
  await drawer.getByText('1 công trình giữ nguyên vì đã có người sửa tiếp').waitFor();
  assert.equal(powers(), '60,102,103,104,105');
  assert.equal((await api.call('GET', `/api/v1/assets/${lamps[1].id}`)).attributes.light_source, undefined);
  await page.goto(`${server.url}/assets/${lamps[1].id}`);
  await page.locator('ol.timeline').getByText('Thay bóng LED theo kế hoạch 2026').first().waitFor();
});

test('photos and documents come, are looked at, named and removed', async () => {
  await page.goto(`${server.url}/assets/${lamp.id}`);
  const panel = page.locator('.attachments');
  await panel.getByText('Chưa có ảnh hay tài liệu').waitFor();
  const photo = { name: 'den.jpg', mimeType: 'image/jpeg', buffer: await page.screenshot({ type: 'jpeg' }) };
  const paper = { name: 'bien ban.pdf', mimeType: 'application/pdf', buffer: await page.pdf() };
  const wrong = { name: 'gia.pdf', mimeType: 'application/pdf', buffer: Buffer.from('không phải PDF') };
  await panel.locator('input[type=file]').first().setInputFiles([photo, paper, wrong]);
  await panel.getByRole('alert').getByText(/gia\.pdf/).waitFor();
  await panel.getByRole('link', { name: 'bien ban.pdf', exact: true }).waitFor();
  await panel.getByRole('button', { name: 'Xem ảnh den.jpg' }).waitFor();
  await panel.scrollIntoViewIfNeeded();
  await look(page, 'attachments-desk');
  await narrow(page, 'attachments-phone');
  await panel.getByRole('button', { name: 'Xem ảnh den.jpg' }).click();
  const viewer = page.getByRole('dialog');
  await viewer.getByRole('button', { name: 'Thêm chú thích' }).click();
  await viewer.getByLabel('Chú thích').fill('Đèn sau khi thay bóng');
  await viewer.getByRole('button', { name: 'Lưu' }).click();
  await viewer.getByText('Đèn sau khi thay bóng').first().waitFor();
  assert.ok(await viewer.locator('img').evaluate((image) => image.decode().then(() => image.naturalWidth > 0)));
  await look(page, 'photo-desk');
  await viewer.getByRole('button', { name: 'Bỏ khỏi công trình' }).click();
  await page.locator('.ant-modal-confirm-title', { hasText: 'Bỏ “Đèn sau khi thay bóng” khỏi công trình?' }).waitFor();
  await page.getByRole('dialog').last().getByRole('button', { name: 'Bỏ khỏi công trình' }).click();
  await panel.getByRole('button', { name: /^Xem ảnh/ }).waitFor({ state: 'detached' });
  const { items } = await api.call('GET', `/api/v1/assets/${lamp.id}/attachments`);
  assert.deepEqual(items.map((one) => one.file_name), ['bien ban.pdf']);
});

test('an area by the corners of its papers, its area compared with what they state', async () => {
  await page.goto(`${server.url}/assets/new?class=park`);
  await field(page, 'Tên').fill('Vườn hoa Hàng Đậu');
  await page.getByText('Nhập tọa độ góc').click();
  const corner = (name) => page.getByRole('textbox', { name });
  await corner('Góc 1: X (bắc)').fill('2326000');
  // As a table is copied from a sheet, pasted into one cell.
  await corner('Góc 1: X (bắc)').evaluate((input, text) => {
    const data = new DataTransfer();
    data.setData('text', text);
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, ['1\t2326000,00\t588000,00', '2\t2326000,00\t588100,00', '3\t2326100,00\t588100,00', '4\t2326100,00\t588000,00'].join('\n'));
  await page.getByText(/^10\.000,0 m²/).waitFor();
  await field(page, 'Diện tích ghi trong hồ sơ').fill('12000');
  await page.getByText(/chênh 16,7% so với hồ sơ/).waitFor();
  await look(page, 'corners-desk');
  await narrow(page, 'corners-phone', page.getByRole('button', { name: 'Hoán đổi X và Y' }));
  await page.getByRole('button', { name: 'Hoán đổi X và Y' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByRole('button', { name: 'Hoán đổi X và Y' }).click();
  await field(page, 'Diện tích ghi trong hồ sơ').fill('10000');
  await page.getByText(/chênh 0,0% so với hồ sơ/).waitFor();
  await page.getByRole('button', { name: 'Tạo công trình' }).click();
  await page.waitForURL(/\/assets\/\d+$/);
  const [points, area] = server.sql("select st_npoints(geom), st_area(geom::geography) from registry.asset where name = 'Vườn hoa Hàng Đậu'").split('|');
  assert.equal(points, '5');
  // The zone shrinks lengths by up to 0.01 %; kept to a centimetre.
  assert.ok(Math.abs(area - 10_000) < 5, `${area} m²`);
  assert.deepEqual(page.problems, []);
});
