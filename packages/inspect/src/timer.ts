/** Time for one event, whatever work is done for it. */
export interface Timer {
  /** Counts work of about so many text units; answers whether there is time left. */
  hasTimeFor(units: number): boolean;
  /** How many of `length` units there is time for, at so many a millisecond: a parser, once it runs, is not stopped. */
  fitting(length: number, unitsPerMillisecond: number): number;
}

/** Work between two looks at the clock: about half a millisecond. A look at the CPU time of a process costs 5 µs, as much as a small event. */
const unitsPerLook = 32_768;
/** The first look comes early: until then nothing is known of the text, and dense punctuation is read a hundred times slower than prose. */
const unitsToFirstLook = 8192;
/** Between two looks at the slowest texts. */
const leastUnitsPerLook = 1024;
/** What is got through in a millisecond, before the clock was looked at. */
const assumedRate = 40_000;

/** A shorter time between two looks measures the clock. */
const shortestMeasure = 0.25;
/** What the slowest texts known are read at; a pause of the machine must not make a text look slower. */
const leastRate = 1000;

/**
 * A timer that starts with the first work. `now` is a clock in milliseconds, best one of CPU time: it counts work, not waiting. Small events end
 * before the first look at it.
 */
export function startTimer(time: number, now: () => number): Timer {
  let units = 0;
  let nextLook = unitsToFirstLook;
  let end: number | undefined;
  let lastAt = 0;
  let lastUnits = 0;
  /** Units in a millisecond, as measured between the last two looks that lie apart. */
  let rate = assumedRate;
  let isOver = false;

  function left(): number {
    const at = now();
    if (end === undefined) {
      end = at - units / assumedRate + time;
      lastAt = at;
      lastUnits = units;
    } else if (at - lastAt >= shortestMeasure) {
      rate = (units - lastUnits) / (at - lastAt);
      lastAt = at;
      lastUnits = units;
    }
    nextLook = units + Math.min(unitsPerLook, Math.max(leastUnitsPerLook, rate / 2));
    isOver ||= !(at < end);
    return isOver ? 0 : end - at;
  }

  return {
    hasTimeFor(more) {
      units += more;
      if (!isOver && units >= nextLook) left();
      return !isOver;
    },
    fitting(length, unitsPerMillisecond) {
      if (isOver) return 0;
      if (length < unitsToFirstLook) return length;
      const time = left();
      return Math.min(length, Math.floor(time * Math.min(unitsPerMillisecond, Math.max(rate, leastRate))));
    },
  };
}
