import { defaultLimits, type Limits } from '@postern/core';

export interface ReadOptions {
  /** Bounds other than the default ones. */
  readonly limits?: Partial<Limits>;
  /** A clock in milliseconds for the bound `time`; `Date.now` unless given. */
  readonly now?: () => number;
}

const optionNames: readonly string[] = ['limits', 'now', 'path'];

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
