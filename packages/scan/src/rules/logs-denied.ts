import { matchesPattern } from '@postern/app';
import { defineRule, type Rule } from '../rule.ts';
import { coversEverything, heldStatements, placeOf } from '../statements.ts';
import { listOf } from '../words.ts';

const writing = ['logs:PutLogEvents', 'logs:CreateLogStream'];
// AWS managed policies that let a function write its logs.
const logging =
  /BasicExecutionRole|VPCAccessExecutionRole|QueueExecutionRole|DynamoDBExecutionRole|KinesisExecutionRole|MSKExecutionRole|LambdaExecute|CloudWatchLogsFullAccess|CloudWatchFullAccess|AdministratorAccess|PowerUserAccess|Lambda_FullAccess|PushToCloudWatchLogs/;

export const logsDeniedRule: Rule = defineRule({
  id: 'scan/logs-denied',
  concept: 'function.log.denied',
  title: 'A function that may not write its logs',
  sas: ['SAS-5'],
  cwe: [778],
  severity: 'medium',
  remediation: 'Allow logs:CreateLogStream and logs:PutLogEvents (AWSLambdaBasicExecutionRole) and keep costs down by RetentionInDays.',
  *check(app, context) {
    for (const { statement, resource, functions } of heldStatements(app)) {
      if (statement.effect !== 'Deny' || functions.length === 0) continue;
      const denied = statement.actions.find(({ text }) => writing.some((action) => matchesPattern(text, action)));
      const isWide = coversEverything(statement) || statement.resources.some(({ text }) => /^arn:[^:]*:logs:/.test(text));
      if (!denied || !isWide || statement.condition) continue;
      const isPublic = functions.some((id) => context.exposureOf(id).control === 'anyone');
      yield {
        location: placeOf(statement),
        resource,
        function: functions[0] as string,
        severity: isPublic ? 'high' : 'medium',
        what: `The role "${resource}" denies ${denied.text}: ${listOf(functions, 5)} write${functions.length === 1 ? 's' : ''} no logs.`,
        why: 'Nobody can see an attack while it goes on or find out afterwards what it took.',
        subject: 'deny',
      };
    }
    for (const role of app.roles) {
      if (role.kind !== 'written' || !role.isComplete || role.functions.length === 0) continue;
      if (role.managedPolicies.some(({ name }) => logging.test(name) || name.includes('$'))) continue;
      const allows = role.statements.some(
        (statement) =>
          statement.effect !== 'Deny' &&
          (statement.notActions.length > 0 || statement.actions.some(({ text }) => matchesPattern(text, 'logs:PutLogEvents'))),
      );
      if (allows) continue;
      yield {
        location: role.location,
        resource: role.id,
        function: role.functions[0] as string,
        what: `The role "${role.id}" does not let ${listOf(role.functions, 5)} write logs.`,
        why: 'What the function prints is lost, errors included: an attack leaves no trace.',
        subject: 'missing',
      };
    }
  },
});
