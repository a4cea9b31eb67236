// Base maps of an operator: another server's tiles through the cache, files of tiles, and what is refused.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, readdirSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { Client } from './lib/client.mjs';
import { Server } from './lib/server.mjs';

const server = new Server();
const folder = mkdtempSync(path.join(tmpdir(), 'hatang-basemaps-'));
let viewer, upstream, base;
const asked = [];
let answer = null;

// A PNG of one colour.
function png(side, [red, green, blue]) {
  const crcTable = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
  const crc = (bytes) => { let c = 0xffffffff; for (const b of bytes) c = crcTable[(c ^ b) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.concat(Array(side).fill(Buffer.from([red, green, blue])))]);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(Array(side).fill(row)))), chunk('IEND', Buffer.alloc(0))]);
}

// PMTiles 3 with one directory, not packed.
function pmtiles(tiles) {
  const varint = (n) => { const out = []; for (; n >= 128; n = Math.floor(n / 128)) out.push((n % 128) | 128); out.push(n); return out; };
  const sorted = [...tiles].sort((a, b) => a.id - b.id);
  let at = 0;
  const places = sorted.map(({ bytes }) => { const offset = at; at += bytes.length; return offset; });
  const directory = Buffer.from([...varint(sorted.length), ...sorted.flatMap(({ id }, i) => varint(id - (i ? sorted[i - 1].id : 0))), ...sorted.flatMap(() => varint(1)), ...sorted.flatMap(({ bytes }) => varint(bytes.length)), ...places.flatMap((offset) => varint(offset + 1))]);
  const head = Buffer.alloc(127);
  head.write('PMTiles');
  head[7] = 3;
  for (const [i, n] of [127, directory.length, 0, 0, 0, 0, 127 + directory.length, at].entries()) head.writeBigUInt64LE(BigInt(n), 8 + 8 * i);
  head.set([1, 1, 2, 0, 2], 97);
  return Buffer.concat([head, directory, ...sorted.map(({ bytes }) => bytes)]);
}

const red = png(8, [200, 0, 0]);
const blue = png(8, [0, 0, 200]);

before(async () => {
  chmodSync(folder, 0o755);
  upstream = createServer((request, response) => {
    asked.push(request.url);
    const { status = 200, body = red, type = 'image/png' } = answer?.(request.url) ?? {};
    response.writeHead(status, { 'Content-Type': type }).end(body);
  });
  await new Promise((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${upstream.address().port}`;

  writeFileSync(path.join(folder, 'small.pmtiles'), pmtiles([{ id: 0, bytes: red }, { id: 5, bytes: blue }]));
  writeFileSync(path.join(folder, 'broken.pmtiles'), 'PMTiles, not really');
  writeFileSync(path.join(folder, 'one.png'), png(256, [0, 120, 0]));
  // The square of the Web Mercator tile 10/813/450, in metres.
  const size = 40_075_016.685578488 / 1024;
  const [west, north] = [-20_037_508.342789244 + 813 * size, 20_037_508.342789244 - 450 * size];
  execFileSync('gdal_translate', ['-q', '-of', 'MBTILES', '-a_srs', 'EPSG:3857', '-a_ullr', west, north, west + size, north - size, path.join(folder, 'one.png'), path.join(folder, 'small.mbtiles')].map(String));
  chmodSync(path.join(folder, 'small.mbtiles'), 0o644);

  execFileSync('gdal_translate', ['-q', '-of', 'GTiff', '-a_srs', 'EPSG:3857', '-a_ullr', west, north, west + size, north - size, path.join(folder, 'one.png'), path.join(folder, 'plain.tif')].map(String));
  execFileSync('gdal_translate', ['-q', '-of', 'COG', '-co', 'TILING_SCHEME=GoogleMapsCompatible', '-co', 'COMPRESS=JPEG', path.join(folder, 'plain.tif'), path.join(folder, 'small.tif')]);

  const map = (id, kind, rest) => ({ id, name: `Nền ${id}`, kind, attribution: `© ${id}`, min_zoom: 0, max_zoom: 18, ...rest });
  writeFileSync(path.join(folder, 'basemaps.json'), JSON.stringify({
    items: [
      map('local', 'local', {}),
      map('ve-tinh', 'xyz', { url: `${base}/sat/{z}/{x}/{y}.png?key=secret-key`, satellite: true, date: '2025', licence: 'thử' }),
      map('wmts', 'wmts', { url: `${base}/wmts?TileMatrix={TileMatrix}&TileCol={TileCol}&TileRow={TileRow}` }),
      map('mb', 'mbtiles', { file: path.join(folder, 'small.mbtiles') }),
      map('pm', 'pmtiles', { file: path.join(folder, 'small.pmtiles') }),
      map('cog', 'cog', { file: path.join(folder, 'small.tif') }),
      map('tif', 'cog', { file: path.join(folder, 'plain.tif') }),
      map('hong', 'pmtiles', { file: path.join(folder, 'broken.pmtiles') }),
      map('cam', 'xyz', { url: 'http://169.254.169.254/{z}/{x}/{y}' }),
      map('nen', 'xyz', { url: '/nen/{z}/{x}/{y}.png' }),
    ],
  }));
  process.env.HATANG_BASEMAPS = path.join(folder, 'basemaps.json');
  process.env.HATANG_BASEMAP_CACHE_MB = '1';
  await server.start({ broker: false, options: ['--allow-outgoing', '127.0.0.1'] });
  viewer = await Client.as(server, 'viewer');
});
after(async () => {
  await server.stop();
  upstream?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function picture(target) {
  const response = await fetch(server.url + target, { headers: { Authorization: `Bearer ${viewer.token}` } });
  return { status: response.status, type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
}

test('the list tells where tiles are and what cannot be read, never an address with its key', async () => {
  const { body, text } = await viewer.request('GET', '/api/v1/basemaps');
  assert.doesNotMatch(text, /secret-key|169\.254|basemaps-/);
  const tiles = Object.fromEntries(body.items.map((each) => [each.id, each.tiles ?? null]));
  assert.deepEqual(tiles, { local: null, 've-tinh': '/basemaps/ve-tinh/{z}/{x}/{y}', wmts: '/basemaps/wmts/{z}/{x}/{y}', mb: '/basemaps/mb/{z}/{x}/{y}', pm: '/basemaps/pm/{z}/{x}/{y}', cog: '/basemaps/cog/{z}/{x}/{y}', tif: null, hong: null, cam: '/basemaps/cam/{z}/{x}/{y}', nen: '/nen/{z}/{x}/{y}.png' });
  const satellite = body.items.find(({ id }) => id === 've-tinh');
  assert.deepEqual([satellite.satellite, satellite.date, satellite.licence, satellite.attribution], [true, '2025', 'thử', '© ve-tinh']);
});

test('a tile of another server is fetched once, for twenty who ask at the same time too', async () => {
  asked.length = 0;
  const answers = await Promise.all(Array.from({ length: 20 }, () => picture('/basemaps/ve-tinh/12/3252/1803')));
  for (const { status, type, bytes } of answers) {
    assert.deepEqual([status, type], [200, 'image/png']);
    assert.deepEqual(bytes, red);
  }
  assert.deepEqual(asked, ['/sat/12/3252/1803.png?key=secret-key']);
  await picture('/basemaps/wmts/5/25/14');
  assert.equal(asked.at(-1), '/wmts?TileMatrix=5&TileCol=25&TileRow=14');
});

test('the cache outlives the server program', async () => {
  await server.kill();
  await server.start({ broker: false, options: ['--allow-outgoing', '127.0.0.1'] });
  viewer = await Client.as(server, 'viewer');
  asked.length = 0;
  assert.deepEqual((await picture('/basemaps/ve-tinh/12/3252/1803')).bytes, red);
  assert.deepEqual(asked, []);
});

test('what is no picture is not passed on, whatever it is called; nothing of it is kept', async () => {
  answer = () => ({ body: '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', type: 'image/png' });
  assert.equal((await picture('/basemaps/ve-tinh/12/1/1')).status, 502);
  answer = () => ({ status: 500, body: red });
  assert.equal((await picture('/basemaps/ve-tinh/12/1/1')).status, 502);
  answer = () => ({ body: Buffer.concat([red, Buffer.alloc(3 << 20)]) });
  assert.equal((await picture('/basemaps/ve-tinh/12/1/1')).status, 502);
  answer = () => ({ status: 404, body: 'none' });
  assert.equal((await picture('/basemaps/ve-tinh/12/1/1')).status, 204);
  answer = null;
  assert.equal((await picture('/basemaps/ve-tinh/12/1/1')).status, 200);
});

test('the cache stays within its bound, and the oldest goes first', async () => {
  const large = png(256, [9, 9, 9]);
  const body = Buffer.concat([large, Buffer.alloc(300_000)]);
  answer = () => ({ body });
  for (let x = 0; x < 5; x += 1) await picture(`/basemaps/ve-tinh/10/${x}/0`);
  const kept = readdirSync(path.join(server.data, 'basemap-cache'), { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  assert.ok(kept.length <= 3, `${kept.length} files of 300 kB below 1 MiB`);
  asked.length = 0;
  await picture('/basemaps/ve-tinh/10/4/0');
  assert.equal(asked.length, 0);
  await picture('/basemaps/ve-tinh/10/0/0');
  assert.equal(asked.length, 1);
  answer = null;
});

test('files of tiles are read: MBTiles and COG of GDAL, PMTiles', async () => {
  const mb = await picture('/basemaps/mb/10/813/450');
  assert.deepEqual([mb.status, mb.type], [200, 'image/png']);
  assert.equal((await picture('/basemaps/mb/10/813/451')).status, 204);
  const cog = await picture('/basemaps/cog/10/813/450');
  assert.deepEqual([cog.status, cog.type], [200, 'image/jpeg']);
  writeFileSync(path.join(folder, 'tile.jpg'), cog.bytes);
  const facts = JSON.parse(execFileSync('gdalinfo', ['-json', '-stats', path.join(folder, 'tile.jpg')], { encoding: 'utf8' }));
  assert.deepEqual(facts.size, [256, 256]);
  for (const [i, value] of [0, 120, 0].entries()) assert.ok(Math.abs(Number(facts.bands[i].mean ?? facts.bands[i].metadata[''].STATISTICS_MEAN) - value) < 4, `band ${i}`);
  assert.equal((await picture('/basemaps/cog/10/812/450')).status, 204);
  assert.deepEqual((await picture('/basemaps/pm/0/0/0')).bytes, red);
  assert.deepEqual((await picture('/basemaps/pm/2/0/0')).bytes, blue);
  assert.equal((await picture('/basemaps/pm/2/1/1')).status, 204);
});

test('the guard, strange tiles and unknown maps', async () => {
  assert.ok([403, 422, 502].includes((await picture('/basemaps/cam/1/0/0')).status));
  for (const target of ['/basemaps/ve-tinh/2/4/0', '/basemaps/ve-tinh/25/0/0', '/basemaps/ve-tinh/2/0/-1', '/basemaps/ve-tinh/x/0/0']) assert.ok([400, 404].includes((await picture(target)).status), target);
  for (const id of ['khong-co', 'local', 'nen', '..%2F..']) assert.equal((await picture(`/basemaps/${id}/1/0/0`)).status, 404, id);
  assert.equal((await picture('/basemaps/hong/1/0/0')).status, 503);
  const anonymous = await fetch(`${server.url}/basemaps/pm/0/0/0`);
  assert.equal(anonymous.status, 401);
});
