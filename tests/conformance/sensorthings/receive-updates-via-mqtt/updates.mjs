import assert from 'node:assert/strict';
import { connectBroker } from '../../../lib/client.mjs';
import { base, client, made, ok } from '../lib.mjs';
import { Listener } from '../listen.mjs';

const req = `${base}receive-updates-via-mqtt/receive-updates`;
const send = async (server, method, path, body, role = 'admin') => {
  const answer = await (await client(server, role)).request(method, `/sta/v1.1${path}`, body);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`);
  return answer;
};
const om = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/';
const at = (i) => `2026-10-01T00:00:${String(i).padStart(2, '0')}Z`;
const point = (x, y) => ({ type: 'Point', coordinates: [x, y] });
let count = 0;

// A Thing with all that hangs on it: ids.
async function make(server, more = {}) {
  const n = ++count;
  const thing = made(server, await send(server, 'POST', '/Things', {
    name: `Nghe ${n}`, description: 'x', properties: { class: 'car_park' },
    Locations: [{ name: 'x', description: 'x', encodingType: 'application/geo+json', location: point(30 + n / 100, 10) }],
    Datastreams: [{ name: `Nghe ${n}`, description: 'x', observationType: `${om}OM_Measurement`, unitOfMeasurement: { name: 'm', symbol: 'm', definition: 'ucum:m' }, ObservedProperty: { name: `Nghe ${n}`, definition: 'http://example.org/x', description: 'x' }, Sensor: { name: 'x', description: 'x', encodingType: 'x', metadata: 'x', properties: { serial: `NGHE-${n}` } }, ...more }],
  }));
  const { '@iot.id': id, Datastreams: [stream] } = await ok(server, {}, `${thing}?$expand=Datastreams($expand=Sensor,ObservedProperty)`);
  return { thing: id, stream: stream['@iot.id'], sensor: stream.Sensor['@iot.id'], property: stream.ObservedProperty['@iot.id'] };
}
const post = (server, stream, i, result, role = 'integrator') => send(server, 'POST', '/Observations', { Datastream: { '@iot.id': stream }, phenomenonTime: at(i), result }, role);
// As it is read, apart from the host: nobody has told the program its public address.
const entity = async (server, path) => JSON.parse(JSON.stringify(await ok(server, {}, path)).replaceAll(server.url, ''));
const counted = async (server, name) => Number((await (await fetch(`${server.url}/metrics`, { headers: { Authorization: `Bearer ${(await client(server, 'admin')).token}` } })).text()).match(new RegExp(`^${name} (\\S+)$`, 'm'))?.[1] ?? 0);

// Runs with a listener, which goes whatever happens.
const listening = (name, run) => ({
  requirement: `${req}${name}`,
  run: async ({ server, values }) => {
    const listeners = [];
    const listen = async (topics) => { const l = await Listener.at(server, topics); listeners.push(l); return l; };
    try { await run({ server, values, listen }); } finally { for (const l of listeners) await l.close(); }
  },
});

export const tests = [
  listening('', async ({ server }) => {
    const { serverSettings } = await ok(server, {}, '');
    for (const uri of [req, `${base}create-observations-via-mqtt/observations-creation`]) {
      assert.ok(serverSettings.conformance.includes(uri));
      assert.deepEqual(serverSettings[uri].endpoints, [server.mqttUrl]);
    }
  }),

  listening('/entity-sets', async ({ server, listen }) => {
    const sets = ['Things', 'Locations', 'HistoricalLocations', 'Datastreams', 'Sensors', 'ObservedProperties', 'FeaturesOfInterest', 'Observations'];
    const l = await listen(sets);
    // A deep insert is one message for each entity.
    const mine = await make(server, { Observations: [{ phenomenonTime: at(1), result: 1 }, { phenomenonTime: at(2), result: 2 }] });
    const heard = await l.hear(9);
    assert.deepEqual(Object.fromEntries(sets.map((s) => [s, heard[s]?.length])), { ...Object.fromEntries(sets.map((s) => [s, 1])), Observations: 2 });
    for (const set of sets) for (const told of heard[set]) assert.deepEqual(told, await entity(server, `/${set}(${told['@iot.id']})`));
    assert.deepEqual([heard.Things, heard.Datastreams, heard.Sensors, heard.ObservedProperties].map(([e]) => e['@iot.id']), [mine.thing, mine.stream, mine.sensor, mine.property]);
    assert.deepEqual(heard.Observations.map((o) => [o.phenomenonTime, o.result]), [[at(1), 1], [at(2), 2]]);
    // Changes: only what has changed.
    await send(server, 'PATCH', `/Datastreams(${mine.stream})`, { description: 'khác' });
    assert.equal((await l.hear(1)).Datastreams[0].description, 'khác');
    await send(server, 'PATCH', `/Sensors(${mine.sensor})`, { name: 'khác' });
    assert.equal((await l.hear(1)).Sensors[0].name, 'khác');
    await send(server, 'PATCH', `/ObservedProperties(${mine.property})`, { name: 'Khác hẳn' });
    assert.equal((await l.hear(1)).ObservedProperties[0].name, 'Khác hẳn');
    await send(server, 'PATCH', `/Things(${mine.thing})`, { description: 'khác' });
    assert.equal((await l.hear(1)).Things[0].description, 'khác');
    await send(server, 'PATCH', `/Locations(${mine.thing})`, { encodingType: 'application/geo+json', location: point(31, 11) });
    const moved = await l.hear(3);
    assert.deepEqual([moved.Locations[0].location, moved.FeaturesOfInterest[0].feature], [point(31, 11), point(31, 11)]);
    assert.notEqual(moved.HistoricalLocations[0]['@iot.id'], heard.HistoricalLocations[0]['@iot.id']);
    await send(server, 'PUT', `/Datastreams(${mine.stream})`, { name: 'Nghe thay', description: 'x', observationType: `${om}OM_Measurement`, unitOfMeasurement: { name: 'm', symbol: 'm', definition: 'ucum:m' } });
    assert.equal((await l.hear(1)).Datastreams[0].name, 'Nghe thay');
    await post(server, mine.stream, 3, 3);
    assert.equal((await l.hear(1)).Observations[0].result, 3);
    // The program's own interface tells as well; what is removed is no update.
    await (await client(server, 'integrator')).call('POST', '/api/v1/observations', { readings: [{ datastream: mine.stream, t: at(4), value: 4 }] });
    assert.equal((await l.hear(1)).Observations[0].result, 4);
    await send(server, 'DELETE', `/Observations(${heard.Observations[0]['@iot.id']})`);
    await send(server, 'DELETE', `/Datastreams(${mine.stream})`);
    await l.hear(0);
  }),

  listening('/entity', async ({ server, listen }) => {
    const mine = await make(server, { Observations: [{ phenomenonTime: at(1), result: 1 }] }), other = await make(server);
    const observation = (await ok(server, {}, `/Datastreams(${mine.stream})/Observations`)).value[0]['@iot.id'];
    const topics = [`Things(${mine.thing})`, `Datastreams(${mine.stream})`, `Datastreams(${mine.stream})/Thing`, `Observations(${observation})`];
    const l = await listen(topics);
    await send(server, 'PATCH', `/Things(${other.thing})`, { name: 'Không nghe' });
    await send(server, 'PATCH', `/Datastreams(${other.stream})`, { name: 'Không nghe' });
    await l.hear(0);
    await send(server, 'PATCH', `/Things(${mine.thing})`, { name: 'Nghe lại' });
    const heard = await l.hear(2);
    for (const topic of [topics[0], topics[2]]) assert.deepEqual(heard[topic], [await entity(server, `/Things(${mine.thing})`)]);
    await send(server, 'PATCH', `/Observations(${observation})`, { result: 7 });
    assert.deepEqual(await l.hear(1), { [topics[3]]: [await entity(server, `/Observations(${observation})`)] });
    // A reading changes the times of its Datastream, which are computed: it is no change of that.
    await post(server, mine.stream, 5, 5);
    await l.hear(0);
  }),

  listening('/property', async ({ server, listen }) => {
    const mine = await make(server, { Observations: [{ phenomenonTime: at(1), result: 1 }] });
    const observation = (await ok(server, {}, `/Datastreams(${mine.stream})/Observations`)).value[0]['@iot.id'];
    const d = `Datastreams(${mine.stream})`;
    const l = await listen([`${d}/name`, `${d}/description`, `${d}/properties`, `Things(${mine.thing})/name`, `Observations(${observation})/result`]);
    await l.hear(0);
    for (const [path, change, topic] of [
      [d, { name: 'Tên mới' }, `${d}/name`], [d, { description: 'mới' }, `${d}/description`], [`Things(${mine.thing})`, { name: 'Tên mới' }, `Things(${mine.thing})/name`],
      [`Observations(${observation})`, { result: 9 }, `Observations(${observation})/result`],
    ]) {
      await send(server, 'PATCH', `/${path}`, change);
      assert.deepEqual(await l.hear(1), { [topic]: [change] });
    }
  }),

  listening('/select', async ({ server, listen }) => {
    const mine = await make(server), d = `Datastreams(${mine.stream})`;
    const topics = ['Observations?$select=result,phenomenonTime', `${d}/Observations?$select=result`, `${d}?$select=name`, 'Datastreams?$select=name,description', 'Observations?$select=id,Datastream'];
    const l = await listen(topics);
    await post(server, mine.stream, 1, 2.5);
    const id = (await ok(server, {}, `/${d}/Observations`)).value[0]['@iot.id'];
    assert.deepEqual(await l.hear(3), {
      [topics[0]]: [{ phenomenonTime: at(1), result: 2.5 }], [topics[1]]: [{ result: 2.5 }],
      [topics[4]]: [{ '@iot.id': id, 'Datastream@iot.navigationLink': `/sta/v1.1/Observations(${id})/Datastream` }],
    });
    await send(server, 'PATCH', `/${d}`, { name: 'Chọn' });
    assert.deepEqual(await l.hear(2), { [topics[2]]: [{ name: 'Chọn' }], [topics[3]]: [{ name: 'Chọn', description: 'x' }] });
    await send(server, 'PATCH', `/${d}`, { properties: { interval_s: 60 } });
    await l.hear(0);
  }),

  listening('/relative-topics', async ({ server, listen }) => {
    const mine = await make(server), other = await make(server);
    const topics = [`Datastreams(${mine.stream})/Observations`, `Things(${mine.thing})/Datastreams(${mine.stream})/Observations`, `Things(${other.thing})/Datastreams(${mine.stream})/Observations`, `FeaturesOfInterest(${mine.thing})/Observations`, `Things(${mine.thing})/Datastreams`, `Sensors(${mine.sensor})/Datastreams`, `Things(${other.thing})/Datastreams`];
    const l = await listen(topics);
    await post(server, mine.stream, 1, 1);
    await post(server, other.stream, 1, 1);
    const heard = await l.hear(3);
    for (const topic of [topics[0], topics[1], topics[3]]) assert.equal(heard[topic][0].result, 1, topic);
    await send(server, 'PATCH', `/Datastreams(${mine.stream})`, { name: 'Tương đối' });
    const changed = await l.hear(2);
    for (const topic of topics.slice(4, 6)) assert.equal(changed[topic][0].name, 'Tương đối');
  }),

  listening('/feature-of-interest', async ({ server, listen }) => {
    const mine = await make(server), body = (name) => ({ name, description: 'x', encodingType: 'application/geo+json', feature: point(50, 10) });
    const path = made(server, await send(server, 'POST', '/FeaturesOfInterest', body('Nghe mẫu'))), id = Number(path.match(/\d+/)[0]);
    const topics = ['FeaturesOfInterest', `FeaturesOfInterest(${id})/name`, `FeaturesOfInterest(${id})/Observations`, `FeaturesOfInterest(${mine.thing})/Observations`];
    const l = await listen(topics);
    await send(server, 'PATCH', path, { name: 'Nghe mẫu B' });
    assert.deepEqual(await l.hear(2), { FeaturesOfInterest: [await entity(server, path)], [topics[1]]: [{ name: 'Nghe mẫu B' }] });
    await send(server, 'POST', '/Observations', { Datastream: { '@iot.id': mine.stream }, phenomenonTime: at(1), result: 7, FeatureOfInterest: { '@iot.id': id } }, 'integrator');
    assert.equal((await l.hear(1))[topics[2]][0].result, 7);
    await post(server, mine.stream, 2, 8);
    assert.equal((await l.hear(1))[topics[3]][0].result, 8);
    // One that comes inside of an Observation is told as well.
    await send(server, 'POST', '/Observations', { Datastream: { '@iot.id': mine.stream }, phenomenonTime: at(3), result: 9, FeatureOfInterest: body('Nghe trong') }, 'integrator');
    assert.equal((await l.hear(1)).FeaturesOfInterest[0].name, 'Nghe trong');
  }),

  // What a device publishes there is seen by all who listen; what the program tells of it makes no reading.
  listening('/no-echo', async ({ server, listen }) => {
    const mine = await make(server), topic = `Datastreams(${mine.stream})/Observations`;
    const l = await listen([topic, 'Observations', `Datastreams(${mine.stream})/Observations?$select=result`]);
    const refused = await counted(server, 'hatang_ingest_refused_total{code="unknown_field",path="mqtt"}'.replace(/[{}"]/g, '\\$&'));
    const broker = await connectBroker(server);
    await broker.publishAsync(`v1.1/${topic}`, JSON.stringify({ phenomenonTime: at(1), result: 4 }), { qos: 1 });
    const heard = await l.hear(3);
    assert.deepEqual(heard[topic], [{ phenomenonTime: at(1), result: 4 }]);
    assert.deepEqual(heard[`${topic}?$select=result`], [{ result: 4 }]);
    const told = heard.Observations[0];
    assert.deepEqual(told, await entity(server, `/Observations(${told['@iot.id']})`));
    // Sent back by somebody, it is seen and makes nothing.
    await broker.publishAsync(`v1.1/${topic}`, JSON.stringify({ ...told, result: 5 }), { qos: 1 });
    assert.deepEqual(await l.hear(1), { [topic]: [{ ...told, result: 5 }] });
    assert.deepEqual((await ok(server, {}, `/${topic}`)).value.map((o) => o.result), [4]);
    assert.equal(await counted(server, 'hatang_ingest_refused_total{code="unknown_field",path="mqtt"}'.replace(/[{}"]/g, '\\$&')), refused);
    await broker.endAsync();
  }),

  listening('/rights', async ({ server, values, listen }) => {
    const mine = await make(server);
    const l = await listen(['Observations', 'Things', 'Datastreams', `Datastreams(${values.secret})/Observations`, `Things(${values.thing_hidden})`, `Things(${values.thing_hidden})/name`, `Datastreams(${mine.stream})/name`]);
    await post(server, values.secret, 1, 9999, 'admin');
    await send(server, 'PATCH', `/Datastreams(${values.secret})`, { description: 'kín' });
    await send(server, 'PATCH', `/Things(${values.thing_hidden})`, { name: 'STA Kín' , description: 'kín' });
    await l.hear(0);
    // A work that becomes restricted is told no more, from then on.
    const admin = await client(server, 'admin'), work = `/api/v1/assets/${mine.thing}`;
    await admin.call('PATCH', work, { sensitivity: 'restricted' }, { 'If-Match': (await admin.request('GET', work)).headers.get('etag') });
    await post(server, mine.stream, 1, 1, 'admin');
    await send(server, 'PATCH', `/Datastreams(${mine.stream})`, { name: 'Kín rồi' });
    await l.hear(0);
  }),
];
