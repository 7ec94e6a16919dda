import { observeFlows } from '../code-rules.ts';
import { defineRule, type Rule } from '../rule.ts';

export const requestForgeryRule: Rule = defineRule({
  id: 'scan/request-forgery',
  concept: 'code.request-forgery',
  class: 'ssrf',
  title: 'Untrusted data chooses the host of a request',
  sas: ['SAS-1'],
  cwe: [918],
  severity: 'high',
  remediation:
    'Fix scheme and host in the code, begin the path with "/" yourself and put values in with encodeURIComponent; or compare the host with a list.',
  equivalents: { semgrep: 'tainted-url-host', codeql: 'js/request-forgery' },
  readsCode: true,
  check: (app, context) =>
    observeFlows(app, context, 'ssrf', {
      does: 'asks an address whose host untrusted data can choose',
      gives: 'send it to services of the internal network and read the answers',
    }),
});
