import { testRule } from '../testing/test-rule.ts';
import { openFunctionUrlRule } from './open-function-url.ts';

testRule(openFunctionUrlRule, {
  finds: [
    {
      name: 'AuthType NONE',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      FunctionUrlConfig:
        AuthType: NONE
`,
      at: 'AuthType: NONE',
    },
  ],
  passes: [
    {
      name: 'AWS_IAM',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      FunctionUrlConfig:
        AuthType: AWS_IAM
`,
    },
    {
      name: 'no URL',
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
