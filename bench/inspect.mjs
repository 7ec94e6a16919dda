// What inspection finds and what it costs (CPU time, not wall time), beside the peers that are installed, against the goals.
// The texts of fixtures/inspect are the development set: the figures say whether something got worse, not how good the detectors are elsewhere.
// A goal that is missed is said. The bench fails when a figure is worse than what was reached before, with room for a busy machine where it is a time.
import { accuracy } from './inspection/accuracy.mjs';
import { carriers } from './inspection/carriers.mjs';
import { cost } from './inspection/cost.mjs';

/** What must not get worse. */
const floors = {
  'recall, macro': 0.96,
  'recall, micro': 0.96,
  'recall of the worst class': 0.9,
  'recall, certain': 0.88,
  'false alarms on text and values': 0.006,
  'certain false alarms on text and values': 0.0012,
  'false alarms on code and configuration': 0.02,
  'certain false alarms on code and configuration': 0.004,
  'alarms on sample events': 0,
  'balanced accuracy': 0.97,
  'recall in the worst carrier against bare': 0.9,
  'recall elsewhere, macro': 0.92,
  'recall elsewhere, certain': 0.86,
  'p50 of an event of 1 KB in µs': 600,
  'each further KB in µs': 800,
  '6 MB against 64 KB, per KB': 3,
  'hostile 6 MB against 64 KB, per KB': 3,
  'loading in ms': 40,
  'every event loads, in kB': 75,
  'all of it, in kB': 200,
};
const figures = [];
const report = (name, value, goal, kind) => figures.push({ name, value, goal, kind });

provideNodeHost();
accuracy(report);
carriers(report);
await cost(report);

console.log('\nAgainst the goals');
for (const { name, value, goal, kind } of figures) {
  const isMet = kind === 'most' ? value <= goal : value >= goal;
  const floor = floors[name];
  const isBroken = floor === undefined || (kind === 'most' ? value > floor : value < floor);
  if (isBroken) process.exitCode = 1;
  console.log(
    `  ${name.padEnd(48)} ${shown(value).padStart(9)}  goal: at ${kind} ${shown(goal)}${isMet ? '' : ', not reached'}${isBroken ? `  WORSE THAN ${shown(floor ?? 0)}` : ''}`,
  );
}

function shown(value) {
  return Number.isInteger(value) ? String(value) : Math.abs(value) < 0.1 ? value.toFixed(5) : value.toFixed(3);
}
