// kill -9 while readings stream in over MQTT QoS 1 and HTTP, twenty times: after each restart every acknowledged reading
// is there exactly once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, connectBroker, topicOf } from './lib/client.mjs';
import { Server } from './lib/server.mjs';

const kills = 20;
const streams = 8;
const server = new Server();
const acknowledged = new Map(); // datastream → Map(t in ms → value)
let ids = [];

before(async () => {
  await server.start();
  const admin = await Client.as(server, 'admin');
  const asset = await admin.call('POST', '/api/v1/assets', { class: 'bridge', name: 'Cầu thử', geometry: { type: 'LineString', coordinates: [[105.85, 21.03], [105.86, 21.04]] }, attributes: {} });
  const sensor = await admin.call('POST', '/api/v1/sensors', { asset_id: asset.id, serial: 'KILL', name: 'Thử' });
  for (let i = 0; i < streams; i += 1) {
    const made = await admin.call('POST', '/api/v1/datastreams', { sensor_id: sensor.id, name: `Chuỗi ${i}`, property: 'strain', unit: 'µm/m', decimals: 2 });
    ids.push(made.id);
    acknowledged.set(made.id, new Map());
  }
});
after(() => server.stop());

// Each reading has a time of its own, so that losing or doubling one shows.
const start = Date.now() - 3_600_000;
let counter = 0;
function nextReading(id) {
  counter += 1;
  return { id, t: start + counter, value: counter / 100 };
}
const remember = (reading) => acknowledged.get(reading.id).set(reading.t, reading.value);
const iso = (t) => new Date(t).toISOString();

async function streamHttp(token, stop) {
  const client = new Client(server, token);
  while (!stop.now) {
    const readings = Array.from({ length: 20 }, (_, i) => nextReading(ids[i % 4]));
    try {
      const { status } = await client.request('POST', '/api/v1/observations', { readings: readings.map((r) => ({ datastream: r.id, t: iso(r.t), value: r.value })) });
      if (status === 200) readings.forEach(remember);
    } catch { return; } // the server was killed: what got no answer was not acknowledged
  }
}

// The broker acknowledges for the server: a QoS 1 message that the broker took must arrive, however often the server dies.
async function streamMqtt(broker, stop) {
  while (!stop.now) {
    const batch = Array.from({ length: 20 }, (_, i) => nextReading(ids[4 + (i % 4)]));
    await Promise.all(batch.map(async (r) => {
      await broker.publishAsync(topicOf(r.id), JSON.stringify({ phenomenonTime: iso(r.t), result: r.value }), { qos: 1 });
      remember(r);
    }));
    await sleep(2);
  }
}

async function stored(client, id) {
  const all = [];
  let from = iso(start - 1000);
  for (;;) {
    const page = await client.call('GET', `/api/v1/datastreams/${id}/series?from=${from}&to=${iso(Date.now() + 1000)}&raw=true`);
    const fresh = page.t.map((t, i) => [t, page.value[i]]).filter(([t]) => all.length === 0 || t > all.at(-1)[0]);
    all.push(...fresh);
    if (page.t.length < 100_000 || fresh.length === 0) return { all, doubled: page.t.length - new Set(page.t).size };
    from = iso(page.t.at(-1));
  }
}

async function compare(round) {
  const client = await Client.as(server, 'viewer');
  for (const id of ids) {
    let missing = [], found;
    // What the broker still holds comes in the first moments after the start.
    for (let tries = 0; tries < 100; tries += 1) {
      found = await stored(client, id);
      const byTime = new Map(found.all);
      missing = [...acknowledged.get(id)].filter(([t, value]) => byTime.get(t) !== value);
      if (missing.length === 0) break;
      await sleep(100);
    }
    assert.equal(missing.length, 0, `round ${round}, datastream ${id}: ${missing.length} acknowledged readings are missing, first ${missing[0]}`);
    assert.equal(found.doubled, 0, `round ${round}, datastream ${id}: readings are doubled`);
  }
}

test(`killed ${kills} times while readings stream in, nothing acknowledged is lost or doubled`, { timeout: 300_000 }, async () => {
  const broker = await connectBroker(server);
  for (let round = 1; round <= kills; round += 1) {
    const stop = { now: false };
    const { token } = await Client.as(server, 'integrator');
    const senders = [streamHttp(token, stop), streamHttp(token, stop), streamMqtt(broker, stop)];
    await sleep(150 + Math.floor(Math.random() * 400));
    await server.kill();
    stop.now = true;
    await Promise.all(senders);
    await server.start();
    await compare(round);
  }
  await broker.endAsync();
  const total = [...acknowledged.values()].reduce((sum, map) => sum + map.size, 0);
  assert.ok(total > kills * 100, `only ${total} readings were acknowledged: the test did not press`);
});
