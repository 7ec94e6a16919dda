import { testRule } from '../testing/test-rule.ts';
import { pathTraversalRule } from './path-traversal.ts';

testRule(pathTraversalRule, {
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
        'app.js': `const fs = require('fs');
exports.handler = async (event) => {
fs.readFileSync('/data/' + event.body);
};`,
      },
      at: "fs.readFileSync('/da",
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
        'app.js': `const fs = require('fs');
exports.handler = async (event) => {
fs.readFileSync('/data/' + event.body);
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
        'app.js': `const fs = require('fs');
exports.handler = async (event) => {
fs.readFileSync('/data/' + require('path').basename(event.body));
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
        'other.js': `const fs = require('fs');
exports.handler = async (event) => { fs.readFileSync('/data/' + event.body); };`,
      },
    },
  ],
});
