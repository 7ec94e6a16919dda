import { numberOf } from '@postern/app';
import type { SourceLocation } from '@postern/core';
import { byPlace, namesOf } from '../functions.ts';
import { defineRule, type Rule } from '../rule.ts';
import { listOf } from '../words.ts';

/** The longest that the platform allows, in seconds (Lambda quotas). */
const longest = 900;

export const longestTimeoutRule: Rule = defineRule({
  id: 'scan/longest-timeout',
  concept: 'function.timeout.longest',
  title: 'The longest timeout',
  sas: ['SAS-8'],
  cwe: [400],
  severity: 'low',
  remediation: 'Set Timeout a little above what the slowest honest event takes, per function.',
  *check(app, context) {
    const slow = app.functions.filter(({ timeout }) => (numberOf(timeout) ?? 0) >= longest);
    for (const shared of byPlace(slow, ({ timeout }) => (timeout as { readonly location: SourceLocation }).location)) {
      const opened = shared.functions.find(({ id }) => context.exposureOf(id).control === 'anyone');
      yield {
        location: shared.location,
        resource: shared.resource,
        ...(shared.functions.length === 1 ? { function: namesOf(shared)[0] as string } : {}),
        severity: opened ? 'medium' : 'low',
        what: `${listOf(namesOf(shared), 6)} may run for 15 minutes, the longest there is.`,
        why: `Each event that makes a call hang is paid for as long${opened ? `, and anyone can send such events to "${opened.id}" (${context.exposureOf(opened.id).way})` : ''}.`,
      };
    }
  },
});
