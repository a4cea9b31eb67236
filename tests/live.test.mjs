// The live channel and the alarms around breaks: a delay that runs over a kill, a client that comes back with its cursor,
// a session that ends, and a stream that falls silent.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Live } from './lib/client.mjs';
import { Server } from './lib/server.mjs';

const server = new Server();
let engineer, officer, integrator, bridge, sensor;

const makeStream = (name, more = {}) => engineer.call('POST', '/api/v1/datastreams', { sensor_id: sensor.id, name, property: 'strain', unit: 'µm/m', decimals: 1, ...more });
const makeRule = (stream, more) => engineer.call('POST', '/api/v1/rules', { datastream_id: stream.id, name: 'Quá 250', kind: 'above', limit: 250, priority: 'major', ...more });
const read = (stream, value) => integrator.call('POST', '/api/v1/observations', { readings: [{ datastream: stream.id, t: new Date().toISOString(), value }] });
const openAlarms = async () => (await officer.call('GET', '/api/v1/alarms?open=true')).items;

async function signIn() {
  engineer = await Client.as(server, 'asset_engineer');
  officer = await Client.as(server, 'duty_officer');
  integrator = await Client.as(server, 'integrator');
}

before(async () => {
  await server.start({ broker: false });
  await signIn();
  bridge = await engineer.call('POST', '/api/v1/assets', { class: 'bridge', name: 'Cầu sống', geometry: { type: 'LineString', coordinates: [[105.85, 21.03], [105.86, 21.04]] }, attributes: {} });
  sensor = await engineer.call('POST', '/api/v1/sensors', { asset_id: bridge.id, serial: 'LIVE-1', name: 'Cảm biến' });
});
after(() => server.stop());

test('values come only from inside the box, alarms from everywhere', async () => {
  const stream = await makeStream('Hộp');
  await makeRule(stream);
  const inside = await Live.open(officer, { topics: ['values', 'alarms'], bbox: [105.8, 21, 105.9, 21.1] });
  const outside = await Live.open(officer, { topics: ['values', 'alarms'], bbox: [106.5, 20, 106.6, 20.1] });
  await Promise.all([inside, outside].map((live) => live.wait((m) => m.type === 'snapshot', 'a snapshot')));
  await sleep(1_200); // the channel takes up new datastreams once a second
  await read(stream, 300);
  const row = await inside.wait((m) => m.values?.find(([id]) => id === stream.id), 'the value');
  assert.deepEqual([row[1], row[3], row[4], row[5]], [bridge.id, 300, 0, 0]);
  for (const live of [inside, outside]) {
    const alarm = await live.wait((m) => m.alarms?.find((a) => a.datastream_id === stream.id), 'the alarm');
    assert.equal(alarm.message_vi, 'Biến dạng 300 µm/m vượt ngưỡng 250 µm/m');
    assert.equal(alarm.asset_name, 'Cầu sống');
  }
  assert.ok(!outside.messages.some((m) => m.values?.length), 'no value outside the box');
  inside.close();
  outside.close();
});

test('a client that comes back gets what it missed, not everything anew', async () => {
  const stream = await makeStream('Trở lại');
  await makeRule(stream);
  const first = await Live.open(officer, { topics: ['alarms'] });
  const { cursor } = await first.wait((m) => m.type === 'snapshot' && m, 'a snapshot');
  first.close();
  await read(stream, 300);
  for (let i = 0; i < 50 && !(await openAlarms()).some((a) => a.datastream_id === stream.id); i += 1) await sleep(50);
  const again = await Live.open(officer, { topics: ['alarms'], cursor });
  const message = await again.wait((m) => m.type !== 'error' && m, 'an answer');
  assert.equal(message.type, 'changes');
  assert.deepEqual(message.alarms.map((a) => a.datastream_id), [stream.id]);
  again.close();
  const lost = await Live.open(officer, { topics: ['alarms'], cursor: 9e12 });
  assert.equal((await lost.wait((m) => m, 'an answer')).type, 'snapshot');
  lost.close();
});

test('a bad subscription is answered with its place, and the connection stays', async () => {
  const live = await Live.open(officer, { topics: ['gossip'] });
  const error = await live.wait((m) => m.type === 'error' && m, 'an error');
  assert.deepEqual([error.code, error.where], ['invalid_value', '/topics/0']);
  live.socket.send(JSON.stringify({ type: 'subscribe', topics: ['kpi'] }));
  const snapshot = await live.wait((m) => m.type === 'snapshot' && m, 'a snapshot');
  assert.ok(snapshot.kpi.assets >= 1);
  live.close();
});

test('the channel ends with its session', async () => {
  const guest = await Client.as(server, 'viewer');
  const live = await Live.open(guest, { topics: ['values'] });
  await live.wait((m) => m.type === 'snapshot', 'a snapshot');
  const closed = once(live.socket, 'close');
  await guest.call('DELETE', '/api/v1/sessions/current');
  const from = Date.now();
  await closed;
  assert.ok(Date.now() - from < 2_500, `${Date.now() - from} ms`);
  assert.equal(live.messages.at(-1).code, 'unauthenticated');
});

test('an excursion shorter than the delay raises nothing; a delay runs on over kill -9', async () => {
  const short = await makeStream('Ngắn'), long = await makeStream('Dài');
  await makeRule(short, { on_delay_s: 2 });
  await makeRule(long, { on_delay_s: 4 });
  await read(short, 300);
  await read(long, 300);
  const began = Date.now();
  await sleep(700);
  await read(short, 100);
  await sleep(300);
  await server.kill();
  await server.start({ broker: false });
  await signIn();
  const live = await Live.open(officer, { topics: ['alarms'] });
  await live.wait((m) => m.alarms?.find((a) => a.datastream_id === long.id && a.state === 'raised'), 'the alarm after the restart');
  const took = Date.now() - began;
  assert.ok(took > 3_900 && took < 8_000, `${took} ms`);
  const alarms = await openAlarms();
  assert.equal(alarms.filter((a) => a.datastream_id === long.id).length, 1);
  assert.equal(alarms.filter((a) => a.datastream_id === short.id).length, 0);
  live.close();
});

test('open alarms are taken up after a kill: no second one, and they clear', async () => {
  const before = (await openAlarms()).filter((a) => a.active);
  await server.kill();
  await server.start({ broker: false });
  await signIn();
  assert.deepEqual((await openAlarms()).filter((a) => a.active).map((a) => a.id), before.map((a) => a.id));
  for (const alarm of before) await read({ id: alarm.datastream_id }, 300);
  await sleep(300);
  assert.equal((await openAlarms()).length, before.length);
  for (const alarm of before) await read({ id: alarm.datastream_id }, 10);
  for (let i = 0; i < 50 && (await openAlarms()).some((a) => a.active); i += 1) await sleep(50);
  assert.deepEqual((await openAlarms()).map((a) => a.state), before.map(() => 'cleared'));
});

test('the streams of an asset that fall silent are one alarm, which the next readings clear', async () => {
  const streams = [await makeStream('Im lặng 1', { interval_s: 1 }), await makeStream('Im lặng 2', { interval_s: 1 })];
  await sleep(1_200);
  for (const stream of streams) await read(stream, 1);
  const live = await Live.open(officer, { topics: ['alarms', 'values'] });
  const alarm = await live.wait((m) => m.type === 'changes' && m.alarms?.find((a) => a.kind === 'no_data'), 'the no-data alarm', 40_000);
  assert.deepEqual([alarm.asset_id, alarm.priority, alarm.limit, alarm.unit, alarm.rule_id], [bridge.id, 'warning', 30, 's', null]);
  await live.wait((m) => m.values?.find((row) => row[0] === streams[0].id && row[5] === 1), 'the stale value');
  for (const stream of streams) await read(stream, 1);
  await live.wait((m) => m.alarms?.find((a) => a.id === alarm.id && a.state === 'cleared'), 'the cleared alarm');
  assert.equal((await openAlarms()).filter((a) => a.kind === 'no_data').length, 1);
  live.close();
});
