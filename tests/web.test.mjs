// The unit tests of the web application's pure parts (vitest), and its types.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { root } from './lib/server.mjs';

const web = path.join(root, 'web');
const npx = (args) => execFileSync(path.join(web, 'node_modules', '.bin', args[0]), args.slice(1), { cwd: web, encoding: 'utf8', stdio: 'pipe', maxBuffer: 64 << 20 });

// One test of ours for each of vitest's, so that the counts are true.
const report = JSON.parse(await runVitest());
for (const file of report.testResults)
  for (const result of file.assertionResults) test(`${path.basename(file.name)}: ${result.fullName}`, () => assert.equal(result.status, 'passed', result.failureMessages?.join('\n')));

async function runVitest() {
  try { return npx(['vitest', 'run', '--reporter=json']); } catch (error) { return error.stdout; }
}

test('types', () => {
  try { npx(['tsc', '--noEmit']); } catch (error) { assert.fail(error.stdout); }
});
