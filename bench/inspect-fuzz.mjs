// Throws made-up input at the inspection of events and measures the CPU time of each: `node bench/inspect-fuzz.mjs [count] [--seed n] [--seconds n] [--keep]`.
// Sizes are log-uniform from 1 B to 64 KB. A third is mutated from the corpora and the sample events, the rest is text, binary, JSON and pieces of
// languages. Exits 1 on a throw, on input whose cost per KB is far above the others' when measured again, and on memory that grows without bound.
// `--keep` writes the ten costliest per KB to fixtures/inspect/worst, where a test holds them to linear work.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import { inspectEvent } from '../packages/inspect/dist/index.js';

const root = join(import.meta.dirname, '..');
const fixtures = join(root, 'fixtures');
const args = process.argv.slice(2);
const option = (name, otherwise) => {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(args.splice(at, 2)[1]);
};
const seed = option('seed', 1);
const seconds = option('seconds', Number.POSITIVE_INFINITY);
const keeps = args.includes('--keep');
const count = Number(args.find((argument) => /^\d/.test(argument)) ?? 1_000_000);

const largest = 65_536;
const worstKept = 10;
/** Input below this many bytes says nothing about cost per KB: the fixed part of the work is most of it. */
const smallest = 512;
/** So many times the median cost of a KB is still linear with a bad constant; measured again, five times, the least counts. */
const mostTimesMedian = 60;
const mostMicrosPerKB = 2_000;
const mostMemory = 512 * 1024 * 1024;

// mulberry32: small, seeded, the same everywhere
let state = seed >>> 0;
const random = () => {
  state = (state + 0x6d2b79f5) >>> 0;
  let x = Math.imul(state ^ (state >>> 15), 1 | state);
  x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
  return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
};
const int = (below) => Math.floor(random() * below);
const pick = (list) => list[int(list.length)];
const size = () => Math.max(1, Math.floor(2 ** (random() * Math.log2(largest))));

const lines = (file) => readFileSync(join(fixtures, file), 'utf8').trim().split('\n');
const corpus = ['inspect/attacks.jsonl', 'inspect/benign.jsonl', 'inspect/prose.jsonl']
  .concat(readdirSync(join(fixtures, 'inspect/own')).map((file) => `inspect/own/${file}`))
  .flatMap((file) => lines(file).map((line) => JSON.parse(line)))
  .map((row) => row.payload ?? JSON.stringify(row.event))
  .filter((text) => text.length <= largest);
const events = lines('events/INDEX.tsv')
  .slice(1)
  .map((line) => readFileSync(join(fixtures, 'events', line.split('\t')[0]), 'utf8'));

// Pieces of the languages that detectors read: openings without ends, escapes, separators, keywords, and what decoders look for.
const pieces =
  `' " \` ; | & && || $( \${ {{ }} <% %> <!-- --> /* */ // # -- ( ) [ ] { } < > = == != , . : :: \\ / ? ! @ ~ ^ * + - % \\' \\" \\x41 \\u0041 %27 %2e%2e%2f %25 &lt; &#x27; ../ ..\\ \\n \\r\\n select union from where or and 1=1 insert drop exec eval require( process.env constructor __proto__ $ne $where $gt import os system( Runtime getRuntime() class. T( #{ @( <script> onerror= javascript: data: file:// http:// 169.254.169.254 0x7f000001 localhost <!DOCTYPE <!ENTITY SYSTEM &a; ]]> <![CDATA[ (a+)+ .* [a-z] \\d {1,9} cat /etc/passwd curl wget bash -c powershell cmd.exe /c net user dir type jndi: ldap:// \${jndi: uid= )(|( *) /*/ text() Content-Type: multipart/form-data; boundary= Subject: Bcc: =?utf-8?B? ?= +ADw- rO0AB gASV O: a:1: !!python YII= H4sI PK UEsDB eyJ a b c x 0 1 42 the value of is a b_c`.split(
    ' ',
  );
const characters =
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=-_.,:;\'"`()[]{}<>|&$%#@!?*~^\\ \n\t\r\0é漢🎉\u202e\ufeff';

const filled = (length, next) => {
  let text = '';
  while (text.length < length) text += next();
  return text.slice(0, length);
};
const bytes = (length) => Uint8Array.from({ length }, () => int(256));
const json = (depth, left) => {
  const kind = depth > 8 || left < 8 ? 4 + int(4) : int(8);
  if (kind < 2) return Array.from({ length: 1 + int(6) }, () => json(depth + 1, left / 6));
  if (kind < 4)
    return Object.fromEntries(
      Array.from({ length: 1 + int(6) }, () => [filled(1 + int(12), () => pick(characters)), json(depth + 1, left / 6)]),
    );
  return kind === 4
    ? int(1e9)
    : kind === 5
      ? pick([true, false, null])
      : kind === 6
        ? pick(corpus).slice(0, left)
        : filled(Math.min(left, 2000), () => pick(pieces));
};
const kinds = {
  characters: (length) => filled(length, () => pick(characters)),
  'one unit': (length) =>
    pick(pieces)
      .repeat(Math.ceil(length / 2))
      .slice(0, length),
  'two units': (length) => {
    const unit = pick(pieces) + pick(['', ' ', '\n']) + pick(pieces);
    return unit.repeat(Math.ceil(length / unit.length)).slice(0, length) + pick(pieces);
  },
  'an opening and a unit': (length) => pick(pieces) + pick(pieces) + pick([...characters]).repeat(length) + pick(pieces),
  pieces: (length) => filled(length, () => pick(pieces)),
  sentence: (length) => filled(length, () => `${pick(pieces)}${pick([' ', '', '', '\n', '\t', '/**/', '+', '%20'])}`),
  base64: (length) => Buffer.from(bytes(Math.ceil(length * 0.75))).toString('base64'),
  'base64 of pieces': (length) => Buffer.from(filled(length * 0.75, () => pick(pieces))).toString(pick(['base64', 'base64url', 'hex'])),
  form: (length) => filled(length, () => `${pick(pieces)}=${encodeURIComponent(pick(pieces))}&`),
  percent: (length) => filled(length, () => `%${int(256).toString(16).padStart(2, '0')}`),
  packed: (length) =>
    Buffer.from(pick([gzipSync, deflateRawSync, brotliCompressSync])(filled(length, () => pick(pieces)))).toString('base64'),
  'JSON text': (length) => JSON.stringify(json(0, length)),
  'JSON in JSON': (length) => JSON.stringify({ a: JSON.stringify(json(0, length)) }),
  binary: (length) => bytes(length),
  'packed bytes': (length) => new Uint8Array(pick([gzipSync, deflateRawSync])(filled(length, () => pick(pieces)))),
};
const names = Object.keys(kinds);
const mutated = () => {
  let text = random() < 0.8 ? pick(corpus) : pick(events);
  const target = size();
  for (let turns = 1 + int(6); turns > 0; turns--) {
    const at = int(text.length + 1);
    const end = at + int(Math.min(200, text.length - at + 1));
    const change = int(7);
    if (change === 0) text = text.slice(0, at) + text.slice(end);
    else if (change === 1) text = text.slice(0, at) + pick(pieces) + text.slice(at);
    else if (change === 2) text = text.slice(0, at) + pick(corpus) + text.slice(at);
    else if (change === 3 && end > at)
      text = text.slice(0, at) + text.slice(at, end).repeat(Math.ceil((target * random()) / (end - at))) + text.slice(end);
    else if (change === 4) text = text.slice(0, at) + pick(characters) + text.slice(at + 1);
    else if (change === 5) text = filled(target * random(), () => pick(pieces)) + text;
    else text = text.slice(0, at) + pick([...characters]).repeat(Math.floor(target * random())) + text.slice(at);
    text = text.slice(0, largest);
  }
  return text;
};

function make() {
  const isMutated = random() < 1 / 3;
  const kind = isMutated ? 'mutated' : pick(names);
  const text = isMutated ? mutated() : kinds[kind](size());
  if (isMutated && text[0] === '{')
    try {
      return { kind: 'mutated event', event: JSON.parse(text), length: text.length };
    } catch {}
  return { kind, event: { value: text }, length: text.length };
}

function cost(event) {
  const before = process.cpuUsage();
  inspectEvent(event);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
const leastCost = (event, first) => Math.min(...Array.from({ length: first > 100_000 ? 1 : 4 }, () => cost(event)));

for (let i = 0; i < 100; i++) cost({ value: pick(corpus) });
const perKB = [];
const throwers = [];
let worst = [];
let memory = 0;
let units = 0;
let total = 0;
const started = Date.now();
let done = 0;
for (; done < count; done++) {
  if (done % 256 === 0) memory = Math.max(memory, process.memoryUsage().heapUsed + process.memoryUsage().external);
  if (Date.now() - started > seconds * 1000) break;
  const before = state;
  const { kind, event, length } = make();
  let micros = 0;
  try {
    micros = cost(event);
  } catch (error) {
    throwers.push({ state: before, kind, event, error });
    continue;
  }
  units += length;
  total += micros;
  if (length < smallest) continue;
  const rate = micros / (length / 1024);
  if (perKB.length < 100_000) perKB.push(rate);
  if (worst.length < 4 * worstKept || rate > worst.at(-1).rate) {
    // One look may have been interrupted by a collection or the compiler: the least of five counts.
    const least = leastCost(event, micros);
    worst.push({ rate: least / (length / 1024), micros: least, length, kind, event });
    worst.sort((one, other) => other.rate - one.rate);
    worst = worst.slice(0, 4 * worstKept);
  }
}
perKB.sort((one, other) => one - other);
const median = perKB[perKB.length >> 1] ?? 0;
const megabytes = (value) => `${(value / 1024 / 1024).toFixed(0)} MB`;
console.log(
  `${done} inputs, ${megabytes(units)}, seed ${seed}: ${(total / (units / 1024)).toFixed(1)} µs/KB on average, median ${median.toFixed(1)} µs/KB, heap up to ${megabytes(memory)}`,
);
for (const { micros, rate, length, kind, event } of worst.slice(0, worstKept))
  console.log(
    `  ${micros} µs, ${rate.toFixed(0)} µs/KB, ${length} units of ${kind}: ${JSON.stringify(event.value ?? event).slice(0, 100)}`,
  );
for (const { state: at, kind, event, error } of throwers.slice(0, worstKept))
  console.log(`threw at state ${at} on ${kind} ${JSON.stringify(event).slice(0, 200)}\n${error.stack}`);

if (keeps) {
  const folder = join(fixtures, 'inspect/worst');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  worst
    .filter(({ event }) => typeof event.value === 'string' || event.value === undefined)
    .slice(0, worstKept)
    .forEach(({ event, kind }, i) => {
      // What repeats is written as the unit and how often, so that the files stay small.
      writeFileSync(join(folder, `${String(i + 1).padStart(2, '0')}.json`), `${JSON.stringify({ kind, event: shortened(event) })}\n`);
    });
}

/** Costs are of the kind of text, not of its length: what is kept is at most 16 KB of it. */
function shortened(event) {
  return typeof event.value === 'string' && event.value.length > 16_384 ? { value: event.value.slice(0, 16_384) } : event;
}

const problems = [];
if (throwers.length > 0) problems.push(`${throwers.length} inputs made it throw`);
const slow = worst.filter(({ rate }) => rate > Math.max(mostMicrosPerKB, median * mostTimesMedian));
if (slow.length > 0) problems.push(`${slow.length} inputs cost more than ${mostTimesMedian} times the median`);
if (memory > mostMemory) problems.push(`the heap grew to ${megabytes(memory)}`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
