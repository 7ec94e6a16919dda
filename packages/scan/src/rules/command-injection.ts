import { observeFlows } from '../code-rules.ts';
import { defineRule, type Rule } from '../rule.ts';

export const commandInjectionRule: Rule = defineRule({
  id: 'scan/command-injection',
  concept: 'code.command-injection',
  class: 'cmdi',
  title: 'Untrusted data in a shell command',
  sas: ['SAS-1'],
  cwe: [78],
  severity: 'critical',
  remediation:
    'Start the program without a shell (execFile, subprocess.run with a list) and check the value against the characters it may have.',
  equivalents: { semgrep: 'detect-child-process', bandit: 'B605', codeql: 'js/command-line-injection' },
  readsCode: true,
  check: (app, context) =>
    observeFlows(app, context, 'cmdi', {
      does: 'puts untrusted data into a shell command',
      gives: 'run any command with the rights of the function and read its credentials',
    }),
});
