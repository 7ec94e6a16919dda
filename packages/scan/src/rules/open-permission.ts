import { defineRule, type Rule } from '../rule.ts';

export const openPermissionRule: Rule = defineRule({
  id: 'scan/open-permission',
  concept: 'function.permission.wildcard',
  concepts: ['function.permission.no-source'],
  title: 'Anyone may invoke a function',
  sas: ['SAS-2'],
  cwe: [284],
  severity: 'high',
  remediation: 'Name the service as Principal and its resource as SourceArn (for S3 also SourceAccount).',
  equivalents: { checkov: 'CKV_AWS_301', kics: 'lambda_permission_principal_is_wildcard', trivy: 'AVD-AWS-0067' },
  *check(app) {
    for (const policy of app.resourcePolicies) {
      if (policy.type !== 'AWS::Lambda::Permission') continue;
      for (const { principals, condition } of policy.statements) {
        const [principal] = principals;
        const names = condition?.kind === 'map' ? [...condition.members.keys()] : [];
        const isLimited = names.some((name) => /^(?:SourceArn|SourceAccount|PrincipalOrgID|EventSourceToken)$/.test(name));
        if (!principal || (isLimited && principal.kind !== 'any')) continue;
        const target = policy.targets[0];
        const about = { resource: target ?? policy.id, ...(target === undefined ? {} : { function: target }), subject: policy.id };
        if (principal.kind === 'any')
          // A function URL of type NONE needs such a permission; that the URL is open is said at the URL.
          yield {
            ...about,
            location: principal.location,
            severity: isLimited ? 'low' : names.includes('FunctionUrlAuthType') ? 'medium' : 'critical',
            what: `The permission "${policy.id}" lets every principal ("*") invoke "${target ?? 'a function'}".`,
            why: isLimited
              ? 'Its source is limited, its caller is not: everyone who can act through that source can start it.'
              : 'Anyone with any AWS account can start it with an event of their making, past every trigger and its checks.',
          };
        else if (principal.kind === 'service')
          yield {
            ...about,
            location: principal.location,
            severity: 'low',
            concept: 'function.permission.no-source',
            what: `The permission "${policy.id}" lets ${principal.text} invoke "${target ?? 'a function'}" for any account.`,
            why: 'The service acts for whoever asks it: a bucket, topic or API of someone else can start the function too.',
          };
      }
    }
  },
});
