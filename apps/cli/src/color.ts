import type { Io } from './command.ts';

/** Whether to write colour: `NO_COLOR` (no-color.org) says no, `FORCE_COLOR` says yes, otherwise a terminal that can. */
export function wantsColor(io: Pick<Io, 'env' | 'isTerminal'>): boolean {
  if (io.env['NO_COLOR']) return false;
  const forced = io.env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return io.isTerminal && io.env['TERM'] !== 'dumb';
}
