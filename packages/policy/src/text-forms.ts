import { attackClassNames, didYouMean, isAttackClass } from '@postern/core';
import type { TextForm } from './fields.ts';
import { readDestination } from './hosts.ts';

interface Form {
  /** What it must look like, after "must be ". */
  readonly description: string;
  /** For the published schema: necessary, not always sufficient. */
  readonly pattern: string;
  /** The problem with `text`, after its quotation, or `undefined`. */
  problem(text: string): string | undefined;
}

const matching = (pattern: RegExp, description: string): Form => ({
  description,
  pattern: pattern.source,
  problem: (text) => (pattern.test(text) ? undefined : `must be ${description}`),
});

/** What each form of text accepts. */
export const textForms: Readonly<Record<TextForm, Form>> = {
  host: {
    description: 'a host, host:port or *.example.com',
    pattern: '^[^/@\\s]+$',
    problem(text) {
      const destination = readDestination(text);
      return typeof destination === 'string' ? destination : undefined;
    },
  },
  fingerprint: matching(/^[0-9a-f]{16}$/, 'the 16 hexadecimal digits printed with the finding'),
  date: {
    description: 'a day as YYYY-MM-DD',
    pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
    problem: (text) => (isDay(text) ? undefined : 'must be a day of the calendar as YYYY-MM-DD'),
  },
  reason: {
    description: 'a sentence that says why',
    pattern: '\\S',
    problem: (text) => (/\S/.test(text) ? undefined : 'must say why: the next person who reads the file will ask'),
  },
  'function-name': matching(/^[^\s\u0000-\u001f]{1,200}$/, 'a function name: up to 200 characters without spaces'),
  'attack-class': {
    description: 'an attack class such as sqli',
    pattern: `^(?:${attackClassNames.join('|')})$`,
    problem: (text) => (isAttackClass(text) ? undefined : `is not a known attack class.${didYouMean(text, attackClassNames)}`),
  },
  'trigger-id': matching(/^(?:unknown|[a-z0-9]{1,32}:[a-z0-9-]{1,64})$/, 'a trigger id such as aws:sns, or unknown'),
};

function isDay(text: string): boolean {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return month >= 1 && month <= 12 && day >= 1 && day <= (days[month - 1] as number);
}
