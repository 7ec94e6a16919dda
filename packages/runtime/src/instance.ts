import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Mode, type PosternRecord, readRecord } from '@postern/core';
import { functionEnvironment, quoteNodeOption } from './environment.ts';
import type { FunctionSpec } from './function-spec.ts';
import type { Interpreter } from './interpreter.ts';
import { endWithThisProcess, killGroup } from './live-children.ts';
import { type Answer, type Invocation, RuntimeApi, type RuntimeApiEvents } from './runtime-api.ts';

/** The guard to preload, and what it is told by environment. */
export interface GuardAttachment {
  /** `register.cjs`, absolute. */
  readonly register: string;
  /** Left out, the policy decides. */
  readonly mode?: Mode;
  /** Compiled policy, absolute. */
  readonly policy?: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface InstanceEvents {
  /** Text of standard output or standard error, as it comes. */
  output(text: string): void;
  record(record: PosternRecord): void;
}

const reportDescriptor = 3;
/** Milliseconds that a process may take to write what it has queued. */
const maxDrain = 2000;
/** Milliseconds without output after which it has written everything. */
const quietTime = 50;
const pipeSize = 64 * 1024;

/** One execution environment: a child process with its Runtime API. Once its process has ended it is over; a new one takes its place. */
export class Instance implements RuntimeApiEvents {
  readonly #api: RuntimeApi;
  readonly #child: ChildProcess;
  readonly #streamsEnded: Promise<unknown>;
  #isReady = false;
  #received = 0;
  #drained = 0;
  #answer: Answer | undefined;
  #initError: Buffer | undefined;
  #exit: Exit | undefined;
  readonly #waiters: Set<() => void> = new Set();

  private constructor(api: RuntimeApi, child: ChildProcess, events: InstanceEvents) {
    this.#api = api;
    this.#child = child;
    const outputs = [child.stdout as Readable, child.stderr as Readable];
    for (const stream of outputs)
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#received += text.length;
        events.output(text);
      });
    const report = child.stdio[reportDescriptor] as Readable | null | undefined;
    if (report) {
      outputs.push(report);
      createInterface({ input: report.setEncoding('utf8') }).on('line', (line) => {
        this.#received += line.length;
        const record = readRecord(line);
        if (record) events.record(record);
      });
    }
    this.#streamsEnded = Promise.all(outputs.map((stream) => new Promise<void>((resolve) => stream.once('close', resolve))));
    child.once('exit', (code, signal) => this.#ended({ code, signal }));
    child.once('error', () => this.#ended({ code: 127, signal: null }));
  }

  static async start(
    spec: FunctionSpec,
    interpreter: Interpreter,
    guard: GuardAttachment | undefined,
    events: InstanceEvents,
  ): Promise<Instance> {
    let instance: Instance | undefined;
    const api = await RuntimeApi.start({
      ready: () => instance?.ready(),
      answered: (answer) => instance?.answered(answer),
      initFailed: (body) => instance?.initFailed(body),
    });
    try {
      const environment = functionEnvironment(spec, {
        api: api.address,
        runtimeDir: dirname(interpreter.bootstrap),
        program: interpreter.program,
        logStream: `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomBytes(16).toString('hex')}`,
      });
      const child = spawn(interpreter.program, [...interpreter.args, interpreter.bootstrap], {
        cwd: spec.root,
        env: guard ? guarded(environment, guard) : environment,
        stdio: ['ignore', 'pipe', 'pipe', guard ? 'pipe' : 'ignore'],
        detached: true,
      });
      endWithThisProcess(child);
      instance = new Instance(api, child, events);
      return instance;
    } catch (error) {
      await api.stop();
      throw error;
    }
  }

  get exit(): Exit | undefined {
    return this.#exit;
  }
  get answer(): Answer | undefined {
    return this.#answer;
  }
  get initError(): Buffer | undefined {
    return this.#initError;
  }

  /** Waits until the runtime has started and asks for its first or next invocation, its start has failed, or time is up (then `false`). */
  started(milliseconds: number): Promise<boolean> {
    return this.#until(() => this.#isReady || this.#initError !== undefined || this.#exit !== undefined, milliseconds);
  }

  /** Hands the invocation over and waits for an answer or the end of the process; `false` when the time was up first. */
  async invoke(invocation: Invocation): Promise<boolean> {
    this.#isReady = false;
    this.#answer = undefined;
    this.#api.deliver(invocation);
    return this.#until(() => this.#answer !== undefined || this.#exit !== undefined, invocation.deadline - Date.now());
  }

  /** Waits until the runtime is through with the invocation that it has answered. */
  finished(milliseconds: number): Promise<boolean> {
    return this.#until(() => this.#isReady || this.#exit !== undefined, milliseconds);
  }

  /** What the process wrote before now has been read, and what it has queued for writing, within reason. */
  async drained(): Promise<void> {
    // What a pipe holds is read in the next turn of the loop. A process that wrote more than a pipe takes may still be writing.
    await turn();
    const until = Date.now() + maxDrain;
    for (let before = -1; this.#received - this.#drained > pipeSize && before !== this.#received && Date.now() < until; ) {
      before = this.#received;
      await delay(quietTime);
    }
    this.#drained = this.#received;
    // After the end of the process its streams end too, unless a process that it started still holds them.
    if (this.#exit) await Promise.race([this.#streamsEnded, delay(100)]);
  }

  /** Ends the process with everything that it started. */
  async stop(): Promise<void> {
    await this.drained();
    killGroup(this.#child);
    await this.#until(() => this.#exit !== undefined, 5000);
    await this.drained();
    for (const stream of this.#child.stdio) stream?.destroy();
    await this.#api.stop();
  }

  ready(): void {
    this.#set(() => {
      this.#isReady = true;
    });
  }

  answered(answer: Answer): void {
    this.#set(() => {
      this.#answer = answer;
    });
  }

  initFailed(body: Buffer): void {
    this.#set(() => {
      this.#initError = body;
    });
  }

  #ended(exit: Exit): void {
    this.#set(() => {
      this.#exit ??= exit;
    });
  }

  #set(change: () => void): void {
    change();
    for (const check of this.#waiters) check();
  }

  #until(isDone: () => boolean, milliseconds: number): Promise<boolean> {
    if (isDone()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const finish = (outcome: boolean): void => {
        clearTimeout(timer);
        this.#waiters.delete(check);
        resolve(outcome);
      };
      const check = (): void => {
        if (isDone()) finish(true);
      };
      const timer = setTimeout(() => finish(false), Math.max(milliseconds, 0));
      this.#waiters.add(check);
    });
  }
}

function guarded(environment: Record<string, string>, guard: GuardAttachment): Record<string, string> {
  const options = [`--require ${quoteNodeOption(guard.register)}`, environment['NODE_OPTIONS']].filter((option) => option).join(' ');
  const result: Record<string, string> = {
    ...environment,
    NODE_OPTIONS: options,
    POSTERN_REPORT: `fd:${reportDescriptor}`,
  };
  if (guard.mode !== undefined) result['POSTERN_MODE'] = guard.mode;
  if (guard.policy !== undefined) result['POSTERN_POLICY'] = guard.policy;
  return result;
}

/** One full turn of the event loop: everything that was readable has been read. */
async function turn(): Promise<void> {
  for (let i = 0; i < 2; i++) await new Promise((resolve) => setImmediate(resolve));
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
