import { testRule } from '../testing/test-rule.ts';
import { noReservedConcurrencyRule } from './no-reserved-concurrency.ts';

testRule(noReservedConcurrencyRule, {
  finds: [
    {
      name: 'a function behind a clock',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Events:
        E:
          Type: Schedule
          Properties:
            Schedule: rate(1 hour)
`,
      severity: 'low',
    },
    {
      name: 'one that anyone can start',
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
      severity: 'medium',
      at: 'F:',
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
      at: 'Globals:',
    },
  ],
  passes: [
    {
      name: 'a limit',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      ReservedConcurrentExecutions: 5
`,
    },
    {
      name: 'a limit that a parameter gives',
      template: `Parameters:
  N: { Type: Number }
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      ReservedConcurrentExecutions: !Ref N
`,
    },
  ],
});
