/** JSON texts as events have them, the same in every run. */

const words = [
  'id',
  'path',
  'Records',
  'body',
  'grüße',
  '你好',
  '👩‍👩‍👧',
  '',
  'a b',
  '__proto__',
  'line\nend',
  '"quoted"',
  '\\',
  '\u0000',
  '\u007f',
  '\u2028',
  '\ud83d',
];

export function randomEvents(count: number): string[] {
  const next = random(count);
  return Array.from({ length: count }, () => JSON.stringify(value(next, 0)));
}

function value(next: (limit: number) => number, depth: number): unknown {
  const kind = next(depth > 4 ? 4 : 6);
  if (kind === 0) return [null, true, false, 0, -1.5, 1e21, 2 ** 53][next(7)];
  if (kind < 3) return words[next(words.length)];
  if (kind === 3) return (words[next(words.length)] as string).repeat(next(200));
  const length = next(6);
  if (kind === 4) return Array.from({ length }, () => value(next, depth + 1));
  return Object.fromEntries(Array.from({ length }, () => [words[next(words.length)], value(next, depth + 1)]));
}

/** A linear congruential generator (Numerical Recipes): repeatable is all it has to be. */
function random(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
