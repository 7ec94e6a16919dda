import type { LimitName, Limits } from '@postern/core';
import { limitsOf, type ReadOptions } from './options.ts';

/** Numbers, booleans and empty containers carry no text but cost a look; 16 times `values` covers the fullest 6 MB event. */
const nodesPerValue = 16;
/** A clock of CPU time costs as much as a small value. */
const looksPerClock = 64;
/** Texts below this take less than the clock's own step. */
const smallText = 4096;

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

  constructor(options: ReadOptions | undefined) {
    const limits = limitsOf(options);
    this.limits = limits;
    this.#size = limits.size;
    this.#values = limits.values;
    this.#nodes = limits.values * nodesPerValue;
    this.#now = options?.now ?? Date.now;
    const deadline = options?.deadline ?? Number.POSITIVE_INFINITY;
    this.#deadline = limits.time > 0 ? Math.min(this.#now() + limits.time, deadline) : deadline;
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

  /**
   * How many of `length` units there is time for, at so many units a millisecond: a parser, once it runs, is not stopped, so that what would take
   * too long is cut before. All of them when no clock counts.
   */
  takeTime(length: number, unitsPerMillisecond: number): number {
    if (this.#deadline === Number.POSITIVE_INFINITY) return length;
    if (length < smallText) return this.isInTime() ? length : 0;
    const fitting = Math.max(0, Math.floor((this.#deadline - this.#now()) * unitsPerMillisecond));
    if (length <= fitting) return length;
    this.reach('time');
    return fitting;
  }

  isInTime(): boolean {
    if (this.#deadline === Number.POSITIVE_INFINITY) return true;
    if (this.#looks++ % looksPerClock !== 0) return this.incomplete !== 'time';
    if (this.#now() <= this.#deadline) return true;
    this.reach('time');
    return false;
  }
}
