// Things with sensors, streams and readings of known values, and one Thing with all of it that only engineers may see.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '../../lib/client.mjs';

const at = (start, seconds) => new Date(Date.parse(start) + seconds * 1000).toISOString();

export default async function setup(server) {
  const engineer = await Client.as(server, 'asset_engineer'), feeder = await Client.as(server, 'admin');
  const thing = async (body) => (await engineer.call('POST', '/api/v1/assets', body)).id;
  const sensor = async (body) => (await engineer.call('POST', '/api/v1/sensors', body)).id;
  const stream = async (body) => (await engineer.call('POST', '/api/v1/datastreams', { decimals: 1, ...body })).id;
  const values = {};

  values.thing_a = await thing({ class: 'car_park', name: 'STA Bãi Một', attributes: { spaces: 50, area_ha: 0.5 }, address: '1 Lê Lợi', geometry: { type: 'Point', coordinates: [8, 51] } });
  values.thing_b = await thing({ class: 'car_park', name: 'STA Bãi Hai', attributes: { spaces: 300 }, geometry: { type: 'Point', coordinates: [8, 52] } });
  values.thing_c = await thing({ class: 'bridge', name: 'STA Cầu', attributes: {}, geometry: { type: 'LineString', coordinates: [[5, 52], [6, 52]] } });
  values.thing_hidden = await thing({ class: 'car_park', name: 'STA Kín', sensitivity: 'restricted', attributes: { spaces: 777 }, geometry: { type: 'Point', coordinates: [8, 53] } });

  values.sensor_a = await sensor({ asset_id: values.thing_a, serial: 'STA-1', name: 'STA Cảm biến Một', model: 'PT100', description: 'Ở cổng' });
  values.sensor_b = await sensor({ asset_id: values.thing_b, serial: 'STA-2', name: 'STA Cảm biến Hai' });
  values.sensor_c = await sensor({ asset_id: values.thing_c, serial: 'STA-3', name: 'STA Cảm biến Ba' });
  values.sensor_hidden = await sensor({ asset_id: values.thing_hidden, serial: 'STA-4', name: 'STA Cảm biến Kín' });
  values.sensor_free = await sensor({ serial: 'STA-5', name: 'STA Cảm biến Rời' });

  values.warm = await stream({ sensor_id: values.sensor_a, name: 'STA Ấm', property: 'temperature', unit: 'Cel', interval_s: 3600, least: -40 });
  values.level = await stream({ sensor_id: values.sensor_a, name: 'STA Mực', property: 'water_level', unit: 'm' });
  values.cold = await stream({ sensor_id: values.sensor_b, name: 'STA Lạnh', property: 'temperature', unit: 'K' });
  values.empty = await stream({ sensor_id: values.sensor_c, name: 'STA Trống', property: 'strain', unit: 'um/m' });
  values.long = await stream({ sensor_id: values.sensor_c, name: 'STA Dài', property: 'flow', unit: 'm3/s', interval_s: 1 });
  values.secret = await stream({ sensor_id: values.sensor_hidden, name: 'STA Kín', property: 'temperature', unit: 'Cel' });
  values.free = await stream({ sensor_id: values.sensor_free, name: 'STA Rời', property: 'rain', unit: 'mm' });

  const put = async (readings) => {
    const { accepted } = await feeder.call('POST', '/api/v1/observations', { readings });
    assert.equal(accepted, readings.length);
  };
  const row = (datastream, start, step) => (value, i) => ({ datastream, t: at(start, i * step), value });
  const numbers = (n, first = 0) => Array.from({ length: n }, (_, i) => first + i);
  await put(numbers(12).map(row(values.warm, '2026-01-01T00:00:00Z', 3600)));
  await put([0.5, 1.5, -2.5].map(row(values.level, '2026-02-01T06:30:15.25Z', 86_400)));
  await put(numbers(6, 10).map(row(values.cold, '2026-03-01T00:00:00Z', 60)).map((r, i) => ({ ...r, quality: i === 5 ? 'uncertain' : 'good' })));
  await put([9000, 9001, 9002].map(row(values.secret, '2026-01-01T00:00:00Z', 60)));
  await put([7].map(row(values.free, '2026-01-01T00:00:00Z', 60)));
  // In chunks, then some more in memory: newer ones, and some between those that are in chunks.
  await put(numbers(2500).map(row(values.long, '2026-04-01T00:00:00Z', 2)));
  for (const end = Date.now() + 20_000; server.sql(`select count(*) from telemetry.chunk where datastream_id = ${values.long}`) === '0';) {
    assert.ok(Date.now() < end, 'the readings were not sealed');
    await sleep(100);
  }
  await put(numbers(5, 2500).map(row(values.long, '2026-04-01T01:23:20Z', 2)));
  await put([-1, -2].map(row(values.long, '2026-04-01T00:10:01Z', 2)));
  return values;
}
