import { testRule } from '../testing/test-rule.ts';
import { openMessageEntryRule } from './open-message-entry.ts';

testRule(openMessageEntryRule, {
  finds: [
    {
      name: 'a topic that starts a function',
      template: `  T:
    Type: AWS::SNS::Topic
  P:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref T]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: sns:Publish
            Resource: '*'
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Events:
        E:
          Type: SNS
          Properties:
            Topic: !Ref T
`,
      at: 'Action:',
      severity: 'high',
      says: /T → F/,
      concept: 'topic.policy.public',
    },
    {
      name: 'a queue for everyone',
      template: `  T:
    Type: AWS::SQS::Queue
  P:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref T]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: 'sqs:*'
            Resource: '*'
`,
      severity: 'medium',
      concept: 'queue.policy.public',
    },
    {
      name: 'a condition that lets everyone else in',
      template: `  T:
    Type: AWS::SNS::Topic
  P:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref T]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: sns:Publish
            Resource: '*'
            Condition: { StringNotEquals: { 'aws:SourceAccount': '1' } }
`,
    },
  ],
  passes: [
    {
      name: 'one role',
      template: `  T:
    Type: AWS::SNS::Topic
  P:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref T]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { AWS: 'arn:aws:iam::123456789012:role/a' }
            Action: sns:Publish
            Resource: '*'
`,
    },
    {
      name: 'one source',
      template: `  T:
    Type: AWS::SQS::Queue
  P:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref T]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: sqs:SendMessage
            Resource: '*'
            Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::b' } }
`,
    },
    {
      name: 'a service',
      template: `  T:
    Type: AWS::SNS::Topic
  P:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref T]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { Service: s3.amazonaws.com }
            Action: sns:Publish
            Resource: '*'
`,
    },
  ],
});
