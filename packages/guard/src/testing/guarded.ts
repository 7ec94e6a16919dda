/** Runs small handlers under the built guard in a process of their own and tells what became of each. Test code only. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Finding, type PosternRecord, readRecord } from '@postern/core';

/** The built guard, as it is published. */
export const guardFolder: string = fileURLToPath(new URL('../', import.meta.url));

export interface GuardedCase {
  readonly name: string;
  /** Body of `async (event, context, tools) => { … }`; `require` is at hand, `tools.url` is a server on loopback. */
  readonly handler: string;
  readonly event: unknown;
}

export interface GuardedResult {
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly code?: string; readonly message: string } | undefined;
  /** Findings made during this case. */
  readonly findings: readonly Finding[];
}

export interface GuardedOptions {
  readonly mode: string;
  readonly node?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What the server on loopback answers, by path. */
  readonly answers?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** Code that runs after the guard and before any handler. */
  readonly before?: string;
  /** `.cjs` or `.mjs`. */
  readonly module?: 'cjs' | 'mjs';
  readonly guard?: string;
}

export interface GuardedRun {
  readonly results: readonly GuardedResult[];
  readonly records: readonly PosternRecord[];
  readonly stderr: string;
}

/** All cases in one process, one after the other, each wrapped by `guard(handler)`. */
export async function runGuarded(cases: readonly GuardedCase[], options: GuardedOptions): Promise<GuardedRun> {
  if (cases.length === 0) throw new Error('an empty table proves nothing');
  const folder = mkdtempSync(join(tmpdir(), 'postern guard '));
  try {
    const guard = options.guard ?? guardFolder;
    const ending = options.module ?? 'cjs';
    writeFileSync(join(folder, `handlers.${ending}`), handlersSource(cases, ending));
    writeFileSync(join(folder, 'driver.cjs'), driver(guard, ending, options));
    writeFileSync(join(folder, 'events.json'), JSON.stringify(cases.map(({ event }) => event ?? null)));
    const report = join(folder, 'report.jsonl');
    writeFileSync(report, '');
    const output = await run(
      options.node ?? process.execPath,
      [...(options.flags ?? []), '--require', join(guard, 'register.cjs'), join(folder, 'driver.cjs')],
      {
        PATH: process.env['PATH'] ?? '',
        HOME: folder,
        ...options.environment,
        POSTERN_MODE: options.mode,
        POSTERN_REPORT: report,
      },
    );
    // The driver writes a line of its own before each case, so that it needs nothing of a language that a case may have patched.
    const [before = '', ...perCase] = readFileSync(report, 'utf8').split('CASE\n');
    const recordsIn = (text: string): PosternRecord[] =>
      text
        .split('\n')
        .map((line) => readRecord(line))
        .filter((record) => record !== undefined);
    const outcomes = output.stdout
      .split('\n')
      .filter((line) => line.startsWith('RESULT '))
      .map((line) => JSON.parse(line.slice(7)) as { value?: unknown; error?: GuardedResult['error'] });
    if (outcomes.length !== cases.length)
      throw new Error(`only ${outcomes.length} of ${cases.length} cases ran:\n${output.stdout}\n${output.stderr}`);
    const results = outcomes.map((outcome, i) => ({
      ...outcome,
      findings: recordsIn(perCase[i] ?? '').filter((record) => record.kind === 'finding'),
    }));
    const records = recordsIn([before, ...perCase].join('\n'));
    return { results, records, stderr: output.stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function handlersSource(cases: readonly GuardedCase[], ending: 'cjs' | 'mjs'): string {
  const body = cases.map(({ handler }, i) => `handlers[${i}] = async (event, context, tools) => { ${handler} };`).join('\n');
  return ending === 'mjs'
    ? `import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\nexport const handlers = [];\n${body}\n`
    : `const handlers = exports.handlers = [];\n${body}\n`;
}

function driver(guard: string, ending: string, options: GuardedOptions): string {
  return `
const fs = require('node:fs');
const { guard } = require(${JSON.stringify(join(guard, 'guard.cjs'))});
const say = fs.writeSync.bind(fs, 1);
const { stringify } = JSON;
const mark = ((write, report) => (line) => void write(report, line))(fs.writeSync, fs.openSync(process.env.POSTERN_REPORT, 'a'));
const answers = ${JSON.stringify(options.answers ?? {})};
const server = require('node:http').createServer((request, response) => {
  response.setHeader('content-type', 'text/plain');
  response.setHeader('x-note', 'fine; id');
  response.end(answers[request.url.split('?')[0]] ?? 'ok ' + request.url);
});
server.listen(0, '127.0.0.1', async () => {
  const load = ${ending === 'mjs' ? "() => import('./handlers.mjs')" : "async () => require('./handlers.cjs')"};
  const tools = { url: 'http://127.0.0.1:' + server.address().port, port: server.address().port };
  const { handlers } = await load();
  const events = JSON.parse(fs.readFileSync(__dirname + '/events.json', 'utf8').replaceAll('%URL%', tools.url).replaceAll('%PORT%', tools.port));
  const context = { awsRequestId: 'request-1', invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:example' };
  ${options.before ?? ''}
  for (let i = 0; i < handlers.length; i++) {
    mark('CASE\\n');
    let outcome;
    try { outcome = { value: await guard((event, ctx) => handlers[i](event, ctx, tools))(events[i], context) }; }
    catch (error) { outcome = { error: { name: error.name, code: error.code, message: String(error.message) } }; }
    let text;
    try { text = stringify(outcome); } catch (error) { text = stringify({ error: { name: 'Unprintable', message: String(error) } }); }
    say('RESULT ' + text + '\\n');
  }
  process.exit(0);
});
`;
}

function run(node: string, args: readonly string[], env: Record<string, string>): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output.stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      output.stderr += chunk;
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
    child.on('error', reject).on('close', () => {
      clearTimeout(timer);
      resolve(output);
    });
  });
}
