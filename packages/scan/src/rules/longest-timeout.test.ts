import { testRule } from '../testing/test-rule.ts';
import { longestTimeoutRule } from './longest-timeout.ts';

testRule(longestTimeoutRule, {
  finds: [
    {
      name: '900 seconds',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Timeout: 900
`,
      at: 'Timeout: 900',
      severity: 'low',
    },
    {
      name: 'behind a public route',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Timeout: 900
      Events:
        E:
          Type: HttpApi
          Properties:
            Path: /a/{id}
            Method: GET
`,
      severity: 'medium',
    },
  ],
  passes: [
    {
      name: '20 seconds',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Timeout: 20
`,
    },
    {
      name: 'the default',
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
