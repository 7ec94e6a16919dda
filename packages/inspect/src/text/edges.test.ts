import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sighting } from '../detector.ts';
import { sightingAtEdge } from './edges.ts';

const find = (text: string): Sighting | undefined =>
  text === 'attack' ? { span: [0, text.length], confidence: 'high', reason: 'x' } : undefined;
const padding = 'word '.repeat(2000);

for (const [name, text, start] of [
  ['behind words', `${padding}attack`, padding.length],
  ['behind words, with a line end', `${padding}attack\n`, padding.length],
  ['in front of words', `attack ${padding}`, 0],
  ['between blanks', `${' '.repeat(5000)}attack${' '.repeat(5000)}`, 5000],
  ['on a line of its own', `${'x\n'.repeat(5000)}attack`, 10_000],
] as const)
  test(`finds what stands ${name}`, () => {
    assert.deepEqual(sightingAtEdge(text, find), { span: [start, start + 6], confidence: 'medium', reason: 'x' });
  });

test('leaves alone what is short, and what stands in the middle', () => {
  assert.equal(sightingAtEdge('a attack', find), undefined);
  assert.equal(sightingAtEdge(`${padding}attack ${padding}`, find), undefined);
  assert.equal(sightingAtEdge(' '.repeat(10_000), find), undefined);
  assert.equal(sightingAtEdge('x'.repeat(10_000), find), undefined);
});
