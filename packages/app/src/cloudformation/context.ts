import type { SourceLocation } from '@postern/core';
import type { Sources } from '@postern/syntax';
import type { Dialect } from '../app.ts';
import type { RawMap } from '../text/raw.ts';

/** What all steps of reading one template share. */
export interface Context {
  readonly sources: Sources;
  /** The template, relative to the root. */
  readonly file: string;
  /** Its folder, relative to the root. */
  readonly folder: string;
  readonly dialect: Dialect;
  readonly template: RawMap;
  locate(offset: number): SourceLocation;
  /** Something is wrong at this place. */
  problem(place: number | SourceLocation, problem: string): void;
  /** Something can't be known from the template. */
  unknown(what: string, reason: string, location: SourceLocation): void;
}
