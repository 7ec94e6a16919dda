import { observeFlows } from '../code-rules.ts';
import { defineRule, type Rule } from '../rule.ts';

export const sqlInjectionRule: Rule = defineRule({
  id: 'scan/sql-injection',
  concept: 'code.sql-injection',
  class: 'sqli',
  title: 'Untrusted data in the text of a query',
  sas: ['SAS-1'],
  cwe: [89],
  severity: 'critical',
  remediation: 'Leave the text of the query constant and pass values as parameters: query(text, [value]).',
  equivalents: { semgrep: 'tainted-sql-string', bandit: 'B608', codeql: 'js/sql-injection' },
  readsCode: true,
  check: (app, context) =>
    observeFlows(app, context, 'sqli', {
      does: 'puts untrusted data into the text of an SQL query',
      gives: 'read and change whatever the database user may',
    }),
});
