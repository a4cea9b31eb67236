import assert from 'node:assert/strict';
import { base, client, get, ok } from '../lib.mjs';

export const tests = [{
  requirement: `${base}data-array/data-array`,
  run: async ({ server, values }) => {
    const body = await ok(server, values, '/Observations?$resultFormat=dataArray&$filter=Datastream/id in ($warm,$level) and result lt 2&$select=result,phenomenonTime,id&$count=true');
    assert.equal(body['@iot.count'], 5);
    assert.deepEqual(body.value.map((g) => [g['Datastream@iot.navigationLink'], g.components, g['dataArray@iot.count']]),
      [[`${server.url}/sta/v1.1/Datastreams(${values.warm})`, ['id', 'phenomenonTime', 'result'], 2], [`${server.url}/sta/v1.1/Datastreams(${values.level})`, ['id', 'phenomenonTime', 'result'], 3]]);
    assert.deepEqual(body.value[1].dataArray.map((row) => row.slice(1)), [['2026-02-01T06:30:15.25Z', 0.5], ['2026-02-02T06:30:15.25Z', 1.5], ['2026-02-03T06:30:15.25Z', -2.5]]);
    const all = await ok(server, values, '/Datastreams($warm)/Observations?$resultFormat=dataArray&$top=2');
    assert.deepEqual(all.value[0].components, ['id', 'phenomenonTime', 'resultTime', 'result', 'resultQuality']);
    assert.ok(all['@iot.nextLink'].includes('dataArray'));
  },
}, {
  // Beyond the standard, as other servers have it.
  requirement: `${base}request-data/result-formats`,
  run: async ({ server, values }) => {
    const csv = await get(server, values, '/Datastreams($level)/Observations?$resultFormat=CSV&$select=result,phenomenonTime&$top=2');
    assert.match(csv.headers.get('content-type'), /^text\/csv/);
    assert.equal(csv.text, 'phenomenonTime,result\r\n2026-02-01T06:30:15.25Z,0.5\r\n2026-02-02T06:30:15.25Z,1.5\r\n');
    const next = csv.headers.get('link').match(/<(.*)>; rel="next"/)[1];
    assert.match((await (await fetch(next, { headers: { Authorization: `Bearer ${(await client(server)).token}` } })).text()), /,-2\.5\r\n$/);
    const quoted = await get(server, values, '/Datastreams?$resultFormat=CSV&$select=unitOfMeasurement&$filter=id eq $warm');
    assert.match(quoted.text, /^unitOfMeasurement\r\n"\{""name"": ""Cel""/);
    const places = await ok(server, values, '/Locations?$resultFormat=GeoJSON&$filter=id eq $thing_c&$count=true');
    assert.equal(places.type, 'FeatureCollection');
    assert.deepEqual([places.features[0].id, places.features[0].geometry.type, places.features[0].properties.name, places['@iot.count']], [values.thing_c, 'LineString', 'STA Cầu', 1]);
    for (const path of ['/Things?$resultFormat=GeoJSON', '/Things?$resultFormat=dataArray', '/Things($thing_a)?$resultFormat=CSV', '/Things/$ref?$resultFormat=CSV'])
      assert.equal((await get(server, values, path)).status, 400, path);
  },
}];
