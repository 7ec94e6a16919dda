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
        const root =
          statement.effect === 'Allow' && !statement.condition
            ? statement.principals.find(
                ({ kind, text }) => kind === 'aws' && /^(?:arn:[\w-]+:iam::(?:\d{12})?:root|arn:[\w-]+:iam::root|\d{12})$/.test(text),
              )
            : undefined;
        if (root)
          yield {
            location: root.location,
            resource: role.id,
            severity: 'low',
            what: `The role "${role.id}" trusts a whole account (${root.text}).`,
            why: 'Every user and role there that may call sts:AssumeRole gets its rights; who that is, is decided elsewhere.',
            todo: 'Name the role that is meant, or add a condition: sts:ExternalId, aws:PrincipalArn.',
            subject: root.text,
          };
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
