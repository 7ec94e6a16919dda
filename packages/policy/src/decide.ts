import { type AttackClassName, type Confidence, didYouMean, type Mode, modes } from '@postern/core';
import type { Allowance, InspectionTime, Policy, TriggerPolicy, Verdict } from './policy.ts';

/** What a decision needs to know of an inspection. */
export interface Inspected {
  readonly level: 'none' | 'suspicious' | 'certain';
  readonly detections: readonly { readonly class: AttackClassName; readonly confidence: Confidence }[];
  readonly incomplete?: string | undefined;
}

export interface Decision {
  readonly verdict: Verdict;
  readonly reason: string;
}

/**
 * The verdict on an event before the handler. A detection that is certain blocks where its class is listed for the trigger; everything
 * else that was detected is observed. What was left unread is decided by `onIncomplete`. The strictest answer wins.
 */
export function decideDoor(policy: Pick<Policy, 'door' | 'onIncomplete'>, inspection: Inspected, triggerId: string): Decision {
  const block = triggerPolicy(policy, triggerId)?.block ?? policy.door.block;
  for (let i = 0; i < inspection.detections.length; i++) {
    const detection = inspection.detections[i] as Inspected['detections'][number];
    if (detection.confidence === 'high' && block.includes(detection.class))
      return { verdict: 'block', reason: `${detection.class} is certain, and the policy blocks it at the door of ${triggerId}` };
  }
  const found: Decision =
    inspection.level === 'none'
      ? { verdict: 'allow', reason: 'nothing was detected' }
      : { verdict: 'observe', reason: `${inspection.level}, and the policy does not block it at the door of ${triggerId}` };
  if (inspection.incomplete === undefined) return found;
  const ended = `the inspection ended at the limit "${inspection.incomplete}", and onIncomplete is ${policy.onIncomplete}`;
  const unread: Decision = {
    verdict: policy.onIncomplete,
    reason: inspection.level === 'none' ? ended : `${found.reason}; ${ended}`,
  };
  return strictness[unread.verdict] >= strictness[found.verdict] ? unread : found;
}

const strictness: Readonly<Record<Verdict, number>> = { allow: 0, observe: 1, block: 2 };

/**
 * When events of a trigger are inspected. `entry` at the top of the door is meant for what outsiders control; a trigger that they
 * do not control is then inspected at the sink, unless the policy names it.
 */
export function inspectAt(policy: Pick<Policy, 'door'>, triggerId: string, outsiderControlled: boolean): InspectionTime {
  const own = triggerPolicy(policy, triggerId)?.inspect;
  if (own !== undefined) return own;
  return policy.door.inspect === 'entry' && !outsiderControlled ? 'sink' : policy.door.inspect;
}

/** One event in this many is inspected under `sampled`. */
const sampledOne = 10;

/**
 * Whether the event that is `count`th of an instance's sampled ones, from 0, is in the sample: the first and every tenth after it. A count
 * needs no source of chance, and an instance that sees few events has inspected one all the same.
 */
export function isSampled(count: number): boolean {
  return count % sampledOne === 0;
}

/** An inspected event as {@link expectAtDoor} needs it. */
export interface InspectedEvent extends Inspected {
  readonly trigger: string;
  readonly outsiderControlled: boolean;
}

/**
 * What the guard does about such an event before the handler in `mode`, and why. {@link decideDoor} says what the policy wants; only `block`
 * stops, and only what is inspected before the handler. Of a sampled event no more is promised than what holds for each.
 */
export function expectAtDoor(policy: Pick<Policy, 'door' | 'onIncomplete'>, mode: Mode, event: InspectedEvent): Decision {
  const decision = decideDoor(policy, event, event.trigger);
  if (decision.verdict === 'allow') return decision;
  if (mode === 'off') return { verdict: 'allow', reason: `${decision.reason}; but the mode is off` };
  const weakened = (why: string): Decision => ({ verdict: 'observe', reason: `${decision.reason}; but ${why}` });
  const time = inspectAt(policy, event.trigger, event.outsiderControlled);
  if (time === 'sink') return weakened(`events of ${event.trigger} are inspected when a sink needs them, not before the handler`);
  if (decision.verdict !== 'block') return decision;
  if (mode !== 'block') return weakened(`the mode is ${mode}, which only reports`);
  return time === 'sampled' ? weakened(`one event in ${sampledOne} is inspected before the handler`) : decision;
}

function triggerPolicy(policy: Pick<Policy, 'door'>, triggerId: string): TriggerPolicy | undefined {
  return Object.hasOwn(policy.door.triggers, triggerId) ? policy.door.triggers[triggerId] : undefined;
}

export interface ModeDecision {
  readonly mode: Mode;
  /** Set when the environment asked for something that is no mode; to be reported, never passed over. */
  readonly problem?: string;
}

/**
 * The mode that holds: `POSTERN_MODE` wins where it is stricter or where the policy has none, so that an operator can tighten and cannot
 * loosen what was reviewed. Without both: `observe`. A misspelt request counts as none, except that `onFault: closed` makes it `block`.
 */
export function decideMode(requested: string | undefined, policy: Pick<Policy, 'mode' | 'onFault'>): ModeDecision {
  if (requested === undefined || requested === '') return { mode: policy.mode ?? 'observe' };
  if (isMode(requested)) {
    const stricter = policy.mode === undefined || modes.indexOf(requested) > modes.indexOf(policy.mode);
    return { mode: stricter ? requested : (policy.mode as Mode) };
  }
  const problem = `POSTERN_MODE is "${requested}", which is none of ${modes.join(', ')}.${didYouMean(requested, modes)}`;
  return { mode: policy.onFault === 'closed' ? 'block' : (policy.mode ?? 'observe'), problem };
}

function isMode(text: string): text is Mode {
  return (modes as readonly string[]).includes(text);
}

/** The allowance that covers a finding on the day `today` (`YYYY-MM-DD`, UTC), the last day included. */
export function allowanceFor(policy: Pick<Policy, 'allow'>, fingerprint: string, today: string): Allowance | undefined {
  for (let i = 0; i < policy.allow.length; i++) {
    const allowance = policy.allow[i] as Allowance;
    if (allowance.fingerprint === fingerprint && today <= allowance.expires) return allowance;
  }
  return undefined;
}
