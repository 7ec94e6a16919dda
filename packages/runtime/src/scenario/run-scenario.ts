import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PosternError } from '@postern/core';
import type { InvocationResult } from '../invocation-result.ts';
import { type RunningFunction, type StartOptions, startFunction } from '../running-function.ts';
import { type RunningFakes, startFakes } from './fakes.ts';
import type { Effect, EffectResult, Scenario, ScenarioContext, ScenarioResult, Step, StepResult } from './scenario.ts';

export interface RunScenarioOptions extends StartOptions {
  /** Fakes that run already, for a scenario that is run several times; they are left running. */
  readonly fakes?: RunningFakes;
  /** Only the steps that this accepts. */
  readonly only?: (step: Step) => boolean;
  /** Milliseconds that effects are waited for after the answer; a process that the function left running needs a moment. 500 by default. */
  readonly patience?: number;
  readonly onStep?: (result: StepResult) => void;
}

/**
 * Runs a scenario's steps in order and answers what happened; whether that is what should have happened, the caller knows.
 * A function starts with its first step and keeps its process for the later ones. Throws `PSTN_SCENARIO` when the scenario itself
 * can't be carried out: a fake does not start, a step names no function, a preparation fails.
 */
export async function runScenario(scenario: Scenario, options: RunScenarioOptions = {}): Promise<ScenarioResult> {
  const fakes = options.fakes ?? (await attempt(scenario, 'its services', () => startFakes(scenario.fakes)));
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'postern-scenario-')));
  const context: ScenarioContext = { addresses: fakes.addresses, folder };
  const running = new Map<string, RunningFunction>();
  const attributed = new Map<RunningFunction, number>(); // how many of a function's records belong to earlier steps
  try {
    const specs = new Map(scenario.functions(context).map((spec) => [spec.name, spec]));
    const steps: StepResult[] = [];
    for (const step of scenario.steps) {
      if (options.only && !options.only(step)) continue;
      const spec = specs.get(step.function);
      if (!spec) throw problem(scenario, `the step "${step.name}" names the function "${step.function}", which it does not have`);
      const target = running.get(spec.name) ?? (await startFunction(spec, options));
      running.set(spec.name, target);
      const outcome = await attempt(scenario, `the step "${step.name}"`, () => runStep(step, target, context, options.patience ?? 500));
      const result: StepResult = { ...outcome, records: target.records.slice(attributed.get(target) ?? 0) };
      attributed.set(target, target.records.length);
      steps.push(result);
      options.onStep?.(result);
    }
    return { scenario: scenario.name, steps };
  } finally {
    await Promise.all([...running.values()].map((target) => target.stop()));
    if (!options.fakes) await fakes.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function runStep(
  step: Step,
  target: RunningFunction,
  context: ScenarioContext,
  patience: number,
): Promise<Omit<StepResult, 'records'>> {
  await step.prepare?.(context);
  const event: unknown = typeof step.event === 'function' ? step.event(context) : step.event;
  const result = await target.invoke(event);
  const effects = await judge(step.effects ?? [], context, result, patience);
  return { step: step.name, function: step.function, result, effects };
}

/** Asks all judges, again and again, until everything happened or time is up. */
async function judge(
  effects: readonly Effect[],
  context: ScenarioContext,
  result: InvocationResult,
  patience: number,
): Promise<readonly EffectResult[]> {
  const until = Date.now() + patience;
  const evidence = new Map<string, string>();
  for (;;) {
    for (const effect of effects) {
      if (evidence.has(effect.name)) continue;
      const shown = await effect.judge(context, result);
      if (shown !== undefined) evidence.set(effect.name, shown);
    }
    if (evidence.size === effects.length || Date.now() >= until) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return effects.map(({ name }) => {
    const shown = evidence.get(name);
    return shown === undefined ? { name } : { name, evidence: shown };
  });
}

async function attempt<Value>(scenario: Scenario, what: string, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof PosternError) throw cause;
    throw problem(scenario, `${what}: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

function problem(scenario: Scenario, text: string, cause?: unknown): PosternError {
  return new PosternError('PSTN_SCENARIO', { scenario: scenario.name, problem: text }, { cause });
}
