// Access and evidence by clicks: enrolling and using second factors, a role within a ward and what it shows, an act that a second
// person approves, the session that locks itself.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { desk, launch, phone, screenshot, seriousFindings, signIn } from './lib/browser.mjs';
import { Client } from './lib/client.mjs';
import { totp } from './lib/factors.mjs';
import { Server, password, root } from './lib/server.mjs';

const server = new Server();
let browser, site, engineer, bridge, viewer, admin;

before(async () => {
  mkdirSync(path.join(root, 'tests', '.out'), { recursive: true });
  await server.start({ web: true, broker: false });
  // Keys belong to a name, not to an address.
  site = { url: server.url.replace('127.0.0.1', 'localhost') };
  admin = await Client.as(server, 'admin');
  engineer = await Client.as(server, 'asset_engineer');
  for (const [name, code, west, south] of [['Phường Hoàn Kiếm', '00070', 105.85, 21.03], ['Phường Ba Đình', '00004', 105.77, 21.09]])
    await admin.call('POST', '/api/v1/assets', { class: 'ward', name, attributes: { code }, geometry: { type: 'Polygon', coordinates: [[[west, south], [west + 0.03, south], [west + 0.03, south + 0.03], [west, south + 0.03], [west, south]]] } });
  const line = (x, y) => ({ type: 'LineString', coordinates: [[x, y], [x + 0.004, y + 0.003]] });
  bridge = await engineer.call('POST', '/api/v1/assets', { class: 'bridge', name: 'Cầu Chương Dương', geometry: line(105.858, 21.034), attributes: {} });
  await engineer.call('POST', '/api/v1/assets', { class: 'bridge', name: 'Cầu Thăng Long', geometry: line(105.78, 21.1), attributes: {} });
  viewer = (await admin.call('GET', '/api/v1/users?limit=100')).items.find((user) => user.name === 'viewer');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server.stop();
});

async function open(viewport = desk) {
  const context = await browser.newContext({ viewport, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${site.url}/sign-in`);
  return page;
}

async function typePassword(page, user) {
  await page.getByLabel('Tên đăng nhập').fill(user);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
}

const signedIn = (page) => page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
const noFindings = async (page, where) => assert.deepEqual(await seriousFindings(page), [], where);

let secret, recoveryCode, lastCode;

test('a person enrols an authenticator app from the code on the page, and keeps the recovery codes', async () => {
  const page = await open();
  await typePassword(page, 'crew');
  await signedIn(page);
  await page.goto(`${site.url}/account`);
  await page.getByRole('button', { name: 'Thêm cách xác thực' }).click();
  await page.getByRole('button', { name: /Thêm ứng dụng xác thực/ }).click();
  await page.getByRole('img', { name: /Mã QR/ }).locator('svg').waitFor();
  secret = await page.locator('code[data-secret]').getAttribute('data-secret');
  assert.match(secret, /^[A-Z2-7]{16,}$/);
  await noFindings(page, 'enrolment');
  await screenshot(page, 'security-enrol');
  lastCode = totp(secret);
  await page.getByLabel(/Nhập 6 số/).fill(lastCode);
  const codes = page.locator('.recovery-codes code');
  await codes.first().waitFor();
  assert.equal(await codes.count(), 10);
  recoveryCode = await codes.first().textContent();
  await page.getByRole('button', { name: 'Tôi đã cất giữ các mã' }).click();
  await page.getByText('Còn 10 mã khôi phục').waitFor();
  await page.context().close();
});

test('sign-in then asks for the code; a wrong one is told, a recovery code works once', async () => {
  const page = await open(phone);
  await typePassword(page, 'crew');
  await page.getByRole('heading', { name: 'Xác thực bước hai' }).waitFor();
  await noFindings(page, 'second step');
  await screenshot(page, 'security-second-step-phone');
  // A code that was used is refused: this is the one that enrolled the app.
  await page.getByLabel('Mã trong ứng dụng xác thực').fill(lastCode);
  await page.getByText(/không đúng hoặc đã dùng/).waitFor();
  await page.getByText('Mã khôi phục', { exact: true }).click();
  await page.getByLabel('Mã khôi phục').last().fill(recoveryCode);
  await page.getByRole('button', { name: 'Xác nhận' }).click();
  await signedIn(page);
  await page.goto(`${site.url}/account`);
  await page.getByText('Còn 9 mã khôi phục').waitFor();
  await page.context().close();
});

test('the code of the app signs in', async () => {
  const page = await open();
  await typePassword(page, 'crew');
  await page.getByLabel('Mã trong ứng dụng xác thực').waitFor();
  // The window of a code is 30 s; the next one has not been used.
  let code = totp(secret);
  for (; code === lastCode; code = totp(secret)) await page.waitForTimeout(500);
  await page.getByLabel('Mã trong ứng dụng xác thực').fill(code);
  await signedIn(page);
  await page.context().close();
});

test('a passkey is added and used', async () => {
  const page = await open();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  await typePassword(page, 'duty_officer');
  await signedIn(page);
  await page.goto(`${site.url}/account`);
  await page.getByRole('button', { name: 'Thêm cách xác thực' }).click();
  await page.getByRole('button', { name: /Thêm khóa bảo mật/ }).click();
  await page.getByRole('button', { name: 'Thêm khóa bảo mật' }).click();
  await page.getByRole('button', { name: 'Tôi đã cất giữ các mã' }).click();
  await page.getByText('Khóa của tôi').waitFor();
  await page.getByRole('button', { name: /Tài khoản$/ }).click();
  await page.getByText('Đăng xuất').click();
  await page.waitForURL(/sign-in/);
  await typePassword(page, 'duty_officer');
  await page.getByRole('button', { name: 'Dùng khóa bảo mật' }).click();
  await signedIn(page);
  await page.context().close();
});

test('a role within a ward is given, and the preview shows what it opens', async () => {
  const page = await signIn(browser, server, 'admin', password);
  await page.goto(`${server.url}/users/${viewer.id}`);
  await page.getByRole('heading', { name: 'Thử viewer' }).waitFor();
  await page.getByRole('button', { name: 'Thu hồi Người xem' }).click();
  await page.locator('.ant-modal textarea').fill('Chuyển về phường');
  await page.locator('.ant-modal-footer .ant-btn-primary').click();
  await page.getByText('Chưa có vai trò nào').waitFor();
  await page.getByText('Không thấy công trình nào ở đây.').waitFor();

  await page.getByRole('button', { name: 'Cấp vai trò' }).click();
  const form = page.locator('.ant-drawer').filter({ hasText: 'Cấp vai trò cho' });
  await page.waitForTimeout(500); // the drawer has arrived
  const choose = async (label, typed, words) => {
    await form.getByRole('combobox', { name: label }).click();
    await page.keyboard.type(typed);
    await page.locator('.ant-select-item-option').filter({ hasText: words }).first().click();
  };
  await choose('Vai trò', '', 'Người xem');
  await choose('Phường, xã', 'hoan kiem', 'Phường Hoàn Kiếm');
  await page.keyboard.press('Escape');
  await form.getByLabel('Lý do').fill('Cán bộ phường');
  await page.waitForTimeout(500); // the list of wards has gone
  await noFindings(page, 'grant form');
  await screenshot(page, 'security-grant-form');
  await form.getByRole('button', { name: 'Cấp vai trò' }).click();
  await page.locator('.grant-where').filter({ hasText: 'Phường Hoàn Kiếm' }).waitFor();
  await page.locator('.visible-count').filter({ hasText: '1 / 2' }).waitFor();

  await page.getByLabel('Tìm công trình…').click();
  await page.keyboard.type('chuong duong');
  await page.locator('.ant-select-item-option').filter({ hasText: 'Cầu Chương Dương' }).first().click();
  await page.getByText('Thấy được công trình này').waitFor();
  await screenshot(page, 'security-preview');
  await page.context().close();
});

test('a dangerous act waits for a second person, who sees it and approves', async () => {
  // With a second administrator nobody gives roles alone.
  await admin.call('POST', '/api/v1/users', { name: 'admin2', full_name: 'Quản trị thứ hai', password, roles: ['admin'] });
  const first = await signIn(browser, server, 'admin', password);
  await first.goto(`${server.url}/users/${viewer.id}`);
  await first.getByRole('button', { name: 'Thu hồi Người xem' }).waitFor();
  await first.getByRole('button', { name: 'Cấp vai trò' }).click();
  const form = first.locator('.ant-drawer').filter({ hasText: 'Cấp vai trò cho' });
  await first.waitForTimeout(500);
  await form.getByRole('combobox', { name: 'Vai trò' }).click();
  await first.locator('.ant-select-item-option').filter({ hasText: 'Đội thi công' }).first().click();
  await form.getByLabel('Lý do').fill('Bổ sung đội trực');
  await form.getByRole('button', { name: 'Cấp vai trò' }).click();
  await first.getByText('Đã gửi yêu cầu phê duyệt').waitFor();
  await screenshot(first, 'security-approval-sent');

  const second = await signIn(browser, server, 'admin2', password);
  await second.goto(`${server.url}/approvals`);
  await second.getByRole('link', { name: 'Cấp vai trò' }).click();
  const panel = second.locator('.ant-drawer').filter({ hasText: 'Bổ sung đội trực' });
  await panel.getByText('Sẽ thay đổi').waitFor();
  await noFindings(second, 'approval');
  await screenshot(second, 'security-approval');
  await panel.getByRole('button', { name: 'Phê duyệt' }).click();
  await second.locator('.ant-modal-footer .ant-btn-primary').click();
  await second.getByText('Đã phê duyệt và thực hiện.').waitFor();

  await first.reload();
  await first.getByText('Đội thi công, sửa chữa').first().waitFor();
  await first.context().close();
  await second.context().close();
});

test('the session locks itself over an open page; the password gives the page back as it was', async () => {
  server.command(['policy', 'set', 'auto_lock_minutes', '1']);
  const page = await signIn(browser, server, 'asset_engineer', password);
  await page.goto(`${server.url}/assets/${bridge.id}/edit`);
  await page.getByLabel(/^Tên/).first().fill('Cầu Chương Dương (đang sửa)');
  await page.getByText(/Tự khóa sau \d+ giây/).waitFor({ timeout: 70_000 });
  await page.getByRole('dialog', { name: 'Phiên đang tạm khóa' }).waitFor({ timeout: 90_000 });
  assert.equal(await page.locator('#root').evaluate((element) => element.inert), true);
  await noFindings(page, 'lock');
  await screenshot(page, 'security-lock');
  const lock = page.getByRole('dialog', { name: 'Phiên đang tạm khóa' });
  await lock.getByLabel(/Mật khẩu/).fill('sai-mat-khau');
  await lock.getByRole('button', { name: 'Mở khóa' }).click();
  await lock.getByRole('alert').waitFor();
  await lock.getByLabel(/Mật khẩu/).fill(password);
  await lock.getByRole('button', { name: 'Mở khóa' }).click();
  await lock.waitFor({ state: 'detached' });
  assert.equal(await page.getByLabel(/^Tên/).first().inputValue(), 'Cầu Chương Dương (đang sửa)');
  await page.context().close();
  server.command(['policy', 'set', 'auto_lock_minutes', '15']);
});

test('an administrator must enrol before anything else when the policy says so', async () => {
  server.command(['policy', 'set', 'second_factor', 'administrators_and_outside']);
  const page = await open(phone);
  await typePassword(page, 'admin');
  await page.getByRole('heading', { name: 'Thêm một lớp bảo vệ' }).waitFor();
  await noFindings(page, 'standing');
  await screenshot(page, 'security-standing-phone');
  await page.context().close();
  server.command(['policy', 'set', 'second_factor', 'nobody']);
});
