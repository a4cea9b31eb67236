// A throw-away Hạ Tầng: its own data folder, database and broker, on free ports of loopback. stop() takes all away.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync, existsSync, openSync, chmodSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const binary = process.env.HATANG_BINARY ?? path.join(root, 'build', 'hatang');
export const password = 'Test-password-2026';
export const roles = ['admin', 'duty_officer', 'asset_engineer', 'maintenance_engineer', 'crew', 'viewer', 'integrator'];

// The shared folder of real data, beside the clone; nothing where it is absent.
export const sharedData = process.env.HATANG_SHARED_DATA ?? path.join(root, '..', 'shared', 'data');
export const hasSharedData = existsSync(path.join(sharedData, 'hanoi', 'roads_osm_2025.geojson.gz'));
export const skipWithoutSharedData = hasSharedData ? false : 'the real data of ../shared/data is not here';

export async function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export async function waitForPort(port, limitMs = 10_000) {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(30)) {
    const open = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
      socket.on('error', () => resolve(false));
    });
    if (open) return;
  }
  throw new Error(`nobody listens on port ${port}`);
}

// One command of the program on a data folder; gives what it printed. `input` goes to its standard input.
function run(data, args, input = '') {
  return execFileSync(binary, [...args, '--data', data, '--log-level', 'warn'], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 64 << 20 });
}

// A data folder with the accounts of the tests, made once for each build of the program and copied by each server: to make it
// takes seconds.
function dataWithUsers() {
  const { mtimeMs, size } = statSync(binary), begin = `hatang-prepared-${createHash('sha256').update(binary).digest('hex').slice(0, 8)}-`;
  const ready = path.join(tmpdir(), `${begin}${size}-${Math.round(mtimeMs)}`);
  if (existsSync(ready)) return ready;
  const old = readdirSync(tmpdir()).filter((name) => name.startsWith(begin) && !name.includes('.'));
  const folder = mkdtempSync(`${ready}.`);
  chmodSync(folder, 0o755);
  const making = path.join(folder, 'data');
  for (const role of roles) run(making, ['user', 'add', role, '--role', role, '--full-name', `Thử ${role}`, '--password-stdin'], `${password}\n`);
  // One step to sign in; tests of the second factor set the policy back.
  run(making, ['policy', 'set', 'second_factor', 'nobody']);
  for (const name of old) rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
  try { renameSync(making, ready); } catch { /* another file of tests was first */ }
  rmSync(folder, { recursive: true, force: true });
  return ready;
}

function endOf(child) {
  return new Promise((resolve) => (child.exitCode !== null || child.signalCode !== null ? resolve() : child.once('exit', resolve)));
}

export class Server {
  constructor() {
    this.folder = mkdtempSync(path.join(tmpdir(), 'hatang-test-'));
    chmodSync(this.folder, 0o755);
    this.data = path.join(this.folder, 'data');
    this.children = [];
  }

  // One command of the program on this data folder; gives what it printed. `input` goes to its standard input.
  command(args, input) {
    return run(this.data, args, input);
  }

  // The data folder with an account of each role.
  prepare() {
    execFileSync('cp', ['-a', dataWithUsers(), this.data]);
  }

  async startBroker() {
    this.brokerPort ??= await freePort();
    const folder = path.join(this.folder, 'mosquitto');
    const config = path.join(this.folder, 'mosquitto.conf');
    execFileSync('mkdir', ['-p', folder]);
    writeFileSync(config, [`listener ${this.brokerPort} 127.0.0.1`, 'allow_anonymous true', 'persistence true', `persistence_location ${folder}/`,
      'max_queued_messages 0', 'max_inflight_messages 1000', 'log_dest topic', 'log_type subscribe', process.getuid() === 0 ? 'user root' : ''].join('\n'));
    this.broker = spawn(existsSync('/usr/sbin/mosquitto') ? '/usr/sbin/mosquitto' : 'mosquitto', ['-c', config], { stdio: 'ignore' });
    this.children.push(this.broker);
    await waitForPort(this.brokerPort);
    this.mqttUrl = `mqtt://127.0.0.1:${this.brokerPort}`;
  }

  // `devices`: with a listener that devices publish to.
  async start({ users = true, broker = true, devices = false, web = false, options = [], env = {} } = {}) {
    if (users && !existsSync(this.data)) this.prepare();
    if (broker && !this.broker) await this.startBroker();
    const args = ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port ?? 0}`, '--log-level', 'warn', '--web', web ? path.join(root, 'web', 'dist') : this.folder];
    if (broker) args.push('--mqtt', this.mqttUrl);
    if (devices) {
      this.devicesPort ??= await freePort();
      this.devicesUrl = `mqtt://127.0.0.1:${this.devicesPort}`;
      args.push('--mqtt-listen', `127.0.0.1:${this.devicesPort}`);
    }
    args.push(...options);
    this.log = path.join(this.folder, 'server.log');
    this.process = spawn(binary, args, { stdio: ['ignore', 'pipe', openSync(this.log, 'a')], env: { ...process.env, ...env } });
    const ready = await new Promise((resolve, reject) => {
      let text = '';
      this.process.stdout.on('data', (chunk) => {
        text += chunk;
        const found = text.match(/ready (https?:\/\/\S+)/);
        if (found) resolve(found[1]);
      });
      this.process.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${readFileSync(this.log, 'utf8').slice(-2000)}`)));
    });
    this.url = ready;
    this.port = Number(new URL(ready).port);
    return this;
  }

  async kill() {
    this.process.removeAllListeners('exit');
    this.process.kill('SIGKILL');
    await endOf(this.process);
  }

  // Another server on the database of this one, which runs: with a data folder of its own, without a broker. stop() it first.
  async beside() {
    const pid = readFileSync(this.postmasterFile(), 'utf8').split('\n');
    const other = new Server();
    other.hasDatabase = false;
    execFileSync('mkdir', ['-p', other.data]);
    execFileSync('cp', ['-a', path.join(this.data, 'secrets'), other.data]);
    return other.start({ users: false, broker: false, options: ['--database', `host=${pid[4]} port=${pid[3]} user=hatang dbname=hatang`] });
  }

  // Any SQL, as text: rows by line, columns by "|".
  sql(text) {
    const pid = readFileSync(this.postmasterFile(), 'utf8').split('\n');
    return execFileSync('psql', ['-h', pid[4], '-p', pid[3], '-U', 'hatang', '-d', 'hatang', '-AtX', '-v', 'ON_ERROR_STOP=1', '-c', text], { encoding: 'utf8' }).trim();
  }

  postmasterFile() {
    for (const place of ['postgres/data/postmaster.pid', 'postgres/postmaster.pid']) if (existsSync(path.join(this.data, place))) return path.join(this.data, place);
    throw new Error('the private cluster does not run');
  }

  async stop() {
    if (this.process && this.process.exitCode === null && this.process.signalCode === null) {
      this.process.removeAllListeners('exit');
      this.process.kill('SIGTERM');
      // A timer that is left over must not keep the file of tests from ending.
      const impatience = sleep(15_000, null, { ref: false }).then(() => this.process.kill('SIGKILL'));
      await Promise.race([endOf(this.process), impatience]);
    }
    for (const child of this.children) {
      child.kill('SIGTERM');
      await endOf(child);
    }
    // A killed server leaves its database running: the last command that uses it stops it.
    try { if (this.hasDatabase !== false) this.command(['user', 'list']); } catch { /* the folder goes anyway */ }
    if (!process.env.HATANG_KEEP) rmSync(this.folder, { recursive: true, force: true });
  }
}
