import { testRule } from '../testing/test-rule.ts';
import { outdatedRuntimeRule } from './outdated-runtime.ts';

testRule(outdatedRuntimeRule, {
  finds: [
    {
      name: 'one that ended',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs12.x
      CodeUri: .
`,
      at: 'nodejs12.x',
      severity: 'medium',
    },
    {
      name: 'one that ended, behind a public route',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.8
      CodeUri: .
      Events:
        E:
          Type: HttpApi
          Properties:
            Path: /a/{id}
            Method: GET
`,
      severity: 'high',
    },
    {
      name: 'one that ends soon',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs20.x
      CodeUri: .
`,
      severity: 'low',
    },
  ],
  passes: [
    {
      name: 'a supported one',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
`,
    },
    {
      name: 'one that a parameter gives',
      template: `Parameters:
  N: { Type: String }
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: !Ref N
      CodeUri: .
`,
    },
    {
      name: 'a name of the prototype',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: constructor
      CodeUri: .
`,
    },
  ],
});
