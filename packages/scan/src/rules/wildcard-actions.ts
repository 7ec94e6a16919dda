import { defineRule, type Rule } from '../rule.ts';
import { coversEverything, heldStatements, placeOf } from '../statements.ts';
import { listOf } from '../words.ts';

export const wildcardActionsRule: Rule = defineRule({
  id: 'scan/wildcard-actions',
  concept: 'iam.action.wildcard',
  concepts: ['iam.admin', 'function.role.admin', 'iam.s3.full', 'function.invoke.wildcard'],
  title: 'A policy that allows whole services',
  sas: ['SAS-4'],
  cwe: [250, 732],
  severity: 'high',
  remediation: 'List the actions that the code calls, on the ARNs it calls them on.',
  equivalents: {
    checkov: 'CKV_AWS_63',
    kics: 'iam_policy_grants_full_permissions',
    trivy: 'AVD-AWS-0057',
    cloudsplaining: 'ServiceWildcard',
  },
  *check(app, context) {
    for (const { statement, resource, functions } of heldStatements(app)) {
      if (statement.effect !== 'Allow' || statement.origin === 'policy-template') continue;
      const isAll = statement.actions.some(({ text }) => text === '*' || text === '*:*') || statement.notActions.length > 0;
      const services = statement.actions.filter(({ text }) => /^[\w-]+:\*$/.test(text)).map(({ text }) => text);
      // Who may do anything to a log can hide a trace, but reaches no data.
      const isMinor = !isAll && services.every((text) => /^(?:logs|xray|cloudwatch|ec2messages|ssmmessages):/.test(text));
      if (!isAll && services.length === 0) continue;
      const everywhere = coversEverything(statement);
      const opened = functions.find((id) => context.exposureOf(id).control === 'anyone');
      const holder =
        functions.length > 0
          ? `Function ${listOf(
              functions.map((id) => `"${id}"`),
              3,
            )}`
          : `Whoever holds "${resource}"`;
      yield {
        location: placeOf(statement),
        resource,
        ...(functions[0] === undefined ? {} : { function: functions[0] }),
        severity: isMinor
          ? 'low'
          : isAll && everywhere
            ? 'critical'
            : everywhere
              ? opened === undefined && functions.length === 0
                ? 'medium'
                : 'high'
              : 'medium',
        concept:
          isAll && (everywhere || functions.length > 0)
            ? functions.length > 0
              ? 'function.role.admin'
              : 'iam.admin'
            : services.includes('s3:*')
              ? 'iam.s3.full'
              : 'iam.action.wildcard',
        what: `${holder} may do ${
          isAll
            ? statement.notActions.length > 0
              ? 'everything but what NotAction lists'
              : 'everything'
            : `everything of ${listOf(
                services.map((text) => text.slice(0, -2)),
                6,
              )}`
        }${everywhere ? ' on every resource' : ''} (${listOf([...services, ...(isAll ? ['*'] : [])], 6)}).`,
        why: opened
          ? `Anyone can reach "${opened}" (${context.exposureOf(opened).way}). Whoever injects code there can read, change and delete whatever those services hold in the account.`
          : 'Whoever takes it over can read, change and delete whatever those services hold in the account.',
        subject: `${statement.policy ?? ''} ${statement.actions.map(({ text }) => text).join(' ')}`,
      };
    }
  },
});
