import { testRule } from '../testing/test-rule.ts';
import { unencryptedChannelRule } from './unencrypted-channel.ts';

testRule(unencryptedChannelRule, {
  finds: [
    {
      name: 'a topic',
      template: `  T:
    Type: AWS::SNS::Topic
`,
      concept: 'topic.unencrypted',
      at: 'T:',
    },
    {
      name: 'a queue that says no',
      template: `  T:
    Type: AWS::SQS::Queue
    Properties: { SqsManagedSseEnabled: false }
`,
      concept: 'queue.unencrypted',
    },
    {
      name: 'a stream',
      template: `  T:
    Type: AWS::Kinesis::Stream
    Properties: { ShardCount: 1 }
`,
      concept: 'stream.unencrypted',
    },
  ],
  passes: [
    {
      name: 'a topic with a key',
      template: `  T:
    Type: AWS::SNS::Topic
    Properties: { KmsMasterKeyId: alias/aws/sns }
`,
    },
    {
      name: 'a queue by default',
      template: `  T:
    Type: AWS::SQS::Queue
`,
    },
    {
      name: 'a stream with a key',
      template: `  T:
    Type: AWS::Kinesis::Stream
    Properties: { StreamEncryption: { EncryptionType: KMS, KeyId: alias/aws/kinesis } }
`,
    },
  ],
});
