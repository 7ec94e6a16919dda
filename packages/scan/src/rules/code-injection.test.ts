import { testRule } from '../testing/test-rule.ts';
import { codeInjectionRule } from './code-injection.ts';

testRule(codeInjectionRule, {
  finds: [
    {
      name: 'it behind a public route',
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
      files: {
        'app.js': `
exports.handler = async (event) => {
eval(event.body);
};`,
      },
      at: 'eval(event.body);',
      severity: 'critical',
      says: /anyone on the internet/,
    },
    {
      name: 'it behind a clock, less bad',
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
      files: {
        'app.js': `
exports.handler = async (event) => {
eval(event.body);
};`,
      },
      severity: 'medium',
    },
  ],
  passes: [
    {
      name: 'the safe way',
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
      files: {
        'app.js': `
exports.handler = async (event) => {
JSON.parse(event.body);
};`,
      },
    },
    {
      name: 'code that no function of the template runs',
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
      files: {
        'app.js': `
exports.handler = async (event) => {
return 1;
};`,
        'other.js': `
exports.handler = async (event) => { eval(event.body); };`,
      },
    },
  ],
});
