import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findCheckout } from './checkout.ts';
import { demoFunctions } from './functions.ts';
import { exploitRows } from './rows.ts';
import { runTwin } from './run-demo.ts';

const checkout = findCheckout(fileURLToPath(new URL('.', import.meta.url)));
const benign = demoFunctions.map(({ name }) => name);

test('the twin without the flaws withstands every exploit and answers benign events as the example does', async () => {
  const common = { checkout, benign, onStep: () => {} };
  const app = await runTwin('app', { ...common, rows: [] });
  const fixed = await runTwin('fixed', { ...common, rows: exploitRows });
  assert.ok(app.answers.size >= 18, `${app.answers.size} answers`);
  assert.deepEqual(new Map(fixed.answers), new Map(app.answers));
  for (const [event, answer] of app.answers) assert.match(answer, /^response /, event);
  for (const { row, effect, outcome, skipped } of fixed.rows) {
    assert.equal(effect, undefined, `${row.id} has an effect on fixed`);
    assert.ok(outcome !== undefined || skipped !== undefined, row.id);
  }
});
