import { parseArgs } from 'node:util';
import { didYouMean, type Finding, isAtLeast, type Mode, modes, PosternError, printable, type Severity, severities } from '@postern/core';
import { policyFor } from '@postern/policy';
import { describeRecord, writeJsonDocument } from '@postern/report';
import { defaultInitTimeout, type InvocationResult, startFunction } from '@postern/runtime';
import { wantsColor } from '../color.ts';
import type { Command, Io } from '../command.ts';
import { findRegister } from '../guard-file.ts';
import { loadPolicy } from '../policy/load-policy.ts';
import { placePolicy } from '../policy/place-policy.ts';
import { type ChosenMode, chooseMode } from '../run/choose-mode.ts';
import { findTarget, type Target } from '../run/find-target.ts';
import { readEvent } from '../run/read-event.ts';
import { readVariables } from '../run/read-variables.ts';

interface Request {
  readonly target: Target;
  readonly event: string;
  readonly mode: ChosenMode;
  /** The guard's file for `--require`; none in mode off. */
  readonly register: string | undefined;
  /** Compiled. */
  readonly policy: string | undefined;
  readonly timeout: number | undefined;
  readonly memory: number | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly name: string;
  readonly failOn: Severity;
  readonly format: 'text' | 'json';
}

export const runCommand: Command = {
  name: 'run',
  summary: 'invoke a function as the platform would, with the guard',
  usage: `postern run <file.handler> [options]

Loads a handler of this machine under the semantics of an AWS Lambda runtime, in a process and an environment of its own, and invokes it
once. The answer, or the error that a caller would get, goes to standard output; logs, the guard's records and notes to standard error.

  <file.handler>      the module without extension, a dot, the export: functions/app.handler
  --event <event>     a JSON file, "-" for standard input, or JSON that begins with { or [; {} if absent
  --mode <mode>       off, observe or block; off runs without the guard. Without it the policy decides, or observe holds. A policy's
                      stricter mode wins. learn is not there yet
  --policy <file>     a policy, compiled or not
  --runtime <name>    nodejs20.x, nodejs22.x, nodejs24.x or python3.x; by default what fits the file and this Node
  --register <path>   another build of the guard: its file for node --require
  --root <folder>     root of the function's code (LAMBDA_TASK_ROOT); by default this folder, or the file's if it is outside of it
  --name <name>       the function's name, by which a policy may know it; by default the file's
  --timeout <s>       seconds until the function is stopped, 3 by default as on the platform
  --memory <MB>       128 by default as on the platform
  --env <KEY=VALUE>   a variable of the function's environment; may be given again. NODE_OPTIONS and POSTERN_… are not free
  --fail-on <level>   severity from which a finding counts: ${severities.join(', ')}; medium by default
  --format text|json  json prints {response|error, effectiveMode, findings, records} on standard output

Exit codes: 0 answered, nothing found; 1 the function failed (threw, exited, timed out, did not load), or the guard found something at or
above --fail-on; 2 it could not be run as asked; 3 internal error.`,
  examples: [
    `postern run functions/app.handler --event '{"name":"Ann"}'`,
    'postern run app.handler --event event.json --mode block --policy postern.policy.yaml',
    'cat event.json | postern run app.handler --event - --runtime nodejs22.x --format json',
  ],

  async run(args, io) {
    const request = await readRequest(args, io);
    const policy = request.policy === undefined ? undefined : placePolicy(request.policy);
    try {
      return await invoke(request, policy?.file, io);
    } finally {
      policy?.remove();
    }
  },
};

async function readRequest(args: readonly string[], io: Io): Promise<Request> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      event: { type: 'string', default: '{}' },
      mode: { type: 'string' },
      policy: { type: 'string' },
      register: { type: 'string' },
      runtime: { type: 'string' },
      root: { type: 'string' },
      name: { type: 'string' },
      timeout: { type: 'string' },
      memory: { type: 'string' },
      env: { type: 'string', multiple: true, default: [] },
      'fail-on': { type: 'string', default: 'medium' },
      format: { type: 'string', default: 'text' },
    },
  });
  const [handler, more] = positionals;
  if (handler === undefined) throw usage('Which function? Name its handler: functions/app.handler.');
  if (more !== undefined) throw usage(`"${printable(more)}" is one argument too many.`);
  const asked = values.mode === undefined ? undefined : oneOf('--mode', values.mode, modes);
  const failOn = oneOf('--fail-on', values['fail-on'], severities);
  const format = oneOf('--format', values.format, ['text', 'json'] as const);
  const target = findTarget(handler, { cwd: io.cwd, root: values.root, runtime: values.runtime });
  const name = values.name ?? target.name;
  const policy = values.policy === undefined ? undefined : await loadPolicy(values.policy, io);
  const mode = target.runtime.startsWith('python') ? pythonMode(asked, io) : chooseMode(asked, policy && policyFor(policy.document, name));
  const isOff = mode.mode === 'off';
  if (isOff && policy)
    io.stderr.write(
      `postern run: note: ${mode.requested === 'off' ? 'without the guard the policy has no effect' : 'the policy says mode: off; the function runs without the guard'}.\n`,
    );
  return {
    target,
    event: await readEvent(values.event, io),
    mode,
    policy: isOff ? undefined : policy?.compiled,
    timeout: values.timeout === undefined ? undefined : positive('--timeout', values.timeout),
    memory: values.memory === undefined ? undefined : positive('--memory', values.memory),
    env: readVariables(values.env),
    name,
    failOn,
    format,
    register: isOff ? undefined : findGuard(io, values.register),
  };
}

function pythonMode(asked: Mode | undefined, io: Io): ChosenMode {
  if (asked !== undefined && asked !== 'off')
    throw usage(`--mode ${asked}: the guard protects Node functions; there is none for Python yet.`);
  if (asked === undefined) io.stderr.write('postern run: note: there is no guard for Python yet; the function runs without.\n');
  return { mode: 'off', requested: 'off' };
}

async function invoke(request: Request, policy: string | undefined, io: Io): Promise<number> {
  const { target, format } = request;
  const { requested } = request.mode;
  const guard = request.register !== undefined && {
    register: request.register,
    ...(requested === undefined ? {} : { mode: requested }),
    ...(policy === undefined ? {} : { policy }),
  };
  const running = await startFunction(
    {
      name: request.name,
      runtime: target.runtime,
      root: target.root,
      handler: target.handler,
      env: request.env,
      ...(request.timeout === undefined ? {} : { timeout: request.timeout }),
      ...(request.memory === undefined ? {} : { memory: request.memory }),
    },
    { ...(guard ? { guard } : {}), onOutput: (text) => io.stderr.write(text) },
  );
  let result: InvocationResult;
  try {
    result = await running.invokeText(request.event);
  } finally {
    await running.stop();
  }
  const engine = running.interpreterVersion;
  if (target.runtime.startsWith('nodejs') && !target.runtime.startsWith(`nodejs${engine.split('.')[0]}.`))
    io.stderr.write(`postern run: note: the semantics of ${target.runtime} on Node ${engine}.\n`);

  const records = running.records;
  const findings = records.filter((record) => record.kind === 'finding');
  const start = records.find((record) => record.kind === 'activity' && record.activity === 'start');
  const effectiveMode = guard ? (start?.kind === 'activity' ? start.details['mode'] : undefined) : 'off';
  if (effectiveMode === undefined && result.outcome !== 'init-error')
    throw new Error('The guard was asked for but did not report its start.');

  if (isNoSuchHandler(result)) throw usage(`${printable(target.handler)}: ${printable(result.error?.errorMessage ?? '')}.`);
  if (format === 'json')
    io.stdout.write(writeJsonDocument({ ...answerOf(result), effectiveMode: effectiveMode ?? null, findings, records }));
  else {
    for (const record of records) io.stderr.write(describeRecord(record, { color: wantsColor(io, io.stderr) }));
    io.stdout.write(`${result.payload}\n`);
  }
  if (result.isUnsettled)
    io.stderr.write(
      'postern run: note: nothing was left to do before the handler answered (a promise that never settles, a callback that nobody calls); the platform then answers null.\n',
    );
  if (result.outcome !== 'response') {
    io.stderr.write(`postern run: ${describeFailure(result)}\n`);
    return 1;
  }
  return findings.some((finding: Finding) => isAtLeast(finding.severity, request.failOn)) ? 1 : 0;
}

function findGuard(io: Io, given: string | undefined): string {
  try {
    return findRegister(io.cwd, given);
  } catch (cause) {
    if (cause instanceof PosternError) throw cause;
    throw usage('The guard is not built here. Run: npm run build, or use --mode off.', cause);
  }
}

/** What the command line named does not exist: the user's mistake, not the function's. */
function isNoSuchHandler({ outcome, error }: InvocationResult): boolean {
  return outcome === 'init-error' && ['Runtime.HandlerNotFound', 'Runtime.MalformedHandlerName'].includes(error?.errorType ?? '');
}

function answerOf({ outcome, payload, contentType }: InvocationResult): { readonly response: unknown } | { readonly error: unknown } {
  let value: unknown = payload;
  try {
    // A streamed response is text unless it says otherwise.
    if (outcome !== 'response' || /\bjson\b/.test(contentType)) value = JSON.parse(payload);
  } catch {
    // Not JSON after all: the text is the answer.
  }
  return outcome === 'response' ? { response: value } : { error: value };
}

function describeFailure({ outcome, error, isUnstarted }: InvocationResult): string {
  const what = printable([error?.errorType, error?.errorMessage].filter((part) => part).join(': ')).slice(0, 500);
  switch (outcome) {
    case 'timeout':
      if (isUnstarted)
        return `the function's code did not load within the ${defaultInitTimeout} seconds that it has for that, whatever its own time limit, and was stopped.`;
      return `the function did not answer in time and was stopped. ${what}`;
    case 'exit':
      return `the function's process ended without an answer. ${what}${
        error?.errorMessage.endsWith('without providing a reason')
          ? '. A process ends so when nothing is left to do (a promise that never settles), or by process.exit(0).'
          : ''
      }`;
    case 'init-error':
      return `the function could not be loaded. ${what}`;
    default:
      return `the function failed. ${what}`;
  }
}

function positive(option: string, text: string): number {
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
  if (value <= 0) throw usage(`${option} "${printable(text)}" is no number above 0.`);
  return value;
}

function oneOf<Word extends string>(option: string, text: string, words: readonly Word[]): Word {
  const word = words.find((known) => known === text);
  if (word === undefined) throw usage(`${option} "${printable(text)}" is none of ${words.join(', ')}.${didYouMean(text, words)}`);
  return word;
}

function usage(problem: string, cause?: unknown): PosternError {
  return new PosternError('PSTN_USAGE', { problem }, { cause });
}
