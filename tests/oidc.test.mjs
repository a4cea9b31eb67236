// Sign-in at an OpenID Connect provider, against a real one: the way there and back, each algorithm, rotated keys, and
// everything that must not get in.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Client } from './lib/client.mjs';
import { totp } from './lib/factors.mjs';
import { Jar, TestProvider } from './lib/provider.mjs';
import { Server, freePort } from './lib/server.mjs';

const secret = 'a client secret: with / and + & spaces';
const server = new Server();
let provider;

before(async () => {
  server.port = await freePort();
  provider = await new TestProvider(`http://127.0.0.1:${server.port}/api/v1/oidc/callback`, secret).start();
  server.prepare();
  mkdirSync(path.join(server.data, 'secrets'), { recursive: true, mode: 0o700 });
  const file = path.join(server.data, 'secrets', 'oidc-client-secret');
  writeFileSync(file, `${secret}\n`);
  chmodSync(file, 0o600);
  writeFileSync(path.join(server.data, 'oidc.json'), JSON.stringify({ name: 'Cổng thử', issuer: provider.issuer, client_id: 'hatang', redirect_uri: provider.redirectUri, second_factor_amr: ['otp'] }));
  await server.start({ broker: false, options: ['--allow-outgoing', '127.0.0.1'] });
});
after(async () => {
  await server.stop();
  provider?.stop();
});

const isCallback = (url) => url.pathname === '/api/v1/oidc/callback';
// To the provider and back; gives the address of the return, which has not been asked for yet.
const toCallback = (jar) => jar.follow(`${server.url}/api/v1/oidc/start`, isCallback);
async function signIn(jar = new Jar()) {
  const answer = await jar.get(await toCallback(jar));
  assert.equal(answer.status, 302);
  return { where: answer.headers.get('location'), token: jar.cookies.get(server.url).get('hatang_session'), jar };
}
const current = (token) => new Client(server, token).request('GET', '/api/v1/sessions/current');
const refusedAs = ({ where, token }, code) => {
  assert.equal(where, `/sign-in?error=${code}`);
  assert.equal(token, undefined);
};

test('the button is offered, without anything secret', async () => {
  const answer = await new Client(server).call('GET', '/api/v1/security/oidc');
  assert.deepEqual(answer, { enabled: true, name: 'Cổng thử' });
});

test('a person with an account comes in', async () => {
  const jar = new Jar();
  const start = await jar.get(`${server.url}/api/v1/oidc/start`);
  const to = new URL(start.headers.get('location'));
  assert.equal(to.searchParams.get('code_challenge_method'), 'S256');
  assert.match(start.headers.get('set-cookie'), /^hatang_oidc=.*Path=\/api\/v1\/oidc; HttpOnly; SameSite=Lax; Max-Age=600$/);
  const { where, token } = await signIn(jar);
  assert.equal(where, '/');
  const session = await current(token);
  assert.equal(session.body.user.name, 'viewer');
  assert.equal(session.body.second_factor, false);
  assert.equal(server.sql("select count(*) from security.audit_log where action = 'user.link_provider'"), '1');
});

test('a second factor at the provider counts when the operator says which words mean it', async () => {
  provider.amr = ['pwd', 'otp'];
  const { token } = await signIn();
  assert.equal((await current(token)).body.second_factor, true);
  provider.amr = ['pwd'];
});

test('RS256, PS256, ES256, EdDSA', async () => {
  for (const alg of ['RS256', 'PS256', 'ES256', 'EdDSA']) {
    provider.build(alg);
    assert.equal((await signIn()).where, '/', alg);
  }
});

test('rotated keys are fetched when a token names a new one, at most once a minute', async () => {
  const asked = provider.counts.keys;
  await provider.useKeys('second');
  assert.equal((await signIn()).where, '/');
  assert.equal(provider.counts.keys, asked + 1);
  const known = provider.keys;
  await provider.useKeys('third');
  for (let i = 0; i < 3; i += 1) refusedAs(await signIn(), 'oidc_refused');
  assert.equal(provider.counts.keys, asked + 1);
  provider.keys = known;
  provider.build('RS256');
  assert.equal((await signIn()).where, '/');
});

test('a token of another key under a known name is refused', async () => {
  const known = provider.keys;
  await provider.useKeys('second');
  refusedAs(await signIn(), 'oidc_refused');
  provider.keys = known;
  provider.build('RS256');
});

const later = (claims) => ({ ...claims, exp: claims.iat - 3600, iat: claims.iat - 7200 });
for (const [what, tamper] of [
  ['another nonce', (claims) => ({ ...claims, nonce: 'another' })],
  ['no nonce', ({ nonce, ...claims }) => claims],
  ['another audience', (claims) => ({ ...claims, aud: 'another' })],
  ['a second audience without azp', (claims) => ({ ...claims, aud: ['hatang', 'another'] })],
  ['another azp', (claims) => ({ ...claims, azp: 'another' })],
  ['another issuer', (claims) => ({ ...claims, iss: 'http://127.0.0.1:1' })],
  ['a token of an hour ago', later],
  ['a token of tomorrow', (claims) => ({ ...claims, nbf: claims.iat + 86_400 })],
  ['no subject', ({ sub, ...claims }) => claims],
]) {
  test(`refused: ${what}`, async () => {
    provider.tamper = tamper;
    refusedAs(await signIn(), 'oidc_refused');
    provider.tamper = null;
    assert.equal((await signIn()).where, '/');
  });
}

test('a return counts once, and only in the browser that started', async () => {
  const jar = new Jar();
  const back = await toCallback(jar);
  const flow = jar.cookies.get(server.url).get('hatang_oidc');
  refusedAs({ where: (await new Jar().get(back)).headers.get('location') }, 'oidc_refused');
  assert.equal((await jar.get(back)).headers.get('location'), '/');
  const asked = provider.counts.token;
  for (const cookie of [flow, `${flow}x`, '']) {
    const again = new Jar();
    again.cookies.set(server.url, new Map([['hatang_oidc', cookie]]));
    refusedAs({ where: (await again.get(back)).headers.get('location') }, 'oidc_refused');
  }
  assert.equal(provider.counts.token, asked, 'the provider is not asked for what cannot be ours');
});

test('a code that was used, or that belongs to another flow, is refused by the provider', async () => {
  const victim = new Jar();
  const stolen = new URL(await toCallback(victim)).searchParams.get('code');
  const thief = new Jar();
  const own = new URL(await toCallback(thief));
  own.searchParams.set('code', stolen);
  refusedAs({ where: (await thief.get(own.href)).headers.get('location') }, 'oidc_refused');
});

test('what the provider refuses ends at the sign-in page', async () => {
  const jar = new Jar();
  const back = new URL(await toCallback(jar));
  back.searchParams.delete('code');
  back.searchParams.set('error', 'access_denied');
  refusedAs({ where: (await jar.get(back.href)).headers.get('location') }, 'oidc_refused');
});

test('nobody without an enabled account; no account is made', async () => {
  const accounts = server.sql('select count(*) from security.account');
  provider.person = 'stranger';
  refusedAs(await signIn(), 'oidc_no_account');
  provider.person = 'crew';
  server.sql("update security.account set enabled = false where name = 'crew'");
  refusedAs(await signIn(), 'oidc_no_account');
  server.sql("update security.account set enabled = true where name = 'crew'");
  assert.equal((await signIn()).where, '/');
  assert.equal(server.sql('select count(*) from security.account'), accounts);
});

test('a name that the provider gives to another person does not carry the account along', async () => {
  provider.person = 'another-subject:viewer';
  refusedAs(await signIn(), 'oidc_no_account');
  const admin = await Client.as(server, 'admin');
  const viewer = server.sql("select id from security.account where name = 'viewer'");
  assert.equal((await admin.request('DELETE', `/api/v1/users/${viewer}/provider-link`)).status, 204);
  assert.equal((await signIn()).where, '/');
});

test('an account with a second factor is asked for it, unless the provider did', async () => {
  const crew = await Client.as(server, 'crew');
  const made = await crew.call('POST', '/api/v1/account/factors/totp', { label: 'Điện thoại' });
  await crew.call('POST', `/api/v1/account/factors/${made.id}/confirm`, { code: totp(made.secret) });
  provider.person = 'crew';
  const { where, token } = await signIn();
  assert.equal(token, undefined);
  const { ticket, methods } = JSON.parse(new URLSearchParams(new URL(where, server.url).hash.slice(1)).get('ticket'));
  assert.deepEqual(methods, ['totp', 'recovery']);
  assert.equal(typeof ticket, 'string');
  provider.amr = ['pwd', 'otp'];
  assert.equal((await signIn()).where, '/');
  provider.amr = ['pwd'];
});

test('without a configuration there is no such way in', async () => {
  const plain = new Server();
  try {
    await plain.start({ users: false, broker: false });
    assert.deepEqual(await new Client(plain).call('GET', '/api/v1/security/oidc'), { enabled: false, name: null });
    assert.equal((await fetch(`${plain.url}/api/v1/oidc/start`)).status, 404);
  } finally { await plain.stop(); }
});
