import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { PosternError } from '@postern/core';
import { compilePolicy } from '@postern/policy';
import { formatFileProblem, readPolicyText } from '@postern/policy-file';
import {
  type Addresses,
  findPython,
  type InvocationResult,
  type RunningFakes,
  type RunScenarioOptions,
  runScenario,
  type Scenario,
  type Step,
  type StepResult,
  startFakes,
} from '@postern/runtime';
import { placePolicy } from '../policy/place-policy.ts';
import { askLake } from './ask-lake.ts';
import { bankBot, exploitName, fillBuckets, forgetEffects, isBenign, substitutionsOf } from './bank-bot.ts';
import type { AppName, Checkout } from './checkout.ts';
import { demoFunctions } from './functions.ts';
import { substitute } from './placeholders.ts';
import type { BareResult, BenignResult, DemoResult, GuardedResult, RowResult } from './result.ts';
import type { ExploitRow } from './rows.ts';
import { scanTwins } from './scan-twins.ts';
import { firstStopped, mismatchOf } from './stopped-at.ts';

export interface DemoOptions {
  readonly checkout: Checkout;
  readonly rows: readonly ExploitRow[];
  /** Functions whose benign events are run. */
  readonly benign: readonly string[];
  readonly onStep: (name: string) => void;
}

/** How long the effect of an exploit may take to arrive after the answer, and how long one that must not arrive is watched for. */
const effectWithin = 5000;
const watchedFor = 400;

/**
 * The story: what a scan finds, exploits without the guard, the same with it, the benign events in `off` and `block`, and a question asked
 * of what the guard reported.
 */
export async function runDemo(options: DemoOptions & { readonly register: string }): Promise<DemoResult> {
  const since = performance.now();
  options.onStep('reading the example');
  const scanned = await scanTwins(options.checkout);
  return withStage('app', options, async (stage) => {
    const bare = await stage.exploitBare(effectWithin);
    await forgetEffects(stage.addresses);
    const { guarded, benign } = await stage.guard(options.register);
    const rows = options.rows.map((row): RowResult => {
      const result = guarded.get(row.id);
      return { row, ...bare.get(row.id), ...(result ? { guarded: result } : {}) };
    });
    options.onStep('asking the records');
    const asked = await askLake(
      [...guarded.values()].flatMap(({ records }) => records),
      'blocked',
    );
    return { scanned, rows, benign, asked, seconds: (performance.now() - since) / 1000 };
  });
}

export interface TwinResult {
  readonly rows: readonly RowResult[];
  /** Outcome and answer by the step's name. */
  readonly answers: ReadonlyMap<string, string>;
}

/** Exploits and benign events on `app` or on `fixed`, without any guard: what the twins have in common and what not. */
export async function runTwin(app: AppName, options: DemoOptions): Promise<TwinResult> {
  return withStage(app, options, async (stage) => {
    const answers = await stage.benignBare();
    const bare = await stage.exploitBare(app === 'fixed' ? watchedFor : effectWithin);
    return { rows: options.rows.map((row) => ({ row, ...bare.get(row.id) })), answers };
  });
}

async function withStage<Result>(app: AppName, options: DemoOptions, use: (stage: Stage) => Promise<Result>): Promise<Result> {
  const functions = new Set([...options.benign, ...options.rows.map((row) => row.function)]);
  const scenario = bankBot(options.checkout, app, [...functions]);
  const fakes = await startFakes(scenario.fakes).catch((cause: unknown) => {
    throw new PosternError('PSTN_SCENARIO', { scenario: scenario.name, problem: (cause as Error).message }, { cause });
  });
  try {
    await fillBuckets(options.checkout, fakes.addresses);
    return await use(new Stage(options, scenario, fakes, (await findPython()) !== undefined));
  } finally {
    await fakes.stop();
  }
}

/** One run of the scenario's stand-ins, with functions coming and going: each has a process of its own for each way of guarding it. */
class Stage {
  readonly addresses: Addresses;
  readonly #options: DemoOptions;
  readonly #scenario: Scenario;
  readonly #fakes: RunningFakes;
  readonly #hasPython: boolean;

  constructor(options: DemoOptions, scenario: Scenario, fakes: RunningFakes, hasPython: boolean) {
    this.addresses = fakes.addresses;
    this.#options = options;
    this.#scenario = scenario;
    this.#fakes = fakes;
    this.#hasPython = hasPython;
  }

  async exploitBare(patience: number): Promise<ReadonlyMap<string, BareResult>> {
    const results = new Map<string, BareResult>();
    const isWanted = (name: string, step: Step): boolean => step.function === name && this.#rowOf(step.name) !== undefined;
    await inParallel(demoFunctions, async ({ name, language }) => {
      const rows = this.#options.rows.filter((row) => row.function === name);
      if (language === 'python' && !this.#hasPython)
        for (const row of rows) results.set(row.id, { skipped: 'there is no python3 on this machine' });
      else
        for (const step of await this.#run((candidate) => isWanted(name, candidate), { patience }))
          results.set((this.#rowOf(step.step) as ExploitRow).id, bareResult(step));
    });
    return results;
  }

  /** Outcome and answer of each benign event without any guard. */
  async benignBare(): Promise<ReadonlyMap<string, string>> {
    const answers = new Map<string, string>();
    await inParallel(demoFunctions, async ({ name, language }) => {
      if (language === 'python' && !this.#hasPython) return;
      for (const step of await this.#run((candidate) => candidate.function === name && this.#isBenign(candidate)))
        answers.set(step.step, `${step.result.outcome} ${step.result.payload}`);
    });
    return answers;
  }

  /** In `block` the benign events come after the exploit, in the same process: the function must still work then. */
  async guard(register: string): Promise<{ guarded: ReadonlyMap<string, GuardedResult>; benign: readonly BenignResult[] }> {
    const guarded = new Map<string, GuardedResult>();
    const benign = new Map<string, readonly BenignResult[]>();
    const { file: policy, remove } = placePolicy(compileDemoPolicy(this.#options.checkout, this.addresses));
    try {
      const protectedFunctions = demoFunctions.filter(({ language }) => language === 'javascript');
      await inParallel(protectedFunctions, async ({ name }) => {
        const isWanted = (step: Step): boolean => step.function === name && (this.#rowOf(step.name) !== undefined || this.#isBenign(step));
        const block = await this.#run(isWanted, { guard: { register, mode: 'block', policy }, patience: watchedFor });
        const off = await this.#run((step) => step.function === name && this.#isBenign(step), { guard: { register, mode: 'off', policy } });
        for (const step of block) {
          const row = this.#rowOf(step.step);
          if (row) guarded.set(row.id, guardedResult(row, step));
        }
        benign.set(
          name,
          off.map((step) => compare(step, block.find((other) => other.step === step.step) as StepResult)),
        );
      });
    } finally {
      remove();
    }
    return { guarded, benign: protectedOrder(benign) };
  }

  async #run(only: (step: Step) => boolean, options: RunScenarioOptions = {}): Promise<readonly StepResult[]> {
    if (!this.#scenario.steps.some(only)) return [];
    const onStep = ({ step }: StepResult): void => this.#options.onStep(step);
    return (await runScenario(this.#scenario, { ...options, fakes: this.#fakes, only, onStep })).steps;
  }

  #rowOf(step: string): ExploitRow | undefined {
    return this.#options.rows.find((row) => exploitName(row) === step);
  }

  #isBenign(step: Step): boolean {
    return isBenign(step) && this.#options.benign.includes(step.function);
  }
}

function bareResult({ result, effects }: StepResult): BareResult {
  const evidence = effects.find((effect) => effect.evidence !== undefined)?.evidence;
  return { ...(evidence === undefined ? {} : { effect: evidence }), outcome: outcomeOf(result) };
}

function guardedResult(row: ExploitRow, { result, effects, records }: StepResult): GuardedResult {
  const finding = firstStopped(records);
  const mismatch = row.stop && mismatchOf(finding, row.stop);
  const effect = effects.find(({ evidence }) => evidence !== undefined)?.evidence;
  return {
    ...(finding ? { finding } : {}),
    ...(mismatch === undefined ? {} : { mismatch }),
    ...(effect === undefined ? {} : { effect }),
    outcome: outcomeOf(result),
    records,
  };
}

function compare(off: StepResult, block: StepResult): BenignResult {
  const isResponse = off.result.outcome === 'response' && block.result.outcome === 'response';
  return {
    function: off.function,
    event: off.step.slice(off.step.indexOf('/') + 1),
    off: outcomeOf(off.result),
    block: outcomeOf(block.result),
    isEqual: isResponse && Buffer.compare(off.result.bytes, block.result.bytes) === 0,
  };
}

function protectedOrder(benign: ReadonlyMap<string, readonly BenignResult[]>): readonly BenignResult[] {
  return demoFunctions.flatMap(({ name }) => benign.get(name) ?? []);
}

/** The example's policy with this run's addresses, as the guard reads it. */
function compileDemoPolicy(checkout: Checkout, addresses: Addresses): string {
  const file = 'postern.policy.yaml';
  const policy = readPolicyText(substitute(checkout.text(file), substitutionsOf(addresses, '')), `examples/bank-bot/${file}`);
  if (!policy.ok)
    throw new PosternError('PSTN_SCENARIO', { scenario: 'bank-bot', problem: policy.problem.map(formatFileProblem).join('\n') });
  return compilePolicy(policy.value, (text) => createHash('sha256').update(text).digest('hex'));
}

function outcomeOf({ outcome, payload }: InvocationResult): string {
  return `${outcome} ${payload.slice(0, 400)}`;
}

/** Runs `work` over `items`, a few at a time; the first failure is thrown after the others have ended. */
async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const workers = Math.min(4, Math.max(2, availableParallelism()));
  const ends = await Promise.allSettled(
    Array.from({ length: workers }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
    }),
  );
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure) throw failure.reason;
}
