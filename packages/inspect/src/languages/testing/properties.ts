import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

interface Token {
  readonly start: number;
  readonly end: number;
}

/** What every lexer owes: any text in, no throw, tokens inside the text, in order and apart; time that grows with the length and not with its square. */
export function lexerProperties(name: string, tokenize: (text: string) => readonly Token[], pieces: readonly string[]): void {
  const alphabet = [...pieces, ' ', '\n', 'a', '1', '/*', '*/', '--', '}', ')', ']', '\\', '\u2028', '\0', 'é', '\ud800'];
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.array(fc.constantFrom(...alphabet), { maxLength: 60 }).map((parts) => parts.join('')),
  );
  test(`${name}: tokens lie inside the text, in order, and do not overlap`, () => {
    fc.assert(
      fc.property(texts, (text) => {
        let last = 0;
        for (const { start, end } of tokenize(text)) {
          assert.ok(last <= start && start <= end && end <= text.length, JSON.stringify({ text, start, end, last }));
          last = end;
        }
      }),
      { numRuns: 1000 },
    );
  });
  test(`${name}: time grows linearly on hostile text`, () => {
    for (const piece of pieces) {
      const small = duration(() => tokenize(piece.repeat(Math.ceil(20_000 / piece.length))));
      const large = duration(() => tokenize(piece.repeat(Math.ceil(160_000 / piece.length))));
      // Eight times the text; quadratic work would take 64 times as long. The constant absorbs collection pauses on a busy machine.
      assert.ok(large < small * 30 + 150, `${JSON.stringify(piece)}: ${small.toFixed(1)} ms for 20 KB, ${large.toFixed(1)} ms for 160 KB`);
    }
  });
}

function duration(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 2; i++) {
    const start = process.hrtime.bigint();
    run();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e6);
  }
  return best;
}
