// The main job, end to end, on the real files: import the city, put a sensor on a bridge, replay the strain of the Munich
// test bridge while its support is lowered, be warned, act, and find all of it in the history of the bridge.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { once } from 'node:events';
import { Client, Live } from './lib/client.mjs';
import { Server, binary, sharedData, skipWithoutSharedData as skip } from './lib/server.mjs';

const server = new Server();
const hanoi = (name) => path.join(sharedData, 'hanoi', name);
const strainFile = path.join(sharedData, 'anomaly', 'munich_bridge_support01_lowering_strain_100Hz.csv.zip');
// The strain grows from 0 to 29 µm/m in the recording; a structure engineer would want to know long before the end.
const limit = 20;
const layers = [['ward', 'wards_2025_polygons.geojson.gz', 126], ['road', 'roads_osm_2025.geojson.gz', 24_690], ['bridge', 'bridges_tunnels_osm_2025.geojson.gz', 611],
  ['road_point', 'road_point_assets_osm_2025.geojson.gz', 9_340]];

let engineer, officer, planner, crew, bridge, datastream, alarm, work, live, replayBegan;

before(async () => { if (!skip) await server.start(); });
after(async () => {
  live?.close();
  if (!skip) await server.stop();
});

const importLayer = (name, file) => JSON.parse(server.command(['import', '--class', name, hanoi(file)]));

for (const [name, file, count] of layers) {
  test(`import ${name}: ${count} created, then nothing changes`, { skip }, async () => {
    const first = importLayer(name, file);
    assert.deepEqual([first.created, first.changed, first.refused_count], [count, 0, 0], JSON.stringify(first.refused?.slice(0, 5)));
    const second = importLayer(name, file);
    assert.deepEqual([second.created, second.changed, second.unchanged, second.refused_count], [0, 0, count, 0]);
  });
}

test('the OGC collections count what was imported', { skip }, async () => {
  const viewer = await Client.as(server, 'viewer');
  for (const [name, , count] of layers) {
    const page = await viewer.call('GET', `/ogc/collections/${name}/items?limit=10`);
    assert.equal(page.type, 'FeatureCollection');
    assert.equal(page.numberMatched, count, name);
    assert.equal(page.numberReturned, 10);
    assert.ok(page.links.some((link) => link.rel === 'next'));
  }
});

test('the bridge is found without diacritics, in its ward', { skip }, async () => {
  engineer = await Client.as(server, 'asset_engineer');
  const found = await engineer.call('GET', '/api/v1/assets?q=cau%20vinh%20tuy&class=bridge&limit=5');
  assert.ok(found.items.length > 0);
  bridge = found.items[0];
  assert.match(bridge.name, /Cầu Vĩnh Tuy/);
  assert.match(bridge.ward_code, /^\d{5}$/);
});

test('a sensor, a datastream and a rule', { skip }, async () => {
  const sensor = await engineer.call('POST', '/api/v1/sensors', { asset_id: bridge.id, serial: 'MUC-DMS-01', name: 'Cảm biến biến dạng gối 1' });
  datastream = await engineer.call('POST', '/api/v1/datastreams', { sensor_id: sensor.id, name: 'Biến dạng gối 1', property: 'strain', unit: 'µm/m', decimals: 2 });
  const rule = await engineer.call('POST', '/api/v1/rules', { datastream_id: datastream.id, name: 'Biến dạng gối vượt ngưỡng', kind: 'above', limit, dead_band: 2, on_delay_s: 0.2,
    off_delay_s: 0.2, priority: 'critical', advice: 'Kiểm tra gối số 1' });
  assert.equal(rule.limit, limit);
});

test('the replay over MQTT raises the alarm on the live channel', { skip }, async () => {
  officer = await Client.as(server, 'duty_officer');
  live = await Live.open(officer, { topics: ['values', 'alarms', 'work'] });
  await live.wait((m) => m.type === 'snapshot', 'a snapshot');
  replayBegan = Date.now();
  const replay = spawn(binary, ['demo', 'replay', strainFile, '--datastream', String(datastream.id), '--rate', '6000', '--mqtt', server.mqttUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(replay, 'exit');
  await live.wait((m) => m.values?.some(([id]) => id === datastream.id), 'a value of the bridge', 20_000);
  alarm = await live.wait((m) => m.alarms?.find((a) => a.datastream_id === datastream.id), 'the alarm', 60_000);
  assert.equal(alarm.state, 'raised');
  assert.equal(alarm.priority, 'critical');
  assert.equal(alarm.asset_id, bridge.id);
  assert.ok(alarm.value > limit);
  assert.equal((await ended)[0], 0);
});

test('every row of the recording is stored, once', { skip }, async () => {
  const rows = 120_000;
  let stored = 0;
  for (let tries = 0; tries < 60 && stored !== rows; tries += 1) {
    stored = await countStored();
    if (stored !== rows) await new Promise((resolve) => setTimeout(resolve, 250));
  }
  assert.equal(stored, rows);
});

// Raw readings of the datastream, read in pieces of two seconds: 12,000 each at the rate of the replay.
async function countStored() {
  const piece = 2_000, times = new Set();
  for (let from = replayBegan - piece; from < Date.now(); from += piece) {
    const span = `from=${new Date(from).toISOString()}&to=${new Date(from + piece).toISOString()}`;
    const page = await engineer.call('GET', `/api/v1/datastreams/${datastream.id}/series?${span}&raw=true`);
    assert.equal(new Set(page.t).size, page.t.length, 'a reading stands twice');
    for (const t of page.t) times.add(t);
  }
  return times.size;
}

test('acknowledge, send a crew, do the work, accept it, and the alarm is closed', { skip }, async () => {
  assert.equal((await officer.call('POST', `/api/v1/alarms/${alarm.id}/acknowledge`, { note: 'Đã xem' })).acknowledged, true);
  crew = await Client.as(server, 'crew');
  work = await officer.call('POST', '/api/v1/work-orders', { asset_id: bridge.id, alarm_id: alarm.id, kind: 'emergency', title: 'Kiểm tra gối số 1', priority: 'critical', assignee_id: crew.user.id });
  assert.equal(work.state, 'assigned');
  await crew.call('POST', `/api/v1/work-orders/${work.id}/start`, {});
  await crew.call('POST', `/api/v1/work-orders/${work.id}/notes`, { text: 'Gối lún 2 mm' });
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');
  await crew.call('POST', `/api/v1/work-orders/${work.id}/photos`, png, { 'Content-Type': 'image/png' });
  await crew.call('POST', `/api/v1/work-orders/${work.id}/complete`, { result: 'Đã kê lại gối' });

  // The structure is back: readings under the limit clear the alarm.
  const integrator = await Client.as(server, 'integrator');
  for (let i = 0; i < 4; i += 1) {
    await integrator.call('POST', '/api/v1/observations', { readings: [{ datastream: datastream.id, t: new Date().toISOString(), value: 1.5 }] });
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  await live.wait((m) => m.alarms?.find((a) => a.id === alarm.id && a.state === 'cleared'), 'the cleared alarm');
  planner = await Client.as(server, 'maintenance_engineer');
  assert.equal((await planner.call('POST', `/api/v1/work-orders/${work.id}/accept`, { note: 'Đạt' })).state, 'accepted');
  await live.wait((m) => m.alarms?.find((a) => a.id === alarm.id && a.state === 'closed'), 'the closed alarm');
  await live.wait((m) => m.work?.find((w) => w.id === work.id && w.state === 'accepted'), 'the accepted work');
});

test('all of it stands in the history of the bridge, and in the audit log', { skip }, async () => {
  const history = await officer.call('GET', `/api/v1/assets/${bridge.id}/history`);
  const kinds = history.items.map((entry) => entry.kind);
  for (const kind of ['alarm_raised', 'alarm_acknowledged', 'work_created', 'work_started', 'work_completed', 'alarm_cleared', 'work_accepted', 'alarm_closed'])
    assert.ok(kinds.includes(kind), `${kind} in ${kinds}`);
  const admin = await Client.as(server, 'admin');
  const audit = await admin.call('GET', `/api/v1/audit?entity=work_order&entity_id=${work.id}`);
  assert.ok(audit.items.length >= 5);
  assert.ok(audit.items.every((row) => row.user && row.at));
});

test('GDAL reads the OGC items', { skip: skip || (!hasGdal() && 'ogrinfo is not installed') }, async () => {
  const answer = await engineer.call('GET', '/ogc/collections/bridge/items?limit=1000');
  const file = path.join(server.folder, 'bridges.geojson');
  writeFileSync(file, JSON.stringify(answer));
  const out = execFileSync('ogrinfo', ['-so', '-al', file], { encoding: 'utf8' });
  assert.match(out, /Feature Count: 611/);
});
function hasGdal() {
  try { execFileSync('ogrinfo', ['--version']); return true; } catch { return false; }
}
