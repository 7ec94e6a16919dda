import { textOf } from '@postern/app';
import type { SourceLocation } from '@postern/core';
import { byPlace, namesOf } from '../functions.ts';
import { defineRule, type Rule } from '../rule.ts';
import { listOf } from '../words.ts';

/** The day on which this table was read (Lambda runtimes, "Supported" and "Deprecated runtimes"): a scan gives the same answer on any day. */
const asOf = '2025-12-01';
const soon = '2026-12-31';
/** The end of support, in ISO days. */
const ends: Readonly<Record<string, string>> = {
  nodejs: '2016-10-31',
  'nodejs4.3': '2020-03-05',
  'nodejs4.3-edge': '2019-04-30',
  'nodejs6.10': '2019-08-12',
  'nodejs8.10': '2020-03-06',
  'nodejs10.x': '2021-07-30',
  'nodejs12.x': '2023-03-31',
  'nodejs14.x': '2023-12-04',
  'nodejs16.x': '2024-06-12',
  'nodejs18.x': '2025-09-01',
  'nodejs20.x': '2026-04-30',
  'python2.7': '2021-07-15',
  'python3.6': '2022-07-18',
  'python3.7': '2023-12-04',
  'python3.8': '2024-10-14',
  'python3.9': '2025-12-15',
  'python3.10': '2026-10-31',
  'ruby2.5': '2021-07-30',
  'ruby2.7': '2023-12-07',
  'ruby3.2': '2026-03-31',
  java8: '2024-01-08',
  'dotnetcore1.0': '2019-06-27',
  'dotnetcore2.0': '2019-05-30',
  'dotnetcore2.1': '2022-01-05',
  'dotnetcore3.1': '2023-04-03',
  dotnet6: '2024-12-20',
  dotnet7: '2024-05-14',
  'go1.x': '2024-01-08',
  provided: '2024-01-08',
};

export const outdatedRuntimeRule: Rule = defineRule({
  id: 'scan/outdated-runtime',
  concept: 'function.runtime.deprecated',
  title: 'A runtime past its support',
  sas: ['SAS-6'],
  cwe: [1104],
  severity: 'medium',
  remediation: 'Move to a supported runtime: nodejs22.x or later, python3.12 or later.',
  equivalents: { checkov: 'CKV_AWS_363' },
  *check(app, context) {
    const old = app.functions.filter(({ runtime }) => {
      const name = textOf(runtime) ?? '';
      return Object.hasOwn(ends, name) && (ends[name] as string) <= soon;
    });
    for (const shared of byPlace(old, ({ runtime }) => (runtime as { readonly location: SourceLocation }).location)) {
      const name = textOf(shared.functions[0]?.runtime) as string;
      const end = ends[name] as string;
      const isPast = end <= asOf;
      const opened = shared.functions.find(({ id }) => context.exposureOf(id).control === 'anyone');
      yield {
        location: shared.location,
        resource: shared.resource,
        ...(shared.functions.length === 1 ? { function: namesOf(shared)[0] as string } : {}),
        severity: isPast ? (opened ? 'high' : 'medium') : 'low',
        what: `${listOf(namesOf(shared), 6)} run${shared.functions.length === 1 ? 's' : ''} on ${name}, whose support ${isPast ? 'ended' : 'ends'} on ${end}.`,
        why: isPast
          ? `Flaws found since then stay open${opened ? `, and anyone can reach "${opened.id}"` : ''}; the platform also stops updates of such functions.`
          : 'After that day flaws in it stay open, and the platform will refuse updates of the functions.',
        subject: name,
      };
    }
  },
});
