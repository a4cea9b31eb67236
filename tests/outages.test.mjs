// The database ends, the broker ends, the disk is full, the clock jumps, all while readings stream in: the program goes on by itself,
// and every acknowledged reading is there exactly once.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmdirSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from './lib/client.mjs';
import { Readings } from './lib/readings.mjs';
import { Server } from './lib/server.mjs';

let server, readings, unmount;
beforeEach(() => { server = new Server(); });
afterEach(async () => {
  await readings?.broker.endAsync(true);
  await server.stop();
  unmount?.();
  readings = unmount = undefined;
});

const postmaster = () => Number(readFileSync(server.postmasterFile(), 'utf8').split('\n')[0]);
async function until(condition, what, seconds = 60) {
  let last;
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) {
    last = await condition().catch((error) => error);
    if (last === true) return;
  }
  assert.fail(`not within ${seconds} s: ${what} (${last})`);
}
const ready = async () => (await fetch(`${server.url}/readyz`)).status === 200;
const more = (than) => async () => readings.total > than;

// Streams while `trouble` happens and is over; readings go in again afterwards, and none is lost.
async function survive(what, trouble) {
  const stop = await readings.stream();
  try {
    await until(more(readings.total + 200), 'readings go in');
    await trouble();
    await until(ready, `ready again after ${what}`);
    await until(more(readings.total + 200), `readings go in after ${what}`);
  } catch (error) {
    void stop();
    throw error;
  }
  await stop();
  await readings.compare(what);
  assert.equal(server.process.exitCode, null);
}

test('the database is killed: it is started again, and the same when only one of its processes was', async () => {
  await server.start();
  readings = await Readings.of(server);
  await survive('the end of the database', async () => {
    const before = postmaster();
    process.kill(before, 'SIGKILL');
    await until(async () => postmaster() !== before && ready(), 'another database');
  });
  await survive('the end of its WAL writer', async () => {
    const writer = Number(execFileSync('pgrep', ['-P', String(postmaster()), '-f', 'walwriter'], { encoding: 'utf8' }));
    process.kill(writer, 'SIGKILL');
    await sleep(500);
  });
});

test('the broker ends and comes again: what it has taken arrives', async () => {
  await server.start();
  readings = await Readings.of(server);
  await survive('the end of the broker', async () => {
    server.broker.kill('SIGTERM');
    await until(async () => !(await ready()), 'the broker is missed');
    await sleep(500);
    await server.startBroker();
  });
});

test('the disk is full: refused, not lost, and it goes on when there is room', async (t) => {
  const disk = mkdtempSync(path.join(tmpdir(), 'hatang-disk-'));
  unmount = () => {
    try { execFileSync('umount', ['-l', disk], { stdio: 'ignore' }); } catch { /* it was not mounted */ }
    rmdirSync(disk);
  };
  try { execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512m,mode=755', 'tmpfs', disk], { stdio: 'ignore' }); } catch { return t.skip('mount is not allowed here'); }
  server.data = path.join(disk, 'data');
  await server.start();
  readings = await Readings.of(server);
  await survive('a full disk', async () => {
    const { bavail, bsize } = statfsSync(disk), ballast = path.join(disk, 'ballast');
    try { writeFileSync(ballast, Buffer.alloc(bavail * bsize)); } catch (e) { assert.equal(e.code, 'ENOSPC'); }
    const { refused } = readings;
    await until(async () => readings.refused > refused + 5, 'refusals');
    await sleep(3_000);
    unlinkSync(ballast);
  });
});

test('the clock jumps an hour ahead, and back: readings keep their own times', async () => {
  const library = '/usr/$LIB/faketime/libfaketime.so.1', clock = path.join(server.folder, 'clock');
  const jump = (offset) => writeFileSync(clock, `${offset}\n`);
  jump('+0');
  await server.start({ env: { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' } });
  readings = await Readings.of(server);
  const ahead = async () => {
    const { timeStamp } = await (await Client.as(server, 'viewer')).call('GET', '/ogc/collections/bridge/items?f=json&limit=1');
    return Math.round((Date.parse(timeStamp) - Date.now()) / 3_600_000);
  };
  for (const [offset, hours] of [['+3600', 1], ['+0', 0]])
    await survive(`a jump to ${offset} s`, async () => {
      jump(offset);
      await until(async () => (await ahead()) === hours, 'the other time');
    });
});
