import { type AttackClassName, defaultLimits, type Limits } from '@postern/core';
import type { Format } from './format.ts';

export interface ReadOptions {
  /** Bounds other than the default ones. */
  readonly limits?: Partial<Limits>;
  /** A clock in milliseconds for the bound `time` and for `deadline`; `Date.now` unless given. One of CPU time counts work, not waiting. */
  readonly now?: () => number;
  /** What `now` says when the work has to end: for reading and inspecting together, where `limits.time` is of each. */
  readonly deadline?: number;
  /** Formats beside the built-in ones: made with `defineFormat`. */
  readonly formats?: readonly Format[];
}

/** What of the text of a detection is kept: an excerpt without secrets, the kinds of its characters, or nothing. */
export type Keep = 'excerpt' | 'shape' | 'nothing';

export interface InspectOptions extends ReadOptions {
  /** The application's own regular expressions: a text on which one of them takes exponential time is an attack on it. */
  readonly patterns?: readonly RegExp[];
  /** A secret of at least 16 characters. With it each detection has a `hash` by which the same attack is known again; without it none has. */
  readonly salt?: string;
  /** By class; an excerpt unless given. */
  readonly keep?: Readonly<Partial<Record<AttackClassName, Keep>>>;
}

const optionNames: readonly string[] = ['limits', 'now', 'deadline', 'formats', 'patterns', 'salt', 'keep', 'path'];

/** The limits that `options` ask for. A misspelt option or limit is an error: a bound that silently does not apply is an open door. */
export function limitsOf(options: ReadOptions | undefined): Limits {
  if (options === undefined) return defaultLimits;
  for (const name of Object.keys(options)) if (!optionNames.includes(name)) throw new TypeError(`unknown option "${name}"`);
  const given = options.limits;
  if (given === undefined) return defaultLimits;
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(defaultLimits, name)) throw new TypeError(`unknown limit "${name}"`);
    const bound = given[name as keyof Limits];
    if (bound !== undefined && !(typeof bound === 'number' && bound >= 0)) throw new TypeError(`limit "${name}" is not a number from 0`);
  }
  return { ...defaultLimits, ...given };
}

/** The share of an invocation's remaining time that its event's inspection may take, and the most in milliseconds. */
export interface InspectionTime {
  /** What is left of the invocation, in milliseconds. */
  readonly remainingMs: number;
  readonly share?: number;
  readonly most?: number;
}

/** Limits for one inspection within an invocation: a share of its remaining time, to be measured by a clock of CPU time. */
export function inspectionBudget({ remainingMs, share = 0.05, most = 20 }: InspectionTime): Pick<Limits, 'time'> {
  // 0 would mean no bound, and a context that is not the platform's own may answer anything.
  return { time: Math.max(shortestTime, Math.min(remainingMs * share, most) || 0) };
}

/** Enough for a small event even where nothing is left: one that is not looked at at all would be an open door at the end of an invocation. */
const shortestTime = 0.5;

/** The same options with a deadline in the place of `limits.time`, for the parts of one work. */
export function withDeadline<Options extends ReadOptions>(options: Options | undefined): Options | undefined {
  const time = options?.limits?.time;
  if (options === undefined || time === undefined || time === 0) return options;
  const deadline = Math.min((options.now ?? Date.now)() + time, options.deadline ?? Number.POSITIVE_INFINITY);
  return { ...options, limits: { ...options.limits, time: 0 }, deadline };
}
