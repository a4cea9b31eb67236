// The unit tests of the web application's pure parts (vitest). Its types are checked where it is built.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { root } from './lib/server.mjs';

const web = path.join(root, 'web');

// One test of ours for each of vitest's, so that the counts are true.
for (const file of JSON.parse(vitest()).testResults)
  for (const result of file.assertionResults) test(`${path.basename(file.name)}: ${result.fullName}`, () => assert.equal(result.status, 'passed', result.failureMessages?.join('\n')));

function vitest() {
  const options = { cwd: web, encoding: 'utf8', stdio: 'pipe', maxBuffer: 64 << 20 };
  try { return execFileSync(path.join(web, 'node_modules', '.bin', 'vitest'), ['run', '--reporter=json'], options); } catch (error) { return error.stdout; }
}
