// A small city with works of every sensitivity in two wards and of two owners, and people with every kind of limit.
// The expectation (sees) is written here a second time, apart from the program.
import { Client } from '../lib/client.mjs';
import { password } from '../lib/server.mjs';

export const sensitivities = ['open', 'shared', 'internal', 'restricted'];
export const wards = [
  { code: '00004', west: 105.80, name: 'Ba Đình' },
  { code: '00070', west: 105.85, name: 'Hoàn Kiếm' },
];
const south = 21.02, size = 0.04;

const ceiling = { admin: 'restricted', asset_engineer: 'restricted' };  // the others: internal

// name → the grant that the account holds besides nothing else
export const people = {
  xem_ca_thanh_pho: { role: 'viewer' },
  xem_han_che: { role: 'viewer', sensitivity: 'restricted' },
  xem_mo: { role: 'viewer', sensitivity: 'open' },
  xem_dung_chung: { role: 'viewer', sensitivity: 'shared' },
  ky_su_ca_thanh_pho: { role: 'asset_engineer' },
  ky_su_phuong_a: { role: 'asset_engineer', wards: [wards[0].code] },
  truc_phuong_a: { role: 'duty_officer', wards: [wards[0].code] },
  bao_tri_phuong_b: { role: 'maintenance_engineer', wards: [wards[1].code] },
  xem_to_chuc: { role: 'viewer', organisation: 0 },
  xem_chieu_sang: { role: 'viewer', domains: ['lighting'] },
  xem_lop_cau: { role: 'viewer', classes: ['bridge'] },
  quan_tri_phuong_a: { role: 'admin', wards: [wards[0].code] },
  ket_noi_phuong_a: { role: 'integrator', wards: [wards[0].code] },
};

// Does the person reach the work, reading (asset.read) or with another permission?
export function sees(person, work, permission = 'asset.read') {
  if (permission === 'asset.read' && work.sensitivity === 'open') return true;
  const most = person.sensitivity ?? ceiling[person.role] ?? 'internal';
  return sensitivities.indexOf(work.sensitivity) <= sensitivities.indexOf(most)
    && (!person.wards || person.wards.includes(work.ward))
    && (!person.domains || person.domains.includes(work.domain))
    && (!person.classes || person.classes.includes(work.class))
    && (person.organisation === undefined || person.organisation === work.owner);
}

const square = (west, bottom, width) => ({ type: 'Polygon', coordinates: [[[west, bottom], [west + width, bottom], [west + width, bottom + width], [west, bottom + width], [west, bottom]]] });

export async function build(server) {
  const admin = await Client.as(server, 'admin');
  for (const ward of wards)
    await admin.call('POST', '/api/v1/assets', { class: 'ward', name: ward.name, attributes: { code: ward.code }, geometry: square(ward.west, south, size) });
  const organisations = [];
  for (const name of ['Xí nghiệp Một', 'Xí nghiệp Hai'])
    organisations.push(await admin.call('POST', '/api/v1/organisations', { name, kind: 'owner' }));

  const works = [];
  for (const [wardIndex, ward] of wards.entries())
    for (const [i, sensitivity] of sensitivities.entries())
      for (const [owner, kind] of [[0, 'bridge'], [1, 'lighting_cabinet']]) {
        const lon = ward.west + 0.005 + 0.008 * i, lat = south + 0.01 + 0.01 * owner;
        const secret = `Bimat${wardIndex}${i}${owner}`;
        const geometry = kind === 'bridge' ? { type: 'LineString', coordinates: [[lon, lat], [lon + 0.001, lat]] } : { type: 'Point', coordinates: [lon, lat] };
        const asset = await admin.call('POST', '/api/v1/assets', {
          class: kind, name: `Công trình ${secret}`, sensitivity, owner_id: organisations[owner].id, address: `Số nhà ${secret}`, geometry,
          identifiers: [{ kind: 'legacy_city', value: `MA-${secret}` }],
        });
        const sensor = await admin.call('POST', '/api/v1/sensors', { serial: `SN-${secret}`, name: `Cảm biến ${secret}`, asset_id: asset.id });
        const stream = await admin.call('POST', '/api/v1/datastreams', { sensor_id: sensor.id, name: `Chuỗi ${secret}`, property: 'temperature', unit: '°C' });
        const rule = await admin.call('POST', '/api/v1/rules', { datastream_id: stream.id, name: `Quy tắc ${secret}`, kind: 'above', limit: 50, advice: `Làm ${secret}` });
        const work = await admin.call('POST', '/api/v1/work-orders', { asset_id: asset.id, kind: 'inspection', title: `Phiếu ${secret}`, priority: 'warning' });
        works.push({ id: asset.id, name: asset.name, secret, class: kind, domain: asset.domain, sensitivity, ward: ward.code, owner, lon, lat, sensor: sensor.id, datastream: stream.id, rule: rule.id, workOrder: work.id, wardOfAsset: asset.ward_code });
      }
  const t = new Date().toISOString();
  await admin.call('POST', '/api/v1/observations', { readings: works.map((w, i) => ({ datastream: w.datastream, t, value: 60 + i })) });
  for (let i = 0; ; ++i) {
    const { items } = await admin.call('GET', '/api/v1/alarms?open=true&limit=1000');
    for (const w of works) w.alarm = items.find((a) => a.datastream_id === w.datastream)?.id;
    if (works.every((w) => w.alarm)) break;
    if (i > 100) throw new Error('the alarms did not come');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }

  const accounts = {};
  for (const [name, grant] of Object.entries(people)) {
    const user = await admin.call('POST', '/api/v1/users', { name, full_name: name, password, roles: [] });
    const { role, sensitivity, wards: inWards, domains, classes, organisation } = grant;
    await admin.call('POST', '/api/v1/grants', {
      user_id: user.id, role, reason: 'Kiểm thử', ...(sensitivity && { sensitivity }), ...(inWards && { wards: inWards }), ...(domains && { domains }),
      ...(classes && { classes }), ...(organisation !== undefined && { organisation_id: organisations[organisation].id }),
    });
    accounts[name] = { ...grant, id: user.id, name, client: await Client.as(server, name) };
  }
  return { admin, organisations, works, accounts };
}
