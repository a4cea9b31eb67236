// The audit log on its way to a SIEM: RFC 5425 over TLS with both certificates, what an outage does, and a peer that must not
// be trusted.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from './lib/client.mjs';
import { Server, freePort } from './lib/server.mjs';

const server = new Server();
const file = (name) => path.join(server.folder, name);
let port, admin, siem;

function openssl(...args) { execFileSync('openssl', args, { cwd: server.folder, stdio: 'pipe' }); }
function certificate(name, subject, issuer) {
  openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${subject}`, '-addext', `subjectAltName=DNS:${subject}`);
  openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial', '-days', '2', '-out', `${name}.pem`, '-copy_extensions', 'copy');
}
function authority(name) {
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.pem`, '-days', '2', '-subj', `/CN=${name}`);
}

// Collects the messages of all connections; stop() cuts them.
class Receiver {
  constructor({ secure = true, name = 'peer', ca = 'ca' } = {}) {
    this.messages = [];
    this.refused = 0;
    this.sockets = new Set();
    const take = (socket) => {
      this.sockets.add(socket);
      this.authorized = socket.authorized;
      let rest = Buffer.alloc(0);
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        rest = Buffer.concat([rest, chunk]);
        for (;;) {
          const blank = rest.indexOf(32);
          if (blank < 0) return;
          const length = Number(rest.subarray(0, blank));
          assert.ok(Number.isInteger(length), 'octet counting');
          if (rest.length < blank + 1 + length) return;
          this.messages.push(rest.subarray(blank + 1, blank + 1 + length).toString('utf8'));
          rest = rest.subarray(blank + 1 + length);
        }
      });
    };
    this.server = secure
      ? tls.createServer({ key: readFileSync(file(`${name}.key`)), cert: readFileSync(file(`${name}.pem`)), ca: readFileSync(file(`${ca}.pem`)), requestCert: true, rejectUnauthorized: true }, take)
      : net.createServer(take);
    this.server.on('tlsClientError', () => { this.refused += 1; });
  }
  listen() { return new Promise((resolve) => this.server.listen(port, '127.0.0.1', () => resolve(this))); }
  ids() { return new Set(this.messages.map((text) => Number(text.match(/ id="(\d+)"/)[1]))); }
  async stop() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const rows = () => server.sql('select id from security.audit_log').split('\n').map(Number);
async function until(what, limitMs = 40_000) {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(100)) if (await what()) return;
  assert.fail(`not within ${limitMs} ms: ${what}`);
}
const has = (receiver, wanted) => { const got = receiver.ids(); return wanted.every((id) => got.has(id)); };
const status = async () => (await admin.call('GET', '/api/v1/audit/verification')).siem;
const change = (name) => admin.call('POST', '/api/v1/organisations', { name, kind: 'operator' });

before(async () => {
  port = await freePort();
  authority('ca');
  authority('other');
  certificate('peer', 'localhost', 'ca');
  certificate('impostor', 'localhost', 'other');
  certificate('elsewhere', 'siem.example', 'ca');
  certificate('city', 'hatang', 'ca');
  siem = await new Receiver().listen();
  await server.start({ broker: false, options: ['--siem', `tls://localhost:${port}`, '--siem-ca', file('ca.pem'), '--siem-certificate', file('city.pem'), '--siem-key', file('city.key')] });
  admin = await Client.as(server, 'admin');
});
after(async () => {
  await siem?.stop();
  await server.stop();
});

test('every row arrives over TLS, with the certificates of both sides', async () => {
  await change('Đơn vị một');
  const wanted = rows();
  await until(() => has(siem, wanted));
  assert.equal(siem.authorized, true);
  assert.ok(siem.messages.every((text) => /^<109>1 \S+Z \S+ hatang - \S+ \[audit@32473 id="\d+".*\] \uFEFF\{/.test(text)));
  assert.ok(siem.messages.some((text) => text.includes('Đơn vị một')));
  await until(async () => (await status()).behind === 0);
  const told = await status();
  assert.equal(told.configured, true);
  assert.equal(told.last_error, null);
  assert.equal(told.sent_to_id, Math.max(...rows()));
});

test('what happens during an outage arrives afterwards, in order, even over a restart of the server', async () => {
  await siem.stop();
  await change('Trong lúc mất kết nối');
  await until(async () => (await status()).last_error !== null);
  await until(async () => (await status()).behind > 0);
  await server.kill();
  await server.start({ broker: false, options: ['--siem', `tls://localhost:${port}`, '--siem-ca', file('ca.pem'), '--siem-certificate', file('city.pem'), '--siem-key', file('city.key')] });
  admin = await Client.as(server, 'admin');
  await change('Sau khi khởi động lại');
  const before = siem.ids();
  const wanted = rows().filter((id) => !before.has(id));
  siem = await new Receiver().listen();
  // The killed server holds its lease for a while.
  await until(() => has(siem, wanted), 60_000);
});

test('a peer with a certificate of another authority, or of another host, gets nothing', async () => {
  for (const [name, ca] of [['impostor', 'other'], ['elsewhere', 'ca']]) {
    await siem.stop();
    siem = await new Receiver({ name, ca }).listen();
    await change(`Không gửi cho ${name}`);
    await until(async () => siem.refused > 0 && (await status()).last_error?.includes('certificate verify failed'));
    assert.equal(siem.messages.length, 0);
  }
  await siem.stop();
  siem = await new Receiver().listen();
  const wanted = rows().slice(-2);
  await until(() => has(siem, wanted));
});
