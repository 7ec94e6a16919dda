import { testRule } from '../testing/test-rule.ts';
import { noTracingRule } from './no-tracing.ts';

testRule(noTracingRule, {
  finds: [
    {
      name: 'a function',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
`,
      at: 'F:',
      severity: 'low',
    },
    {
      name: 'PassThrough',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Tracing: PassThrough
`,
    },
    {
      name: 'all functions, said once',
      template: `Globals:
  Function:
    Timeout: 3
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
  G:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
`,
      at: 'Function:',
    },
  ],
  passes: [
    {
      name: 'Active',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Tracing: Active
`,
    },
    {
      name: 'Active for all',
      template: `Globals:
  Function:
    Tracing: Active
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
`,
    },
  ],
});
