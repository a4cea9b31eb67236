// kill -9 while readings stream in over MQTT QoS 1 and HTTP, twenty times (HATANG_KILLS): after each restart every acknowledged reading
// is there exactly once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Readings } from './lib/readings.mjs';
import { Server } from './lib/server.mjs';

const kills = Number(process.env.HATANG_KILLS ?? 20);
const server = new Server();
let readings;

before(async () => {
  await server.start();
  readings = await Readings.of(server);
});
after(async () => {
  await readings?.broker.endAsync();
  await server.stop();
});

test(`killed ${kills} times while readings stream in, nothing acknowledged is lost or doubled`, { timeout: kills * 15_000 }, async () => {
  for (let round = 1; round <= kills; round += 1) {
    const stop = await readings.stream();
    await sleep(150 + Math.floor(Math.random() * 400));
    await server.kill();
    await stop();
    await server.start();
    await readings.compare(`round ${round}`);
  }
  assert.ok(readings.total > kills * 100, `only ${readings.total} readings were acknowledged: the test did not press`);
});
