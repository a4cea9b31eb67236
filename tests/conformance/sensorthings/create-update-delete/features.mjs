// Features of interest of their own: made, named by Observations in every way, found from both sides, changed, removed.
import assert from 'node:assert/strict';
import { base, client, get, made as place, ok } from '../lib.mjs';
import { world } from './change.mjs';

const send = async (server, method, path, body, role = 'admin') => (await client(server, role)).request(method, `/sta/v1.1${path}`, body);
const feature = (name, x, more = {}) => ({ name, description: 'Trạm', encodingType: 'application/vnd.geo+json', feature: { type: 'Point', coordinates: [x, 21] }, ...more });
const make = async (server, body) => Number(place(server, await send(server, 'POST', '/FeaturesOfInterest', body)).match(/\d+/)[0]);
const observe = async (server, body, path = '/Observations') => place(server, await send(server, 'POST', path, body, 'integrator'));
const of = async (server, path) => (await ok(server, {}, `${path}/FeatureOfInterest`, 'admin'))['@iot.id'];
const results = async (server, path) => (await ok(server, {}, path, 'admin')).value.map((o) => o.result).sort((a, b) => a - b);
const at = (n) => `2026-07-02T00:00:${String(n).padStart(2, '0')}Z`;

export const tests = [
  {
    requirement: `${base}create-update-delete/create-entity/feature-of-interest`,
    run: async ({ server, values }) => {
      const mine = await world(server), n = mine.thingId;
      const id = await make(server, feature('Trạm một', 105.5, { properties: { code: 'T1', asset: n } }));
      const seen = await ok(server, values, `/FeaturesOfInterest(${id})`);
      assert.deepEqual([seen.name, seen.description, seen.encodingType, seen.feature, seen.properties], ['Trạm một', 'Trạm', 'application/vnd.geo+json', { type: 'Point', coordinates: [105.5, 21] }, { code: 'T1', asset: n }]);
      // What was sent comes back, a Feature too.
      const whole = { type: 'Feature', geometry: { type: 'Polygon', coordinates: [[[1, 1], [2, 1], [2, 2], [1, 1]]] }, properties: { a: 1 } };
      const other = await make(server, feature('Vùng', 0, { feature: whole }));
      assert.deepEqual((await ok(server, values, `/FeaturesOfInterest(${other})/feature`)).feature, whole);
      assert.deepEqual((await ok(server, values, `/FeaturesOfInterest?$filter=id eq ${other} and st_within(geography'POINT(1.6 1.2)', feature)`)).value.length, 1);
      const shapes = await ok(server, values, `/FeaturesOfInterest?$filter=id in (${other},${id},${n})&$resultFormat=GeoJSON`);
      assert.deepEqual(shapes.features.map((f) => [f.id, f.geometry.type]), [[n, 'Point'], [id, 'Point'], [other, 'Polygon']]);
      assert.deepEqual((await ok(server, values, `/FeaturesOfInterest(${id})/Observations?$count=true`)).value, []);
      for (const [body, status, code, role] of [
        [feature('x', 1, { feature: { type: 'Point', coordinates: [500, 1] } }), 422, 'coordinates_outside_world'], [feature('x', 1, { encodingType: 'text/plain' }), 422, 'invalid_value'], [feature('x', 1, { feature: { type: 'Polygon', coordinates: [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]] } }), 422, 'invalid_geometry'],
        [feature('', 1), 422, 'text_empty'], [{ name: 'x' }, 422, 'missing_field'], [feature('x', 1, { colour: 1 }), 422, 'unknown_field'], [feature('x', 1, { properties: { asset: 999999999 } }), 422, 'unknown_asset'], [feature('x', 1), 403, 'forbidden', 'viewer'],
      ]) {
        const answer = await send(server, 'POST', '/FeaturesOfInterest', body, role);
        assert.equal(`${answer.status} ${answer.body.code}`, `${status} ${code}`, answer.text);
      }
      // It has the rights of its work.
      const hidden = await make(server, feature('Kín', 3, { properties: { asset: values.thing_hidden } }));
      assert.equal((await get(server, values, `/FeaturesOfInterest(${hidden})`)).status, 404);
      assert.equal((await ok(server, values, `/FeaturesOfInterest(${hidden})`, 'asset_engineer')).name, 'Kín');
    },
  },
  {
    requirement: `${base}create-update-delete/create-entity/observation/feature-of-interest`,
    run: async ({ server, values }) => {
      const mine = await world(server), Datastream = { '@iot.id': mine.streamId }, id = await make(server, feature('Trạm hai', 106));
      const linked = await observe(server, { Datastream, phenomenonTime: at(0), result: 100, FeatureOfInterest: { '@iot.id': id } });
      assert.equal(await of(server, linked), id);
      // Inside of the Observation; the same again is the same feature.
      const inline = feature('Mẫu nước', 107, { properties: { bottle: mine.streamId } });
      const deep = await observe(server, { phenomenonTime: at(1), result: 101, FeatureOfInterest: inline }, `${mine.stream}/Observations`);
      const bottle = await of(server, deep);
      assert.deepEqual((await ok(server, values, `${deep}/FeatureOfInterest`)).properties, { bottle: mine.streamId, asset: mine.thingId });
      assert.equal(await of(server, await observe(server, { Datastream, phenomenonTime: at(2), result: 102, FeatureOfInterest: inline })), bottle);
      assert.equal(await of(server, await observe(server, { Datastream, phenomenonTime: at(3), result: 103 }, `/FeaturesOfInterest(${id})/Observations`)), id);
      // Without one it is the Thing's place, as it is for whoever names that.
      const plain = await observe(server, { Datastream, phenomenonTime: at(4), result: 104 });
      const named = await observe(server, { Datastream, phenomenonTime: at(5), result: 105, FeatureOfInterest: { '@iot.id': mine.thingId } });
      assert.deepEqual([await of(server, plain), await of(server, named)], [mine.thingId, mine.thingId]);
      // Of another work, for who may ingest there.
      const guest = await observe(server, { Datastream, phenomenonTime: at(6), result: 106, FeatureOfInterest: { '@iot.id': values.thing_b } });
      assert.equal(await of(server, guest), values.thing_b);
      // The first reading of a time stays, with its feature; the same again changes nothing.
      assert.equal(await observe(server, { Datastream, phenomenonTime: at(4), result: 9, FeatureOfInterest: { '@iot.id': id } }), plain);
      assert.equal(await observe(server, { Datastream, phenomenonTime: at(0), result: 9 }), linked);
      assert.equal(await observe(server, { Datastream, phenomenonTime: at(0), result: 100, FeatureOfInterest: { '@iot.id': bottle } }), linked);
      assert.deepEqual([await of(server, plain), await of(server, linked)], [mine.thingId, id]);

      // From the features.
      const check = async () => {
        assert.deepEqual(await results(server, `/FeaturesOfInterest(${id})/Observations`), [100, 103]);
        assert.deepEqual(await results(server, `/FeaturesOfInterest(${bottle})/Observations?$orderby=phenomenonTime desc`), [101, 102]);
        assert.deepEqual(await results(server, `/FeaturesOfInterest(${mine.thingId})/Observations`), [0.5, 1.5, 2.5, 104, 105]);
        assert.deepEqual((await results(server, `/FeaturesOfInterest(${values.thing_b})/Observations?$filter=result eq 106`)), [106]);
        const page = await ok(server, values, `/FeaturesOfInterest(${id})/Observations?$count=true&$top=1&$orderby=phenomenonTime desc`);
        assert.deepEqual([page['@iot.count'], page.value[0].result, '@iot.nextLink' in page], [2, 103, true]);
        assert.equal((await get(server, values, `/FeaturesOfInterest(${id})${linked}`)).status, 200);
        assert.equal((await get(server, values, `/FeaturesOfInterest(${id})${deep}`)).status, 404);
        const expanded = await ok(server, values, `/FeaturesOfInterest(${bottle})?$expand=Observations($orderby=phenomenonTime asc;$count=true)`);
        assert.deepEqual([expanded['Observations@iot.count'], expanded.Observations.map((o) => o.result)], [2, [101, 102]]);
        // From the Observations.
        const all = await ok(server, values, `${mine.stream}/Observations?$filter=result gt 50&$orderby=phenomenonTime asc&$expand=FeatureOfInterest($select=id)`);
        assert.deepEqual(all.value.map((o) => o.FeatureOfInterest['@iot.id']), [id, bottle, bottle, id, mine.thingId, mine.thingId, values.thing_b]);
        assert.deepEqual(await results(server, `${mine.stream}/Observations?$filter=FeatureOfInterest/name eq 'Trạm hai'`), [100, 103]);
        assert.deepEqual(await results(server, `${mine.stream}/Observations?$filter=FeatureOfInterest/id ne ${mine.thingId}`), [100, 101, 102, 103, 106]);
        assert.deepEqual(await results(server, `${mine.stream}/Observations?$filter=st_within(FeatureOfInterest/feature, geography'POLYGON((105.5 20, 107.5 20, 107.5 22, 105.5 22, 105.5 20))') and result gt 100`), [101, 102, 103]);
        assert.deepEqual(await results(server, `${mine.stream}/Observations?$filter=FeatureOfInterest/id eq ${id} or result eq 104`), [100, 103, 104]);
        assert.deepEqual((await ok(server, values, `${mine.stream}/Observations?$filter=FeatureOfInterest/name eq 'Mẫu nước'&$count=true&$top=0`))['@iot.count'], 2);
        const sorted = await ok(server, values, `${mine.stream}/Observations?$filter=result gt 50 and result lt 104&$orderby=FeatureOfInterest/name desc,phenomenonTime asc`);
        assert.deepEqual(sorted.value.map((o) => o.result), [100, 103, 101, 102]);
        // Features by their Observations.
        const names = async (filter) => (await ok(server, values, `/FeaturesOfInterest?$filter=${filter}`)).value.map((f) => f['@iot.id']).sort((a, b) => a - b);
        assert.deepEqual(await names(`Observations/result eq 101 and Observations/Datastream/id eq ${mine.streamId}`), [bottle]);
        assert.deepEqual(await names(`Observations/any(o: o/Datastream/id eq ${mine.streamId} and o/result ge 103 and o/result le 104)`), [mine.thingId, id].sort((a, b) => a - b));
        // The rest of the filter keeps features, and readings are told apart below them.
        for (const [condition, found] of [['Observations/result eq 101', [bottle]], ['Observations/all(o: o/result lt 103)', [bottle]], ['not Observations/result eq 101', [id]], ['(Observations/result eq 101 or Observations/result eq 103)', [bottle, id]]])
          assert.deepEqual(await names(`id in (${id},${bottle}) and ${condition}`), found.sort((a, b) => a - b), condition);
        assert.deepEqual((await ok(server, values, `/Things?$filter=Datastreams/Observations/FeatureOfInterest/id eq ${bottle}`)).value.map((t) => t['@iot.id']), [mine.thingId]);
      };
      await check();
      // As well when the readings are in chunks: a correction of another seals them.
      assert.equal((await send(server, 'PATCH', mine.observations[0].path, { result: 0.5 })).status, 200);
      await check();

      for (const [FeatureOfInterest, code, where] of [
        [{ '@iot.id': 999999999 }, 'invalid_value', ''], [{ '@iot.id': values.thing_hidden }, 'invalid_value', ''], [{ '@iot.id': id, name: 'x' }, 'unknown_field', '/name'], [null, 'wrong_type', ''],
        [{ name: 'x' }, 'missing_field', '/description'], [feature('x', 500), 'coordinates_outside_world', '/feature'], [feature('x', 5, { encodingType: 'x' }), 'invalid_value', '/encodingType'],
      ]) {
        const answer = await send(server, 'POST', '/Observations', { Datastream, phenomenonTime: at(20), result: 1, FeatureOfInterest }, 'integrator');
        assert.equal(answer.body.code, code, answer.text);
        assert.ok(answer.body.where.startsWith(`/FeatureOfInterest${where}`), answer.text);
      }
      // What is refused for its reading leaves no feature behind.
      const left = server.sql('select count(*) from telemetry.feature');
      assert.equal((await send(server, 'POST', '/Observations', { Datastream, phenomenonTime: '1980-01-01T00:00:00Z', result: 1, FeatureOfInterest: feature('Không', 5) }, 'integrator')).body.code, 'time_too_old');
      assert.equal((await send(server, 'POST', '/Observations', { Datastream, result: 'x', FeatureOfInterest: feature('Không', 5) }, 'integrator')).body.code, 'wrong_result_type');
      assert.equal(server.sql('select count(*) from telemetry.feature'), left);
    },
  },
  {
    requirement: `${base}create-update-delete/create-entity/observation/feature-of-interest/many`,
    run: async ({ server, values }) => {
      const mine = await world(server), id = await make(server, feature('Trạm ba', 105));
      const answer = await send(server, 'POST', '/CreateObservations', [{ Datastream: { '@iot.id': mine.streamId }, components: ['phenomenonTime', 'result', 'FeatureOfInterest/id'], dataArray: [[at(0), 1, id], [at(1), 2, mine.thingId], [at(2), 3, 999999999], [at(3), 4, id], [at(3), 5, mine.thingId]] }], 'integrator');
      assert.deepEqual(answer.body.map((l) => l === 'error'), [false, false, true, false, false]);
      assert.deepEqual(await results(server, `/FeaturesOfInterest(${id})/Observations`), [1, 4]);
      // In a batch; and with their Datastream, in one transaction.
      const batch = await (await client(server, 'admin')).call('POST', '/sta/v1.1/$batch', { requests: [
        { id: 'f', atomicityGroup: 'g', method: 'post', url: 'FeaturesOfInterest', body: feature('Trạm bốn', 104) },
        { id: 'o', atomicityGroup: 'g', method: 'post', url: `Datastreams(${mine.streamId})/Observations`, body: { phenomenonTime: at(4), result: 6, FeatureOfInterest: { '@iot.id': '$f' } } },
        { id: 'p', method: 'post', url: `Datastreams(${mine.streamId})/Observations`, body: { phenomenonTime: at(5), result: 7, FeatureOfInterest: { '@iot.id': id } } },
      ] });
      assert.deepEqual(batch.responses.map((r) => r.status), [201, 201, 201], JSON.stringify(batch));
      assert.deepEqual(await results(server, `${mine.stream}/Observations?$filter=FeatureOfInterest/name eq 'Trạm bốn' or FeatureOfInterest/id eq ${id}`), [1, 4, 6, 7]);
      const thing = place(server, await send(server, 'POST', '/Things', { name: 'x', description: 'x', properties: { class: 'car_park' }, Datastreams: [{
        name: 'x', description: 'x', observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement', unitOfMeasurement: { name: 'm', symbol: 'm', definition: 'm' }, ObservedProperty: { '@iot.id': 9 },
        Sensor: { name: 'x', description: 'x', encodingType: 'x', metadata: 'x', properties: { serial: `FOI-${id}` } }, Observations: [{ phenomenonTime: at(0), result: 8, FeatureOfInterest: { '@iot.id': id } }, { phenomenonTime: at(0), result: 9, FeatureOfInterest: feature('Trạm năm', 103) }, { phenomenonTime: at(1), result: 10, FeatureOfInterest: feature('Trạm năm', 103) }],
      }] }));
      const [{ Observations }] = (await ok(server, values, `${thing}/Datastreams?$expand=Observations($orderby=phenomenonTime asc;$expand=FeatureOfInterest)`)).value;
      assert.deepEqual(Observations.map((o) => [o.result, o.FeatureOfInterest.name]), [[8, 'Trạm ba'], [10, 'Trạm năm']]);
    },
  },
  {
    requirement: `${base}create-update-delete/create-entity/observation/feature-of-interest/multi-datastream`,
    run: async ({ server, values }) => {
      const id = await make(server, feature('Trạm mười', 97)), om = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/', unit = { name: 'm', symbol: 'm', definition: 'm' };
      const thing = place(server, await send(server, 'POST', '/Things', { name: 'x', description: 'x', properties: { class: 'car_park' }, Locations: [{ name: 'x', description: 'x', encodingType: 'application/geo+json', location: { type: 'Point', coordinates: [40, 11] } }], MultiDatastreams: [{
        name: 'x', description: 'x', observationType: `${om}OM_ComplexObservation`, multiObservationDataTypes: [`${om}OM_Measurement`, `${om}OM_Measurement`], unitOfMeasurements: [unit, unit], ObservedProperties: [{ '@iot.id': 1 }, { '@iot.id': 9 }], Sensor: { name: 'x', description: 'x', encodingType: 'x', metadata: 'x', properties: { serial: `FOM-${id}` } },
      }] }));
      const [multi] = (await ok(server, values, `${thing}/MultiDatastreams`)).value, parts = multi.properties.datastreams, stream = `/MultiDatastreams(${multi['@iot.id']})`;
      await observe(server, { phenomenonTime: at(0), result: [1, 2], FeatureOfInterest: { '@iot.id': id } }, `${stream}/Observations`);
      const plain = await observe(server, { phenomenonTime: at(1), result: [3, null] }, `${stream}/Observations`);
      const { value } = await ok(server, values, `${stream}/Observations?$filter=FeatureOfInterest/id eq ${id}`);
      assert.deepEqual(value.map((o) => o.result), [[1, 2]]);
      // Its results are of it as well.
      assert.deepEqual(await results(server, `/FeaturesOfInterest(${id})/Observations?$filter=Datastream/id in (${parts.join(',')})`), [1, 2]);
      assert.equal((await send(server, 'PATCH', plain, { FeatureOfInterest: { '@iot.id': id } })).status, 200);
      assert.deepEqual(await results(server, `/FeaturesOfInterest(${id})/Observations?$filter=Datastream/id in (${parts.join(',')})`), [1, 2, 3]);
      assert.equal((await send(server, 'DELETE', `/FeaturesOfInterest(${id})`)).status, 200);
      for (const path of [stream, ...parts.map((p) => `/Datastreams(${p})`)]) assert.deepEqual((await ok(server, values, `${path}/Observations`)).value, [], path);
    },
  },
  {
    requirement: `${base}create-update-delete/create-entity/datastream/feature-of-interest`,
    run: async ({ server, values }) => {
      // All of one station: its readings cost no row each.
      const mine = await world(server), id = await make(server, feature('Trạm sáu', 102)), sensor = Number(mine.sensor.match(/\d+/)[0]);
      const body = { name: 'x', description: 'x', observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement', unitOfMeasurement: { name: 'm', symbol: 'm', definition: 'm' }, ObservedProperty: { '@iot.id': 9 }, Sensor: { '@iot.id': sensor }, properties: { feature_of_interest: id } };
      const stream = place(server, await send(server, 'POST', '/Datastreams', { ...body, Observations: [{ phenomenonTime: at(0), result: 1 }] }));
      const n = Number(stream.match(/\d+/)[0]);
      assert.equal((await ok(server, values, stream)).properties.feature_of_interest, id);
      assert.deepEqual((await ok(server, values, `/Datastreams?$filter=properties/feature_of_interest eq ${id}`)).value.map((d) => d['@iot.id']), [n]);
      await observe(server, { phenomenonTime: at(1), result: 2 }, `${stream}/Observations`);
      await observe(server, { phenomenonTime: at(2), result: 3, FeatureOfInterest: { '@iot.id': id } }, `${stream}/Observations`);
      assert.equal(server.sql(`select count(*) from telemetry.reading_feature where datastream_id = ${n}`), '0');
      await observe(server, { phenomenonTime: at(3), result: 4, FeatureOfInterest: { '@iot.id': mine.thingId } }, `${stream}/Observations`);
      assert.deepEqual(await results(server, `/FeaturesOfInterest(${id})/Observations`), [1, 2, 3]);
      assert.deepEqual(await results(server, `/FeaturesOfInterest(${mine.thingId})/Observations?$filter=Datastream/id eq ${n}`), [4]);
      assert.deepEqual(await results(server, `${stream}/Observations?$filter=FeatureOfInterest/id eq ${id}`), [1, 2, 3]);
      // It stays what the readings are of.
      for (const [method, path, sent, status, code] of [['PATCH', stream, { properties: { feature_of_interest: null } }, 422, 'invalid_value'], ['DELETE', `/FeaturesOfInterest(${id})`, undefined, 405, 'method_not_allowed'], ['POST', '/Datastreams', { ...body, properties: { feature_of_interest: 999999999 } }, 422, 'invalid_value']]) {
        const answer = await send(server, method, path, sent);
        assert.equal(`${answer.status} ${answer.body.code}`, `${status} ${code}`, answer.text);
      }
      assert.equal((await send(server, 'PATCH', stream, { ...(await ok(server, values, stream)), description: 'y' })).status, 200);
    },
  },
  {
    requirement: `${base}create-update-delete/update-entity/feature-of-interest`,
    run: async ({ server, values }) => {
      const mine = await world(server), id = await make(server, feature('Trạm bảy', 101, { properties: { a: 1 } })), path = `/FeaturesOfInterest(${id})`;
      const change = async (method, body, status = 200) => { const answer = await send(server, method, path, body); assert.equal(answer.status, status, answer.text); };
      await change('PATCH', { name: 'Trạm bảy B' });
      await change('PATCH', { feature: { type: 'Point', coordinates: [100, 20] } });
      let seen = await ok(server, values, path);
      assert.deepEqual([seen.name, seen.description, seen.feature.coordinates, seen.properties], ['Trạm bảy B', 'Trạm', [100, 20], { a: 1 }]);
      await change('PATCH', { ...seen, description: 'Đọc rồi ghi', properties: { b: 2 } });
      await change('PUT', { name: 'Thay', description: 'd', encodingType: 'application/geo+json', feature: { type: 'Point', coordinates: [1, 2] } });
      seen = await ok(server, values, path);
      assert.deepEqual([seen.name, seen.encodingType, seen.feature.coordinates, seen.properties], ['Thay', 'application/geo+json', [1, 2], {}]);
      const patched = await (await client(server, 'admin')).request('PATCH', `/sta/v1.1${path}`, [{ op: 'replace', path: '/name', value: 'Vá' }], { 'Content-Type': 'application/json-patch+json' });
      assert.equal(patched.status, 200, patched.text);
      assert.equal((await ok(server, values, path)).name, 'Vá');
      assert.equal(server.sql(`select count(*) from security.audit_log where action = 'feature_of_interest.change' and entity_id = ${id}`), '5');
      // An Observation can be given another one.
      const [first] = mine.observations;
      assert.equal((await send(server, 'PATCH', first.path, { FeatureOfInterest: { '@iot.id': id } })).status, 200);
      assert.deepEqual([await of(server, first.path), await results(server, `${path}/Observations`)], [id, [0.5]]);
      assert.equal((await send(server, 'PATCH', first.path, { FeatureOfInterest: { '@iot.id': mine.thingId }, result: 3 })).status, 200);
      assert.deepEqual([await of(server, first.path), await results(server, `${path}/Observations`)], [mine.thingId, []]);
      for (const [where, method, body, status, code, role] of [
        [path, 'PATCH', { feature: 1 }, 422, 'wrong_type'], [path, 'PATCH', { encodingType: 'x' }, 422, 'invalid_value'], [path, 'PUT', { name: 'x' }, 422, 'missing_field'], [path, 'PATCH', { name: 'x' }, 403, 'forbidden', 'viewer'], [`/FeaturesOfInterest(${mine.thingId})`, 'PATCH', { name: 'x' }, 405, 'method_not_allowed'],
        [`/FeaturesOfInterest(${id + 1000})`, 'PATCH', { name: 'x' }, 404, 'not_found'], [first.path, 'PATCH', { FeatureOfInterest: { '@iot.id': 999999999 } }, 422, 'invalid_value'], [first.path, 'PATCH', { FeatureOfInterest: feature('x', 1) }, 422, 'invalid_value'],
      ]) {
        const answer = await send(server, method, where, body, role);
        assert.equal(`${answer.status} ${answer.body.code}`, `${status} ${code}`, `${method} ${where} ${answer.text}`);
      }
    },
  },
  {
    requirement: `${base}create-update-delete/delete-entity/feature-of-interest`,
    run: async ({ server, values }) => {
      const mine = await world(server), id = await make(server, feature('Trạm tám', 99)), Datastream = { '@iot.id': mine.streamId };
      const rows = (table) => server.sql(`select count(*) from telemetry.${table} where datastream_id = ${mine.streamId}`);
      const paths = [];
      for (const i of [0, 1, 2]) paths.push(await observe(server, { Datastream, phenomenonTime: at(i), result: i + 10, FeatureOfInterest: { '@iot.id': id } }));
      // A reading that goes takes what is known of its feature along.
      assert.equal((await send(server, 'DELETE', paths[0])).status, 200);
      assert.equal(rows('reading_feature'), '2');
      assert.equal((await send(server, 'DELETE', `/FeaturesOfInterest(${id})`, undefined, 'viewer')).status, 403);
      // The feature takes its Observations along, of those that are in memory too, and no others.
      assert.equal((await send(server, 'DELETE', `/FeaturesOfInterest(${id})`)).status, 200);
      for (const path of [`/FeaturesOfInterest(${id})`, `/FeaturesOfInterest(${id})/Observations`, ...paths]) assert.equal((await get(server, values, path)).status, 404, path);
      assert.deepEqual(await results(server, `${mine.stream}/Observations`), [0.5, 1.5, 2.5]);
      assert.deepEqual([rows('reading_feature'), rows('stream_feature')], ['0', '0']);
      assert.equal((await send(server, 'DELETE', `/FeaturesOfInterest(${mine.thingId})`)).status, 405);
      // With its Datastream everything goes but the feature itself.
      const other = await make(server, feature('Trạm chín', 98));
      await observe(server, { Datastream, phenomenonTime: at(3), result: 13, FeatureOfInterest: { '@iot.id': other } });
      assert.equal((await send(server, 'DELETE', mine.stream)).status, 200);
      assert.deepEqual([rows('reading_feature'), rows('stream_feature'), (await ok(server, values, `/FeaturesOfInterest(${other})/Observations`)).value], ['0', '0', []]);
    },
  },
];
