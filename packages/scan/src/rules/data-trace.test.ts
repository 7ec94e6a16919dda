import { testRule } from '../testing/test-rule.ts';
import { dataTraceRule } from './data-trace.ts';

testRule(dataTraceRule, {
  finds: [
    {
      name: 'whole requests',
      template: `  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', DataTraceEnabled: true }]
`,
      at: 'DataTraceEnabled',
    },
  ],
  passes: [
    {
      name: 'off',
      template: `  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', DataTraceEnabled: false }]
`,
    },
    {
      name: 'not written',
      template: `  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
`,
    },
  ],
});
