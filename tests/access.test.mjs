// Who may do what: every route as every role and with every limit; and every way we know to look over a limit.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { build, people, sees } from './access/city.mjs';
import { Client, Live } from './lib/client.mjs';
import { Server, roles } from './lib/server.mjs';

const expected = JSON.parse(readFileSync(new URL('./access/routes.json', import.meta.url)));
const nothingThere = 999_999_999;
let server, city, routes;

// Every operation of the OpenAPI document: {id, method, path, access, query}.
async function operations() {
  const document = await new Client(server).call('GET', '/api/v1/openapi.json');
  const out = [];
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const access = operation.security?.length === 0 ? 'everybody' : operation['x-permission'] ? operation['x-permission'] + (operation['x-scoped'] ? ' within' : '') : 'signed in';
      out.push({ id: operation.operationId, method: method.toUpperCase(), path, access, socket: operation['x-websocket'], query: (operation.parameters ?? []).filter((p) => p.in === 'query').map((p) => p.name) });
    }
  return out;
}

before(async () => {
  server = new Server();
  await server.start();
  routes = await operations();
  city = await build(server);
});
after(() => server.stop());

test('every route has an entry in the table of routes, and the program does what it says', () => {
  const declared = Object.fromEntries(routes.map((r) => [r.id, r.access]));
  assert.deepEqual(declared, expected);
});

// Nothing is there at these addresses, so nothing changes; 401 and 403 come before that is seen.
const addressOf = (path) => path.replace('{domain}', 'bridge').replace('{class}', 'bridge').replace('{sha256}', '0'.repeat(64)).replace('{z}/{x}/{y}', '10/813/450')
  .replace(/\{[a-z_0-9]+\}/g, nothingThere);

test('every route × every role and every limit', async () => {
  const { items } = await city.admin.call('GET', '/api/v1/roles');
  const held = Object.fromEntries(items.map((r) => [r.key, new Set(r.permissions)]));
  const callers = [{ name: 'nobody', client: new Client(server) }];
  for (const role of roles) callers.push({ name: role, role, everywhere: true, client: await Client.as(server, role) });
  for (const account of Object.values(city.accounts)) {
    const limits = ['wards', 'domains', 'classes', 'organisation'];
    callers.push({ ...account, everywhere: limits.every((l) => account[l] === undefined) });
  }
  let tried = 0;
  for (const caller of callers)
    for (const route of routes) {
      if (route.socket || ['security.sessions.end', 'security.sessions.create'].includes(route.id)) continue;
      if (route.id === 'security.account.sessions.end_others' && caller.name === 'admin') continue;  // the session of this test
      const [permission, within] = expected[route.id].split(' ');
      const open = permission === 'everybody';
      const may = open || (caller.role && (permission === 'signed' || (held[caller.role].has(permission) && (caller.everywhere || within === 'within'))));
      const body = ['GET', 'DELETE'].includes(route.method) ? undefined : {};
      const { status, body: answer } = await caller.client.request(route.method, addressOf(route.path), body, { 'If-Match': '"1"' });
      const what = `${route.id} as ${caller.name}: ${status} ${JSON.stringify(answer).slice(0, 200)}`;
      assert.ok(status < 500 || route.id === 'app.ready', what);
      if (!may) assert.equal(status, caller.role ? 403 : 401, what);
      else assert.ok(status !== 401 && status !== 403, what);
      ++tried;
    }
  assert.ok(tried > 20 * 80, `${tried} tried`);
});

// What an account gets to see of the works, through one way; `of` turns an answer into the ids of works.
async function all(client, target, of) {
  const seen = new Set();
  for (let next = target; next;) {
    const page = await client.call('GET', next);
    for (const item of page.items) seen.add(of(item));
    next = page.next && `${target}${target.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(page.next)}`;
  }
  return seen;
}

const worksOf = (streams) => new Set(city.works.filter((w) => streams.some((d) => d['@iot.id'] === w.datastream)).map((w) => w.id));

const ways = {
  list: ['asset.read', (c) => all(c, '/api/v1/assets?limit=3', (a) => a.id)],
  detail: ['asset.read', async (c) => new Set((await Promise.all(city.works.map(async (w) => [w, await c.request('GET', `/api/v1/assets/${w.id}`)]))).filter(([, r]) => r.status === 200).map(([w]) => w.id))],
  history: ['asset.read', async (c) => new Set((await Promise.all(city.works.map(async (w) => [w, await c.request('GET', `/api/v1/assets/${w.id}/history`)]))).filter(([, r]) => r.status === 200).map(([w]) => w.id))],
  past: ['asset.read', async (c) => new Set((await Promise.all(city.works.map(async (w) => [w, await c.request('GET', `/api/v1/assets/${w.id}?as_of=${encodeURIComponent(new Date().toISOString())}`)]))).filter(([, r]) => r.status === 200).map(([w]) => w.id))],
  features: ['asset.read', async (c) => {
    const seen = new Set();
    for (const kind of ['bridge', 'lighting_cabinet']) {
      const page = await c.call('GET', `/ogc/collections/${kind}/items?limit=100`);
      assert.equal(page.numberMatched, page.features.length);
      for (const f of page.features) seen.add(f.id);
    }
    return seen;
  }],
  streams: ['asset.read', async (c) => {
    const seen = new Set();
    for (const kind of ['bridge', 'lighting_cabinet'])
      for (const question of ['', '&filter=id%3E0', '&sortby=-name', '&bbox=105,20,107,22']) {
        const { text } = await c.request('GET', `/ogc/collections/${kind}/items?f=jsonseq${question}`);
        for (const line of text.split('\x1e').filter(Boolean)) seen.add(JSON.parse(line).id);
      }
    return seen;
  }],
  search: ['asset.read', async (c) => new Set((await c.call('GET', '/api/v1/search?q=bimat&limit=50')).items.filter((h) => h.kind === 'asset').map((h) => h.id))],
  tiles: ['asset.read', async (c) => {
    const seen = new Set();
    for (const domain of ['bridge', 'lighting'])
      for (const [x, y] of tilesOf(14)) {
        const response = await fetch(`${server.url}/tiles/${domain}/14/${x}/${y}`, { headers: { Authorization: `Bearer ${c.token}` } });
        assert.ok([200, 204].includes(response.status));
        const bytes = Buffer.from(await response.arrayBuffer());
        for (const w of city.works) if (bytes.includes(Buffer.from(w.name))) seen.add(w.id);
      }
    return seen;
  }],
  latest: ['telemetry.read', async (c) => new Set((await c.call('GET', '/api/v1/datastreams/latest')).items.map((i) => i.asset_id))],
  datastreams: ['telemetry.read', (c) => all(c, '/api/v1/datastreams?limit=4', (d) => d.asset_id)],
  sensors: ['telemetry.read', (c) => all(c, '/api/v1/sensors?limit=4', (s) => s.asset_id)],
  series: ['telemetry.read', async (c) => new Set((await Promise.all(city.works.map(async (w) => [w, await c.request('GET', `/api/v1/datastreams/${w.datastream}/series`)]))).filter(([, r]) => r.status === 200).map(([w]) => w.id))],
  things: ['asset.read', async (c) => new Set((await c.call('GET', '/sta/v1.1/Things?$top=1000')).value.map((t) => t['@iot.id']))],
  places: ['asset.read', async (c) => new Set((await c.call('GET', '/sta/v1.1/HistoricalLocations?$top=1000&$expand=Thing,Locations')).value.flatMap((h) => [h.Thing, ...h.Locations]).map((e) => e['@iot.id']))],
  sta_datastreams: ['telemetry.read', async (c) => worksOf((await c.call('GET', '/sta/v1.1/Sensors?$top=1000&$expand=Datastreams')).value.flatMap((s) => s.Datastreams))],
  sta_filters: ['telemetry.read', async (c) => worksOf((await Promise.all(city.works.map(async (w) => [w, await c.call('GET', `/sta/v1.1/ObservedProperties?$filter=Datastreams/id eq ${w.datastream} and Datastreams/Observations/result ge 60`)]))).filter(([, b]) => b.value.length > 0).map(([w]) => ({ '@iot.id': w.datastream })))],
  observations: ['telemetry.read', async (c) => {
    const { value, '@iot.count': count } = await c.call('GET', '/sta/v1.1/Observations?$top=1000&$count=true&$expand=Datastream');
    assert.equal(count, value.length);
    return worksOf(value.map((o) => o.Datastream));
  }],
  alarms: ['alarm.read', (c) => all(c, '/api/v1/alarms?limit=4', (a) => a.asset_id)],
  rules: ['rule.read', async (c) => { const ids = await all(c, '/api/v1/rules?limit=4', (r) => r.datastream_id); return new Set(city.works.filter((w) => ids.has(w.datastream)).map((w) => w.id)); }],
  work: ['work.read', (c) => all(c, '/api/v1/work-orders?limit=4', (w) => w.asset_id)],
};

function tilesOf(z) {
  const n = 2 ** z, tiles = new Map();
  for (const w of city.works) {
    const x = Math.floor((w.lon + 180) / 360 * n), r = w.lat * Math.PI / 180;
    const y = Math.floor((1 - Math.log(Math.tan(r) + 1 / Math.cos(r)) / Math.PI) / 2 * n);
    for (const dx of [0, 1]) tiles.set(`${x + dx}/${y}`, [x + dx, y]);
  }
  return tiles.values();
}

test('every sensitivity × area × owner × class through every way of reading', async () => {
  const { items } = await city.admin.call('GET', '/api/v1/roles');
  const held = Object.fromEntries(items.map((r) => [r.key, new Set(r.permissions)]));
  for (const w of city.works) assert.equal(w.wardOfAsset, w.ward);
  for (const account of Object.values(city.accounts))
    for (const [way, [permission, look]] of Object.entries(ways)) {
      if (!held[account.role].has(permission)) continue;
      const mine = new Set(city.works.filter((w) => sees(account, w, permission)).map((w) => w.id));
      const seen = new Set([...(await look(account.client))].filter((id) => city.works.some((w) => w.id === id)));
      assert.deepEqual([...seen].sort(), [...mine].sort(), `${way} as ${account.name}`);
    }
});

test('figures and totals count what is seen, and nothing else', async () => {
  for (const account of Object.values(city.accounts)) {
    if (account.role === 'integrator') continue;
    const count = (permission) => city.works.filter((w) => sees(account, w, permission)).length;
    const kpi = await account.client.call('GET', '/api/v1/kpi');
    assert.equal(kpi.assets, count('asset.read') + 2, `assets of ${account.name}`);  // and the two open wards
    assert.equal(kpi.sensors, count('telemetry.read'), `sensors of ${account.name}`);
    assert.equal(kpi.alarms_open, count('alarm.read'), `alarms of ${account.name}`);
    assert.equal(kpi.work_open, count('work.read'), `work of ${account.name}`);
    assert.equal((await account.client.call('GET', '/api/v1/assets?limit=1')).total, count('asset.read') + 2);
  }
});

test('the live channel brings what is seen: values, alarms, and changes as they come', async () => {
  for (const name of ['truc_phuong_a', 'bao_tri_phuong_b', 'xem_ca_thanh_pho']) {
    const account = city.accounts[name];
    const live = await Live.open(account.client, { topics: ['values', 'alarms', 'work', 'assets', 'kpi'] });
    const snapshot = await live.wait((m) => m.type === 'snapshot' && m, 'a snapshot');
    const reach = (permission) => city.works.filter((w) => sees(account, w, permission)).map((w) => w.id).sort();
    assert.deepEqual([...new Set(snapshot.values.map((v) => v[1]))].sort(), reach('telemetry.read'), `values of ${name}`);
    assert.deepEqual(snapshot.alarms.map((a) => a.asset_id).sort(), reach('alarm.read'), `alarms of ${name}`);
    // A change of every work: only those in reach arrive.
    const t = new Date().toISOString();
    await city.admin.call('POST', '/api/v1/observations', { readings: city.works.map((w) => ({ datastream: w.datastream, t, value: 70 })) });
    for (const w of city.works) await city.admin.call('POST', `/api/v1/work-orders/${w.workOrder}/notes`, { text: 'Ghi' });
    const last = city.works.filter((w) => sees(account, w, 'work.read')).at(-1);
    await live.wait((m) => m.work?.some((o) => o.asset_id === last.id), `the last work of ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 600));
    const text = JSON.stringify(live.messages);
    for (const w of city.works) if (!sees(account, w, 'work.read')) assert.ok(!text.includes(w.secret), `${name} heard of ${w.secret}`);
    const values = live.messages.flatMap((m) => m.values ?? []).map((v) => v[1]);
    for (const id of values) assert.ok(reach('telemetry.read').includes(id), `${name} got a value of ${id}`);
    live.close();
  }
});

test('no filter, sort, expansion, page, format or error tells of a work out of reach', async () => {
  const account = city.accounts.ky_su_phuong_a;
  const hidden = city.works.filter((w) => !sees(account, w));
  const told = (text) => city.works.filter((w) => !sees(account, w) && text.includes(w.secret)).map((w) => w.secret);
  for (const victim of hidden) {
    const values = { q: victim.name, class: victim.class, domain: victim.domain, ward: victim.ward, status: 'in_service', owner: city.organisations[victim.owner].id, parent: victim.id,
      bbox: `${victim.lon - 0.001},${victim.lat - 0.001},${victim.lon + 0.002},${victim.lat + 0.002}`, asset: victim.id, sensor: victim.sensor, datastream: victim.datastream, alarm: victim.alarm,
      property: 'temperature', generated: 'false', open: 'true', assignee: 'me', cursor: 'i1', datetime: '../..', f: 'json', limit: 1000, raw: 'true',
      filter: `id=${victim.id} OR 1/(id-${victim.id})<0`, sortby: '-name', properties: 'name', numberMatched: 'exact', crs: 'http://www.opengis.net/def/crs/EPSG/0/3857' };
    for (const route of routes.filter((r) => r.method === 'GET' && !r.socket && expected[r.id].endsWith('within'))) {
      const ids = { 'registry.assets': victim.id, 'registry.ogc': victim.id, 'telemetry.sensors': victim.sensor, 'telemetry.datastreams': victim.datastream, 'telemetry.series': victim.datastream,
        'alarms.rules': victim.rule, 'alarms.get': victim.alarm, 'maintenance.work': victim.workOrder };
      const own = Object.entries(ids).find(([prefix]) => route.id.startsWith(prefix))?.[1] ?? victim.id;
      const path = (id) => route.path.replace('{domain}', victim.domain).replace('{class}', victim.class).replace('{id}', id).replace('{z}/{x}/{y}', '12/3251/1801').replace(/\{[a-z_0-9]+\}/g, id);
      // An address of a work out of reach answers as one where nothing is.
      if (route.path.includes('{id}')) {
        const there = await account.client.request('GET', path(own)), gone = await account.client.request('GET', path(nothingThere));
        const plain = (r, id) => r.text.replaceAll(String(id), 'ID').replace(/"(request|instance|at|as_of)[a-z_]*":"[^"]*"/g, '').replace(/\d{4}-\d\d-\d\dT[^"]*/g, '');
        assert.equal(there.status, gone.status, `${route.id} of ${victim.secret}`);
        assert.equal(plain(there, own), plain(gone, nothingThere), `${route.id} of ${victim.secret}`);
      }
      // Each parameter alone, and each pair: nothing of the work in any answer, and no count of it.
      for (const a of route.query)
        for (const b of route.query) {
          if (b < a || !(a in values) || !(b in values)) continue;
          const query = new URLSearchParams(a === b ? { [a]: values[a] } : { [a]: values[a], [b]: values[b] });
          const { text, body, status } = await account.client.request('GET', `${path(own)}?${query}`);
          assert.ok(status < 500, `${route.id}?${query}`);
          const echoed = text.replaceAll(victim.name, '').replaceAll(encodeURIComponent(victim.name), '');
          assert.deepEqual(told(route.query.includes('q') ? echoed : text), [], `${route.id}?${query}`);
          if (body?.total !== undefined && body.items && !query.has('cursor')) assert.ok(body.total === body.items.length || body.next, `${route.id}?${query}: counts ${body.total}, shows ${body.items.length}`);
          if (body?.numberMatched !== undefined && !query.has('cursor')) assert.equal(body.numberMatched, body.numberReturned, `${route.id}?${query}`);
        }
    }
  }
});

test('a filter, a property or an order counts nothing out of reach; extents end with what is seen', async () => {
  for (const account of Object.values(city.accounts)) {
    if (account.role === 'integrator') continue;
    for (const kind of ['bridge', 'lighting_cabinet']) {
      const items = `/ogc/collections/${kind}/items`;
      const mine = city.works.filter((w) => w.class === kind && sees(account, w));
      for (const w of city.works.filter((one) => one.class === kind)) {
        const count = sees(account, w) ? 1 : 0, name = encodeURIComponent(w.name);
        for (const question of [`filter=name%3D'${name}'`, `filter=CASEI(name)%3DCASEI('${name}')`, `name=${name}`, `id=${w.id}`, `filter=S_INTERSECTS(geometry,BBOX(${w.lon - 0.001},${w.lat - 0.001},${w.lon + 0.001},${w.lat + 0.001}))`,
          `bbox=${w.lon - 0.001},${w.lat - 0.001},${w.lon + 0.001},${w.lat + 0.001}`]) {
          const page = await account.client.call('GET', `${items}?${question}&numberMatched=exact`);
          assert.deepEqual([page.numberMatched, page.numberReturned], [count, count], `${account.name}: ${question}`);
        }
      }
      const sorted = await account.client.call('GET', `${items}?sortby=-version,name&limit=1`);
      assert.equal(sorted.numberMatched, mine.length);
      const { extent } = await account.client.call('GET', `/ogc/collections/${kind}`);
      const lons = mine.map((w) => w.lon), box = extent?.spatial?.bbox[0];
      if (mine.length === 0) assert.equal(box, undefined);
      else assert.ok(Math.abs(box[0] - Math.min(...lons)) < 1e-4 && box[2] < Math.max(...lons) + 0.002, `${account.name}: ${box}`);
    }
  }
});

test('nothing out of reach is changed, and refusals do not tell what is there', async () => {
  const account = city.accounts.ky_su_phuong_a, { client } = account;
  const victim = city.works.find((w) => !sees(account, w) && w.sensitivity === 'internal');
  const own = city.works.find((w) => sees(account, w) && w.ward === '00004' && w.sensitivity === 'internal');
  const openElsewhere = city.works.find((w) => w.ward !== '00004' && w.sensitivity === 'open');
  const patch = (id, body) => client.request('PATCH', `/api/v1/assets/${id}`, body, { 'If-Match': '"1"' });
  assert.equal((await patch(victim.id, { name: 'Đổi' })).status, 404);
  assert.equal((await patch(openElsewhere.id, { name: 'Đổi' })).status, 403);  // read it, yes; write it, no
  // Retiring waits for a second person, and so tells nothing; agreed to, it fails for want of the right.
  const retire = async (id) => {
    const asked = await client.call('DELETE', `/api/v1/assets/${id}`, undefined, { 'If-Match': '"1"' });
    return city.admin.call('POST', `/api/v1/approvals/${asked.approval_id}/approve`, {});
  };
  for (const id of [victim.id, nothingThere]) assert.deepEqual((({ state, result_code }) => [state, result_code])(await retire(id)), ['failed', 'not_found']);
  // The OGC API goes the same way.
  const feature = (id, method, body) => client.request(method, `/ogc/collections/${victim.class}/items/${id}`, body, { 'If-Match': '"1"' });
  const whole = { type: 'Feature', geometry: null, properties: { name: 'Đổi' } };
  for (const [method, body] of [['PATCH', { properties: { name: 'Đổi' } }], ['PUT', whole]]) {
    const there = await feature(victim.id, method, body), gone = await feature(nothingThere, method, body);
    assert.deepEqual([there.status, there.body.code], [404, 'not_found']);
    assert.equal(there.body.title.replace(String(victim.id), ''), gone.body.title.replace(String(nothingThere), ''));
  }
  const openOfClass = city.works.find((w) => w.class === victim.class && w.ward !== '00004' && w.sensitivity === 'open');
  assert.equal((await feature(openOfClass.id, 'PATCH', { properties: { name: 'Đổi' } })).status, 403);
  // A parent, an asset of a sensor, an identifier: what may not be seen is not there.
  const parent = (id) => patch(own.id, { parent_id: id });
  assert.equal((await parent(victim.id)).body.code, 'unknown_parent');
  assert.equal((await parent(nothingThere)).body.code, 'unknown_parent');
  const sensor = (id) => client.request('POST', '/api/v1/sensors', { serial: 'SN-moi', name: 'Mới', asset_id: id });
  assert.equal((await sensor(victim.id)).body.code, 'unknown_asset');
  assert.equal((await sensor(nothingThere)).body.code, 'unknown_asset');
  const taken = await client.request('POST', '/api/v1/assets', { class: 'bridge', name: 'Trùng mã', identifiers: [{ kind: 'legacy_city', value: `MA-${victim.secret}` }],
    geometry: { type: 'LineString', coordinates: [[own.lon, own.lat], [own.lon + 0.001, own.lat]] } });
  assert.equal(taken.body.code, 'duplicate_identifier');
  // The id of the request is any number, and may hold that of the work.
  const told = JSON.stringify({ ...taken.body, request_id: '' });
  assert.ok(!told.includes(String(victim.id)) && !told.includes(victim.name), told);
  // Nobody creates outside their ward, nor moves a work out of it, nor hides it above their own ceiling.
  const line = (w) => ({ type: 'LineString', coordinates: [[w.lon, w.lat + 0.003], [w.lon + 0.001, w.lat + 0.003]] });
  assert.equal((await client.request('POST', '/api/v1/assets', { class: 'bridge', name: 'Ngoài phường', geometry: line(victim) })).status, 403);
  assert.equal((await patch(own.id, { geometry: line(victim) })).status, 403);
  assert.equal((await client.request('POST', '/api/v1/assets', { class: 'bridge', name: 'Không vị trí' })).status, 403);
  const created = await client.request('POST', '/api/v1/assets', { class: 'bridge', name: 'Trong phường', geometry: line(own) });
  assert.equal(created.status, 201, created.text);
  // Rules over a whole class watch works everywhere.
  assert.equal((await client.request('POST', '/api/v1/rules', { asset_class: 'bridge', property: 'temperature', name: 'Cả lớp', kind: 'above', limit: 1 })).status, 403);
  assert.equal((await client.request('POST', '/api/v1/rules', { datastream_id: victim.datastream, name: 'Lạ', kind: 'above', limit: 1 })).body.code, 'unknown_datastream');
  // Readings: only of own datastreams.
  const feed = (id) => city.accounts.ket_noi_phuong_a.client.request('POST', '/api/v1/observations', { readings: [{ datastream: id, t: new Date().toISOString(), value: 1 }] });
  assert.equal((await feed(own.datastream)).status, 200);
  assert.equal((await feed(victim.datastream)).body.code, (await feed(nothingThere)).body.code);
  // SensorThings: the same, alone and in a batch; what is deleted there waits for a second person and is then refused.
  const observation = (await city.admin.call('GET', `/sta/v1.1/Datastreams(${victim.datastream})/Observations?$top=1`)).value[0]['@iot.selfLink'].match(/\((\d+)\)$/)[1];
  for (const [set, id, body] of [['Things', victim.id, { name: 'Đổi' }], ['Locations', victim.id, { location: { type: 'Point', coordinates: [own.lon, own.lat] } }], ['Sensors', victim.sensor, { name: 'Đổi' }], ['Datastreams', victim.datastream, { name: 'Đổi' }], ['Observations', observation, { result: 1 }]]) {
    const batch = async (what) => (await client.call('POST', '/sta/v1.1/$batch', { requests: [{ id: '1', method: 'patch', url: `${set}(${what})`, body }] })).responses[0];
    const there = [await client.request('PATCH', `/sta/v1.1/${set}(${id})`, body), await batch(id)], gone = [await client.request('PATCH', `/sta/v1.1/${set}(${nothingThere})`, body), await batch(nothingThere)];
    for (const [i, answer] of there.entries()) {
      assert.deepEqual([answer.status, answer.body.code], [404, 'not_found'], `${set}: ${JSON.stringify(answer.body)}`);
      assert.equal(answer.body.title.replace(String(id), ''), gone[i].body.title.replace(String(nothingThere), ''));
    }
    if (set === 'Locations' || set === 'Observations') continue;
    const asked = await client.call('DELETE', `/sta/v1.1/${set}(${id})`);
    assert.equal((await city.admin.call('POST', `/api/v1/approvals/${asked.approval_id}/approve`, {})).result_code, 'not_found');
  }
  assert.equal((await client.request('DELETE', `/sta/v1.1/Observations(${observation})`)).status, 404);
  const linked = (link) => client.request('PATCH', `/sta/v1.1/Datastreams(${own.datastream})`, link);
  assert.equal((await linked({ Sensor: { '@iot.id': victim.sensor } })).body.code, (await linked({ Sensor: { '@iot.id': nothingThere } })).body.code);
  const placed = await client.request('POST', '/sta/v1.1/Things', { name: 'Ngoài phường', description: '', properties: { class: 'bridge' }, Locations: [{ name: 'x', description: 'x', encodingType: 'application/geo+json', location: line(victim) }] });
  assert.equal(placed.status, 403, placed.text);
  assert.equal(server.sql(`select version from registry.asset where id = ${victim.id}`), '1');
});

test('rights that are taken away end everywhere within a second', async () => {
  const user = await city.admin.call('POST', '/api/v1/users', { name: 'tam_thoi', full_name: 'Tạm thời', password: 'Test-Password-2026', roles: [] });
  const grant = (body) => city.admin.call('POST', '/api/v1/grants', { user_id: user.id, role: 'viewer', reason: 'Ca trực', ...body });
  const client = await Client.as(server, 'tam_thoi', 'Test-Password-2026');
  const end = async (act) => {
    const live = await Live.open(client, { topics: ['values'] });
    await live.wait((m) => m.type === 'snapshot', 'a snapshot');
    const closed = new Promise((resolve) => live.socket.once('close', resolve));
    const before = performance.now();
    await act();
    assert.equal((await client.request('GET', '/api/v1/assets')).status, 403);
    await Promise.race([closed, new Promise((_, reject) => setTimeout(() => reject(new Error('the live channel stays open')), 1_500))]);
    return performance.now() - before;
  };
  const first = await grant({});
  assert.equal((await client.request('GET', '/api/v1/assets')).status, 200);
  const byHand = await end(() => city.admin.call('POST', `/api/v1/grants/${first.id}/end`, { reason: 'Hết ca' }));
  assert.ok(byHand < 1_000, `${byHand} ms`);
  // One that runs out by time.
  const until = Date.now() + 1_500;
  await grant({ valid_to: new Date(until).toISOString() });
  await end(() => new Promise((resolve) => setTimeout(resolve, until - Date.now() + 900)));
});

test('lent rights end with the delegation, and those of an administrator are not lent', async () => {
  const lender = city.accounts.ky_su_phuong_a, borrower = city.accounts.xem_mo;
  const victim = city.works.find((w) => sees(lender, w) && !sees(borrower, w));
  const see = async () => (await borrower.client.request('GET', `/api/v1/assets/${victim.id}`)).status;
  assert.equal(await see(), 404);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const delegation = await lender.client.call('POST', '/api/v1/delegations', { to_user_id: borrower.id, valid_to: tomorrow, reason: 'Nghỉ phép' });
  assert.equal(await see(), 200);
  assert.equal((await borrower.client.call('GET', '/api/v1/delegations')).items[0].from_user, lender.name);
  await lender.client.call('POST', `/api/v1/delegations/${delegation.id}/end`, { reason: 'Đã về' });
  assert.equal(await see(), 404);
  const refused = await city.admin.request('POST', '/api/v1/delegations', { to_user_id: borrower.id, valid_to: tomorrow, reason: 'Thử' });
  assert.equal(refused.body.code, 'not_delegable');
});

test('what can this person see: the preview counts as the person does', async () => {
  for (const account of Object.values(city.accounts)) {
    const preview = await city.admin.call('GET', `/api/v1/users/${account.id}/access`);
    for (const { domain, visible, total } of preview.visible) {
      if (!['bridge', 'lighting'].includes(domain)) continue;
      const own = (await account.client.call('GET', `/api/v1/assets?domain=${domain}&limit=1`)).total;
      assert.equal(visible, own, `${account.name} ${domain}`);
      assert.ok(total >= visible);
    }
    const w = city.works.at(-1);
    const why = await city.admin.call('GET', `/api/v1/users/${account.id}/access/assets/${w.id}`);
    assert.equal(why.visible, sees(account, w), account.name);
    if (!why.visible) assert.ok(why.grants.every((g) => g.against.length > 0));
  }
});

test('four eyes: a dangerous act waits for a second administrator, who is not the one who asked', async () => {
  const second = await city.admin.call('POST', '/api/v1/users', { name: 'quan_tri_hai', full_name: 'Quản trị Hai', password: 'Test-Password-2026', roles: ['admin'] });
  const other = await Client.as(server, 'quan_tri_hai', 'Test-Password-2026');
  const ask = () => city.admin.request('POST', '/api/v1/grants', { user_id: city.accounts.xem_mo.id, role: 'crew', reason: 'Cần' }, { 'Approval-Reason': encodeURIComponent('Tăng cường') });
  const waiting = await ask();
  assert.equal(waiting.status, 202, waiting.text);
  const id = waiting.body.approval_id;
  const crew = async () => (await city.admin.call('GET', `/api/v1/grants?user=${city.accounts.xem_mo.id}&role=crew`)).items.length;
  assert.equal(await crew(), 0);
  assert.equal((await city.admin.request('POST', `/api/v1/approvals/${id}/approve`, {})).body.code, 'own_approval');
  assert.equal((await city.accounts.xem_mo.client.request('POST', `/api/v1/approvals/${id}/approve`, {})).status, 403);
  const shown = (await other.call('GET', '/api/v1/approvals?state=waiting')).items.find((a) => a.id === id);
  assert.equal(shown.reason, 'Tăng cường');
  assert.equal(shown.body.role, 'crew');
  assert.equal((await other.call('POST', `/api/v1/approvals/${id}/approve`, { reason: 'Đồng ý' })).result_status, 201);
  assert.equal(await crew(), 1);
  assert.equal((await other.request('POST', `/api/v1/approvals/${id}/approve`, {})).body.code, 'invalid_transition');
  // Rejected: nothing happens. A password that waits is shown to nobody and stands nowhere in clear.
  const reset = await city.admin.request('PUT', `/api/v1/users/${city.accounts.xem_mo.id}/password`, { password: 'Rat-Bi-Mat-2026-xyz' });
  assert.equal(reset.status, 202);
  assert.equal((await other.call('GET', `/api/v1/approvals/${reset.body.approval_id}`)).body.password, '•••');
  assert.equal(server.sql(`select count(*) from security.approval p where p::text like '%Rat-Bi-Mat%'`), '0');
  assert.equal(server.sql(`select count(*) from security.audit_log p where p::text like '%Rat-Bi-Mat%'`), '0');
  assert.equal((await other.call('POST', `/api/v1/approvals/${reset.body.approval_id}/reject`, { reason: 'Không cần' })).state, 'rejected');
  // Taking rights back never waits.
  const grant = (await city.admin.call('GET', `/api/v1/grants?user=${second.id}`)).items[0];
  assert.equal((await city.admin.request('POST', `/api/v1/grants/${grant.id}/end`, { reason: 'Xong' })).status, 200);
  assert.equal((await ask()).status, 201);
});
