// Readings that stream into a server over HTTP and MQTT QoS 1, through a broker and where the server listens for devices itself, each with a time of its own, so that losing or doubling one shows.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, connectBroker, connectDevice, topicOf } from './client.mjs';

const streams = 12, batch = 20;
const iso = (t) => new Date(t).toISOString();

export class Readings {
  // On a bridge of their own.
  static async of(server) {
    const out = new Readings();
    Object.assign(out, { server, start: Date.now() - 3_600_000, counter: 0, refused: 0, acknowledged: new Map() });
    const admin = await Client.as(server, 'admin');
    const asset = await admin.call('POST', '/api/v1/assets', { class: 'bridge', name: 'Cầu thử', geometry: { type: 'LineString', coordinates: [[105.85, 21.03], [105.86, 21.04]] }, attributes: {} });
    const sensor = await admin.call('POST', '/api/v1/sensors', { asset_id: asset.id, serial: 'STREAM', name: 'Thử' });
    for (let i = 0; i < streams; i += 1) {
      const made = await admin.call('POST', '/api/v1/datastreams', { sensor_id: sensor.id, name: `Chuỗi ${i}`, property: 'strain', unit: 'µm/m', decimals: 2 });
      out.acknowledged.set(made.id, new Map());
    }
    out.ids = [...out.acknowledged.keys()];
    out.broker = await connectBroker(server, { reconnectPeriod: 100, clean: false, clientId: 'readings' });
    if (server.devicesUrl) {
      const { secret } = await admin.call('POST', '/api/v1/credentials', { name: 'Thử', kind: 'device', permissions: ['telemetry.ingest'], datastream_ids: out.ids.slice(8), expires_at: iso(Date.now() + 3_600_000) });
      out.device = await connectDevice(server, secret, { reconnectPeriod: 100, clean: false, clientId: 'readings' });
    }
    return out;
  }

  async end() {
    await Promise.all([this.broker.endAsync(), this.device?.endAsync()]);
  }

  get total() { return [...this.acknowledged.values()].reduce((sum, map) => sum + map.size, 0); }

  // Two senders over HTTP and one over MQTT each way; gives what stops them.
  async stream() {
    const stop = { now: false };
    const { token } = await Client.as(this.server, 'integrator');
    const senders = [this.#http(token, stop), this.#http(token, stop), this.#mqtt(this.broker, 4, stop)];
    if (this.device) senders.push(this.#mqtt(this.device, 8, stop));
    return async () => {
      stop.now = true;
      await Promise.all(senders);
    };
  }

  #next(id) {
    this.counter += 1;
    return { id, t: this.start + this.counter, value: this.counter / 100 };
  }
  #remember(reading) { this.acknowledged.get(reading.id).set(reading.t, reading.value); }

  async #http(token, stop) {
    const client = new Client(this.server, token);
    while (!stop.now) {
      const readings = Array.from({ length: batch }, (_, i) => this.#next(this.ids[i % 4]));
      // What got no answer was not acknowledged.
      const { status } = await client.request('POST', '/api/v1/observations', { readings: readings.map((r) => ({ datastream: r.id, t: iso(r.t), value: r.value })) }).catch(() => ({}));
      if (status === 200) {
        readings.forEach((r) => this.#remember(r));
      } else {
        this.refused += 1;
        await sleep(20);
      }
    }
  }

  // A QoS 1 message that was acknowledged must arrive, however often the server dies: the broker acknowledges what it keeps, the server
  // what it has committed.
  async #mqtt(client, first, stop) {
    while (!stop.now) {
      const readings = Array.from({ length: batch }, (_, i) => this.#next(this.ids[first + (i % 4)]));
      await Promise.all(readings.map(async (r) => {
        await client.publishAsync(topicOf(r.id), JSON.stringify({ phenomenonTime: iso(r.t), result: r.value }), { qos: 1 });
        this.#remember(r);
      }));
      await sleep(2);
    }
  }

  async #stored(client, id) {
    const all = [];
    let from = iso(this.start - 1000);
    for (;;) {
      const page = await client.call('GET', `/api/v1/datastreams/${id}/series?from=${from}&to=${iso(this.start + this.counter + 1000)}&raw=true`);
      const fresh = page.t.map((t, i) => [t, page.value[i]]).filter(([t]) => all.length === 0 || t > all.at(-1)[0]);
      all.push(...fresh);
      if (page.t.length < 100_000 || fresh.length === 0) return { all, doubled: page.t.length - new Set(page.t).size };
      from = iso(page.t.at(-1));
    }
  }

  // Every acknowledged reading is there exactly once.
  async compare(when) {
    const client = await Client.as(this.server, 'viewer');
    for (const id of this.ids) {
      let missing = [], found;
      // What the broker still holds comes in the first moments after the start.
      for (let tries = 0; tries < 100; tries += 1) {
        found = await this.#stored(client, id);
        const byTime = new Map(found.all);
        missing = [...this.acknowledged.get(id)].filter(([t, value]) => byTime.get(t) !== value);
        if (missing.length === 0) break;
        await sleep(100);
      }
      assert.equal(missing.length, 0, `${when}, datastream ${id}: ${missing.length} acknowledged readings are missing, first ${missing[0]}`);
      assert.equal(found.doubled, 0, `${when}, datastream ${id}: readings are doubled`);
    }
  }
}
