// Pages of every order give each feature once: with NULLs, with ties, in both directions, in pages of one and of two.
import assert from 'node:assert/strict';
import { Client } from '../../../lib/client.mjs';

const base = 'http://www.opengis.net/spec/ogcapi-features-5/1.0';

async function pages(client, target) {
  const ids = [];
  for (let next = target, n = 0; next; n += 1) {
    assert.ok(n < 20, 'the pages do not end');
    const page = await client.call('GET', next);
    ids.push(...page.features.map((f) => f.id));
    const href = page.links.find((l) => l.rel === 'next')?.href;
    next = href && href.slice(client.server.url.length);
  }
  return ids;
}

export const tests = [{
  requirement: `${base}/req/sortables/sortby-paging`,
  async run({ server }) {
    const client = await Client.as(server, 'viewer');
    const items = '/ogc/collections/car_park/items?numberMatched=none';
    for (const sortby of ['', 'name', '-name', 'spaces', '-spaces', 'area_ha,-spaces', '-area_ha,spaces,-name', 'levels', '-levels', 'status,spaces', 'valid_from', '-valid_from', '-id', 'generated,-id']) {
      const query = sortby ? `${items}&sortby=${encodeURIComponent(sortby)}` : items;
      const whole = (await client.call('GET', query)).features.map((f) => f.id);
      assert.equal(new Set(whole).size, 5);
      for (const limit of [1, 2, 3]) assert.deepEqual(await pages(client, `${query}&limit=${limit}`), whole, `${sortby} in pages of ${limit}`);
    }
  },
}, {
  requirement: 'http://www.opengis.net/spec/ogcapi-features-1/1.0/rec/core/fc-next-3',
  async run({ server }) {
    // The next link keeps the question, also one whose box or filter has few hits.
    const client = await Client.as(server, 'viewer');
    for (const question of ['bbox=105.7,20.9,105.87,21.2', 'filter=spaces%20IS%20NOT%20NULL', 'datetime=../2023-01-01', 'status=in_service', 'crs=http://www.opengis.net/def/crs/EPSG/0/5897&bbox=105.7,20.9,106,21.2']) {
      const whole = (await client.call('GET', `/ogc/collections/car_park/items?${question}`)).features.map((f) => f.id);
      assert.ok(whole.length >= 3);
      assert.deepEqual(await pages(client, `/ogc/collections/car_park/items?${question}&limit=1`), whole, question);
    }
  },
}];
