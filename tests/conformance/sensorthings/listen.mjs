// A client that listens at the broker: topics are given below "v1.1/".
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectBroker } from '../../lib/client.mjs';

export class Listener {
  // The topics are subscribed to, and the program knows of it.
  static async at(server, topics) {
    const made = new Listener();
    made.messages = [];
    made.broker = await connectBroker(server);
    made.broker.on('message', (topic, payload) => made.messages.push([topic.slice('v1.1/'.length), JSON.parse(payload.toString())]));
    await made.broker.subscribeAsync(topics.map((t) => `v1.1/${t}`), { qos: 1 });
    const list = topics.map((t) => `'v1.1/${t}'`).join(',');
    for (const end = Date.now() + 10_000; server.sql(`select count(*) from telemetry.update_topic where topic in (${list})`) !== String(new Set(topics).size); await sleep(20))
      assert.ok(Date.now() < end, `the program did not hear of the subscriptions ${list}`);
    // Of changes before, under topics that somebody has listened to before.
    for (let n = -1; n !== made.messages.length; await sleep(200)) n = made.messages.length;
    made.messages.length = 0;
    return made;
  }

  // What has come since the last time: {topic: [payloads]}; waits for so many messages, and a moment for what must not come.
  async hear(count) {
    for (const end = Date.now() + 10_000; this.messages.length < count && Date.now() < end;) await sleep(10);
    await sleep(150);
    const out = {};
    for (const [topic, payload] of this.messages.splice(0)) (out[topic] ??= []).push(payload);
    assert.equal(Object.values(out).flat().length, count, JSON.stringify(out).slice(0, 3000));
    return out;
  }

  close() { return this.broker.endAsync(true); }
}
