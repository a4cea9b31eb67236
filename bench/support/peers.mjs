// The tile servers that the benchmark measures itself against: started on loopback, stopped again.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync, readFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { freePort, waitForPort } from '../../tests/lib/server.mjs';

function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'ignore', ...options });
  child.on('error', () => {});
  return child;
}

// MapServer 8.0 with two FastCGI processes behind nginx. `layers`: name → {table, columns}; the tables lie in EPSG:3857.
export async function mapserver(folder, database, layers) {
  mkdirSync(folder, { recursive: true });
  const map = path.join(folder, 'city.map'), config = path.join(folder, 'mapserver.conf');
  writeFileSync(config, `CONFIG\n ENV\n  MS_MAP_PATTERN "^${folder}/"\n END\n MAPS\n  CITY "${map}"\n END\nEND\n`);
  writeFileSync(map, `MAP
 NAME "city"
 EXTENT 11760000 2380000 11800000 2420000
 SIZE 512 512
 PROJECTION "init=epsg:3857" END
 WEB METADATA "ows_enable_request" "*" END END
 OUTPUTFORMAT NAME "mvt" DRIVER MVT EXTENSION "pbf" FORMATOPTION "EDGE_BUFFER=20" END
${Object.entries(layers).map(([name, { table, columns, type }]) => ` LAYER
  NAME "${name}" TYPE ${type} STATUS ON
  CONNECTIONTYPE POSTGIS CONNECTION "${database}" PROCESSING "CLOSE_CONNECTION=DEFER"
  DATA "geom from (select gid, ${columns}, geom from ${table}) as q using unique gid using srid=3857"
  PROJECTION "init=epsg:3857" END
  METADATA "gml_include_items" "all" "ows_include_items" "all" "gml_featureid" "gid" "ows_title" "${name}" "ows_enable_request" "*" END
  TEMPLATE "ttt"
  CLASS STYLE COLOR 0 0 0 WIDTH 1 END END
 END`).join('\n')}
END\n`);
  const children = [], sockets = [0, 1].map((i) => path.join(folder, `ms${i}.sock`));
  for (const [i, socket] of sockets.entries())
    start('spawn-fcgi', ['-s', socket, '-P', path.join(folder, `ms${i}.pid`), '--', '/usr/lib/cgi-bin/mapserv'], { env: { ...process.env, MAPSERVER_CONFIG_FILE: config } });
  const port = await freePort();
  const nginx = path.join(folder, 'nginx.conf');
  writeFileSync(nginx, `${process.getuid() === 0 ? 'user root; ' : ''}daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
events { worker_connections 256; }
http { access_log off; client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
 upstream ms { ${sockets.map((s) => `server unix:${s};`).join(' ')} }
 server { listen 127.0.0.1:${port};
  location / { include /etc/nginx/fastcgi_params; fastcgi_param SCRIPT_NAME ""; fastcgi_param PATH_INFO $uri; fastcgi_param MAPSERVER_CONFIG_FILE ${config}; fastcgi_buffers 64 64k; fastcgi_pass ms; } } }\n`);
  children.push(start('/usr/sbin/nginx', ['-c', nginx]));
  await waitForPort(port);
  return {
    url: `http://127.0.0.1:${port}`,
    path: (layer, { z, x, y }) => `/?map=CITY&mode=tile&tilemode=gmap&tile=${x}+${y}+${z}&layers=${layer}&map.imagetype=mvt`,
    stop() {
      for (const child of children) child.kill('SIGTERM');
      for (const i of [0, 1]) {
        const file = path.join(folder, `ms${i}.pid`);
        // It sees SIGTERM only with the next request.
        if (existsSync(file)) try { process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL'); } catch { /* gone */ }
      }
    },
  };
}

// tileserver-gl-light from an MBTiles file.
export async function tileserver(folder, peers, mbtiles) {
  mkdirSync(folder, { recursive: true });
  const config = path.join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ options: { paths: { root: folder, mbtiles: path.dirname(mbtiles), fonts: folder, styles: folder } }, styles: {}, data: { city: { mbtiles: path.basename(mbtiles) } } }));
  const port = await freePort();
  const child = start('node', [path.resolve(peers, 'node_modules/tileserver-gl-light/src/main.js'), '-c', config, '-b', '127.0.0.1', '-p', String(port)]);
  await waitForPort(port, 30_000);
  return { url: `http://127.0.0.1:${port}`, path: (_, { z, x, y }) => `/data/city/${z}/${x}/${y}.pbf`, stop: () => child.kill('SIGTERM') };
}
