import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type GuardedCase, runGuarded } from './testing/guarded.ts';

const cases: readonly GuardedCase[] = [
  { name: 'command', event: { v: 'a; id' }, handler: "return require('child_process').execSync('echo ' + event.v)" },
  { name: 'code', event: { v: '{"a":process.pid}' }, handler: "return eval('(' + event.v + ')')" },
  { name: 'constructor', event: { v: 'process.pid' }, handler: "return new Function('return ' + event.v)()" },
  { name: 'path', event: { v: '../../../../../../etc/hostname' }, handler: "return require('fs').readFileSync('/srv/reports/' + event.v)" },
  { name: 'host', event: { v: 'http://127.0.0.1:1/x' }, handler: 'return await fetch(event.v)' },
  {
    name: 'base64, gzip and JSON',
    event: { Records: [{ eventSource: 'aws:kinesis', kinesis: { data: 'H4sIAAAAAAACA6tWSs5NUbJSSsyzVshMUaoFALpKFj4QAAAA' } }] },
    handler: "return require('child_process').execSync('echo an; id')",
  },
];

// What a hostile package could do after the guard started: replace what the language offers by functions that blind, lie or throw.
// `driver` keeps what it needs itself in variables, and Node's own library runs on primordials.
const tamper = `
  const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
  const { ownKeys } = Reflect;
  const keep = new Set(['constructor', 'then', 'catch', 'finally', 'next', 'return', 'throw', 'apply', 'call', 'bind', 'push', Symbol.iterator, Symbol.asyncIterator, Symbol.toPrimitive, Symbol.hasInstance, 'toString', 'valueOf']);
  const everything = [Array, String, RegExp, Object, Number, Map, Set, WeakMap, WeakSet, Date, Error, Symbol, Uint8Array, getPrototypeOf(Uint8Array), ArrayBuffer, BigInt, Boolean];
  const has = Set.prototype.has;
  const call = Function.prototype.call.bind(Function.prototype.call);
  let patched = 0;
  for (let i = 0; i < everything.length; i++) {
    const prototype = everything[i].prototype;
    const keys = ownKeys(prototype);
    for (let k = 0; k < keys.length; k++) {
      const key = keys[k];
      if (call(has, keep, key)) continue;
      const found = getOwnPropertyDescriptor(prototype, key);
      if (!found.configurable || typeof found.value !== 'function') continue;
      defineProperty(prototype, key, { value: function () { return LIE; }, writable: true, configurable: true });
      patched++;
    }
  }
  if (patched < 200) throw new Error('only ' + patched + ' methods were patched');
  JSON.parse = () => ({}); JSON.stringify = () => '{}';
  Object.keys = () => []; Object.entries = () => []; Array.isArray = () => false;
  Math.max = () => 0; Math.min = () => 0; String.fromCharCode = () => ''; Reflect.apply = () => undefined; Reflect.ownKeys = () => [];
`;

for (const lie of ["''", 'undefined', '-1', 'false'])
  test(`every built-in prototype method patched to answer ${lie}: the same detections`, async () => {
    const honest = await runGuarded(cases, { mode: 'block' });
    const lied = await runGuarded(cases, { mode: 'block', before: tamper.replace('LIE', lie) });
    const seen = (run: typeof honest): unknown =>
      run.results.map(({ findings }) => findings.map((finding) => [finding.ruleId, finding.runtime?.action]));
    assert.equal(
      honest.results.filter(({ findings }) => findings.some((finding) => finding.runtime?.action === 'blocked')).length,
      cases.length,
    );
    assert.deepEqual(seen(lied), seen(honest));
  });

// Modules can be changed as well: what the guard compiles and reads later must not go through them.
const tamperModules = `
  const seen = [];
  const spy = (module, name) => { const original = module[name]; module[name] = function (...args) { if (args.some((arg) => typeof arg === 'string' && arg.length > 50000)) seen.push(name); return new.target ? Reflect.construct(original, args) : Reflect.apply(original, this, args); }; };
  const vm = require('node:vm');
  for (const name of ['Script', 'createContext', 'runInContext', 'runInThisContext', 'runInNewContext', 'compileFunction']) spy(vm, name);
  const files = require('node:fs');
  files.writeSync = () => 0; files.statSync = () => undefined;
  require('node:path').resolve = () => '/'; require('node:url').pathToFileURL = () => 'data:,';
  process.on('exit', () => { if (seen.length > 0) process._rawDebug('SEEN ' + seen.join()) });
`;

test('modules patched before the first event: the same detections, and nobody sees the text of the guard', async () => {
  const honest = await runGuarded(cases, { mode: 'block' });
  const patched = await runGuarded(cases, { mode: 'block', before: tamperModules });
  const rulesOf = (run: typeof honest): unknown =>
    run.results.map(({ findings }) => findings.map((finding) => [finding.ruleId, finding.runtime?.action]));
  assert.deepEqual(rulesOf(patched), rulesOf(honest));
  assert.doesNotMatch(patched.stderr, /SEEN/);
});

test('what the guard shows to the program leads to no object of its own realm', async () => {
  const escapes = `
    const seen = [];
    const look = (value, name) => { if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return;
      const top = (o) => { let p = o; while (Object.getPrototypeOf(p)) p = Object.getPrototypeOf(p); return p; };
      if (top(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) seen.push(name); };
    const binding = process.binding('fs');
    for (const key of Object.keys(binding)) look(binding[key], 'fs.' + key);
    look(process.binding('spawn_sync').spawn, 'spawn'); look(eval, 'eval'); look(Function, 'Function'); look(fetch, 'fetch');
    look(require('http').request, 'http.request'); look(require('module')._load, '_load'); look(__posternEval, 'direct'); look(__posternEval.arg, 'arg');
    const mark = process[Symbol.for('postern.guard')]; look(mark, 'mark'); look(mark.exports, 'exports'); look(mark.probe, 'probe'); look(mark.exports.guard, 'guard');
    try { require('child_process').execSync('echo ' + event.v) } catch (error) { look(error, 'error'); for (const key of Reflect.ownKeys(error)) look(error[key], 'error.' + String(key)); }
    const resource = require('async_hooks').executionAsyncResource();
    for (const key of Reflect.ownKeys(resource)) look(resource[key], 'resource.' + String(key));
    return seen;`;
  const { results } = await runGuarded([{ name: 'escape', event: { v: 'a; id' }, handler: escapes }], { mode: 'block' });
  assert.deepEqual(results[0]?.value, []);
});
