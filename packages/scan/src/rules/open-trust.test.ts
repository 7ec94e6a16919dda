import { testRule } from '../testing/test-rule.ts';
import { openTrustRule } from './open-trust.ts';

testRule(openTrustRule, {
  finds: [
    {
      name: 'everyone',
      template: `  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { AWS: '*' }
            Action: sts:AssumeRole
`,
      at: "'*'",
      severity: 'critical',
    },
    {
      name: 'a whole account',
      template: `  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { AWS: 'arn:aws:iam::123456789012:root' }
            Action: sts:AssumeRole
`,
      severity: 'low',
    },
  ],
  passes: [
    {
      name: 'a service',
      template: `  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { Service: lambda.amazonaws.com }
            Action: sts:AssumeRole
`,
    },
    {
      name: 'a role',
      template: `  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { AWS: 'arn:aws:iam::123456789012:role/a' }
            Action: sts:AssumeRole
`,
    },
    {
      name: 'an account with an external id',
      template: `  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { AWS: 'arn:aws:iam::123456789012:root' }
            Action: sts:AssumeRole
            Condition: { StringEquals: { 'sts:ExternalId': x } }
`,
    },
  ],
});
