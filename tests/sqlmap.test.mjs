// sqlmap against the parameters that reach statements put together at run time. Long: run by name, `./check sqlmap`.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { Client } from './lib/client.mjs';
import { Server } from './lib/server.mjs';

const server = new Server();
const targets = [
  '/api/v1/search?q=cau&limit=10',
  '/api/v1/assets?q=cau&class=bridge&domain=bridge&ward=00004&status=in_service&bbox=105,20,106,22&limit=10',
  '/ogc/collections/bridge/items?bbox=105,20,106,22&datetime=2026-01-01T00:00:00Z&limit=10&filter=lanes=2&sortby=name&properties=name&lanes=2',
  '/api/v1/datastreams?property=temperature&asset=1&limit=10',
  '/api/v1/alarms?state=raised&priority=major&asset=1&limit=10',
  '/api/v1/work-orders?state=open&assignee=me&limit=10',
  '/api/v1/audit?entity=asset&limit=10',
  '/api/v1/grants?role=viewer&limit=10',
  '/api/v1/assets?finding=missing&owner=0&within=105,20;106,20;106,21&limit=10',
  '/api/v1/codes?q=HT00000001C&limit=10',
  '/api/v1/shapes?bbox=105,20,106,22&domains=lighting,power&as_of=2026-01-01T00:00:00Z&limit=10',
  "/sta/v1.1/Datastreams?$filter=name eq 'a' and Thing/properties/lanes gt 2&$orderby=name&$top=5&$skip=1&$select=name&$expand=Sensor",
];
let token;

before(async () => {
  await server.start({ options: ['--rate-limit', 'off'] });
  token = (await Client.as(server, 'admin')).token;
});
after(() => server.stop());

for (const target of targets)
  test(`sqlmap finds nothing in ${target}`, () => {
    const out = execFileSync('sqlmap', ['-u', server.url + target, '--headers', `Authorization: Bearer ${token}`, '--batch', '--dbms', 'PostgreSQL', '--level', '2', '--risk', '2', '--threads', '4',
      '--flush-session', '--disable-coloring', '--ignore-code', '400,401,403,404,422', '--output-dir', `${server.folder}/sqlmap`], { encoding: 'utf8', maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'pipe'] });
    assert.match(out, /all tested parameters do not appear to be injectable/, out.slice(-3000));
    assert.doesNotMatch(out, /is vulnerable|appears to be .* injectable|identified the following injection/i);
  });
