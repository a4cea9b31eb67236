import assert from 'node:assert/strict';
import { base, client, ok } from '../lib.mjs';
import { world } from './change.mjs';

const patch = async (server, path, operations, role = 'asset_engineer') => (await client(server, role)).request('PATCH', `/sta/v1.1${path}`, JSON.stringify(operations), { 'Content-Type': 'application/json-patch+json' });

export const tests = [
  {
    requirement: `${base}create-update-delete/update-entity/json-patch`,
    run: async ({ server, values }) => {
      const mine = await world(server);
      const changed = async (path, operations) => {
        const answer = await patch(server, path, operations);
        assert.equal(answer.status, 200, answer.text);
        return ok(server, values, path);
      };
      const stream = await changed(mine.stream, [{ op: 'test', path: '/properties/room', value: 'A' }, { op: 'replace', path: '/name', value: 'Vá' }, { op: 'remove', path: '/properties/most' }, { op: 'move', from: '/properties/room', path: '/properties/place' }, { op: 'copy', from: '/name', path: '/description' }]);
      assert.deepEqual([stream.name, stream.description, stream.properties], ['Vá', 'Vá', { place: 'A', interval_s: 60, least: -10, decimals: 2 }]);
      const sensor = await changed(mine.sensor, [{ op: 'add', path: '/properties/list', value: [1] }, { op: 'add', path: '/properties/list/-', value: 2 }, { op: 'remove', path: '/properties/colour' }]);
      assert.deepEqual([sensor.properties.list, sensor.properties.colour, sensor.properties.model], [[1, 2], undefined, 'M']);
      const thing = await changed(mine.thing, [{ op: 'remove', path: '/properties/spaces' }, { op: 'replace', path: '/description', value: 'Vá' }]);
      assert.deepEqual([thing.description, 'spaces' in thing.properties, thing.properties.class], ['Vá', false, 'car_park']);
      const before = JSON.stringify([stream, sensor, thing]);
      for (const [path, operations, status, code, role] of [
        [mine.stream, [{ op: 'replace', path: '/name', value: 'x' }, { op: 'test', path: '/description', value: 'y' }], 422, 'invalid_value'], [mine.stream, [{ op: 'remove', path: '/name' }], 422, 'missing_field'], [mine.stream, [{ op: 'add', path: '/colour', value: 1 }], 422, 'unknown_field'],
        [mine.stream, {}, 422, 'wrong_type'], [mine.stream, [], 403, 'forbidden', 'viewer'], ['/Sensors(999999999)', [], 404, 'not_found'], [mine.observations[0].path, [], 415, 'unsupported_media_type'],
      ]) {
        const answer = await patch(server, path, operations, role);
        assert.equal(`${answer.status} ${answer.body.code}`, `${status} ${code}`, answer.text);
      }
      assert.equal(JSON.stringify([await ok(server, values, mine.stream), await ok(server, values, mine.sensor), await ok(server, values, mine.thing)]), before);
    },
  },
];
