// Ten thousand guesses from as many addresses: nobody gets in, and the people of the city go on signing in.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from './lib/client.mjs';
import { Server, password, roles } from './lib/server.mjs';

const server = new Server();
const guesses = 10_000, atOnce = 40;
const from = (address, headers = {}) => ({ 'X-Forwarded-For': address, ...headers });
const signIn = (user, secret, headers) => new Client(server).request('POST', '/api/v1/sessions', { user, password: secret }, headers);
const outside = (i) => `203.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;

before(() => server.start({ broker: false, options: ['--trusted-proxy', '127.0.0.1'] }));
after(() => server.stop());

test(`${guesses.toLocaleString('en')} guesses get nowhere and lock nobody out`, async () => {
  // Somebody who works outside has signed in with this browser before.
  const home = '198.51.100.7';
  const first = await signIn('viewer', password, from(home));
  assert.equal(first.status, 201, first.text);
  const device = first.headers.getSetCookie().find((c) => c.startsWith('hatang_device=')).split(';')[0];

  const counts = {};
  let next = 0, slowest = 0;
  const attack = async () => {
    for (let i = next++; i < guesses; i = next++) {
      // Three in four at people who exist. From the 200th guess on the right password is among them: strangers are locked.
      const user = i % 4 ? roles[i % roles.length] : `nobody${i % 97}`;
      const secret = i > 200 && i % 50 === 1 ? password : `Guess-${i}-Aa1!`;
      const began = performance.now();
      const { status, body } = await signIn(user, secret, from(outside(i)));
      slowest = Math.max(slowest, performance.now() - began);
      const outcome = `${status} ${body?.code ?? ''}`;
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      assert.ok(status === 401 || status === 429 || status === 503, `${user}: ${outcome}`);
    }
  };
  const people = async () => {
    let signedIn = 0;
    while (next < guesses) {
      const inside = await signIn(roles[signedIn % roles.length], password, from(`10.0.${signedIn % 200}.9`));
      assert.equal(inside.status, 201, `inside: ${inside.text}`);
      const known = await signIn('viewer', password, from(home, { Cookie: device }));
      assert.equal(known.status, 201, `a known device: ${known.text}`);
      ++signedIn;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return signedIn;
  };
  const working = people();
  await Promise.all(Array.from({ length: atOnce }, attack));
  const signedIn = await working;
  assert.ok(signedIn > 3, `${signedIn} sign-ins meanwhile`);
  assert.ok(slowest < 10_000, `a guess took ${slowest} ms`);
  assert.equal(server.sql(`select count(*) from security.session where address like '203.%'`), '0');
  console.log(`guesses: ${JSON.stringify(counts)}; ${2 * signedIn} people signed in meanwhile`);
});
