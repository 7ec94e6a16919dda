import { observeFlows } from '../code-rules.ts';
import { defineRule, type Rule } from '../rule.ts';

export const unsafeDeserializationRule: Rule = defineRule({
  id: 'scan/unsafe-deserialization',
  concept: 'code.unsafe-deserialization',
  class: 'deserialization',
  title: 'Untrusted data in a format that can run code',
  sas: ['SAS-1'],
  cwe: [502],
  severity: 'critical',
  remediation: 'Use a format that only holds data (JSON), or the safe loader: yaml.safe_load.',
  equivalents: { bandit: 'B301', semgrep: 'avoid-pickle', codeql: 'py/unsafe-deserialization' },
  readsCode: true,
  check: (app, context) =>
    observeFlows(app, context, 'deserialization', {
      does: 'reads untrusted data with a format that can name code to run',
      gives: 'run code of their own within the function',
    }),
});
