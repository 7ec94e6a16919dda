import { observeFlows } from '../code-rules.ts';
import { defineRule, type Rule } from '../rule.ts';

export const codeInjectionRule: Rule = defineRule({
  id: 'scan/code-injection',
  concept: 'code.code-injection',
  class: 'codei',
  title: 'Untrusted data run as code',
  sas: ['SAS-1'],
  cwe: [94, 95],
  severity: 'critical',
  remediation: 'Read data as data (JSON.parse, json.loads) and choose among known functions by name; vm is no sandbox.',
  equivalents: { semgrep: 'detect-eval-with-expression', bandit: 'B307', codeql: 'js/code-injection' },
  readsCode: true,
  check: (app, context) =>
    observeFlows(app, context, 'codei', {
      does: 'runs untrusted data as code',
      gives: 'run code of their own within the function and read its credentials',
    }),
});
