// kill -9 while readings stream in over HTTP and MQTT QoS 1, from a broker and from devices, twenty times (HATANG_KILLS): after each restart every acknowledged reading
// is there exactly once. And two servers on one database.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Live } from './lib/client.mjs';
import { Readings } from './lib/readings.mjs';
import { Server } from './lib/server.mjs';

const kills = Number(process.env.HATANG_KILLS ?? 20);
const server = new Server();
let readings;

before(async () => {
  await server.start({ devices: true });
  readings = await Readings.of(server);
});
after(async () => {
  await readings?.end();
  await server.stop();
});

test(`killed ${kills} times while readings stream in, nothing acknowledged is lost or doubled`, { timeout: kills * 15_000 }, async () => {
  for (let round = 1; round <= kills; round += 1) {
    const stop = await readings.stream();
    await sleep(150 + Math.floor(Math.random() * 400));
    await server.kill();
    await server.start({ devices: true });
    await stop();
    await readings.compare(`round ${round}`);
  }
  assert.ok(readings.total > kills * 100, `only ${readings.total} readings were acknowledged: the test did not press`);
});

test('two servers on one database: each knows what the other takes, and who seals may sleep or die', { timeout: 120_000 }, async () => {
  // The first one seals: its lease is renewed.
  const lease = () => server.sql('select lease_until from telemetry.writer');
  for (const before = lease(); lease() === before; ) await sleep(200);
  const other = await server.beside();
  try {
    const [id] = readings.ids;
    const at = (n) => new Date(readings.start + 1_800_000 + n).toISOString();
    const a = await Client.as(server, 'integrator'), b = new Client(other, a.token);
    const send = (client, from, n) => client.call('POST', '/api/v1/observations', { readings: Array.from({ length: n }, (_, i) => ({ datastream: id, t: at(from + i), value: from + i })) });

    // The newest reading, asked for and pushed, within a second of the answer.
    for (const [to, from, n] of [[a, b, 0], [b, a, 1], [a, b, 2]]) {
      const viewer = await Client.as(from.server, 'viewer');
      const live = await Live.open(viewer, { topics: ['values'], bbox: [105.8, 21, 105.9, 21.1] });
      await live.wait((m) => m.type === 'snapshot', 'a snapshot');
      await send(to, n, 1);
      const answered = Date.now();
      await live.wait((m) => m.values?.find(([stream, , , value]) => stream === id && value === n), 'the value');
      const { last } = await viewer.call('GET', `/api/v1/datastreams/${id}`);
      assert.equal(last.value, n);
      assert.ok(Date.now() - answered < 1_000, `only after ${Date.now() - answered} ms`);
      live.close();
    }

    // The same readings to both at once.
    const both = await Promise.all([a, b].flatMap((client) => [0, 50, 100].map((more) => send(client, 10 + more, 100))));
    assert.equal(both.reduce((sum, done) => sum + done.accepted, 0), 200);
    assert.equal(both.reduce((sum, done) => sum + done.duplicates, 0), 400);

    // Each takes readings of its own, while the one that seals sleeps, and comes again; then the one that seals now dies.
    const onOther = Object.assign(new Readings(), readings, { server: other, start: readings.start + 2_400_000, counter: 0, acknowledged: new Map(readings.ids.map((i) => [i, new Map()])) });
    const epoch = () => Number(server.sql('select epoch from telemetry.writer'));
    const sealer = async (than) => {
      for (let i = 0; epoch() <= than; i += 1) {
        assert.ok(i < 300, 'nobody takes the lease');
        await sleep(100);
      }
    };
    const before = epoch();
    const stops = [await readings.stream(), await onOther.stream()];
    await sleep(500);
    server.process.kill('SIGSTOP');
    await sealer(before);
    server.process.kill('SIGCONT');
    await sleep(500);
    await stops[1]();
    await onOther.compare('beside one that slept');
    await other.kill();
    await sealer(before + 1);
    await stops[0]();
    await readings.compare('after the other one died');
    onOther.server = server;
    await onOther.compare('taken by the one that died');
    // Of what both had sent, each once.
    const page = await a.call('GET', `/api/v1/datastreams/${id}/series?from=${at(0)}&to=${at(200)}&raw=true`);
    assert.deepEqual(page.value, [0, 1, 2, ...Array.from({ length: 191 }, (_, i) => 10 + i)]);
  } finally {
    server.process.kill('SIGCONT');
    await other.stop();
  }
});
