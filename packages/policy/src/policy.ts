import type { AttackClassName, Mode } from '@postern/core';

/** When the event is inspected: before the handler, when a sink first needs it, or a sample of events before the handler. */
export const inspectionTimes = ['entry', 'sink', 'sampled'] as const;
export type InspectionTime = (typeof inspectionTimes)[number];

export const faultAnswers = ['open', 'closed'] as const;
export type FaultAnswer = (typeof faultAnswers)[number];

export const verdicts = ['allow', 'observe', 'block'] as const;
export type Verdict = (typeof verdicts)[number];

/** What of the text of a detection is kept: an excerpt without secrets, the kinds of its characters, or nothing. */
export const keeps = ['excerpt', 'shape', 'nothing'] as const;
export type Keep = (typeof keeps)[number];

export interface EvidencePolicy {
  /** By attack class; an excerpt where nothing is said. */
  readonly keep: Readonly<Partial<Record<AttackClassName, Keep>>>;
}

export interface TriggerPolicy {
  readonly inspect?: InspectionTime;
  readonly block?: readonly AttackClassName[];
}

export interface DoorPolicy {
  readonly inspect: InspectionTime;
  readonly block: readonly AttackClassName[];
  /** By trigger id. */
  readonly triggers: Readonly<Record<string, TriggerPolicy>>;
}

/** A reasoned decision not to act on one finding, for a time. */
export interface Allowance {
  readonly fingerprint: string;
  readonly reason: string;
  /** The last day it holds, `YYYY-MM-DD`, UTC. */
  readonly expires: string;
}

/** What one function may receive and do, with every default filled in. */
export interface Policy {
  readonly mode?: Mode;
  readonly onFault: FaultAnswer;
  readonly onIncomplete: Verdict;
  readonly door: DoorPolicy;
  readonly evidence: EvidencePolicy;
  readonly hosts?: readonly string[];
  readonly allow: readonly Allowance[];
}

/** The part of a policy that somebody wrote down; what is absent comes from the application's part, then from {@link defaultPolicy}. */
export interface PolicyPart {
  readonly mode?: Mode;
  readonly onFault?: FaultAnswer;
  readonly onIncomplete?: Verdict;
  readonly door?: Partial<DoorPolicy>;
  readonly evidence?: Partial<EvidencePolicy>;
  readonly hosts?: readonly string[];
  readonly allow?: readonly Allowance[];
}

/** A policy file: what holds for all functions of an application, and what differs for some. */
export interface PolicyDocument extends PolicyPart {
  readonly version: 1;
  readonly functions?: Readonly<Record<string, PolicyPart>>;
}

/** The newest version of the document that this code reads. */
export const policyVersion = 1;

/** What holds where nothing is written: sinks decide on evidence, the door observes, a fault of the guard fails no function. */
export const defaultPolicy: Policy = {
  onFault: 'open',
  onIncomplete: 'observe',
  door: { inspect: 'entry', block: [], triggers: {} },
  evidence: { keep: {} },
  allow: [],
};
