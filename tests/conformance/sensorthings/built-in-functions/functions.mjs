import { filters } from '../lib.mjs';

const warm = (filter, expected) => [`/Datastreams($warm)/Observations?$filter=${filter}`, expected];
const level = (filter, expected) => [`/Datastreams($level)/Observations?$filter=${filter}`, expected];
const things = (filter, expected) => [`/Things?$filter=startswith(name,'STA ') and ${filter}`, expected];
const places = (filter, expected) => [`/Locations?$filter=startswith(name,'STA ') and ${filter}`, expected];
const streams = (filter, expected) => [`/Datastreams?$filter=startswith(name,'STA ') and ${filter}`, expected];
const one = ['STA Bãi Một'], two = ['STA Bãi Hai'], bridge = ['STA Cầu'], parks = ['STA Bãi Một', 'STA Bãi Hai'];
const square = "geography'POLYGON((7 50, 9 50, 9 51.5, 7 51.5, 7 50))'", line = "geography'LINESTRING(4 52, 9 52)'";

export const tests = [
  filters('request-data/built-in-query-functions/string', [
    things("substringof('Bãi', name)", parks), things("contains(name, 'Cầu')", bridge), things("endswith(name, 'Hai')", two), things("startswith(name, 'STA C')", bridge), things('length(name) eq 7', bridge),
    things("indexof(name, 'Bãi') eq 4", parks), things("indexof(name, 'x') eq -1", [...parks, ...bridge]), things("substring(name, 8) eq 'Một'", one), things("substring(name, 4, 3) eq 'Bãi'", parks), things("tolower(name) eq 'sta cầu'", bridge),
    things("toupper(name) eq 'STA CẦU'", bridge), things("trim(concat('  ', name)) eq 'STA Cầu'", bridge), things("concat(concat(name, '-'), properties/class) eq 'STA Cầu-bridge'", bridge),
    // The same on readings, which no SQL sees.
    [`/Datastreams($cold)/Observations?$filter=substringof('cert', resultQuality)`, [15]], [`/Datastreams($cold)/Observations?$filter=toupper(substring(resultQuality, 2, 3)) eq 'CER' and length(resultQuality) eq 9`, [15]],
  ]),
  filters('request-data/built-in-query-functions/math', [
    level('round(result) eq 1', [0.5]), level('round(result) eq -3', [-2.5]), level('floor(result) eq 1', [1.5]), level('ceiling(result) eq 2', [1.5]), level('ceiling(result) eq -2', [-2.5]),
    things('round(properties/area_ha) eq 1', one), things('floor(properties/area_ha add 0.6) eq 1', one), things('ceiling(properties/spaces div 60) eq 5', two),
  ]),
  filters('request-data/built-in-query-functions/date-time', [
    warm('hour(phenomenonTime) eq 7', [7]), warm('year(phenomenonTime) eq 2025', []), level('day(phenomenonTime) eq 2', [1.5]), level('month(phenomenonTime) eq 2', [0.5, 1.5, -2.5]), level('minute(phenomenonTime) eq 30 and second(phenomenonTime) eq 15', [0.5, 1.5, -2.5]),
    level('fractionalseconds(phenomenonTime) eq 0.25', [0.5, 1.5, -2.5]), level('date(phenomenonTime) eq 2026-02-03', [-2.5]), warm('time(phenomenonTime) gt 10:30:00', [11]), warm('totaloffsetminutes(phenomenonTime) ne 0', []),
    warm('phenomenonTime gt now()', []), warm('phenomenonTime gt mindatetime() and phenomenonTime lt maxdatetime() and result eq 4', [4]),
    warm("phenomenonTime add duration'PT1H' eq 2026-01-01T04:00:00Z", [3]), warm("phenomenonTime sub duration'PT1H' lt 2026-01-01T00:00:00Z", [0]), warm("phenomenonTime sub 2026-01-01T00:00:00Z eq duration'PT2H'", [2]), warm('phenomenonTime eq 2026-01-01T10:00:00+07:00', [3]),
    streams("year(phenomenonTime) eq 2026 and month(phenomenonTime) eq 4", ['STA Dài']), streams("hour(phenomenonTime) eq 6 and fractionalseconds(phenomenonTime) eq 0.25", ['STA Mực']),
  ]),
  filters('request-data/built-in-query-functions/intervals', [
    streams('phenomenonTime lt 2026-01-15T00:00:00Z', ['STA Ấm', 'STA Rời']), streams('phenomenonTime ge 2026-03-01T00:00:00Z', ['STA Lạnh', 'STA Dài']), streams('phenomenonTime gt 2026-02-03T06:30:15.25Z', ['STA Lạnh', 'STA Dài']),
    streams('phenomenonTime eq 2026-01-01T00:00:00Z/2026-01-01T11:00:00Z', ['STA Ấm']), streams('phenomenonTime eq null', ['STA Trống']), streams('before(phenomenonTime, 2026-02-01T00:00:00Z)', ['STA Ấm', 'STA Rời']), streams('after(phenomenonTime, 2026-02-28T00:00:00Z)', ['STA Lạnh', 'STA Dài']),
    streams('meets(phenomenonTime, 2026-01-01T11:00:00Z/2026-01-02T00:00:00Z)', ['STA Ấm']), streams('during(phenomenonTime, 2026-01-15T00:00:00Z/2026-03-15T00:00:00Z)', ['STA Mực', 'STA Lạnh']), streams('overlaps(phenomenonTime, 2026-01-01T05:00:00Z/2026-02-02T00:00:00Z)', ['STA Ấm', 'STA Mực']),
    streams('starts(phenomenonTime, 2026-01-01T00:00:00Z/2026-06-01T00:00:00Z)', ['STA Ấm', 'STA Rời']), streams('finishes(phenomenonTime, 2025-01-01T00:00:00Z/2026-01-01T11:00:00Z)', ['STA Ấm']),
    warm('during(phenomenonTime, 2026-01-01T02:00:00Z/2026-01-01T04:00:00Z)', [2, 3, 4]), warm('before(phenomenonTime, 2026-01-01T02:00:00Z)', [0, 1]), warm('not before(phenomenonTime, 2026-01-01T10:00:00Z)', [10, 11]), warm('overlaps(phenomenonTime, 2026-01-01T10:30:00Z/2026-01-02T00:00:00Z)', [11]),
  ]),
  filters('request-data/built-in-query-functions/geospatial', [
    places("geo.distance(location, geography'POINT(8 51.5)') lt 0.6", parks), places("geo.distance(location, geography'POINT(8 51)') eq 0", one), places('geo.length(location) eq 1', bridge), places(`geo.intersects(location, ${square})`, one),
    places("st_equals(location, geography'POINT(8 51)')", one), places("st_equals(location, geography'LINESTRING(6 52, 5 52)')", bridge), places(`st_disjoint(location, ${square})`, [...two, ...bridge]), places("st_touches(geography'POLYGON((8 50, 9 50, 9 51, 8 51, 8 50))', location)", one),
    places(`st_within(location, ${square})`, one), places("st_overlaps(geography'LINESTRING(5.5 52, 7 52)', location)", bridge), places("st_crosses(location, geography'LINESTRING(5.5 51, 5.5 53)')", bridge), places(`st_intersects(location, ${line})`, [...two, ...bridge]),
    places(`st_contains(${square}, location)`, one), places("st_contains(location, geography'POINT(5.5 52)')", bridge), places(`st_relate(location, ${square}, 'T********')`, one),
    things(`st_within(Locations/location, ${square})`, one), [`/FeaturesOfInterest?$filter=st_within(feature, ${square}) and startswith(name,'STA ')`, one], streams(`st_within(observedArea, ${square})`, ['STA Ấm', 'STA Mực']),
    [`/Observations?$filter=st_within(FeatureOfInterest/feature, ${square}) and result lt 1`, [0, 0.5, -2.5]], [`/Observations?$filter=st_within(Datastream/Thing/Locations/location, ${square}) and result lt 0`, [-2.5]],
  ]),
];
