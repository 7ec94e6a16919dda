import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Mode } from '@postern/core';
import { defaultPolicy } from '@postern/policy';
import { chooseMode } from './choose-mode.ts';

const rows: readonly { asked?: Mode; policy?: Mode | 'none'; mode?: Mode; requested?: Mode; problem?: RegExp }[] = [
  { mode: 'observe', requested: 'observe' },
  { policy: 'none', mode: 'observe', requested: 'observe' },
  { policy: 'block', mode: 'block' },
  { policy: 'observe', mode: 'observe' },
  { policy: 'off', mode: 'off' },
  { policy: 'learn', problem: /the policy says mode: learn/ },
  { asked: 'learn', policy: 'block', problem: /--mode learn does not exist yet/ },
  { asked: 'off', policy: 'block', mode: 'off', requested: 'off' },
  { asked: 'observe', policy: 'off', mode: 'observe', requested: 'observe' },
  { asked: 'observe', policy: 'learn', mode: 'observe', requested: 'observe' },
  { asked: 'observe', policy: 'block', mode: 'block', requested: 'observe' },
  { asked: 'block', policy: 'observe', mode: 'block', requested: 'block' },
  { asked: 'block', mode: 'block', requested: 'block' },
];
for (const { asked, policy, problem, ...expected } of rows)
  test(`--mode ${asked ?? 'absent'}, policy ${policy ?? 'absent'}`, () => {
    const given = policy === undefined ? undefined : policy === 'none' ? defaultPolicy : { ...defaultPolicy, mode: policy };
    if (problem) assert.throws(() => chooseMode(asked, given), problem);
    else assert.deepEqual(chooseMode(asked, given), expected);
  });
