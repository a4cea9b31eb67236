import assert from 'node:assert/strict';
import { base, client, get, made as place, ok } from '../lib.mjs';

const send = async (server, method, path, body, { role = 'admin', headers } = {}) => (await client(server, role)).request(method, `/sta/v1.1${path}`, body, headers);
const om = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/';
const types = ['OM_Measurement', 'OM_TruthObservation', 'OM_CategoryObservation'].map((t) => om + t), complex = `${om}OM_ComplexObservation`;
const metre = { name: 'metre', symbol: 'm', definition: 'ucum:m' }, none = { name: null, symbol: null, definition: null };
const at = (i) => `2026-07-02T00:0${i}:00Z`;
let count = 0;

// A station that tells level, whether its gate is open, and its state, in an order that is not that of the ids of what they measure.
const multi = (n, more = {}) => ({
  name: `Trạm ${n}`, description: 'Cũ', observationType: complex, multiObservationDataTypes: types, unitOfMeasurements: [metre, none, none], properties: { interval_s: 60, room: 'A' },
  Sensor: { name: `Trạm ${n}`, description: 'x', encodingType: 'x', metadata: 'x', properties: { serial: `NHIEU-${n}` } },
  ObservedProperties: [{ '@iot.id': 16 }, { '@iot.id': 1 }, { '@iot.id': 9 }], ...more,
});
async function station(server) {
  const n = ++count;
  const thing = place(server, await send(server, 'POST', '/Things', {
    name: `Nhiều ${n}`, description: 'x', properties: { class: 'car_park' },
    MultiDatastreams: [multi(n, { Observations: [[1.5, true, 'mở'], [2, null, 'đóng']].map((result, i) => ({ phenomenonTime: at(i), result })) })],
  }));
  const { value: [seen] } = await ok(server, {}, `${thing}/MultiDatastreams?$expand=ObservedProperties,Sensor,Thing,Observations($orderby=phenomenonTime asc)`, 'admin');
  return { n, thing, thingId: Number(thing.match(/\d+/)[0]), seen, id: seen['@iot.id'], path: `/MultiDatastreams(${seen['@iot.id']})`, parts: seen.properties.datastreams, sensor: `/Sensors(${seen.Sensor['@iot.id']})` };
}
const results = async (server, path, query = '') => (await ok(server, {}, `${path}/Observations?$orderby=phenomenonTime asc${query}`, 'admin')).value.map((o) => o.result);
const observationPath = (o) => `/Observations(${o['@iot.selfLink'].match(/\((\d+)\)$/)[1]})`;
const refused = async (server, rows) => {
  for (const [method, path, body, status, code, where] of rows) {
    const answer = await send(server, method, path, body);
    assert.equal(`${answer.status} ${answer.body?.code} ${where === undefined ? '' : answer.body?.where}`, `${status} ${code} ${where ?? ''}`, `${method} ${path} ${JSON.stringify(body)}: ${answer.text}`);
  }
};
const changed = async (server, method, path, body) => {
  const answer = await send(server, method, path, body);
  assert.equal(answer.status, 200, `${method} ${path}: ${answer.text}`);
};

export const tests = [
  {
    requirement: `${base}multi-datastream/properties`,
    run: async ({ server }) => {
      const mine = await station(server), { seen } = mine;
      assert.deepEqual([seen.name, seen.description, seen.observationType], [`Trạm ${mine.n}`, 'Cũ', complex]);
      assert.deepEqual([seen.multiObservationDataTypes, seen.unitOfMeasurements], [types, [metre, none, none]]);
      assert.deepEqual([seen.properties.interval_s, seen.properties.room, seen.properties.datastreams.length], [60, 'A', 3]);
      assert.equal(seen.phenomenonTime, `${at(0)}/${at(1)}`);
      // What is measured comes in the order of the results, on every page.
      const order = ['status', 'water_level', 'traffic_flow'], keys = (list) => list.map((p) => p.properties.key);
      assert.deepEqual(keys(seen.ObservedProperties), order);
      assert.deepEqual(keys((await ok(server, {}, `${mine.path}/ObservedProperties`, 'admin')).value), order);
      const first = await ok(server, {}, `${mine.path}/ObservedProperties?$top=1`, 'admin');
      const next = new URL(first['@iot.nextLink']);
      const second = (await (await client(server, 'admin')).call('GET', next.pathname + next.search)).value;
      assert.deepEqual([keys(first.value), keys(second)], [[order[0]], [order[1]]]);
      for (const link of ['Thing', 'Sensor', 'ObservedProperties', 'Observations']) assert.equal((await ok(server, {}, mine.path, 'admin'))[`${link}@iot.navigationLink`], `${seen['@iot.selfLink']}/${link}`);
      assert.deepEqual([seen.Thing['@iot.id'], seen.Sensor.name], [mine.thingId, `Trạm ${mine.n}`]);
      for (const path of [mine.thing, mine.sensor, '/ObservedProperties(16)', '/ObservedProperties(9)'])
        assert.ok((await ok(server, {}, `${path}/MultiDatastreams?$filter=id eq ${mine.id}`, 'admin')).value.length === 1, path);
      assert.deepEqual((await ok(server, {}, `/MultiDatastreams?$filter=Observations/phenomenonTime eq ${at(1)} and name eq '${seen.name}' and properties/room eq 'A'`, 'admin')).value.map((m) => m['@iot.id']), [mine.id]);
      assert.deepEqual((await ok(server, {}, `/MultiDatastreams?$filter=phenomenonTime lt 2026-07-01T00:00:00Z and id eq ${mine.id}`, 'admin')).value, []);
      // Each result is a Datastream of its own; the MultiDatastream is none, here or elsewhere.
      const { value: streams } = await ok(server, {}, `${mine.sensor}/Datastreams?$orderby=id`, 'admin');
      assert.deepEqual(streams.map((d) => [d['@iot.id'], d.name, d.observationType]), mine.parts.map((id, i) => [id, `${seen.name} / ${['Trạng thái', 'Mực nước', 'Lưu lượng giao thông'][i]}`, types[i]]));
      const admin = await client(server, 'admin');
      assert.equal((await get(server, {}, `/Datastreams(${mine.id})`, 'admin')).status, 404);
      assert.equal((await get(server, {}, `/MultiDatastreams(${mine.parts[0]})`, 'admin')).status, 404);
      for (const path of [`datastreams/${mine.id}`, `datastreams/${mine.id}/series`]) assert.equal((await admin.request('GET', `/api/v1/${path}`)).status, 404, path);
      for (const path of [`datastreams?asset=${mine.thingId}`, `datastreams/latest?asset=${mine.thingId}`]) {
        const { items } = await admin.call('GET', `/api/v1/${path}`);
        assert.deepEqual(items.map((i) => i.datastream_id ?? i.id).filter((id) => !mine.parts.includes(id)), [], path);
        assert.equal(items.length, 3, path);
      }
      assert.deepEqual((await ok(server, {}, '', 'admin')).value.filter((e) => e.name === 'MultiDatastreams').length, 1);
    },
  },
  {
    requirement: `${base}multi-datastream/observations`,
    run: async ({ server }) => {
      const mine = await station(server);
      assert.deepEqual(mine.seen.Observations.map((o) => o.result), [[1.5, true, 'mở'], [2, null, 'đóng']]);
      const post = (body) => send(server, 'POST', '/Observations', body, { role: 'integrator' }), of = { MultiDatastream: { '@iot.id': mine.id } };
      const third = place(server, await post({ ...of, phenomenonTime: at(2), result: [-3, false, 'hỏng'] }));
      place(server, await send(server, 'POST', `${mine.path}/Observations`, { phenomenonTime: at(3), result: [4, true, 'mở'], resultQuality: 'uncertain' }, { role: 'integrator' }));
      const rows = await send(server, 'POST', '/CreateObservations', [{ ...of, components: ['phenomenonTime', 'result'], dataArray: [[at(4), [5, true, 'mở']], [at(5), [6, true]], [at(6), 7], [at(6), [8, null, null]]] }], { role: 'integrator' });
      assert.deepEqual(rows.body.map((l) => l === 'error'), [false, true, true, false]);
      const { responses } = await (await client(server, 'integrator')).call('POST', '/sta/v1.1/$batch', { requests: [{ id: '1', atomicityGroup: 'g', method: 'post', url: `MultiDatastreams(${mine.id})/Observations`, body: { phenomenonTime: at(7), result: [9, false, 'đóng'] } }, { id: '2', atomicityGroup: 'g', method: 'post', url: 'Observations', body: { ...of, phenomenonTime: at(8), result: [10, false, 'đóng'] } }] });
      assert.deepEqual(responses.map((r) => r.status), [201, 201]);
      const all = [[1.5, true, 'mở'], [2, null, 'đóng'], [-3, false, 'hỏng'], [4, true, 'mở'], [5, true, 'mở'], [8, null, null], [9, false, 'đóng'], [10, false, 'đóng']];
      assert.deepEqual(await results(server, mine.path), all);
      assert.deepEqual(await results(server, mine.path, `&$filter=phenomenonTime ge ${at(7)}`), all.slice(6));
      assert.deepEqual(await results(server, mine.path, "&$filter=resultQuality eq 'uncertain'"), [all[3]]);
      assert.deepEqual(await results(server, mine.path, '&$filter=result gt 0'), []);
      for (const [i, part] of mine.parts.entries()) assert.deepEqual(await results(server, `/Datastreams(${part})`), all.map((r) => r[i]).filter((r) => r !== null));
      const one = await ok(server, {}, `${third}?$expand=MultiDatastream($expand=ObservedProperties)`, 'admin');
      assert.deepEqual([one.result, one.MultiDatastream['@iot.id'], one.MultiDatastream.ObservedProperties.length], [all[2], mine.id, 3]);
      const plain = await ok(server, {}, third, 'admin');
      assert.ok('MultiDatastream@iot.navigationLink' in plain && !('Datastream@iot.navigationLink' in plain));
      assert.deepEqual((await ok(server, {}, `${third}/MultiDatastream/ObservedProperties`, 'admin')).value.map((p) => p['@iot.id']), [16, 1, 9]);
      assert.equal((await get(server, {}, `${third}/Datastream`, 'admin')).status, 404);
      assert.deepEqual((await ok(server, {}, `${third}/result`, 'admin')).result, all[2]);
      const { value: [group] } = await ok(server, {}, `${mine.path}/Observations?$resultFormat=dataArray&$select=result&$top=1`, 'admin');
      assert.deepEqual([group['MultiDatastream@iot.navigationLink'], group.dataArray], [mine.seen['@iot.selfLink'], [[all[0]]]]);
      assert.equal((await ok(server, {}, `/Observations?$filter=MultiDatastream/id eq ${mine.id}&$count=true&$top=1`, 'admin'))['@iot.count'], all.length);
      await refused(server, [
        ['POST', '/Observations', { ...of, result: 1 }, 422, 'wrong_result_type', '/result'], ['POST', '/Observations', { ...of, result: [1, true] }, 422, 'wrong_result_type', '/result'], ['POST', '/Observations', { ...of, result: [1, 2, 'x'] }, 422, 'wrong_result_type', '/result/1'],
        ['POST', '/Observations', { Datastream: { '@iot.id': mine.id }, result: [1, true, 'x'] }, 404, 'unknown_datastream'], ['POST', '/Observations', { MultiDatastream: { '@iot.id': mine.parts[0] }, result: [1] }, 404, 'unknown_datastream'], ['POST', '/Observations', { ...of, Datastream: { '@iot.id': mine.id }, result: [1, true, 'x'] }, 422, 'unknown_field'],
        ['POST', `/Datastreams(${mine.id})/Observations`, { result: [1, true, 'x'] }, 404, 'unknown_datastream'], ['POST', `${mine.path}/Observations`, { Datastream: { '@iot.id': mine.id }, result: [1, true, 'x'] }, 422, 'unknown_field', '/Datastream'],
      ]);
      const other = await (await client(server, 'integrator')).request('POST', '/api/v1/observations', { readings: [{ datastream: mine.id, t: at(9), value: 0 }] });
      assert.equal(other.body.code, 'wrong_result_type', other.text);
      assert.deepEqual(await results(server, mine.path), all);
    },
  },
  {
    requirement: `${base}multi-datastream/create-update-delete`,
    run: async ({ server }) => {
      const mine = await station(server), [first, second] = mine.seen.Observations.map(observationPath);
      // What was read can be sent back.
      const { Thing, Sensor, ObservedProperties, Observations, ...own } = mine.seen;
      await changed(server, 'PATCH', mine.path, { ...own, name: 'Trạm mới', properties: { ...own.properties, room: 'B' } });
      let seen = await ok(server, {}, mine.path, 'admin');
      assert.deepEqual([seen.name, seen.description, seen.properties], ['Trạm mới', 'Cũ', { room: 'B', interval_s: 60, datastreams: mine.parts }]);
      await changed(server, 'PUT', mine.path, { name: 'Thay', description: 'Thay' });
      seen = await ok(server, {}, mine.path, 'admin');
      assert.deepEqual([seen.name, seen.properties, seen.multiObservationDataTypes], ['Thay', { datastreams: mine.parts }, types]);
      await refused(server, [
        ['PATCH', mine.path, { multiObservationDataTypes: types.slice(1) }, 422, 'invalid_value', '/multiObservationDataTypes'], ['PATCH', mine.path, { unitOfMeasurements: [none, none, none] }, 422, 'invalid_value', '/unitOfMeasurements'], ['PATCH', mine.path, { observationType: types[0] }, 422, 'invalid_value', '/observationType'],
        ['PATCH', mine.path, { Sensor: { '@iot.id': 1 } }, 422, 'unknown_field'], ['PUT', mine.path, { name: 'x' }, 422, 'missing_field'], ['PATCH', `/MultiDatastreams(${mine.parts[0]})`, { name: 'x' }, 404, 'not_found'], ['PATCH', `/Datastreams(${mine.id})`, { name: 'x' }, 404, 'not_found'],
        ['DELETE', `/Datastreams(${mine.id})`, undefined, 404, 'not_found'], ['PATCH', '/MultiDatastreams(999999999)', { name: 'x' }, 404, 'not_found'],
      ]);
      // Corrections go to each result.
      await changed(server, 'PATCH', first, { result: [7, false, 'kẹt'] });
      await changed(server, 'PATCH', second, { result: [2, null, null], resultQuality: 'bad' });
      assert.deepEqual(await results(server, mine.path), [[7, false, 'kẹt'], [2, null, null]]);
      assert.deepEqual(await results(server, `/Datastreams(${mine.parts[2]})`), ['kẹt']);
      assert.equal((await ok(server, {}, `/Datastreams(${mine.parts[0]})/Observations?$orderby=phenomenonTime desc&$top=1`, 'admin')).value[0].resultQuality, 'bad');
      await refused(server, [['PATCH', second, { result: [2, true, null] }, 422, 'invalid_value', '/result/1'], ['PATCH', first, { result: [1, 1, 'x'] }, 422, 'wrong_result_type', '/result/1'], ['PATCH', first, { result: 1 }, 422, 'wrong_result_type', '/result']]);
      await changed(server, 'DELETE', first);
      assert.deepEqual([await results(server, mine.path), await results(server, `/Datastreams(${mine.parts[0]})`)], [[[2, null, null]], [2]]);
      assert.equal((await get(server, {}, first, 'admin')).status, 404);
      // A result that is deleted is null from then on.
      await changed(server, 'DELETE', `/Datastreams(${mine.parts[0]})`);
      assert.deepEqual(await results(server, mine.path), [[null, null, null]]);
      await refused(server, [['POST', `${mine.path}/Observations`, { result: [1, true, 'x'] }, 404, 'unknown_datastream', '/result/0']]);
      place(server, await send(server, 'POST', `${mine.path}/Observations`, { phenomenonTime: at(5), result: [null, true, 'mở'] }));
      await changed(server, 'DELETE', mine.path);
      for (const path of [mine.path, `${mine.path}/Observations`, second, ...mine.parts.map((id) => `/Datastreams(${id})`)]) assert.equal((await get(server, {}, path, 'admin')).status, 404, path);
      assert.equal((await ok(server, {}, mine.sensor, 'admin')).name, `Trạm ${mine.n}`);
      // It goes with its Sensor, an ObservedProperty or its Thing.
      const left = (one) => server.sql(`select id from telemetry.datastream where ended_at is null and id in (${[one.id, ...one.parts].join(', ')}) order by id`);
      let other = await station(server);
      // The version that the caller names is that of the Sensor, not of what hangs on it.
      await changed(server, 'PATCH', `/Datastreams(${other.parts[0]})`, { name: `Khác ${other.n}` });
      const version = server.sql(`select version from telemetry.sensor where id = ${other.sensor.match(/\d+/)[0]}`);
      const gone = await send(server, 'DELETE', other.sensor, undefined, { headers: { 'If-Match': `"${version}"` } });
      assert.equal(gone.status, 200, gone.text);
      assert.equal(left(other), '');
      other = await station(server);
      await changed(server, 'DELETE', other.thing);
      assert.equal(left(other), '');
      const n = ++count;
      const property = place(server, await send(server, 'POST', '/ObservedProperties', { name: `Mưa axit ${n}`, definition: 'http://example.org/acid', description: 'x' }));
      const host = (await station(server)).thing;
      const two = place(server, await send(server, 'POST', `${host}/MultiDatastreams`, { ...multi(n), ObservedProperties: [{ '@iot.id': 16 }, { '@iot.id': 1 }, { '@iot.id': Number(property.match(/\d+/)[0]) }] }));
      await changed(server, 'DELETE', property);
      assert.equal((await get(server, {}, two, 'admin')).status, 404);
      assert.equal((await ok(server, {}, `${host}/Datastreams?$filter=startswith(name, 'Trạm ${n} /')&$count=true`, 'admin'))['@iot.count'], 2);
    },
  },
  {
    requirement: `${base}multi-datastream/constraints`,
    run: async ({ server }) => {
      const { thing, thingId, sensor } = await station(server), n = ++count;
      const counts = () => server.sql('select (select count(*) from telemetry.sensor), (select count(*) from telemetry.observed_property), (select count(*) from telemetry.datastream), (select count(*) from telemetry.datastream_part), (select count(*) from telemetry.chunk)');
      const before = counts(), path = `${thing}/MultiDatastreams`;
      await refused(server, [
        ['POST', path, multi(n, { unitOfMeasurements: [metre] }), 422, 'invalid_value', '/unitOfMeasurements'], ['POST', path, multi(n, { ObservedProperties: [{ '@iot.id': 16 }] }), 422, 'invalid_value', '/ObservedProperties'], ['POST', path, multi(n, { multiObservationDataTypes: [] }), 422, 'out_of_range'],
        ['POST', path, multi(n, { observationType: types[0] }), 422, 'invalid_value', '/observationType'], ['POST', path, multi(n, { multiObservationDataTypes: [types[0], complex, types[2]] }), 422, 'invalid_value', '/multiObservationDataTypes/1'], ['POST', path, multi(n, { unitOfMeasurements: [none, none, none] }), 422, 'wrong_type', '/unitOfMeasurements/0/name'],
        ['POST', path, multi(n, { ObservedProperties: [{ '@iot.id': 16 }, { '@iot.id': 1 }, { '@iot.id': 16 }] }), 422, 'invalid_value', '/ObservedProperties/2'], ['POST', path, multi(n, { ObservedProperties: [{ '@iot.id': 16 }, { '@iot.id': 999999999 }, { '@iot.id': 9 }] }), 422, 'invalid_value', '/ObservedProperties/1'],
        ['POST', path, multi(n, { Sensor: undefined }), 422, 'missing_field', '/Sensor'], ['POST', path, multi(n, { Observations: [{ result: [1, true, 'x'] }, { result: [1, true] }] }), 422, 'wrong_result_type', '/Observations/1/result'], ['POST', '/MultiDatastreams', multi(n), 422, 'missing_field', '/Thing'],
        ['POST', '/MultiDatastreams', multi(n, { Sensor: { '@iot.id': 999999999 } }), 422, 'unknown_sensor'], ['POST', path, multi(n, { name: 'x'.repeat(200) }), 422, 'text_too_long', '/name'], ['POST', '/ObservedProperties(1)/MultiDatastreams', multi(n), 405, 'method_not_allowed'],
      ]);
      assert.equal(counts(), before);
      const alone = place(server, await send(server, 'POST', '/MultiDatastreams', multi(n, { Thing: { '@iot.id': thingId } })));
      assert.equal((await ok(server, {}, `${alone}/Thing`, 'admin'))['@iot.id'], thingId);
      const linked = place(server, await send(server, 'POST', `${sensor}/MultiDatastreams`, multi(n, { Sensor: undefined, ObservedProperties: [{ '@iot.id': 16 }, { '@iot.id': 1 }, { name: `Mới ${n}`, definition: 'http://example.org/new', description: 'x' }] })));
      assert.equal((await ok(server, {}, `${linked}/ObservedProperties`, 'admin')).value[2].name, `Mới ${n}`);
      // Who may not write sensors there makes none.
      assert.equal((await send(server, 'POST', path, multi(n), { role: 'viewer' })).status, 403);
      assert.equal((await send(server, 'DELETE', linked, undefined, { role: 'viewer' })).status, 403);
      const waiting = await send(server, 'DELETE', linked, undefined, { role: 'asset_engineer' });
      assert.deepEqual([waiting.status, waiting.body.state], [202, 'waiting'], waiting.text);
    },
  },
];
