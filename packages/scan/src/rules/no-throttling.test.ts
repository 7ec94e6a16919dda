import { testRule } from '../testing/test-rule.ts';
import { noThrottlingRule } from './no-throttling.ts';

testRule(noThrottlingRule, {
  finds: [
    {
      name: 'an HTTP API',
      template: `  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: live
`,
      at: 'Api:',
    },
    {
      name: 'a rate that switches it off',
      template: `  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: live
      DefaultRouteSettings: { ThrottlingRateLimit: 0 }
`,
    },
  ],
  passes: [
    {
      name: 'an HTTP API with a rate',
      template: `  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: live
      DefaultRouteSettings: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 }
`,
    },
    {
      name: 'a REST API with a rate',
      template: `  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 10 }]
`,
    },
  ],
});
