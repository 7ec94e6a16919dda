import type { LimitName, Limits } from '@postern/core';
import { limitsOf, type ReadOptions, timerOf } from './options.ts';
import type { Timer } from './timer.ts';

/** Numbers, booleans and empty containers carry no text but cost a look; 16 times `values` covers the fullest 6 MB event. */
const nodesPerValue = 16;
/** What a value and a node cost, in units of text that cost as much. */
const unitsPerValue = 64;
const unitsPerNode = 8;

/** What is left of the bounds of one reading, and the first bound that was reached. */
export class Budget {
  readonly limits: Limits;
  incomplete: LimitName | undefined;
  #size: number;
  #values: number;
  #nodes: number;
  readonly #timer: Timer | undefined;

  constructor(options: ReadOptions | undefined) {
    this.limits = limitsOf(options);
    this.#size = this.limits.size;
    this.#values = this.limits.values;
    this.#nodes = this.limits.values * nodesPerValue;
    this.#timer = timerOf(options);
  }

  get size(): number {
    return this.#size;
  }

  reach(limit: LimitName): void {
    this.incomplete ??= limit;
  }

  /** How many of `length` units of one more value may still be looked at: its beginning when not all of it, 0 when nothing. */
  takeValue(length: number): number {
    if (!this.hasTimeFor(unitsPerValue)) return 0;
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
    return this.hasTimeFor(unitsPerNode);
  }

  /** How many of `length` units there is time for, at so many units a millisecond. All of them when no clock counts. */
  takeTime(length: number, unitsPerMillisecond: number): number {
    if (this.#timer === undefined) return length;
    const fitting = this.hasTimeFor(unitsPerValue) ? this.#timer.fitting(length, unitsPerMillisecond) : 0;
    if (fitting < length) this.reach('time');
    else this.hasTimeFor(length);
    return fitting;
  }

  hasTimeFor(units: number): boolean {
    if (this.#timer === undefined || this.#timer.hasTimeFor(units)) return true;
    this.reach('time');
    return false;
  }
}
