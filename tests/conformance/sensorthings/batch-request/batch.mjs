import assert from 'node:assert/strict';
import { base, client, get, ok } from '../lib.mjs';

const batch = async (server, requests, role = 'admin') => {
  const answer = await (await client(server, role)).request('POST', '/sta/v1.1/$batch', { requests });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.responses;
};
const statuses = (responses) => responses.map((r) => r.status);
const crlf = (text) => text.replaceAll('\n', '\r\n');
const multipart = async (server, text, role = 'admin') => {
  const answer = await (await client(server, role)).request('POST', '/sta/v1.1/$batch', crlf(text), { 'Content-Type': 'multipart/mixed; boundary=b' });
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.headers.get('content-type'), /^multipart\/mixed; ?boundary=batch_/);
  return answer.text;
};
const type = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement';
const thing = (name) => ({ name, description: 'x', properties: { class: 'car_park' } });
const sensor = (serial) => ({ name: 'Đầu đo', description: 'x', encodingType: 'x', metadata: 'x', properties: { serial } });
const stream = (more) => ({ name: 'Luồng', description: 'x', observationType: type, unitOfMeasurement: { name: 'm', symbol: 'm', definition: 'm' }, ObservedProperty: { '@iot.id': 9 }, ...more });
const names = async (server, values, name) => (await ok(server, values, `/Things?$filter=name eq '${name}'`)).value.length;

export const tests = [
  {
    requirement: `${base}batch-request/batch-request`,
    run: async ({ server, values }) => {
      // Requests of a batch stand for themselves: one that fails stops nothing.
      const answers = await batch(server, [
        { id: 'a', method: 'get', url: `Datastreams(${values.warm})?$select=name` }, { id: 'b', method: 'get', url: 'Things(999999999)' }, { id: 'c', method: 'post', url: '/sta/v1.1/Things', body: thing('Lô một') },
        { id: 'd', method: 'patch', url: '$c', body: { name: 'Lô một sửa' } }, { id: 'e', method: 'get', url: `${server.url}/sta/v1.1/Things?$filter=name eq 'Lô một sửa'` }, { id: 'f', method: 'post', url: '$nothing/Datastreams', body: {} },
        { id: 'g', method: 'get', url: `Datastreams(${values.warm})/name/$value` }, { id: 'h', method: 'post', url: 'Things', body: { colour: 1 } }, { id: 'i', method: 'get', url: 'Things?$nonsense=1' },
      ]);
      assert.deepEqual(answers.map((r) => r.id), ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']);
      assert.deepEqual(statuses(answers), [200, 404, 201, 200, 200, 422, 200, 422, 400]);
      assert.deepEqual([answers[0].body, answers[1].body.code, answers[4].body.value.length, answers[5].body.code, answers[6].body, answers[7].body.code], [{ name: 'STA Ấm' }, 'not_found', 1, 'invalid_value', 'STA Ấm', 'unknown_field']);
      assert.equal(answers[2].location, `${server.url}/sta/v1.1/Things(${answers[4].body.value[0]['@iot.id']})`);
    },
  },
  {
    requirement: `${base}batch-request/batch-request/change-set`,
    run: async ({ server, values }) => {
      const set = (tag, last) => [
        { id: 't', atomicityGroup: 'g', method: 'post', url: 'Things', body: thing(`Lô ${tag}`) }, { id: 's', atomicityGroup: 'g', method: 'post', url: 'Sensors', body: { ...sensor(`LO-${tag}`) } },
        { id: 'd', atomicityGroup: 'g', method: 'post', url: '$t/Datastreams', body: stream({ Sensor: sensor(`LO-${tag}-2`) }) },
        { id: 'o1', atomicityGroup: 'g', method: 'post', url: 'Observations', body: { Datastream: { '@iot.id': '$d' }, phenomenonTime: '2026-08-01T00:00:01Z', result: 1 } },
        { id: 'o2', atomicityGroup: 'g', method: 'post', url: '$d/Observations', body: last },
        { id: 'after', method: 'get', url: '$d/Observations?$orderby=phenomenonTime asc' },
      ];
      const good = await batch(server, set('hai', { phenomenonTime: '2026-08-01T00:00:02Z', result: 2 }));
      assert.deepEqual(statuses(good), [201, 201, 201, 201, 201, 200]);
      assert.deepEqual(good[5].body.value.map((o) => o.result), [1, 2]);
      assert.equal((await get(server, values, good[3].location.slice(server.url.length + '/sta/v1.1'.length))).body.result, 1);
      // One that fails leaves nothing of it.
      const counts = () => server.sql(`select (select count(*) from registry.asset), (select count(*) from telemetry.sensor), (select count(*) from telemetry.datastream), (select count(*) from telemetry.chunk), (select count(*) from security.audit_log where entity in ('asset', 'sensor', 'observed_property', 'datastream', 'observation') and action not like '%read%')`);
      const before = counts();
      const bad = await batch(server, set('ba', { phenomenonTime: '1980-08-01T00:00:02Z', result: 2 }));
      assert.deepEqual(statuses(bad), [424, 424, 424, 424, 422, 422]);
      assert.deepEqual([bad[4].body.code, bad[5].body.code], ['time_too_old', 'invalid_value']);
      assert.equal(counts(), before);
      // Observations alone are one commit.
      const observations = (last) => [1, 2, 3].map((i) => ({ id: `${i}`, atomicityGroup: 'g', method: 'post', url: 'Observations', body: { Datastream: { '@iot.id': Number(good[2].location.match(/\((\d+)\)$/)[1]) }, phenomenonTime: `2026-08-02T00:00:0${i}Z`, result: i === 3 ? last : i } }));
      assert.deepEqual(statuses(await batch(server, observations('x'), 'integrator')), [424, 424, 422]);
      assert.deepEqual(statuses(await batch(server, observations(3), 'integrator')), [201, 201, 201]);
      // What a caller may not do is refused in its place; a change set reads nothing and lets nothing wait.
      assert.deepEqual(statuses(await batch(server, [{ id: '1', method: 'get', url: 'Things' }, { id: '2', method: 'post', url: 'Sensors', body: sensor('LO-X') }, { id: '3', atomicityGroup: 'g', method: 'post', url: 'Things', body: thing('x') }], 'viewer')), [200, 403, 403]);
      assert.deepEqual(statuses(await batch(server, [{ id: '1', atomicityGroup: 'g', method: 'get', url: 'Things' }, { id: '2', atomicityGroup: 'h', method: 'delete', url: `Datastreams(${values.warm})` }])), [405, 405]);
      for (const [body, status, code] of [[{}, 422, 'missing_field'], [{ requests: [{}] }, 422, 'missing_field'], [{ requests: [{ method: 'get', url: '/api/v1/users' }] }, 404, 'not_found'], ['[', 400, 'invalid_json']]) {
        const answer = await (await client(server, 'admin')).request('POST', '/sta/v1.1/$batch', body);
        assert.equal(`${answer.status} ${answer.body.code}`, `${status} ${code}`, answer.text);
      }
    },
  },
  {
    requirement: `${base}batch-request/batch-request/multipart`,
    run: async ({ server, values }) => {
      const body = (name, extra) => `--b
Content-Type: application/http

GET /sta/v1.1/Datastreams(${values.warm})?$select=name HTTP/1.1
Host: example.org

--b
Content-Type: multipart/mixed;boundary=c

--c
Content-Type: application/http
Content-ID: 1

POST /sta/v1.1/Things HTTP/1.1
Content-Type: application/json

${JSON.stringify(thing(name))}
--c
Content-Type: application/http
Content-ID: 2

POST $1/Datastreams HTTP/1.1
Content-Type: application/json

${JSON.stringify({ ...stream({ Sensor: sensor(name) }), ...extra })}
--c--
--b--
`;
      const good = await multipart(server, body('Lô nhiều phần', {}));
      assert.match(good, /HTTP\/1\.1 200 OK\r\nContent-Type: application\/json\r\nContent-Length: \d+\r\n\r\n\{"name":"STA Ấm"\}/);
      assert.equal([...good.matchAll(/Content-ID: [12]\r\n\r\nHTTP\/1\.1 201 Created\r\nLocation: \S+\/sta\/v1\.1\/(Things|Datastreams)\(\d+\)/g)].length, 2);
      assert.equal(await names(server, values, 'Lô nhiều phần'), 1);
      // A change set that fails has one answer, and nothing of it stays.
      const bad = await multipart(server, body('Lô hỏng', { colour: 1 }));
      assert.match(bad, /Content-ID: 2\r\n\r\nHTTP\/1\.1 422 /);
      assert.doesNotMatch(bad, /201 Created|424/);
      assert.equal(await names(server, values, 'Lô hỏng'), 0);
      const refused = await (await client(server, 'admin')).request('POST', '/sta/v1.1/$batch', 'x', { 'Content-Type': 'multipart/mixed; boundary=b' });
      assert.equal(`${refused.status} ${refused.body.code}`, '400 malformed_request');
    },
  },
];
