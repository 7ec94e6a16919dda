/** Units of work that may be done; what was taken too much is remembered. */
export class Work {
  isUsedUp = false;
  private units: number;

  constructor(units: number) {
    this.units = units;
  }

  take(units: number): boolean {
    this.units -= units;
    if (this.units < 0) this.isUsedUp = true;
    return !this.isUsedUp;
  }
}

/** What judging one call of a sink may cost, however many texts (arguments, scripts within scripts) it brings. Counted in work, not by a clock. */
export class Budget {
  /** Steps of comparison before the search turns to what is cheap: an attacker can repeat a gram to hide a match among thousands. */
  steps = 2_000_000;
  /** Units of the sources that the engine's own search may pass over afterwards. */
  searched = 16_000_000;
  /** Units of all matches together that are looked at. */
  readonly looks: Work = new Work(16_000_000);
  /** Units of texts that may be read again: half a second. Ordinary texts are read once or twice. */
  readonly readings: Work = new Work(4_000_000);
  /** Units of scripts within scripts. */
  readonly scripts: Work = new Work(2_000_000);
}
