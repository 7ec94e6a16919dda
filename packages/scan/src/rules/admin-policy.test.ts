import { testRule } from '../testing/test-rule.ts';
import { adminPolicyRule } from './admin-policy.ts';

testRule(adminPolicyRule, {
  finds: [
    {
      name: 'AdministratorAccess',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Policies: [AdministratorAccess]
`,
      at: 'AdministratorAccess',
      severity: 'critical',
    },
    {
      name: 'full access to a service',
      template: `  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { Service: lambda.amazonaws.com }
            Action: sts:AssumeRole
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess']
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Role: !GetAtt R.Arn
`,
      severity: 'medium',
    },
  ],
  passes: [
    {
      name: 'basic execution',
      template: `  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { Service: lambda.amazonaws.com }
            Action: sts:AssumeRole
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Role: !GetAtt R.Arn
`,
    },
    {
      name: 'read only',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Policies: [AmazonS3ReadOnlyAccess]
`,
    },
  ],
});
