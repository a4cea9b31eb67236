// Whole selections: GeoJSON text sequences (RFC 8142) and FlatGeobuf, read by GDAL.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '../../../lib/client.mjs';

const items = '/ogc/collections/car_park/items';
const bytes = async (client, target) => {
  const response = await fetch(client.server.url + target, { headers: { Authorization: `Bearer ${client.token}` } });
  assert.equal(response.status, 200);
  return { type: response.headers.get('content-type'), crs: response.headers.get('content-crs'), body: Buffer.from(await response.arrayBuffer()) };
};

export const tests = [{
  requirement: 'https://www.rfc-editor.org/rfc/rfc8142',
  async run({ server }) {
    const client = await Client.as(server, 'viewer');
    const { type, body } = await bytes(client, `${items}?f=jsonseq`);
    assert.equal(type, 'application/geo+json-seq');
    const texts = body.toString('utf8').split('\x1e');
    assert.equal(texts.shift(), '');
    assert.ok(texts.every((t) => t.endsWith('\n')));
    const page = await client.call('GET', items);
    assert.deepEqual(texts.map((t) => JSON.parse(t)), page.features);
    assert.equal((await bytes(client, `${items}?f=jsonseq&limit=2`)).body.toString().split('\x1e').length, 3);
    assert.equal((await bytes(client, `${items}?f=jsonseq&bbox=0,0,1,1`)).body.length, 0);
    // What may not be read is in no stream.
    assert.ok(!body.includes('Kín'));
    assert.ok((await bytes(await Client.as(server, 'asset_engineer'), `${items}?f=jsonseq`)).body.includes('Kín'));
  },
}, {
  requirement: 'https://github.com/flatgeobuf/flatgeobuf#specification',
  async run({ server, values }) {
    const client = await Client.as(server, 'viewer');
    const read = async (target) => {
      const { type, body } = await bytes(client, target);
      assert.equal(type, 'application/flatgeobuf');
      const file = path.join(server.folder, 'answer.fgb');
      writeFileSync(file, body);
      return { info: execFileSync('ogrinfo', ['-al', file], { encoding: 'utf8' }), json: JSON.parse(execFileSync('ogr2ogr', ['-f', 'GeoJSON', '/vsistdout/', file], { encoding: 'utf8' })) };
    };
    const { info, json } = await read(`${items}?f=fgb`);
    assert.match(info, /Layer name: car_park/);
    assert.match(info, /spaces: Integer64/);
    assert.match(info, /ID\["EPSG",4326\]/);
    const page = await client.call('GET', items);
    assert.equal(json.features.length, page.features.length);
    for (const [i, f] of json.features.entries()) {
      const expected = page.features[i];
      assert.equal(f.properties.id, expected.id);
      assert.deepEqual(f.geometry.coordinates, expected.geometry.coordinates);
      for (const name of ['name', 'spaces', 'area_ha', 'address', 'status', 'version']) assert.equal(f.properties[name] ?? undefined, expected.properties[name], name);
      assert.equal(new Date(f.properties.valid_from.replace(/\/|\+00$/g, (m) => (m === '/' ? '-' : 'Z'))).getTime(), new Date(expected.properties.valid_from).getTime());
    }
    // Metres, and heights.
    const metres = await read(`${items}?f=fgb&crs=http://www.opengis.net/def/crs/EPSG/0/5897&id=${values.park_a}`);
    assert.match(metres.info, /ID\["EPSG",5897\]/);
    assert.match(metres.info, /POINT \(58\d{4}/);
    const bridge = await read(`/ogc/collections/bridge/items?f=fgb&id=${values.bridge}`);
    assert.match(bridge.info, /LINESTRING Z \(105\.5 20\.5 7\.25,105\.6 20\.6 8\)/);
    assert.equal((await read(`${items}?f=fgb&bbox=0,0,1,1`)).json.features.length, 0);
  },
}];
