// Files into the register by clicks: the parts of a Shapefile in EPSG:5897, a spreadsheet with northing and easting, an
// OpenStreetMap extract; the assets are where they were, and one import is undone.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { desk, launch, phone, screenshot, seriousFindings, signIn } from './lib/browser.mjs';
import { Client } from './lib/client.mjs';
import { Server, password, root } from './lib/server.mjs';

const server = new Server();
let browser, engineer, page, folder;

// Where the works stand: longitude, latitude. The Shapefile and the spreadsheet hold the same places in metres.
const bridges = [
  { TEN: 'Cầu Vĩnh Tuy', MAHIEU: 'C-001', DAI_KM: 3.7, at: [105.8805, 21.0075] },
  { TEN: 'Cầu Chương Dương', MAHIEU: 'C-002', DAI_KM: 1.23, at: [105.8601, 21.0362] },
  { TEN: 'Cầu Nhật Tân', MAHIEU: 'C-003', DAI_KM: 8.3, at: [105.8205, 21.0912] },
];

const ogr = (...args) => execFileSync('ogr2ogr', args, { stdio: ['ignore', 'pipe', 'pipe'] });

function writeFiles() {
  folder = mkdtempSync(path.join(tmpdir(), 'hatang-import-'));
  const wgs84 = path.join(folder, 'cau.geojson');
  writeFileSync(wgs84, JSON.stringify({ type: 'FeatureCollection', features: bridges.map(({ at, ...properties }) => ({ type: 'Feature', properties, geometry: { type: 'Point', coordinates: at } })) }));
  ogr('-f', 'ESRI Shapefile', path.join(folder, 'cau.shp'), wgs84, '-t_srs', 'EPSG:5897', '-lco', 'ENCODING=UTF-8');
  // X is the north and Y the east, as in Vietnamese survey papers: PROJ's numbers of facts about EPSG:5897.
  const table = path.join(folder, 'tram.csv');
  writeFileSync(table, 'Ten,Ma,X,Y\nTrạm bơm Yên Sở,TB-01,2326345.312,588591.944\nTrạm bơm Đồng Bông,TB-02,2326000,588000\n');
  ogr('-f', 'XLSX', path.join(folder, 'tram.xlsx'), table, '-oo', 'AUTODETECT_TYPE=YES');
  const osm = path.join(folder, 'duong.osm');
  const nodes = [[1, 105.85, 21.03], [2, 105.852, 21.031], [3, 105.854, 21.033]];
  writeFileSync(osm, `<osm version="0.6" generator="test">${nodes.map(([id, lon, lat]) => `<node id="${id}" version="1" lon="${lon}" lat="${lat}"/>`).join('')}
    <way id="10" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="secondary"/><tag k="name" v="Phố Tràng Tiền"/></way></osm>`);
  execFileSync('osmium', ['cat', osm, '-o', path.join(folder, 'duong.osm.pbf')], { stdio: 'ignore' });
}

before(async () => {
  mkdirSync(path.join(root, 'tests', '.out'), { recursive: true });
  writeFiles();
  await server.start({ web: true, broker: false });
  engineer = await Client.as(server, 'asset_engineer');
  browser = await launch();
  page = await signIn(browser, server, 'asset_engineer', password);
  page.setDefaultTimeout(60_000);
});
after(async () => {
  await browser?.close();
  await server.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const button = (name) => page.getByRole('button', { name, exact: typeof name === 'string' });
const step = (name) => page.locator('.step-bar .here', { hasText: name }).waitFor();
const assetsOf = async (assetClass) => (await engineer.call('GET', `/api/v1/assets?class=${assetClass}&limit=100`)).items;
const noFindings = async (where) => assert.deepEqual(await seriousFindings(page), [], where);
const importId = () => Number(new URL(page.url()).pathname.split('/').pop());

async function upload(...files) {
  await page.goto(`${server.url}/imports/new`);
  await page.locator('input[type=file]').setInputFiles(files.map((file) => path.join(folder, file)));
  await step('Lớp và hệ tọa độ');
}

async function chooseClass(words) {
  await step('Ghép trường');
  await page.getByRole('combobox', { name: /Nhập thành loại công trình/ }).click();
  await page.keyboard.type(words);
  await page.locator('.ant-select-item-option').filter({ hasText: new RegExp(`^${words}$`) }).first().click();
  await page.locator('.field-table').waitFor();
}

async function check() {
  await button('Tiếp tục').click();
  await step('Xem trước');
  await button('Kiểm tra thử').click();
  await step('Kiểm tra thử');
  await page.locator('.report-counts').waitFor();
}

async function commit(count) {
  await button('Đến bước nhập').click();
  await button(`Nhập ${count} công trình`).click();
  await page.getByRole('heading', { name: 'Đã nhập xong' }).waitFor();
}

const near = (asset, [lon, lat]) => assert.ok(Math.abs(asset.lon - lon) < 2e-6 && Math.abs(asset.lat - lat) < 2e-6, `${asset.name} lies at ${asset.lon}, ${asset.lat}`);

test('the parts of a Shapefile in EPSG:5897 become bridges at their places', async () => {
  await page.goto(`${server.url}/imports`);
  await page.getByText('Chưa có lần nhập nào').waitFor();
  await noFindings('empty list');
  await upload(...readdirSync(folder).filter((name) => name.startsWith('cau.') && !name.endsWith('.geojson')));
  await page.getByText('Các điểm nằm trong Hà Nội.').waitFor();
  await page.waitForTimeout(1500); // the map has its tiles
  await noFindings('layer and coordinates');
  await screenshot(page, 'import-source');
  await button('Tiếp tục').click();
  await chooseClass('Cầu');
  assert.match(await page.locator('.field-table').textContent(), /DAI_KM/);
  await noFindings('fields');
  await screenshot(page, 'import-fields');
  await check();
  await page.waitForTimeout(1500);
  await noFindings('trial run');
  await screenshot(page, 'import-check');
  assert.match(await page.locator('.report-counts').textContent(), /Tạo mới3/);
  assert.deepEqual(await assetsOf('bridge'), [], 'a trial run writes nothing');
  await commit(3);
  const found = await assetsOf('bridge');
  assert.equal(found.length, 3);
  for (const { TEN, at, DAI_KM } of bridges) {
    const asset = found.find((each) => each.name === TEN);
    assert.ok(asset, TEN);
    near(asset, at);
    const { attributes } = await engineer.call('GET', `/api/v1/assets/${asset.id}`);
    assert.ok(Object.values(attributes).some((value) => Math.abs(value - DAI_KM * 1000) < 1e-6), `${DAI_KM} km in ${JSON.stringify(attributes)}`);
  }
});

test('the whole import is undone, but not what somebody changed since', async () => {
  const address = page.url();
  const touched = (await assetsOf('bridge')).find((each) => each.name === 'Cầu Nhật Tân');
  const asset = await engineer.call('GET', `/api/v1/assets/${touched.id}`);
  await engineer.call('PATCH', `/api/v1/assets/${touched.id}`, { address: 'Đường Võ Chí Công' }, { 'If-Match': `"${asset.version}"` });
  await page.goto(address);
  await button('Hoàn tác lần nhập này').click();
  await page.locator('.ant-modal-confirm-btns .ant-btn-dangerous').click();
  await page.getByRole('heading', { name: 'Đã hoàn tác' }).waitFor();
  await page.getByText('1 công trình được để nguyên; xem lý do ở từng dòng.').waitFor();
  await screenshot(page, 'import-undone');
  const inUse = (await assetsOf('bridge')).filter((each) => each.status !== 'retired');
  assert.deepEqual(inUse.map((each) => each.name), ['Cầu Nhật Tân']);
});

test('a spreadsheet whose X is the north becomes pumping stations at their places', async () => {
  await upload('tram.xlsx');
  await page.getByRole('combobox', { name: /Hệ tọa độ/ }).waitFor();
  await page.getByRole('button', { name: /105°00′, múi 3° – Hà Nội/ }).click();
  await page.getByText('Các điểm nằm trong Hà Nội.').waitFor();
  await button('Tiếp tục').click();
  await chooseClass('Trạm bơm thoát nước');
  await check();
  await commit(2);
  const settings = (await engineer.call('GET', `/api/v1/imports/${importId()}`)).settings;
  assert.deepEqual([settings.x_column, settings.y_column], ['Y', 'X']);
  const found = await assetsOf(settings.class);
  near(found.find((each) => each.name === 'Trạm bơm Yên Sở'), [105.8542, 21.0285]);
  near(found.find((each) => each.name === 'Trạm bơm Đồng Bông'), [105.84848792, 21.02540967]);
});

test('a street of an OpenStreetMap extract becomes a road', async () => {
  await upload('duong.osm.pbf');
  const layers = (await engineer.call('GET', `/api/v1/imports/${importId()}`)).layers;
  if (layers.length > 1) await page.getByRole('radio', { name: /lines/ }).first().check();
  await button('Tiếp tục').click();
  await chooseClass('Đường');
  await check();
  await commit(1);
  const { settings } = await engineer.call('GET', `/api/v1/imports/${importId()}`);
  assert.ok((await assetsOf(settings.class)).some((each) => each.name === 'Phố Tràng Tiền'));
});

test('what cannot be imported is told with its reason', async () => {
  await page.goto(`${server.url}/imports/new`);
  await page.locator('input[type=file]').setInputFiles({ name: 'cau.shp', mimeType: '', buffer: Buffer.from('x') });
  await page.getByText(/Shapefile thiếu .dbf, .shx/).waitFor();
  await page.locator('input[type=file]').setInputFiles({ name: 'hong.gpkg', mimeType: '', buffer: Buffer.from('not a database') });
  await page.getByText('Không đọc được tệp này').waitFor();
  await noFindings('damaged file');
});

test('who may not import is told, and sees no button', async () => {
  const viewer = await signIn(browser, server, 'viewer', password);
  await viewer.goto(`${server.url}/imports`);
  await viewer.getByText('Bạn chưa có quyền nhập dữ liệu').waitFor();
  assert.equal(await viewer.getByRole('button', { name: 'Nhập từ tệp' }).count(), 0);
  await viewer.context().close();
});

test('a filter of the list is exported to a file that can be fetched', async () => {
  await page.goto(`${server.url}/assets?class=bridge`);
  await button('Xuất dữ liệu').click();
  await page.getByText('loại Cầu', { exact: false }).first().waitFor();
  await noFindings('export dialog');
  await button('Tạo tệp').click();
  const link = page.getByRole('link', { name: 'Tải về' }).first();
  await link.waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const stored = path.join(folder, 'fetched.gpkg');
  await file.saveAs(stored);
  assert.match(execFileSync('ogrinfo', ['-al', stored], { encoding: 'utf8' }), /Cầu Nhật Tân/);
});

for (const [name, options] of [['desk, dark', { dark: true }], ['phone, light', { viewport: phone }], ['phone, dark', { viewport: phone, dark: true }]]) {
  test(`imports and exports: nothing wider than the screen, no serious finding of axe: ${name}`, async () => {
    const { items } = await engineer.call('GET', '/api/v1/imports?limit=10');
    const other = await signIn(browser, server, 'asset_engineer', password, { viewport: desk, ...options });
    const findings = [];
    for (const address of ['/imports', '/imports/new', '/exports', ...items.flatMap(({ id }) => [`/imports/${id}`, `/imports/${id}?step=check`])]) {
      await other.goto(server.url + address);
      await other.locator('.page').first().waitFor();
      await other.waitForTimeout(800);
      await screenshot(other, `import${address.replaceAll(/[/?=]/g, '-')}-${name.replace(', ', '-')}`);
      for (const finding of await seriousFindings(other)) findings.push(`${address} ${finding}`);
      if (await other.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) findings.push(`${address} is wider than the screen`);
    }
    assert.deepEqual(other.problems, []);
    assert.deepEqual(findings, [], findings.join('\n'));
    await other.context().close();
  });
}
