import { testRule } from '../testing/test-rule.ts';
import { openRouteRule } from './open-route.ts';

testRule(openRouteRule, {
  finds: [
    {
      name: 'a route of the implicit API',
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
      at: 'Path:',
      severity: 'high',
      says: /F/,
    },
    {
      name: 'a route that says so',
      template: `  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        DefaultAuthorizer: A
        Authorizers:
          A:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: { issuer: 'https://a.example', audience: [b] }
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Events:
        E:
          Type: HttpApi
          Properties:
            ApiId: !Ref Api
            Path: /a
            Method: POST
            Auth: { Authorizer: NONE }
`,
    },
    {
      name: 'a method without a function',
      template: `  M:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: x
      ResourceId: y
      HttpMethod: GET
      AuthorizationType: NONE
`,
      at: 'AuthorizationType',
    },
  ],
  passes: [
    {
      name: 'a route with the API’s authorizer',
      template: `  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        DefaultAuthorizer: A
        Authorizers:
          A:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: { issuer: 'https://a.example', audience: [b] }
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Events:
        E:
          Type: HttpApi
          Properties:
            ApiId: !Ref Api
            Path: /a
            Method: POST
`,
    },
    {
      name: 'a preflight',
      template: `  M:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: x
      ResourceId: y
      HttpMethod: OPTIONS
      AuthorizationType: NONE
`,
    },
    {
      name: 'no API at all',
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
