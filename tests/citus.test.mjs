// Chunks and roll-ups on Citus, where its extension is installed beside PostgreSQL; elsewhere this says that the path was not tried.
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from './lib/client.mjs';
import { Readings } from './lib/readings.mjs';
import { Server } from './lib/server.mjs';

const versions = '/usr/share/postgresql';
const installed = existsSync(versions) && readdirSync(versions).some((version) => existsSync(path.join(versions, version, 'extension', 'citus.control')));
let server, readings, other;

after(async () => {
  await readings?.end();
  await other?.stop();
  await server?.stop();
});

const tables = ['chunk', 'rollup_15m', 'rollup_1d', 'rollup_1h', 'rollup_1m', 'sealed'].map((name) => `telemetry.${name}`);
const restart = async () => { await server.kill(); await server.start(); };

test('the telemetry tables are distributed by datastream, and nothing is lost or doubled on the way', { skip: installed ? false : 'the extension citus is not installed here: nothing has run on it', timeout: 120_000 }, async () => {
  server = new Server();
  server.prepare();
  appendFileSync(path.join(server.data, 'postgres', 'data', 'postgresql.auto.conf'), "shared_preload_libraries = 'citus'\n");
  await server.start();
  readings = await Readings.of(server);
  // Twenty hours with a reading a minute, in chunks, before what streams in; `round` sends them between those of the rounds before.
  const count = 1_200, minute = 60_000;
  readings.start -= count * minute;
  readings.counter = count * minute;
  const integrator = await Client.as(server, 'integrator');
  const [id] = readings.ids;
  const iso = (t) => new Date(t).toISOString();
  const post = (all) => {
    for (const { t, value } of all) readings.acknowledged.get(id).set(t, value);
    return integrator.call('POST', '/api/v1/observations', { readings: all.map(({ t, value }) => ({ datastream: id, t: iso(t), value })) });
  };
  const send = (round) => post(Array.from({ length: count }, (_, i) => ({ t: readings.start + i * minute + round, value: round * 10_000 + i / 4 })));
  const stream = async () => { const stop = await readings.stream(); await sleep(500); await stop(); };
  const until = async (condition, what) => { for (const end = Date.now() + 30_000; !(await condition()); await sleep(100)) assert.ok(Date.now() < end, what); };
  const sealed = (n) => until(() => Number(server.sql(`select coalesce(sum(n), 0) from telemetry.chunk where datastream_id = ${id}`)) >= n, `${n} readings in chunks`);

  await send(0);
  await stream();
  await sealed(count);

  // What the operator does, with this server as the only node.
  const socket = server.sql("select split_part(current_setting('unix_socket_directories'), ',', 1)");
  server.sql('create extension citus');
  server.sql(`alter system set citus.local_hostname = '${socket}'`);
  server.sql('select pg_reload_conf()');
  server.sql(`select citus_set_coordinator_host('${socket}', current_setting('port')::int)`);
  server.sql(`select citus_set_node_property('${socket}', current_setting('port')::int, 'shouldhaveshards', true)`);
  await restart();
  assert.deepEqual(server.sql('select table_name::text from citus_tables order by 1').split('\n'), tables);
  assert.equal(server.sql("select string_agg(distinct distribution_column, ','), count(distinct colocation_id) from citus_tables"), 'datastream_id|1');
  await readings.compare('distributed');

  // Late readings, the same again, and new ones.
  assert.equal((await send(1)).accepted, count);
  assert.equal((await send(0)).duplicates, count);
  await stream();
  await sealed(2 * count);
  await readings.compare('sealed on Citus');
  await until(() => server.sql(`select (select sum(n) from telemetry.rollup_1m where datastream_id = ${id}) = (select sum(n) from telemetry.chunk where datastream_id = ${id})`) === 't', 'roll-ups of all that is in chunks');
  assert.equal(server.sql(`select sum(n) = (select sum(n) from telemetry.rollup_1h where datastream_id = ${id}) from telemetry_api.rollup where level = '1h' and datastream_id = ${id}`), 't');
  const viewer = await Client.as(server, 'viewer');
  const buckets = await viewer.call('GET', `/api/v1/datastreams/${id}/series?from=${iso(readings.start)}&to=${iso(readings.start + count * minute - 1)}&points=100`);
  const within = [...readings.acknowledged.get(id).keys()].filter((t) => t >= Date.parse(buckets.from) && t < Date.parse(buckets.to));
  assert.equal(buckets.count.reduce((sum, n) => sum + n, 0), within.length);
  const found = await viewer.call('GET', `/sta/v1.1/Datastreams?$select=id&$filter=${encodeURIComponent('Observations/any(o: o/result ge 10000 and o/result le 10200)')}`);
  assert.deepEqual(found.value.map((d) => d['@iot.id']), [id]);

  // Another server on the same database has the newest reading too.
  other = await server.beside();
  readings.counter += 1;
  await post([{ t: readings.start + readings.counter, value: 77 }]);
  for (const at of [server, other]) await until(async () => (await new Client(at, viewer.token).call('GET', `/api/v1/datastreams/${id}`)).last.value === 77, 'the newest reading');
  await restart();
  await readings.compare('started again');
  assert.equal(server.sql('select count(*) from citus_tables'), String(tables.length));
});
