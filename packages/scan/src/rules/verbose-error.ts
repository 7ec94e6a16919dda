import type { Flow } from '@postern/flow';
import { defineRule, type Rule } from '../rule.ts';
import { listOf } from '../words.ts';

const answering = new Set([
  'aws:apigateway-v1',
  'aws:apigateway-v2',
  'aws:apigateway-websocket',
  'aws:function-url',
  'aws:alb',
  'aws:appsync',
]);

export const verboseErrorRule: Rule = defineRule({
  id: 'scan/verbose-error',
  concept: 'code.error.verbose',
  title: 'The inside of an error goes to the caller',
  sas: ['SAS-10'],
  cwe: [209],
  severity: 'medium',
  remediation: 'Log the error and answer with a fixed text and the request id.',
  equivalents: { codeql: 'js/stack-trace-exposure', semgrep: 'detected-stack-trace' },
  readsCode: true,
  *check(app, context) {
    const groups = new Map<string, Flow[]>();
    for (const flow of context.flows) {
      if (flow.class !== 'error-detail') continue;
      // Only who gets an answer can read it: a queue throws it away.
      if (!app.triggers.some((trigger) => trigger.function === flow.function && answering.has(trigger.kind))) continue;
      const key = `${flow.place.file}:${flow.place.line}`;
      const group = groups.get(key);
      if (group) group.push(flow);
      else groups.set(key, [flow]);
    }
    for (const flows of groups.values()) {
      const isDeep = ({ source }: Flow): boolean => /stack|trace|exc_info/i.test(source.label);
      const first = flows.find(isDeep) ?? (flows[0] as Flow);
      const isPublic = context.exposureOf(first.function).control === 'anyone';
      yield {
        location: first.place,
        function: first.function,
        resource: first.function,
        severity: isDeep(first) ? (isPublic ? 'high' : 'medium') : 'low',
        confidence: isDeep(first) ? 'high' : 'medium',
        what: `Function "${first.function}" answers with ${listOf(flows.map(({ source }) => source.label))} when something fails.`,
        why: `${isPublic ? 'Anyone' : 'Its callers'} can make it fail and read ${isDeep(first) ? 'paths, packages and versions of the program' : 'what libraries and databases say of themselves'}: the map for the next attack.`,
        subject: `${first.place.file} answer`,
        flow: first,
      };
    }
  },
});
