import { wayOf } from '../exposure.ts';
import { isOpenTo } from '../open-statements.ts';
import { defineRule, type Rule } from '../rule.ts';
import { listOf } from '../words.ts';

const kinds = {
  topic: { concept: 'topic.policy.public', actions: ['sns:Publish'], verb: 'publish to' },
  queue: { concept: 'queue.policy.public', actions: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'], verb: 'send to' },
  stream: { concept: 'stream.policy.public', actions: ['kinesis:PutRecord', 'kinesis:PutRecords'], verb: 'write to' },
  'event-bus': { concept: 'bus.policy.public', actions: ['events:PutEvents'], verb: 'put events on' },
} as const;

export const openMessageEntryRule: Rule = defineRule({
  id: 'scan/open-message-entry',
  concept: 'topic.policy.public',
  concepts: ['queue.policy.public', 'stream.policy.public', 'bus.policy.public'],
  title: 'Anyone may send messages past the step before',
  sas: ['SAS-9', 'SAS-2'],
  cwe: [862, 732],
  severity: 'high',
  remediation: 'Name the role or the source that sends: Principal, or a condition on aws:SourceArn or aws:SourceAccount.',
  equivalents: { checkov: 'CKV_AWS_169', kics: 'sns_topic_is_publicly_accessible', trivy: 'AVD-AWS-0097' },
  *check(app, { entries }) {
    for (const policy of app.resourcePolicies)
      for (const statement of policy.statements) {
        const target = app.resources.find(({ id, kind }) => policy.targets.includes(id) && Object.hasOwn(kinds, kind));
        const kind = target?.kind ?? kindOf(policy.type);
        if (kind === undefined || !Object.hasOwn(kinds, kind)) continue;
        const { concept, actions, verb } = kinds[kind as keyof typeof kinds];
        const action = isOpenTo(statement, policy.statements, actions);
        if (action === undefined) continue;
        const name = target?.id ?? policy.id;
        const behind = entries.filter(({ trigger }) => trigger.source === target?.id);
        const ways = behind.flatMap((entry) => entry.reaches.map(({ path }) => wayOf(app, entry, path)));
        yield {
          location: statement.actions[0]?.location ?? statement.location,
          resource: name,
          ...(behind[0] ? { function: behind[0].trigger.function } : {}),
          severity: ways.length > 0 ? 'high' : 'medium',
          concept,
          what: `Anyone can ${verb} the ${kind.replace('-', ' ')} "${name}": the policy "${policy.id}" allows ${action} to every principal.`,
          why:
            ways.length > 0
              ? `A message then starts ${listOf(ways, 6)}, whatever was checked in the step that should have sent it.`
              : 'Whatever reads it takes forged messages for real ones, and someone else can read or remove what was meant for you.',
          subject: `${policy.id} ${action}`,
        };
      }
  },
});

function kindOf(type: string): keyof typeof kinds | undefined {
  if (/^AWS::SNS::/.test(type)) return 'topic';
  if (/^AWS::SQS::/.test(type)) return 'queue';
  return /^AWS::Events::/.test(type) ? 'event-bus' : undefined;
}
