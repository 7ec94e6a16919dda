// What inspection finds and what it costs (CPU time, not wall time), beside the peers that are installed, against the goals.
// The texts of fixtures/inspect are the development set: the figures say whether something got worse, not how good the detectors are elsewhere.
// A goal that is missed is said; only what is much worse than it (a busy machine, a real loss) makes the bench fail.

import { provideNodeHost } from '../packages/inspect/dist/node.js';
import { accuracy } from './inspection/accuracy.mjs';
import { carriers } from './inspection/carriers.mjs';
import { cost } from './inspection/cost.mjs';

/** How far a figure may be from its goal before the bench fails: times vary with the machine, detection does not. */
const tolerance = 3;
const figures = [];
const report = (name, value, goal, kind) => figures.push({ name, value, goal, kind });

provideNodeHost();
accuracy(report);
carriers(report);
await cost(report);

console.log('\nAgainst the goals');
for (const { name, value, goal, kind } of figures) {
  const isMet = kind === 'most' ? value <= goal : value >= goal;
  const isBroken = kind === 'most' ? value > goal * tolerance + 1e-9 : 1 - value > (1 - goal) * tolerance + 1e-9;
  if (isBroken) process.exitCode = 1;
  console.log(
    `  ${name.padEnd(44)} ${shown(value).padStart(9)}  goal: at ${kind} ${shown(goal)}${isMet ? '' : isBroken ? '  MISSED BY FAR' : '  not reached'}`,
  );
}

function shown(value) {
  return Number.isInteger(value) ? String(value) : Math.abs(value) < 0.1 ? value.toFixed(5) : value.toFixed(3);
}
