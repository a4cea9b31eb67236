// GDAL's OAPIF driver reads and pages through the service, and real roads come back as they went in: every one, every vertex,
// every attribute.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Client } from '../../../lib/client.mjs';
import { sharedData, skipWithoutSharedData } from '../../../lib/server.mjs';

// A program with a credential of its own, as an integrator would run it.
async function gdal(server) {
  const admin = await Client.as(server, 'admin');
  const made = await admin.call('POST', '/api/v1/credentials', { name: `GDAL ${Date.now()}`, kind: 'service', permissions: ['asset.read'], expires_at: new Date(Date.now() + 3_600_000).toISOString() });
  const headers = path.join(server.folder, 'gdal-headers.txt');
  writeFileSync(headers, `Authorization: Bearer ${made.secret}\n`);
  return (program, args) => execFileSync(program, args, { encoding: 'utf8', maxBuffer: 256 << 20, env: { ...process.env, GDAL_HTTP_HEADER_FILE: headers } });
}

// GDAL keeps a list or an object as a text of JSON.
const opened = (value) => (typeof value === 'string' ? JSON.parse(value) : value);
// Every property of the file as the register keeps it: word by word.
const tagsOf = ({ osm_id, ...tags }) => Object.fromEntries(Object.entries(tags).filter(([, value]) => value !== null).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]));
// And the attributes of the class that are made of some of them.
const whole = (text, most) => (/^\d+$/.test(text ?? '') && Number(text) >= 1 && Number(text) <= most ? Number(text) : null);
const yesNo = (text) => ({ yes: true, no: false })[text] ?? null;
const madeOf = (tags) => ({ lanes: whole(tags.lanes, 20), speed_limit_kmh: whole(tags.maxspeed, 150), one_way: tags.oneway === '-1' ? true : yesNo(tags.oneway), lit: yesNo(tags.lit), route_number: tags.ref ?? null });

export const tests = [{
  requirement: 'https://gdal.org/drivers/vector/oapif.html',
  async run({ server }) {
    const run = await gdal(server);
    const source = `OAPIF:${server.url}/ogc`;
    assert.match(run('ogrinfo', ['-q', source]), /car_park/);
    const info = run('ogrinfo', ['-so', '-oo', 'PAGE_SIZE=2', source, 'car_park']);
    assert.match(info, /Feature Count: 5/);
    const json = JSON.parse(run('ogr2ogr', ['-f', 'GeoJSON', '/vsistdout/', source, 'car_park', '-oo', 'PAGE_SIZE=2']));
    const client = await Client.as(server, 'viewer');
    const page = await client.call('GET', '/ogc/collections/car_park/items');
    assert.deepEqual(json.features.map((f) => [f.properties.name, f.geometry]), page.features.map((f) => [f.properties.name, f.geometry]));
    const box = JSON.parse(run('ogr2ogr', ['-f', 'GeoJSON', '/vsistdout/', source, 'car_park', '-spat', '105.79', '20.99', '105.83', '21.02']));
    assert.equal(box.features.length, 2);
  },
}, {
  requirement: 'round trip of the real roads of Hà Nội',
  skip: skipWithoutSharedData,
  async run({ server }) {
    const file = path.join(sharedData, 'hanoi', 'roads_osm_2025.geojson.gz');
    server.command(['import', '--class', 'road', file]);
    const sent = new Map(JSON.parse(gunzipSync(readFileSync(file))).features.map((f) => [String(f.properties.osm_id), f]));
    const run = await gdal(server);
    const back = path.join(server.folder, 'roads.geojson');
    run('ogr2ogr', ['-f', 'GeoJSON', '-lco', 'COORDINATE_PRECISION=9', back, `OAPIF:${server.url}/ogc`, 'road', '-oo', 'PAGE_SIZE=5000']);
    const { features } = JSON.parse(readFileSync(back));
    assert.equal(features.length, sent.size);
    const list = (c) => (Array.isArray(c[0]) ? c.flatMap(list) : [c]);
    let far = 0;
    for (const f of features) {
      const id = opened(f.properties.identifiers).find((i) => i.kind === 'osm_way').value, from = sent.get(id);
      assert.ok(from, `way ${id} was not sent, or came twice`);
      sent.delete(id);
      if (from.properties.name) assert.equal(f.properties.name, from.properties.name.normalize('NFC'));
      assert.deepEqual(opened(f.properties.osm_tags), tagsOf(from.properties), `tags of way ${id}`);
      for (const [attribute, value] of Object.entries(madeOf(from.properties))) assert.deepEqual(f.properties[attribute] ?? null, value, `${attribute} of way ${id}`);
      const a = list(f.geometry.coordinates), b = list(from.geometry.coordinates);
      assert.equal(a.length, b.length, `vertices of way ${id}`);
      for (let i = 0; i < a.length; i += 1) far = Math.max(far, Math.abs(a[i][0] - b[i][0]), Math.abs(a[i][1] - b[i][1]));
    }
    assert.equal(sent.size, 0);
    assert.ok(far <= 1e-7, `${far} degrees apart`);
  },
}];
