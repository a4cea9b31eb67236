import assert from 'node:assert/strict';
import { base, client, filters, get, ok, table } from '../lib.mjs';

const results = (body) => body.value.map((o) => o.result);
const mine = "startswith(name,'STA ')";

export const tests = [
  {
    requirement: `${base}request-data/order`,
    run: async ({ server, values }) => {
      // $filter → $count → $orderby → $skip → $top → $expand → $select
      const body = await ok(server, values, '/Datastreams($warm)/Observations?$count=true&$top=1&$skip=2&$orderby=phenomenonTime asc&$filter=result gt 5&$select=result&$expand=Datastream($select=name)');
      assert.equal(body['@iot.count'], 6);
      assert.deepEqual(body.value, [{ result: 8, Datastream: { name: 'STA Ấm' } }]);
    },
  },
  table('request-data/top-skip', [1, 2, 3, 4, 5, 12, 13].flatMap((n) => [[`$top=${n}`, Math.min(n, 12), n < 12], [`$skip=${n}`, Math.max(12 - n, 0), false], [`$skip=2&$top=${n}`, Math.min(n, 10), n < 10]])
    .concat([['$top=0', 0, false]]), async ([query, rows, next], { server, values }) => {
    for (const order of ['', '&$orderby=phenomenonTime desc', '&$orderby=result desc', '&$orderby=id']) {
      const body = await ok(server, values, `/Datastreams($warm)/Observations?${query}${order}`);
      assert.equal(body.value.length, rows, order);
      assert.equal('@iot.nextLink' in body, next, order);
    }
  }),
  {
    requirement: `${base}request-data/server-driven-paging`,
    run: async ({ server, values }) => {
      const viewer = await client(server);
      const walk = async (text, seen = [], pages = 0) => {
        for (let body = await ok(server, values, text); ; pages += 1) {
          seen.push(...body.value);
          if (!body['@iot.nextLink']) return { seen, pages };
          body = await viewer.call('GET', body['@iot.nextLink'].slice(server.url.length));
          assert.ok(pages < 1000);
        }
      };
      for (const order of ['', '&$orderby=phenomenonTime desc', '&$orderby=id desc', '&$orderby=result', "&$filter=result ge 0 and phenomenonTime ge 2026-04-01T00:00:00Z"]) {
        const { seen, pages } = await walk(`/Datastreams($long)/Observations?$top=400&$count=true${order}`);
        const all = order.includes('$filter') ? 2505 : 2507;
        assert.equal(seen.length, all, order);
        assert.equal(new Set(seen.map((o) => o['@iot.selfLink'])).size, all, order);
        assert.equal(pages, 6, order);
      }
      for (const order of ['', '&$orderby=name desc', '&$orderby=properties/spaces,name']) {
        const { seen } = await walk(`/Things?$top=1&$filter=${mine}${order}`);
        assert.deepEqual(seen.map((t) => t.name).sort(), ['STA Bãi Hai', 'STA Bãi Một', 'STA Cầu'].sort(), order);
      }
      // The links of expanded entities go on where the page ends.
      const thing = await ok(server, values, '/Things($thing_a)?$expand=Datastreams($top=1;$orderby=name desc;$select=name,id;$expand=Observations($top=5))');
      const [stream] = thing.Datastreams;
      assert.equal(stream.Observations.length, stream.name === 'STA Ấm' ? 5 : 3);
      const next = await viewer.call('GET', thing['Datastreams@iot.nextLink'].slice(server.url.length));
      assert.equal(next.value.length, 1);
      assert.notEqual(next.value[0].name, stream.name);
      const warm = await ok(server, values, '/Datastreams($warm)?$expand=Observations($top=5)');
      const rest = await viewer.call('GET', warm['Observations@iot.nextLink'].slice(server.url.length));
      assert.deepEqual([...results({ value: warm.Observations }), ...results(rest)], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    },
  },
  {
    requirement: `${base}request-data/count`,
    run: async ({ server, values }) => {
      for (const [text, count] of [[`/Things?$count=true&$filter=${mine}`, 3], ['/Datastreams($long)/Observations?$count=true', 2507], ['/Datastreams($long)/Observations?$count=true&$top=0', 2507],
        ['/Datastreams($long)/Observations?$count=true&$filter=result lt 0', 2], ['/Datastreams($long)/Observations?$count=true&$filter=phenomenonTime ge 2026-04-01T00:10:00Z and phenomenonTime lt 2026-04-01T00:11:00Z', 32],
        ['/Sensors($sensor_c)/Datastreams?$count=true&$top=1', 2], ['/Datastreams($empty)/Observations?$count=true', 0]]) {
        const body = await ok(server, values, text);
        assert.equal(body['@iot.count'], count, text);
      }
      assert.ok(!('@iot.count' in await ok(server, values, '/Things?$count=false')));
      const nested = await ok(server, values, '/Things($thing_c)?$expand=Datastreams($count=true;$top=1;$expand=Observations($count=true;$top=1))');
      assert.equal(nested['Datastreams@iot.count'], 2);
      assert.equal(nested.Datastreams[0]['Observations@iot.count'], nested.Datastreams[0].name === 'STA Dài' ? 2507 : 0);
    },
  },
  table('request-data/orderby', [
    ['/Datastreams($level)/Observations?$orderby=result', [-2.5, 0.5, 1.5]],
    ['/Datastreams($level)/Observations?$orderby=result asc', [-2.5, 0.5, 1.5]],
    ['/Datastreams($level)/Observations?$orderby=result desc', [1.5, 0.5, -2.5]],
    ['/Datastreams($level)/Observations?$orderby=phenomenonTime desc', [-2.5, 1.5, 0.5]],
    ['/Datastreams($level)/Observations?$orderby=id desc', [-2.5, 1.5, 0.5]],
    ['/Datastreams($level)/Observations?$orderby=result mul result', [0.5, 1.5, -2.5]],
    ['/Datastreams($cold)/Observations?$orderby=resultQuality desc,result desc', [15, 14, 13, 12, 11, 10]],
    ['/Things($thing_a)/Datastreams?$orderby=name', ['STA Mực', 'STA Ấm']],
    ['/Things($thing_a)/Datastreams?$orderby=ObservedProperty/name,name', ['STA Mực', 'STA Ấm']],
    ['/Things($thing_a)/Datastreams?$orderby=ObservedProperty/name desc', ['STA Ấm', 'STA Mực']],
    ['/Things($thing_a)/Datastreams?$orderby=phenomenonTime desc', ['STA Mực', 'STA Ấm']],
    [`/Things?$filter=${mine}&$orderby=properties/spaces desc,name`, ['STA Cầu', 'STA Bãi Hai', 'STA Bãi Một']],
    // Over all streams: the last readings first, and those that lie in chunks as well.
    ['/Observations?$orderby=phenomenonTime desc&$top=3&$filter=Datastream/id le $free', [2504, 2503, 2502]],
    ['/Observations?$orderby=phenomenonTime desc&$top=2&$filter=Datastream/id lt $long', [15, 14]],
    ['/Observations?$orderby=Datastream/name desc,result&$top=2&$filter=Datastream/id in ($level,$cold)', null],
    ['/Datastreams($long)/Observations?$top=3&$orderby=phenomenonTime desc&$skip=4', [2500, 2499, 2498]],
    ['/Datastreams($long)/Observations?$top=4&$filter=phenomenonTime ge 2026-04-01T00:10:00Z', [300, -1, 301, -2]],
    ['/Datastreams($long)/Observations?$top=4&$orderby=phenomenonTime desc&$filter=phenomenonTime le 2026-04-01T00:10:03Z', [-2, 301, -1, 300]],
    ['/Datastreams($long)/Observations?$top=2&$skip=2000', [1998, 1999]],
  ], async ([text, expected], { server, values }) => {
    const body = await ok(server, values, text);
    if (expected) assert.deepEqual(body.value.map((e) => e.name ?? e.result), expected);
    else assert.equal(body.value.length, 2);
  }),
  table('request-data/select', [
    ['/Things($thing_a)?$select=name', ['name']],
    ['/Things($thing_a)?$select=id,description', ['@iot.id', 'description']],
    ['/Things($thing_a)?$select=@iot.id,Datastreams', ['@iot.id', 'Datastreams@iot.navigationLink']],
    ['/Things($thing_a)?$select=name&$expand=Locations($select=location)', ['Locations', 'name']],
    ['/Observations?$top=1&$select=result,phenomenonTime', ['phenomenonTime', 'result']],
    ['/Datastreams($warm)?$select=unitOfMeasurement,phenomenonTime', ['phenomenonTime', 'unitOfMeasurement']],
    ...['name', 'description', 'encodingType', 'metadata', 'properties'].map((p) => [`/Sensors($sensor_a)?$select=${p}`, [p]]),
    ...['name', 'definition', 'description', 'properties'].map((p) => [`/Datastreams($warm)/ObservedProperty?$select=${p}`, [p]]),
    ...['name', 'description', 'encodingType', 'feature'].map((p) => [`/FeaturesOfInterest($thing_a)?$select=${p}`, [p]]),
    ...['name', 'description', 'encodingType', 'location'].map((p) => [`/Locations($thing_a)?$select=${p}`, [p]]),
    ...['name', 'description', 'observationType', 'unitOfMeasurement', 'observedArea', 'phenomenonTime', 'properties'].map((p) => [`/Datastreams($warm)?$select=${p}`, [p]]),
  ], async ([text, keys], { server, values }) => {
    const body = await ok(server, values, text);
    assert.deepEqual(Object.keys(body.value ? body.value[0] : body).sort(), keys);
  }),
  {
    requirement: `${base}request-data/expand`,
    run: async ({ server, values }) => {
      const thing = await ok(server, values, '/Things($thing_a)?$expand=Datastreams/Observations,Locations,Datastreams($orderby=id;$expand=Sensor,ObservedProperty)');
      assert.deepEqual(thing.Datastreams.map((d) => [d.name, d.Sensor.name, d.ObservedProperty.properties.key, d.Observations.length]), [['STA Ấm', 'STA Cảm biến Một', 'temperature', 12], ['STA Mực', 'STA Cảm biến Một', 'water_level', 3]]);
      assert.equal(thing.Locations[0].location.type, 'Point');
      assert.ok(!('Datastreams@iot.navigationLink' in thing) && 'HistoricalLocations@iot.navigationLink' in thing);
      const filtered = await ok(server, values, '/Things($thing_a)?$expand=Datastreams($expand=Observations($filter=result gt 1 and result lt 4;$orderby=result desc;$select=result);$filter=name eq \'STA Ấm\';$top=1)');
      assert.deepEqual(filtered.Datastreams.map((d) => d.Observations), [[{ result: 3 }, { result: 2 }]]);
      const observations = await ok(server, values, '/Observations?$filter=(result eq 15 and Datastream/id eq $cold) or result eq 2000&$expand=Datastream/Thing,FeatureOfInterest&$orderby=result');
      assert.deepEqual(observations.value.map((o) => [o.result, o.Datastream.Thing.name, o.FeatureOfInterest.feature.type]), [[15, 'STA Bãi Hai', 'Point'], [2000, 'STA Cầu', 'LineString']]);
      const latest = await ok(server, values, `/Datastreams?$filter=${mine}&$orderby=name&$select=name&$expand=Observations($orderby=phenomenonTime desc;$top=1;$select=result)`);
      assert.deepEqual(Object.fromEntries(latest.value.map((d) => [d.name, d.Observations[0]?.result])), { 'STA Dài': 2504, 'STA Lạnh': 15, 'STA Mực': -2.5, 'STA Rời': 7, 'STA Trống': undefined, 'STA Ấm': 11 });
      const free = await ok(server, values, '/Datastreams($free)?$expand=Thing');
      assert.ok(!('Thing' in free) || free.Thing === null);
      const past = await ok(server, values, '/HistoricalLocations?$filter=Thing/id eq $thing_a&$expand=Locations,Thing');
      assert.equal(past.value[0].Locations[0]['@iot.id'], values.thing_a);
    },
  },
  table('request-data/status-code', [
    ['$filter=name eq', 400, 'invalid_filter', '7'], ['$filter=nothing eq 1', 400, 'invalid_filter', '0'], ['$filter=name eq 1', 400, 'invalid_filter', '8'],
    ['$orderby=nothing', 400, 'invalid_parameter'], ['$select=nothing', 400, 'invalid_parameter'], ['$expand=Sensor', 400, 'invalid_parameter'], ['$top=-1', 400, 'invalid_parameter'],
    ['$top=x', 400, 'invalid_parameter'], ['$count=maybe', 400, 'invalid_parameter'], ['$resultFormat=XML', 400, 'invalid_parameter'], ['$resultFormat=dataArray', 400, 'invalid_parameter'],
    ['nothing=1', 400, 'unknown_parameter'], ['$skip=1000001', 400, 'filter_too_costly'], [`$filter=${'('.repeat(40)}id eq 1${')'.repeat(40)}`, 400, 'filter_too_costly'], ['$skiptoken=x', 400, 'invalid_parameter'],
  ], async ([query, status, code, position], { server, values }) => {
    const answer = await get(server, values, `/Things?${query}`);
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.body.code, code);
    if (position) assert.match(answer.body.detail_en ?? answer.text, new RegExp(`at position ${position}\\b`));
  }),
  // -- conditions
  filters('request-data/filter', [
    ...[['lt', []], ['le', ['STA Bãi Một']], ['eq', ['STA Bãi Một']], ['ge', ['STA Bãi Hai', 'STA Bãi Một']], ['gt', ['STA Bãi Hai']], ['ne', ['STA Bãi Hai']]]
      .map(([op, expected]) => [`/Things?$filter=${mine} and properties/spaces ${op} 50`, expected]),
    ...[['lt', [0, 1, 2]], ['le', [0, 1, 2, 3]], ['eq', [3]], ['ge', [3, 4, 5, 6, 7, 8, 9, 10, 11]], ['gt', [4, 5, 6, 7, 8, 9, 10, 11]], ['ne', [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11]]]
      .flatMap(([op, expected]) => [[`/Datastreams($warm)/Observations?$filter=result ${op} 3`, expected], [`/Datastreams($warm)/Observations?$filter=phenomenonTime ${op} 2026-01-01T03:00:00Z`, expected],
        [`/Datastreams($warm)/Observations?$filter=result add 1 ${op} 4`, expected]]),
    ["/Things?$filter=name eq 'STA Cầu'", ['STA Cầu']], [`/Things?$filter=${mine} and name ne 'STA Cầu'`, ['STA Bãi Hai', 'STA Bãi Một']], ["/Things?$filter=name in ('STA Cầu','STA Bãi Một')", ['STA Cầu', 'STA Bãi Một']],
    ["/Things?$filter=id eq $thing_a", ['STA Bãi Một']], ["/Things?$filter=@iot.id lt $thing_b and @iot.id ge $thing_a", ['STA Bãi Một']],
    [`/Things?$filter=${mine} and properties/spaces eq null`, ['STA Cầu']], [`/Things?$filter=${mine} and properties/spaces ne null`, ['STA Bãi Hai', 'STA Bãi Một']], [`/Things?$filter=${mine} and properties/spaces eq '50'`, ['STA Bãi Một']],
    [`/Things?$filter=${mine} and not properties/spaces eq 50`, ['STA Bãi Hai']], [`/Things?$filter=${mine} and not (properties/spaces eq 50 or properties/spaces eq null)`, ['STA Bãi Hai']],
    [`/Things?$filter=properties/class eq 'bridge' and ${mine}`, ['STA Cầu']],
    // precedence
    ["/Things?$filter=name eq 'STA Cầu' or name eq 'STA Bãi Một' and properties/spaces eq 1", ['STA Cầu']], ["/Things?$filter=(name eq 'STA Cầu' or name eq 'STA Bãi Một') and properties/spaces eq 50", ['STA Bãi Một']],
    ['/Datastreams($warm)/Observations?$filter=result mul 2 add 1 eq 7', [3]], ['/Datastreams($warm)/Observations?$filter=result sub 3 mul 2 eq -4', [2]], ['/Datastreams($warm)/Observations?$filter=result mod 5 eq 1', [1, 6, 11]],
    ['/Datastreams($warm)/Observations?$filter=result div 2 eq 5.5', [11]], ['/Datastreams($warm)/Observations?$filter=(result sub 10) div 0 eq 1', []], ['/Datastreams($level)/Observations?$filter=result lt -2', [-2.5]], ['/Datastreams($level)/Observations?$filter=-result eq 2.5', [-2.5]],
    ["/Datastreams($warm)/Observations?$filter=result eq '3'", [3]], ["/Datastreams($warm)/Observations?$filter=result gt '3'", [4, 5, 6, 7, 8, 9]], ["/Datastreams($cold)/Observations?$filter=resultQuality eq 'uncertain'", [15]],
    ['/Datastreams($warm)/Observations?$filter=result in (1, 3, 99)', [1, 3]], ['/Observations?$filter=result eq null', []], ['/Datastreams($level)/Observations?$filter=resultTime eq null', [-2.5, 0.5, 1.5]],
    // along links
    ["/Things?$filter=Datastreams/name eq 'STA Ấm'", ['STA Bãi Một']], ["/Things?$filter=Datastreams/ObservedProperty/name eq 'Nhiệt độ'", ['STA Bãi Hai', 'STA Bãi Một']], ["/Things?$filter=Locations/name eq 'STA Cầu'", ['STA Cầu']],
    [`/Things?$filter=${mine} and Datastreams/Thing/Datastreams/ObservedProperty/name eq 'Mực nước'`, ['STA Bãi Một']], ["/Datastreams?$filter=Thing/name eq 'STA Cầu'", ['STA Trống', 'STA Dài']], ["/Datastreams?$filter=Sensor/properties/serial eq 'STA-2'", ['STA Lạnh']],
    ["/Datastreams?$filter=unitOfMeasurement/symbol eq 'K' and name ne description", []], ["/Datastreams?$filter=unitOfMeasurement/name eq 'K' and name eq description", ['STA Lạnh']], ["/Observations?$filter=Datastream/Thing/name eq 'STA Bãi Hai' and result ge 14", [14, 15]],
    ["/Observations?$filter=Datastream/name eq 'STA Mực' or result eq 2500", [0.5, 1.5, -2.5, 2500]], ["/Observations?$filter=result gt Datastream/properties/least and result le 1 and Datastream/id in ($warm,$level)", [0, 1]],
    ["/Sensors?$filter=Datastreams/Observations/result eq 2000", ['STA Cảm biến Ba']], [`/Things?$filter=${mine} and Datastreams/Observations/result lt -2`, ['STA Bãi Một']], ["/Datastreams?$filter=Observations/result gt 2503", ['STA Dài']],
    ["/Datastreams?$filter=Observations/phenomenonTime lt 2026-01-02T00:00:00Z and startswith(name,'STA ')", ['STA Ấm', 'STA Rời']], ["/FeaturesOfInterest?$filter=Observations/result eq -2.5", ['STA Bãi Một']], ["/ObservedProperties?$filter=Datastreams/Thing/id eq $thing_a", ['Nhiệt độ', 'Mực nước']],
    // lambdas
    ["/Things?$filter=Datastreams/any(d: d/name eq 'STA Ấm' and d/Sensor/name eq 'STA Cảm biến Một')", ['STA Bãi Một']], ["/Things?$filter=Datastreams/any(d: d/name eq 'STA Ấm' and d/unitOfMeasurement/symbol eq 'm')", []],
    [`/Things?$filter=${mine} and Datastreams/all(d: d/unitOfMeasurement/symbol eq 'K')`, ['STA Bãi Hai']], [`/Things?$filter=${mine} and Datastreams/any()`, ['STA Bãi Hai', 'STA Bãi Một', 'STA Cầu']],
    [`/Datastreams?$filter=${mine} and not Observations/any()`, ['STA Trống']], [`/Datastreams?$filter=${mine} and Observations/any(o: o/result gt 10 and o/result lt 12)`, ['STA Ấm', 'STA Lạnh', 'STA Dài']], [`/Datastreams?$filter=${mine} and Observations/any() and Observations/all(o: o/result lt 12)`, ['STA Ấm', 'STA Mực', 'STA Rời']],
    ["/Things?$filter=Datastreams/any(d: d/Observations/any(o: o/result eq -2.5) and d/name eq 'STA Mực')", ['STA Bãi Một']],
  ]),
  // What somebody may not see is in no list, no count and behind no condition.
  filters('request-data/filter/rights', [
    [`/Things?$filter=${mine}`, ['STA Bãi Hai', 'STA Bãi Một', 'STA Cầu']], [`/Things?$filter=${mine}`, ['STA Bãi Hai', 'STA Bãi Một', 'STA Cầu', 'STA Kín'], 'asset_engineer'], ["/ObservedProperties?$filter=Datastreams/name eq 'STA Kín'", []],
    ["/ObservedProperties?$filter=Datastreams/name eq 'STA Kín'", ['Nhiệt độ'], 'asset_engineer'], ["/ObservedProperties?$filter=Datastreams/Observations/result eq 9001", []], ['/Observations?$filter=result eq 9001 and Datastream/id eq $secret', []],
    ['/Observations?$filter=result eq 9001 and Datastream/id eq $secret', [9001], 'asset_engineer'], ["/Locations?$filter=name eq 'STA Kín'", []], ["/HistoricalLocations?$filter=Thing/name eq 'STA Kín'", []], ["/FeaturesOfInterest?$filter=name eq 'STA Kín'", []], ["/Sensors?$filter=name eq 'STA Cảm biến Kín'", []],
  ]),
  table('request-data/rights', ['/Things($thing_hidden)', '/Things($thing_hidden)/Datastreams', '/Locations($thing_hidden)', '/Datastreams($secret)', '/Datastreams($secret)/Observations', '/Sensors($sensor_hidden)', '/FeaturesOfInterest($thing_hidden)/Observations', '/Sensors($sensor_hidden)/Datastreams'],
    async (path, { server, values }) => {
      assert.equal((await get(server, values, path)).status, 404);
      assert.equal((await get(server, values, path, 'asset_engineer')).status, 200);
    }),
];
