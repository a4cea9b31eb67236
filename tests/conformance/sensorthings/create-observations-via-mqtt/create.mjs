import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectBroker } from '../../../lib/client.mjs';
import { base, client, made, ok } from '../lib.mjs';

const req = `${base}create-observations-via-mqtt/observations-creation`;
const om = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/';
const at = (i) => `2026-10-02T00:00:${String(i).padStart(2, '0')}Z`;
let count = 0;

async function thing(server, body) {
  const n = ++count;
  const answer = await (await client(server, 'admin')).request('POST', '/sta/v1.1/Things', { name: `Gửi ${n}`, description: 'x', properties: { class: 'car_park' }, Locations: [{ name: 'x', description: 'x', encodingType: 'application/geo+json', location: { type: 'Point', coordinates: [40, 10] } }], ...body(n) });
  return ok(server, {}, `${made(server, answer)}?$expand=Datastreams,MultiDatastreams`);
}
const inside = (n, type) => ({ name: `Gửi ${n}`, description: 'x', observationType: om + type, unitOfMeasurement: type === 'OM_Measurement' ? { name: 'm', symbol: 'm', definition: 'ucum:m' } : { name: null, symbol: null, definition: null }, ObservedProperty: { '@iot.id': 16 }, Sensor: { name: 'x', description: 'x', encodingType: 'x', metadata: 'x', properties: { serial: `GUI-${n}` } } });
async function publish(server, topic, body) {
  const broker = await connectBroker(server);
  await broker.publishAsync(`v1.1/${topic}`, JSON.stringify(body), { qos: 1 });
  await broker.endAsync();
}
async function results(server, path, n) {
  let found;
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20)) {
    found = (await ok(server, {}, `${path}/Observations?$orderby=phenomenonTime asc`)).value.map((o) => o.result);
    if (found.length >= n) break;
  }
  return found;
}
const refusedBy = async (server, code) => Number((await (await fetch(`${server.url}/metrics`, { headers: { Authorization: `Bearer ${(await client(server, 'admin')).token}` } })).text()).match(new RegExp(`^hatang_ingest_refused_total\\{code="${code}",path="mqtt"\\} (\\S+)$`, 'm'))?.[1] ?? 0);
async function refused(server, topic, body, code) {
  const before = await refusedBy(server, code);
  await publish(server, topic, body);
  for (const end = Date.now() + 10_000; await refusedBy(server, code) === before; await sleep(20)) assert.ok(Date.now() < end, `${topic} ${JSON.stringify(body)} was not refused: ${code}`);
}

// [type, results that come back as they were sent, results that are refused]
const types = [
  ['OM_Measurement', [1.5, -2], ['x', true]],
  ['OM_CountObservation', [1, 400], [1.5]],
  ['OM_TruthObservation', [true, false], [1, 'true']],
  ['OM_CategoryObservation', ['mở', 'đóng', 'mở'], [1, true]],
  ['OM_Observation', [true, 'mở', 2.5, { a: [1, { b: null }] }, ['x', 1], null], []],
];

export const tests = [
  ...types.map(([type, taken, wrong]) => ({
    requirement: `${req}/${type}`,
    run: async ({ server }) => {
      const { '@iot.id': feature, Datastreams: [{ '@iot.id': id }] } = await thing(server, (n) => ({ Datastreams: [inside(n, type)] }));
      // Under each topic, alone and as an array.
      await publish(server, `Datastreams(${id})/Observations`, { phenomenonTime: at(0), result: taken[0] });
      await publish(server, 'Observations', { Datastream: { '@iot.id': id }, phenomenonTime: at(1), result: taken[1] });
      await publish(server, `FeaturesOfInterest(${feature})/Observations`, { Datastream: { '@iot.id': id }, phenomenonTime: at(2), result: taken.at(-1) });
      await publish(server, `Datastreams(${id})/Observations`, taken.map((result, i) => ({ phenomenonTime: at(10 + i), result, FeatureOfInterest: { '@iot.id': feature } })));
      const expected = [taken[0], taken[1], taken.at(-1), ...taken];
      assert.deepEqual(await results(server, `/Datastreams(${id})`, expected.length), expected);
      for (const result of wrong) await refused(server, `Datastreams(${id})/Observations`, { phenomenonTime: at(30), result }, 'wrong_result_type');
      // All or none.
      if (wrong.length) await refused(server, `Datastreams(${id})/Observations`, [taken[0], wrong[0]].map((result, i) => ({ phenomenonTime: at(31 + i), result })), 'wrong_result_type');
      await refused(server, `FeaturesOfInterest(${feature + 100000})/Observations`, { Datastream: { '@iot.id': id }, phenomenonTime: at(34), result: taken[0] }, 'invalid_value');
      assert.equal((await results(server, `/Datastreams(${id})`, expected.length)).length, expected.length);
    },
  })),
  {
    requirement: `${req}/FeatureOfInterest`,
    run: async ({ server }) => {
      const { '@iot.id': thingId, Datastreams: [{ '@iot.id': id }] } = await thing(server, (n) => ({ Datastreams: [inside(n, 'OM_Measurement')] })), stream = `/Datastreams(${id})`;
      const FeatureOfInterest = { name: `Mẫu ${id}`, description: 'x', encodingType: 'application/geo+json', feature: { type: 'Point', coordinates: [106, 21] } };
      await publish(server, `Datastreams(${id})/Observations`, [{ phenomenonTime: at(0), result: 1, FeatureOfInterest }, { phenomenonTime: at(1), result: 2 }, { phenomenonTime: at(2), result: 3, FeatureOfInterest }]);
      await results(server, stream, 3);
      const of = async () => (await ok(server, {}, `${stream}/Observations?$orderby=phenomenonTime asc&$expand=FeatureOfInterest`)).value.map((o) => o.FeatureOfInterest['@iot.id']);
      const [own] = await of();
      assert.deepEqual(await of(), [own, thingId, own]);
      await publish(server, `FeaturesOfInterest(${own})/Observations`, { Datastream: { '@iot.id': id }, phenomenonTime: at(3), result: 4 });
      // The same message again changes nothing.
      await publish(server, `Datastreams(${id})/Observations`, { phenomenonTime: at(1), result: 2, FeatureOfInterest });
      await publish(server, 'Observations', { Datastream: { '@iot.id': id }, phenomenonTime: at(4), result: 5, FeatureOfInterest: { '@iot.id': own } });
      await results(server, stream, 5);
      assert.deepEqual(await of(), [own, thingId, own, own, own]);
      await refused(server, `Datastreams(${id})/Observations`, { phenomenonTime: at(5), result: 6, FeatureOfInterest: { name: 'x' } }, 'missing_field');
      await refused(server, `Datastreams(${id})/Observations`, [{ phenomenonTime: at(5), result: 6 }, { phenomenonTime: at(6), result: 6, FeatureOfInterest: { '@iot.id': 999999999 } }], 'invalid_value');
      await refused(server, `FeaturesOfInterest(${own})/Observations`, { Datastream: { '@iot.id': id }, phenomenonTime: at(5), result: 6, FeatureOfInterest: { '@iot.id': thingId } }, 'invalid_value');
      assert.equal((await ok(server, {}, `/FeaturesOfInterest(${own})/Observations?$count=true`))['@iot.count'], 4);
    },
  },
  {
    requirement: `${req}/MultiDatastreams`,
    run: async ({ server }) => {
      const parts = ['OM_Measurement', 'OM_CategoryObservation'];
      const { MultiDatastreams: [{ '@iot.id': id }] } = await thing(server, (n) => ({ MultiDatastreams: [{
        name: `Gửi ${n}`, description: 'x', observationType: `${om}OM_ComplexObservation`, multiObservationDataTypes: parts.map((p) => om + p),
        unitOfMeasurements: [{ name: 'm', symbol: 'm', definition: 'ucum:m' }, { name: null, symbol: null, definition: null }],
        ObservedProperties: [{ '@iot.id': 1 }, { '@iot.id': 16 }], Sensor: { name: 'x', description: 'x', encodingType: 'x', metadata: 'x', properties: { serial: `GUI-${n}` } },
      }] }));
      await publish(server, `MultiDatastreams(${id})/Observations`, { phenomenonTime: at(0), result: [1.5, 'mở'] });
      await publish(server, 'Observations', { MultiDatastream: { '@iot.id': id }, phenomenonTime: at(1), result: [null, 'đóng'] });
      await publish(server, `MultiDatastreams(${id})/Observations`, [{ phenomenonTime: at(2), result: [2, null] }, { phenomenonTime: at(3), result: [3, 'mở'] }]);
      assert.deepEqual(await results(server, `/MultiDatastreams(${id})`, 4), [[1.5, 'mở'], [null, 'đóng'], [2, null], [3, 'mở']]);
      for (const result of [1, [1], [1, 2], ['x', 'mở'], [1, 'mở', 2]]) await refused(server, `MultiDatastreams(${id})/Observations`, { phenomenonTime: at(9), result }, 'wrong_result_type');
      await refused(server, `Datastreams(${id})/Observations`, { phenomenonTime: at(9), result: [1, 'mở'] }, 'unknown_datastream');
      await refused(server, 'Observations', { Datastream: { '@iot.id': id }, phenomenonTime: at(9), result: [1, 'mở'] }, 'unknown_datastream');
    },
  },
];
