// Five car parks that differ in everything that can be asked for, and one that is hidden from everybody but engineers.
import { Client } from '../../lib/client.mjs';

const parks = [
  { name: 'Bãi xe Ấn', lon: 105.80, lat: 21.00, attributes: { spaces: 50, area_ha: 0.5, kind: 'open' }, address: 'Số 1 Lê Lợi', valid_from: '2020-01-01T00:00:00Z' },
  { name: 'Bãi xe Áo', lon: 105.82, lat: 21.01, attributes: { spaces: 50, area_ha: 1.5 }, valid_from: '2021-06-01T00:00:00Z' },
  { name: 'Bãi xe Đông', lon: 105.84, lat: 21.02, attributes: { spaces: 300, levels: 3 }, address: "Ngõ 'Ô' & <b>", valid_from: '2022-01-01T00:00:00Z' },
  { name: 'Bãi xe Dịch', lon: 105.86, lat: 21.03, attributes: { area_ha: 2 }, valid_from: '2023-01-01T00:00:00Z' },
  { name: 'Bãi xe Zét', lon: 105.88, lat: 21.04, attributes: {}, status: 'planned', valid_from: '2026-01-01T00:00:00Z' },
];

export default async function setup(server) {
  const engineer = await Client.as(server, 'asset_engineer');
  const values = {};
  const create = async (body) => (await engineer.call('POST', '/api/v1/assets', { class: 'car_park', ...body })).id;
  for (const [i, { lon, lat, ...rest }] of parks.entries())
    values[`park_${'abcde'[i]}`] = await create({ ...rest, geometry: { type: 'Point', coordinates: [lon, lat] }, identifiers: [{ kind: 'legacy_city', value: `BX-${i + 1}` }] });
  values.hidden = await create({ name: 'Bãi xe Kín', sensitivity: 'restricted', attributes: { spaces: 777 }, geometry: { type: 'Point', coordinates: [105.9, 21.05] } });
  values.bridge = (await engineer.call('POST', '/api/v1/assets', { class: 'bridge', name: 'Cầu Chéo', attributes: {}, geometry: { type: 'LineString', coordinates: [[105.5, 20.5, 7.25], [105.6, 20.6, 8]] } })).id;
  return values;
}
