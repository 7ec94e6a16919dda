import { observeFlows } from '../code-rules.ts';
import { defineRule, type Rule } from '../rule.ts';

export const pathTraversalRule: Rule = defineRule({
  id: 'scan/path-traversal',
  concept: 'code.path-traversal',
  class: 'lfi',
  title: 'Untrusted data in a path',
  sas: ['SAS-1'],
  cwe: [22],
  severity: 'high',
  remediation: 'Take path.basename of the name, or resolve the whole path and check that it still begins with the folder.',
  equivalents: { semgrep: 'path-join-resolve-traversal', codeql: 'js/path-injection' },
  readsCode: true,
  check: (app, context) =>
    observeFlows(app, context, 'lfi', {
      does: 'opens a path that untrusted data has a part in',
      gives: 'leave the folder with ".." and reach the code, its configuration and /proc/self/environ',
    }),
});
