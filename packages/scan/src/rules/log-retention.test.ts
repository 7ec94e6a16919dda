import { testRule } from '../testing/test-rule.ts';
import { logRetentionRule } from './log-retention.ts';

testRule(logRetentionRule, {
  finds: [
    {
      name: 'for ever',
      template: `  L:
    Type: AWS::Logs::LogGroup
`,
      at: 'L:',
    },
  ],
  passes: [
    {
      name: '90 days',
      template: `  L:
    Type: AWS::Logs::LogGroup
    Properties: { RetentionInDays: 90 }
`,
    },
    {
      name: 'no log group',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
`,
    },
  ],
});
