// Files that were made to do harm: each is refused with a reason, in bounded time and memory, and leaves nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import { dbf, exported, inspected, points, step, zip } from './lib/importing.mjs';
import { Client } from './lib/client.mjs';
import { Server } from './lib/server.mjs';

let server, admin;
const memoryMax = 1 << 20;  // kB of the server's peak: files of 100 MB pass through it in pieces

before(async () => {
  server = new Server();
  await server.start({ broker: false });
  admin = await Client.as(server, 'admin');
});
after(() => server.stop());

const staging = (id) => path.join(server.data, 'imports', String(id));
const children = () => execFileSync('ps', ['--ppid', String(server.process.pid), '-o', 'comm='], { encoding: 'utf8' }).split('\n').filter((c) => /ogr/.test(c));
const psNothing = () => { try { return children(); } catch { return []; } };

// Refused at inspection with one of `codes`; afterwards nothing of it is left.
async function refused(name, bytes, codes, limitMs = 60_000) {
  const begun = Date.now();
  const seen = await inspected(admin, name, bytes);
  assert.equal(seen.state, 'failed', `${name}: ${JSON.stringify(seen).slice(0, 400)}`);
  assert.ok(codes.includes(seen.error.code), `${name}: ${JSON.stringify(seen.error)}`);
  assert.ok(seen.error.message_vi.length > 10);
  assert.ok(Date.now() - begun < limitMs, `${name} took ${Date.now() - begun} ms`);
  await gone(seen.id);
  return seen.error;
}
async function gone(id) {
  assert.ok(!existsSync(path.join(staging(id), 'sandbox')), 'the sandbox is empty');
  assert.deepEqual(psNothing(), []);
  await admin.call('DELETE', `/api/v1/imports/${id}`);
  assert.ok(!existsSync(staging(id)), 'no staging folder');
  assert.equal(server.sql('select count(*) from registry.asset'), '0');
  assert.equal(server.sql('select count(*) from registry.import_result'), '0');
}
// Taken as a file, but no row of it.
async function noRows(name, bytes, settings, codes) {
  const seen = await inspected(admin, name, bytes);
  assert.equal(seen.state, 'inspected', `${name}: ${JSON.stringify(seen.error)}`);
  await admin.call('PUT', `/api/v1/imports/${seen.id}/settings`, { layer: seen.layers[0].name, class: 'manhole', crs: 'EPSG:4326', ...settings });
  const checked = await step(admin, seen.id, 'check');
  assert.equal(checked.report.created, 0, name);
  const { items } = await admin.call('GET', `/api/v1/imports/${seen.id}/rows`);
  for (const row of items) assert.ok(codes.includes(row.code), `${name}: ${JSON.stringify(row)}`);
  await admin.call('DELETE', `/api/v1/imports/${seen.id}`);
}

test('archives: bombs, nests, paths, lies and damage', async () => {
  const blanks = Buffer.alloc(300 << 20);
  await refused('bomb.zip', zip({ 'a.shp': blanks }), ['archive_refused']);
  await refused('bomb.xlsx', zip({ 'xl/workbook.xml': blanks }), ['archive_refused']);
  await refused('bomb.kmz', zip({ 'doc.kml': blanks }), ['archive_refused']);
  await refused('bomb.geojson.gz', gzipSync(blanks), ['unreadable_file', 'text_too_long']);
  await refused('lie.zip', zip({ 'a.shp': Buffer.alloc(100_000) }, { lies: 10 }), ['archive_refused']);
  await refused('nested.zip', zip({ 'inner.zip': zip({ 'a.shp': 'x' }) }), ['archive_refused']);
  for (const name of ['../../etc/a.shp', '/etc/a.shp', 'a/../../a.shp', '..\\a.shp', 'C:\\a.shp', 'a\u0001.shp']) await refused('path.zip', zip({ [name]: 'x' }), ['archive_refused']);
  await refused('many.zip', zip(Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`${i}.shp`, '']))), ['archive_refused']);
  await refused('cut.zip', zip({ 'a.shp': points([[1, 2]]).shp }).subarray(0, 100), ['archive_refused']);
  await refused('other.zip', zip({ 'readme.txt': 'x' }), ['unknown_format']);
  assert.ok(!existsSync('/etc/a.shp'));
});

test('broken headers of each format', async () => {
  const noise = Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 256));
  await refused('a.gpkg', Buffer.concat([Buffer.from('SQLite format 3\0'), noise]), ['file_refused']);
  await refused('a.fgb', Buffer.concat([Buffer.from('fgb\x03fgb\x01', 'latin1'), noise]), ['file_refused', 'file_too_costly']);
  await refused('a.dxf', Buffer.concat([Buffer.from('  0\nSECTION\n  2\nENTITIES\n'), noise]), ['file_refused']);
  await refused('a.zip', zip({ 'a.shp': noise, 'a.dbf': noise, 'a.shx': noise }), ['file_refused']);
  await refused('a.kml', '<kml><Document><Placemark>', ['file_refused']);
  await refused('a.xlsx', zip({ 'xl/workbook.xml': '<workbook', '[Content_Types].xml': 'x' }), ['file_refused']);
  await refused('a.geojson', '{"type":"FeatureCollection","features":[{"type"', ['invalid_json']);
  await refused('a.csv', Buffer.from('a,b\n\0\0,1\n'), ['file_refused']);
  await refused('a.exe', noise, ['unknown_format']);
});

test('blocks of OpenStreetMap that claim to be huge', async () => {
  const blob = (type, data) => {
    const header = Buffer.concat([Buffer.from([0x0a, type.length]), Buffer.from(type), Buffer.from([0x18]), varint(data.length)]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(header.length);
    return Buffer.concat([length, header, data]);
  };
  const varint = (n) => { const out = []; for (; n > 127; n = Math.floor(n / 128)) out.push((n % 128) | 128); out.push(n); return Buffer.from(out); };
  const header = blob('OSMHeader', Buffer.concat([Buffer.from([0x10]), varint(2 ** 31), Buffer.from([0x1a, 0x05]), Buffer.from('abcde')]));
  await refused('huge.osm.pbf', header, ['file_refused', 'file_too_costly']);
  const bomb = deflateSync(Buffer.alloc(64 << 20));
  await refused('bomb.osm.pbf', Buffer.concat([blob('OSMHeader', Buffer.concat([Buffer.from([0x10]), varint(64 << 20), Buffer.from([0x1a]), varint(bomb.length), bomb]))]), ['file_refused', 'file_too_costly']);
});

test('XML that grows, that reads other files, that calls home', async () => {
  const laughs = '<!DOCTYPE k [<!ENTITY a "haha">' + 'bcdefghij'.split('').map((c, i) => `<!ENTITY ${c} "${`&${String.fromCharCode(97 + i)};`.repeat(10)}">`).join('') + ']>';
  const placemark = (text) => `<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>${text}</name><Point><coordinates>105.85,21.03</coordinates></Point></Placemark></Document></kml>`;
  for (const [name, bytes] of [
    ['laughs.kml', `<?xml version="1.0"?>${laughs}${placemark('&j;')}`],
    ['secret.kml', `<?xml version="1.0"?><!DOCTYPE k [<!ENTITY x SYSTEM "file://${server.data}/secrets">]>${placemark('&x;')}`],
    ['home.kml', '<kml xmlns="http://www.opengis.net/kml/2.2"><NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink></kml>'],
    ['laughs.xlsx', zip({ 'xl/workbook.xml': `<?xml version="1.0"?>${laughs}<workbook><sheets><sheet name="&j;" sheetId="1"/></sheets></workbook>`, 'xl/_rels/workbook.xml.rels': '<Relationships/>', '[Content_Types].xml': 'x' })],
    ['vsi.kml', placemark('x').replace('<Placemark>', '<Placemark><styleUrl>/vsicurl/http://127.0.0.1:9/</styleUrl>')],
  ]) {
    const begun = Date.now();
    const seen = await inspected(admin, name, bytes);
    assert.ok(Date.now() - begun < 60_000, name);
    if (seen.state === 'inspected') {
      // An entity that was not opened leaves an empty name.
      assert.ok(!JSON.stringify(seen.layers).includes('hahaha'), name);
      assert.ok(JSON.stringify(seen.layers).length < 20_000, name);
    } else assert.ok(['file_refused', 'file_too_costly'].includes(seen.error.code), `${name}: ${JSON.stringify(seen.error)}`);
    await gone(seen.id);
  }
});

test('places that are none', async () => {
  const table = (rows) => `x,y\n${rows.join('\n')}\n`;
  await noRows('nan.csv', table(['NaN,21', 'inf,21', '1e400,21', '1e308,1e308', '200,95', 'abc,21', ',21']), { x_column: 'x', y_column: 'y' }, ['not_a_number', 'coordinates_outside_world', 'missing_field']);
  await noRows('swapped.csv', table(['21.03,105.85']), { x_column: 'x', y_column: 'y' }, ['coordinates_swapped']);
  const { shp, shx } = points([[NaN, 1], [1e300, -1e300], [Infinity, 0]]);
  await noRows('nan.zip', zip({ 'a.shp': shp, 'a.shx': shx, 'a.dbf': dbf(['A'], [['1'], ['2'], ['3']]) }), {}, ['coordinates_outside_world', 'missing_field', 'invalid_geometry', 'invalid_json', 'wrong_type']);
});

test('a million columns, a line of 100 MB, formulas', async () => {
  await refused('wide.csv', `${Array.from({ length: 1_000_000 }, (_, i) => `c${i}`).join(',')}\n`, ['file_refused']);
  await refused('wide.geojson', `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{${Array.from({ length: 100_000 }, (_, i) => `"c${i}":1`).join(',')}}}]}`, ['file_refused']);
  await refused('long.csv', Buffer.alloc(100 << 20, 0x61), ['file_refused']);
  await refused('long.geojson', Buffer.concat([Buffer.from('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":"'), Buffer.alloc(100 << 20, 0x61), Buffer.from('"},"geometry":null}]}')]), ['text_too_long']);
  const table = 'ten,x,y\n"=HYPERLINK(""http://a"")",105.85,21.03\n@SUM(1),105.86,21.03\n-1+1,105.87,21.03\n';
  const seen = await inspected(admin, 'formula.csv', table);
  await admin.call('PUT', `/api/v1/imports/${seen.id}/settings`, { layer: seen.layers[0].name, class: 'manhole', crs: 'EPSG:4326', x_column: 'x', y_column: 'y', name_column: 'ten' });
  await step(admin, seen.id, 'check');
  assert.equal((await step(admin, seen.id, 'commit')).report.created, 3);
  const csv = (await exported(admin, { format: 'csv', filter: { class: 'manhole' } })).content.toString('utf8');
  for (const text of ["'=HYPERLINK", "'@SUM(1)", "'-1+1"]) assert.ok(csv.includes(text), text);
});

test('the server stayed small, and no tool is left running', () => {
  const status = readFileSync(`/proc/${server.process.pid}/status`, 'utf8');
  const peak = Number(status.match(/VmHWM:\s+(\d+)/)[1]);
  assert.ok(peak < memoryMax, `peak of ${peak} kB`);
  assert.deepEqual(psNothing(), []);
  for (const folder of existsSync(path.join(server.data, 'imports')) ? readdirSync(path.join(server.data, 'imports')) : []) assert.ok(!existsSync(path.join(staging(folder), 'work')));
});
