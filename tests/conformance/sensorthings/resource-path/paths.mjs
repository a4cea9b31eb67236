import assert from 'node:assert/strict';
import { base, get, ok, table } from '../lib.mjs';

export const tests = [
  {
    requirement: `${base}resource-path/resource-path-to-entities`,
    run: async ({ server, values }) => {
      for (const path of ['', '/']) {
        const root = await ok(server, values, path);
        assert.deepEqual(root.value.map((e) => e.name).sort(), ['Datastreams', 'FeaturesOfInterest', 'HistoricalLocations', 'Locations', 'MultiDatastreams', 'Observations', 'ObservedProperties', 'Sensors', 'Things']);
        for (const e of root.value) assert.equal(e.url, `${server.url}/sta/v1.1/${e.name}`);
        assert.ok(root.serverSettings.conformance.includes(`${base}datamodel`));
      }
    },
  },
  table('resource-path/resource-path-to-entities/links', [
    ['/Things($thing_a)', (b) => b.name === 'STA Bãi Một'],
    ['/Things($thing_a)/Datastreams($warm)', (b) => b.name === 'STA Ấm'],
    ['/Things($thing_a)/Datastreams($warm)/Sensor', (b) => b.name === 'STA Cảm biến Một'],
    ['/Things($thing_a)/Datastreams($warm)/Observations', (b) => b.value.length === 12],
    ['/Datastreams($warm)/Thing/Locations', (b) => b.value.length === 1 && b.value[0].location.coordinates[1] === 51],
    ['/Datastreams($warm)/Sensor/Datastreams($level)/Thing', (b) => b.name === 'STA Bãi Một'],
    ['/Datastreams($warm)/ObservedProperty/name', (b) => b.name === 'Nhiệt độ'],
    ['/Things($thing_a)/name', (b) => b.name === 'STA Bãi Một' && Object.keys(b).length === 1],
    ['/Things($thing_a)/id', (b, v) => b['@iot.id'] === v.thing_a],
    ['/Things($thing_a)/properties', (b) => b.properties.spaces === 50 && b.properties.class === 'car_park' && b.properties.address === '1 Lê Lợi'],
    ['/Things/$ref?$filter=id eq $thing_a', (b, v, url) => JSON.stringify(b.value) === JSON.stringify([{ '@iot.selfLink': `${url}/sta/v1.1/Things(${v.thing_a})` }])],
    ['/Things($thing_c)/Datastreams/$ref', (b) => b.value.length === 2 && Object.keys(b.value[0]).length === 1],
  ], async ([path, fits], { server, values }) => {
    const body = await ok(server, values, path);
    assert.ok(fits(body, values, server.url), JSON.stringify(body).slice(0, 600));
  }),
  table('resource-path/resource-path-to-entities/values', [
    ['/Things($thing_a)/name/$value', 200, 'STA Bãi Một'],
    ['/Datastreams($warm)/unitOfMeasurement/$value', 200, /"symbol": ?"Cel"/],
    ['/Datastreams($empty)/phenomenonTime', 204, ''],
    ['/Datastreams($empty)/phenomenonTime/$value', 204, ''],
    ['/Datastreams($warm)/phenomenonTime/$value', 200, '2026-01-01T00:00:00Z/2026-01-01T11:00:00Z'],
  ], async ([path, status, text], { server, values }) => {
    const answer = await get(server, values, path);
    assert.equal(answer.status, status, answer.text);
    if (text instanceof RegExp) assert.match(answer.text, text);
    else assert.equal(answer.text, text);
  }),
  table('resource-path/resource-path-to-entities/not-found', [
    '/Things(999999999)', '/Things(999999999)/Datastreams', '/Things(999999999)/Datastreams($warm)', '/Things($thing_b)/Datastreams($warm)', '/Things(0)', '/Things(-1)',
    '/Thing($thing_a)', '/Nothing', '/Things(abc)', "/Things('1')", '/Things($thing_a)/', '/Things($thing_a)/nothing', '/Things($thing_a)/Sensor', '/Things($thing_a)/name/x',
    '/Observations(1)', '/Observations(999999999999999)', '/Datastreams($cold)/Observations(1)', '/Datastreams($free)/Thing', '/Datastreams($warm)/Observations(999999999)/Datastream',
    '/Things($thing_a)/$value', '/Things/$count', '/Things(9223372036854775808)', '/Datastreams($warm)/Sensor($sensor_a)',
  ], async (path, { server, values }) => {
    const { status, body } = await get(server, values, path);
    assert.equal(status, 404, JSON.stringify(body));
    assert.equal(body.code, 'not_found');
  }),
  {
    requirement: `${base}resource-path/resource-path-to-entities/observations`,
    run: async ({ server, values }) => {
      const { value } = await ok(server, values, '/Datastreams($warm)/Observations?$filter=result eq 7');
      assert.equal(value.length, 1);
      const id = value[0]['@iot.selfLink'].match(/\((\d+)\)$/)[1], own = { ...values, observation: id };
      assert.equal((await ok(server, own, '/Observations($observation)')).result, 7);
      assert.equal((await ok(server, own, '/Datastreams($warm)/Observations($observation)/result')).result, 7);
      assert.equal((await get(server, own, '/Observations($observation)/result/$value')).text, '7');
      assert.equal((await get(server, own, '/Observations($observation)/resultTime')).status, 204);
      assert.equal((await ok(server, own, '/Observations($observation)/Datastream/Thing')).name, 'STA Bãi Một');
      assert.equal((await ok(server, own, '/Observations($observation)/FeatureOfInterest')).feature.coordinates[0], 8);
      assert.equal((await get(server, own, '/Datastreams($cold)/Observations($observation)')).status, 404);
      // What is not there is not there: a millisecond beside it.
      assert.equal((await get(server, { observation: BigInt(id) + 1n }, '/Observations($observation)')).status, 404);
    },
  },
];
