import type { PosternRecord } from '@postern/core';
import type { FunctionSpec } from '../function-spec.ts';
import type { InvocationResult } from '../invocation-result.ts';
import type { Addresses, FakeSpec } from './fakes.ts';

/** What a story about functions may refer to while it runs. */
export interface ScenarioContext {
  readonly addresses: Addresses;
  /** An empty folder of this run, for what effects leave behind; removed afterwards. */
  readonly folder: string;
}

/** A change in the world that a step may cause, judged outside of the function's process. */
export interface Effect {
  readonly name: string;
  /** Answers what shows that it happened, or nothing. Asked again until it happened or the step's patience is over. */
  judge(context: ScenarioContext, result: InvocationResult): Promise<string | undefined>;
}

/** An event as data, or what makes it from the run's addresses and folder. */
export type StepEvent = ((context: ScenarioContext) => unknown) | object | string | number | boolean | null;

export interface Step {
  readonly name: string;
  /** Name of one of the scenario's functions. */
  readonly function: string;
  readonly event: StepEvent;
  /** Puts the world into the state in which the step begins: uploads an object, empties a recorder. */
  readonly prepare?: (context: ScenarioContext) => Promise<void>;
  readonly effects?: readonly Effect[];
}

/** Functions, the services around them, and events whose effects are known: used by demonstrations, tests and attacks. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly fakes: readonly FakeSpec[];
  /** Made when the fakes' addresses are known, because functions find their services by environment. */
  readonly functions: (context: ScenarioContext) => readonly FunctionSpec[];
  readonly steps: readonly Step[];
}

export interface EffectResult {
  readonly name: string;
  /** What shows that it happened; absent if it did not. */
  readonly evidence?: string;
}

export interface StepResult {
  readonly step: string;
  readonly function: string;
  readonly result: InvocationResult;
  readonly effects: readonly EffectResult[];
  /** The guard's records of this step, what came while effects were awaited included. */
  readonly records: readonly PosternRecord[];
}

export interface ScenarioResult {
  readonly scenario: string;
  readonly steps: readonly StepResult[];
}
