import { testRule } from '../testing/test-rule.ts';
import { openPermissionRule } from './open-permission.ts';

testRule(openPermissionRule, {
  finds: [
    {
      name: 'everyone',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
  P:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref F
      Action: lambda:InvokeFunction
      Principal: '*'
`,
      at: "'*'",
      severity: 'critical',
    },
    {
      name: 'a service for any account',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
  P:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref F
      Action: lambda:InvokeFunction
      Principal: s3.amazonaws.com
`,
      concept: 'function.permission.no-source',
      severity: 'low',
    },
  ],
  passes: [
    {
      name: 'a service for one source',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
  P:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref F
      Action: lambda:InvokeFunction
      Principal: s3.amazonaws.com
      SourceArn: arn:aws:s3:::b
`,
    },
    {
      name: 'an account',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
  P:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref F
      Action: lambda:InvokeFunction
      Principal: '123456789012'
`,
    },
  ],
});
