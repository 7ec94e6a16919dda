import type { Guarding } from './state.ts';

/** `waiting`: armed as soon as the module it is about is loaded. */
export type Armed = 'armed' | 'waiting' | { readonly reason: string };

/** A place where the program acts on the world. One file a hook, in `hooks/`. */
export interface Hook {
  readonly id: string;
  readonly summary: string;
  arm(guarding: Guarding): Armed;
}

/** A place where data from outside enters after the event. One file a source, in `sources/`. */
export interface Source {
  readonly id: string;
  readonly summary: string;
  arm(guarding: Guarding): Armed;
}
