import { randomBytes, randomUUID } from 'node:crypto';
import { PosternError, type PosternRecord } from '@postern/core';
import { BoundedText } from './bounded-text.ts';
import { account } from './environment.ts';
import { checkSpec, defaultTimeout, type FunctionSpec, isPython } from './function-spec.ts';
import { type GuardAttachment, Instance } from './instance.ts';
import { findInterpreter, type Interpreter, type InterpreterOptions } from './interpreter.ts';
import { type InvocationResult, readFunctionError } from './invocation-result.ts';
import { type Invocation, maxEventBytes } from './runtime-api.ts';

export interface StartOptions extends InterpreterOptions {
  /** Preloads the guard; without it the function runs bare. */
  readonly guard?: GuardAttachment;
  /** Gets the function's output as it comes, all of it; results keep a bounded part. */
  readonly onOutput?: (text: string) => void;
  /** Seconds that the function's code may take to load, 10 by default as on the platform. */
  readonly initTimeout?: number;
}

export interface InvokeOptions {
  readonly requestId?: string;
  readonly clientContext?: unknown;
  readonly identity?: { readonly cognitoIdentityId: string; readonly cognitoIdentityPoolId: string };
}

/** The limits of one function on this machine. */
const outputLimit = 1024 * 1024;
const recordLimit = 10_000;
export const defaultInitTimeout: number = 10;

/**
 * Starts a function under the platform's runtime semantics: a Runtime API on loopback and a child process that loads the handler.
 * Throws `PSTN_USAGE` for a specification that can't run; what the function itself does wrong is the outcome of its invocations.
 */
export async function startFunction(spec: FunctionSpec, options: StartOptions = {}): Promise<RunningFunction> {
  checkSpec(spec);
  if (options.guard && isPython(spec.runtime))
    throw new PosternError('PSTN_USAGE', { problem: 'The guard protects Node functions; there is none for Python yet.' });
  const running = new RunningFunction(spec, options, await findInterpreter(spec, options));
  await running.warm();
  return running;
}

/** A function with at most one execution environment: invocations wait for each other, and a dead process is replaced by the next. */
export class RunningFunction {
  /** The guard's records so far, oldest first. */
  readonly records: PosternRecord[] = [];
  /** Version of the interpreter that really runs, which may be another than the runtime's name says. */
  readonly interpreterVersion: string;
  readonly #spec: FunctionSpec;
  readonly #options: StartOptions;
  readonly #interpreter: Interpreter;
  readonly #output: BoundedText = new BoundedText(outputLimit);
  #instance: Instance | undefined;
  #isNew = true;
  /** Where in `records` those of the present process begin. */
  #coldRecords = 0;
  #queue: Promise<unknown> = Promise.resolve();
  #isStopped = false;

  /** @internal Use {@link startFunction}. */
  constructor(spec: FunctionSpec, options: StartOptions, interpreter: Interpreter) {
    this.#spec = spec;
    this.#options = options;
    this.#interpreter = interpreter;
    this.interpreterVersion = interpreter.version;
  }

  /** @internal Starts the process without waiting for its code to load. */
  async warm(): Promise<void> {
    await this.#liveInstance();
  }

  /** Invokes the function with `event` as JSON. */
  invoke(event: unknown, options: InvokeOptions = {}): Promise<InvocationResult> {
    return this.invokeText(JSON.stringify(event) ?? 'null', options);
  }

  /** Invokes the function with JSON text, byte for byte. Rejects with `PSTN_USAGE` an event that the platform would not take. */
  invokeText(event: string, options: InvokeOptions = {}): Promise<InvocationResult> {
    const bytes = Buffer.byteLength(event);
    if (bytes > maxEventBytes) {
      const problem = `The event has ${bytes} bytes; the platform takes at most ${maxEventBytes}.`;
      return Promise.reject(new PosternError('PSTN_USAGE', { problem }));
    }
    const result = this.#queue.then(() => this.#invoke(event, options));
    this.#queue = result.catch(() => {});
    return result;
  }

  /** Ends the process and everything that it started. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#instance?.stop();
    await this.#queue;
  }

  async #invoke(event: string, options: InvokeOptions): Promise<InvocationResult> {
    if (this.#isStopped) throw new PosternError('PSTN_USAGE', { problem: `The function "${this.#spec.name}" has been stopped.` });
    const timeout = this.#spec.timeout ?? defaultTimeout;
    const id = options.requestId ?? randomUUID();
    const instance = await this.#liveInstance();
    const coldStart = this.#isNew;
    this.#isNew = false;
    const firstRecord = coldStart ? this.#coldRecords : this.records.length;
    let since = performance.now();

    const finish = async (
      outcome: InvocationResult['outcome'],
      bytes: Uint8Array,
      contentType = 'application/json',
      lines = '',
    ): Promise<InvocationResult> => {
      const durationMs = performance.now() - since;
      await instance.drained();
      if (lines !== '') this.#write(lines);
      const payload = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
      return {
        outcome,
        payload,
        bytes,
        contentType,
        ...(outcome === 'response' ? { response: payload } : { error: readFunctionError(payload) }),
        logs: this.#output.take(),
        durationMs,
        requestId: id,
        coldStart,
        records: this.records.slice(firstRecord),
      };
    };
    const timedOut = async (): Promise<InvocationResult> => {
      await this.#retire(instance);
      const message = `Task timed out after ${timeout.toFixed(2)} seconds`;
      const error = { errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${id} Error: ${message}` };
      return finish('timeout', json(error), 'application/json', `${new Date().toISOString()} ${id} ${message}\n\n`);
    };
    const exited = (outcome: 'exit' | 'init-error'): Promise<InvocationResult> => {
      const error = { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${id} Error: ${exitReason(instance)}` };
      return finish(outcome, json(error), 'application/json', exitLines(id, instance));
    };

    if (!(await instance.started((this.#options.initTimeout ?? defaultInitTimeout) * 1000)))
      return { ...(await timedOut()), isUnstarted: true };
    if (instance.initError) {
      const body = instance.initError;
      await instance.finished(1000); // the runtime ends itself
      await this.#retire(instance);
      return finish('init-error', body, 'application/json', exitLines(id, instance));
    }
    if (instance.exit) return exited('init-error');

    since = performance.now();
    const invocation = this.#describe(event, id, timeout, options);
    if (!(await instance.invoke(invocation))) return timedOut();
    const answer = instance.answer;
    if (!answer) return exited('exit');
    const durationMs = performance.now() - since;
    // The caller has its answer; the environment is busy until the runtime asks for more, and dies of its timeout if it never does.
    if (!(await instance.finished(invocation.deadline - Date.now()))) await this.#retire(instance);
    const result = await finish(
      answer.kind,
      answer.body,
      answer.contentType,
      instance.exit && !this.#isStopped ? exitLines(id, instance) : '',
    );
    return { ...result, durationMs, ...(answer.isUnsettled ? { isUnsettled: true } : {}) };
  }

  async #liveInstance(): Promise<Instance> {
    if (this.#instance && !this.#instance.exit && !this.#instance.initError) return this.#instance;
    await this.#instance?.stop();
    this.#coldRecords = this.records.length;
    this.#isNew = true;
    this.#instance = await Instance.start(this.#spec, this.#interpreter, this.#options.guard, {
      output: (text) => this.#write(text),
      record: (record) => {
        if (this.records.length < recordLimit) this.records.push(record);
      },
    });
    return this.#instance;
  }

  async #retire(instance: Instance): Promise<void> {
    await instance.stop();
    if (this.#instance === instance) this.#instance = undefined;
  }

  #write(text: string): void {
    this.#output.add(text);
    this.#options.onOutput?.(text);
  }

  #describe(event: string, id: string, timeout: number, options: InvokeOptions): Invocation {
    const region = this.#spec.env?.['AWS_REGION'] ?? 'us-east-1';
    const root = `1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
    return {
      id,
      event,
      functionArn: `arn:aws:lambda:${region}:${account}:function:${this.#spec.name}`,
      deadline: Date.now() + Math.round(timeout * 1000),
      traceId: `Root=${root};Parent=${randomBytes(8).toString('hex')};Sampled=0`,
      ...(options.clientContext === undefined ? {} : { clientContext: asciiJson(options.clientContext) }),
      ...(options.identity === undefined ? {} : { identity: asciiJson(options.identity) }),
    };
  }
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

/** JSON fit for a header: what is outside of ASCII as `\u` escapes. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// As Go's os/exec words it, which the platform's messages show.
const signalNames: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
};

function exitReason(instance: Instance): string {
  const { code = 0, signal = null } = instance.exit ?? {};
  if (signal !== null) return `Runtime exited with error: signal: ${signalNames[signal] ?? signal}`;
  return code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
}

function exitLines(id: string, instance: Instance): string {
  return instance.exit ? `RequestId: ${id} Error: ${exitReason(instance)}\nRuntime.ExitError\n` : '';
}
