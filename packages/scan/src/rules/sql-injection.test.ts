import { testRule } from '../testing/test-rule.ts';
import { sqlInjectionRule } from './sql-injection.ts';

testRule(sqlInjectionRule, {
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
        'app.js': `const { Client } = require('pg');
const db = new Client();
exports.handler = async (event) => {
await db.query('SELECT 1 FROM t WHERE a = ' + event.body);
};`,
      },
      at: "await db.query('SELE",
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
        'app.js': `const { Client } = require('pg');
const db = new Client();
exports.handler = async (event) => {
await db.query('SELECT 1 FROM t WHERE a = ' + event.body);
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
        'app.js': `const { Client } = require('pg');
const db = new Client();
exports.handler = async (event) => {
await db.query('SELECT 1 FROM t WHERE a = $1', [event.body]);
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
        'other.js': `const { Client } = require('pg');
const db = new Client();
exports.handler = async (event) => { await db.query('SELECT 1 FROM t WHERE a = ' + event.body); };`,
      },
    },
  ],
});
