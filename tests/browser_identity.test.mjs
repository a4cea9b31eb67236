// Codes, labels, what follows a work, and the quality of data, by clicks.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { desk, launch, phone, screenshot, seriousFindings, signIn } from './lib/browser.mjs';
import { Client } from './lib/client.mjs';
import { Server, password, root } from './lib/server.mjs';

const server = new Server();
const out = path.join(root, 'tests', '.out');
let browser, api, page, lamp;

before(async () => {
  mkdirSync(out, { recursive: true });
  await server.start({ web: true, broker: false });
  const admin = await Client.as(server, 'admin');
  api = await Client.as(server, 'asset_engineer');
  const square = (west) => ({ type: 'Polygon', coordinates: [[[west, 20.98], [west + 0.06, 20.98], [west + 0.06, 21.06], [west, 21.06], [west, 20.98]]] });
  for (const [code, name, west] of [['00004', 'Ba Đình', 105.79], ['00070', 'Hoàn Kiếm', 105.85]]) await admin.call('POST', '/api/v1/assets', { class: 'ward', name, attributes: { code }, geometry: square(west) });
  const owner = await admin.call('POST', '/api/v1/organisations', { name: 'Công ty Chiếu sáng và Thiết bị đô thị', kind: 'owner' });
  lamp = await api.call('POST', '/api/v1/assets', { class: 'lamp', name: 'Đèn 12 Phố Huế', owner_id: owner.id, geometry: { type: 'Point', coordinates: [105.8512, 21.0145] }, identifiers: [{ kind: 'legacy_city', value: 'PH-12', issuer: 'Xí nghiệp Đèn' }] });
  await api.call('POST', '/api/v1/assets', { class: 'lamp', name: 'Đèn 12 Phố Huế', geometry: { type: 'Point', coordinates: [105.85121, 21.01451] } });
  for (let i = 0; i < 12; ++i)
    await api.call('POST', '/api/v1/assets', { class: 'road', name: `Phố thử ${i}`, ...(i % 2 ? { owner_id: owner.id } : {}), geometry: { type: 'LineString', coordinates: [[105.80 + i * 0.005, 21.0], [105.805 + i * 0.005, 21.0 + (i === 11 ? 0.03 : 0)]] }, attributes: i % 3 ? { lanes: 2, length_m: 500, surface: 'asphalt' } : {} });
  await api.call('POST', '/api/v1/assets', { class: 'road', name: 'Ngõ không nối đâu', geometry: { type: 'LineString', coordinates: [[105.81, 21.05], [105.812, 21.05]] } });
  await api.call('POST', '/api/v1/assets', { class: 'bridge', name: 'Cầu ngoài thành phố', geometry: { type: 'LineString', coordinates: [[106.4, 20.3], [106.41, 20.3]] } });
  browser = await launch();
  page = await signIn(browser, server, 'asset_engineer', password);
});
after(async () => {
  await browser?.close();
  await server.stop();
});

const look = async (name, { rules = 'all' } = {}) => {
  await page.waitForTimeout(250);
  await screenshot(page, name);
  // The words on the map are measured through whatever lies over them: a dialog, the edge of the page.
  const findings = (await seriousFindings(page, rules)).filter((finding) => !finding.includes('maplibregl-ctrl-attrib'));
  assert.deepEqual([...findings, ...page.problems], [], name);
};
const looks = async (name) => {
  try {
    await look(`${name}-desk`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await look(`${name}-desk-dark`, { rules: ['color-contrast'] });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(phone);
    await look(`${name}-phone`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false, `${name}: wider than the phone`);
  } finally {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(desk);
  }
};
const codes = () => page.locator('section', { has: page.getByRole('heading', { name: 'Mọi mã của công trình' }) });

test('a code is issued with one click and opens the asset by its short address', async () => {
  await page.goto(`${server.url}/assets/${lamp.id}`);
  await codes().getByText('PH-12').waitFor();
  await codes().getByRole('button', { name: 'Cấp mã tạm' }).click();
  await codes().getByText(/^HT \d{4} \d{4} [0-9A-Z]$/).waitFor();
  const { identifiers } = await api.call('GET', `/api/v1/assets/${lamp.id}`);
  lamp.code = identifiers.find((each) => each.kind === 'city').value;
  await page.goto(`${server.url}/a/${lamp.code.toLowerCase()}`);
  await page.waitForURL(`${server.url}/assets/${lamp.id}`);
  const stranger = await (await browser.newContext({ viewport: phone, locale: 'vi-VN' })).newPage();
  await stranger.goto(`${server.url}/a/${lamp.code}`);
  await stranger.getByLabel('Tên đăng nhập').fill('viewer');
  await stranger.getByLabel('Mật khẩu').fill(password);
  await stranger.getByRole('button', { name: 'Đăng nhập' }).click();
  await stranger.waitForURL(`${server.url}/assets/${lamp.id}`);
  await stranger.getByRole('heading', { name: 'Đèn 12 Phố Huế' }).waitFor();
  await stranger.context().close();
});

test('codes are added with their basis, refused in words, and ended', async () => {
  await codes().getByRole('button', { name: 'Thêm mã' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Loại mã').click();
  await page.locator('.ant-select-item-option').filter({ hasText: 'Mã số dự án, công trình' }).last().click();
  await dialog.getByLabel('Mã', { exact: true }).or(dialog.getByLabel('Mã *', { exact: true })).fill('0228110016803');
  await dialog.getByRole('button', { name: 'Lưu mã' }).click();
  await dialog.locator('.field-error').waitFor();
  assert.match(await dialog.locator('.field-error').textContent(), /không đúng cấu trúc/);
  await look('code-refused-desk');
  await dialog.getByLabel('Mã', { exact: true }).or(dialog.getByLabel('Mã *', { exact: true })).fill('0128110016803');
  await dialog.getByLabel('Căn cứ').fill('Giấy phép 12/GPXD');
  await dialog.getByRole('button', { name: 'Lưu mã' }).click();
  await codes().getByText('0128110016803').waitFor();
  await codes().locator('li', { hasText: 'PH-12' }).getByRole('button', { name: 'Kết thúc hiệu lực' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Kết thúc hiệu lực' }).click();
  await codes().getByText(/đến hết/).waitFor();
  const asset = await api.call('GET', `/api/v1/assets/${lamp.id}`);
  assert.equal(asset.identifiers.length, 3);
  assert.ok(asset.identifiers.find((each) => each.value === 'PH-12').valid_to);
  await page.locator('ol.timeline').getByText('Giấy phép 12/GPXD').waitFor();
  await looks('codes-panel');
});

test('the form keeps what the program has given', async () => {
  await page.goto(`${server.url}/assets/${lamp.id}/edit`);
  await page.locator(`input[value="${lamp.code}"]:disabled`).waitFor();
  await page.locator('input[value="PH-12"]:enabled').waitFor();
});

test('any code finds its work, a slip of the finger is told', async () => {
  await page.goto(`${server.url}/codes`);
  const box = page.getByPlaceholder(/Nhập mã bất kỳ/);
  await box.fill('ph 12');
  await page.getByRole('link', { name: 'Đèn 12 Phố Huế' }).waitFor();
  const wrong = lamp.code.slice(0, -1) + (lamp.code.endsWith('A') ? 'B' : 'A');
  await box.fill(wrong);
  await page.getByText(/Ký tự kiểm tra không khớp/).waitFor();
  await looks('codes-page');
});

test('without a public address there is no label, and the dialog says who sets it', async () => {
  await page.goto(`${server.url}/assets/${lamp.id}`);
  await codes().getByRole('button', { name: 'In nhãn QR' }).click();
  await page.getByText('Chưa đặt địa chỉ công khai').first().waitFor();
  await look('label-not-set-desk');
  const admin = await signIn(browser, server, 'admin', password);
  await admin.goto(`${server.url}/codes#settings`);
  await admin.getByRole('button', { name: /^Sửa: Địa chỉ công khai/ }).click();
  await admin.getByLabel(/Địa chỉ công khai/).fill('hatang');
  await admin.getByRole('button', { name: 'Lưu', exact: true }).click();
  await admin.getByRole('alert').waitFor();
  await admin.getByLabel(/Địa chỉ công khai/).fill(server.url);
  await admin.getByRole('button', { name: 'Lưu', exact: true }).click();
  await admin.getByText(server.url).waitFor();
  await admin.context().close();
});

test('a label is a PDF whose code leads to the asset', async () => {
  await page.goto(`${server.url}/assets/${lamp.id}`);
  await codes().getByRole('button', { name: 'In nhãn QR' }).click();
  await page.getByText(`Nhãn dẫn tới ${server.url}`).waitFor();
  await look('label-desk');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tải tệp PDF' }).click()]);
  const file = path.join(out, 'label.pdf');
  await download.saveAs(file);
  execFileSync('pdftoppm', ['-png', '-r', '200', '-singlefile', file, path.join(out, 'label')]);
  const address = execFileSync('zbarimg', ['--quiet', '--raw', path.join(out, 'label.png')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  assert.equal(address, `${server.url}/a/${lamp.code}`);
  await page.goto(address);
  await page.waitForURL(`${server.url}/assets/${lamp.id}`);
});

test('everything a filter shows gets its code and a sheet of labels', async () => {
  await page.goto(`${server.url}/assets?class=road`);
  await page.getByText('Phố thử 3').waitFor();
  await page.getByRole('button', { name: 'Mã và chất lượng' }).click();
  await page.getByRole('menuitem', { name: 'Cấp mã tạm cho kết quả lọc' }).click();
  await page.getByRole('button', { name: 'Cấp mã cho 13 công trình' }).waitFor();
  await look('issue-desk');
  await page.getByRole('button', { name: 'Cấp mã cho 13 công trình' }).click();
  await page.getByText('Đã cấp 13 mã.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).last().click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Mã và chất lượng' }).click();
  await page.getByRole('menuitem', { name: 'In nhãn QR cho kết quả lọc' }).click();
  await page.getByText('13 nhãn').waitFor();
  await looks('labels-dialog');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tải tệp PDF' }).click()]);
  const file = path.join(out, 'labels.pdf');
  await download.saveAs(file);
  execFileSync('pdftoppm', ['-png', '-r', '110', '-singlefile', file, path.join(out, 'labels')]);
  const { items } = await api.call('GET', '/api/v1/assets?class=road&limit=50');
  assert.ok(items.every((each) => /^HT/.test(each.identifier)));
  await page.keyboard.press('Escape');
});

test('a lamp is replaced, the old page points on, and the act can be taken back', async () => {
  await page.goto(`${server.url}/assets/${lamp.id}`);
  await page.getByRole('button', { name: 'Tách, gộp, thay thế, phá dỡ' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Ghi nhận' }).waitFor();
  assert.ok(await dialog.getByRole('button', { name: 'Ghi nhận' }).isDisabled());
  await dialog.getByLabel('Hoặc lập hồ sơ mới với tên 1').fill('Đèn 12 Phố Huế (LED)');
  await dialog.getByLabel(/Lý do, căn cứ/).fill('Thay đèn natri bằng LED theo QĐ 45');
  await looks('succession-dialog');
  await dialog.getByRole('button', { name: 'Ghi nhận' }).click();
  await page.getByRole('heading', { name: 'Đèn 12 Phố Huế (LED)' }).waitFor();
  await page.getByText('Có từ').waitFor();
  await page.goto(`${server.url}/a/${lamp.code}`);
  await page.getByText(/Công trình này đã được thay thế ngày \d\d\/\d\d\/\d{4}\./).waitFor();
  await page.locator('.succession-banner').getByRole('link', { name: 'Đèn 12 Phố Huế (LED)' }).waitFor();
  await looks('succession-banner');
  await page.getByRole('button', { name: 'Hủy ghi nhận' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Hủy ghi nhận' }).click();
  await page.getByText('Chưa ghi nhận tách, gộp, thay thế hay phá dỡ.').waitFor();
  assert.equal((await api.call('GET', `/api/v1/assets/${lamp.id}`)).status, 'in_service');
});

test('the quality page is empty, judges, and every figure leads to its rows', async () => {
  await page.goto(`${server.url}/quality`);
  // The bulk act above had the data judged already; look at the state before it too.
  await page.getByText(/Chưa tính lần nào|Số liệu tính/).first().waitFor();
  await page.getByRole('button', { name: /^Tính (lại|ngay)$/ }).click();
  await page.locator('.judging').waitFor({ state: 'attached' }).catch(() => {});  // it may be over already
  await page.locator('.judging').waitFor({ state: 'detached' });
  await page.getByText(/Số liệu tính (vừa xong|\d+ giây trước)/).waitFor();
  await page.getByRole('link', { name: /^Đoạn không nối với mạng: 2$/ }).waitFor();
  await looks('quality');
  await page.getByRole('link', { name: /^Nghi trùng lặp: / }).click();
  await page.waitForURL('**/assets?finding=duplicate');
  await page.getByText('Đèn 12 Phố Huế').first().waitFor();
  await screenshot(page, 'quality-list-desk');
  await page.goBack();
  const [row] = [page.getByRole('row', { name: /Phường Ba Đình/ })];
  const figure = row.getByRole('link', { name: /Thiếu thuộc tính bắt buộc: \d+/ });
  const told = Number((await figure.textContent()).trim());
  await figure.click();
  await page.waitForURL('**/assets?ward=00004&finding=missing');
  await page.getByText('Phố thử 0').waitFor();
  const { total } = await api.call('GET', '/api/v1/assets?ward=00004&finding=missing');
  assert.equal(total, told);
  await page.getByText('Ngõ không nối đâu').click();
  await page.getByText('Vấn đề dữ liệu của công trình này').waitFor();
  await look('finding-note-desk');
});

test('a refusal and a lost server are told on the page', async () => {
  await page.route('**/api/v1/data-quality', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ code: 'unavailable', title: 'Hệ thống đang bận hoặc chưa sẵn sàng: cơ sở dữ liệu. Hãy thử lại sau ít giây.', title_en: 'Busy.' }) }));
  await page.goto(`${server.url}/quality`);
  await page.getByText(/Hệ thống đang bận/).waitFor();
  page.problems.length = 0;
  await look('quality-failing-desk');
  await page.unroute('**/api/v1/data-quality');
});
