// Conditions that are answered on a shorter way – by an index, from memory, below few entities – against the same ones said so that
// no such way is open: `not (x ne v)` is true of what `x eq v` is true of.
import assert from 'node:assert/strict';
import { base, client, filters, ok } from '../lib.mjs';

const of = (body) => body.value.map((e) => e.name).sort();
const text = (value) => `'${String(value).replaceAll("'", "''")}'`;

export const tests = [
  {
    requirement: `${base}request-data/filter/open-properties`,
    run: async ({ server }) => {
      const engineer = await client(server, 'asset_engineer');
      const attributes = {
        A: '{"code": "A7", "n": 7, "flag": true, "nested": {"code": "x", "list": ["p", "q"], "deep": {"k": "v"}}, "list": ["A7", "B"], "none": null, "words": "nó nói \\"ừ\\"\\n\\\\"}',
        B: '{"code": 7, "n": "7", "flag": "true", "nested": "x", "list": {"0": "A7"}, "none": "null"}',
        C: '{"code": "7", "n": 7.0, "flag": false, "nested": {"code": 7, "list": "p"}, "list": "A7"}',
        D: '{"code": 7.00, "n": 7.00000000000000000001, "nested": {"code": "7.00", "deep": {"k": true}}, "words": "nó nói"}',
        E: '{"ward": "ở đâu đó", "class": "không phải"}', F: '{}',
      };
      for (const [name, json] of Object.entries(attributes)) {
        const { id } = await engineer.call('POST', '/api/v1/assets', { class: 'car_park', name: `Thuộc tính ${name}`, attributes: {} });
        server.sql(`update registry.asset set attributes = '${json.replaceAll("'", "''")}' where id = ${id}`);
        const sensor = await engineer.call('POST', '/api/v1/sensors', { asset_id: id, serial: `TT-${name}`, name: `Thuộc tính ${name}` });
        server.sql(`update telemetry.sensor set properties = '${json.replaceAll("'", "''")}' where id = ${sensor.id}`);
        await engineer.call('POST', '/api/v1/datastreams', { sensor_id: sensor.id, name: `Thuộc tính ${name}`, property: 'status', unit: '1' });
      }
      const failures = [];
      const ask = async (set, condition) => of(await ok(server, {}, `/${set}?$filter=startswith(name,'Thuộc tính ') and ${condition}&$top=100`));
      const rows = [
        ['code', text('A7'), 'A'], ['code', text('7'), 'BC'], ['code', text('7.00'), 'D'], ['code', text('7.0'), ''], ['code', text('07'), ''], ['code', text('7e0'), ''], ['code', text('-7'), ''], ['code', 7, 'BD'], ['code', 7.5, ''],
        ['n', text('7'), 'AB'], ['n', text('7.0'), 'C'], ['n', 7, 'ACD'], ['flag', 'true', 'A'], ['flag', 'false', 'C'], ['flag', text('true'), 'B'],
        ['nested/code', text('x'), 'A'], ['nested/code', text('7'), 'C'], ['nested/code', text('7.00'), 'D'], ['nested', text('x'), 'B'], ['nested/deep/k', text('v'), 'A'], ['nested/deep/k', 'true', 'D'],
        ['list', text('A7'), 'C'], ['none', text('null'), 'B'], ['none', text(''), ''], ['words', text('nó nói "ừ"\n\\'), 'A'], ['words', text('nó nói'), 'D'], ['words', text("'"), ''],
        ['missing', text('A7'), ''], ['missing', 'true', ''],
      ];
      const expected = (letters) => [...letters].map((l) => `Thuộc tính ${l}`);
      for (const [member, value, letters] of rows)
        for (const [set, condition] of [['Things', `properties/${member} eq ${value}`], ['Things', `not (properties/${member} ne ${value})`], ['Things', `(properties/${member} eq ${value}) eq true`],
          ['Sensors', `${value} eq properties/${member}`], ['Datastreams', `Thing/properties/${member} in (${value},${value})`]])
          try { assert.deepEqual(await ask(set, condition), expected(letters)); } catch (error) { failures.push(`${set}: ${condition}: ${error.message}`); }
      // What is not there is neither equal nor not equal.
      for (const [condition, letters] of [["not properties/flag eq true", 'C'], ["properties/flag ne true", 'C'], ["not properties/code eq 'A7'", 'BCD'], ["not (properties/missing eq 'x')", ''],
        ["properties/code eq null", 'EF'], ["properties/none eq null", 'ACDEF'], ["properties/code ne null", 'ABCD'], ["properties/n gt 6", 'ACD'], ["properties/code gt '7'", 'AD'], ["startswith(properties/nested/code,'7')", 'CD'],
        // Columns win over attributes of their names, which are seen where the column is empty.
        ["properties/class eq 'car_park'", 'ABCDEF'], ["properties/class eq 'không phải'", ''], ["properties/ward eq 'ở đâu đó'", 'E'], ["not properties/ward ne 'ở đâu đó'", 'E'], ["properties/ward eq null", 'ABCDF'], ["properties/level eq 'work'", 'ABCDEF'],
        ["properties/generated eq false", 'ABCDEF'], ["properties/parent eq null", 'ABCDEF'], ["properties/class/x eq 'car_park'", '']])
        try { assert.deepEqual(await ask('Things', condition), expected(letters)); } catch (error) { failures.push(`${condition}: ${error.message}`); }
      assert.equal(failures.length, 0, failures.join('\n'));
      // The view of the register lets the index be used.
      assert.match(server.sql(`set enable_seqscan = off; explain select id from registry_api.asset_detail where status <> 'retired' and attributes @> '{"code": "A7"}'`), /asset_attributes/);
    },
  },
  filters('request-data/filter/times-of-datastreams', [
    ...[['overlaps(phenomenonTime,2026-02-01T00:00:00Z/2026-03-01T00:00:00Z)', ['STA Lạnh', 'STA Mực'], ['STA Dài', 'STA Rời', 'STA Ấm']],
      ['during(phenomenonTime,2026-01-01T00:00:00Z/2026-01-02T00:00:00Z)', ['STA Rời', 'STA Ấm'], ['STA Dài', 'STA Lạnh', 'STA Mực']],
      ['before(phenomenonTime,2026-03-01T00:00:00Z)', ['STA Mực', 'STA Rời', 'STA Ấm'], ['STA Dài', 'STA Lạnh']], ['before(2026-03-01T00:00:00Z,phenomenonTime)', ['STA Dài'], ['STA Lạnh', 'STA Mực', 'STA Rời', 'STA Ấm']],
      ['after(phenomenonTime,2026-03-01T00:00:00Z)', ['STA Dài'], ['STA Lạnh', 'STA Mực', 'STA Rời', 'STA Ấm']], ['starts(phenomenonTime,2026-01-01T00:00:00Z)', ['STA Rời', 'STA Ấm'], ['STA Dài', 'STA Lạnh', 'STA Mực']],
      ['finishes(phenomenonTime,2026-01-01T11:00:00Z)', ['STA Ấm'], ['STA Dài', 'STA Lạnh', 'STA Mực', 'STA Rời']], ['phenomenonTime eq 2026-01-01T00:00:00Z', ['STA Rời'], ['STA Dài', 'STA Lạnh', 'STA Mực', 'STA Ấm']],
      ['phenomenonTime lt 2026-02-01T00:00:00Z', ['STA Rời', 'STA Ấm'], ['STA Dài', 'STA Lạnh', 'STA Mực']], ['phenomenonTime ge 2026-03-01T00:00:00Z', ['STA Dài', 'STA Lạnh'], ['STA Mực', 'STA Rời', 'STA Ấm']],
      ['2026-03-01T00:00:00Z le phenomenonTime', ['STA Dài', 'STA Lạnh'], ['STA Mực', 'STA Rời', 'STA Ấm']]]
      // A datastream without readings has no time: it is on neither side.
      .flatMap(([condition, yes, no]) => [[`/Datastreams?$filter=startswith(name,'STA ') and ${condition}`, yes], [`/Datastreams?$filter=startswith(name,'STA ') and not ${condition}`, no], [`/Datastreams?$filter=startswith(name,'STA ') and (${condition}) eq false`, no],
        [`/Datastreams?$filter=startswith(name,'STA ') and Thing/Datastreams/any(d: ${condition.replace('phenomenonTime', 'd/phenomenonTime')} and d/name eq 'STA Ấm')`, yes.includes('STA Ấm') ? ['STA Mực', 'STA Ấm'] : []]]),
    ["/Things?$filter=startswith(name,'STA ') and overlaps(Datastreams/phenomenonTime,2026-02-01T00:00:00Z/2026-03-01T00:00:00Z)", ['STA Bãi Hai', 'STA Bãi Một']],
    ["/Things?$filter=startswith(name,'STA ') and not overlaps(Datastreams/phenomenonTime,2026-02-01T00:00:00Z/2026-03-01T00:00:00Z)", ['STA Cầu']],
    ["/Things?$filter=startswith(name,'STA ') and Datastreams/all(d: overlaps(d/phenomenonTime,2026-02-01T00:00:00Z/2026-03-01T00:00:00Z))", ['STA Bãi Hai']],
    ["/Datastreams?$orderby=name&$filter=startswith(name,'STA ') and phenomenonTime eq null", ['STA Trống']], ["/Observations?$filter=(before(Datastream/phenomenonTime,2026-01-02T00:00:00Z) and result eq 7) or result eq 15", [7, 7, 15, 15]],
  ]),
  // Only what the rest of the filter keeps is looked through.
  filters('request-data/filter/observations-of-few', [
    ["/Things?$filter=name eq 'STA Bãi Hai' and Datastreams/Observations/resultQuality eq 'uncertain'", ['STA Bãi Hai']], ["/Things?$filter=name eq 'STA Bãi Một' and Datastreams/Observations/resultQuality eq 'uncertain'", []],
    ["/Things?$filter=Datastreams/Observations/resultQuality eq 'uncertain' and (name eq 'STA Bãi Hai' or name eq 'STA Bãi Một')", ['STA Bãi Hai']], ["/Things?$filter=name eq 'STA Bãi Một' and not Datastreams/Observations/resultQuality eq 'uncertain'", ['STA Bãi Một']],
    ["/Things?$filter=startswith(name,'STA ') and (name eq 'STA Cầu' or Datastreams/Observations/result eq -2.5)", ['STA Bãi Một', 'STA Cầu']], ["/Things?$filter=startswith(name,'STA ') and Datastreams/Observations/result eq -2.5 and Datastreams/Observations/result eq 11", ['STA Bãi Một']],
    ["/Datastreams?$filter=name eq 'STA Ấm' and Observations/all(o: o/result lt 12)", ['STA Ấm']], ["/Datastreams?$filter=name eq 'STA Dài' and Observations/all(o: o/result lt 12)", []], ["/Datastreams?$filter=startswith(name,'STA ') and not Observations/any(o: o/result gt 9)", ['STA Mực', 'STA Rời', 'STA Trống']],
    ["/Things($thing_a)/Datastreams?$filter=Observations/result gt 5", ['STA Ấm']], ["/Things($thing_c)/Datastreams?$filter=Observations/result gt 5 and name ne 'STA Trống'", ['STA Dài']], ["/FeaturesOfInterest?$filter=name eq 'STA Bãi Một' and Observations/result eq -2.5", ['STA Bãi Một']],
    ["/FeaturesOfInterest?$filter=name eq 'STA Bãi Hai' and Observations/result eq -2.5", []], ["/Things?$filter=name eq 'STA Kín' and Datastreams/Observations/result eq 9001", []], ["/Things?$filter=name eq 'STA Kín' and Datastreams/Observations/result eq 9001", ['STA Kín'], 'asset_engineer'],
    ["/Sensors($sensor_c)/Datastreams?$filter=Observations/phenomenonTime gt 2026-04-01T00:00:00Z", ['STA Dài']], ["/Things?$filter=overlaps(Datastreams/phenomenonTime,2026-03-01T00:00:00Z/2026-03-02T00:00:00Z) and startswith(name,'STA ') and Datastreams/Observations/resultQuality eq 'uncertain'", ['STA Bãi Hai']],
  ]),
];
