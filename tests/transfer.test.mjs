// Import and export by people: the whole way of a file into the register, back out of it, and back out again.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { dbf, exported, imported, inspected, points, step, upload, zip } from './lib/importing.mjs';
import { Client } from './lib/client.mjs';
import { Server, password, sharedData, skipWithoutSharedData } from './lib/server.mjs';

let server, admin;
before(async () => {
  server = new Server();
  await server.start({ broker: false });
  admin = await Client.as(server, 'admin');
  const square = (west) => ({ type: 'Polygon', coordinates: [[[west, 20.9], [west + 0.1, 20.9], [west + 0.1, 21.2], [west, 21.2], [west, 20.9]]] });
  for (const [code, west] of [['00004', 105.7], ['00070', 105.8]]) await admin.call('POST', '/api/v1/assets', { class: 'ward', name: `Phường ${code}`, attributes: { code }, geometry: square(west) });
});
after(() => server.stop());

const count = (condition) => Number(server.sql(`select count(*) from registry.asset where ${condition}`));
const staged = () => (existsSync(path.join(server.data, 'imports')) ? readdirSync(path.join(server.data, 'imports')) : []);

// "Hố ga số 1" … in TCVN3; VN-2000 of Hà Nội, easting and northing with a decimal comma.
const tcvn3 = (n) => Buffer.concat([
  Buffer.from('M\xb7;T\xaan;Y;X;S\xa9u;Lo\xb9i\r\n', 'latin1'),
  ...Array.from({ length: n }, (_, i) => Buffer.from(`HG${i};H\xe8 ga s\xe8 ${i} \xae\xad\xeang Tr\xc7n Ph\xf3;${588000 + 10 * i},5;2326000;${150 + i};th\xa8m\r\n`, 'latin1')),
]);
const manholes = (more = {}) => ({
  class: 'manhole', crs: 'EPSG:5897', x_column: 'Y', y_column: 'X', name_column: 'Tên', id_column: 'Mã', id_kind: 'legacy_city', swap_axes: false,
  fields: [{ attribute: 'depth_m', column: 'Sâu', unit_factor: 0.01 }], ...more,
});

test('a table in TCVN3 goes in, and everything about it can be seen before', async () => {
  const seen = await inspected(admin, 'ho ga.csv', tcvn3(20));
  assert.equal(seen.state, 'inspected', JSON.stringify(seen.error));
  assert.equal(seen.format, 'CSV');
  const [layer] = seen.layers;
  assert.equal(layer.encoding, 'TCVN3');
  assert.equal(layer.encoding_sure, true);
  assert.equal(layer.features, 20);
  assert.deepEqual(layer.fields.map((f) => f.name), ['Mã', 'Tên', 'Y', 'X', 'Sâu', 'Loại']);
  assert.equal(layer.fields[1].samples[0], 'Hố ga số 0 đường Trần Phú');
  assert.deepEqual(layer.fields[5].values, ['thăm']);
  assert.ok(layer.encodings.some((e) => e.encoding === 'VNI'));

  const refusals = [[{ layer: 'nowhere' }, 'unknown_layer', '/layer'], [{ layer: layer.name, crs: 'EPSG:6957' }, 'unknown_crs', '/crs'],
    [{ layer: layer.name, x_column: 'Z' }, 'unknown_column', '/x_column'], [{ layer: layer.name, class: 'manhole', fields: [{ attribute: 'colour', constant: 1 }] }, 'unknown_attribute', '/fields/0/attribute']];
  for (const [settings, code, where] of refusals) {
    const { status, body } = await admin.request('PUT', `/api/v1/imports/${seen.id}/settings`, settings);
    assert.deepEqual([status, body.code, body.where], [422, code, where]);
  }
  await admin.call('PUT', `/api/v1/imports/${seen.id}/settings`, { layer: layer.name, ...manholes() });
  const preview = await admin.call('GET', `/api/v1/imports/${seen.id}/preview`);
  assert.equal(preview.features.length, 20);
  assert.equal(preview.outside, 0);
  assert.ok(Math.abs(preview.features[0].geometry.coordinates[0] - 105.84849) < 1e-4);
  assert.equal(preview.features[0].properties.depth_m, 1.5);

  const checked = await step(admin, seen.id, 'check');
  assert.equal(checked.state, 'checked', JSON.stringify(checked.error));
  assert.equal(checked.report.created, 20);
  assert.equal(count("class_key = 'manhole'"), 0, 'a check writes nothing');
  const done = await step(admin, seen.id, 'commit');
  assert.equal(done.state, 'imported', JSON.stringify(done.error));
  assert.equal(count("class_key = 'manhole' and status = 'in_service' and ward_code = '00070'"), 20);
  const { items } = await admin.call('GET', '/api/v1/assets?q=ho ga so 7 duong tran phu');
  const asset = await admin.call('GET', `/api/v1/assets/${items[0].id}`);
  assert.equal(asset.name, 'Hố ga số 7 đường Trần Phú');
  assert.equal(asset.attributes.depth_m, 1.57);

  const again = await imported(admin, 'ho ga.csv', tcvn3(21), manholes());
  assert.deepEqual([again.report.created, again.report.unchanged], [1, 20]);
});

test('rows are refused one by one, warned of, and paged', async () => {
  const table = ['ma,ten,x,y', 'A1,Một,588000,2326000', 'A1,Hai,588100,2326000', 'A3,Ba,abc,2326000', 'A4,Bốn,588000.5,2326000', 'A5,Năm,988000,2326000', 'A6,,588300,2326000'].join('\n');
  const seen = await imported(admin, 'rows.csv', table, { class: 'manhole', crs: 'EPSG:5897', x_column: 'x', y_column: 'y', name_column: 'ten', id_column: 'ma', id_kind: 'khac' });
  assert.deepEqual([seen.report.created, seen.report.refused], [4, 2]);
  assert.ok(seen.report.warned >= 2);
  const refused = await admin.call('GET', `/api/v1/imports/${seen.id}/rows?outcome=refused`);
  assert.deepEqual(refused.items.map((r) => [r.row, r.code]).sort(), [[2, 'duplicate_identifier'], [3, 'not_a_number']]);
  const warned = await admin.call('GET', `/api/v1/imports/${seen.id}/rows?outcome=warned`);
  const codes = warned.items.map((r) => `${r.row} ${r.code}`);
  assert.ok(codes.includes('5 outside_city') && codes.includes('5 far_from_others'), codes.join());
  assert.ok(codes.some((c) => c.startsWith('1 near_duplicate')), codes.join());
  const first = await admin.call('GET', `/api/v1/imports/${seen.id}/rows?limit=2`);
  assert.equal(first.items.length, 2);
  assert.ok(first.next && first.total >= 6);
});

test('days are read as Vietnamese tables write them, and nothing else is guessed at', async () => {
  const days = ['15/03/2024', '5.3.2024', '2024-03-15', '2024/03/15 00:00:00', '31/02/2024', '15/03/24'];
  const table = ['ma,x,y,ngay', ...days.map((day, i) => `N${i},${589000 + 10 * i},2326800,${day}`)].join('\n');
  const seen = await imported(admin, 'ngay.csv', table, { class: 'manhole', crs: 'EPSG:5897', x_column: 'x', y_column: 'y', id_column: 'ma', id_kind: 'ngay', fields: [{ attribute: 'last_cleaned', column: 'ngay' }] });
  assert.deepEqual([seen.report.created, seen.report.refused], [4, 2]);
  const { items } = await admin.call('GET', `/api/v1/imports/${seen.id}/rows?outcome=refused`);
  assert.deepEqual(items.map((r) => [r.row, r.code]).sort(), [[5, 'invalid_value'], [6, 'invalid_value']]);
  const read = server.sql("select attributes ->> 'last_cleaned' from registry.asset a join registry.identifier i on i.asset_id = a.id where i.kind = 'ngay' order by i.value");
  assert.deepEqual(read.split('\n'), ['2024-03-15', '2024-03-05', '2024-03-15', '2024-03-15']);
});

test('an undo takes back what nobody has changed since, by both times', async () => {
  const file = (depth) => `ma,ten,x,y,sau\nU1,Một,588010,2326500,${depth}\nU2,Hai,588110,2326500,${depth}\n`;
  const settings = { class: 'manhole', crs: 'EPSG:5897', x_column: 'x', y_column: 'y', name_column: 'ten', id_column: 'ma', id_kind: 'thu', fields: [{ attribute: 'depth_m', column: 'sau' }] };
  await imported(admin, 'undo.csv', file(1), settings);
  const idOf = async (value) => Number(server.sql(`select asset_id from registry.identifier where kind = 'thu' and value = '${value}'`));
  const [one, two] = [await idOf('U1'), await idOf('U2')];
  const changed = await imported(admin, 'undo.csv', `${file(2)}U3,Ba,588210,2326500,2\n`, settings);
  assert.deepEqual([changed.report.created, changed.report.changed], [1, 2]);
  const three = await idOf('U3');
  const between = new Date().toISOString();
  await admin.call('PATCH', `/api/v1/assets/${two}`, { attributes: { basin: 'Tô Lịch' } }, { 'If-Match': '"2"' });
  const undone = await step(admin, changed.id, 'undo');
  assert.equal(undone.state, 'undone', JSON.stringify(undone.error));
  assert.deepEqual([undone.undo_report.undone, undone.undo_report.left], [2, 1]);
  const left = await admin.call('GET', `/api/v1/imports/${changed.id}/rows?outcome=left`);
  assert.deepEqual(left.items.map((r) => [r.asset_id, r.code]), [[two, 'changed_since']]);
  assert.equal((await admin.call('GET', `/api/v1/assets/${one}`)).attributes.depth_m, 1);
  assert.equal((await admin.call('GET', `/api/v1/assets/${two}`)).attributes.depth_m, 2);
  assert.equal((await admin.call('GET', `/api/v1/assets/${three}`)).status, 'retired');
  // What held in the city at that time, as believed now and as believed then.
  assert.equal((await admin.call('GET', `/api/v1/assets/${one}?as_of=${between}`)).attributes.depth_m, 1);
  assert.equal((await admin.call('GET', `/api/v1/assets/${one}?recorded_as_of=${between}`)).attributes.depth_m, 2);
  const anew = await imported(admin, 'undo.csv', `${file(2)}U3,Ba,588210,2326500,2\n`, settings);
  assert.deepEqual([anew.report.created, anew.report.changed, anew.report.unchanged], [1, 1, 1], 'the same file goes in again');
});

test('a table without coordinates and names changes only what it knows of', async () => {
  const first = 'ma,ten,x,y,sau\nB1,Hố một,588010,2326900,1\nB2,Hố hai,588110,2326900,1\n';
  const fields = [{ attribute: 'depth_m', column: 'sau' }];
  await imported(admin, 'bang.csv', first, { class: 'manhole', crs: 'EPSG:5897', x_column: 'x', y_column: 'y', name_column: 'ten', id_column: 'ma', id_kind: 'bang', fields });
  const idOf = (value) => Number(server.sql(`select asset_id from registry.identifier where kind = 'bang' and value = '${value}'`));
  const one = idOf('B1');
  await admin.call('PATCH', `/api/v1/assets/${one}`, { name_en: 'Manhole one', other_names: ['Hố cũ'] }, { 'If-Match': '"1"' });
  const before = await admin.call('GET', `/api/v1/assets/${one}`);
  const table = await imported(admin, 'bang2.csv', 'ma,sau\nB1,2\nB2,1\nB3,3\n', { class: 'manhole', crs: undefined, id_column: 'ma', id_kind: 'bang', fields });
  assert.equal(table.state, 'imported', JSON.stringify(table.error));
  // B2 is told of in fewer words than the first time: it is written again, as it was.
  assert.deepEqual([table.report.created, table.report.changed, table.report.refused, table.report.warned], [1, 2, 0, 0]);
  const after = await admin.call('GET', `/api/v1/assets/${one}`);
  assert.equal(after.attributes.depth_m, 2);
  for (const name of ['name', 'name_en', 'other_names', 'geometry', 'ward_code']) assert.deepEqual(after[name], before[name], name);
  assert.ok(after.geometry && after.ward_code === '00070');
  const found = await admin.call('GET', '/api/v1/assets?q=ho cu');
  assert.deepEqual(found.items.map((each) => each.id), [one]);
  const fresh = await admin.call('GET', `/api/v1/assets/${idOf('B3')}`);
  assert.deepEqual([fresh.name, fresh.geometry], ['Hố ga (B3)', null]);
  const renamed = await imported(admin, 'bang3.csv', 'ma,ten,sau\nB1,Hố đầu ngõ,2\n', { class: 'manhole', crs: undefined, name_column: 'ten', id_column: 'ma', id_kind: 'bang', fields });
  assert.equal(renamed.report.changed, 1);
  for (const words of ['ho dau ngo', 'ho cu', 'b1']) assert.ok((await admin.call('GET', `/api/v1/assets?q=${words}`)).items.some((each) => each.id === one), words);
  assert.equal((await admin.call('GET', '/api/v1/assets?q=ho mot')).items.some((each) => each.id === one), false);
  const undone = await step(admin, table.id, 'undo');
  assert.deepEqual([undone.undo_report.undone, undone.undo_report.left], [2, 1]);
});

test('an upload goes on after a break, and an import belongs to its author', async () => {
  const bytes = tcvn3(5);
  const begun = await admin.call('POST', '/api/v1/imports', { file_name: 'part.csv', bytes: bytes.length });
  const put = (offset, part) => admin.request('PUT', `/api/v1/imports/${begun.id}/content?offset=${offset}`, part, { 'Content-Type': 'application/octet-stream' });
  assert.equal((await put(0, bytes.subarray(0, 50))).body.received, 50);
  const wrong = await put(0, bytes.subarray(0, 50));
  assert.deepEqual([wrong.status, wrong.body.code], [409, 'wrong_offset']);
  await server.kill();
  await server.start({ broker: false });
  admin = await Client.as(server, 'admin');
  assert.equal((await admin.call('GET', `/api/v1/imports/${begun.id}`)).received, 50);
  const done = await admin.request('PUT', `/api/v1/imports/${begun.id}/content?offset=50`, bytes.subarray(50), { 'Content-Type': 'application/octet-stream' });
  assert.equal(done.body.state, 'uploaded');
  const engineer = await Client.as(server, 'asset_engineer');
  assert.equal((await engineer.request('GET', `/api/v1/imports/${begun.id}`)).status, 404);
  assert.ok(staged().includes(String(begun.id)));
  assert.equal((await admin.request('DELETE', `/api/v1/imports/${begun.id}`)).status, 204);
  assert.ok(!staged().includes(String(begun.id)));
});

test('an import that waits for its turn is taken out of the queue, and can be begun again', async () => {
  const slow = await upload(admin, 'cham.csv', tcvn3(50_000)), waiting = await upload(admin, 'cho.csv', tcvn3(1));
  await admin.call('POST', `/api/v1/imports/${slow.id}/inspection`, {});
  await admin.call('POST', `/api/v1/imports/${waiting.id}/inspection`, {});
  assert.equal((await admin.call('POST', `/api/v1/imports/${waiting.id}/cancel`, {})).state, 'uploaded');
  assert.equal((await step(admin, waiting.id, 'inspection')).state, 'inspected');
  for (const one of [slow, waiting]) await admin.call('DELETE', `/api/v1/imports/${one.id}`);
});

test('somebody imports within their wards only', async () => {
  const user = await admin.call('POST', '/api/v1/users', { name: 'ky_su_phuong', full_name: 'Kỹ sư phường', password, roles: [] });
  await admin.call('POST', '/api/v1/grants', { user_id: user.id, role: 'asset_engineer', wards: ['00004'], reason: 'Kiểm thử' });
  const engineer = await Client.as(server, 'ky_su_phuong');
  const table = 'ma,x,y\nW1,577000,2326000\nW2,588500,2326000\n';  // 00004, 00070
  const seen = await imported(engineer, 'ward.csv', table, { class: 'manhole', crs: 'EPSG:5897', x_column: 'x', y_column: 'y', id_column: 'ma', id_kind: 'phuong' });
  assert.deepEqual([seen.report.created, seen.report.refused], [1, 1]);
  const { items } = await engineer.call('GET', `/api/v1/imports/${seen.id}/rows?outcome=refused`);
  assert.deepEqual([items[0].row, items[0].code], [2, 'forbidden']);
});

test('a shapefile in VNI with a projection of another program', async () => {
  const { shp, shx } = points([[588000, 2327000], [588100, 2327000]]);
  const table = dbf(['TEN', 'MA'], [['Ho\xe1 ga \xf1\xf6\xf4\xf8ng Tra\xe0n Phu\xf9', 'S1'], ['C\xf4ng Vi\xe2n Tho\xe1ng Nha\xe1t'.replace('Vi\xe2n', 'vie\xe2n'), 'S2']].map((r) => r.map((t) => Buffer.from(t, 'latin1'))));
  const prj = 'PROJCS["VN_2000_TM-3_105",GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",105.0],PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]';
  const seen = await inspected(admin, 'hố ga.zip', zip({ 'thư mục/HoGa.shp': shp, 'thư mục/HoGa.shx': shx, 'thư mục/HoGa.dbf': table, 'thư mục/HoGa.PRJ': prj }));
  assert.equal(seen.state, 'inspected', JSON.stringify(seen.error));
  const [layer] = seen.layers;
  assert.deepEqual([layer.name, layer.crs, layer.features, layer.geometry], ['HoGa', 'EPSG:5897', 2, 'Point']);
  assert.equal(layer.encoding, 'VNI');
  assert.equal(layer.fields[0].samples[0], 'Hố ga đường Trần Phú');
});

test('each format goes out and comes back as the same register', async () => {
  const made = [];
  for (let i = 0; i < 3; ++i)
    made.push(await admin.call('POST', '/api/v1/assets', {
      class: 'road', name: `=Đường số ${i}, "A"`, attributes: { lanes: i + 1, surface: 'asphalt' }, identifiers: [{ kind: 'vong', value: `R${i}` }],
      geometry: { type: 'LineString', coordinates: [[105.81 + i / 100, 21.01], [105.8123456 + i / 100, 21.0187654]] },
    }));
  const request = (format, crs) => ({ format, crs, filter: { class: 'road' } });
  const distance = (a, b) => Math.hypot((a[0] - b[0]) * 103_900, (a[1] - b[1]) * 110_700);
  for (const [format, crs, extension] of [['geojson', 'EPSG:4326', 'geojson'], ['geojson', 'EPSG:5897', 'geojson'], ['gpkg', 'EPSG:5897', 'gpkg'], ['fgb', 'EPSG:3405', 'fgb'], ['dxf', 'EPSG:5897', 'dxf']]) {
    const file = await exported(admin, request(format, crs));
    assert.equal(file.features, 3);
    const seen = await inspected(admin, `back.${extension}`, file.content);
    assert.equal(seen.state, 'inspected', `${format}: ${JSON.stringify(seen.error)}`);
    const [layer] = seen.layers;
    assert.equal(layer.features, 3, format);
    if (format !== 'dxf') assert.equal(layer.crs, crs, format);
    await admin.call('PUT', `/api/v1/imports/${seen.id}/settings`, {
      layer: layer.name, crs, class: 'road', ...(format === 'dxf' ? {} : { name_column: 'name', id_column: 'identifier', id_kind: 'vong', fields: [{ attribute: 'lanes', column: 'lanes' }, { attribute: 'surface', column: 'surface' }] }),
    });
    const preview = await admin.call('GET', `/api/v1/imports/${seen.id}/preview`);
    preview.features.sort((a, b) => a.geometry.coordinates[0][0] - b.geometry.coordinates[0][0]);  // FlatGeobuf orders by place
    preview.features.forEach((feature, i) => feature.geometry.coordinates.forEach((c, k) => assert.ok(distance(c, made[i].geometry.coordinates[k]) < 0.002, `${format} ${crs}: ${c}`)));
    const checked = await step(admin, seen.id, 'check');
    assert.equal(checked.report.refused, 0, format);
    if (format !== 'dxf') {
      assert.equal(checked.report.created, 0, `${format}: found again by their identifiers`);
      assert.equal(preview.features[1].properties.name, made[1].name);
      assert.equal(preview.features[1].properties.lanes, 2);
    }
  }
  const city = JSON.parse((await exported(admin, request('cityjson', 'EPSG:5897'))).content);
  assert.deepEqual([city.type, city.version, city.metadata.referenceSystem], ['CityJSON', '2.0', 'https://www.opengis.net/def/crs/EPSG/0/5897']);
  assert.equal(Object.keys(city.CityObjects).length, 3);
  for (const object of Object.values(city.CityObjects)) {
    assert.equal(object.type, 'Road');
    for (const line of object.geometry[0].boundaries) for (const v of line) assert.ok(Number.isInteger(city.vertices[v][0]));
  }
});

test('tables carry coordinates in columns and no formulas', async () => {
  const csv = (await exported(admin, { format: 'csv', crs: 'EPSG:5897', filter: { class: 'road' } })).content.toString('utf8');
  const [head, first] = csv.slice(1).split('\r\n');
  assert.ok(head.includes('easting,northing'));
  assert.ok(first.includes(`"'=Đường số 0, ""A"""`), first);
  const xlsx = await exported(admin, { format: 'xlsx', crs: 'EPSG:5897', filter: { class: 'manhole', status: 'in_service' } });
  const seen = await inspected(admin, 'back.xlsx', xlsx.content);
  assert.equal(seen.state, 'inspected', JSON.stringify(seen.error));
  assert.equal(seen.layers[0].features, xlsx.features);
  await admin.call('PUT', `/api/v1/imports/${seen.id}/settings`, { layer: seen.layers[0].name, crs: 'EPSG:5897', class: 'manhole', x_column: 'easting', y_column: 'northing', name_column: 'name', id_column: 'identifier', id_kind: 'khac' });
  const preview = await admin.call('GET', `/api/v1/imports/${seen.id}/preview`);
  assert.equal(preview.features.length, xlsx.features);
});

test('an export is what its author may read, and goes with their rights', async () => {
  const secret = await admin.call('POST', '/api/v1/assets', { class: 'bridge', name: 'Cầu mật', sensitivity: 'restricted', geometry: { type: 'Point', coordinates: [105.85, 21] } });
  const viewer = await Client.as(server, 'viewer');
  const theirs = await exported(viewer, { format: 'geojson', filter: { class: 'bridge' } });
  assert.ok(!theirs.content.includes('Cầu mật'));
  const mine = await exported(admin, { format: 'geojson', filter: { class: 'bridge' } });
  assert.ok(mine.content.includes('Cầu mật'));
  assert.ok(Number(server.sql(`select count(*) from security.audit_log where action = 'asset.read_restricted' and after::text like '%${secret.id}%'`)) >= 1);
  assert.equal((await viewer.request('GET', `/api/v1/exports/${mine.id}/content`)).status, 404);
});

test('corners become a polygon', async () => {
  const answer = await admin.call('POST', '/api/v1/geometry/corners', { crs: 'EPSG:5897', stated_area_m2: 12_000, corners: [{ label: '1', northing: 2326000, easting: 588000 }, { northing: 2326000, easting: 588100 }, { northing: 2326100, easting: 588100 }, { northing: 2326100, easting: 588000 }] });
  assert.ok(Math.abs(answer.area_m2 - 10_000) < 0.01);
  assert.deepEqual(answer.warnings.map((w) => w.code), ['area_differs']);
  assert.equal(answer.geometry.type, 'Polygon');
});

// Each batch may look at a few neighbours, never at the whole class: else this does not end.
test('the real roads of the city go in by the wizard, and out again', { skip: skipWithoutSharedData }, async () => {
  const packed = readFileSync(path.join(sharedData, 'hanoi', 'roads_osm_2025.geojson.gz'));
  const roads = JSON.parse(gunzipSync(packed)).features;
  const surfaces = { asphalt: 'asphalt', concrete: 'concrete', 'concrete:plates': 'concrete', unpaved: 'unpaved', dirt: 'unpaved', paved: null };
  const bad = roads.filter(({ properties: p }) => p.oneway === '-1' || (p.surface !== undefined && !(p.surface in surfaces)));
  assert.ok(bad.length > 0);
  const fields = [{ attribute: 'lanes', column: 'lanes' }, { attribute: 'speed_limit_kmh', column: 'maxspeed' }, { attribute: 'one_way', column: 'oneway' }, { attribute: 'surface', column: 'surface', values: surfaces }];
  const seen = await inspected(admin, 'roads_osm_2025.geojson.gz', packed);
  assert.equal(seen.layers[0].features, roads.length);
  await admin.call('PUT', `/api/v1/imports/${seen.id}/settings`, { layer: seen.layers[0].name, crs: 'EPSG:4326', class: 'road', name_column: 'name', id_column: 'osm_id', id_kind: 'osm_way', fields });
  const checked = await step(admin, seen.id, 'check');
  assert.equal(checked.state, 'checked', JSON.stringify(checked.error));
  const counts = ({ created, changed, unchanged, refused }) => [created, changed, unchanged, refused];
  assert.deepEqual(counts(checked.report), [roads.length - bad.length, 0, 0, bad.length]);
  const done = await step(admin, seen.id, 'commit');
  assert.equal(done.state, 'imported', JSON.stringify(done.error));
  assert.deepEqual(counts(done.report), counts(checked.report));
  const kept = roads.filter((road) => !bad.includes(road));
  const sum = (name) => kept.reduce((total, road) => total + Number(road.properties[name] ?? 0), 0);
  const stored = "from registry.asset a join registry.identifier i on i.asset_id = a.id and i.kind = 'osm_way' where a.class_key = 'road' and a.status = 'in_service'";
  assert.equal(server.sql(`select count(*), sum((attributes ->> 'lanes')::int), sum((attributes ->> 'speed_limit_kmh')::int), sum(st_npoints(geom)) ${stored}`), [kept.length, sum('lanes'), sum('maxspeed'), kept.reduce((n, road) => n + road.geometry.coordinates.length, 0)].join('|'));
  const undone = await step(admin, seen.id, 'undo');
  assert.equal(undone.state, 'undone', JSON.stringify(undone.error));
  assert.deepEqual([undone.undo_report.undone, undone.undo_report.left], [kept.length, 0]);
  assert.equal(server.sql(`select count(*) ${stored}`), '0');
});
