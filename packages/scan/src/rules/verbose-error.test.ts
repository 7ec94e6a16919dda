import { testRule } from '../testing/test-rule.ts';
import { verboseErrorRule } from './verbose-error.ts';

testRule(verboseErrorRule, {
  finds: [
    {
      name: 'a stack that anyone can read',
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
try { return f(); } catch (error) {
return { statusCode: 500, body: error.stack };
}
};`,
      },
      at: 'error.stack',
      severity: 'high',
    },
    {
      name: 'a message only',
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
try { return f(); } catch (error) {
return { statusCode: 500, body: error.message };
}
};`,
      },
      severity: 'low',
    },
  ],
  passes: [
    {
      name: 'a stack that goes to the log',
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
try { return f(); } catch (error) { console.error(error.stack); return { statusCode: 500, body: 'sorry' }; }
};`,
      },
    },
    {
      name: 'an answer that nobody gets',
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
try { return f(); } catch (error) {
return { statusCode: 500, body: error.stack };
}
};`,
      },
    },
  ],
});
