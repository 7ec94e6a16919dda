import { defineRule, type Rule } from '../rule.ts';

export const openFunctionUrlRule: Rule = defineRule({
  id: 'scan/open-function-url',
  concept: 'function.url.no-auth',
  title: 'A function URL that anyone may call',
  sas: ['SAS-2'],
  cwe: [306],
  severity: 'high',
  remediation: 'Set AuthType: AWS_IAM and let callers sign, or put an API with an authorizer in front.',
  equivalents: { checkov: 'CKV_AWS_258' },
  *check(app) {
    for (const trigger of app.triggers) {
      if (trigger.kind !== 'aws:function-url' || trigger.auth?.kind !== 'none') continue;
      yield {
        location: trigger.auth.location,
        resource: trigger.function,
        function: trigger.function,
        what: `Function "${trigger.function}" has a URL of its own with AuthType NONE.`,
        why: 'Anyone on the internet can call it, past every API, its throttling and its firewall.',
        subject: 'url',
      };
    }
  },
});
