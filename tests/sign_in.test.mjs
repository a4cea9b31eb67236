// Signing in under the standard policy: second factors, enrolment, known devices, locks that outlive a restart, and how fast
// a right that was taken away is gone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from './lib/client.mjs';
import { SecurityKey, totp } from './lib/factors.mjs';
import { Server, password } from './lib/server.mjs';

const server = new Server();
const policy = (key, value) => server.command(['policy', 'set', key, value]);
const signIn = (user, secret = password, headers = {}) => new Client(server).request('POST', '/api/v1/sessions', { user, password: secret }, headers);
const prove = (ticket, more) => new Client(server).request('POST', '/api/v1/sessions/second-factor', { ticket, ...more });
const problem = (answer, status, code) => assert.deepEqual([answer.status, answer.body?.code], [status, code], answer.text);
const clientOf = (answer) => new Client(server, answer.body.token);
const deviceCookie = (answer) => answer.headers.getSetCookie().find((c) => c.startsWith('hatang_device=')).split(';')[0];
// A code is taken once: the next test begins with the next step.
const forgetSteps = () => server.sql('update security.factor set last_step = null');
let totpSecret, recoveryCodes;

before(async () => {
  await server.start({ broker: false });
  policy('second_factor', 'administrators_and_outside');
  await sleep(1_000);
});
after(() => server.stop());

test('an administrator without a second factor may only enrol one', async () => {
  const answer = await signIn('admin');
  assert.equal(answer.status, 201);
  const admin = clientOf(answer);
  const session = await admin.call('GET', '/api/v1/sessions/current');
  assert.deepEqual([session.enrolment_required, session.second_factor], [true, false]);
  problem(await admin.request('GET', '/api/v1/users'), 403, 'second_factor_enrolment_required');
  problem(await admin.request('POST', '/api/v1/users', {}), 403, 'second_factor_enrolment_required');
  assert.equal((await admin.call('GET', '/api/v1/account')).second_factor_required, true);

  const made = await admin.call('POST', '/api/v1/account/factors/totp', { label: 'Điện thoại' });
  assert.match(made.uri, /^otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}&/);
  assert.equal((await admin.call('GET', '/api/v1/account/factors')).items[0].confirmed, false);
  problem(await admin.request('GET', '/api/v1/users'), 403, 'second_factor_enrolment_required');
  problem(await admin.request('POST', `/api/v1/account/factors/${made.id}/confirm`, { code: '000000' }), 401, 'wrong_second_factor');
  const confirmed = await admin.call('POST', `/api/v1/account/factors/${made.id}/confirm`, { code: totp(made.secret) });
  assert.equal(confirmed.recovery_codes.length, 10);
  assert.equal((await admin.request('GET', '/api/v1/users')).status, 200);
  totpSecret = made.secret;
  recoveryCodes = confirmed.recovery_codes;
  assert.equal(server.sql(`select count(*) from security.factor where sealed_secret like '%${totpSecret}%'`), '0');
});

test('a viewer inside signs in by password alone', async () => {
  const answer = await signIn('viewer');
  assert.equal(answer.status, 201);
  assert.equal((await clientOf(answer).request('GET', '/api/v1/assets')).status, 200);
});

test('a ticket and a code make a session; a code is taken once', async () => {
  forgetSteps();
  const first = await signIn('admin');
  assert.equal(first.status, 202);
  assert.equal(first.headers.getSetCookie().length, 0);
  assert.deepEqual(first.body.methods, ['totp', 'recovery']);
  assert.equal(first.body.webauthn, null);
  problem(await new Client(server, first.body.ticket).request('GET', '/api/v1/account'), 401, 'unauthenticated');
  const code = totp(totpSecret);
  const done = await prove(first.body.ticket, { method: 'totp', code });
  assert.equal(done.status, 201, done.text);
  assert.equal((await clientOf(done).call('GET', '/api/v1/sessions/current')).second_factor, true);
  problem(await prove(first.body.ticket, { method: 'totp', code }), 401, 'ticket_ended');
  const second = await signIn('admin');
  problem(await prove(second.body.ticket, { method: 'totp', code }), 401, 'wrong_second_factor');
});

test('a recovery code is taken once, in any case', async () => {
  const code = recoveryCodes[0].toLowerCase().replaceAll('-', ' ');
  const first = await signIn('admin');
  assert.equal((await prove(first.body.ticket, { method: 'recovery', code })).status, 201);
  const second = await signIn('admin');
  problem(await prove(second.body.ticket, { method: 'recovery', code }), 401, 'wrong_second_factor');
  const done = await prove(second.body.ticket, { method: 'recovery', code: recoveryCodes[1] });
  assert.equal((await clientOf(done).call('GET', '/api/v1/account/factors')).recovery_codes_left, 8);
});

test('a ticket dies after five wrong codes, and the lock holds over tickets', async () => {
  const { body } = await signIn('admin');
  for (let i = 0; i < 5; i += 1) problem(await prove(body.ticket, { method: 'totp', code: '000000' }), i < 4 ? 401 : 401, 'wrong_second_factor');
  problem(await prove(body.ticket, { method: 'recovery', code: recoveryCodes[2] }), 401, 'ticket_ended');
  const next = await signIn('admin');
  assert.equal(next.status, 202);
  problem(await prove(next.body.ticket, { method: 'recovery', code: recoveryCodes[2] }), 429, 'too_many_requests');
  server.sql('delete from security.sign_in_failure');
});

for (const algorithm of ['ES256', 'RS256', 'EdDSA'])
  test(`a security key of ${algorithm} is registered and signs in`, async () => {
    const user = { ES256: 'crew', RS256: 'viewer', EdDSA: 'asset_engineer' }[algorithm];
    const owner = clientOf(await signIn(user));
    const key = new SecurityKey(algorithm);
    const options = await owner.call('POST', '/api/v1/account/factors/webauthn/options', {});
    assert.equal(options.rp.id, '127.0.0.1');
    problem(await owner.request('POST', '/api/v1/account/factors/webauthn', { label: 'Khóa', credential: key.register(options, 'https://evil.example') }), 422, 'invalid_webauthn');
    // The challenge is gone with the first try.
    problem(await owner.request('POST', '/api/v1/account/factors/webauthn', { label: 'Khóa', credential: key.register(options, server.url) }), 422, 'invalid_webauthn');
    const again = await owner.call('POST', '/api/v1/account/factors/webauthn/options', {});
    const made = await owner.call('POST', '/api/v1/account/factors/webauthn', { label: 'Khóa', credential: key.register(again, server.url) });
    assert.equal(made.recovery_codes.length, 10);

    const { status, body } = await signIn(user);
    assert.deepEqual([status, body.methods], [202, ['webauthn', 'recovery']]);
    assert.deepEqual(body.webauthn.allowCredentials.map((c) => c.id), [key.id.toString('base64url')]);
    problem(await prove(body.ticket, { method: 'webauthn', assertion: new SecurityKey(algorithm).assert(body.webauthn, server.url) }), 401, 'wrong_second_factor');
    problem(await prove(body.ticket, { method: 'webauthn', assertion: key.assert(body.webauthn, 'https://evil.example') }), 401, 'wrong_second_factor');
    const assertion = key.assert(body.webauthn, server.url);
    const done = await prove(body.ticket, { method: 'webauthn', assertion });
    assert.equal(done.status, 201, done.text);
    const next = await signIn(user);
    problem(await prove(next.body.ticket, { method: 'webauthn', assertion }), 401, 'wrong_second_factor');
    key.count = 0; // a copy of the key, that counts from before
    problem(await prove(next.body.ticket, { method: 'webauthn', assertion: key.assert(next.body.webauthn, server.url) }), 401, 'wrong_second_factor');

    const me = clientOf(done);
    const { items } = await me.call('GET', '/api/v1/account/factors');
    problem(await me.request('POST', `/api/v1/account/factors/${items[0].id}/remove`, { password: 'no' }), 403, 'wrong_password');
    assert.equal((await me.request('POST', `/api/v1/account/factors/${items[0].id}/remove`, { password })).status, 204);
    assert.equal((await signIn(user)).status, 201);
  });

test('from outside everybody needs one; a session from inside does not go outside', async () => {
  const inside = clientOf(await signIn('duty_officer'));
  assert.equal((await inside.request('GET', '/api/v1/alarms')).status, 200);
  policy('internal_networks', '10.0.0.0/8');
  await sleep(1_000);
  problem(await inside.request('GET', '/api/v1/alarms'), 403, 'second_factor_enrolment_required');
  const made = await inside.call('POST', '/api/v1/account/factors/totp', { label: 'App' });
  await inside.call('POST', `/api/v1/account/factors/${made.id}/confirm`, { code: totp(made.secret) });
  assert.equal((await inside.request('GET', '/api/v1/alarms')).status, 200);
  const { items } = await inside.call('GET', '/api/v1/account/factors');
  problem(await inside.request('POST', `/api/v1/account/factors/${items[0].id}/remove`, { password }), 409, 'last_factor');
  // Another session of the same account that has not shown the factor.
  server.sql(`update security.session set second_factor = false`);
  await sleep(1_100);
  problem(await inside.request('GET', '/api/v1/alarms'), 401, 'unauthenticated');
});

test('strangers outside lock each other out; a known device and the inside stay', async () => {
  const known = deviceCookie(await signIn('integrator'));
  for (let i = 0; i < 5; i += 1) problem(await signIn('integrator', `guess ${i}`), 401, 'wrong_credentials');
  problem(await signIn('integrator'), 429, 'too_many_requests');
  problem(await signIn('integrator', password, { Cookie: `hatang_device=${'0'.repeat(64)}` }), 429, 'too_many_requests');
  assert.equal((await signIn('integrator', password, { Cookie: known })).status, 201);

  await server.kill();
  await server.start({ broker: false });
  problem(await signIn('integrator'), 429, 'too_many_requests');
  assert.equal((await signIn('integrator', password, { Cookie: known })).status, 201);
  policy('internal_networks', '127.0.0.0/8');
  await sleep(1_000);
  assert.equal((await signIn('integrator')).status, 201);
  // A known device has a counter of its own.
  for (let i = 0; i < 5; i += 1) problem(await signIn('integrator', `guess ${i}`, { Cookie: known }), 401, 'wrong_credentials');
  problem(await signIn('integrator', password, { Cookie: known }), 429, 'too_many_requests');
  assert.equal((await signIn('integrator')).status, 201);
});

test('names that are no account answer alike, locked or not', async () => {
  const answers = [];
  for (const user of ['crew', 'nobody_at_all'])
    for (let i = 0; i < 7; i += 1) answers.push(await signIn(user, `guess ${i}`));
  const shape = ({ status, body }) => [status, body.code, body.title.replace(/\d+/g, 'N'), Object.keys(body)];
  assert.deepEqual(answers.slice(0, 7).map(shape), answers.slice(7).map(shape));
  assert.equal(answers[6].status, 429);
  // Those who watch see them within seconds.
  const seen = () => server.sql("select sum(count) from security.sign_in_refusal r left join security.account a on a.id = r.account_id where r.address = '127.0.0.1' and (a.name = 'crew' or a.id is null)");
  for (const end = Date.now() + 8_000; Date.now() < end && Number(seen()) < 14; ) await sleep(200);
  assert.ok(Number(seen()) >= 14, seen());
});

test('an administrator resets the factors of another account', async () => {
  forgetSteps();
  const ticket = (await signIn('admin')).body.ticket;
  const admin = clientOf(await prove(ticket, { method: 'totp', code: totp(totpSecret) }));
  const officer = (await admin.call('GET', '/api/v1/users')).items.find((u) => u.name === 'duty_officer');
  assert.equal(officer.second_factor, true);
  assert.equal((await admin.request('POST', `/api/v1/users/${officer.id}/factors/reset`)).status, 204);
  assert.equal((await signIn('duty_officer')).status, 201);
  const { recovery_codes: renewed } = await admin.call('POST', '/api/v1/account/recovery-codes', { password });
  assert.equal(renewed.length, 10);
  const next = await signIn('admin');
  problem(await prove(next.body.ticket, { method: 'recovery', code: recoveryCodes[5] }), 401, 'wrong_second_factor');
  assert.equal((await prove(next.body.ticket, { method: 'recovery', code: renewed[0] })).status, 201);
});

test('what is taken away on one node is gone on the other within a second', async () => {
  policy('second_factor', 'nobody');
  const other = new Server();
  other.data = server.data;
  await other.start({ users: false, broker: false });
  try {
    const at = (client) => new Client(other, client.token);
    const gone = async (client) => {
      for (const end = Date.now() + 1_000; Date.now() < end; await sleep(50)) if ((await at(client).request('GET', '/api/v1/account')).status === 401) return true;
      return false;
    };
    const manager = await Client.as(server, 'maintenance_engineer');
    const second = await Client.as(server, 'maintenance_engineer');
    for (const client of [manager, second]) assert.equal((await at(client).request('GET', '/api/v1/account')).status, 200);
    await second.call('DELETE', '/api/v1/sessions/current');
    assert.ok(await gone(second), 'the ended session');
    assert.equal((await at(manager).request('GET', '/api/v1/account')).status, 200);
    await manager.call('PUT', '/api/v1/account/password', { old_password: password, password: 'Cau-Chuong-Duong-1985' });
    assert.equal((await at(manager).request('GET', '/api/v1/account')).status, 200);

    forgetSteps();
    const ticket = (await signIn('admin')).body.ticket;
    const admin = clientOf(await prove(ticket, { method: 'totp', code: totp(totpSecret) }));
    const { id, version } = (await admin.call('GET', '/api/v1/users')).items.find((u) => u.name === 'maintenance_engineer');
    await admin.call('PATCH', `/api/v1/users/${id}`, { enabled: false }, { 'If-Match': `"${version}"` });
    assert.ok(await gone(manager), 'the disabled account');
    // The policy of one node is that of the other.
    policy('lock_minutes', '30');
    await sleep(1_000);
    const rule = (await at(admin).call('GET', '/api/v1/security/policy')).items.find((r) => r.key === 'lock_minutes');
    assert.equal(rule.value, 30);
  } finally {
    await other.stop();
    policy('second_factor', 'administrators_and_outside');
    await sleep(1_000);
  }
});

test('a password of an administrator is due after two months', async () => {
  forgetSteps();
  server.sql(`update security.account set password_changed_at = now() - interval '3 months' where name = 'admin'`);
  const ticket = (await signIn('admin')).body.ticket;
  const admin = clientOf(await prove(ticket, { method: 'totp', code: totp(totpSecret) }));
  assert.equal((await admin.call('GET', '/api/v1/sessions/current')).password_change_due, true);
  problem(await admin.request('GET', '/api/v1/users'), 403, 'password_change_required');
  // Eight characters are enough beside a second factor.
  assert.equal((await admin.request('PUT', '/api/v1/account/password', { old_password: password, password: 'ngan hon' })).status, 204);
  assert.equal((await admin.request('GET', '/api/v1/users')).status, 200);
});
