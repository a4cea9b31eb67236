// The requirements of OGC standards, one test each, reported by their URI: tests/conformance/README.md.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Server, root } from './lib/server.mjs';
import { TextRunner, parseTests } from './lib/text_test.mjs';

const folder = path.join(root, 'tests', 'conformance');
const only = process.env.HATANG_ONLY ?? '';
const server = new Server();
let runner;

const folders = (where) => readdirSync(where, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name).sort();

async function testsOf(place, file) {
  if (file.endsWith('.mjs')) return (await import(place)).tests;
  if (!file.endsWith('.test')) return [];
  const text = readFileSync(place, 'utf8'), base = text.match(/^# base: (\S+)$/m)?.[1] ?? '';
  return parseTests(text).map(({ name, steps }) => ({ requirement: base + name, run: async () => { for (const step of steps) await runner.run(step); } }));
}

// All is read before the first test is declared: the runner begins with those that are there.
const standards = [];
for (const standard of folders(folder)) {
  const home = path.join(folder, standard), classes = [];
  for (const name of folders(home)) {
    const tests = [];
    for (const file of readdirSync(path.join(home, name)).sort()) tests.push(...await testsOf(path.join(home, name, file), file));
    classes.push([name, tests.filter((t) => t.requirement.includes(only))]);
  }
  const setup = path.join(home, 'setup.mjs');
  standards.push({ standard, classes: classes.filter(([, tests]) => tests.length > 0), setup: existsSync(setup) ? (await import(setup)).default : async () => ({}) });
}

before(async () => {
  await server.start({ options: ['--rate-limit', 'off', '--mqtt-updates-as', 'viewer'] });
  runner = new TextRunner(server);
});
after(async () => {
  await runner?.close();
  await server.stop();
});

for (const { standard, classes, setup } of standards.filter((s) => s.classes.length > 0)) {
  const values = {};
  describe(standard, () => {
    before(async () => {
      Object.assign(values, await setup(server));
      for (const [name, value] of Object.entries(values)) runner.values.set(name, value);
    });
    for (const [name, tests] of classes)
      describe(name, () => {
        for (const { requirement, skip = false, run } of tests) test(requirement, { skip }, () => run({ server, values }));
      });
  });
}
