// A client that reads the OpenAPI document and asks everything, in every wrong way it can think of: no 5xx, no trace of the
// inside, no stall. HATANG_FUZZ_S: seconds (15), HATANG_FUZZ_SEED: to repeat a run.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from './lib/client.mjs';
import { Random, operationsOf, requestOf } from './lib/random_requests.mjs';
import { Server, password } from './lib/server.mjs';

const seconds = Number(process.env.HATANG_FUZZ_S ?? 15), seed = Number(process.env.HATANG_FUZZ_SEED ?? Date.now() % 2 ** 31);
const server = new Server();
const inside = /\b(terminate called|std::|SQLSTATE|PG_EXCEPTION|syntax error at or near|\/src\/modules|postgres(ql)?:\/\/|violates .* constraint|0x[0-9a-f]{8,})/i;

before(() => server.start({ options: ['--rate-limit', 'off'] }));
after(() => server.stop());

// The fuzzer signs itself out, disables itself and turns on second factors; an administrator at the console helps it back.
let times = 0;
async function signInAgain(client) {
  const secret = `${password}-${++times}`;  // the latest ten are not taken again
  server.sql('delete from security.sign_in_failure');
  server.command(['policy', 'set', 'second_factor', 'nobody']);
  server.sql(`update security.account set enabled = true where name = 'admin'`);
  server.command(['user', 'password', 'admin', '--password-stdin'], `${secret}\n`);
  for (let tries = 0; tries < 20; ++tries) {
    const { status, body } = await new Client(server).request('POST', '/api/v1/sessions', { user: 'admin', password: secret });
    if (status === 201) { client.token = body.token; return; }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error('the fuzzer cannot sign in again');
}

test(`${seconds} s of random requests (seed ${seed})`, async () => {
  const client = await Client.as(server, 'admin');
  const document = await client.call('GET', '/api/v1/openapi.json');
  const operations = operationsOf(document);
  const until = performance.now() + seconds * 1000;
  const statuses = {};
  let requests = 0, slowest = 0, refused = 0, helping = null;
  const worker = async (random) => {
    while (performance.now() < until) {
      const { method, target, body, headers } = requestOf(random, random.pick(operations), document);
      const token = client.token, began = performance.now();
      const answer = await client.request(method, target, body, headers);
      const took = performance.now() - began, what = `${method} ${target.slice(0, 300)} ${String(body).slice(0, 500)} → ${answer.status} ${answer.text.slice(0, 500)}`;
      ++requests;
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      slowest = Math.max(slowest, took);
      assert.ok(answer.status < 500 || (answer.status === 503 && target.startsWith('/readyz')), what);
      assert.ok(took < 20_000, `${took} ms: ${what}`);
      if (!target.startsWith('/metrics')) assert.ok(!inside.test(answer.text), what);
      if (answer.status === 401 || (answer.status === 403 && ++refused > 50)) {
        refused = 0;
        if (client.token === token) await (helping ??= signInAgain(client).finally(() => { helping = null; }));
      }
    }
  };
  await Promise.all([1, 2, 3, 4].map((i) => worker(new Random(seed + i))));
  assert.equal((await new Client(server).request('GET', '/healthz')).status, 200);
  console.log(`${requests} requests, slowest ${slowest.toFixed(0)} ms, ${JSON.stringify(statuses)}`);
});
