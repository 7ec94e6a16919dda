import { attackClassNames, modes } from '@postern/core';
import { defaultPolicy, faultAnswers, inspectionTimes, keeps, policyVersion, verdicts } from './policy.ts';

/** Texts with a form of their own; `text-forms.ts` checks them. */
export type TextForm = 'host' | 'fingerprint' | 'date' | 'reason' | 'function-name' | 'trigger-id' | 'attack-class';

export type FieldType =
  | { readonly kind: 'version' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'text'; readonly form: TextForm }
  | { readonly kind: 'list'; readonly items: FieldType }
  | { readonly kind: 'object'; readonly fields: readonly Field[] }
  | { readonly kind: 'record'; readonly keys: TextForm; readonly values: FieldType };

/** One field of the policy, as data: the reader, the JSON Schema and the reference page all come from it. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** What it does and why one would set it, for the person who writes it. */
  readonly description: string;
  readonly required?: boolean;
  readonly default?: unknown;
  readonly example: unknown;
}

const blockList: FieldType = { kind: 'list', items: { kind: 'choice', choices: attackClassNames } };

const triggerFields: readonly Field[] = [
  {
    name: 'inspect',
    type: { kind: 'choice', choices: inspectionTimes },
    description: 'When events of this trigger are inspected. Taken literally, whoever controls the trigger.',
    example: 'sink',
  },
  {
    name: 'block',
    type: blockList,
    description:
      'The attack classes that stop an event of this trigger before the handler, in mode `block`. Replaces `door.block` for it; `[]` stops none.',
    example: ['cmdi'],
  },
];

const doorFields: readonly Field[] = [
  {
    name: 'inspect',
    type: { kind: 'choice', choices: inspectionTimes },
    description:
      'When an event is inspected: `entry` before the handler, so that probes which reach no sink are seen too; `sink` when a sink first needs it, so that events which reach none are not searched; `sampled` before the handler as well, but only the first event of each instance and every tenth after it. `entry` holds for triggers that an outsider controls; others, such as a schedule, are inspected at the sink.',
    default: defaultPolicy.door.inspect,
    example: 'entry',
  },
  {
    name: 'block',
    type: blockList,
    description:
      'The attack classes that stop an event before the handler when the inspection is certain and the mode is `block`; in `observe` they are only reported. A class that no detector of this version finds stops nothing, and `postern policy check` says so. Text alone decides here, not evidence: expect a false alarm where users write about attacks.',
    default: defaultPolicy.door.block,
    example: ['sqli', 'cmdi'],
  },
  {
    name: 'triggers',
    type: { kind: 'record', keys: 'trigger-id', values: { kind: 'object', fields: triggerFields } },
    description: 'What differs for single triggers, by trigger id.',
    default: defaultPolicy.door.triggers,
    example: { 'aws:sns': { block: ['cmdi'] } },
  },
];

const evidenceFields: readonly Field[] = [
  {
    name: 'keep',
    type: { kind: 'record', keys: 'attack-class', values: { kind: 'choice', choices: keeps } },
    description:
      'By attack class, what of the text of a detection stays in the report: `excerpt` the part around it without secrets, `shape` only what kinds of characters it has (`aaa; aa -a`), `nothing` neither. Classes not named keep an excerpt.',
    default: defaultPolicy.evidence.keep,
    example: { sqli: 'shape', mailheader: 'nothing' },
  },
];

const allowanceFields: readonly Field[] = [
  {
    name: 'fingerprint',
    type: { kind: 'text', form: 'fingerprint' },
    description: 'The fingerprint printed with the finding.',
    required: true,
    example: '0123456789abcdef',
  },
  {
    name: 'reason',
    type: { kind: 'text', form: 'reason' },
    description: 'Why it is right not to act on it, for the next person who reads the file.',
    required: true,
    example: 'The operator console runs commands by design; only operators reach it.',
  },
  {
    name: 'expires',
    type: { kind: 'text', form: 'date' },
    description: 'The last day on which it holds, UTC.',
    required: true,
    example: '2030-12-31',
  },
];

/** The fields that may stand at the top and under a function's name. */
export const policyFields: readonly Field[] = [
  {
    name: 'mode',
    type: { kind: 'choice', choices: modes },
    description:
      'What is done about a departure: `off` nothing, `learn` collects what the function does (not available yet: the guard observes), `observe` reports, `block` stops. `POSTERN_MODE` in the environment wins where it is stricter, or where this is absent.',
    example: 'block',
  },
  {
    name: 'onFault',
    type: { kind: 'choice', choices: faultAnswers },
    description: 'What a fault of the guard itself does: `open` reports it and lets the call proceed, `closed` stops the call.',
    default: defaultPolicy.onFault,
    example: 'open',
  },
  {
    name: 'onIncomplete',
    type: { kind: 'choice', choices: verdicts },
    description:
      'The verdict on an event whose inspection reached a limit before the data ended. `block` refuses it before the handler, and lets nothing become a command, code or a query where what was read later was cut off; only in mode `block`, as everything that stops.',
    default: defaultPolicy.onIncomplete,
    example: 'block',
  },
  {
    name: 'door',
    type: { kind: 'object', fields: doorFields },
    description: 'What happens before the handler.',
    default: defaultPolicy.door,
    example: { inspect: 'entry', block: ['cmdi'] },
  },
  {
    name: 'evidence',
    type: { kind: 'object', fields: evidenceFields },
    description: 'What is kept of the texts in which attacks were found. Classes given for a function are added to those at the top.',
    default: defaultPolicy.evidence,
    example: { keep: { sqli: 'shape' } },
  },
  {
    name: 'hosts',
    type: { kind: 'list', items: { kind: 'text', form: 'host' } },
    description:
      'The destinations that the function may reach: `host`, `host:port`, `*.example.com` (any name below it), IPv6 as `[::1]` or `[::1]:443`. Others are departures, reported in `observe` and stopped in `block`. A listed destination is allowed even when the input named it. Absent means any destination; `[]` means none.',
    example: ['api.example.com', '*.amazonaws.com:443'],
  },
  {
    name: 'allow',
    type: { kind: 'list', items: { kind: 'object', fields: allowanceFields } },
    description: 'Findings not to act on, each with a reason and a last day. Those of a function are added to those at the top.',
    default: defaultPolicy.allow,
    example: [{ fingerprint: '0123456789abcdef', reason: 'Operators only.', expires: '2030-12-31' }],
  },
];

/** The whole document. */
export const documentFields: readonly Field[] = [
  {
    name: 'version',
    type: { kind: 'version' },
    description: `The version of this format. This Postern reads ${policyVersion}.`,
    required: true,
    example: policyVersion,
  },
  ...policyFields,
  {
    name: 'functions',
    type: { kind: 'record', keys: 'function-name', values: { kind: 'object', fields: policyFields } },
    description:
      'What differs for single functions, by function name. A field given here replaces the one at the top; members of `door` and of each of its triggers replace one by one, and `allow` adds.',
    example: { resize: { mode: 'block', hosts: ['s3.eu-central-1.amazonaws.com'] } },
  },
];
