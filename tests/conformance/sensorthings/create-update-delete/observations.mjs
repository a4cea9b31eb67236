import assert from 'node:assert/strict';
import { base, client, fresh, get, ok } from '../lib.mjs';

const feed = async (server, path, body, role = 'integrator') => (await client(server, role)).request('POST', `/sta/v1.1${path}`, body);
const pathOf = (server, link) => link.slice(server.url.length + '/sta/v1.1'.length);

export const tests = [
  {
    requirement: `${base}create-update-delete/create-entity/observation`,
    run: async ({ server, values: known }) => {
      const mine = await fresh(server), values = { ...known, ...mine };
      const body = { Datastream: { '@iot.id': mine.stream }, phenomenonTime: '2026-05-01T00:00:00.5Z', result: 1.25, resultQuality: 'bad', resultTime: null };
      const made = await feed(server, '/Observations', body);
      assert.equal(made.status, 201, made.text);
      const seen = await ok(server, values, pathOf(server, made.headers.get('location')));
      assert.deepEqual([seen.result, seen.phenomenonTime, seen.resultQuality, seen.resultTime], [1.25, '2026-05-01T00:00:00.5Z', 'bad', null]);
      assert.equal(seen['@iot.selfLink'], made.headers.get('location'));
      assert.equal((await ok(server, values, '/Datastreams($stream)')).phenomenonTime, '2026-05-01T00:00:00.5Z');
      // The same address as through the collection of the datastream.
      const other = await feed(server, `/Datastreams(${mine.stream})/Observations`, { phenomenonTime: '2026-05-01T00:00:01Z', result: 2 });
      assert.equal(other.status, 201, other.text);
      assert.equal((await ok(server, values, pathOf(server, other.headers.get('location')))).result, 2);
      // Without a time it is of now; its feature may be named when it is that of the datastream.
      const now = await feed(server, '/Observations', { Datastream: { '@iot.id': mine.stream }, result: 3, FeatureOfInterest: { '@iot.id': mine.thing } });
      assert.equal(now.status, 201, now.text);
      const { phenomenonTime } = await ok(server, values, pathOf(server, now.headers.get('location')));
      assert.ok(Math.abs(Date.parse(phenomenonTime) - Date.now()) < 60_000);
    },
  },
  {
    requirement: `${base}create-update-delete/create-entity/observation/refused`,
    run: async ({ server, values: known }) => {
      const mine = await fresh(server), values = { ...known, ...mine };
      const good = { Datastream: { '@iot.id': mine.stream }, phenomenonTime: '2026-05-02T00:00:00Z', result: 1 };
      const without = (name) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
      for (const [body, status, code] of [
        [without('Datastream'), 422, 'missing_field'], [without('result'), 422, 'missing_field'], [{ ...good, result: 'x' }, 422, 'wrong_result_type'], [{ ...good, result: null }, 422, 'wrong_result_type'],
        [{ ...good, Datastream: { '@iot.id': 999999999 } }, 404, 'unknown_datastream'], [{ ...good, Datastream: { '@iot.id': values.secret } }, 404, 'unknown_datastream'], [{ ...good, Datastream: { name: 'x' } }, 422, 'unknown_field'],
        [{ ...good, FeatureOfInterest: { '@iot.id': 999999999 } }, 422, 'invalid_value'], [{ ...good, FeatureOfInterest: { '@iot.id': values.thing_hidden } }, 422, 'invalid_value'], [{ ...good, phenomenonTime: 'yesterday' }, 422, 'invalid_time'], [{ ...good, phenomenonTime: '2026-05-02T00:00:00Z/2026-05-03T00:00:00Z' }, 422, 'invalid_time'],
        [{ ...good, phenomenonTime: '1980-01-01T00:00:00Z' }, 422, 'time_too_old'], [{ ...good, colour: 'red' }, 422, 'unknown_field'], ['[]', 422, 'wrong_type'], ['{', 400, 'invalid_json'],
      ]) {
        const answer = await feed(server, '/Observations', body);
        assert.equal(answer.body.code, code, JSON.stringify(body) + answer.text);
        assert.equal(answer.status, status, answer.text);
      }
      assert.equal((await feed(server, '/Observations', good, 'viewer')).status, 403);
      assert.equal((await ok(server, values, '/Datastreams($stream)/Observations?$filter=date(phenomenonTime) eq 2026-05-02')).value.length, 0);
    },
  },
  {
    requirement: `${base}data-array/data-array/create-observations`,
    run: async ({ server, values: known }) => {
      const mine = await fresh(server), values = { ...known, ...mine };
      const answer = await feed(server, '/CreateObservations', [
        { Datastream: { '@iot.id': mine.stream }, components: ['phenomenonTime', 'result', 'FeatureOfInterest/id'], 'dataArray@iot.count': 3, dataArray: [['2026-05-03T00:00:00Z', 20, mine.thing], ['2026-05-03T00:00:01Z', 'x', mine.thing], ['2026-05-03T00:00:02Z', 22, 1_000_000]] },
        { Datastream: { '@iot.id': mine.other }, components: ['result', 'phenomenonTime', 'resultQuality'], dataArray: [[30, '2026-05-03T00:00:00Z', 'good'], [31, '1980-05-03T00:00:00Z', 'good'], [32]] },
        { Datastream: { '@iot.id': values.secret }, components: ['phenomenonTime', 'result'], dataArray: [['2026-05-03T00:00:00Z', 1]] },
      ]);
      assert.equal(answer.status, 201, answer.text);
      assert.deepEqual(answer.body.map((link) => (link === 'error' ? link : 'link')), ['link', 'error', 'error', 'link', 'error', 'error', 'error']);
      const results = [];
      for (const link of answer.body.filter((l) => l !== 'error')) results.push((await ok(server, values, pathOf(server, link))).result);
      assert.deepEqual(results, [20, 30]);
      assert.equal((await get(server, values, '/Datastreams($secret)/Observations?$filter=result eq 1&$count=true', 'asset_engineer')).body['@iot.count'], 0);
      for (const [body, code] of [[[{ Datastream: { '@iot.id': 1 }, components: ['phenomenonTime'], dataArray: [] }], 'missing_field'], [[{ components: ['result'], dataArray: [] }], 'missing_field'], [[{ Datastream: { '@iot.id': 1 }, components: ['result', 'colour'], dataArray: [] }], 'unknown_field'], [{}, 'wrong_type']])
        assert.equal((await feed(server, '/CreateObservations', body)).body.code, code);
      assert.equal((await feed(server, '/CreateObservations', [], 'viewer')).status, 403);
    },
  },
];
