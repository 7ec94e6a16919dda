import { type Mode, PosternError } from '@postern/core';
import { decideMode, type Policy } from '@postern/policy';

export interface ChosenMode {
  /** What will hold. */
  readonly mode: Mode;
  /** What the guard is asked for by environment; nothing where the policy decides alone. */
  readonly requested?: Mode;
}

/**
 * The mode of a run by what was asked for and what the policy says. `off` on the command line is off whatever the policy says: it runs the
 * function without the guard. Throws `PSTN_USAGE` for `learn`, which does not exist yet.
 */
export function chooseMode(asked: Mode | undefined, policy: Policy | undefined): ChosenMode {
  if (asked === 'learn') throw usage('--mode learn does not exist yet. Use observe, which reports and changes nothing, or block.');
  if (asked === 'off') return { mode: 'off', requested: 'off' };
  const { mode } = decideMode(asked, policy ?? { onFault: 'open' });
  if (mode === 'learn') throw usage('the policy says mode: learn, which does not exist yet. Use --mode observe or --mode block.');
  if (asked !== undefined) return { mode, requested: asked };
  return policy?.mode === undefined ? { mode, requested: mode } : { mode };
}

function usage(problem: string): PosternError {
  return new PosternError('PSTN_USAGE', { problem });
}
