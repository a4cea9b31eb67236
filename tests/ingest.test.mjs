// Devices and programs that know nothing of us: requests and messages as they send them.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, connectBroker, connectDevice, topicOf } from './lib/client.mjs';
import { Server } from './lib/server.mjs';

const server = new Server(), serve = { devices: true, options: ['--mqtt-updates-as', 'viewer'] };
let admin, engineer, viewer, sensor;

before(async () => {
  await server.start(serve);
  [admin, engineer, viewer] = await Promise.all(['admin', 'asset_engineer', 'viewer'].map((role) => Client.as(server, role)));
  const asset = await engineer.call('POST', '/api/v1/assets', { class: 'bridge', name: 'Trạm bơm Yên Sở', geometry: { type: 'LineString', coordinates: [[105.86, 20.96], [105.87, 20.97]] } });
  sensor = await engineer.call('POST', '/api/v1/sensors', { asset_id: asset.id, serial: 'INGEST', name: 'Tủ đo' });
});
after(() => server.stop());

const datastream = async (name, property = 'flow', unit = 'm3/s') => (await engineer.call('POST', '/api/v1/datastreams', { sensor_id: sensor.id, name, property, unit })).id;
const map = (source, series, datastream_id, more = {}) => engineer.call('POST', '/api/v1/ingest/mappings', { source, series, datastream_id, ...more });
const series = async (id) => (await viewer.call('GET', `/api/v1/datastreams/${id}/series?from=2026-01-01T00:00:00Z&raw=true`)).value;

describe('Telegraf', () => {
  let token;
  // outputs.influxdb_v2 with its defaults: gzip, chunks of unknown length, nanoseconds, `Authorization: Token`.
  const telegraf = (lines, { gzip = true, path = '/api/v2/write?bucket=telegraf&org=hanoi' } = {}) => new Promise((resolve, reject) => {
    const call = request(server.url + path, {
      method: 'POST',
      headers: { 'User-Agent': 'Telegraf/1.33.0 Go/1.23.4', 'Content-Type': 'text/plain; charset=utf-8', Accept: 'application/json', Authorization: `Token ${token}`, ...(gzip ? { 'Content-Encoding': 'gzip' } : {}) },
    }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => { text += chunk; });
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: text ? JSON.parse(text) : null }));
    });
    call.on('error', reject);
    call.write(gzip ? gzipSync(lines) : lines);
    call.end();
  });

  before(async () => {
    token = (await admin.call('POST', '/api/v1/credentials', { name: 'Telegraf', kind: 'service', permissions: ['telemetry.ingest'], expires_at: new Date(Date.now() + 3_600_000).toISOString() })).secret;
  });

  test('its inputs arrive unchanged: mapped values are stored, others wait', async () => {
    const idle = await datastream('CPU rảnh', 'power', '%'), level = await datastream('Mực nước', 'water_level', 'm');
    await map('line_protocol', 'cpu,cpu=cpu-total,host=yen-so-1 usage_idle', idle);
    await map('line_protocol', 'modbus,host=yen-so-1,name=S7-1200,slave_id=1,type=holding_register muc_nuoc', level, { scale: 0.01 });
    const t = BigInt(Date.now() - 60_000) * 1_000_000n;
    const lines = [
      `cpu,cpu=cpu-total,host=yen-so-1 usage_user=1.2562814070351342,usage_idle=97.98994974874369 ${t}`,
      `disk,device=sda1,fstype=ext4,host=yen-so-1,mode=rw,path=/ free=14563708928i,used_percent=62.41 ${t}`,
      `modbus,host=yen-so-1,name=S7-1200,slave_id=1,type=holding_register muc_nuoc=342u,loi="" ${t}`,
      `system,host=yen-so-1 uptime_format="12 days,  3:04" ${t}`,
      '',
    ].join('\n');
    const first = await telegraf(lines);
    assert.equal(first.status, 204);
    assert.equal(first.headers['x-hatang-waiting'], '5');
    assert.deepEqual(await series(idle), [97.98994974874369]);
    assert.deepEqual(await series(level), [3.42]);
    // After a lost answer it sends all again.
    assert.equal((await telegraf(lines)).status, 204);
    assert.deepEqual(await series(level), [3.42]);
    const { items } = await engineer.call('GET', '/api/v1/ingest/waiting');
    assert.deepEqual(items.map((w) => `${w.series} ${w.kind} ${w.count}`), [
      'cpu,cpu=cpu-total,host=yen-so-1 usage_user number 2',
      'disk,device=sda1,fstype=ext4,host=yen-so-1,mode=rw,path=/ free number 2',
      'disk,device=sda1,fstype=ext4,host=yen-so-1,mode=rw,path=/ used_percent number 2',
      'modbus,host=yen-so-1,name=S7-1200,slave_id=1,type=holding_register loi text 2',
      'system,host=yen-so-1 uptime_format text 2',
    ]);
  });

  test('a bad line is named, the others are stored', async () => {
    const id = await datastream('Lưu lượng 2');
    await map('line_protocol', 'pump flow', id);
    const t = Date.now() - 30_000;
    const answer = await telegraf([`pump flow=1 ${t}`, `pump flow=1.2.3 ${t + 1}`, `pump flow=3 ${t + 2}`, `pump flow=4 ${t + 3_600_000_000}`].join('\n'), { path: '/api/v2/write?precision=ms' });
    assert.equal(answer.status, 400);
    assert.equal(answer.body.code, 'invalid');
    assert.equal(answer.body.line, 2);
    assert.equal(answer.body.accepted, 2);
    assert.deepEqual(answer.body.refused, { invalid_line: 1, time_in_future: 1 });
    assert.match(answer.body.message, /^partial write: 2 of 4 values refused; line 2: /);
    assert.deepEqual(await series(id), [1, 3]);
  });

  test('forty thousand values in one body: committed before the answer, more than one batch', async () => {
    const id = await datastream('Dồn dập');
    await map('line_protocol', 'burst,unit=1 v', id);
    const start = Date.now() - 50_000_000;
    const lines = Array.from({ length: 40_000 }, (_, i) => `burst,unit=1 v=${i / 4} ${start + i * 1000}`).join('\n');
    assert.equal((await telegraf(lines, { path: '/api/v2/write?precision=ms' })).status, 204);
    const { value } = await viewer.call('GET', `/api/v1/datastreams/${id}/series?from=${new Date(start - 1).toISOString()}&raw=true`);
    assert.equal(value.length, 40_000);
    assert.equal(value.at(-1), 39_999 / 4);

    // The same as an Arrow stream: messages of metadata and body until the end mark.
    const stream = await fetch(`${server.url}/api/v1/datastreams/${id}/series/arrow?from=${new Date(start - 1).toISOString()}`, { headers: { Authorization: `Bearer ${viewer.token}` } });
    assert.equal(stream.headers.get('content-type'), 'application/vnd.apache.arrow.stream');
    const bytes = Buffer.from(await stream.arrayBuffer());
    const read = { t: [], value: [] };
    let at = 0;
    for (let metadata; (metadata = bytes.readUInt32LE(at + 4)) !== 0;) {
      const root = at + 8, message = root + bytes.readUInt32LE(root), vtable = message - bytes.readInt32LE(message);
      const field = (number) => message + bytes.readUInt16LE(vtable + 4 + 2 * number);
      const body = root + metadata, length = Number(bytes.readBigInt64LE(field(3)));
      // Columns of 8, 8 and 1 bytes a reading, the last one filled up to 8.
      const n = Math.floor(length / 17);
      for (let i = 0; i < n; i++) read.t.push(Number(bytes.readBigInt64LE(body + 8 * i) / 1000n));
      for (let i = 0; i < n; i++) read.value.push(bytes.readDoubleLE(body + 8 * n + 8 * i));
      at = body + length;
    }
    assert.equal(at + 8, bytes.length);
    assert.deepEqual(read.value, value);
    assert.deepEqual([read.t[0], read.t.at(-1)], [start, start + 39_999_000]);
  });

  test('a bomb is cut off, and what was sent before it counts', async () => {
    const answer = await telegraf(Buffer.alloc(20_000_000, 10));
    assert.equal(answer.status, 413);
    assert.equal(answer.body.code, 'request too large');
    assert.equal((await telegraf('')).status, 204);
  });

  test('mappings, and who listens at the broker, are there after a restart', async () => {
    const id = await datastream('Sau khởi động lại');
    await map('line_protocol', 'again v', id);
    const heard = [], listener = await connectBroker(server);
    listener.on('message', (topic, payload) => heard.push([topic, JSON.parse(payload).result]));
    await listener.subscribeAsync(`v1.1/Datastreams(${id})/Observations`, { qos: 1 });
    await eventually('the program hears of it', () => server.sql('select count(*) from telemetry.update_topic') === '1');
    await server.kill();
    await listener.subscribeAsync('v1.1/Observations?$select=result', { qos: 1 });
    await assert.rejects(server.start({ options: ['--mqtt-updates-as', 'nobody'] }), /unknown_user/);
    await server.start(serve);
    [admin, engineer, viewer] = await Promise.all(['admin', 'asset_engineer', 'viewer'].map((role) => Client.as(server, role)));
    assert.equal((await telegraf(`again v=1 ${Date.now() - 1000}`, { path: '/api/v2/write?precision=ms', gzip: false })).status, 204);
    assert.deepEqual(await series(id), [1]);
    await eventually('the listener is told', () => heard.length === 2);
    assert.deepEqual(heard.sort(), [[topicOf(id), 1], ['v1.1/Observations?$select=result', 1]]);
    await listener.endAsync();
  });
});

// What somebody must see within a few seconds.
async function eventually(what, look) {
  for (const end = Date.now() + 10_000; ; await sleep(50)) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`did not happen: ${what}`);
  }
}
const connection = async (path, name) => (await viewer.call('GET', `/api/v1/ingest/connections?path=${path}&limit=1000`)).items.find((c) => c.name === name);

describe('ChirpStack v4', () => {
  const eui = '24e124136b502217';
  let broker;
  before(async () => { broker = await connectBroker(server); });
  after(() => broker.endAsync());
  // As integrations/mqtt publishes it.
  const event = (kind, more, devEui = eui) => broker.publishAsync(`application/17c82e96-be03-4f38-aef3-f83d48582d97/device/${devEui}/event/${kind}`, JSON.stringify({
    deduplicationId: '3ac7e3c4-4401-4b8d-9386-a5c902f9202d',
    time: new Date().toISOString().replace('Z', '000000+00:00'),
    deviceInfo: { tenantId: '52f14cd4-c6f1-4fbd-8f87-4025e1d49242', tenantName: 'ChirpStack', applicationId: '17c82e96-be03-4f38-aef3-f83d48582d97', applicationName: 'Thoát nước', deviceProfileId: '14855bf7-d10d-4aee-b618-ebfcb64dc7ad', deviceProfileName: 'Milesight EM500-SWL', deviceName: 'Mực nước Yên Sở', devEui, tags: {} },
    devAddr: '00189440',
    ...more,
  }), { qos: 1 });
  const up = (frame, hex, more = {}) => event('up', { adr: true, dr: 1, fCnt: frame, fPort: 85, confirmed: false, data: Buffer.from(hex, 'hex').toString('base64'), rxInfo: [{ gatewayId: '0016c001f153a14c', uplinkId: 4217106255, rssi: -36, snr: 10.5 }], txInfo: { frequency: 923200000 }, ...more });

  test('bytes without a decoder are refused with the reason', async () => {
    await up(1, '01755c03770200');
    const c = await eventually('the refusal is counted', async () => { const found = await connection('chirpstack', eui); return found?.refused_total > 0 ? found : null; });
    assert.deepEqual(c.refused, { no_decoder: 1 });
    assert.match(c.last_refusal.title_en, /Milesight EM500-SWL/);
  });

  test('with a decoder its values arrive, wait, and are stored once mapped', async () => {
    const level = await datastream('Mực nước LoRaWAN', 'water_level', 'm'), battery = await datastream('Pin', 'battery', '%');
    assert.equal((await engineer.request('POST', '/api/v1/ingest/decoder-choices', { kind: 'device', key: eui.toUpperCase(), decoder: 'milesight-em500-swl' })).status, 201);
    await up(2, '01755c03770200');
    const waiting = await eventually('two series wait', async () => { const { items } = await engineer.call('GET', `/api/v1/ingest/waiting?source=chirpstack&q=${eui}`); return items.length === 2 ? items : null; });
    assert.deepEqual(waiting.map((w) => `${w.series}=${w.value}`).sort(), [`${eui}/battery=92`, `${eui}/level=2`]);
    await map('chirpstack', `${eui}/level`, level, { scale: 0.01 });
    await map('chirpstack', `${eui}/battery`, battery);
    await up(3, '01755c03772c01');
    await eventually('the level is stored', async () => (await series(level)).length === 1);
    assert.deepEqual(await series(level), [3]);
    assert.deepEqual(await series(battery), [92]);
    await event('status', { margin: 10, externalPowerSource: false, batteryLevelUnavailable: false, batteryLevel: 75.3 });
    await eventually('the battery of the status is stored', async () => (await series(battery)).length === 2);
    const health = await viewer.call('GET', `/api/v1/sensors/${sensor.id}/health`);
    assert.equal(health.battery.value, 75.3);
    assert.ok(Date.now() - Date.parse(health.last_contact) < 60_000);
  });

  test('lost frames are counted, a tag that nobody knows is refused while the rest is kept', async () => {
    await up(7, '01755a0599');
    const c = await eventually('three frames are lost', async () => { const found = await connection('chirpstack', eui); return found?.lost === 3 ? found : null; });
    assert.equal(c.refused.undecodable, 1);
    await up(8, '01755a');
    await up(9, '01755a');
    await eventually('its clock is judged', async () => (await connection('chirpstack', eui)).clock === 'good');
  });

  test('an object of a codec needs no decoder; a device speaks for itself alone', async () => {
    const other = '0101010101010101';
    await event('up', { fPort: 1, object: { temp: 21.5, state: { open: true } } }, other);
    await eventually('its values wait', async () => (await engineer.call('GET', `/api/v1/ingest/waiting?source=chirpstack&q=${other}`)).total === 2);
    await broker.publishAsync(`application/a/device/${other}/event/up`, JSON.stringify({ deviceInfo: { devEui: eui }, object: { temp: 1 } }), { qos: 1 });
    await eventually('the foreign name is refused', async () => (await connection('chirpstack', other)).refused.invalid_value === 1);
  });

  test('a decoder may be tried without a device', async () => {
    const tried = await engineer.call('POST', '/api/v1/ingest/decoders/dragino-lht65/try', { port: 2, data: 'y/YLDQN2AQrdf/8=' });
    assert.deepEqual(Object.fromEntries(tried.values.map((v) => [v.name, v.value])), { battery_v: 3.062, battery_status: 3, temperature: 28.29, humidity: 88.6, probe_temperature: 27.81 });
    assert.equal((await engineer.request('POST', '/api/v1/ingest/decoders/dragino-lht65/try', { port: 3, data: '00' })).body.code, 'undecodable');
    assert.equal((await engineer.request('POST', '/api/v1/ingest/decoders/none/try', { port: 3, data: '00' })).status, 404);
    assert.equal((await engineer.request('POST', '/api/v1/ingest/decoder-choices', { kind: 'device', key: '01', decoder: 'dragino-lht65' })).body.where, '/key');
  });
});

describe('plain JSON', () => {
  let broker;
  before(async () => { broker = await connectBroker(server); });
  after(() => broker.endAsync());

  test('a declared topic is listened to at once, each number by its pointer', async () => {
    for (const [filter, where] of [['#', '/filter'], ['+/x', '/filter'], ['spBv1.0/x', '/filter'], ['a/b#', '/filter'], ['$SYS/x', '/filter']])
      assert.equal((await engineer.request('POST', '/api/v1/ingest/json-topics', { filter, time_form: 'arrival' })).body.where, where, filter);
    assert.equal((await engineer.request('POST', '/api/v1/ingest/json-topics', { filter: 'x/y', time_form: 'rfc3339' })).body.where, '/time_pointer');
    assert.equal((await engineer.request('POST', '/api/v1/ingest/json-topics', { filter: 'x/y', time_form: 'rfc3339', time_pointer: 'time' })).body.where, '/time_pointer');
    const topic = await engineer.call('POST', '/api/v1/ingest/json-topics', { filter: 'city/pump/+', time_form: 'unix_s', time_pointer: '/at' });
    const id = await datastream('Bơm 7');
    await map('json', 'city/pump/7 /flow/value', id);
    const at = Math.floor(Date.now() / 1000) - 10;
    await broker.publishAsync('city/pump/7', JSON.stringify({ at, flow: { value: 2.5, unit: 'm3/s' }, on: true }), { qos: 1 });
    await broker.publishAsync('city/pump/7', JSON.stringify([{ at: at + 1, flow: { value: 3 } }, { at: at + 2, flow: { value: 3.5 } }]), { qos: 1 });
    await eventually('three are stored', async () => (await series(id)).length === 3);
    assert.deepEqual(await series(id), [2.5, 3, 3.5]);
    const { items } = await engineer.call('GET', '/api/v1/ingest/waiting?source=json');
    assert.deepEqual(items.map((w) => w.series).sort(), ['city/pump/7 /flow/unit', 'city/pump/7 /on']);
    await broker.publishAsync('city/pump/7', JSON.stringify({ flow: { value: 9 } }), { qos: 1 });
    const c = await eventually('a message without its time is refused', async () => { const found = await connection('json', 'city/pump/7'); return found?.refused_total === 1 ? found : null; });
    assert.equal(c.last_refusal.where, '/at');
    assert.equal((await engineer.request('DELETE', `/api/v1/ingest/json-topics/${topic.id}`)).status, 204);
    await broker.publishAsync('city/pump/7', JSON.stringify({ at: at + 3, flow: { value: 9 } }), { qos: 1 });
    await sleep(300);
    assert.equal((await series(id)).length, 3);
  });
});

describe('Sparkplug B', () => {
  let broker;
  const commands = [];
  before(async () => {
    broker = await connectBroker(server);
    broker.on('message', (topic, payload) => commands.push({ topic, payload }));
    await broker.subscribeAsync('spBv1.0/+/NCMD/+', { qos: 0 });
  });
  after(() => broker.endAsync());

  // The protobuf that an edge node writes, field by field.
  const varint = (n) => { const out = []; for (let v = BigInt(n); ; v >>= 7n) { if (v < 128n) { out.push(Number(v)); return Buffer.from(out); } out.push(Number(v & 127n) | 128); } };
  const integer = (field, n) => Buffer.concat([varint(field << 3), varint(n)]);
  const bytes = (field, b) => Buffer.concat([varint((field << 3) | 2), varint(b.length), Buffer.from(b)]);
  const double = (field, value) => { const b = Buffer.alloc(8); b.writeDoubleLE(value); return Buffer.concat([varint((field << 3) | 1), b]); };
  const metric = ({ name, alias, type, value }) => bytes(2, Buffer.concat([...(name ? [bytes(1, name)] : []), ...(alias ? [integer(2, alias)] : []), ...(type ? [integer(4, type)] : []), value]));
  const payload = (seq, metrics, at = Date.now()) => Buffer.concat([integer(1, at), ...metrics.map(metric), integer(3, seq)]);
  const send = (type, seq, metrics, at) => broker.publishAsync(`spBv1.0/Cap-nuoc/${type}/Bac-Thang-Long`, payload(seq, metrics, at), { qos: 0 });

  test('data before a birth is asked for again; births declare, data by alias is stored, gaps are counted', async () => {
    const id = await datastream('Áp lực', 'pressure', 'bar');
    await map('sparkplug', 'Cap-nuoc/Bac-Thang-Long/Ap luc', id);
    await send('NDATA', 5, [{ alias: 1, value: double(13, 9) }]);
    await eventually('the rebirth is asked for', async () => commands.length === 1);
    assert.equal(commands[0].topic, 'spBv1.0/Cap-nuoc/NCMD/Bac-Thang-Long');
    assert.ok(commands[0].payload.includes('Node Control/Rebirth'));
    const at = Date.now() - 5_000;
    await send('NBIRTH', 0, [{ name: 'bdSeq', type: 4, value: integer(11, 0) }, { name: 'Ap luc', alias: 1, type: 10, value: double(13, 3.5) }], at);
    await send('NDATA', 1, [{ alias: 1, value: double(13, 3.75) }], at + 1);
    await send('NDATA', 4, [{ alias: 1, value: double(13, 4) }], at + 2);
    await eventually('three are stored', async () => (await series(id)).length === 3);
    assert.deepEqual(await series(id), [3.5, 3.75, 4]);
    const c = await connection('sparkplug', 'Cap-nuoc/Bac-Thang-Long');
    assert.equal(c.lost, 2);
    assert.equal(c.refused.not_born, 1);
    await broker.publishAsync('spBv1.0/Cap-nuoc/NDATA/Bac-Thang-Long', Buffer.from('ffff', 'hex'));
    await eventually('broken bytes are refused', async () => (await connection('sparkplug', 'Cap-nuoc/Bac-Thang-Long')).refused.malformed_payload === 1);
  });
});

describe('devices that publish here', () => {
  const now = (back = 0) => new Date(Date.now() - back).toISOString();
  const say = (value, back) => JSON.stringify({ phenomenonTime: now(back), result: value });
  const credential = (datastream_ids, more = {}) => admin.call('POST', '/api/v1/credentials', { name: 'Thiết bị', kind: 'device', permissions: ['telemetry.ingest'], ...(datastream_ids ? { datastream_ids } : {}), expires_at: now(-3_600_000), ...more });
  const refused = async (code) => (await connection('mqtt', String(sensor.id)))?.refused[code] ?? 0;
  let mine, other, key;

  before(async () => {
    [mine, other] = [await datastream('Của tôi'), await datastream('Của người khác')];
    key = await credential([mine]);
  });

  test('each quality is stored before it is acknowledged', async () => {
    const device = await connectDevice(server, key.secret);
    const before = now(10_000);
    await device.publishAsync(topicOf(mine), JSON.stringify({ phenomenonTime: before, result: 1 }), { qos: 1 });
    assert.deepEqual(await series(mine), [1]);
    await device.publishAsync(topicOf(mine), say(2, 9_000), { qos: 2, retain: true });
    assert.deepEqual(await series(mine), [1, 2]);
    await device.publishAsync(topicOf(mine), JSON.stringify([{ phenomenonTime: now(8_000), result: 3 }, { phenomenonTime: now(7_000), result: 4 }]), { qos: 1 });
    await device.publishAsync(topicOf(mine), JSON.stringify({ phenomenonTime: before, result: 1 }), { qos: 1 });
    await device.publishAsync(topicOf(mine), say(5, 6_000), { qos: 0 });
    await eventually('QoS 0 arrives', async () => (await series(mine)).length === 5);
    assert.deepEqual(await series(mine), [1, 2, 3, 4, 5]);
    const health = await viewer.call('GET', '/api/v1/ingest/health');
    assert.deepEqual(health.mqtt_listener, { port: server.devicesPort, tls: false, connections: 1 });
    await device.endAsync();
  });

  test('a device writes its own datastreams; what is refused is acknowledged and counted', async () => {
    const device = await connectDevice(server, key.secret);
    const before = await refused('datastream_not_allowed'), wrong = await refused('wrong_result_type');
    await device.publishAsync(topicOf(other), say(1), { qos: 1 });
    await device.publishAsync('v1.1/Observations', JSON.stringify({ phenomenonTime: now(), result: 1, Datastream: { '@iot.id': other } }), { qos: 2 });
    await device.publishAsync(topicOf(mine), say('no number'), { qos: 1 });
    await device.publishAsync('$SYS/x', 'nobody', { qos: 1 });
    await device.publishAsync('of/nobody', '{}', { qos: 1 });
    await device.publishAsync(topicOf(mine), 'x'.repeat(1_200_000), { qos: 1 });
    assert.deepEqual(await series(other), []);
    assert.equal(await refused('datastream_not_allowed'), before + 2);
    assert.equal(await refused('wrong_result_type'), wrong + 1);
    const { refused: unnamed } = await connection('mqtt', '');
    assert.equal(unnamed.invalid_value, 1);
    assert.equal(unnamed.body_too_large, 1);
    // A mapped series leads where somebody else pointed it.
    const id = await datastream('JSON của người khác');
    await engineer.call('POST', '/api/v1/ingest/json-topics', { filter: 'device/+', time_pointer: '/t', time_form: 'rfc3339' });
    await map('json', 'device/1 /v', id);
    await device.publishAsync('device/1', JSON.stringify({ t: now(), v: 1 }), { qos: 1 });
    assert.deepEqual((await connection('json', 'device/1')).refused, { datastream_not_allowed: 1 });
    const all = await credential(null), gateway = await connectDevice(server, all.secret);
    await gateway.publishAsync('device/1', JSON.stringify({ t: now(), v: 2 }), { qos: 1 });
    assert.deepEqual(await series(id), [2]);
    await assert.rejects(gateway.subscribeAsync('#'));
    await Promise.all([device.endAsync(), gateway.endAsync()]);
  });

  test('who may not come in hears why, and whose right ends is put out', async () => {
    const stranger = { secret: `hts_${'0'.repeat(64)}` }, reader = await credential(null, { kind: 'service', permissions: ['telemetry.read'] });
    const entries = [[stranger.secret, 4], ['', 5], ['guess', 4], [viewer.token, 4], [reader.secret, 5]];
    await Promise.all(entries.map(([secret, code]) => assert.rejects(connectDevice(server, secret), { code }, secret.slice(0, 6))));
    const gone = await credential([mine]), device = await connectDevice(server, gone.secret, { will: { topic: topicOf(mine), payload: say(9, 1_000), qos: 1 } });
    const before = (await series(mine)).length;
    const closed = new Promise((resolve) => { device.once('close', resolve); });
    await admin.call('DELETE', `/api/v1/credentials/${gone.credential.id}`);
    await closed;
    assert.equal((await series(mine)).length, before);
    // Its last will counts while it may write.
    const cut = await connectDevice(server, key.secret, { will: { topic: topicOf(mine), payload: say(10, 500), qos: 1 } });
    cut.stream.destroy();
    await eventually('the will is stored', async () => (await series(mine)).at(-1) === 10);
  });
});

describe('the health of ingest', () => {
  test('a clock that sends Vietnamese time as UTC is named', async () => {
    const id = await datastream('Giờ sai');
    const broker = await connectBroker(server);
    const device = await engineer.call('POST', '/api/v1/sensors', { serial: 'CLOCK', name: 'Đồng hồ sai' });
    const stream = (await engineer.call('POST', '/api/v1/datastreams', { sensor_id: device.id, name: 'Giờ sai', property: 'flow', unit: 'm3/s' })).id;
    assert.ok(id !== stream);
    for (let i = 0; i < 6; i += 1) await broker.publishAsync(topicOf(stream), JSON.stringify({ phenomenonTime: new Date(Date.now() + 7 * 3_600_000).toISOString(), result: i }), { qos: 1 });
    const c = await eventually('the clock is judged', async () => { const found = await connection('mqtt', String(device.id)); return found?.refused.time_in_future === 6 ? found : null; });
    assert.equal(c.clock, 'local_as_utc');
    assert.ok(Math.abs(c.clock_delay_s + 25_200) < 60);
    await broker.endAsync();
  });

  test('values in another unit and pauses are flagged, not swallowed', async () => {
    const stream = (await engineer.call('POST', '/api/v1/datastreams', { sensor_id: sensor.id, name: 'Mực nước mm', property: 'water_level', unit: 'm', least: 0, most: 20, interval_s: 60 })).id;
    const integrator = await Client.as(server, 'integrator');
    const at = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
    for (const [minutes, value] of [[60, 3400], [59, 3410], [40, 3420]]) await integrator.call('POST', '/api/v1/observations', { readings: [{ datastream: stream, t: at(minutes), value }] });
    const list = await viewer.call('GET', '/api/v1/ingest/connections?path=http');
    const suspect = list.units.find((u) => u.datastream_id === stream);
    assert.equal(suspect.scale, 0.001);
    assert.equal(suspect.run, 3);
    const c = list.items.find((each) => each.name === 'integrator');
    assert.equal(c.gaps, 1);
    assert.equal(c.missing, 18);
    assert.equal(c.uncertain, 3);
    assert.ok(c.lag_s > 2_300);
    const health = await viewer.call('GET', `/api/v1/sensors/${sensor.id}/health`);
    const mine = health.streams.find((s) => s.datastream_id === stream);
    assert.equal(mine.last.value, 3420);
    assert.equal(mine.stale, true);
    assert.equal((await viewer.call('GET', '/api/v1/ingest/health')).mqtt, 'connected');
  });
});

describe('files', () => {
  test('CSV in one request is all or nothing', async () => {
    const id = await datastream('CSV');
    const integrator = await Client.as(server, 'integrator');
    const post = (text) => integrator.request('POST', '/api/v1/observations', text, { 'Content-Type': 'text/csv' });
    assert.deepEqual((await post(`datastream,t,value\n${id},2026-02-01T00:00:00Z,1.5\n${id},2026-02-01T00:00:01Z,2.5\n`)).body, { accepted: 2, duplicates: 0 });
    const refused = await post(`datastream,t,value\n${id},2026-02-01T00:00:02Z,1\n${id},2026-02-01T00:00:03Z,x\n`);
    assert.equal(refused.status, 422);
    assert.equal(refused.body.where, '/rows/1/value');
    assert.equal((await post(`datastream,t\n${id},2026-02-01T00:00:02Z\n`)).body.code, 'missing_field');
    assert.deepEqual(await series(id), [1.5, 2.5]);
  });

  test('a file is a job: good rows are stored, bad ones told by their line, twice is once', async () => {
    const id = await datastream('Tệp');
    const rows = Array.from({ length: 25_000 }, (_, i) => `${id};${String(1 + Math.floor(i / 3600) % 28).padStart(2, '0')}/03/2026 ${String(Math.floor(i / 60) % 24).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:${String(Math.floor(i / 1440) % 60).padStart(2, '0')};${i / 4}`.replace('.', ','));
    rows.splice(10, 0, `${id};hôm qua;1`, `999999999;01/03/2026 00:00;1`);
    const file = `datastream;t;value\r\n${rows.join('\r\n')}\r\n`;
    const run = async () => {
      const { status, body } = await admin.request('POST', '/api/v1/ingest/files?name=thang-3.csv', file, { 'Content-Type': 'text/csv' });
      assert.equal(status, 202);
      return eventually('the job ends', async () => { const job = await admin.call('GET', `/api/v1/jobs/${body.job_id}`); return ['done', 'failed'].includes(job.state) ? job : null; });
    };
    const { result } = await run();
    assert.equal(result.rows, 25_002);
    assert.equal(result.accepted + result.duplicates, 25_000);
    assert.deepEqual(result.by_code, { invalid_time: 1, unknown_datastream: 1 });
    assert.deepEqual(result.first.map((f) => `${f.line} ${f.code}`), ['12 invalid_time', '13 unknown_datastream']);
    const again = await run();
    assert.equal(again.result.accepted, 0);
    assert.equal((await viewer.request('POST', '/api/v1/ingest/files', file, { 'Content-Type': 'text/csv' })).status, 403);
    const { secret } = await admin.call('POST', '/api/v1/credentials', { name: 'Thiết bị', kind: 'device', permissions: ['telemetry.ingest'], datastream_ids: [1], expires_at: new Date(Date.now() + 3_600_000).toISOString() });
    assert.equal((await new Client(server, secret).request('POST', '/api/v1/ingest/files', file, { 'Content-Type': 'text/csv' })).body.code, 'credential_not_allowed');
  });
});
