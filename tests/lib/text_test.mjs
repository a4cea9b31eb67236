// Reads and runs text tests; tests/text/README.md tells their form.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, connectBroker } from './client.mjs';
import { root } from './server.mjs';

// [{name, steps: [{line, number}]}]
export function parseTests(text) {
  const tests = [];
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    const head = line.match(/^# test: (\S+)$/);
    if (head) tests.push({ name: head[1], steps: [] });
    else if (line && !line.startsWith('#')) {
      assert.ok(tests.length, `line ${index + 1} stands before the first test`);
      tests.at(-1).steps.push({ line, number: index + 1 });
    }
  });
  return tests;
}

function unescape(text) {
  const bytes = [];
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] !== '\\') bytes.push(...Buffer.from(text[i], 'utf8'));
    else if (text[i + 1] === 'x') { bytes.push(parseInt(text.slice(i + 2, i + 4), 16)); i += 3; }
    else { bytes.push({ r: 13, n: 10, t: 9, '\\': 92, '"': 34 }[text[i + 1]]); i += 1; }
  }
  return Buffer.from(bytes);
}

function fieldOf(body, where) {
  if (where === '.') return body;
  return where.split('.').reduce((value, name) => (value === null || value === undefined ? undefined : value[name]), body);
}

function wordOrJson(text) {
  try { return JSON.parse(text); } catch { return text; }
}

// Splits checks on blanks that stand outside of quotes and brackets.
function words(text) {
  const out = [];
  let word = '', quoted = false, depth = 0;
  for (const c of text) {
    if (c === '"') quoted = !quoted;
    if (!quoted && (c === '{' || c === '[')) depth += 1;
    if (!quoted && (c === '}' || c === ']')) depth -= 1;
    if (c === ' ' && !quoted && depth === 0) { if (word) out.push(word); word = ''; } else word += c;
  }
  if (word) out.push(word);
  return out;
}

export class TextRunner {
  constructor(server) {
    this.server = server;
    this.clients = new Map([[undefined, new Client(server)]]);
    this.values = new Map();
    this.baseline = new Map();
  }

  async client(role) {
    if (!this.clients.has(role)) this.clients.set(role, await Client.as(this.server, role));
    return this.clients.get(role);
  }

  // At the start of a file: nothing captured, counters from here.
  async beginFile() {
    this.values.clear();
    this.baseline = await this.metrics();
  }

  async metrics() {
    const { text } = await (await this.client(undefined)).request('GET', '/metrics');
    return new Map(text.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
  }

  fill(text) {
    return text
      .replace(/\$([a-z_]+)/g, (all, name) => (this.values.has(name) ? String(this.values.get(name)) : all))
      .replace(/NOW([+-]\d+)s/g, (_, seconds) => new Date(Date.now() + Number(seconds) * 1000).toISOString());
  }

  async run(step) {
    const line = this.fill(step.line);
    try {
      if (line.startsWith('SQL ')) await this.runSql(line.slice(4));
      else if (line.startsWith('RAW ')) await this.runRaw(line.slice(4));
      else if (line.startsWith('MQTT ')) await this.runMqtt(line.slice(5));
      else if (line.startsWith('METRIC ')) await this.runMetric(line.slice(7));
      else await this.runRequest(line);
    } catch (error) {
      error.message = `line ${step.number}: ${line.slice(0, 200)}\n${error.message}`;
      throw error;
    }
  }

  async runSql(text) {
    const [query, expected] = text.split(/ ->\s?/);
    const got = this.server.sql(query);
    if (expected) assert.equal(got, expected.trim());
  }

  async runRaw(text) {
    const [, bytes, expected] = text.match(/^"(.*)" -> (\S+)$/) ?? assert.fail('RAW "bytes" -> status');
    const socket = connect(this.server.port, '127.0.0.1');
    socket.on('error', () => {});
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write(unescape(bytes));
    if (expected === 'cut') {
      await sleep(50);
      socket.destroy();
      return;
    }
    const answer = await new Promise((resolve) => {
      let all = '';
      const timer = setTimeout(() => resolve(all), 15_000);
      const finish = () => { clearTimeout(timer); resolve(all); };
      socket.on('data', (chunk) => { all += chunk; if (/^HTTP\/1\.1 \d+/.test(all)) finish(); });
      socket.on('close', finish);
    });
    socket.destroy();
    assert.equal(answer.match(/^HTTP\/1\.1 (\d+)/)?.[1], expected);
  }

  async runMqtt(text) {
    this.broker ??= await connectBroker(this.server);
    const space = text.indexOf(' ');
    const payload = text.slice(space + 1);
    await this.broker.publishAsync(text.slice(0, space), payload.startsWith('hex:') ? Buffer.from(payload.slice(4), 'hex') : payload, { qos: 1 });
  }

  async runMetric(text) {
    const [name, growth] = text.split(' -> +');
    let grown = 0;
    for (const end = Date.now() + 5_000; Date.now() < end; await sleep(50)) {
      grown = ((await this.metrics()).get(name) ?? 0) - (this.baseline.get(name) ?? 0);
      if (grown >= Number(growth)) break;
    }
    assert.equal(grown, Number(growth), name);
  }

  async runRequest(line) {
    const arrow = line.lastIndexOf(' -> ');
    assert.ok(arrow > 0, 'a request needs " -> status"');
    const [, method, target, tail] = line.slice(0, arrow).match(/^(\S+) (\S+)\s*(.*)$/s);
    let rest = tail, role;
    const headers = {};
    for (let option; (option = rest.match(/^(as=(\w+)|if-match=(\S+)|h:([\w-]+)=("[^"]*"|\S+))(\s+|$)/)); rest = rest.slice(option[0].length)) {
      if (option[2]) role = option[2];
      if (option[3]) headers['If-Match'] = `"${option[3]}"`;
      if (option[4]) headers[option[4]] = option[5].replace(/^"|"$/g, '');
    }
    let body;
    if (rest.startsWith('text:')) body = rest.slice(5);
    else if (rest.startsWith('hex:')) body = Buffer.from(rest.slice(4), 'hex');
    else if (rest.startsWith('file:')) body = readFileSync(path.join(root, 'tests', 'fixtures', rest.slice(5)));
    else if (rest) body = rest;

    const answer = await (await this.client(role)).request(method, encodeURI(decodeURI(target)), body, headers);
    const [status, ...checks] = words(line.slice(arrow + 4));
    assert.equal(answer.status, Number(status), answer.text.slice(0, 600));
    for (const check of checks) this.check(check, answer);
  }

  check(check, answer) {
    const [, where, act, wanted] = check.match(/^(#?@?[\w.$\-:]+?)([=~>?!])(.*)$/s) ?? assert.fail(`not a check: ${check}`);
    const value = where.startsWith('@') ? answer.headers.get(where.slice(1)) : where.startsWith('#') ? fieldOf(answer.body, where.slice(1))?.length : fieldOf(answer.body, where);
    const shown = `${check}; the answer was ${answer.text.slice(0, 600)}`;
    if (act === '=') assert.deepEqual(value, wordOrJson(wanted), shown);
    else if (act === '~') assert.match(String(value), new RegExp(wanted), shown);
    else if (act === '?') assert.ok(value !== undefined && value !== null, shown);
    else if (act === '!') assert.ok(value === undefined || value === null, shown);
    else {
      assert.ok(value !== undefined && value !== null, shown);
      this.values.set(wanted, value);
    }
  }

  async close() { await this.broker?.endAsync(); }
}
