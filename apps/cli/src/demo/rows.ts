import type { SinkKind } from '@postern/core';

/** What an exploit does to the world; judged outside of the function's process, except for what the answer itself gives away. */
export type Effect =
  | { readonly kind: 'request'; readonly service: 'collector' | 'metadata'; readonly path: string; readonly contains?: string }
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'row'; readonly select: string; readonly undo: string }
  | { readonly kind: 'answer'; readonly contains: string };

/** Where the guard must stop it: a later hook that catches it shows that this one is broken. */
export interface Stop {
  readonly hook: HookName;
  readonly sink: SinkKind;
  readonly call: string;
  readonly source: SourceName;
  /** The start of the trail's source as the guard names it. */
  readonly label: string;
}

export type HookName = 'process' | 'file' | 'network' | 'eval' | 'function-constructor' | 'vm' | 'pg';
export type SourceName = 'event' | 'http-response' | 'aws-sdk-v3' | 'aws-sdk-v2';

/** A row of `examples/bank-bot/README.md` that is marked `run`. */
export interface ExploitRow {
  readonly id: string;
  readonly function: string;
  /** `events/<function>/<event>.json` */
  readonly event: string;
  /** What the rates service answers meanwhile: `answers/<name>.json`. */
  readonly ratesAnswer?: string;
  readonly effect: Effect;
  /** What has happened when the effect is there, for people. */
  readonly harm: string;
  /** Absent where no guard exists yet. */
  readonly stop?: Stop;
}

const secret = 'PGPASSWORD=Winter-2024-ledger';
const fromEvent = { source: 'event', label: 'event' } as const;

export const exploitRows: readonly ExploitRow[] = [
  {
    id: 'sms-bot-command',
    function: 'sms-bot',
    event: 'exploit',
    effect: { kind: 'request', service: 'collector', path: '/sms-bot', contains: secret },
    harm: 'a text message sent the environment, database password included, to the attacker',
    stop: { hook: 'process', sink: 'process', call: 'child_process.execSync', ...fromEvent },
  },
  {
    id: 'rates-command',
    function: 'rates',
    event: 'exploit',
    ratesAnswer: 'rates-hostile',
    effect: { kind: 'request', service: 'collector', path: '/rates', contains: secret },
    harm: 'the answer of the rates API sent the environment to the attacker; the event was clean',
    stop: { hook: 'process', sink: 'process', call: 'child_process.exec', source: 'http-response', label: 'http:GET ' },
  },
  {
    id: 'device-alarm-command',
    function: 'device-alarm',
    event: 'exploit',
    effect: { kind: 'file', name: 'device-alarm' },
    harm: 'a device name wrote a file',
    stop: { hook: 'process', sink: 'process', call: 'child_process.spawn', ...fromEvent },
  },
  {
    id: 'import-profile-eval',
    function: 'import-profile',
    event: 'exploit',
    effect: { kind: 'request', service: 'collector', path: '/import-profile' },
    harm: 'an uploaded object ran a command; nothing of it was in the event',
    stop: {
      hook: 'eval',
      sink: 'code',
      call: 'eval',
      source: 'aws-sdk-v3',
      label: 's3:GetObject uploads/partner/foobar.json (sdk v3)',
    },
  },
  {
    id: 'import-legacy-function',
    function: 'import-legacy',
    event: 'exploit',
    effect: { kind: 'request', service: 'collector', path: '/import-legacy', contains: 'Winter-2024-ledger' },
    harm: 'an uploaded object sent the environment to the attacker',
    stop: {
      hook: 'function-constructor',
      sink: 'code',
      call: 'Function',
      source: 'aws-sdk-v2',
      label: 's3:GetObject branch/2024-03-01/harbour.js (sdk v2)',
    },
  },
  {
    id: 'pricing-rule-vm',
    function: 'pricing-rule',
    event: 'exploit',
    effect: { kind: 'file', name: 'pricing-rule' },
    harm: 'a price factor left its vm context and wrote a file',
    stop: { hook: 'vm', sink: 'code', call: 'vm.runInNewContext', ...fromEvent },
  },
  {
    id: 'spending-eval',
    function: 'spending',
    event: 'exploit',
    effect: { kind: 'request', service: 'collector', path: '/spending', contains: 'uid=' },
    harm: 'a card payment ran a command',
    stop: { hook: 'eval', sink: 'code', call: 'eval', ...fromEvent },
  },
  {
    id: 'accounts-read',
    function: 'accounts-api',
    event: 'exploit-read',
    effect: { kind: 'answer', contains: '9035' },
    harm: "a search answered another customer's PIN",
    stop: { hook: 'pg', sink: 'sql', call: 'pg.Client.query', ...fromEvent },
  },
  {
    id: 'accounts-write',
    function: 'accounts-api',
    event: 'exploit-write',
    effect: {
      kind: 'row',
      select: "SELECT customer, amount, memo FROM transactions WHERE memo = 'gift'",
      undo: "DELETE FROM transactions WHERE memo = 'gift'",
    },
    harm: 'a search booked a million',
    stop: { hook: 'pg', sink: 'sql', call: 'pg.Client.query', ...fromEvent },
  },
  {
    id: 'statements-traversal',
    function: 'statements-api',
    event: 'exploit',
    effect: { kind: 'answer', contains: 'bb-clearing-4f1d7c0e9a2b' },
    harm: 'a statement was the signing key of the bank',
    stop: { hook: 'file', sink: 'file', call: 'fs.readFileSync', ...fromEvent },
  },
  {
    id: 'hash-file-ssrf',
    function: 'hash-file',
    event: 'exploit',
    effect: { kind: 'request', service: 'metadata', path: '/latest/meta-data/iam/security-credentials/ledger' },
    harm: 'a message made the function ask an internal service (fetch)',
    stop: { hook: 'network', sink: 'network', call: 'fetch', ...fromEvent },
  },
  {
    id: 'receipt-check-ssrf',
    function: 'receipt-check',
    event: 'exploit',
    effect: { kind: 'request', service: 'metadata', path: '/latest/meta-data/iam/security-credentials/till' },
    harm: 'a receipt number made the function ask an internal service (http)',
    stop: { hook: 'network', sink: 'network', call: 'http.get', ...fromEvent },
  },
  {
    id: 'sms-bot-py-command',
    function: 'sms-bot-py',
    event: 'exploit',
    effect: { kind: 'request', service: 'collector', path: '/sms-bot-py', contains: secret },
    harm: 'the same in Python',
  },
];
