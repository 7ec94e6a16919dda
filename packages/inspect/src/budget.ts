import type { LimitName, Limits } from '@postern/core';

/** Numbers, booleans and empty containers carry no text but cost a look; 16 times `values` covers the fullest 6 MB event. */
const nodesPerValue = 16;
const looksPerClock = 64;

/** What is left of the bounds of one reading, and the first bound that was reached. */
export class Budget {
  readonly limits: Limits;
  incomplete: LimitName | undefined;
  #size: number;
  #values: number;
  #nodes: number;
  readonly #deadline: number;
  readonly #now: () => number;
  #looks = 0;

  constructor(limits: Limits, now: (() => number) | undefined) {
    this.limits = limits;
    this.#size = limits.size;
    this.#values = limits.values;
    this.#nodes = limits.values * nodesPerValue;
    this.#now = now ?? Date.now;
    this.#deadline = limits.time > 0 ? this.#now() + limits.time : Number.POSITIVE_INFINITY;
  }

  get size(): number {
    return this.#size;
  }

  reach(limit: LimitName): void {
    this.incomplete ??= limit;
  }

  /** How many of `length` units of one more value may still be looked at: its beginning when not all of it, 0 when nothing. */
  takeValue(length: number): number {
    if (!this.isInTime()) return 0;
    if (this.#values <= 0) {
      this.reach('values');
      return 0;
    }
    this.#values--;
    if (length <= this.#size) {
      this.#size -= length;
      return length;
    }
    this.reach('size');
    const rest = this.#size;
    this.#size = 0;
    return rest;
  }

  /** One more look at something that may hold no text. */
  takeNode(): boolean {
    if (this.#nodes <= 0) {
      this.reach('values');
      return false;
    }
    this.#nodes--;
    return this.isInTime();
  }

  isInTime(): boolean {
    if (this.#deadline === Number.POSITIVE_INFINITY) return true;
    if (this.#looks++ % looksPerClock !== 0) return this.incomplete !== 'time';
    if (this.#now() <= this.#deadline) return true;
    this.reach('time');
    return false;
  }
}
