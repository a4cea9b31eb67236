// Microseconds of the processor that cql2-wasm (the cql2-rs of developmentseed) needs to parse an expression: median over the expressions of
// the standard input, a JSON array of texts. Usage: cql2_peer.mjs FOLDER_OF_THE_PACKAGE ROUNDS. Run by bench/cql2.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, rounds] = [path.resolve(process.argv[2]), Number(process.argv[3])];
// The package is made for bundlers; this is what one does with it.
const glue = await import(pathToFileURL(path.join(folder, 'cql2_wasm_bg.js')).href);
const { instance } = await WebAssembly.instantiate(readFileSync(path.join(folder, 'cql2_wasm_bg.wasm')), { './cql2_wasm_bg.js': glue });
glue.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start?.();

const texts = JSON.parse(readFileSync(0, 'utf8'));
const round = (text, n) => { for (let i = 0; i < n; i++) glue.parseText(text).free(); };
for (const text of texts) round(text, Math.min(rounds, 200)); // the engine compiles
const times = texts.map((text) => {
  const start = process.cpuUsage(); // not the clock on the wall: other work on the machine does not count against the peer
  round(text, rounds);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / rounds;
}).sort((a, b) => a - b);
console.log(times[Math.floor(times.length / 2)]);
