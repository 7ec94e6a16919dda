import type { Severity } from '@postern/core';
import { readLockfile } from '../packages/lockfiles.ts';
import { defineRule, type Rule } from '../rule.ts';
import { count, listOf } from '../words.ts';

export const vulnerablePackageRule: Rule = defineRule({
  id: 'scan/vulnerable-package',
  concept: 'package.vulnerable',
  title: 'A package with a known flaw',
  sas: ['SAS-6'],
  cwe: [1395],
  severity: 'high',
  remediation: 'Update to a version without the flaw and install by the lockfile (npm ci).',
  equivalents: { npm: 'audit', trivy: 'vuln', 'osv-scanner': 'osv' },
  *check(app, context) {
    for (const folder of app.packages) {
      const lockfile = folder.lockfile ?? folder.manifest;
      if (lockfile === undefined) continue;
      const installed = readLockfile(context.sources, lockfile);
      if (!installed.ok) {
        yield {
          location: { file: lockfile, line: 1, column: 1 },
          severity: 'medium',
          what: `${lockfile} can't be read: ${installed.problem}.`,
          why: `What it installs into ${listOf(folder.functions, 4)} is not known, and flaws in it are not found.`,
          todo: 'Write it again with the package manager (npm install), and look who changed it.',
          subject: 'unreadable',
          evidence: [{ excerpt: '', reason: installed.problem }],
        };
        continue;
      }
      for (const item of installed.value) {
        const advisories = context.advisories.affecting(folder.ecosystem, item.name, item.version);
        if (advisories.length === 0) continue;
        const fixes = advisories.map(({ fixed }) => fixed).filter((fixed) => fixed !== undefined);
        const worst = advisories.map(({ severity }) => severity).reduce((a, b) => (order.indexOf(a) >= order.indexOf(b) ? a : b));
        const opened = folder.functions.find((id) => context.exposureOf(id).control === 'anyone');
        const ids = advisories.map(({ id, aliases }) => aliases.find((alias) => alias.startsWith('CVE-')) ?? id);
        yield {
          location: item.locate(),
          resource: `${item.name}@${item.version}`,
          ...(folder.functions[0] === undefined ? {} : { function: folder.functions[0] }),
          severity: item.isDevelopment ? 'low' : worst,
          what: `${item.name} ${item.version} has ${count(advisories.length, 'known flaw')}: ${listOf(ids)} (${advisories[0]?.summary ?? ''}).`,
          why: `It goes into ${listOf(folder.functions, 4)}${opened ? `; anyone can reach "${opened}"` : ''}. Whether the flawed part is called was not looked at.`,
          todo:
            fixes.length > 0
              ? `Update ${item.name} to ${highest(fixes)} or later and install by the lockfile.`
              : 'There is no fixed version: replace the package, or make sure that the flawed part gets no untrusted data.',
          subject: ids.join(' '),
          evidence: advisories.map(({ id, summary }) => ({ excerpt: `${item.name}@${item.version}`, reason: `${id}: ${summary}` })),
        };
      }
    }
  },
});

const order: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical'];

function highest(versions: readonly string[]): string {
  return [...versions].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1) as string;
}
