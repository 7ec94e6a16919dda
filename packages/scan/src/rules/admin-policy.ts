import { defineRule, type Rule } from '../rule.ts';

const admin = /^(?:AdministratorAccess|PowerUserAccess|IAMFullAccess|job-function\/SystemAdministrator)$/;
const full = /FullAccess(?:_v\d)?$/;

export const adminPolicyRule: Rule = defineRule({
  id: 'scan/admin-policy',
  concept: 'function.role.admin',
  title: 'A managed policy that allows everything',
  sas: ['SAS-4'],
  cwe: [250],
  severity: 'high',
  remediation: 'Replace the managed policy by the actions that the code calls, on the ARNs it calls them on.',
  equivalents: { checkov: 'CKV_AWS_274', kics: 'lambda_functions_with_full_privileges' },
  *check(app, context) {
    for (const role of app.roles)
      for (const policy of role.managedPolicies) {
        const isAdmin = admin.test(policy.name);
        if (!isAdmin && !full.test(policy.name)) continue;
        const opened = role.functions.find((id) => context.exposureOf(id).control === 'anyone');
        yield {
          location: policy.location,
          resource: role.id,
          ...(role.functions[0] === undefined ? {} : { function: role.functions[0] }),
          severity: isAdmin ? 'critical' : opened ? 'high' : 'medium',
          what: `The role "${role.id}" has the managed policy ${policy.name}.`,
          why: `${isAdmin ? 'It allows everything in the account, new users and keys included.' : 'It allows every action of a service on every resource of the account.'}${opened ? ` Anyone can reach "${opened}", which runs with it.` : ''}`,
          subject: policy.name,
        };
      }
  },
});
