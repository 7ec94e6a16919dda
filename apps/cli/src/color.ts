import type { Writable } from 'node:stream';
import type { Io } from './command.ts';

/** Whether to write colour to `stream`: `NO_COLOR` (no-color.org) says no, `FORCE_COLOR` says yes, otherwise a terminal that can. */
export function wantsColor({ env }: Pick<Io, 'env'>, stream: Writable): boolean {
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal(stream) && env['TERM'] !== 'dumb';
}

/** Whether a person reads what is written there. Each stream has its own answer: one may be redirected and the other not. */
export function isTerminal(stream: Writable): boolean {
  return (stream as { readonly isTTY?: boolean }).isTTY === true;
}
