import { testRule } from '../testing/test-rule.ts';
import { noAccessLogRule } from './no-access-log.ts';

testRule(noAccessLogRule, {
  finds: [
    {
      name: 'an HTTP API',
      template: `  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: live
`,
      at: 'Api:',
      severity: 'medium',
    },
    {
      name: 'a REST API',
      template: `  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
`,
    },
    {
      name: 'the implicit API',
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
      severity: 'low',
    },
  ],
  passes: [
    {
      name: 'an HTTP API with one',
      template: `  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: live
      AccessLogSettings: { DestinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:a', Format: x }
`,
    },
    {
      name: 'a REST API with one',
      template: `  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      AccessLogSetting: { DestinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:a', Format: x }
`,
    },
    {
      name: 'no API',
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
    },
  ],
});
