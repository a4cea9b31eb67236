// The two commands as a person uses them: ./run starts everything, shows the address, stops cleanly on Ctrl-C, and
// starts again quickly.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, root } from './lib/server.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'hatang-run-'));
chmodSync(folder, 0o755);
const data = path.join(folder, 'data');
const port = await freePort();
let running;

after(async () => {
  if (running) process.kill(-running.pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

// Starts ./run in a process group of its own, as a terminal does; gives the seconds until it says that it runs.
async function start() {
  const begun = Date.now();
  running = spawn(path.join(root, 'run'), ['--data', data, '--listen', `127.0.0.1:${port}`], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  running.stdout.on('data', (chunk) => { text += chunk; });
  running.stderr.on('data', (chunk) => { text += chunk; });
  while (!text.includes('Ctrl-C')) {
    assert.equal(running.exitCode, null, `./run ended:\n${text}`);
    assert.ok(Date.now() - begun < 240_000, `./run is not there after four minutes:\n${text}`);
    await sleep(50);
  }
  return { seconds: (Date.now() - begun) / 1000, text };
}

async function interrupt() {
  const child = running;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGINT');
  await Promise.race([ended, sleep(20_000).then(() => assert.fail('./run does not stop on Ctrl-C'))]);
  running = undefined;
}

function processesOf(where) {
  try { return execFileSync('pgrep', ['-fa', where], { encoding: 'utf8' }).split('\n').filter((line) => line && !line.includes('pgrep')); } catch { return []; }
}

test('./run starts the city: values move and an alarm arrives', async () => {
  const { text } = await start();
  assert.match(text, new RegExp(`http://127\\.0\\.0\\.1:${port}`));
  assert.match(text, /truc_ban/);
  const url = `http://127.0.0.1:${port}`;
  const { token } = await (await fetch(`${url}/api/v1/sessions`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ user: 'truc_ban', password: 'Hatang-demo-2026' }) })).json();
  const get = async (target) => (await fetch(url + target, { headers: { Authorization: `Bearer ${token}` } })).json();
  const begun = Date.now();
  let alarms = [];
  while (alarms.length === 0 && Date.now() - begun < 120_000) {
    await sleep(500);
    alarms = (await get('/api/v1/alarms?open=true')).items.filter((alarm) => alarm.kind !== 'no_data');
  }
  assert.ok(alarms.length > 0, 'no alarm within two minutes');
  assert.ok((await get('/api/v1/kpi')).readings_per_s > 0);
});

test('Ctrl-C stops everything that ./run started', async () => {
  await interrupt();
  await sleep(300);
  assert.deepEqual(processesOf(data), []);
});

test('the second start is quick', async () => {
  const { seconds } = await start();
  console.log(`# second start ${seconds.toFixed(1)} s`);
  // Five seconds on a quiet machine; test machines are shared.
  assert.ok(seconds < 10, `${seconds} s`);
  await interrupt();
});
