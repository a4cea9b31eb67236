// The import wizard by clicks, from the file to the register and back: a Shapefile in VN-2000, a spreadsheet of northings and
// eastings, and OpenStreetMap.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { desk, launch, phone, screenshot, seriousFindings, signIn } from './lib/browser.mjs';
import { Server, password, root } from './lib/server.mjs';

const server = new Server();
let browser, page;

before(async () => {
  mkdirSync(path.join(root, 'tests', '.out'), { recursive: true });
  await server.start({ web: true, broker: false });
  browser = await launch();
  page = await signIn(browser, server, 'asset_engineer', password);
});
after(async () => {
  await browser?.close();
  await server.stop();
});

const inFolder = (name) => path.join(server.folder, name);
function made(name, text) {
  writeFileSync(inFolder(name), text);
  return inFolder(name);
}
const present = (key) => Number(server.sql(`select count(*) from registry.asset where class_key = '${key}' and status = 'in_service'`));
const first = (key, columns) => server.sql(`select ${columns} from registry.asset where class_key = '${key}' order by id limit 1`);
const button = (name) => page.getByRole('button', { name, exact: true });

// What stands on the screen now: nothing serious for axe, by day and by night, nothing wider than a phone.
async function look(name) {
  await page.waitForTimeout(400); // what fades in or flies to its place
  await screenshot(page, `import-${name}`);
  assert.deepEqual(await seriousFindings(page), [], name);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForTimeout(200);
  await screenshot(page, `import-${name}-dark`);
  assert.deepEqual(await seriousFindings(page, ['color-contrast']), [], `${name} in the dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(phone);
  await page.waitForTimeout(200);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${name} is wider than a phone`);
  await screenshot(page, `import-${name}-phone`);
  await page.setViewportSize(desk);
}

async function choose(label, option) {
  await page.getByLabel(label).first().click();
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').filter({ hasText: option }).first().click();
}
async function sendFile(files) {
  await page.goto(`${server.url}/imports/new`);
  await page.locator('input[type=file]').setInputFiles(files);
  await page.getByRole('heading', { name: 'Vị trí' }).waitFor();
}
async function takeClass(title) {
  await button('Tiếp tục').click();
  await page.getByLabel('Nhập thành loại công trình').click();
  await page.keyboard.type(title);
  await page.locator('.ant-select-item-option').filter({ has: page.getByText(title, { exact: true }) }).first().click();
  await page.getByText(/thuộc tính được ghép/).waitFor();
}
async function tryOut() {
  await button('Tiếp tục').click();
  await page.getByText('Chạm vào một đối tượng').waitFor();
  await look(`preview-${await page.locator('h1').textContent()}`);
  await button('Kiểm tra thử').click();
  await button('Đến bước nhập').waitFor();
}
async function commit(words) {
  await button('Đến bước nhập').click();
  await button(words).click();
  await page.getByRole('heading', { name: 'Đã nhập xong' }).waitFor();
}
async function undo() {
  await page.getByRole('button', { name: 'Hoàn tác lần nhập này' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Hoàn tác' }).click();
  await page.getByRole('heading', { name: 'Đã hoàn tác' }).waitFor();
}

test('a Shapefile in EPSG:5897, its parts chosen together', async () => {
  const lamps = Array.from({ length: 12 }, (_, i) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [588000.5 + 30 * i, 2326000] }, properties: { MA_DEN: `TP-${String(i + 1).padStart(2, '0')}`, TEN: `Đèn ${i + 1} đường Trần Phú`, CONG_SUAT: i === 3 ? 99999 : 150, LOAI_BONG: ['LED', 'Natri cao áp', 'bóng lạ'][i % 3], NGAY_LAP: '15/03/2024' } }));
  const source = made('lamps.geojson', JSON.stringify({ type: 'FeatureCollection', crs: { type: 'name', properties: { name: 'EPSG:5897' } }, features: lamps }));
  execFileSync('ogr2ogr', ['-f', 'ESRI Shapefile', '-lco', 'ENCODING=UTF-8', inFolder('DenTranPhu.shp'), source]);
  await sendFile(['shp', 'shx', 'dbf', 'prj', 'cpg'].map((end) => inFolder(`DenTranPhu.${end}`)));
  await page.getByText('Các điểm nằm trong Hà Nội.').waitFor();
  await page.getByText('Tệp ghi: VN-2000').waitFor();
  await look('source-shapefile');
  await takeClass('Đèn chiếu sáng');
  assert.equal(await page.getByLabel('Cột mã').locator('xpath=ancestor::*[contains(@class, "ant-select")][1]').textContent(), 'MA_DEN – TP-01');
  await choose('bóng lạ', 'Để trống');
  await look('mapping-shapefile');
  await tryOut();
  await page.getByText('99.999 W').first().waitFor();
  await look('check-shapefile');
  assert.equal(present('lamp'), 0, 'a trial writes nothing');
  await commit('Nhập 11 công trình');
  await look('done-shapefile');
  assert.equal(present('lamp'), 11);
  const [lon, lat, power, source_, name] = first('lamp', "st_x(geom), st_y(geom), attributes ->> 'power_w', attributes ->> 'light_source', name").split('|');
  assert.ok(Math.abs(lon - 105.84849) < 1e-4 && Math.abs(lat - 21.0235) < 1e-2, `${lon} ${lat}`);
  assert.deepEqual([power, source_, name], ['150', 'led', 'Đèn 1 đường Trần Phú']);
  await page.getByRole('link', { name: /Xem danh sách/ }).click();
  await page.waitForURL((url) => url.pathname === '/assets');
  await page.getByText('Đèn 12 đường Trần Phú').first().waitFor();
  await page.goBack();
  await undo();
  await look('undone-shapefile');
  assert.equal(present('lamp'), 0);
});

test('a spreadsheet with northing and easting', async () => {
  const rows = Array.from({ length: 5 }, (_, i) => `HG-0${i + 1},"${2326010 + 10 * i},5","${588010 + 10 * i},25",${150 + i},Giếng thăm`);
  execFileSync('ogr2ogr', ['-f', 'XLSX', inFolder('ho ga.xlsx'), made('ho ga.csv', ['Mã hố,X (bắc),Y (đông),Chiều sâu (cm),Loại', ...rows].join('\n'))]);
  await sendFile(inFolder('ho ga.xlsx'));
  // X of the survey papers is the north.
  await page.getByText('2326010,5').first().waitFor();
  await page.getByText('Các điểm nằm trong Hà Nội.').or(page.getByText('Với các hệ này, các điểm nằm trong Hà Nội:')).waitFor();
  await look('source-xlsx');
  await choose('Hệ tọa độ', '105°00′');
  await takeClass('Hố ga');
  await choose('Cột mã', 'Mã hố');
  await look('mapping-xlsx');
  await tryOut();
  await commit('Nhập 5 công trình');
  assert.equal(present('manhole'), 5);
  const [lon, lat, depth, kind] = first('manhole', "st_x(geom), st_y(geom), attributes ->> 'depth_m', attributes ->> 'kind'").split('|');
  assert.ok(Math.abs(lon - 105.8486) < 1e-3 && Math.abs(lat - 21.0235) < 1e-2, `${lon} ${lat}`);
  assert.deepEqual([depth, kind], ['1.5', 'inspection']);
  await undo();
  assert.equal(present('manhole'), 0);
});

test('a piece of OpenStreetMap as PBF, its tags kept', async () => {
  const nodes = [[105.85, 21.03], [105.851, 21.031], [105.852, 21.0325]].map(([lon, lat], i) => `<node id="${i + 1}" version="1" lat="${lat}" lon="${lon}"/>`);
  const way = (id, refs, tags) => `<way id="${id}" version="1">${refs.map((ref) => `<nd ref="${ref}"/>`).join('')}${Object.entries(tags).map(([k, v]) => `<tag k="${k}" v="${v}"/>`).join('')}</way>`;
  const text = ['<osm version="0.6">', ...nodes, '<node id="4" version="1" lat="21.0305" lon="105.8505"><tag k="highway" v="crossing"/></node>',
    way(10, [1, 4, 2], { highway: 'primary', name: 'Phố Huế', lanes: '4', maxspeed: '50' }), way(11, [2, 3], { highway: 'residential', surface: 'asphalt' }), '</osm>'].join('\n');
  execFileSync('osmium', ['cat', '--overwrite', '-o', inFolder('pho-hue.osm.pbf'), made('pho-hue.osm', text)]);
  await sendFile(inFolder('pho-hue.osm.pbf'));
  await page.getByRole('radio', { name: /^lines/ }).click();
  await page.getByText('Các điểm nằm trong Hà Nội.').waitFor();
  await look('source-pbf');
  await takeClass('Đường');
  await page.getByText(/Không cần ghép: thẻ OpenStreetMap/).waitFor();
  await look('mapping-pbf');
  await tryOut();
  await commit('Nhập 2 công trình');
  assert.equal(present('road'), 2);
  assert.deepEqual(JSON.parse(first('road', "json_build_array(name, attributes ->> 'lanes', attributes -> 'osm_tags' ->> 'highway')")), ['Phố Huế', '4', 'primary']);
  await undo();
  assert.equal(present('road'), 0);
});

test('a file that cannot be read says why, and nothing of it stays', async () => {
  await page.goto(`${server.url}/imports/new`);
  await page.locator('input[type=file]').setInputFiles(made('hong.gpkg', `SQLite format 3\0${'x'.repeat(5_000)}`));
  await page.getByText('Không đọc được tệp này').waitFor();
  await look('failed');
  await page.getByRole('button', { name: 'Bỏ lần nhập này' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Bỏ lần nhập này' }).click();
  await page.waitForURL('**/imports');
  await look('list');
  assert.deepEqual(page.problems, []);
});
