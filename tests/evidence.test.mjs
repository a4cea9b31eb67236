// A superuser of the database, with the triggers off, and a hand in the data folder bend the audit log in every way; each is
// found and named by `hatang audit verify`. The server stands still meanwhile, so that it can neither mend nor follow.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from './lib/client.mjs';
import { Server, binary } from './lib/server.mjs';

const server = new Server();
const tables = ['audit_log', 'audit_origin', 'audit_chain', 'audit_seal'];
let admin, folder, saved;

// As superuser, past the triggers.
const bend = (sql) => server.sql(`begin; set local session_replication_role = replica; ${sql}; commit;`);

// {code, problems: [[kind, id, vietnamese, english]], told}
function verify(...args) {
  return new Promise((resolve) => {
    execFile(binary, ['audit', 'verify', ...args, '--data', server.data, '--log-level', 'error'], { maxBuffer: 64 << 20 }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, problems: stdout.split('\n').filter(Boolean).map((line) => line.split('\t')), told: stderr }));
  });
}
const named = (result) => result.problems.map(([kind, id]) => `${kind} ${id}`);
const number = (sql) => Number(server.sql(sql));

async function linked() {
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(50)) {
    const head = existsSync(path.join(folder, 'head.json')) ? JSON.parse(readFileSync(path.join(folder, 'head.json'), 'utf8')) : { seq: -1 };
    if (head.seq === number('select count(*) from security.audit_log') && head.seq === number('select max(seq) from security.audit_chain')) return head;
  }
  throw new Error('the chain does not follow');
}

before(async () => {
  await server.start({ broker: false });
  folder = path.join(server.data, 'audit');
  admin = await Client.as(server, 'admin');
  for (let i = 0; i < 6; i += 1) await admin.call('POST', '/api/v1/organisations', { name: `Đơn vị ${i}`, kind: 'operator' });
});
after(async () => {
  server.process.kill('SIGCONT');
  await server.stop();
});

test('a row has its link within a second of its commit, and the head file follows', async () => {
  await linked();
  const { id } = await admin.call('POST', '/api/v1/organisations', { name: 'Đơn vị nhanh', kind: 'operator' });
  const made = Date.now();
  const row = number(`select id from security.audit_log where entity = 'organisation' and entity_id = ${id}`);
  while (number(`select count(*) from security.audit_chain where audit_id = ${row}`) === 0) {
    assert.ok(Date.now() - made < 1_500, 'no link');
    await sleep(20);
  }
  const head = await linked();
  assert.equal(head.form, 'hatang.audit.head.1');
  assert.equal(number('select count(*) from security.audit_log where mac is null'), number('select adopted from security.audit_origin'));
});

test('rows that become visible out of the order of their ids are linked once each', async () => {
  server.sql(`create table public.held as select nextval('security.audit_log_id_seq') as id`);
  await admin.call('POST', '/api/v1/organisations', { name: 'Đơn vị sau', kind: 'operator' });
  await linked();
  assert.equal(number('select count(*) from security.audit_chain where audit_id = (select id from public.held)'), 0);
  assert.equal(number('select count(*) - count(distinct audit_id) from security.audit_chain'), 0);
  assert.equal(number('select max(seq) - count(*) from security.audit_chain'), 0);
  server.sql('drop table public.held');
});

test('an untouched log verifies, from the command line and over HTTP', async () => {
  const result = await verify();
  assert.deepEqual(named(result), []);
  assert.equal(result.code, 0);
  const answer = await admin.call('POST', '/api/v1/audit/verify');
  assert.equal(answer.ok, true);
  assert.equal(answer.rows, number('select count(*) from security.audit_chain'));
  assert.ok(answer.checked_at);
  assert.deepEqual((await admin.call('GET', '/api/v1/audit/verification')).problems, []);
});

describe('bent', () => {
  let row, seq, top, last, day, seal;
  before(async () => {
    // The chain is two days old: the night has left a seal of yesterday.
    bend(`update security.audit_origin set made_at = made_at - interval '2 days'`);
    day = server.sql(`select ((now() at time zone 'UTC') + interval '7 hours' - interval '1 day')::date`);
    for (const end = Date.now() + 10_000; Date.now() < end && (await linked()).sealed !== day; ) await sleep(50);
    seal = path.join(folder, 'seals', `${day}.json`);
    assert.ok(existsSync(seal));
    await sleep(300);
    server.process.kill('SIGSTOP');
    server.sql('create schema saved');
    for (const table of tables) server.sql(`create table saved.${table} as select * from security.${table}`);
    saved = path.join(server.folder, 'saved-audit');
    cpSync(folder, saved, { recursive: true });
    top = number('select max(seq) from security.audit_chain');
    seq = top - 3;
    row = number(`select audit_id from security.audit_chain where seq = ${seq}`);
    last = number(`select audit_id from security.audit_chain where seq = ${top}`);
  });
  const restore = async () => {
    bend(tables.map((table) => `delete from security.${table}; insert into security.${table} ${table === 'audit_log' ? 'overriding system value ' : ''}select * from saved.${table}`).join('; '));
    rmSync(folder, { recursive: true });
    cpSync(saved, folder, { recursive: true });
    assert.deepEqual(named(await verify()), [], 'restored');
  };
  const bent = (name, act, expected) =>
    test(name, async () => {
      await act();
      const result = await verify();
      try {
        assert.equal(result.code, 1);
        assert.deepEqual(named(result).sort(), expected().sort());
        for (const [, , vi, en] of result.problems) assert.ok(vi && en && vi !== en);
      } finally {
        await restore();
      }
    });

  const columns = {
    at: `at + interval '1 microsecond'`, user_id: 'null', user_name: `user_name || 'x'`, address: `'10.9.8.7'`, action: `'asset.create'`, entity: `'alarm'`, entity_id: '999999',
    before: `'{"a": 1}'`, after: `coalesce(after, '{}') || '{"a": 1}'`, reason: `''`, request_id: `'x'`, mac: `set_byte(mac, 7, get_byte(mac, 7) # 1)`,
  };
  for (const [column, value] of Object.entries(columns))
    bent(`column ${column} changed`, () => bend(`update security.audit_log set ${column} = ${value} where id = ${row}`), () => [`row_changed ${row}`]);
  bent('MAC taken away', () => bend(`update security.audit_log set mac = null where id = ${row}`), () => [`row_changed ${row}`]);
  bent('row deleted', () => bend(`delete from security.audit_log where id = ${row}`), () => [`row_deleted ${row}`]);
  bent('last row deleted', () => bend(`delete from security.audit_log where id = ${last}`), () => [`row_deleted ${last}`]);
  bent('two rows swapped', () => bend(`alter table security.audit_log alter id set generated by default; update security.audit_log set id = -1 where id = ${row}; update security.audit_log set id = ${row} where id = ${last};
      update security.audit_log set id = ${last} where id = -1; alter table security.audit_log alter id set generated always`),
    () => [`row_changed ${row}`, `row_changed ${last}`]);
  bent('row inserted at the end', () => bend(`insert into security.audit_log (id, at, user_name, address, action, entity, request_id) overriding system value values (${last} + 1000, now(), 'x', '', 'x', 'x', '')`),
    () => [`row_inserted ${last + 1000}`]);
  bent('row inserted into a gap, with a MAC of another row', () => bend(`insert into security.audit_log (id, at, user_name, address, action, entity, request_id, mac) overriding system value select -5, now(), 'x', '', 'x', 'x', '', mac from security.audit_log where id = ${row}`),
    () => ['row_inserted -5']);
  bent('link changed', () => bend(`update security.audit_chain set hash = sha256('x') where seq = ${seq}`), () => [`link_changed ${seq}`]);
  bent('link names another row', () => bend(`update security.audit_chain set audit_id = -7 where seq = ${seq}`), () => [`link_changed ${seq}`]);
  bent('links swapped', () => bend(`update security.audit_chain set seq = -1 where seq = ${seq}; update security.audit_chain set seq = ${seq} where seq = ${seq + 1}; update security.audit_chain set seq = ${seq + 1} where seq = -1`),
    () => [`link_changed ${seq}`, `link_changed ${seq + 1}`]);
  bent('link and row deleted', () => bend(`delete from security.audit_chain where seq = ${seq}; delete from security.audit_log where id = ${row}`), () => [`link_missing ${seq}`]);
  bent('end cut off, rows and links', () => bend(`delete from security.audit_chain where seq > ${seq}; delete from security.audit_log where id not in (select audit_id from security.audit_chain)`), () => [`truncated ${seq}`, `seal_mismatch ${top}`]);
  bent('end of the links cut off', () => bend(`delete from security.audit_chain where seq > ${seq}`), () => [`truncated ${seq}`, `seal_mismatch ${top}`]);
  bent('all of it gone', () => bend('delete from security.audit_chain; delete from security.audit_log; delete from security.audit_origin'), () => ['origin_missing 0', 'truncated 0']);
  bent('origin changed', () => bend('update security.audit_origin set adopted = adopted + 5'), () => ['link_order 1']);
  test('with other keys the program does not start: its rows would prove nothing', async () => {
    bend(`update security.audit_origin set public_key = sha256('x')`);
    const result = await verify();
    await restore();
    assert.equal(result.code, 1);
    assert.match(result.told, /audit_key_mismatch/);
  });
  bent('head removed', () => rmSync(path.join(folder, 'head.json')), () => [`head_missing ${top}`]);
  bent('head forged', () => writeFileSync(path.join(folder, 'head.json'), readFileSync(path.join(folder, 'head.json'), 'utf8').replace(`"seq":${top}`, `"seq":${seq}`)), () => [`head_forged ${top}`]);
  bent('seal deleted', () => bend('delete from security.audit_seal'), () => ['seal_missing 0']);
  bent('seal changed', () => bend('update security.audit_seal set seq = seq - 1'), () => ['seal_forged 0']);
  bent('seal file removed', () => rmSync(seal), () => ['seal_file_missing 0']);
  bent('seal file changed', () => writeFileSync(seal, readFileSync(seal, 'utf8').replace('"seq":', '"seq":1')), () => ['seal_forged 0']);
  bent('seal and its file removed', () => { bend('delete from security.audit_seal'); rmSync(seal); }, () => ['seal_missing 0']);
  test('from a day on: begins at the seal before it', async () => {
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const result = await verify('--from', today);
    assert.equal(result.code, 0);
    assert.match(result.told, /\n0 links checked, 0 rows waiting, 0 problems/);
    assert.match((await verify('--from', 'yesterday')).told, /invalid_parameter/);
  });
  bent('head of another text', () => writeFileSync(path.join(folder, 'head.json'), '{}'), () => [`head_forged ${top}`]);
});

test('a running server tells of a fault, does not replace the head, and goes on when it is accepted', async () => {
  server.process.kill('SIGCONT');
  server.sql('drop schema saved cascade');
  await linked();
  rmSync(path.join(folder, 'head.json'));
  await admin.call('POST', '/api/v1/organisations', { name: 'Đơn vị trong lúc thiếu tệp', kind: 'operator' });
  let told;
  for (const end = Date.now() + 10_000; Date.now() < end && told?.ok !== false; await sleep(100)) told = await admin.call('GET', '/api/v1/audit/verification');
  assert.equal(told.problems[0].kind, 'head_missing');
  assert.ok(!existsSync(path.join(folder, 'head.json')));
  assert.equal((await admin.call('GET', '/api/v1/audit?action=audit.fault')).items.length, 1);
  assert.match(server.command(['audit', 'accept', '--reason', 'thử']), /head file/);
  await linked();
  await admin.call('POST', '/api/v1/organisations', { name: 'Đơn vị sau khi chấp nhận', kind: 'operator' });
  await linked();
  const answer = await admin.call('POST', '/api/v1/audit/verify');
  assert.deepEqual(answer.problems, []);
  assert.equal(answer.seals.length, 1);
  assert.equal((await verify()).code, 0);
});

test('the log is searched and taken out in each form', async () => {
  const list = async (query) => (await admin.call('GET', `/api/v1/audit?${query}`)).items;
  assert.ok((await list('action=organisation.')).every((entry) => entry.action === 'organisation.create'));
  assert.equal((await list('action=organisation.*&limit=2')).length, 2);
  assert.equal((await list('action=organisation')).length, 0);
  const created = await list('action=*.create');
  assert.ok(created.length > 0 && created.every((entry) => entry.action.endsWith('.create')));
  assert.equal((await list(`q=${encodeURIComponent('ĐƠN VỊ 3')}`)).length, 1);
  assert.equal((await list('q=khong-co-trong-nhat-ky')).length, 0);
  assert.ok((await list('user=admin')).length >= 6);
  assert.ok((await list('address=127.0.0.1')).length >= 6);
  assert.equal((await list('from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z')).length, 0);
  assert.equal((await admin.request('GET', '/api/v1/audit?q=x')).status, 422);
  assert.equal((await (await Client.as(server, 'viewer')).request('GET', '/api/v1/audit/export')).status, 403);

  const rows = number('select count(*) from security.audit_log');
  const csv = await admin.request('GET', '/api/v1/audit/export?format=csv');
  assert.match(csv.headers.get('content-type'), /text\/csv/);
  assert.ok(csv.text.startsWith('id,at,user_id,'));
  assert.equal(csv.text.match(/^"\d+",/gm).length, rows);
  const cef = await admin.request('GET', '/api/v1/audit/export?format=cef&action=organisation.');
  assert.ok(cef.text.trim().split('\n').every((line) => line.startsWith('CEF:0|Ha Tang|hatang|1|organisation.create|')));
  const file = path.join(server.folder, 'audit.log');
  server.command(['audit', 'export', file, '--format', 'syslog']);
  assert.ok(readFileSync(file, 'utf8').trim().split('\n').every((line) => /^<109>1 \S+Z \S+ hatang - \S+ \[audit@32473 id="\d+"/.test(line)));
  assert.equal((await list('action=audit.export')).length, 3);
  await linked();
});
