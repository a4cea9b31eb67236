import assert from 'node:assert/strict';
import { base, ok, table } from '../lib.mjs';

const text = (v) => typeof v === 'string' && v.length > 0, object = (v) => typeof v === 'object' && v !== null && !Array.isArray(v);
const geometry = (v) => object(v) && Array.isArray(v.coordinates);
const sets = [
  ['thing', '/Things($thing_a)', { name: text, description: text, properties: object }, ['Datastreams', 'MultiDatastreams', 'Locations', 'HistoricalLocations']],
  ['location', '/Locations($thing_a)', { name: text, description: text, encodingType: (v) => v === 'application/geo+json', location: geometry }, ['Things', 'HistoricalLocations']],
  ['historical-location', '/Things($thing_a)/HistoricalLocations', { time: text }, ['Thing', 'Locations']],
  ['datastream', '/Datastreams($warm)', { name: text, description: text, observationType: (v) => v.endsWith('OM_Measurement'), unitOfMeasurement: (v) => text(v.name) && text(v.symbol) && text(v.definition), observedArea: geometry, phenomenonTime: (v) => v === '2026-01-01T00:00:00Z/2026-01-01T11:00:00Z', properties: (v) => v.interval_s === 3600 && v.least === -40 }, ['Thing', 'Sensor', 'ObservedProperty', 'Observations']],
  ['sensor', '/Sensors($sensor_a)', { name: text, description: (v) => v === 'Ở cổng', encodingType: text, metadata: (v) => v === 'PT100', properties: (v) => v.serial === 'STA-1' }, ['Datastreams', 'MultiDatastreams']],
  ['observed-property', '/Datastreams($warm)/ObservedProperty', { name: text, definition: text, description: text, properties: (v) => v.key === 'temperature' }, ['Datastreams', 'MultiDatastreams']],
  ['observation', '/Datastreams($warm)/Observations', { phenomenonTime: text, resultTime: (v) => v === null, result: (v) => typeof v === 'number', resultQuality: (v) => v === 'good' }, ['Datastream', 'FeatureOfInterest']],
  ['feature-of-interest', '/FeaturesOfInterest($thing_a)', { name: text, description: text, encodingType: text, feature: geometry }, ['Observations']],
];
const first = (body) => (body.value ? body.value[0] : body);

export const tests = [
  ...sets.map(([name, path, properties, links]) => ({
    requirement: `${base}datamodel/${name}/properties`,
    run: async ({ server, values }) => {
      const entity = first(await ok(server, values, path));
      for (const [property, fits] of Object.entries(properties)) assert.ok(property in entity && fits(entity[property]), `${property}: ${JSON.stringify(entity[property])}`);
      for (const link of links) assert.equal(entity[`${link}@iot.navigationLink`], `${entity['@iot.selfLink']}/${link}`);
    },
  })),
  {
    requirement: `${base}datamodel/entity-control-information/common-control-information`,
    run: async ({ server, values }) => {
      for (const set of ['Things', 'Locations', 'HistoricalLocations', 'Datastreams', 'Sensors', 'ObservedProperties', 'Observations', 'FeaturesOfInterest']) {
        const { value } = await ok(server, values, `/${set}?$top=3`);
        assert.ok(value.length > 0, set);
        for (const e of value) {
          assert.ok(Number.isInteger(e['@iot.id']));
          assert.match(e['@iot.selfLink'], new RegExp(`^${server.url}/sta/v1\\.1/${set}\\(\\d+\\)$`));
          const path = e['@iot.selfLink'].slice(server.url.length + '/sta/v1.1'.length);
          const { '@iot.selfLink': self } = await ok(server, values, path);
          assert.equal(self, e['@iot.selfLink']);
        }
      }
    },
  },
  table('datamodel/thing/relations', [
    ['/Things($thing_a)/Locations', '$thing_a'], ['/Things($thing_a)/Datastreams', '$warm'], ['/Locations($thing_a)/Things', '$thing_a'],
    ['/Things($thing_a)/HistoricalLocations?$expand=Thing,Locations', null], ['/Sensors($sensor_a)/Datastreams', '$warm'], ['/FeaturesOfInterest($thing_a)/Observations', null],
  ], async ([path, id], { server, values }) => {
    const { value } = await ok(server, values, path);
    assert.ok(value.length > 0);
    if (id) assert.equal(value[0]['@iot.id'], values[id.slice(1)]);
    if (value[0].Locations) assert.deepEqual([value[0].Thing['@iot.id'], value[0].Locations[0]['@iot.id']], [values.thing_a, values.thing_a]);
  }),
];
