// The same payloads in every way in which a text reaches a function: how many of those that are detected bare are still detected.
import { inspectEvent } from '../../packages/inspect/dist/index.js';
import { carriers as ways } from '../../packages/inspect/dist/testing/carriers.js';
import { attacks } from './corpus.mjs';
import { percent } from './statistics.mjs';

const perClass = 25;

export function carriers(report) {
  const seen = new Map();
  const payloads = [];
  for (const { class: name, payload } of attacks()) {
    const count = seen.get(name) ?? 0;
    if (
      payload === undefined ||
      payload !== payload.toWellFormed?.() ||
      count >= perClass ||
      inspectEvent({ value: payload }).level === 'none'
    )
      continue;
    seen.set(name, count + 1);
    payloads.push(payload);
  }
  console.log(
    `\nCarriers: of ${payloads.length} payloads that are detected bare (at most ${perClass} a class), detected or said to be incomplete in`,
  );
  let worst = 1;
  for (const { name, wrap } of ways) {
    const found = payloads.filter((payload) => {
      const { level, incomplete } = inspectEvent(wrap(payload));
      return level !== 'none' || incomplete !== undefined;
    }).length;
    worst = Math.min(worst, found / payloads.length);
    console.log(`  ${name.padEnd(44)} ${percent(found / payloads.length)}`);
  }
  report('recall in the worst carrier against bare', worst, 0.99, 'least');
}
