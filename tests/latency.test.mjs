// With the demo city running: from publish to the value on a WebSocket, and from publish to the alarm on a WebSocket.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Live, connectBroker, topicOf } from './lib/client.mjs';
import { Server, binary } from './lib/server.mjs';

const bound_ms = 1_000;
const server = new Server();
let live, broker, streams, publisher;

before(async () => {
  await server.startBroker();
  server.command(['demo', 'load']);
  await server.start({ users: false });
  publisher = spawn(binary, ['demo', 'publish', '--data', server.data, '--mqtt', server.mqttUrl, '--log-level', 'error'], { stdio: 'ignore' });
  const engineer = await Client.as(server, 'ky_su', 'Hatang-demo-2026');
  const asset = await engineer.call('POST', '/api/v1/assets', { class: 'bridge', name: 'Cầu đo trễ', geometry: { type: 'LineString', coordinates: [[105.85, 21.03], [105.86, 21.04]] }, attributes: {} });
  const sensor = await engineer.call('POST', '/api/v1/sensors', { asset_id: asset.id, serial: 'LATENCY', name: 'Đo trễ' });
  streams = [];
  for (let i = 0; i < 60; i += 1) {
    const made = await engineer.call('POST', '/api/v1/datastreams', { sensor_id: sensor.id, name: `Chuỗi ${i}`, property: 'tilt', unit: '°', decimals: 3 });
    await engineer.call('POST', '/api/v1/rules', { datastream_id: made.id, name: `Quy tắc ${i}`, kind: 'above', limit: 100, priority: 'notice' });
    streams.push(made.id);
  }
  live = await Live.open(engineer, { topics: ['values', 'alarms'] });
  await live.wait((m) => m.type === 'snapshot', 'a snapshot');
  broker = await connectBroker(server);
  await sleep(3_000); // the city streams
});
after(async () => {
  live?.close();
  await broker?.endAsync();
  publisher?.kill('SIGTERM');
  await server.stop();
});

const p99 = (values) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * 0.99))];
const now = () => performance.timeOrigin + performance.now();

async function publish(id, value) {
  const at = now();
  await broker.publishAsync(topicOf(id), JSON.stringify({ phenomenonTime: new Date().toISOString(), result: value }), { qos: 1 });
  return at;
}

test('the demo city streams while we measure', async () => {
  const before = live.messages.length;
  await sleep(2_000);
  const values = live.messages.slice(before).reduce((sum, m) => sum + (m.values?.length ?? 0), 0);
  assert.ok(values > 50, `only ${values} values in 2 s`);
});

test('publish → value on the WebSocket: p99 under 1 s', async () => {
  const delays = [];
  for (let i = 0; i < 200; i += 1) {
    const id = streams[i % streams.length], value = i / 1000 + 0.001;
    const at = await publish(id, value);
    delays.push(live.wait((m) => m.values?.some((row) => row[0] === id && row[3] === value) && m.received, `value ${i}`).then((received) => received - at));
    await sleep(15);
  }
  const worst = p99(await Promise.all(delays));
  console.log(`# value p99 ${worst.toFixed(0)} ms`);
  assert.ok(worst < bound_ms, `p99 ${worst} ms`);
});

test('publish → alarm on the WebSocket: p99 under 1 s', async () => {
  const delays = [];
  for (const id of streams) {
    const at = await publish(id, 150);
    delays.push(live.wait((m) => m.alarms?.some((a) => a.datastream_id === id && a.state === 'raised') && m.received, `alarm of ${id}`).then((received) => received - at));
    await sleep(25);
  }
  const worst = p99(await Promise.all(delays));
  console.log(`# alarm p99 ${worst.toFixed(0)} ms`);
  assert.ok(worst < bound_ms, `p99 ${worst} ms`);
});
