import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startTimer } from './timer.ts';

describe('the timer', () => {
  test('does not ask the clock for small events', () => {
    const timer = startTimer(10, () => assert.fail('asked'));
    for (let i = 0; i < 8; i++) assert.ok(timer.hasTimeFor(1000));
    assert.equal(timer.fitting(4000, 40_000), 4000);
  });
  test('learns from the clock how slow a text is', () => {
    let time = 0;
    const timer = startTimer(20, () => time);
    assert.ok(timer.hasTimeFor(10_000));
    time = 10;
    assert.ok(timer.hasTimeFor(40_000));
    // 4,000 units in a millisecond, and less than 10 are left.
    const fitting = timer.fitting(1_000_000, 40_000);
    assert.ok(fitting > 30_000 && fitting <= 40_000, `${fitting}`);
    time = 21;
    assert.equal(timer.fitting(1_000_000, 40_000), 0);
    assert.ok(!timer.hasTimeFor(1));
  });
});
