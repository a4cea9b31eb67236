// Well-formed requests of every kind, made at random from a seed: each is answered, or refused for what it costs; none
// is an error of the server. HATANG_STA_SEED repeats a run.
import assert from 'node:assert/strict';
import { base, client, target } from '../lib.mjs';

const model = {
  Things: { text: ['name', 'description', 'properties/class'], number: ['id', 'properties/spaces'], links: { Datastreams: 'Datastreams', Locations: 'Locations', HistoricalLocations: 'HistoricalLocations' } },
  Locations: { text: ['name', 'encodingType'], number: ['id'], geometry: ['location'], links: { Things: 'Things', HistoricalLocations: 'HistoricalLocations' } },
  HistoricalLocations: { number: ['id'], time: ['time'], links: { Thing: 'Things', Locations: 'Locations' } },
  Datastreams: { text: ['name', 'unitOfMeasurement/symbol'], number: ['id', 'properties/least'], time: ['phenomenonTime', 'resultTime'], geometry: ['observedArea'], links: { Thing: 'Things', Sensor: 'Sensors', ObservedProperty: 'ObservedProperties', Observations: 'Observations' } },
  Sensors: { text: ['name', 'metadata'], number: ['id', 'properties/serial'], links: { Datastreams: 'Datastreams' } },
  ObservedProperties: { text: ['name', 'definition'], number: ['id'], links: { Datastreams: 'Datastreams' } },
  Observations: { text: ['resultQuality'], number: ['id', 'result'], time: ['phenomenonTime', 'resultTime'], links: { Datastream: 'Datastreams', FeatureOfInterest: 'FeaturesOfInterest' } },
  FeaturesOfInterest: { text: ['name'], number: ['id'], geometry: ['feature'], links: { Observations: 'Observations' } },
};
const many = (link) => link.endsWith('s') && link !== 'Sensors' ? true : link in model;

class Maker {
  constructor(seed) { this.state = seed >>> 0; }

  below(n) {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor(this.state / 2 ** 32 * n);
  }

  pick(list) { return list[this.below(list.length)]; }

  // A path from a set to a property of the type, along up to two links; nothing where there is none.
  path(set, kind, prefix = '') {
    let here = set, way = prefix;
    for (let i = this.below(3); i > 0; i -= 1) {
      const link = this.pick(Object.keys(model[here].links));
      if (link === 'Observations' && set === 'Observations') break;
      way += `${link}/`;
      here = model[here].links[link];
    }
    const names = model[here][kind];
    return names ? way + this.pick(names) : undefined;
  }

  value(set, kind, depth, prefix) {
    const path = this.path(set, kind, prefix);
    if (path && this.below(3) > 0) return path;
    const sub = (k) => this.value(set, k, depth - 1, prefix);
    const deeper = depth > 0 && this.below(2) === 0;
    switch (kind) {
      case 'number':
        if (!deeper) return this.pick(['0', '1', '-2.5', '1e3', '9007199254740993', '1e300', '-1e300', '0.1']);
        return this.pick([() => `(${sub('number')} ${this.pick(['add', 'sub', 'mul', 'div', 'mod'])} ${sub('number')})`, () => `-(${sub('number')})`, () => `${this.pick(['round', 'floor', 'ceiling'])}(${sub('number')})`,
          () => `length(${sub('text')})`, () => `indexof(${sub('text')}, ${sub('text')})`, () => `${this.pick(['year', 'month', 'day', 'hour', 'minute', 'second', 'fractionalseconds', 'totaloffsetminutes'])}(${sub('time')})`,
          () => `geo.distance(${sub('geometry')}, ${sub('geometry')})`, () => `geo.length(${sub('geometry')})`])();
      case 'text':
        if (!deeper) return this.pick(["'STA'", "'Cầu'", "''", "'it''s'", "'%_\\'", "'50'"]);
        return this.pick([() => `${this.pick(['tolower', 'toupper', 'trim'])}(${sub('text')})`, () => `concat(${sub('text')}, ${sub('text')})`, () => `substring(${sub('text')}, ${sub('number')})`, () => `substring(${sub('text')}, ${sub('number')}, ${sub('number')})`])();
      case 'time':
        if (!deeper) return this.pick(['2026-01-01T00:00:00Z', '2026-03-01T00:00:00.123456Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-01-01T00:00:00Z/2026-06-01T00:00:00Z', 'now()', 'mindatetime()', 'maxdatetime()']);
        return `(${sub('time')} ${this.pick(['add', 'sub'])} ${this.pick(["duration'PT1H'", "duration'P36600D'", "-duration'P1DT0.5S'"])})`;
      default:
        return this.pick(["geography'POINT(8 51)'", "geography'LINESTRING(0 0,0 0)'", "geography'POLYGON((7 50,9 50,9 52,7 52,7 50))'", "geography'POLYGON((0 0,1 1,1 0,0 1,0 0))'", "geography'MULTIPOINT(1 1,(2 2))'", "geography'GEOMETRYCOLLECTION(POINT(8 51),LINESTRING(5 52,6 52))'", "geography'POINT(1e6 -1e6)'"]);
    }
  }

  condition(set, depth, prefix = '') {
    const sub = () => this.condition(set, depth - 1, prefix);
    const kind = this.pick(['number', 'text', 'time', 'number', 'text', 'time', 'geometry']);
    const v = (k) => this.value(set, k, 2, prefix);
    if (depth > 0 && this.below(3) === 0) return this.pick([() => `(${sub()} and ${sub()})`, () => `(${sub()} or ${sub()})`, () => `not (${sub()})`, () => `(${sub()}) eq true`])();
    if (depth > 0 && prefix === '' && this.below(6) === 0) {
      const link = this.pick(Object.keys(model[set].links).filter(many));
      if (link && link in model) return `${link}/${this.pick(['any', 'all'])}(x: ${this.condition(link, depth - 1, 'x/')})`;
    }
    if (kind === 'geometry') return this.pick([() => `${this.pick(['st_equals', 'st_disjoint', 'st_touches', 'st_within', 'st_overlaps', 'st_crosses', 'st_intersects', 'st_contains', 'geo.intersects'])}(${v('geometry')}, ${v('geometry')})`, () => `st_relate(${v('geometry')}, ${v('geometry')}, 'T*F**F***')`])();
    if (this.below(4) === 0) return kind === 'text' ? `${this.pick(['substringof', 'contains', 'startswith', 'endswith'])}(${v('text')}, ${v('text')})` : kind === 'time' ? `${this.pick(['before', 'after', 'meets', 'overlaps', 'starts', 'finishes'])}(${v('time')}, ${v('time')})` : `${v('number')} in (1, 2.5, -3)`;
    if (this.below(10) === 0) return `${this.path(set, 'number', prefix) ?? 'null'} ${this.pick(['eq', 'ne'])} null`;
    return `${v(kind)} ${this.pick(['eq', 'ne', 'lt', 'le', 'gt', 'ge'])} ${v(kind)}`;
  }

  expand(set, depth) {
    const link = this.pick(Object.keys(model[set].links));
    const options = [`$top=${this.below(4)}`];
    const to = model[set].links[link];
    if (this.below(2) === 0) options.push(`$filter=${this.condition(to, 1)}`);
    if (this.below(3) === 0) options.push('$count=true');
    if (this.below(3) === 0) options.push(`$skip=${this.below(3)}`);
    if (depth > 0 && this.below(2) === 0) options.push(`$expand=${this.expand(to, depth - 1)}`);
    return `${link}(${options.join(';')})`;
  }

  request() {
    const set = this.pick(Object.keys(model)), query = [`$top=${this.below(20)}`];
    query.push(`$filter=${this.condition(set, 3)}`);
    if (this.below(3) === 0) query.push(`$expand=${this.expand(set, 2)}`);
    if (this.below(3) === 0) query.push(`$orderby=${this.value(set, this.pick(['number', 'text', 'time']), 1, '')} ${this.pick(['asc', 'desc'])}`);
    if (this.below(3) === 0) query.push('$count=true');
    if (this.below(4) === 0) query.push(`$skip=${this.below(20)}`);
    return `/${set}?${query.join('&')}`;
  }
}

export const tests = [{
  requirement: `${base}request-data/robustness`,
  run: async ({ server, values }) => {
    const seed = Number(process.env.HATANG_STA_SEED ?? 20261129), requests = Number(process.env.HATANG_STA_REQUESTS ?? 400);
    const maker = new Maker(seed), viewer = await client(server), codes = new Map();
    for (let i = 0; i < requests; i += 1) {
      const text = maker.request();
      const { status, body, text: all } = await viewer.request('GET', target(text, values));
      assert.ok(status < 500, `seed ${seed}, request ${i}: ${text}\n${all.slice(0, 300)}`);
      codes.set(body.code ?? status, (codes.get(body.code ?? status) ?? 0) + 1);
    }
    assert.ok(codes.get(200) > requests / 3, `too few were answered: ${JSON.stringify([...codes])}`);
  },
}];
