// The rules of the house that a compiler does not check. Each failure names the file and what to do instead.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root } from './lib/server.mjs';

const tracked = execFileSync('git', ['-C', root, 'ls-files', '-co', '--exclude-standard'], { encoding: 'utf8', maxBuffer: 16 << 20 }).split('\n').filter((name) => name && existsSync(path.join(root, name)));
const read = (name) => readFileSync(path.join(root, name), 'utf8');
const cpp = tracked.filter((name) => /^(src|bench|tests\/fuzz)\/.*\.(cpp|hpp|def)$/.test(name));
const none = (problems) => assert.deepEqual(problems, [], `\n${problems.join('\n')}`);

// name → names it may use, from the add_module lines of CMakeLists.txt, with what those may use.
function moduleGraph() {
  const direct = new Map();
  for (const [, name, rest] of read('CMakeLists.txt').matchAll(/add_module\((\w+)([^)]*)\)/g)) {
    const depends = rest.match(/DEPENDS ((?:\w+ ?)+?)(?: ?LIBRARIES|$)/)?.[1] ?? '';
    direct.set(name, depends.trim().split(/\s+/).filter(Boolean));
  }
  const all = (name) => new Set(direct.get(name).flatMap((d) => [d, ...all(d)]));
  return new Map([...direct.keys()].map((name) => [name, all(name)]));
}
const graph = moduleGraph();
const foundation = new Set([...graph.keys()].filter((name) => !existsSync(path.join(root, 'src', 'modules', name))));
const moduleOf = (name) => name.match(/^src\/(?:modules\/)?(\w+)\//)?.[1];

test('includes follow the module graph; other modules are entered by their api.hpp', () => {
  const problems = [];
  for (const file of cpp) {
    const own = moduleOf(file);
    if (!graph.has(own)) continue; // app/ wires everything
    for (const [, included] of read(file).matchAll(/^#include "([^"]+)"/gm)) {
      const other = included.split('/')[0];
      if (included === 'module.hpp' || other === own || !graph.has(other)) continue;
      if (!graph.get(own).has(other)) problems.push(`${file}: ${included} — ${own} stands below or beside ${other} (CMakeLists.txt)`);
      else if (!foundation.has(other) && included !== `${other}/api.hpp`) problems.push(`${file}: ${included} — use ${other}/api.hpp`);
    }
  }
  none(problems);
});

test('SQL touches its own schema and the _api views of others', () => {
  const schemas = [...graph.keys()].filter((name) => !foundation.has(name));
  const problems = [];
  for (const file of cpp.filter((name) => !name.endsWith('_test.cpp') && !name.startsWith('bench/'))) {
    const own = moduleOf(file);
    for (const [, schema, table] of read(file).matchAll(/\b(?:from|join|into|update)\s+(?:only\s+)?(\w+)\.(\w+)/gi))
      if (schemas.includes(schema) && schema !== own) problems.push(`${file}: ${schema}.${table} — ask for a view in ${schema}_api`);
  }
  none(problems);
});

test('each library is seen by the files that hide it', () => {
  const homes = [[/boost\/beast/, /^src\/http\//], [/boost\//, /^src\/(base|http|mqtt)\//], [/libpq-fe\.h/, /^src\/db\//], [/simdjson/, /^src\/json\/value\.cpp$/], [/spdlog/, /^src\/base\/log\.cpp$/],
    [/CLI\/CLI/, /^src\/app\/main\.cpp$/], [/sodium\.h/, /^src\/(modules\/security\/|base\/secrets\.cpp$)/], [/proj\.h/, /^src\/geo\//], [/vips/, /^src\/images\//], [/^(cairo|pango|qrencode)/, /^src\/print\//]];
  const problems = [];
  for (const file of cpp)
    for (const [, included] of read(file).matchAll(/^#include <([^>]+)>/gm))
      for (const [library, home] of homes) if (library.test(included) && !home.test(file)) problems.push(`${file}: <${included}> belongs to ${home.source}`);
  none(problems);
});

test('files can be read in one sitting', () => {
  none(tracked.filter((name) => /^(src|web\/src|tests|bench|tools)\/.*\.(cpp|hpp|ts|tsx|mjs|sh|css)$/.test(name) || ['run', 'check'].includes(name))
    .map((name) => [name, read(name).split('\n').length]).filter(([, lines]) => lines > 500).map(([name, lines]) => `${name}: ${lines} lines; at most 500`));
});

test('nothing is left open in the text', () => {
  const open = new RegExp(`\\b(${['TO', 'FIX'].map((w) => (w === 'TO' ? `${w}DO` : `${w}ME`)).join('|')}|XXX|HACK)\\b|not implemented|coming soon`);
  const problems = [];
  for (const file of tracked.filter((name) => /^(src|web\/src|tests|bench|docs|tools)\/.*\.(cpp|hpp|ts|tsx|mjs|md|sql|sh)$/.test(name)))
    read(file).split('\n').forEach((line, i) => { if (open.test(line) && !file.endsWith('tidy.test.mjs')) problems.push(`${file}:${i + 1}: ${line.trim().slice(0, 100)}`); });
  none(problems);
});

test('banned calls, each with what to use instead', () => {
  const banned = [[/\bstd::thread\b/, /^src\/(base|db|files|mqtt|http)\/|_test\.cpp$|^bench\//, 'Loop::blocking'], [/\bsleep_for\b/, /^src\/db\/|_test\.cpp$|^bench\//, 'Loop::sleep'],
    [/\bstd::(cout|cerr)\b|\bf?printf\(/, /^src\/app\/|^bench\/|^tests\/fuzz\/|_test\.cpp$|^src\/base\/(log\.cpp|task\.hpp)$/, 'log::info'], [/\bsystem_clock::now\b/, /^src\/base\/|_test\.cpp$|^bench\//, 'the injected Clock'],
    [/\b(rand|strcpy|sprintf|atoi|system)\(/, /^$/, 'a checked function']];
  const problems = [];
  for (const file of cpp)
    read(file).split('\n').forEach((line, i) => {
      const code = line.replace(/\/\/.*/, '').replace(/"[^"]*"/g, '""');
      for (const [call, allowed, instead] of banned) if (call.test(code) && !allowed.test(file)) problems.push(`${file}:${i + 1}: ${line.trim().slice(0, 80)} — use ${instead}`);
    });
  none(problems);
});

test('every error code is used, and every text has both languages', () => {
  const table = read('src/base/error_table.def');
  const rows = [...table.matchAll(/^HATANG_ERROR\((\w+), (\d+), "(.*)", "(.*)"\)$/gm)];
  assert.equal(rows.length, table.split('\n').filter((line) => line.startsWith('HATANG_ERROR(')).length, 'one line a code: HATANG_ERROR(code, status, "vi", "en")');
  const code = cpp.filter((name) => !name.endsWith('error_table.def')).map(read).join('\n');
  const problems = [];
  for (const [, name, , vi, en] of rows) {
    if (!new RegExp(`Code::${name}\\b`).test(code)) problems.push(`${name}: never thrown`);
    const holes = (text) => [...text.matchAll(/\{(\d)\}/g)].map((m) => m[1]).sort().join();
    // A sentence that comes made in both languages stands as it is.
    if (vi === '{1}.' && en === '{2}.') continue;
    if (!vi || !en || holes(vi) !== holes(en)) problems.push(`${name}: the two texts differ in their arguments`);
  }
  none(problems);
});

test('no machine paths, hosts or secrets', () => {
  const problems = [];
  for (const file of tracked.filter((name) => !/package-lock\.json$|\.(png|jpg|woff2|pbf)$/.test(name)))
    read(file).split('\n').forEach((line, i) => {
      if (/(^|[^\w.\/-])\/(work|farm|root|home\/\w+)\//.test(line) || /registry\.npmjs\.org|BEGIN (RSA |EC )?PRIVATE KEY/.test(line))
        if (!file.endsWith('tidy.test.mjs')) problems.push(`${file}:${i + 1}: ${line.trim().slice(0, 100)}`);
    });
  none(problems);
});

test('C++ is formatted', () => {
  const files = cpp.filter((name) => /\.(cpp|hpp)$/.test(name)).map((name) => path.join(root, name));
  try {
    execFileSync('clang-format', ['--dry-run', '-Werror', ...files], { encoding: 'utf8', stdio: 'pipe', maxBuffer: 64 << 20 });
  } catch (error) {
    const names = new Set([...String(error.stderr).matchAll(/^(\S+?):\d+:\d+: error/gm)].map((m) => path.relative(root, m[1])));
    none([...names].map((name) => `${name}: clang-format -i`));
  }
});
