import { isRestricted } from '../open-statements.ts';
import { defineRule, type Rule } from '../rule.ts';

export const openTrustRule: Rule = defineRule({
  id: 'scan/open-trust',
  concept: 'iam.assume.any',
  title: 'A role that anyone may assume',
  sas: ['SAS-4'],
  cwe: [284],
  severity: 'critical',
  remediation: 'Name the service or the role in Principal: { Service: lambda.amazonaws.com }.',
  equivalents: { checkov: 'CKV_AWS_60', kics: 'iam_role_allows_all_principals_to_assume' },
  *check(app) {
    for (const role of app.roles)
      for (const statement of role.trust) {
        const open = statement.effect === 'Allow' ? statement.principals.find(({ kind }) => kind === 'any') : undefined;
        if (!open || isRestricted(statement.condition) || statement.condition) continue;
        yield {
          location: open.location,
          resource: role.id,
          what: `The role "${role.id}" trusts every principal ("*").`,
          why: 'Anyone with any AWS account of their own can assume it and act with its rights.',
          subject: 'trust',
        };
      }
  },
});
