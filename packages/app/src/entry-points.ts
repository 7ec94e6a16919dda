import type { SourceLocation } from '@postern/core';
import type { App, Edge, Trigger, TriggerKind } from './app.ts';

/** Who decides what comes in: anyone at all, whoever proved who they are, principals of the account or named by it, the platform alone. */
export const controllers = ['anyone', 'authenticated', 'account', 'platform'] as const;
export type Controller = (typeof controllers)[number];

/** A function behind an entry, and the edges that lead to it, the entry's own first. */
export interface Reached {
  readonly function: string;
  readonly path: readonly Edge[];
}

export interface EntryPoint {
  /** The trigger's id. */
  readonly id: string;
  readonly kind: TriggerKind;
  readonly trigger: Trigger;
  readonly control: Controller;
  /** In words: "the bucket policy lets anyone call s3:PutObject". */
  readonly reason: string;
  /** What decides it: the policy's statement, the authorizer, the route. */
  readonly location: SourceLocation;
  /** The trigger's own function first, then those that its writes start, nearest first. */
  readonly reaches: readonly Reached[];
}

/** Every way into the application, who controls it and which functions lie behind it, by triggers, writes and invocations. */
export function entryPoints(app: App): readonly EntryPoint[] {
  void app;
  return [];
}
