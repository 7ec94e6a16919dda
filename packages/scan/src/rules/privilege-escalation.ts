import { matchesPattern } from '@postern/app';
import { defineRule, type Rule } from '../rule.ts';
import { coversEverything, heldStatements } from '../statements.ts';
import { listOf } from '../words.ts';

// Each alone, on every resource, makes more rights out of fewer (the published catalogue of IAM privilege escalation).
const steps: readonly (readonly [action: string, why: string])[] = [
  ['iam:PassRole', 'hand any role of the account to a resource it makes or takes over, and act with that role’s rights'],
  ['iam:CreatePolicyVersion', 'rewrite a policy that it holds'],
  ['iam:SetDefaultPolicyVersion', 'bring an older, wider version of its policy back'],
  ['iam:AttachRolePolicy', 'attach AdministratorAccess to its own role'],
  ['iam:AttachUserPolicy', 'attach AdministratorAccess to a user'],
  ['iam:AttachGroupPolicy', 'attach AdministratorAccess to a group'],
  ['iam:PutRolePolicy', 'write a policy of its own into a role'],
  ['iam:PutUserPolicy', 'write a policy of its own into a user'],
  ['iam:PutGroupPolicy', 'write a policy of its own into a group'],
  ['iam:CreateAccessKey', 'make keys for any user'],
  ['iam:CreateLoginProfile', 'set a password for any user'],
  ['iam:UpdateLoginProfile', 'change the password of any user'],
  ['iam:AddUserToGroup', 'add itself to a group of administrators'],
  ['iam:UpdateAssumeRolePolicy', 'let itself assume any role'],
  ['sts:AssumeRole', 'assume any role that trusts the account'],
];

export const privilegeEscalationRule: Rule = defineRule({
  id: 'scan/privilege-escalation',
  concept: 'iam.passrole.wildcard',
  concepts: ['iam.privesc', 'iam.assume.all-services'],
  title: 'A way to more rights',
  sas: ['SAS-4'],
  cwe: [269],
  severity: 'high',
  remediation: 'Remove the action, or name the one role it is for and add the condition iam:PassedToService.',
  equivalents: { checkov: 'CKV_AWS_110', kics: 'iam_role_policy_passrole_allows_all', cloudsplaining: 'PrivilegeEscalation' },
  *check(app, context) {
    for (const { statement, resource, functions } of heldStatements(app)) {
      if (statement.effect !== 'Allow' || statement.condition || !coversEverything(statement)) continue;
      // Who may do everything needs no way up: that is said by another rule.
      const found = statement.actions.flatMap(({ text, location }) =>
        text === '*' || text === '*:*' ? [] : steps.filter(([action]) => matchesPattern(text, action)).map((step) => ({ step, location })),
      );
      const [first] = found;
      if (!first) continue;
      const opened = functions.find((id) => context.exposureOf(id).control === 'anyone');
      const actions = found.map(({ step }) => step[0]);
      yield {
        location: first.location,
        resource,
        ...(functions[0] === undefined ? {} : { function: functions[0] }),
        severity: opened ? 'critical' : 'high',
        concept: actions.includes('iam:PassRole')
          ? 'iam.passrole.wildcard'
          : actions[0] === 'sts:AssumeRole'
            ? 'iam.assume.all-services'
            : 'iam.privesc',
        what: `"${resource}" may call ${listOf(actions)} on every resource.`,
        why: `It can ${first.step[1]}${opened ? `; anyone can reach "${opened}", which runs with it` : ''}.`,
        subject: `${statement.policy ?? ''} ${actions.join(' ')}`,
      };
    }
  },
});
