import type { App, Controller, EntryPoint } from '@postern/app';
import type { Confidence, RuleMetadata, Severity, SourceLocation } from '@postern/core';
import type { Flow } from '@postern/flow';
import type { Sources } from '@postern/syntax';
import type { AdvisoryDatabase } from './packages/advisories.ts';

/** Who can reach a function, at the worst, and how. */
export interface Exposure {
  readonly control: Controller;
  readonly entry?: EntryPoint;
  /** `UploadsBucket → SizeCheck → CheckedTopic → HashFile`. */
  readonly way: string;
}

/** What a rule may ask beside the App. */
export interface RuleContext {
  readonly sources: Sources;
  readonly flows: readonly Flow[];
  readonly entries: readonly EntryPoint[];
  readonly advisories: AdvisoryDatabase;
  exposureOf(functionId: string): Exposure;
}

/** What a rule saw at a place, before it becomes a finding. */
export interface Observation {
  readonly location: SourceLocation;
  readonly resource?: string;
  readonly function?: string;
  /** The rule's own unless exposure says otherwise. */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  /** The rule's own unless the place has a more exact one. */
  readonly concept?: string;
  /** What it is, in a sentence. */
  readonly what: string;
  /** Why it matters here. */
  readonly why: string;
  /** What to do; the rule's remediation if absent. */
  readonly todo?: string;
  /** Tells it from others of the same rule at the same resource, in words that an edit elsewhere leaves alone. */
  readonly subject?: string;
  readonly evidence?: readonly { readonly excerpt: string; readonly reason: string }[];
  readonly flow?: Flow;
}

/** A check over an App: one file in `rules/`, with its table of cases beside it. */
export interface Rule extends RuleMetadata {
  /** Other concepts that its findings may carry. */
  readonly concepts?: readonly string[];
  /** Whether it needs the code, which is parsed only if one does. */
  readonly readsCode?: boolean;
  check(app: App, context: RuleContext): Iterable<Observation>;
}

/** Types a rule; the folder of rules is the registry. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
