import assert from 'node:assert/strict';
import { base, client, made, ok } from '../lib.mjs';

const send = async (server, method, path, body, role = 'admin') => (await client(server, role)).request(method, `/sta/v1.1${path}`, body);
const om = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/';
const at = (i) => `2026-09-01T00:00:${String(i).padStart(2, '0')}Z`;
let count = 0;

async function stream(server, type, Observations) {
  const n = ++count;
  const thing = made(server, await send(server, 'POST', '/Things', {
    name: `Kết quả ${n}`, description: 'x', properties: { class: 'car_park' },
    Datastreams: [{ name: `Kết quả ${n}`, description: 'x', observationType: om + type, unitOfMeasurement: type === 'OM_Measurement' ? { name: 'm', symbol: 'm', definition: 'ucum:m' } : { name: null, symbol: null, definition: null }, Observations, ObservedProperty: { '@iot.id': 16 }, Sensor: { name: 'x', description: 'x', encodingType: 'x', metadata: 'x', properties: { serial: `KQ-${n}` } } }],
  }));
  const { value } = await ok(server, {}, `${thing}/Datastreams`);
  assert.equal(value[0].observationType, om + type);
  return value[0]['@iot.id'];
}
const post = async (server, id, i, result) => send(server, 'POST', '/Observations', { Datastream: { '@iot.id': id }, phenomenonTime: at(i), result }, 'integrator');
const results = async (server, id, query = '') => (await ok(server, {}, `/Datastreams(${id})/Observations?$orderby=phenomenonTime asc${query}`)).value.map((o) => o.result);

// [type, results that come back as they were sent, results that are refused]
const types = [
  ['OM_Measurement', [1.5, -2, 0], ['x', true, null, {}, []]],
  ['OM_CountObservation', [1, 0, 400], [1.5, '1', true, null]],
  ['OM_TruthObservation', [true, false, true], [1, 'true', null, {}]],
  ['OM_CategoryObservation', ['mở', 'đóng', 'mở', '', 'http://example.org/a'], [1, true, null, {}]],
  ['OM_Observation', [true, 'mở', 2.5, { a: [1, { b: null }] }, ['x', 1], null, 7], []],
];

export const tests = [
  ...types.map(([type, taken, refused]) => ({
    requirement: `${base}datamodel/observation/properties/result/${type}`,
    run: async ({ server }) => {
      const half = Math.ceil(taken.length / 2);
      const id = await stream(server, type, taken.slice(0, half).map((result, i) => ({ phenomenonTime: at(i), result })));
      for (let i = half; i < taken.length; ++i) assert.equal((await post(server, id, i, taken[i])).status, 201);
      assert.deepEqual(await results(server, id), taken);
      const { value } = await ok(server, {}, `/Datastreams(${id})/Observations?$resultFormat=dataArray&$orderby=phenomenonTime asc&$select=result`);
      assert.deepEqual(value[0].dataArray.map(([r]) => r), taken);
      const expanded = await ok(server, {}, `/Datastreams?$filter=id eq ${id}&$expand=Observations($orderby=phenomenonTime desc;$top=1)`);
      assert.deepEqual(expanded.value[0].Observations[0].result, taken.at(-1));
      for (const result of refused) {
        const answer = await post(server, id, 50, result);
        assert.equal(`${answer.status} ${answer.body.code} ${answer.body.where}`, '422 wrong_result_type /result', JSON.stringify(result) + answer.text);
      }
      const rows = await send(server, 'POST', '/CreateObservations', [{ Datastream: { '@iot.id': id }, components: ['phenomenonTime', 'result'], dataArray: [[at(40), taken[0]], ...refused.map((r, i) => [at(41 + i), r])] }], 'integrator');
      assert.deepEqual(rows.body.map((l) => l === 'error'), [false, ...refused.map(() => true)]);
      assert.deepEqual(await results(server, id), [...taken, taken[0]]);
      assert.equal((await send(server, 'PATCH', `/Datastreams(${id})`, { observationType: om + (type === 'OM_Observation' ? 'OM_Measurement' : 'OM_Observation') })).status, 422);
      assert.equal((await send(server, 'DELETE', `/Datastreams(${id})`)).status, 200);
    },
  })),
  {
    requirement: `${base}request-data/filter/result-types`,
    run: async ({ server }) => {
      const doors = await stream(server, 'OM_CategoryObservation', ['mở', 'đóng', 'mở', 'hỏng'].map((result, i) => ({ phenomenonTime: at(i), result })));
      const flags = await stream(server, 'OM_TruthObservation', [true, false, true].map((result, i) => ({ phenomenonTime: at(i), result })));
      const any = await stream(server, 'OM_Observation', [1, '2', true, { a: 1 }].map((result, i) => ({ phenomenonTime: at(i), result })));
      assert.deepEqual(await results(server, doors, "&$filter=result eq 'mở'"), ['mở', 'mở']);
      assert.deepEqual(await results(server, doors, "&$filter=startswith(result, 'h') or result eq 'đóng'"), ['đóng', 'hỏng']);
      assert.deepEqual(await results(server, doors, '&$filter=result gt 0'), []);
      assert.deepEqual((await ok(server, {}, `/Datastreams(${doors})/Observations?$orderby=result asc,phenomenonTime asc`)).value.map((o) => o.result), ['hỏng', 'mở', 'mở', 'đóng']);
      assert.deepEqual(await results(server, flags, '&$filter=result eq true'), [true, true]);
      assert.deepEqual(await results(server, any, '&$filter=result gt 0'), [1]);
      assert.deepEqual(await results(server, any, "&$filter=result eq '2'"), ['2']);
      assert.deepEqual(await results(server, any, '&$filter=result eq null'), []);
      assert.deepEqual((await ok(server, {}, `/Datastreams?$filter=id ge ${doors} and Observations/result eq 'hỏng'`)).value.map((d) => d['@iot.id']), [doors]);
      // A correction is one too.
      const [first] = (await ok(server, {}, `/Datastreams(${doors})/Observations?$orderby=phenomenonTime asc&$top=1`)).value;
      const path = first['@iot.selfLink'].slice(server.url.length + '/sta/v1.1'.length);
      assert.equal((await send(server, 'PATCH', path, { result: 'kẹt' })).status, 200);
      assert.equal((await send(server, 'PATCH', path, { result: 1 })).body.code, 'wrong_result_type');
      assert.deepEqual(await results(server, doors, '&$top=1'), ['kẹt']);
      // Numbers from elsewhere are no words.
      const other = await (await client(server, 'integrator')).request('POST', '/api/v1/observations', { readings: [{ datastream: doors, t: at(30), value: 0 }] });
      assert.equal(`${other.status} ${other.body.code} ${other.body.where}`, '422 wrong_result_type /readings/0/value');
      // A word is kept once, and goes with its datastream.
      assert.equal(server.sql(`select count(*) from telemetry.term where datastream_id = ${doors}`), '4');
      assert.equal((await send(server, 'DELETE', `/Datastreams(${doors})`)).status, 200);
      assert.equal(server.sql(`select count(*) from telemetry.term where datastream_id = ${doors}`), '0');
      for (const id of [flags, any]) assert.equal((await send(server, 'DELETE', `/Datastreams(${id})`)).status, 200);
    },
  },
];
