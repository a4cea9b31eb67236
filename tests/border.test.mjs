// The border of the program as strangers meet it: TLS 1.3, the words of proxies, rate limits, the headers of a page.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import https from 'node:https';
import { connect } from 'node:net';
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import tls from 'node:tls';
import WebSocket from 'ws';
import { connectDevice } from './lib/client.mjs';
import { Server, password } from './lib/server.mjs';

const servers = [];
async function serve(options, more = {}) {
  const server = new Server();
  servers.push(server);
  const all = typeof options === 'function' ? options(server) : options;
  return server.start({ broker: false, options: all, ...more });
}
after(async () => { for (const server of servers) await server.stop(); });

function selfSigned(folder) {
  const [certificate, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30', '-subj', '/CN=hatang.test',
    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  return { certificate, key };
}

function ask(server, method, target, { body, headers = {}, ca } = {}) {
  const url = new URL(target, server.url);
  return new Promise((resolve, reject) => {
    const request = https.request(url, { method, ca, headers: { ...(body ? { 'Content-Type': 'application/json' } : {}), ...headers } }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => { text += chunk; });
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: text }));
    });
    request.on('error', reject);
    request.end(body && JSON.stringify(body));
  });
}

const opens = (options) => new Promise((resolve) => {
  const socket = tls.connect(options, () => { resolve({ protocol: socket.getProtocol(), cipher: socket.getCipher().standardName ?? socket.getCipher().name }); socket.destroy(); });
  socket.on('error', (error) => resolve({ error: error.code ?? error.message }));
});

test('TLS 1.3 alone, AEAD suites alone; cookies are Secure, browsers are told to stay', async () => {
  let files;
  const server = await serve((s) => { files = selfSigned(s.folder); return ['--tls-cert', files.certificate, '--tls-key', files.key]; }, { devices: true });
  const ca = readFileSync(files.certificate);
  assert.match(server.url, /^https:/);
  const where = { host: '127.0.0.1', port: server.port, ca };
  assert.equal((await opens(where)).protocol, 'TLSv1.3');
  for (const suite of ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256']) assert.equal((await opens({ ...where, ciphers: suite })).cipher, suite);
  assert.ok((await opens({ ...where, maxVersion: 'TLSv1.2' })).error);
  assert.ok((await opens({ ...where, ca: undefined })).error, 'nobody takes a certificate they do not know');

  const signedIn = await ask(server, 'POST', '/api/v1/sessions', { ca, body: { user: 'viewer', password } });
  assert.equal(signedIn.status, 201);
  assert.match(signedIn.headers['set-cookie'][0], /HttpOnly; SameSite=Strict; Secure/);
  assert.equal(signedIn.headers['strict-transport-security'], 'max-age=31536000; includeSubDomains');

  const { token } = JSON.parse(signedIn.body);
  const socket = new WebSocket(`wss://127.0.0.1:${server.port}/api/v1/live`, { ca, headers: { Authorization: `Bearer ${token}` } });
  await new Promise((resolve, reject) => { socket.on('open', resolve); socket.on('error', reject); });
  socket.send(JSON.stringify({ type: 'subscribe', topics: ['alarms'] }));
  const snapshot = await new Promise((resolve) => { socket.once('message', (data) => resolve(JSON.parse(data))); });
  assert.equal(snapshot.type, 'snapshot');
  socket.terminate();

  // Where devices publish it is the same.
  const devices = { host: '127.0.0.1', port: server.devicesPort, ca };
  assert.equal((await opens(devices)).protocol, 'TLSv1.3');
  assert.ok((await opens({ ...devices, maxVersion: 'TLSv1.2' })).error);
  server.devicesUrl = `mqtts://127.0.0.1:${server.devicesPort}`;
  await assert.rejects(connectDevice(server, `hts_${'0'.repeat(64)}`, { ca }), { code: 4 });
});

test('who does not finish a handshake is let go, and the others are served', async () => {
  let files;
  const server = await serve((s) => { files = selfSigned(s.folder); return ['--tls-cert', files.certificate, '--tls-key', files.key]; });
  const silent = Array.from({ length: 40 }, () => connect(server.port, '127.0.0.1'));
  const ended = Promise.all(silent.map((socket) => new Promise((resolve) => { socket.on('close', resolve); socket.on('error', () => {}); socket.resume(); })));
  const started = Date.now();
  await ended;
  assert.ok(Date.now() - started < 15_000);
  assert.equal((await ask(server, 'GET', '/healthz', { ca: readFileSync(files.certificate) })).status, 200);
});

test('a certificate that does not fit its key stops the start with a reason', async () => {
  const server = new Server();
  servers.push(server);
  const { certificate } = selfSigned(server.folder);
  execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', path.join(server.folder, 'other.pem')]);
  await assert.rejects(server.start({ users: false, broker: false, options: ['--tls-cert', certificate, '--tls-key', path.join(server.folder, 'other.pem')] }), /unreadable_file/);
});

const addressOf = (server) => server.sql("select address from security.session order by id desc limit 1");
async function signInWith(server, headers) {
  const answer = await fetch(`${server.url}/api/v1/sessions`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify({ user: 'viewer', password }) });
  assert.equal(answer.status, 201);
  return { cookie: answer.headers.get('set-cookie'), hsts: answer.headers.get('strict-transport-security') };
}
const forwarded = { 'X-Forwarded-For': '198.51.100.7', 'X-Forwarded-Proto': 'https' };

test('X-Forwarded-* of a stranger is not believed', async () => {
  const server = await serve([]);
  const { cookie, hsts } = await signInWith(server, forwarded);
  assert.doesNotMatch(cookie, /Secure/);
  assert.equal(hsts, null);
  assert.equal(addressOf(server), '127.0.0.1');
});

test('X-Forwarded-* of a trusted proxy is, as far as the first hop that is not ours', async () => {
  const server = await serve(['--trusted-proxy', '127.0.0.0/8', '--trusted-proxy', '10.0.0.0/8']);
  const { cookie, hsts } = await signInWith(server, { ...forwarded, 'X-Forwarded-For': '203.0.113.66, 198.51.100.7, 10.1.1.1' });
  assert.match(cookie, /Secure/);
  assert.match(hsts, /max-age=31536000/);
  assert.equal(addressOf(server), '198.51.100.7');
});

test('an account that asks too much hears 429 and when to come again; others are not disturbed', async () => {
  const server = await serve(['--rate-limit', '60']);
  const tokens = {};
  for (const user of ['viewer', 'admin']) {
    const answer = await fetch(`${server.url}/api/v1/sessions`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ user, password }) });
    tokens[user] = (await answer.json()).token;
  }
  const current = (user) => fetch(`${server.url}/api/v1/sessions/current`, { headers: { Authorization: `Bearer ${tokens[user]}` } });
  const statuses = [];
  let refused;
  for (let i = 0; i < 70; i += 1) {
    const answer = await current('viewer');
    statuses.push(answer.status);
    if (answer.status === 429) refused ??= answer;
  }
  assert.ok(statuses.slice(0, 60).every((status) => status === 200));
  assert.ok(refused);
  assert.match(refused.headers.get('retry-after'), /^[12]$/);
  assert.equal((await refused.json()).code, 'too_many_requests');
  assert.equal((await current('admin')).status, 200);
  let last;
  for (let i = 0; i < 620; i += 1) last = await fetch(`${server.url}/healthz`);
  assert.equal(last.status, 429, 'one address: ten times an account');
});

test('a page carries a fresh nonce and lets nothing inline or foreign in', async () => {
  const server = await serve([], { web: true });
  const nonces = new Set();
  for (const address of ['/', '/alarms', '/index.html']) {
    const answer = await fetch(server.url + address);
    const policy = answer.headers.get('content-security-policy');
    const nonce = policy.match(/style-src 'self' 'nonce-([0-9a-f]{32})'/)?.[1];
    assert.ok(nonce, policy);
    assert.match(await answer.text(), new RegExp(`nonce="${nonce}"`));
    nonces.add(nonce);
    assert.doesNotMatch(policy, /unsafe|\*|https?:|ws/);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.match(answer.headers.get('permissions-policy'), /microphone=\(\)/);
  }
  assert.equal(nonces.size, 3);
  const data = await fetch(`${server.url}/api/v1/openapi.json`);
  assert.equal(data.headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'");
  assert.equal(data.headers.get('cross-origin-resource-policy'), 'same-origin');
});
