import { at, booleanOf, type Resource, textOf } from '@postern/app';
import { defineRule, type Rule } from '../rule.ts';

interface Kind {
  readonly concept: string;
  readonly noun: string;
  readonly lacks: (resource: Resource) => boolean;
  readonly todo: string;
}

const kinds: Readonly<Record<string, Kind>> = {
  'AWS::SNS::Topic': {
    concept: 'topic.unencrypted',
    noun: 'topic',
    lacks: ({ properties }) => at(properties, 'KmsMasterKeyId') === undefined,
    todo: 'Set KmsMasterKeyId: alias/aws/sns, or a key of your own.',
  },
  'AWS::SQS::Queue': {
    concept: 'queue.unencrypted',
    noun: 'queue',
    // Since 2023 a queue is encrypted unless it says no.
    lacks: ({ properties }) =>
      at(properties, 'KmsMasterKeyId') === undefined && booleanOf(at(properties, 'SqsManagedSseEnabled')) === false,
    todo: 'Remove SqsManagedSseEnabled: false, or set KmsMasterKeyId.',
  },
  'AWS::Kinesis::Stream': {
    concept: 'stream.unencrypted',
    noun: 'stream',
    lacks: ({ properties }) =>
      at(properties, 'StreamEncryption') === undefined || textOf(at(properties, 'StreamEncryption', 'EncryptionType')) === 'NONE',
    todo: 'Set StreamEncryption: { EncryptionType: KMS, KeyId: alias/aws/kinesis }.',
  },
};

export const unencryptedChannelRule: Rule = defineRule({
  id: 'scan/unencrypted-channel',
  concept: 'topic.unencrypted',
  concepts: ['queue.unencrypted', 'stream.unencrypted'],
  title: 'Messages that lie unencrypted',
  sas: ['SAS-3'],
  cwe: [311],
  severity: 'low',
  remediation: 'Set a key: KmsMasterKeyId of a topic or queue, StreamEncryption of a stream.',
  equivalents: { checkov: 'CKV_AWS_26', kics: 'sns_topic_not_encrypted', trivy: 'AVD-AWS-0095' },
  *check(app) {
    for (const resource of app.resources) {
      const kind = Object.hasOwn(kinds, resource.type) ? (kinds[resource.type] as Kind) : undefined;
      if (!kind?.lacks(resource)) continue;
      yield {
        location: resource.location,
        resource: resource.id,
        concept: kind.concept,
        what: `The ${kind.noun} "${resource.id}" keeps its messages unencrypted.`,
        why: 'Whoever gets at its storage or a copy of it reads what passes; a key also says who may and logs that they did.',
        todo: kind.todo,
      };
    }
  },
});
