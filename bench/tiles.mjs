// Vector tiles over HTTP from the real server beside MapServer 8.0, raw PostGIS and tileserver-gl-light, in the same run, on
// the same rows, with the same list of tiles and the same loader (wrk; pgbench for the database). Run by bench/tiles.
//
//   mvt_uncached  roads of Hà Nội, mixed zooms 11–17, every tile made anew (the server's tile cache is off)
//   mvt_cached    the same list from the cache; the peer serves zoom 10–14 tiles that were made beforehand
//   mvt_points    500,000 points of a class that shows at every zoom, every tile made anew
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '../tests/lib/client.mjs';
import { Server, hasSharedData, sharedData } from '../tests/lib/server.mjs';
import { mapserver, tileserver } from './support/peers.mjs';

const quick = process.argv.includes('--quick');
const seconds = quick ? 4 : 12, connections = 8, points = 500_000;
const pgbench = '/usr/lib/postgresql/15/bin/pgbench';

// A small generator with a seed, so that every run asks for the same.
function random(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// 5,000 tiles of the inner city; most are of the zooms of daily work.
function tileList() {
  const next = random(7), out = [];
  for (const [z, weight] of [[11, 2], [12, 4], [13, 8], [14, 20], [15, 26], [16, 26], [17, 14]])
    for (let i = 0; i < weight * 50; i += 1) {
      const lon = 105.75 + 0.17 * next(), lat = ((20.95 + 0.15 * next()) * Math.PI) / 180, n = 2 ** z;
      out.push({ z, x: Math.floor(((lon + 180) / 360) * n), y: Math.floor(((1 - Math.asinh(Math.tan(lat)) / Math.PI) / 2) * n) });
    }
  for (let i = out.length - 1; i > 0; i -= 1) {
    const j = Math.floor(next() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

let folder;
// Requests a second, p50 and p99 in milliseconds; throws when an answer was no tile.
function load(url, paths, headers = {}) {
  const list = path.join(folder, 'paths.txt'), script = path.join(folder, 'load.lua');
  writeFileSync(list, paths.join('\n'));
  writeFileSync(script, `local paths, i = {}, 0
for line in io.lines("${list}") do paths[#paths + 1] = line end
${Object.entries(headers).map(([k, v]) => `wrk.headers["${k}"] = "${v}"`).join('\n')}
local requests = {}
function init() for k, p in ipairs(paths) do requests[k] = wrk.format("GET", p) end end
function request() i = i % #requests + 1; return requests[i] end
function done(summary, latency)
  local e = summary.errors
  print(string.format("RESULT %f %f %f %d", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, e.connect + e.read + e.write + e.status + e.timeout))
end\n`);
  const out = execFileSync('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, url], { encoding: 'utf8' });
  const [, rate, p50, p99, errors] = out.match(/RESULT (\S+) (\S+) (\S+) (\d+)/) ?? [];
  if (!rate) throw new Error(`wrk said nothing:\n${out}`);
  return { rate: Number(rate), p50: Number(p50), p99: Number(p99), errors: Number(errors) };
}

// What Martin, pg_tileserv, tegola and BBOX send to the database, without their HTTP.
function rawPostgis(server, table, columns, tiles) {
  const [host, port] = socketOf(server);
  server.sql(`create table if not exists public.bench_tiles (i int primary key, z int, x int, y int); truncate public.bench_tiles;
    insert into public.bench_tiles values ${tiles.map(({ z, x, y }, i) => `(${i + 1},${z},${x},${y})`).join(',')}; analyze public.bench_tiles`);
  const script = path.join(folder, 'tile.sql');
  writeFileSync(script, `\\set i random(1, ${tiles.length})
select st_asmvt(q, 'layer', 4096, 'geom') from public.bench_tiles t, lateral (select st_asmvtgeom(geom, st_tileenvelope(z, x, y), 4096, 64, true) geom, ${columns}
 from ${table} where geom && st_tileenvelope(z, x, y, margin => 0.015625)) q where t.i = :i and q.geom is not null;\n`);
  const out = execFileSync(pgbench, ['-n', '-M', 'prepared', '-c', '4', '-j', '2', '-T', String(seconds), '-f', script, '-h', host, '-p', port, '-U', 'hatang', 'hatang'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return Number(out.match(/tps = ([\d.]+)/)[1]);
}

function socketOf(server) {
  const [host, port] = server.sql("select split_part(current_setting('unix_socket_directories'), ',', 1) || '|' || current_setting('port')").split('|');
  return [host, port];
}

async function metric(server, name) {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(text.match(new RegExp(`^${name} (\\S+)`, 'm'))?.[1]);
}

async function loaded(server) {
  for (let i = 0; i < 1200; i += 1, await sleep(50)) if ((await metric(server, 'hatang_map_store_missing')) === 0) return;
  throw new Error('the layers were not read');
}

async function size(server, token, tile) {
  const response = await fetch(`${server.url}${tile}`, { headers: { Authorization: `Bearer ${token}`, 'Accept-Encoding': 'identity' } });
  return (await response.arrayBuffer()).byteLength;
}

function roadsFile() {
  if (hasSharedData) return path.join(sharedData, 'hanoi', 'roads_osm_2025.geojson.gz');
  console.log('../shared/data is not here: generated roads');
  const next = random(7), features = [];
  for (let id = 1; id <= 20_000; id += 1) {
    let x = 105.75 + 0.17 * next(), y = 20.95 + 0.15 * next();
    const coordinates = Array.from({ length: 6 }, () => [(x += (next() - 0.5) * 0.0016), (y += (next() - 0.5) * 0.0016)]);
    features.push(JSON.stringify({ type: 'Feature', properties: { osm_id: id, highway: 'residential' }, geometry: { type: 'LineString', coordinates } }));
  }
  const file = path.join(folder, 'roads.geojson');
  writeFileSync(file, `{"type":"FeatureCollection","features":[\n${features.join(',\n')}\n]}\n`);
  return file;
}

const results = [];
function add(name, value, unit, peer, peerValue, ratio = value / peerValue) {
  results.push({ name, value: Math.round(value * 10) / 10, unit, peer, peer_value: peerValue && Math.round(peerValue * 10) / 10, ratio: ratio && Math.round(ratio * 100) / 100 });
  console.log(`${name.padEnd(14)} ${value.toFixed(0).padStart(8)} ${unit}   ${peer ?? ''} ${peerValue?.toFixed(0) ?? ''}`);
}

const server = new Server();
folder = server.folder;
const options = ['--rate-limit', 'off'];
const peers = [];
try {
  await server.start({ broker: false, options });
  server.command(['import', '--class', 'road', roadsFile(), '--report', path.join(folder, 'report.json')]);
  server.sql(`select setseed(0.7); insert into registry.asset (version, class_key, domain, level, name, name_folded, status, geom, valid_from, recorded_at, sensitivity)
    select 1, 'air_station', 'environment', 'work', 'Trạm ' || i, 'tram ' || i, 'in_service', st_setsrid(st_makepoint(105.75 + 0.17 * random(), 20.95 + 0.15 * random()), 4326), now(), now(), 'internal' from generate_series(1, ${points}) i`);
  server.sql(`create table public.bench_roads as select id as gid, name, class_key, attributes #>> '{osm_tags,highway}' as highway, geom_web as geom from registry.asset where class_key = 'road';
    create table public.bench_points as select id as gid, name, class_key, geom_web as geom from registry.asset where class_key = 'air_station';
    create index on public.bench_roads using gist (geom); create index on public.bench_points using gist (geom); alter table public.bench_roads add primary key (gid); alter table public.bench_points add primary key (gid);
    vacuum analyze public.bench_roads; vacuum analyze public.bench_points`.split(';').map((s) => s.trim()).filter(Boolean).join(';\n').replace(/vacuum /g, ''));
  await server.kill();

  const tiles = tileList();
  const start = async (env) => {
    Object.assign(process.env, env);
    await server.start({ broker: false, options });
    await loaded(server);
    const { token } = await Client.as(server, 'viewer');
    return { token, headers: { Authorization: `Bearer ${token}`, 'Accept-Encoding': 'gzip' } };
  };
  const paths = (domain) => tiles.map(({ z, x, y }) => `/tiles/${domain}/${z}/${x}/${y}`);
  const right = (what, result) => {
    if (result.errors > 0) throw new Error(`${what}: ${result.errors} answers were no tiles`);
    console.log(`${what.padEnd(44)} ${result.rate.toFixed(0).padStart(8)} tiles/s   p50 ${result.p50.toFixed(1)} ms   p99 ${result.p99.toFixed(1)} ms`);
    return result;
  };

  const cold = await start({ HATANG_TILE_CACHE_MB: '0' });
  const features = await metric(server, 'hatang_map_store_features'), perMillion = await metric(server, 'hatang_map_store_bytes_per_million');
  console.log(`in memory: ${features} features, ${(perMillion / 2 ** 20).toFixed(1)} MiB a million`);
  const roads = right('roads, made anew', load(server.url, paths('road'), cold.headers));
  const dots = right('500,000 points, made anew', load(server.url, paths('environment'), cold.headers));
  const wide = [...new Set(tiles.filter(({ z }) => z === 11).map(({ z, x, y }) => `${z}/${x}/${y}`))];
  const largest = async (domain) => Math.max(...(await Promise.all(wide.map((t) => size(server, cold.token, `/tiles/${domain}/${t}`)))));
  const z11 = await largest('road'), z11points = await largest('environment');

  const [host, port] = socketOf(server);
  const database = `host=${host} port=${port} user=hatang dbname=hatang`;
  const raw = rawPostgis(server, 'public.bench_roads', 'gid, name, class_key, highway', tiles);
  const rawDots = rawPostgis(server, 'public.bench_points', 'gid, name, class_key', tiles);
  const ms = await mapserver(path.join(folder, 'ms'), database, {
    roads: { table: 'public.bench_roads', columns: 'name, class_key, highway', type: 'LINE' },
    points: { table: 'public.bench_points', columns: 'name, class_key', type: 'POINT' },
  });
  peers.push(ms);
  const msRoads = right('MapServer, roads', load(ms.url, tiles.map((t) => ms.path('roads', t))));
  const msDots = right('MapServer, 500,000 points', load(ms.url, tiles.map((t) => ms.path('points', t))));
  const msWide = Math.max(...(await Promise.all(wide.map(async (t) => {
    const [z, x, y] = t.split('/');
    return (await (await fetch(ms.url + ms.path('roads', { z, x, y }))).arrayBuffer()).byteLength;
  }))));
  peers.pop().stop();

  const mbtiles = path.join(folder, 'city.mbtiles');
  execFileSync('ogr2ogr', ['-q', '-f', 'MBTILES', mbtiles, `PG:${database} tables=public.bench_roads(geom)`, '-sql', 'select gid, name, class_key, highway, geom from public.bench_roads', '-nln', 'roads', '-dsco', 'MINZOOM=10', '-dsco', 'MAXZOOM=14'], { stdio: ['ignore', 'ignore', 'ignore'] });
  await server.kill();

  const warm = await start({ HATANG_TILE_CACHE_MB: '256' });
  load(server.url, paths('road'), warm.headers);
  const cached = right('roads, from the cache', load(server.url, paths('road'), warm.headers));
  await server.kill();
  const ts = await tileserver(path.join(folder, 'ts'), process.env.HATANG_PEERS, mbtiles);
  peers.push(ts);
  const served = tiles.filter(({ z }) => z <= 14).map((t) => ts.path('', t));
  const tsRoads = right('tileserver-gl-light, roads', load(ts.url, served, { 'Accept-Encoding': 'gzip' }));
  peers.pop().stop();

  add('mvt_uncached', roads.rate, 'tiles/s', 'MapServer 8.0', msRoads.rate);
  add('mvt_uncached', roads.rate, 'tiles/s', 'PostGIS ST_AsMVT by pgbench', raw);
  add('mvt_uncached_p99', roads.p99, 'ms', 'MapServer 8.0', msRoads.p99, msRoads.p99 / roads.p99);
  add('mvt_z11_size', z11 / 1000, 'kB', 'MapServer 8.0', msWide / 1000, msWide / z11);
  add('mvt_cached', cached.rate, 'tiles/s', 'tileserver-gl-light 5.6', tsRoads.rate);
  add('mvt_points', dots.rate, 'tiles/s', 'MapServer 8.0', msDots.rate);
  add('mvt_points', dots.rate, 'tiles/s', 'PostGIS ST_AsMVT by pgbench', rawDots);
  add('mvt_points_z11_size', z11points / 1000, 'kB');
  add('map_store', perMillion / 2 ** 20, 'MiB/million');
  console.log(JSON.stringify(results));
} finally {
  for (const peer of peers) peer.stop();
  await server.stop();
}
