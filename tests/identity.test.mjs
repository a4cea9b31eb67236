// Codes under load and on paper: no two transactions ever give the same one, a bulk act reaches exactly what its author may change,
// a label read like a phone reads it opens its asset, and nobody sees over a limit by a code, a label, a succession or a figure.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { build, sees } from './access/city.mjs';
import { Client } from './lib/client.mjs';
import { inspected, step } from './lib/importing.mjs';
import { Server, root } from './lib/server.mjs';

const server = new Server();
const out = path.join(root, 'tests', '.out');
let engineer, admin, city;

before(async () => {
  mkdirSync(out, { recursive: true });
  await server.start({ broker: false });
  city = await build(server);
  engineer = await Client.as(server, 'asset_engineer');
  admin = city.admin;
});
after(() => server.stop());

const create = (body) => engineer.call('POST', '/api/v1/assets', body);
const batchDone = async (client, id) => {
  for (let i = 0; i < 1200; ++i) {
    const batch = await client.call('GET', `/api/v1/city-code-batches/${id}`);
    if (!['queued', 'running'].includes(batch.state)) return batch;
    await sleep(50);
  }
  throw new Error('the batch did not end');
};

// ISO/IEC 7064 MOD 37,36, written here a second time.
function checkCharacter(text) {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  let p = 36;
  for (const c of text) p = (((p + alphabet.indexOf(c)) % 36) || 36) * 2 % 37;
  return alphabet[(37 - p) % 36];
}

test('many at once: each work gets one code, no code is given twice', async () => {
  const lamps = await Promise.all(Array.from({ length: 40 }, (_, i) => create({ class: 'lamp', name: `Đèn đồng thời ${i}` })));
  // Every lamp is asked for three times, all of it together, with a bulk act in between.
  const asked = lamps.flatMap((lamp) => [1, 2, 3].map(() => engineer.call('POST', `/api/v1/assets/${lamp.id}/city-code`, {}).then(({ code }) => [lamp.id, code])));
  const batch = await engineer.call('POST', '/api/v1/city-code-batches', { filter: { q: 'Đèn đồng thời' } });
  const given = new Map();
  for (const [id, code] of await Promise.all(asked)) {
    assert.match(code, /^HT\d{8}[0-9A-Z]$/);
    assert.equal(code.at(-1), checkCharacter(code.slice(0, -1)), code);
    assert.ok(!given.has(id) || given.get(id) === code, 'the same work, the same code');
    given.set(id, code);
  }
  assert.equal(new Set(given.values()).size, lamps.length);
  assert.equal((await batchDone(engineer, batch.id)).state, 'done');
  assert.equal(server.sql(`select count(*) from registry.identifier where kind = 'city' and asset_id in (${lamps.map((l) => l.id)})`), '40');
  assert.equal(server.sql(`select max(version) from registry.asset where id in (${lamps.map((l) => l.id)})`), '2', 'one change each');
});

test('a code is never used again: not after a refusal, not after the work is gone, not by hand in the database', async () => {
  const lamp = await create({ class: 'lamp', name: 'Đèn sẽ mất' });
  const { code } = await engineer.call('POST', `/api/v1/assets/${lamp.id}/city-code`, {});
  await engineer.call('PATCH', `/api/v1/assets/${lamp.id}`, { status: 'retired' }, { 'If-Match': '"2"' });
  const next = await create({ class: 'lamp', name: 'Đèn sau' });
  assert.ok((await engineer.call('POST', `/api/v1/assets/${next.id}/city-code`, {})).code > code);
  const { items } = await engineer.call('GET', `/api/v1/codes?q=${code}`);
  assert.deepEqual([items[0].asset_id, items[0].status], [lamp.id, 'retired'], 'the code of a work that is gone still tells which it was');
  for (const statement of ['delete from registry.city_code', "update registry.city_code set code = 'HT00000001C'", 'truncate registry.city_code cascade'])
    assert.throws(() => server.sql(statement), /never changed|violates|restrict/i);
  assert.throws(() => server.sql(`insert into registry.identifier (asset_id, kind, value) values (${next.id}, 'city', '${code}')`), /identifier_city|identifier_names_one/);
});

test('an import may name works by their code, and makes none up', async () => {
  const file = { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: { type: 'Point', coordinates: [105.85, 21.03] }, properties: { code: 'HT999999994', name: 'Đèn bịa' } }] };
  const seen = await inspected(engineer, 'made-up.geojson', Buffer.from(JSON.stringify(file)));
  assert.equal(seen.state, 'inspected', JSON.stringify(seen.error));
  await engineer.call('PUT', `/api/v1/imports/${seen.id}/settings`, { layer: seen.layers[0].name, class: 'lamp', name_column: 'name', id_column: 'code', id_kind: 'city' });
  const checked = await step(engineer, seen.id, 'check');
  assert.equal(checked.state, 'checked', JSON.stringify(checked.error));
  const { items } = await engineer.call('GET', `/api/v1/imports/${seen.id}/rows?outcome=refused`);
  assert.equal(items[0].code, 'city_code_not_issued');
});

test('a bulk act counts before, reaches what its author may change, and says how far it is', async () => {
  const ward = await Client.as(server, 'ky_su_phuong_a');
  const person = city.accounts.ky_su_phuong_a;
  const reach = city.works.filter((work) => sees(person, work, 'asset.write') && sees(person, work));
  const counted = await ward.call('POST', '/api/v1/city-code-batches', { filter: {}, dry_run: true });
  assert.deepEqual([counted.id, counted.state, counted.total], [null, 'counted', reach.length]);
  assert.equal(server.sql('select count(*) from registry.code_batch where user_id <> 0'), '1', 'a count leaves nothing behind');
  const begun = await ward.call('POST', '/api/v1/city-code-batches', { filter: {} });
  const done = await batchDone(ward, begun.id);
  assert.deepEqual([done.state, done.issued], ['done', reach.length]);
  const coded = server.sql(`select string_agg(asset_id::text, ',' order by asset_id) from registry.city_code where asset_id in (${city.works.map((w) => w.id)})`);
  assert.equal(coded, reach.map((w) => w.id).sort((a, b) => a - b).join(','));
  assert.equal((await engineer.request('GET', `/api/v1/city-code-batches/${begun.id}`)).status, 404, 'an act belongs to who did it');
  assert.equal((await ward.call('POST', '/api/v1/city-code-batches', { filter: {}, dry_run: true })).total, 0);
  // The rest of the city, so that every work of the next tests has a code.
  await batchDone(admin, (await admin.call('POST', '/api/v1/city-code-batches', { filter: {} })).id);
});

test('10,000 works get their codes in seconds', async () => {
  server.sql("insert into registry.asset (version, class_key, domain, level, name, name_folded, status, valid_from, recorded_at) select 1, 'manhole', 'drainage', 'work', 'Hố ga ' || n, 'ho ga ' || n, 'in_service', now(), now() from generate_series(1, 10000) n");
  const began = performance.now();
  const done = await batchDone(engineer, (await engineer.call('POST', '/api/v1/city-code-batches', { filter: { class: 'manhole' } })).id);
  assert.deepEqual([done.state, done.issued, done.total], ['done', 10_000, 10_000]);
  assert.ok(performance.now() - began < 60_000, `${performance.now() - began} ms`);
  assert.equal(server.sql("select count(distinct i.value) from registry.identifier i join registry.asset a on a.id = i.asset_id where a.class_key = 'manhole' and i.kind = 'city'"), '10000');
  assert.equal(server.sql("select count(*) from registry.asset_version v join registry.asset a on a.id = v.asset_id where a.class_key = 'manhole' and v.version = 2"), '10000');
});

// What a scanner reads on the pages of a PDF, in order of the pages.
function scan(name, pdf) {
  const file = path.join(out, `${name}.pdf`);
  writeFileSync(file, pdf);
  execFileSync('pdftoppm', ['-png', '-r', '150', file, path.join(out, name)]);
  const pages = execFileSync('sh', ['-c', `ls ${JSON.stringify(path.join(out, name))}-*.png`], { encoding: 'utf8' }).trim().split('\n');
  return pages.map((page) => execFileSync('zbarimg', ['--quiet', '--raw', page], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().split('\n'));
}
async function pdf(client, method, target, body) {
  const response = await fetch(server.url + target, { method, headers: { Authorization: `Bearer ${client.token}`, ...(body ? { 'Content-Type': 'application/json' } : {}) }, ...(body ? { body: JSON.stringify(body) } : {}) });
  assert.equal(response.status, 200, await response.clone().text());
  assert.equal(response.headers.get('content-type'), 'application/pdf');
  return Buffer.from(await response.arrayBuffer());
}

test('a label says the public address and the code, on every layout', async () => {
  await admin.call('PATCH', '/api/v1/register-settings', { public_url: 'https://hatang.example.vn/' });
  const long = await create({ class: 'drainage_pumping_station', name: 'Trạm bơm thoát nước mưa Yên Sở giai đoạn II, cụm công trình đầu mối và kênh dẫn dòng phía Nam', geometry: { type: 'Point', coordinates: [105.81, 21.03] } });
  const { code } = await engineer.call('POST', `/api/v1/assets/${long.id}/city-code`, {});
  for (const layout of ['a4_24', 'a4_14', 'a4_8', 'single_62x29', 'single_100x50'])
    assert.deepEqual(scan(`label-${layout}`, await pdf(engineer, 'GET', `/api/v1/assets/${long.id}/label?layout=${layout}`)), [[`https://hatang.example.vn/a/${code}`]], layout);
  const words = execFileSync('pdftotext', [path.join(out, 'label-a4_8.pdf'), '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
  assert.match(words, /Trạm bơm thoát nước mưa Yên Sở/, 'Vietnamese letters are letters in the PDF');
  assert.match(words, new RegExp(code.replace(/^(HT)(\d{4})(\d{4})(.)$/, '$1 $2 $3 $4')));
});

test('a national code that is no plain text makes an address that leads back to it', async () => {
  const work = await create({ class: 'lamp', name: 'Đèn mã lạ', identifiers: [{ kind: 'national', value: 'VN/26.Đ-07 é' }] });
  const [[address]] = scan('label-national', await pdf(engineer, 'GET', `/api/v1/assets/${work.id}/label?layout=single_100x50`));
  assert.match(address, /^https:\/\/hatang\.example\.vn\/a\/VN26%C4%9007%C3%A9$/);
  const { items } = await engineer.call('GET', `/api/v1/codes?q=${address.split('/a/')[1]}`);
  assert.deepEqual([items[0].asset_id, items[0].whole], [work.id, true]);
});

test('a sheet has all labels of the filter, begins at the free place and is bounded', async () => {
  const codes = server.sql("select string_agg(value, ',' order by asset_id) from (select i.value, i.asset_id from registry.identifier i join registry.asset a on a.id = i.asset_id where i.kind = 'city' and a.class_key = 'manhole' order by i.asset_id limit 30) c").split(',');
  const ids = server.sql("select string_agg(id::text, ',' order by id) from (select id from registry.asset where class_key = 'manhole' order by id limit 30) a").split(',').map(Number);
  const pages = scan('label-sheet', await pdf(engineer, 'POST', '/api/v1/labels', { filter: { ids }, layout: 'a4_24', skip: 5 }));
  assert.deepEqual(pages.map((page) => page.length), [19, 11]);
  assert.deepEqual(pages.flat().map((address) => address.split('/a/')[1]).sort(), codes.sort());
  const refused = await engineer.request('POST', '/api/v1/labels', { filter: { class: 'manhole' } });
  assert.deepEqual([refused.status, refused.body.code], [422, 'too_many_items']);
  const began = performance.now();
  const most = server.sql("select string_agg(id::text, ',') from (select id from registry.asset where class_key = 'manhole' order by id limit 1000) a").split(',').map(Number);
  await pdf(engineer, 'POST', '/api/v1/labels', { filter: { ids: most } });
  assert.ok(performance.now() - began < 20_000, `${performance.now() - began} ms for 1,000 labels`);
});

test('nobody looks over a limit by a code, a label or a finding', async () => {
  for (const [name, person] of Object.entries(city.accounts)) {
    const client = await Client.as(server, name);
    if ((await client.request('GET', '/api/v1/codes?q=HT')).status === 403) continue;
    for (const work of city.works) {
      const code = server.sql(`select code from registry.city_code where asset_id = ${work.id}`);
      const may = sees(person, work);
      const { items } = await client.call('GET', `/api/v1/codes?q=${code}`);
      assert.deepEqual(items.map((hit) => hit.asset_id), may ? [work.id] : [], `${name}, ${work.name}`);
      assert.equal((await client.request('GET', `/api/v1/assets/${work.id}/label`)).status, may ? 200 : 404);
      for (const part of ['findings', 'successions']) assert.equal((await client.request('GET', `/api/v1/assets/${work.id}/${part}`)).status, may ? 200 : 404);
    }
    const works = city.works.map((w) => w.id);
    const counted = await client.call('POST', '/api/v1/labels', { filter: { ids: works }, dry_run: true });
    assert.equal(counted.labels, city.works.filter((w) => sees(person, w)).length, name);
  }
});

test('figures of quality are those of what one may see, and each is the length of its list', async () => {
  const { job_id: job } = await engineer.call('POST', '/api/v1/data-quality/runs', {});
  for (let i = 0; i < 200 && (await engineer.call('GET', `/api/v1/jobs/${job}`)).state !== 'done'; ++i) await sleep(100);
  for (const name of ['ky_su_phuong_a', 'xem_to_chuc', 'xem_chieu_sang', 'ky_su_ca_thanh_pho']) {
    const client = await Client.as(server, name);
    const quality = await client.call('GET', '/api/v1/data-quality');
    assert.ok(quality.judged_at, name);
    let figures = 0;
    const total = async (query) => (await client.call('GET', `/api/v1/assets?${query}&limit=1`)).total;
    const capped = (n) => Math.min(n, 10_001);
    for (const { kind, assets } of quality.all.findings) {
      assert.equal(capped(assets), await total(`finding=${kind}`), `${name} ${kind}`);
      ++figures;
    }
    for (const [groups, parameter, none] of [[quality.wards, 'ward', 'none'], [quality.owners, 'owner', '0'], [quality.domains, 'domain']])
      for (const group of groups)
        for (const { kind, assets } of group.findings) {
          assert.equal(capped(assets), await total(`finding=${kind}&${parameter}=${group.key ?? none}`), `${name} ${parameter} ${group.key} ${kind}`);
          ++figures;
        }
    assert.ok(figures > 3, `${name}: ${figures}`);
    const lamps = quality.coverage.find((c) => c.domain === 'lighting');
    if (lamps) assert.equal(lamps.wards_without.length, 126 - new Set(quality.wards.filter((g) => g.key).map((g) => g.key)).size, name);
    assert.equal(quality.networks === null, name !== 'ky_su_ca_thanh_pho', name);
  }
});

test('100,000 works are judged and counted in bounded time', async () => {
  server.sql(`insert into registry.asset (version, class_key, domain, level, name, name_folded, status, valid_from, recorded_at, geom)
    select 1, case when n % 4 = 0 then 'road' else 'lamp' end, case when n % 4 = 0 then 'road' else 'lighting' end, 'work', 'Công trình ' || n, 'cong trinh ' || n, 'in_service', now(), now(),
      case when n % 4 = 0 then st_setsrid(st_makeline(st_point(105.6 + n % 400 * 0.001, 20.9 + n / 400 * 0.001), st_point(105.601 + n % 400 * 0.001, 20.9 + n / 400 * 0.001)), 4326)
           else st_setsrid(st_point(105.6 + n % 400 * 0.001, 20.9 + n / 400 * 0.001), 4326) end from generate_series(1, 100000) n`);
  server.sql('analyze registry.asset');
  const began = performance.now();
  const { job_id: job } = await engineer.call('POST', '/api/v1/data-quality/runs', {});
  let state;
  for (let i = 0; i < 1200 && !['done', 'failed'].includes(state); ++i) {
    await sleep(100);
    ({ state } = await engineer.call('GET', `/api/v1/jobs/${job}`));
  }
  assert.equal(state, 'done');
  const judged = performance.now() - began;
  const asked = performance.now();
  const quality = await engineer.call('GET', '/api/v1/data-quality');
  const counted = performance.now() - asked;
  console.log(`# 100,000 works judged in ${Math.round(judged)} ms, counted in ${Math.round(counted)} ms`);
  assert.ok(quality.all.assets > 100_000);
  assert.ok(judged < 90_000 && counted < 5_000, `${judged} ms, ${counted} ms`);
});
