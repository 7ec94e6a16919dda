import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { findPython } from '@postern/runtime';
import { runCommandLine } from '../command-line.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { runCommand } from './run.ts';

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'postern run '));
after(() => rmSync(folder, { recursive: true, force: true }));

const finding = (severity: string): string =>
  JSON.stringify({
    postern: 1,
    kind: 'finding',
    ruleId: 'guard/test',
    severity,
    title: 'A test',
    fingerprint: 'f',
    evidence: [],
    origin: { kind: 'runtime' },
  });
const files: Readonly<Record<string, string>> = {
  'app.js': `
    exports.echo = async (event) => ({ event, own: process.env.OWN, leak: process.env.HOST_SECRET, root: process.env.LAMBDA_TASK_ROOT, name: process.env.AWS_LAMBDA_FUNCTION_NAME });
    exports.throws = async () => { console.log('before'); throw new TypeError('boom'); };
    exports.exits = async () => process.exit(3);
    exports.hangs = async () => { for (;;); };
    exports.floods = async () => { for (let i = 0; i < 300; i++) console.log('x'.repeat(1e4) + i); return 'done'; };
    exports.stream = awslambda.streamifyResponse(async (event, stream) => { stream.write('plain'); stream.end(); });
    exports.notJson = async () => 10n;`,
  'greet.js': `
    const { execSync } = require('node:child_process');
    exports.handler = async ({ name }) => { try { return String(execSync('echo ' + name)); } catch (error) { return error.name; } };`,
  'functions/greet.mjs': `
    import { execSync } from 'node:child_process';
    export const handler = async ({ name }) => { try { return String(execSync('echo ' + name)); } catch (error) { return error.name; } };`,
  'functions/inner.mjs': 'export const handler = async () => "inner";',
  'broken.js': 'exports.handler = ',
  'missing.js': 'require("nowhere"); exports.handler = 1;',
  'py.py': 'def handler(event, context):\n  return event',
  'typed.ts': 'export const handler = async () => 1;',
  'event.json': '{"a":1}',
  'broken.json': '{\n  "a": 1,\n}',
  'latin.json': 'FILLED BELOW',
  'policy.yaml': 'version: 1\nmode: block\n',
  'hosts.yaml': 'version: 1\nhosts: [api.example.com]\n',
  'intruder.js': `
    exports.handler = () => new Promise((resolve) => {
      try { require('node:http').get('http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/next', () => resolve('reached')).on('error', () => {}) }
      catch (error) { resolve(error.code) }
    });`,
  'bad-policy.yaml': 'version: 1\nmod: block\ndoor:\n  inspect: never\n',
  'guard.cjs': `
    const write = (line) => require('node:fs').writeSync(3, line + '\\n');
    write(JSON.stringify({ postern: 1, kind: 'activity', activity: 'start', time: '', details: { mode: process.env.POSTERN_MODE, hasPolicy: 'POSTERN_POLICY' in process.env } }));
    if (process.env.FIND) write('${finding('SEVERITY')}'.replace('SEVERITY', process.env.FIND));`,
  'silent-guard.cjs': '',
};
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}
writeFileSync(join(folder, 'latin.json'), Buffer.from([0x22, 0xe9, 0x22]));
writeFileSync(join(folder, 'huge.json'), `"${'x'.repeat(6 * 1024 * 1024)}"`);

interface Row {
  readonly name: string;
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly code: number;
  readonly stdout?: string | RegExp;
  readonly stderr?: RegExp;
}
const off = ['--mode', 'off'];
const guard = ['--register', 'guard.cjs'];

const rows: readonly Row[] = [
  {
    name: 'prints the answer and nothing else',
    args: ['functions/inner.handler', ...off],
    code: 0,
    stdout: '"inner"\n',
    stderr: /^$|^postern run: note/,
  },
  { name: 'an event from a file', args: ['app.echo', '--event', 'event.json', ...off], code: 0, stdout: /^\{"event":\{"a":1\},/ },
  { name: 'an event from standard input', args: ['app.echo', '--event', '-', ...off], stdin: '[1]', code: 0, stdout: /^\{"event":\[1\],/ },
  { name: 'an event on the command line', args: ['app.echo', '--event', ' {"b":2}', ...off], code: 0, stdout: /^\{"event":\{"b":2\},/ },
  { name: 'no event is an empty one', args: ['app.echo', ...off], code: 0, stdout: /^\{"event":\{\},/ },
  {
    name: 'variables of the function, and none of this process',
    args: ['app.echo', '--env', 'OWN=a=b', '--name', 'shop', ...off],
    code: 0,
    stdout: `${JSON.stringify({ event: {}, own: 'a=b', root: folder, name: 'shop' })}\n`,
  },
  {
    name: 'another root',
    args: ['functions/inner.handler', '--root', 'functions', ...off],
    code: 0,
    stdout: '"inner"\n',
  },
  { name: 'a streamed response', args: ['app.stream', ...off], code: 0, stdout: 'plain\n' },
  {
    name: 'says when semantics and engine differ',
    args: ['app.echo', '--runtime', process.version.startsWith('v22') ? 'nodejs20.x' : 'nodejs22.x', ...off],
    code: 0,
    stderr: /note: the semantics of nodejs2\d\.x on Node \d+\./,
  },
  {
    name: 'a handler that throws',
    args: ['app.throws', ...off],
    code: 1,
    stdout: /^\{"errorType":"TypeError","errorMessage":"boom","trace":\["TypeError: boom"/,
    stderr: /INFO\tbefore\n[\s\S]*postern run: the function failed\. TypeError: boom\n$/,
  },
  {
    name: 'a handler that exits',
    args: ['app.exits', ...off],
    code: 1,
    stdout: /"errorType":"Runtime\.ExitError".*exit status 3/,
    stderr: /process ended without an answer/,
  },
  {
    name: 'a handler that hangs',
    args: ['app.hangs', '--timeout', '0.5', ...off],
    code: 1,
    stdout: /"errorType":"Sandbox\.Timedout".*Task timed out after 0\.50 seconds/,
    stderr: /did not answer in time and was stopped/,
  },
  {
    name: 'a handler that floods its log loses nothing',
    args: ['app.floods', ...off],
    code: 0,
    stdout: '"done"\n',
    stderr: /x0\n[\s\S]*x299\n/,
  },
  { name: 'a result that is no JSON', args: ['app.notJson', ...off], code: 1, stdout: /Unable to stringify response body/ },
  {
    name: 'a syntax error in the code',
    args: ['broken.handler', ...off],
    code: 1,
    stdout: /Runtime\.UserCodeSyntaxError/,
    stderr: /could not be loaded/,
  },
  { name: 'a dependency that is not there', args: ['missing.handler', ...off], code: 1, stdout: /Cannot find module 'nowhere'/ },
  {
    name: 'reports records on standard error',
    args: ['app.echo', ...guard, '--mode', 'block', '--policy', 'policy.yaml'],
    code: 0,
    stdout: /^\{"event"/,
    stderr: /: block/,
  },
  { name: 'a finding counts', args: ['app.echo', ...guard, '--env', 'FIND=high'], code: 1, stdout: /^\{"event"/, stderr: /A test/ },
  { name: 'a finding below the threshold does not', args: ['app.echo', ...guard, '--env', 'FIND=low'], code: 0 },
  { name: 'unless the threshold is lower', args: ['app.echo', ...guard, '--env', 'FIND=low', '--fail-on', 'info'], code: 1 },
  {
    name: 'a guard that does not report its start is an error of ours',
    args: ['app.echo', '--register', 'silent-guard.cjs'],
    code: 3,
    stdout: '',
    stderr: /did not report its start/,
  },
];

const refused: readonly Row[] = [
  { name: 'no handler', args: [], code: 2, stderr: /Which function\?/ },
  { name: 'two handlers', args: ['app.echo', 'app.exits'], code: 2, stderr: /"app\.exits" is one argument too many/ },
  { name: 'a handler without an export', args: ['app'], code: 2, stderr: /"app" names no handler/ },
  {
    name: 'a file name in place of a handler',
    args: ['app.js'],
    code: 2,
    stderr: /app\.js is a file\. .*: app\.handler for its export/,
  },
  { name: 'a module that is not there', args: ['nowhere.handler'], code: 2, stderr: /there is no nowhere\.js, \.mjs or \.cjs in / },
  { name: 'TypeScript that was not built', args: ['typed.handler'], code: 2, stderr: /TypeScript has to be built first/ },
  { name: 'an export that is not there', args: ['app.nope', ...off], code: 2, stderr: /app\.nope is undefined or not exported/ },
  { name: 'a folder that is not there', args: ['app.echo', '--root', 'nowhere'], code: 2, stderr: /--root nowhere is no folder/ },
  { name: 'a file outside of the root', args: ['app.echo', '--root', 'functions'], code: 2, stderr: /is outside of --root functions/ },
  { name: 'an event that is not there', args: ['app.echo', '--event', 'nowhere.json'], code: 2, stderr: /nowhere\.json: does not exist/ },
  {
    name: 'an event that is no JSON',
    args: ['app.echo', '--event', 'broken.json'],
    code: 2,
    stderr: /broken\.json:3:1: is not JSON: unexpected \}/,
  },
  {
    name: 'standard input that is no JSON',
    args: ['app.echo', '--event', '-'],
    stdin: 'x',
    code: 2,
    stderr: /standard input:1:1: is not JSON/,
  },
  { name: 'an inline event that is no JSON', args: ['app.echo', '--event', '{"a"'], code: 2, stderr: /--event:1:5: is not JSON/ },
  { name: 'an event that is no text', args: ['app.echo', '--event', 'latin.json'], code: 2, stderr: /latin\.json: is no text in UTF-8/ },
  {
    name: 'an event that is too large',
    args: ['app.echo', '--event', 'huge.json'],
    code: 2,
    stderr: /huge\.json: the event has 6291458 bytes; the platform takes at most 6291456/,
  },
  { name: 'a mode that is not there yet', args: ['app.echo', '--mode', 'learn'], code: 2, stderr: /learn does not exist yet/ },
  {
    name: 'an unknown mode',
    args: ['app.echo', '--mode', 'blok'],
    code: 2,
    stderr: /"blok" is none of off, learn, observe, block\. Did you mean "block"\?/,
  },
  {
    name: 'an unknown runtime',
    args: ['app.echo', '--runtime', 'nodejs23.x'],
    code: 2,
    stderr: /"nodejs23\.x" is none of .* Did you mean "nodejs2/,
  },
  {
    name: 'the runtime of another language',
    args: ['app.echo', '--runtime', 'python3.x'],
    code: 2,
    stderr: /there is no app\.py .* There is app\.js/,
  },
  { name: 'an unknown format', args: ['app.echo', '--format', 'jsn'], code: 2, stderr: /Did you mean "json"\?/ },
  { name: 'a timeout that is none', args: ['app.echo', '--timeout', 'soon'], code: 2, stderr: /--timeout "soon" is no number above 0/ },
  { name: 'a timeout out of range', args: ['app.echo', '--timeout', '901', ...off], code: 2, stderr: /takes up to 900/ },
  { name: 'a variable without a value', args: ['app.echo', '--env', 'OWN'], code: 2, stderr: /"OWN" is not KEY=VALUE/ },
  {
    name: 'a variable of the platform',
    args: ['app.echo', '--env', '_HANDLER=x', ...off],
    code: 2,
    stderr: /_HANDLER is set by the platform/,
  },
  { name: 'an unknown option', args: ['app.echo', '--evnt', 'x'], code: 2, stderr: /Did you mean "--event"\?/ },
  {
    name: 'a policy that is not there',
    args: ['app.echo', ...guard, '--policy', 'nowhere.yaml'],
    code: 2,
    stderr: /nowhere\.yaml: does not exist/,
  },
  {
    name: 'a policy with mistakes',
    args: ['app.echo', ...guard, '--policy', 'bad-policy.yaml'],
    code: 2,
    stderr: /the policy cannot be used\.\nbad-policy\.yaml:2:1: [\s\S]*"mode"\?\nbad-policy\.yaml:4:12: /,
  },
  {
    name: 'a guard that is not there',
    args: ['app.echo', '--register', 'nowhere.cjs'],
    code: 2,
    stderr: /--register nowhere\.cjs: there is no such file/,
  },
  { name: 'Python with the guard', args: ['py.handler', '--mode', 'block'], code: 2, stderr: /there is none for Python yet/ },
];

async function run(args: readonly string[], stdin?: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const io = fakeIo({ cwd: folder, env: { HOST_SECRET: 'x' }, ...(stdin === undefined ? {} : { stdin }) });
  const code = await runCommandLine(['run', ...args], [runCommand], io);
  return { code, stdout: io.output(), stderr: io.errors() };
}

process.env['HOST_SECRET'] = 'of this process';
for (const [title, table] of Object.entries({ 'postern run': rows, 'postern run refuses': refused }))
  describe(title, { concurrency: 4 }, () => {
    for (const { name, args, stdin, code, stdout, stderr } of table)
      it(name, async () => {
        const result = await run(args, stdin);
        assert.equal(result.code, code, result.stderr);
        if (code === 2) assert.equal(result.stdout, '');
        if (typeof stdout === 'string') assert.equal(result.stdout, stdout);
        else if (stdout) assert.match(result.stdout, stdout);
        if (stderr) assert.ok(stderr.test(result.stderr), result.stderr.slice(0, 2000));
      });
  });

describe('postern run --format json', () => {
  const json = async (args: readonly string[]): Promise<{ code: number; document: Record<string, unknown> }> => {
    const { code, stdout } = await run([...args, '--format', 'json']);
    return { code, document: JSON.parse(stdout) as Record<string, unknown> };
  };

  it('gives answer, mode, findings and records', async () => {
    const { code, document } = await json(['app.echo', ...guard, '--mode', 'block', '--env', 'FIND=high', '--event', '{"a":1}']);
    assert.equal(code, 1);
    assert.deepEqual(Object.keys(document), ['response', 'effectiveMode', 'findings', 'records']);
    assert.deepEqual((document['response'] as { event: unknown }).event, { a: 1 });
    assert.equal(document['effectiveMode'], 'block');
    assert.deepEqual(
      (document['findings'] as { ruleId: string }[]).map(({ ruleId }) => ruleId),
      ['guard/test'],
    );
    assert.equal((document['records'] as unknown[]).length, 2);
  });

  it('gives the error in place of the answer', async () => {
    const { code, document } = await json(['app.throws', ...off]);
    assert.equal(code, 1);
    assert.deepEqual(Object.keys(document), ['error', 'effectiveMode', 'findings', 'records']);
    assert.equal((document['error'] as { errorType: string }).errorType, 'TypeError');
    assert.deepEqual([document['effectiveMode'], document['findings'], document['records']], ['off', [], []]);
  });

  it('gives a streamed text as text', async () => {
    assert.equal((await json(['app.stream', ...off])).document['response'], 'plain');
  });
});

const hostile = ['--event', '{"name":"Ann; echo more"}'];
const benign = ['--event', '{"name":"Ann"}'];
const noGuard = (() => {
  try {
    return existsSync(createRequire(import.meta.url).resolve('@postern/guard/register')) ? false : 'the guard is not built';
  } catch {
    return 'the guard is not built';
  }
})();
describe('postern run with the guard that was built', { concurrency: 4, skip: noGuard }, () => {
  for (const handler of ['greet.handler', 'functions/greet.handler'])
    for (const { name, args, code, stdout, stderr } of [
      { name: 'off lets an exploit through', args: [...off, ...hostile], code: 0, stdout: '"Ann\\nmore\\n"\n', stderr: /^$/ },
      {
        name: 'observe reports it',
        args: hostile,
        code: 1,
        stdout: '"Ann\\nmore\\n"\n',
        stderr: /command-injection[\s\S]*echo Ann; echo more/,
      },
      {
        name: 'block stops it',
        args: ['--mode', 'block', ...hostile],
        code: 1,
        stdout: '"PosternBlocked"\n',
        stderr: /execSync was stopped/,
      },
      {
        name: 'block answers a benign event the same',
        args: ['--mode', 'block', ...benign],
        code: 0,
        stdout: '"Ann\\n"\n',
        stderr: /^guard /,
      },
    ])
      it(`${handler}: ${name}`, async () => {
        const result = await run([handler, ...args]);
        assert.equal(result.stdout, stdout, result.stderr);
        assert.equal(result.code, code);
        assert.match(result.stderr, stderr);
      });

  it('obeys a policy', async () => {
    const { code, stdout } = await run(['greet.handler', '--policy', 'policy.yaml', '--format', 'json', ...hostile]);
    const document = JSON.parse(stdout) as Record<string, unknown>;
    assert.equal(document['effectiveMode'], 'block');
    assert.equal(document['response'], 'PosternBlocked');
    assert.equal(code, 1);
  });

  it('lets the platform stream an answer under a list of hosts, and keeps the function from the Runtime API', async () => {
    const streamed = await run(['app.stream', '--policy', 'hosts.yaml', '--mode', 'block']);
    assert.deepEqual([streamed.code, streamed.stdout], [0, 'plain\n'], streamed.stderr);
    const intruder = await run(['intruder.handler', '--policy', 'hosts.yaml', '--mode', 'block']);
    assert.deepEqual([intruder.code, intruder.stdout], [1, '"PSTN_BLOCKED"\n'], intruder.stderr);
  });
});

const skip = (await findPython()) ? false : 'there is no python3 on this machine';
describe('postern run on Python', { skip }, () => {
  it('runs without the guard and says so', async () => {
    const { code, stdout, stderr } = await run(['py.handler', '--event', '{"a": 1}']);
    assert.equal(code, 0);
    assert.equal(stdout, '{"a": 1}\n');
    assert.match(stderr, /note: there is no guard for Python yet/);
  });
});
