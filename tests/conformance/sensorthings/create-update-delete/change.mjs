import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { base, client, get, made as place, ok } from '../lib.mjs';

const send = async (server, method, path, body, { role = 'asset_engineer', headers } = {}) => (await client(server, role)).request(method, `/sta/v1.1${path}`, body, headers);
const type = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement';
const unit = { name: 'metre', symbol: 'm', definition: 'ucum:m' };
let count = 0;

// A Thing of its own with a Sensor and a Datastream with three readings, as one deep insert.
export async function world(server) {
  const n = ++count, at = (i) => `2026-07-01T00:0${i}:00Z`;
  const thing = place(server, await send(server, 'POST', '/Things', {
    name: `Sửa ${n}`, description: 'Ghi chú cũ', properties: { class: 'car_park', spaces: 10, address: `${n} Hàng Bài` },
    Locations: [{ name: 'x', description: 'x', encodingType: 'application/geo+json', location: { type: 'Point', coordinates: [30, n] } }],
    Datastreams: [{
      name: `Sửa luồng ${n}`, description: 'Cũ', observationType: type, unitOfMeasurement: unit, properties: { interval_s: 60, least: -10, most: 100, room: 'A' },
      Sensor: { name: `Sửa đầu đo ${n}`, description: 'Cũ', encodingType: 'text/plain', metadata: 'm', properties: { serial: `SUA-${n}`, model: 'M', colour: 'red' } },
      ObservedProperty: { '@iot.id': 9 },
      Observations: [0, 1, 2].map((i) => ({ phenomenonTime: at(i), result: i + 0.5 })),
    }],
  }, { role: 'admin' }));
  const body = await ok(server, {}, `${thing}/Datastreams?$expand=Sensor,Observations($orderby=phenomenonTime asc)`, 'admin');
  const [stream] = body.value;
  return { thing, thingId: Number(thing.match(/\d+/)[0]), stream: `/Datastreams(${stream['@iot.id']})`, streamId: stream['@iot.id'], sensor: `/Sensors(${stream.Sensor['@iot.id']})`, observations: stream.Observations.map((o) => ({ path: `/Observations(${o['@iot.selfLink'].match(/\((\d+)\)$/)[1]})`, ...o })), at };
}

// Nobody else decides, so nothing waits.
const admin = { role: 'admin' };
const refused = async (server, rows) => {
  for (const [method, path, body, status, code, options] of rows) {
    const answer = await send(server, method, path, body, options);
    assert.equal(`${answer.status} ${answer.body?.code}`, `${status} ${code}`, `${method} ${path} ${JSON.stringify(body)}: ${answer.text}`);
  }
};
const changed = async (server, method, path, body, options) => {
  const answer = await send(server, method, path, body, options);
  assert.equal(answer.status, 200, `${method} ${path}: ${answer.text}`);
};
const audited = (server, action, id) => server.sql(`select count(*) from security.audit_log where action = '${action}' and entity_id = ${id}`);

export const tests = [
  {
    requirement: `${base}create-update-delete/update-entity/datastream`,
    run: async ({ server, values }) => {
      const mine = await world(server);
      await changed(server, 'PATCH', mine.stream, { name: 'Mới', unitOfMeasurement: { ...unit, symbol: 'cm' } });
      let seen = await ok(server, values, mine.stream);
      assert.deepEqual([seen.name, seen.description, seen.unitOfMeasurement.symbol], ['Mới', 'Cũ', 'cm']);
      assert.deepEqual(seen.properties, { room: 'A', interval_s: 60, least: -10, most: 100, decimals: 2 });
      // Properties are replaced; those that are columns here stay unless they are named.
      await changed(server, 'PATCH', mine.stream, { properties: { room: 'B', most: null } });
      seen = await ok(server, values, mine.stream);
      assert.deepEqual(seen.properties, { room: 'B', interval_s: 60, least: -10, decimals: 2 });
      // What was read can be sent back; links are changed by @iot.id.
      const other = await world(server);
      await changed(server, 'PATCH', mine.stream, { ...seen, description: 'Đọc rồi ghi', ObservedProperty: { '@iot.id': 3 }, Sensor: { '@iot.id': Number(other.sensor.match(/\d+/)[0]) } });
      seen = await ok(server, values, `${mine.stream}?$expand=Thing,ObservedProperty`);
      assert.deepEqual([seen.description, seen.Thing['@iot.id'], seen.ObservedProperty.properties.key], ['Đọc rồi ghi', other.thingId, 'pressure']);
      // PUT clears what it does not name.
      await changed(server, 'PUT', mine.stream, { name: 'Thay', description: 'Thay', observationType: type, unitOfMeasurement: unit });
      seen = await ok(server, values, mine.stream);
      assert.deepEqual([seen.name, seen.unitOfMeasurement, seen.properties], ['Thay', unit, { decimals: 2 }]);
      assert.equal((await ok(server, values, `${mine.stream}/Observations?$count=true`))['@iot.count'], 3);
      assert.equal(audited(server, 'datastream.change', mine.streamId), '4');
      assert.equal(audited(server, 'datastream.relink', mine.streamId), '1');
      const before = JSON.stringify(await ok(server, values, mine.stream));
      await refused(server, [
        ['PATCH', mine.stream, { Sensor: { name: 'x', description: '', encodingType: 'x', metadata: 'x' } }, 422, 'invalid_value'], ['PATCH', mine.stream, { Thing: { '@iot.id': mine.thingId } }, 422, 'invalid_value'],
        ['PATCH', mine.stream, { ObservedProperty: { '@iot.id': 999999999 } }, 422, 'invalid_value'], ['PATCH', mine.stream, { Sensor: { '@iot.id': 999999999 } }, 422, 'unknown_sensor'], ['PATCH', mine.stream, { properties: { least: 5, most: 1 } }, 422, 'out_of_range'],
        ['PATCH', mine.stream, { name: '' }, 422, 'text_empty'], ['PATCH', mine.stream, { name: 1 }, 422, 'wrong_type'], ['PATCH', mine.stream, { colour: 1 }, 422, 'unknown_field'], ['PATCH', mine.stream, '[]', 422, 'wrong_type'], ['PATCH', mine.stream, '{', 400, 'invalid_json'],
        ['PATCH', mine.stream, { observationType: 'x' }, 422, 'invalid_value'], ['PUT', mine.stream, { name: 'x' }, 422, 'missing_field'], ['PATCH', '/Datastreams(999999999)', { name: 'x' }, 404, 'not_found'], ['PATCH', `/Datastreams(${values.secret})`, { name: 'x' }, 403, 'forbidden', { role: 'viewer' }],
        ['PATCH', mine.stream, { name: 'x' }, 412, 'precondition_failed', { headers: { 'If-Match': '"1"' } }], ['PATCH', mine.stream, { name: 'x' }, 415, 'unsupported_media_type', { headers: { 'Content-Type': 'text/csv' } }], ['PATCH', '/Datastreams', { name: 'x' }, 405, 'method_not_allowed'],
      ]);
      assert.equal(JSON.stringify(await ok(server, values, mine.stream)), before);
    },
  },
  {
    requirement: `${base}create-update-delete/update-entity/sensor`,
    run: async ({ server, values }) => {
      const mine = await world(server), id = Number(mine.sensor.match(/\d+/)[0]);
      await changed(server, 'PATCH', mine.sensor, { description: 'Mới', metadata: { a: 1 }, encodingType: 'application/json' });
      let seen = await ok(server, values, mine.sensor);
      assert.deepEqual([seen.name.slice(0, 3), seen.description, seen.metadata, seen.encodingType, seen.properties.colour, seen.properties.model], ['Sửa', 'Mới', { a: 1 }, 'application/json', 'red', 'M']);
      await changed(server, 'PATCH', mine.sensor, { properties: { colour: 'blue', serial: `${seen.properties.serial}-B`, model: null } });
      seen = await ok(server, values, mine.sensor);
      assert.deepEqual(seen.properties, { colour: 'blue', serial: `SUA-${count}-B` });
      await changed(server, 'PUT', mine.sensor, { name: 'Thay', description: 'd', encodingType: 'text/plain', metadata: 'x' });
      seen = await ok(server, values, `${mine.sensor}?$expand=Datastreams($expand=Thing)`);
      assert.deepEqual([seen.name, seen.metadata, seen.properties, seen.Datastreams[0].Thing['@iot.id']], ['Thay', 'x', { serial: `SUA-${count}-B` }, mine.thingId]);
      assert.deepEqual([audited(server, 'sensor.change', id), audited(server, 'sensor.describe', id)], ['3', '3']);
      await refused(server, [
        ['PATCH', mine.sensor, { properties: { serial: 'STA-1' } }, 409, 'duplicate_serial'], ['PATCH', mine.sensor, { properties: { asset: 999999999 } }, 422, 'unknown_asset'], ['PATCH', mine.sensor, { properties: [] }, 422, 'wrong_type'],
        ['PUT', mine.sensor, { name: 'x', description: 'x', encodingType: 'x' }, 422, 'missing_field'], ['PATCH', '/Sensors(999999999)', {}, 404, 'not_found'], ['PATCH', mine.sensor, { name: 'x' }, 403, 'forbidden', { role: 'viewer' }],
      ]);
    },
  },
  {
    requirement: `${base}create-update-delete/update-entity/observed-property`,
    run: async ({ server, values }) => {
      const path = place(server, await send(server, 'POST', '/ObservedProperties', { name: 'Sương', definition: 'http://example.org/fog', description: 'x', properties: { key: `fog_${Date.now()}`, a: 1 } }));
      await changed(server, 'PATCH', path, { description: 'Mới', properties: { b: 2 } });
      const seen = await ok(server, values, path);
      assert.deepEqual([seen.name, seen.description, seen.properties.a, seen.properties.b], ['Sương', 'Mới', undefined, 2]);
      await refused(server, [
        ['PATCH', path, { properties: { key: 'other' } }, 422, 'invalid_value'], ['PATCH', path, { definition: '' }, 422, 'text_empty'], ['PUT', path, { name: 'x', definition: 'x' }, 422, 'missing_field'],
        ['PATCH', '/ObservedProperties(999999999)', {}, 404, 'not_found'], ['PATCH', path, {}, 403, 'forbidden', { role: 'viewer' }], ['DELETE', '/ObservedProperties(1)', undefined, 405, 'method_not_allowed', admin],
      ]);
      await changed(server, 'DELETE', path, undefined, admin);
      assert.equal((await get(server, values, path)).status, 404);
    },
  },
  {
    requirement: `${base}create-update-delete/update-entity/thing`,
    run: async ({ server, values }) => {
      const mine = await world(server);
      let seen = await ok(server, values, `${mine.thing}?$expand=Locations`);
      assert.deepEqual([seen.description, seen.properties.spaces, seen.properties.class, seen.Locations[0].location.coordinates[0]], ['Ghi chú cũ', 10, 'car_park', 30]);
      // Members of properties are merged: a work keeps what is not named.
      await changed(server, 'PATCH', mine.thing, { name: 'Tên mới', description: 'Ghi chú mới', properties: { spaces: 20, name_en: 'New' } });
      seen = await ok(server, values, mine.thing);
      assert.deepEqual([seen.name, seen.description, seen.properties.spaces, seen.properties.name_en, seen.properties.address], ['Tên mới', 'Ghi chú mới', 20, 'New', `${count} Hàng Bài`]);
      // It is the register's own change: version, history, audit.
      const asset = await (await client(server, 'asset_engineer')).call('GET', `/api/v1/assets/${mine.thingId}`);
      assert.equal(asset.version, 2);
      assert.equal(audited(server, 'asset.change', mine.thingId), '1');
      await refused(server, [
        ['PATCH', mine.thing, { properties: { class: 'bridge' } }, 422, 'invalid_value'], ['PATCH', mine.thing, { properties: { nonsense: 1 } }, 422, 'schema_violation'], ['PATCH', mine.thing, { name: 'x' }, 403, 'forbidden', { role: 'viewer' }],
        ['PATCH', mine.thing, { name: 'x' }, 412, 'precondition_failed', { headers: { 'If-Match': '"1"' } }], ['PATCH', `/Things(999999999)`, { name: 'x' }, 404, 'not_found'], ['POST', '/Things', { name: 'x', description: 'x' }, 422, 'missing_field'],
        ['POST', '/Things', { name: 'x', description: 'x', properties: { class: 'nonsense' } }, 422, 'unknown_class'], ['POST', '/Locations', {}, 405, 'method_not_allowed'], ['DELETE', `/Locations(${mine.thingId})`, undefined, 405, 'method_not_allowed'],
        ['PATCH', `/Locations(${mine.thingId})`, { location: { type: 'Point', coordinates: [500, 1] } }, 422, 'coordinates_outside_world'], ['PATCH', `/Locations(${mine.thingId})`, { encodingType: 'text/plain', location: {} }, 422, 'invalid_value'],
      ]);
    },
  },
  {
    requirement: `${base}create-update-delete/historical-location-auto-creation`,
    run: async ({ server, values }) => {
      const mine = await world(server);
      // A new Location moves it, and the old one is past.
      await changed(server, 'PATCH', `/Locations(${mine.thingId})`, { location: { type: 'Point', coordinates: [31, 1] } });
      const moved = await send(server, 'POST', `${mine.thing}/Locations`, { name: 'x', description: 'x', encodingType: 'application/geo+json', location: { type: 'Feature', geometry: { type: 'Point', coordinates: [32, 1] }, properties: {} } });
      assert.equal(place(server, moved), `/Locations(${mine.thingId})`);
      const seen = await ok(server, values, `${mine.thing}?$expand=Locations,HistoricalLocations`);
      assert.deepEqual([seen.Locations[0].location.coordinates, seen.HistoricalLocations.length], [[32, 1], 3]);
    },
  },
  {
    requirement: `${base}create-update-delete/create-entity/historical-location`,
    run: async ({ server, values }) => {
      const mine = await world(server), at = (x) => ({ name: 'x', description: 'x', encodingType: 'application/geo+json', location: { type: 'Point', coordinates: [x, 2] } });
      const Thing = { '@iot.id': mine.thingId }, history = `${mine.thing}/HistoricalLocations`;
      const since = async () => { await sleep(10); const t = new Date(); await sleep(10); return t.toISOString(); };
      // Told late: it has moved since then.
      const first = await since(), path = place(server, await send(server, 'POST', '/HistoricalLocations', { time: first, Thing, Locations: [at(41)] }));
      const made = await ok(server, values, `${path}?$expand=Thing,Locations`);
      assert.deepEqual([new Date(made.time).toISOString(), made.Thing['@iot.id'], made.Locations[0].location.coordinates], [first, mine.thingId, [41, 2]]);
      const second = await since();
      place(server, await send(server, 'POST', history, { time: second, Locations: [at(42)] }));
      const seen = await ok(server, values, `${mine.thing}?$expand=Locations,HistoricalLocations($orderby=time desc;$top=2;$expand=Locations)`);
      assert.deepEqual(seen.Locations[0].location.coordinates, [42, 2]);
      assert.deepEqual(seen.HistoricalLocations.map((h) => [new Date(h.time).toISOString(), h.Locations[0].location.coordinates[0]]), [[second, 42], [first, 41]]);
      const now = await since(), later = new Date(Date.now() + 86_400_000).toISOString();
      await refused(server, [
        ['POST', history, { time: first, Locations: [at(43)] }, 422, 'invalid_value'], ['POST', history, { time: later, Locations: [at(43)] }, 422, 'time_in_future'], ['POST', history, { time: now, Locations: [at(42)] }, 422, 'invalid_value'],
        ['POST', history, { time: now, Locations: [] }, 422, 'missing_field'], ['POST', history, { time: now, Locations: [at(43), at(44)] }, 422, 'too_many_items'], ['POST', history, { time: now, Locations: [{ '@iot.id': mine.thingId }] }, 422, 'unknown_field'],
        ['POST', '/HistoricalLocations', { time: now, Locations: [at(43)] }, 422, 'missing_field'], ['POST', history, { time: now, Thing: { '@iot.id': mine.thingId + 1 }, Locations: [at(43)] }, 422, 'invalid_value'], ['POST', history, { time: 'hôm qua', Locations: [at(43)] }, 422, 'invalid_time'],
        ['POST', '/HistoricalLocations', { time: now, Thing: { '@iot.id': 999999999 }, Locations: [at(43)] }, 404, 'not_found'], ['POST', history, { time: now, Locations: [at(43)] }, 403, 'forbidden', { role: 'viewer' }],
      ]);
      assert.deepEqual((await ok(server, values, `${mine.thing}/Locations`)).value[0].location.coordinates, [42, 2]);
    },
  },
  {
    requirement: `${base}create-update-delete/update-entity/historical-location`,
    run: async ({ server, values }) => {
      const mine = await world(server), history = `${mine.thing}/HistoricalLocations`, at = (x) => ({ name: 'x', description: 'x', encodingType: 'application/geo+json', location: { type: 'Point', coordinates: [x, 3] } });
      const since = async () => { await sleep(10); const t = new Date(); await sleep(10); return t.toISOString(); };
      // [[since, longitude], …], the last first; and the ids.
      const places = async () => (await ok(server, values, `${history}?$orderby=time desc&$expand=Locations`)).value.map((h) => ({ id: h['@iot.id'], time: new Date(h.time).toISOString(), x: h.Locations[0].location.coordinates[0] }));
      const seen = async () => (await places()).map(({ time, x }) => [time, x]);
      const now = async () => (await ok(server, values, `${mine.thing}/Locations`)).value[0].location.coordinates[0];
      const [begin] = await places(), early = await since(), first = await since(), middle = await since(), second = await since(), late = await since();
      const one = place(server, await send(server, 'POST', history, { time: first, Locations: [at(61)] })), two = place(server, await send(server, 'POST', history, { time: second, Locations: [at(62)] }));
      // The ids stay while the work changes, those of the register's own places too.
      const ids = (await places()).map((h) => h.id);
      await changed(server, 'PATCH', mine.thing, { description: 'Đổi sau khi dời' });
      assert.deepEqual((await places()).map((h) => h.id), ids);
      assert.deepEqual([ids[2], `/HistoricalLocations(${ids[1]})`, `/HistoricalLocations(${ids[0]})`], [begin.id, one, two]);
      // Earlier, later, elsewhere: between the places around it, whatever the work has become since.
      await changed(server, 'PATCH', one, { time: early });
      assert.deepEqual(await seen(), [[second, 62], [early, 61], [begin.time, 30]]);
      await changed(server, 'PATCH', one, { time: middle, Locations: [at(63)] });
      await changed(server, 'PUT', two, { time: late, Locations: [at(64)] });
      assert.deepEqual(await seen(), [[late, 64], [middle, 63], [begin.time, 30]]);
      assert.deepEqual((await places()).map((h) => h.id), ids);
      assert.deepEqual([(await ok(server, values, one)).time.slice(0, 19), (await ok(server, values, `${one}/Locations`)).value[0].location.coordinates, await now()], [middle.slice(0, 19), [63, 3], 64]);
      // What else the work was and is stays; the register remembers what it said before.
      const asset = await (await client(server, 'asset_engineer')).call('GET', `/api/v1/assets/${mine.thingId}`);
      assert.deepEqual([asset.geometry.coordinates, asset.attributes.remark, asset.attributes.spaces], [[64, 3], 'Đổi sau khi dời', 10]);
      assert.equal(audited(server, 'asset.place', mine.thingId), '3');
      const believed = (t) => server.sql(`select public.st_x(geom) from registry.asset_version where asset_id = ${mine.thingId} and valid_from <= '${t}' and valid_to > '${t}' and superseded_at = 'infinity'`);
      assert.deepEqual([early, middle, second, late].map(believed), ['30', '63', '63', '64']);
      assert.equal(server.sql(`select count(*) from registry.asset_version v where asset_id = ${mine.thingId} and superseded_at = 'infinity' and exists (select from registry.asset_version o where o.asset_id = v.asset_id and o.superseded_at = 'infinity' and o.id <> v.id and o.valid_from < v.valid_to and v.valid_from < o.valid_to)`), '0');
      assert.ok(Number(server.sql(`select count(*) from registry.asset_version where asset_id = ${mine.thingId} and superseded_at <> 'infinity' and public.st_x(geom) = 61`)) > 0);
      const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
      await refused(server, [
        ['PATCH', one, { time: late }, 422, 'invalid_value'], ['PATCH', one, { time: begin.time }, 422, 'invalid_value'], ['PATCH', two, { time: tomorrow }, 422, 'time_in_future'], ['PATCH', one, { time: 'x' }, 422, 'invalid_time'], ['PATCH', one, { Thing: { '@iot.id': mine.thingId + 1 } }, 422, 'invalid_value'],
        ['PATCH', one, { Locations: [] }, 422, 'missing_field'], ['PATCH', one, { Locations: [{ ...at(1), location: { type: 'Point', coordinates: [500, 1] } }] }, 422, 'coordinates_outside_world'], ['PATCH', one, { Locations: [{ ...at(1), location: { type: 'LineString', coordinates: [[1, 1], [2, 2]] } }] }, 422, 'invalid_value'],
        ['PATCH', two, { Locations: [at(63)] }, 422, 'invalid_value'], ['PUT', one, {}, 422, 'missing_field'], ['PATCH', one, { time: middle }, 403, 'forbidden', { role: 'viewer' }], ['DELETE', one, undefined, 403, 'forbidden', { role: 'viewer' }],
        // What the register itself knows of the past stays.
        ['PATCH', `/HistoricalLocations(${begin.id})`, { time: middle }, 405, 'method_not_allowed'], ['DELETE', `/HistoricalLocations(${begin.id})`, undefined, 405, 'method_not_allowed'], ['PATCH', '/HistoricalLocations(999999999)', { time: middle }, 404, 'not_found'],
      ]);
      assert.deepEqual(await seen(), [[late, 64], [middle, 63], [begin.time, 30]]);
      // One that goes was never there: the work stayed where it had been.
      await changed(server, 'DELETE', one);
      assert.deepEqual([await seen(), (await get(server, values, one)).status], [[[late, 64], [begin.time, 30]], 404]);
      await changed(server, 'DELETE', two);
      assert.deepEqual([await seen(), await now()], [[[begin.time, 30]], 30]);
    },
  },
  {
    requirement: `${base}create-update-delete/update-entity/observation`,
    run: async ({ server, values }) => {
      const mine = await world(server), [first, second, third] = mine.observations;
      await changed(server, 'PATCH', second.path, { result: 9.25, resultQuality: 'uncertain' });
      const seen = await ok(server, values, second.path);
      assert.deepEqual([seen.result, seen.resultQuality, seen.phenomenonTime], [9.25, 'uncertain', mine.at(1)]);
      await changed(server, 'PUT', second.path, { result: 8, phenomenonTime: mine.at(1) });
      assert.deepEqual((await ok(server, values, `${mine.stream}/Observations?$orderby=phenomenonTime asc`)).value.map((o) => [o.result, o.resultQuality]), [[0.5, 'good'], [8, 'good'], [2.5, 'good']]);
      // What was summed up follows, as does the newest reading.
      assert.equal(server.sql(`select n, vsum from telemetry.rollup_1h where datastream_id = ${mine.streamId}`), '3|11');
      await changed(server, 'PATCH', third.path, { result: 7 });
      assert.equal((await (await client(server)).call('GET', `/api/v1/datastreams/${mine.streamId}`)).last.value, 7);
      await changed(server, 'DELETE', third.path);
      assert.equal((await (await client(server)).call('GET', `/api/v1/datastreams/${mine.streamId}`)).last.value, 8);
      assert.equal((await get(server, values, third.path)).status, 404);
      assert.equal((await ok(server, values, mine.stream)).phenomenonTime, `${mine.at(0)}/${mine.at(1)}`);
      await refused(server, [
        ['PATCH', first.path, { phenomenonTime: mine.at(2) }, 422, 'invalid_value'], ['PATCH', first.path, { result: 'x' }, 422, 'wrong_result_type'], ['PATCH', first.path, { resultQuality: 'x' }, 422, 'invalid_value'], ['PUT', first.path, {}, 422, 'missing_field'],
        ['PATCH', third.path, { result: 1 }, 404, 'not_found'], ['DELETE', third.path, undefined, 404, 'not_found'], ['DELETE', first.path, undefined, 403, 'forbidden', { role: 'viewer' }], ['DELETE', first.path, undefined, 403, 'forbidden', { role: 'integrator' }],
      ]);
      for (const { path } of [first, second]) await changed(server, 'DELETE', path);
      assert.equal((await ok(server, values, mine.stream)).phenomenonTime, undefined);
      assert.equal(server.sql(`select count(*) from telemetry.rollup_1h where datastream_id = ${mine.streamId}`), '0');
      // The time is free again.
      const again = await send(server, 'POST', '/Observations', { Datastream: { '@iot.id': mine.streamId }, phenomenonTime: mine.at(0), result: 4 }, { role: 'integrator' });
      assert.equal(place(server, again), first.path);
      assert.equal((await ok(server, values, first.path)).result, 4);
    },
  },
  {
    requirement: `${base}create-update-delete/delete-entity`,
    run: async ({ server, values }) => {
      const gone = async (...paths) => { for (const path of paths) assert.equal((await get(server, values, path, 'admin')).status, 404, path); };
      const left = (mine) => server.sql(['chunk', 'sealed', 'rollup_1m', 'rollup_15m', 'rollup_1h', 'rollup_1d'].map((t) => `select 1 from telemetry.${t} where datastream_id = ${mine.streamId}`).join(' union all '));
      // A Datastream takes its Observations with it, those that are not in chunks yet too.
      let mine = await world(server);
      await send(server, 'POST', '/Observations', { Datastream: { '@iot.id': mine.streamId }, result: 4 }, { role: 'integrator' });
      await refused(server, [['DELETE', mine.stream, undefined, 403, 'forbidden', { role: 'viewer' }], ['DELETE', mine.stream, undefined, 412, 'precondition_failed', { role: 'admin', headers: { 'If-Match': '"9"' } }]]);
      assert.equal((await ok(server, values, `${mine.stream}/Observations?$count=true`))['@iot.count'], 4);
      await changed(server, 'DELETE', mine.stream, undefined, admin);
      await gone(mine.stream, `${mine.stream}/Observations`, mine.observations[0].path);
      assert.equal(left(mine), '');
      assert.equal((await ok(server, values, mine.sensor)).name.slice(0, 3), 'Sửa');
      assert.equal(audited(server, 'datastream.delete', mine.streamId), '1');
      await refused(server, [['POST', '/Observations', { Datastream: { '@iot.id': mine.streamId }, result: 4 }, 404, 'unknown_datastream', { role: 'integrator' }], ['DELETE', mine.stream, undefined, 404, 'not_found', admin]]);
      // What takes readings with it waits for a second person where there is one.
      mine = await world(server);
      const waiting = await send(server, 'DELETE', mine.stream);
      assert.deepEqual([waiting.status, waiting.body.state], [202, 'waiting'], waiting.text);
      assert.equal((await ok(server, values, `${mine.stream}/Observations?$count=true`))['@iot.count'], 3);
      await (await client(server, 'admin')).call('POST', `/api/v1/approvals/${waiting.body.approval_id}/approve`, {});
      await gone(mine.stream);
      // A Sensor takes its Datastreams, an ObservedProperty those that measure it.
      await changed(server, 'DELETE', mine.sensor, undefined, admin);
      mine = await world(server);
      await changed(server, 'DELETE', mine.sensor, undefined, admin);
      await gone(mine.sensor, mine.stream);
      assert.equal(left(mine), '');
      mine = await world(server);
      const property = place(server, await send(server, 'POST', '/ObservedProperties', { name: 'Khói', definition: 'http://example.org/smoke', description: 'x' }));
      await changed(server, 'PATCH', mine.stream, { ObservedProperty: { '@iot.id': Number(property.match(/\d+/)[0]) } });
      await changed(server, 'DELETE', property, undefined, admin);
      await gone(property, mine.stream);
      // A Thing takes its Datastreams; the work itself is retired and keeps its history.
      mine = await world(server);
      await changed(server, 'DELETE', mine.thing, undefined, admin);
      await gone(mine.thing, mine.stream, `/Locations(${mine.thingId})`);
      assert.equal(left(mine), '');
      assert.equal((await (await client(server, 'asset_engineer')).call('GET', `/api/v1/assets/${mine.thingId}`)).status, 'retired');
      // What alarms said of one stays and keeps its name; they clear, and the rules over it and the series that feed it end.
      mine = await world(server);
      const chief = await client(server, 'admin');
      const property2 = place(server, await send(server, 'POST', '/ObservedProperties', { name: 'Mùi', definition: 'http://example.org/smell', description: 'x' }));
      await changed(server, 'PATCH', mine.stream, { ObservedProperty: { '@iot.id': Number(property2.match(/\d+/)[0]) } });
      const rule = await chief.call('POST', '/api/v1/rules', { datastream_id: mine.streamId, name: 'Cao', kind: 'above', limit: 90, priority: 'major' });
      const mapping = await chief.call('POST', '/api/v1/ingest/mappings', { source: 'line_protocol', series: `m${mine.streamId} f`, datastream_id: mine.streamId });
      await send(server, 'POST', '/Observations', { Datastream: { '@iot.id': mine.streamId }, result: 95 }, { role: 'integrator' });
      const alarmOf = async (state) => {
        for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
          const found = (await chief.call('GET', `/api/v1/alarms?asset=${mine.thingId}&limit=500`)).items.find((a) => a.rule_id === rule.id);
          if (found?.state === state) return found;
        }
        return assert.fail(`no alarm is ${state}`);
      };
      const raised = await alarmOf('raised');
      await changed(server, 'DELETE', mine.sensor, undefined, admin);
      await changed(server, 'DELETE', property2, undefined, admin);
      await gone(mine.stream, mine.sensor, property2, `${mine.stream}/Observations`, mine.observations[0].path);
      assert.equal(left(mine), '');
      const past = await alarmOf('cleared');
      assert.deepEqual([past.id, past.datastream_id, past.datastream_name, past.message_vi], [raised.id, mine.streamId, raised.datastream_name, raised.message_vi]);
      for (const path of [`datastreams/${mine.streamId}`, `datastreams/${mine.streamId}/series`, `rules/${rule.id}`, `ingest/mappings/${mapping.id}`])
        assert.equal((await chief.request('GET', `/api/v1/${path}`)).status, 404, path);
      assert.deepEqual((await chief.call('GET', `/api/v1/datastreams/latest?asset=${mine.thingId}`)).items, []);
      for (const [list, id] of [[`datastreams?asset=${mine.thingId}`, mine.streamId], [`rules?datastream=${mine.streamId}`, rule.id]])
        assert.deepEqual((await chief.call('GET', `/api/v1/${list}`)).items.filter((i) => i.id === id), [], list);
      await refused(server, [['POST', '/Observations', { Datastream: { '@iot.id': mine.streamId }, result: 4 }, 404, 'unknown_datastream', { role: 'integrator' }]]);
      assert.equal((await chief.request('POST', '/api/v1/rules', { datastream_id: mine.streamId, name: 'x', kind: 'above', limit: 1 })).body.code, 'unknown_datastream');
      // Its serial number is free for another sensor.
      place(server, await send(server, 'POST', '/Sensors', { name: 'x', description: 'x', encodingType: 'x', metadata: 'x', properties: { serial: `SUA-${count}` } }, admin));
    },
  },
  {
    requirement: `${base}create-update-delete/deep-insert-status-code`,
    run: async ({ server }) => {
      const counts = () => server.sql(`select (select count(*) from registry.asset), (select count(*) from telemetry.sensor), (select count(*) from telemetry.observed_property), (select count(*) from telemetry.datastream), (select count(*) from telemetry.chunk), (select count(*) from security.audit_log where entity in ('asset', 'sensor', 'observed_property', 'datastream', 'observation') and action not like '%read%')`);
      const stream = (more = {}) => ({ name: 'x', description: 'x', observationType: type, unitOfMeasurement: unit, Sensor: { name: 'x', description: 'x', encodingType: 'x', metadata: 'x', properties: { serial: 'NEVER' } }, ObservedProperty: { name: 'x', definition: 'x', description: 'x' }, ...more });
      const thing = (...Datastreams) => ({ name: 'Không để lại gì', description: '', properties: { class: 'car_park' }, Datastreams });
      await world(server);
      const before = counts();
      for (const [body, where, code] of [
        [thing(stream(), stream()), '/Datastreams/1/Sensor/serial', 'duplicate_serial'], [thing(stream({ Observations: [{ result: 1 }, { result: 'x' }] })), '/Datastreams/0/Observations/1/result', 'wrong_result_type'],
        [thing(stream({ Observations: [{ result: 1, phenomenonTime: '1980-01-01T00:00:00Z' }] })), '/Datastreams/0/Observations/0/phenomenonTime', 'time_too_old'], [thing(stream({ Observations: [{ result: 1, FeatureOfInterest: { '@iot.id': 999999999 } }] })), '/Datastreams/0/Observations/0/FeatureOfInterest', 'invalid_value'],
        [thing(stream(), { ...stream(), Sensor: undefined }), '/Datastreams/1/Sensor', 'missing_field'], [thing(stream(), { ...stream(), ObservedProperty: { name: 'x' } }), '/Datastreams/1/ObservedProperty/definition', 'missing_field'], [thing(stream({ colour: 1 })), '/Datastreams/0/colour', 'unknown_field'],
        [{ ...thing(stream()), Locations: [{ name: 'x', description: 'x', encodingType: 'application/geo+json', location: { type: 'Point', coordinates: [1] } }] }, undefined, 'invalid_geometry'],
      ]) {
        const answer = await send(server, 'POST', '/Things', body, { role: 'admin' });
        assert.equal(answer.body.code, code, answer.text);
        if (where) assert.equal(answer.body.where, where, answer.text);
      }
      assert.equal(counts(), before);
    },
  },
];
