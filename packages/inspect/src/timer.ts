/** Time for one event, whatever work is done for it. */
export interface Timer {
  /** Counts work of about so many text units; answers whether there is time left. */
  hasTimeFor(units: number): boolean;
  /** How many of `length` units there is time for, at so many a millisecond: a parser, once it runs, is not stopped. */
  fitting(length: number, unitsPerMillisecond: number): number;
}

/** Work between two looks at the clock: about half a millisecond. A look at the CPU time of a process costs 5 µs, as much as a small event. */
const unitsPerLook = 32_768;
/** What is got through in a millisecond at least, before the clock was looked at. */
const assumedRate = 40_000;

/**
 * A timer that starts with the first work. `now` is a clock in milliseconds, best one of CPU time: it counts work, not waiting. Small events end
 * before the first look at it.
 */
export function startTimer(time: number, now: () => number): Timer {
  let units = 0;
  let nextLook = unitsPerLook;
  let end: number | undefined;
  let isOver = false;

  function left(): number {
    const at = now();
    end ??= at - units / assumedRate + time;
    nextLook = units + unitsPerLook;
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
      if (length < unitsPerLook) return length;
      return Math.min(length, Math.floor(left() * unitsPerMillisecond));
    },
  };
}
