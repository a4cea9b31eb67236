// Rows of [what is asked, what must come] as tests of one requirement.
import assert from 'node:assert/strict';
import { Client } from '../../lib/client.mjs';

export const base = 'http://www.opengis.net/spec/iot_sensing/1.1/req/';
const clients = new Map();

export async function client(server, role = 'viewer') {
  const key = `${server.url} ${role}`;
  if (!clients.has(key)) clients.set(key, await Client.as(server, role));
  return clients.get(key);
}

// '/Things($thing_a)?$filter=…': $names are filled in, the query is encoded.
export function target(text, values) {
  const filled = text.replace(/\$([a-z_]+)/g, (all, name) => values[name] ?? all);
  const mark = filled.indexOf('?');
  if (mark < 0) return `/sta/v1.1${filled}`;
  const query = filled.slice(mark + 1).split('&').map((pair) => {
    const equals = pair.indexOf('=');
    return `${pair.slice(0, equals)}=${encodeURIComponent(pair.slice(equals + 1))}`;
  });
  return `/sta/v1.1${filled.slice(0, mark)}?${query.join('&')}`;
}

export async function get(server, values, text, role) {
  return (await client(server, role)).request('GET', target(text, values));
}

export async function ok(server, values, text, role) {
  const { status, body, text: all } = await get(server, values, text, role);
  assert.equal(status, 200, `${text}: ${all.slice(0, 400)}`);
  return body;
}

// The path of what was made: '/Things(1)'.
export function made(server, answer) {
  assert.equal(answer.status, 201, answer.text);
  return answer.headers.get('location').slice(server.url.length + '/sta/v1.1'.length);
}

// One test for all rows of a table: each is tried, all that fail are named.
export function table(requirement, rows, check) {
  return {
    requirement: base + requirement,
    run: async ({ server, values }) => {
      const failures = [];
      for (const row of rows) {
        try { await check(row, { server, values }); } catch (error) { failures.push(`${JSON.stringify(row)}\n    ${error.message.split('\n').slice(0, 12).join('\n    ')}`); }
      }
      assert.equal(failures.length, 0, `${failures.length} of ${rows.length}:\n${failures.join('\n')}`);
    },
  };
}

// [path with $filter, names or results that come]
export const filters = (requirement, rows, of = (e) => e.name ?? e.result) =>
  table(requirement, rows, async ([text, expected, role], { server, values }) => {
    const body = await ok(server, values, text, role);
    assert.deepEqual(body.value.map(of).sort(), [...expected].sort());
  });

// A Thing with two streams for tests that write: the others count on theirs.
let mine;
export function fresh(server) {
  mine ??= (async () => {
    const engineer = await client(server, 'asset_engineer');
    const thing = (await engineer.call('POST', '/api/v1/assets', { class: 'car_park', name: 'Mới', attributes: {}, geometry: { type: 'Point', coordinates: [20, 10] } })).id;
    const sensor = (await engineer.call('POST', '/api/v1/sensors', { asset_id: thing, serial: 'MOI-1', name: 'Mới' })).id;
    const stream = async (name) => (await engineer.call('POST', '/api/v1/datastreams', { sensor_id: sensor, name, property: 'power', unit: 'W' })).id;
    return { thing, stream: await stream('Mới một'), other: await stream('Mới hai') };
  })();
  return mine;
}
