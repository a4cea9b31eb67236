// Runs every tests/text/**/*.test against one throw-away server.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Server, root } from './lib/server.mjs';
import { TextRunner, parseTests } from './lib/text_test.mjs';

const folder = path.join(root, 'tests', 'text');
const only = process.env.HATANG_ONLY ?? '';
const server = new Server();
let runner;

before(async () => {
  await server.start();
  runner = new TextRunner(server);
});
after(async () => {
  await runner?.close();
  await server.stop();
});

for (const file of readdirSync(folder, { recursive: true, withFileTypes: false }).map(String).filter((name) => name.endsWith('.test')).sort()) {
  describe(file, () => {
    before(() => runner.beginFile());
    for (const { name, steps } of parseTests(readFileSync(path.join(folder, file), 'utf8')).filter((t) => t.name.includes(only))) {
      test(name, async () => {
        for (const step of steps) await runner.run(step);
      });
    }
  });
}
