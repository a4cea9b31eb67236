// A client of the interfaces: HTTP with an account, the live channel, MQTT.
import { once } from 'node:events';
import mqtt from 'mqtt';
import WebSocket from 'ws';
import { password } from './server.mjs';

export class Client {
  constructor(server, token = null) {
    this.server = server;
    this.token = token;
  }

  static async as(server, user, secret = password) {
    const client = new Client(server);
    const { status, body } = await client.request('POST', '/api/v1/sessions', { user, password: secret });
    if (status !== 201) throw new Error(`sign-in of ${user}: ${status} ${JSON.stringify(body)}`);
    client.token = body.token;
    client.user = body.user;
    return client;
  }

  // Body: an object (sent as JSON), bytes or nothing. Gives {status, headers, body, text}.
  async request(method, target, body, headers = {}) {
    const raw = body === undefined || body === null || typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(this.server.url + target, {
      method,
      body: body === undefined || body === null ? undefined : raw ? body : JSON.stringify(body),
      headers: {
        ...(body === undefined || body === null ? {} : { 'Content-Type': 'application/json' }),
        ...(this.token ? { Authorization: `Bearer ${this.token}` } : {}),
        ...headers,
      },
    });
    const text = await response.text();
    let parsed = text;
    try { parsed = text === '' ? null : JSON.parse(text); } catch { /* not JSON */ }
    return { status: response.status, headers: response.headers, body: parsed, text };
  }

  // The same, and it must succeed.
  async call(method, target, body, headers) {
    const answer = await this.request(method, target, body, headers);
    if (answer.status >= 300) throw new Error(`${method} ${target}: ${answer.status} ${answer.text.slice(0, 500)}`);
    return answer.body;
  }
}

// The live channel: collects what arrives and lets a test wait for what it wants.
export class Live {
  static async open(client, subscription) {
    const live = new Live();
    live.messages = [];
    live.waiting = [];
    live.socket = new WebSocket(`${client.server.url.replace('http', 'ws')}/api/v1/live`, { headers: { Authorization: `Bearer ${client.token}` } });
    live.socket.on('message', (data) => {
      const message = { ...JSON.parse(data.toString()), received: performance.timeOrigin + performance.now() };
      live.messages.push(message);
      live.waiting = live.waiting.filter((wish) => !wish(message));
    });
    await once(live.socket, 'open');
    live.socket.send(JSON.stringify({ type: 'subscribe', ...subscription }));
    return live;
  }

  // The first message, past or coming, for which `pick` gives something; gives that.
  wait(pick, what, limitMs = 10_000) {
    for (const message of this.messages) {
      const found = pick(message);
      if (found) return Promise.resolve(found);
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the live channel did not bring: ${what}`)), limitMs);
      this.waiting.push((message) => {
        const found = pick(message);
        if (found) {
          clearTimeout(timer);
          resolve(found);
        }
        return Boolean(found);
      });
    });
  }

  close() { this.socket.terminate(); }
}

export async function connectBroker(server, options = {}) { return mqtt.connectAsync(server.mqttUrl, { reconnectPeriod: 0, ...options }); }

// A device at the server's own listener, with a credential.
export async function connectDevice(server, secret, options = {}) { return mqtt.connectAsync(server.devicesUrl, { reconnectPeriod: 0, username: 'device', password: secret, ...options }); }

export const topicOf = (datastream) => `v1.1/Datastreams(${datastream})/Observations`;
