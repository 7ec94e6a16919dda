import { type AttackClassName, defaultLimits, isAttackClass, type Limits } from '@postern/core';
import type { Format } from './format.ts';
import { checkFormat } from './own-format.ts';
import { startTimer, type Timer } from './timer.ts';

export interface ReadOptions {
  /** Bounds other than the default ones. */
  readonly limits?: Partial<Limits>;
  /** A clock in milliseconds for the bound `time`; `Date.now` unless given. One of CPU time counts work, not waiting. */
  readonly now?: () => number;
  /** In the place of `limits.time` and `now`: the time for reading and inspecting together. Made with `startTimer`. */
  readonly timer?: Timer;
  /** Formats beside the built-in ones: made with `defineFormat`. */
  readonly formats?: readonly Format[];
}

/** What of the text of a detection is kept: an excerpt without secrets, the kinds of its characters, or nothing. */
export const keeps = ['excerpt', 'shape', 'nothing'] as const;
export type Keep = (typeof keeps)[number];

export interface InspectOptions extends ReadOptions {
  /** The application's own regular expressions: a text on which one of them takes exponential time is an attack on it. */
  readonly patterns?: readonly RegExp[];
  /**
   * A secret of at least 16 characters, or what answers it when something was found. With it each detection has a `hash` by which the same attack is
   * known again; without it none has.
   */
  readonly salt?: string | (() => string);
  /** By class; an excerpt unless given. */
  readonly keep?: Readonly<Partial<Record<AttackClassName, Keep>>>;
}

const optionNames: readonly string[] = ['limits', 'now', 'timer', 'formats', 'patterns', 'salt', 'keep', 'path'];

/** The limits that `options` ask for. A misspelt option or limit is an error: a bound that silently does not apply is an open door. */
export function limitsOf(options: ReadOptions | undefined): Limits {
  if (options === undefined) return defaultLimits;
  for (const name of Object.keys(options)) if (!optionNames.includes(name)) throw new TypeError(`unknown option "${name}"`);
  checkLists(options);
  checkEvidence(options);
  const given = options.limits;
  if (given === undefined) return defaultLimits;
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(defaultLimits, name))
      throw new TypeError(`unknown limit "${name}": the limits are ${Object.keys(defaultLimits).join(', ')}`);
    const bound = given[name as keyof Limits];
    if (bound !== undefined && !(typeof bound === 'number' && bound >= 0)) throw new TypeError(`limit "${name}" is not a number from 0`);
  }
  return { ...defaultLimits, ...given };
}

/** Both may be lists of another realm. */
function checkLists({ formats, patterns }: InspectOptions): void {
  if (formats !== undefined) {
    if (!Array.isArray(formats)) throw new TypeError('the option "formats" is a list of formats');
    for (let i = 0; i < formats.length; i++) checkFormat(formats[i]);
  }
  if (patterns === undefined) return;
  if (!Array.isArray(patterns)) throw new TypeError('the option "patterns" is a list of regular expressions');
  for (let i = 0; i < patterns.length; i++)
    if (Object.prototype.toString.call(patterns[i]) !== '[object RegExp]')
      throw new TypeError(`the option "patterns" holds regular expressions, not ${JSON.stringify(patterns[i]) ?? typeof patterns[i]}`);
}

/** A guessed salt would let anybody try which texts have a hash. */
const shortestSalt = 16;

/** A salt that is long enough. */
export function checkSalt(salt: unknown): string {
  if (typeof salt === 'string' && salt.length >= shortestSalt) return salt;
  throw new TypeError(`a salt has at least ${shortestSalt} characters`);
}

function checkEvidence({ salt, keep }: InspectOptions): void {
  if (salt !== undefined && typeof salt !== 'function') checkSalt(salt);
  for (const name of Object.keys(keep ?? {})) {
    if (!isAttackClass(name)) throw new TypeError(`unknown attack class "${name}"`);
    const kept = keep?.[name];
    if (kept !== undefined && !keeps.includes(kept)) throw new TypeError(`"${kept}" is none of ${keeps.join(', ')}`);
  }
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

/** What counts the time of work with these options; nothing when no time is set. */
export function timerOf(options: ReadOptions | undefined): Timer | undefined {
  if (options?.timer !== undefined) return options.timer;
  const time = options?.limits?.time ?? 0;
  return time > 0 ? startTimer(time, options?.now ?? Date.now) : undefined;
}

/** The same options with one timer for all parts of the work. */
export function withTimer<Options extends ReadOptions>(options: Options | undefined): Options | undefined {
  const timer = timerOf(options);
  return options === undefined || timer === undefined ? options : { ...options, timer };
}
