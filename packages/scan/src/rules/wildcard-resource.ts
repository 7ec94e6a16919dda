// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` is how CloudFormation writes a reference
import { defineRule, type Rule } from '../rule.ts';
import { coversEverything, heldStatements, placeOf } from '../statements.ts';
import { listOf } from '../words.ts';

const data = /^(?:s3|dynamodb|sqs|sns|kinesis|lambda|secretsmanager|ssm|kms|events|states|rds-data|firehose|es|cognito-idp|ses):/i;
// What has no resource to name (service authorization reference), or lists only names.
const unnameable =
  /^(?:\w+:(?:List|Describe)\w*\*?|s3:(?:ListAllMyBuckets|GetAccountPublicAccessBlock)|ssm:DescribeParameters|kms:(?:ListKeys|ListAliases|GenerateRandom)|secretsmanager:(?:GetRandomPassword|ListSecrets)|lambda:(?:GetAccountSettings|CreateEventSourceMapping|ListFunctions)|ses:(?:GetSend|Verify)\w*|sns:(?:ListTopics|CreatePlatformApplication|SetSMSAttributes)|sqs:ListQueues|dynamodb:ListTables)$/i;

export const wildcardResourceRule: Rule = defineRule({
  id: 'scan/wildcard-resource',
  concept: 'iam.resource.wildcard',
  concepts: ['iam.data-exfiltration', 'iam.credentials-exposure', 'iam.write-unconstrained'],
  title: 'An action on every resource of the account',
  sas: ['SAS-4'],
  cwe: [732],
  severity: 'medium',
  remediation: 'Name the resources: !GetAtt Table.Arn, !Sub "${Bucket.Arn}/*".',
  equivalents: { checkov: 'CKV_AWS_355', trivy: 'AVD-AWS-0057', cloudsplaining: 'ResourceExposure' },
  *check(app, context) {
    for (const { statement, resource, functions } of heldStatements(app)) {
      if (statement.effect !== 'Allow' || statement.condition || statement.origin === 'policy-template' || !coversEverything(statement))
        continue;
      const named = statement.actions
        .filter(({ text }) => data.test(text) && !/^[\w-]+:\*$/.test(text) && !unnameable.test(text))
        .map(({ text }) => text);
      if (named.length === 0) continue;
      const isPublic = functions.some((id) => context.exposureOf(id).control === 'anyone');
      yield {
        location: placeOf(statement),
        resource,
        ...(functions[0] === undefined ? {} : { function: functions[0] }),
        severity: isPublic ? 'high' : 'medium',
        what: `"${resource}" may call ${listOf(named)} on every resource of the account.`,
        why: 'What it needs is a few of them. Whoever takes it over reaches all, other teams’ and other environments’ included.',
        subject: `${statement.policy ?? ''} ${named.join(' ')}`,
      };
    }
  },
});
