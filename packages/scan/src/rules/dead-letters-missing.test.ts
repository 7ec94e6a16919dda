import { testRule } from '../testing/test-rule.ts';
import { deadLettersMissingRule } from './dead-letters-missing.ts';

testRule(deadLettersMissingRule, {
  finds: [
    {
      name: 'a function behind a topic',
      template: `  T:
    Type: AWS::SNS::Topic
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
      at: 'F:',
      severity: 'low',
    },
  ],
  passes: [
    {
      name: 'a queue for what failed',
      template: `  T:
    Type: AWS::SNS::Topic
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      DeadLetterQueue: { Type: SQS, TargetArn: 'arn:aws:sqs:eu-west-1:123456789012:q' }
      Events:
        E:
          Type: SNS
          Properties:
            Topic: !Ref T
`,
    },
    {
      name: 'a route, whose caller gets the error',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Events:
        E:
          Type: HttpApi
          Properties:
            Path: /a/{id}
            Method: GET
`,
    },
  ],
});
