import assert from 'node:assert/strict';
import { base, client, fresh, ok } from '../lib.mjs';

const post = async (server, path, body, role = 'asset_engineer') => (await client(server, role)).request('POST', `/sta/v1.1${path}`, body);
const pathOf = (server, answer) => {
  assert.equal(answer.status, 201, answer.text);
  return answer.headers.get('location').slice(server.url.length + '/sta/v1.1'.length);
};
const humidity = { name: 'Độ ẩm', definition: 'http://example.org/humidity', description: 'Độ ẩm không khí', properties: { standard: 'x', key: 'humidity' } };
const probe = { name: 'Mới đầu đo', description: 'Treo dưới mái', encodingType: 'application/pdf', metadata: 'http://example.org/a.pdf', properties: { serial: 'STA-NEW-1', model: 'SHT', calibrated: '2026-01-01' } };
const stream = {
  name: 'Mới ẩm', description: 'Độ ẩm trong bãi', observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
  unitOfMeasurement: { name: 'percent', symbol: '%', definition: 'ucum:%' }, properties: { interval_s: 60, least: 0, most: 100, room: 'A' },
};

export const tests = [
  {
    requirement: `${base}create-update-delete/create-entity`,
    run: async ({ server, values }) => {
      const mine = await fresh(server);
      const property = await ok(server, values, pathOf(server, await post(server, '/ObservedProperties', humidity)));
      assert.deepEqual([property.name, property.definition, property.description, property.properties], ['Độ ẩm', 'http://example.org/humidity', 'Độ ẩm không khí', { standard: 'x', key: 'humidity' }]);
      const sensor = await ok(server, values, pathOf(server, await post(server, '/Sensors', { ...probe, properties: { ...probe.properties, asset: mine.thing } })));
      assert.deepEqual([sensor.metadata, sensor.encodingType, sensor.properties], ['http://example.org/a.pdf', 'application/pdf', { serial: 'STA-NEW-1', model: 'SHT', calibrated: '2026-01-01' }]);
      const made = await ok(server, values, `${pathOf(server, await post(server, '/Datastreams', { ...stream, Thing: { '@iot.id': mine.thing }, Sensor: { '@iot.id': sensor['@iot.id'] }, ObservedProperty: { '@iot.id': property['@iot.id'] } }))}?$expand=Thing,Sensor,ObservedProperty`);
      assert.deepEqual([made.description, made.unitOfMeasurement, made.properties], ['Độ ẩm trong bãi', stream.unitOfMeasurement, { room: 'A', interval_s: 60, least: 0, most: 100, decimals: 2 }]);
      assert.deepEqual([made.Thing['@iot.id'], made.Sensor.name, made.ObservedProperty.properties.key], [mine.thing, 'Mới đầu đo', 'humidity']);
      // It takes readings at once.
      const reading = await (await client(server, 'integrator')).request('POST', '/sta/v1.1/Observations', { Datastream: { '@iot.id': made['@iot.id'] }, phenomenonTime: '2026-06-01T00:00:00Z', result: 55 });
      assert.equal(reading.status, 201, reading.text);
    },
  },
  {
    requirement: `${base}create-update-delete/deep-insert`,
    run: async ({ server, values }) => {
      const mine = await fresh(server);
      const inside = { ...stream, name: 'Mới gió', Sensor: { ...probe, properties: { serial: 'STA-NEW-2' } }, ObservedProperty: { name: 'Gió', definition: 'http://example.org/wind', description: 'Tốc độ gió' } };
      const made = await ok(server, values, `${pathOf(server, await post(server, `/Things(${mine.thing})/Datastreams`, inside))}?$expand=Thing,Sensor,ObservedProperty`);
      assert.deepEqual([made.Thing['@iot.id'], made.Sensor.properties.serial, made.ObservedProperty.name], [mine.thing, 'STA-NEW-2', 'Gió']);
      assert.match(made.ObservedProperty.properties.key, /^property_\d+$/);
      // What fails leaves nothing behind.
      const count = () => server.sql('select (select count(*) from telemetry.sensor), (select count(*) from telemetry.observed_property), (select count(*) from telemetry.datastream)');
      const before = count();
      for (const [body, status, code] of [
        [{ ...inside, properties: { least: 5, most: 1 }, Sensor: probe2('STA-NEW-3') }, 422, 'out_of_range'], [inside, 409, 'duplicate_serial'], [{ ...inside, Sensor: probe2('STA-NEW-3'), ObservedProperty: { ...inside.ObservedProperty, properties: { key: 'strain' } } }, 422, 'invalid_value'],
        [{ ...inside, Sensor: { '@iot.id': 999999999 } }, 422, 'unknown_sensor'], [{ ...inside, Sensor: { '@iot.id': values.sensor_a } }, 422, 'invalid_value'], [{ ...inside, Sensor: probe2('STA-NEW-3'), ObservedProperty: { '@iot.id': 999999999 } }, 422, 'invalid_value'],
        [{ ...inside, Sensor: probe2('STA-NEW-3'), observationType: 'OM_Observation' }, 422, 'invalid_value'], [{ ...inside, Sensor: undefined }, 422, 'missing_field'], [{ ...inside, ObservedProperty: undefined }, 422, 'missing_field'], [{ ...inside, unitOfMeasurement: {} }, 422, 'missing_field'],
        [{ ...inside, Sensor: probe2('STA-NEW-3'), properties: { interval_s: 'x' } }, 422, 'wrong_type'], [{ ...inside, colour: 1 }, 422, 'unknown_field'],
      ]) {
        const answer = await post(server, `/Things(${mine.thing})/Datastreams`, body);
        assert.equal(answer.body.code, code, JSON.stringify(body) + answer.text);
        assert.equal(answer.status, status);
      }
      assert.equal((await post(server, '/Datastreams', { ...inside, Sensor: probe2('STA-NEW-3') })).body.code, 'missing_field');
      assert.equal((await post(server, '/Things(999999999)/Datastreams', { ...inside, Sensor: probe2('STA-NEW-3') })).body.code, 'unknown_asset');
      for (const path of ['/Sensors', '/ObservedProperties', '/Datastreams']) assert.equal((await post(server, path, {}, 'viewer')).status, 403);
      assert.equal(count(), before);
    },
  },
];

function probe2(serial) { return { ...probe, properties: { serial } }; }
