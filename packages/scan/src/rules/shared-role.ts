import { defineRule, type Rule } from '../rule.ts';
import { count, listOf } from '../words.ts';

export const sharedRoleRule: Rule = defineRule({
  id: 'scan/shared-role',
  concept: 'function.role.shared',
  title: 'One role for several functions',
  sas: ['SAS-4'],
  cwe: [250],
  severity: 'medium',
  remediation: 'Leave Role out and give each function Policies of its own; SAM then makes one role per function.',
  equivalents: { kics: 'lambda_functions_without_unique_iam_roles' },
  *check(app, context) {
    for (const role of app.roles) {
      if (role.functions.length < 2) continue;
      const users = app.functions.filter(({ id }) => role.functions.includes(id));
      const places = users.flatMap(({ roleProperty }) => (roleProperty ? [roleProperty.location] : []));
      const isOne = new Set(places.map(({ line, column }) => `${line}:${column}`)).size === 1;
      const opened = users.find(({ id }) => context.exposureOf(id).control === 'anyone');
      yield {
        location: (isOne ? places[0] : undefined) ?? role.location,
        resource: role.id,
        severity: opened ? 'high' : 'medium',
        what: `${count(users.length, 'function')} run with the role "${role.id}": ${listOf(role.functions, 6)}.`,
        why: opened
          ? `Each has the rights of all. A flaw in "${opened.id}", which anyone can reach (${context.exposureOf(opened.id).way}), gives away what every other one may do.`
          : 'Each has the rights of all: a flaw in one gives away what every other one may do.',
      };
    }
  },
});
