import { testRule } from '../testing/test-rule.ts';
import { plainSecretRule } from './plain-secret.ts';

testRule(plainSecretRule, {
  finds: [
    {
      name: 'a password',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment:
        Variables:
          DB_PASSWORD: Winter-2024
`,
      at: 'DB_PASSWORD',
    },
    {
      name: 'a key by its shape, whatever its name',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment:
        Variables:
          SETTING: AKIAIOSFODNN7EXAMPLE
`,
    },
    {
      name: 'an address with a password',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment:
        Variables:
          URL: 'postgres://bob:hunter22@db.example/x'
`,
    },
    {
      name: 'the default of a parameter',
      template: `Parameters:
  P: { Type: String, Default: Winter-2024 }
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment:
        Variables:
          DB_PASSWORD: !Ref P
`,
      says: /parameter P/,
    },
  ],
  passes: [
    {
      name: 'a parameter without a default',
      template: `Parameters:
  P: { Type: String, NoEcho: true }
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment:
        Variables:
          DB_PASSWORD: !Ref P
`,
    },
    {
      name: 'the name of a secret',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment:
        Variables:
          DB_PASSWORD_SECRET_NAME: prod/db
`,
    },
    {
      name: 'an ARN',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment:
        Variables:
          API_TOKEN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:a'
`,
    },
    {
      name: 'a dynamic reference',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment:
        Variables:
          DB_PASSWORD: '{{resolve:secretsmanager:db:SecretString:password}}'
`,
    },
    {
      name: 'a path of a parameter',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment:
        Variables:
          API_KEY: /prod/api/key
`,
    },
    {
      name: 'how long a token lives',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment:
        Variables:
          TOKEN_TTL: 3600
`,
    },
    {
      name: 'a handler',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment:
        Variables:
          ACCESS_HANDLER: src/secret.handler
`,
    },
    {
      name: 'a name in a store',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment:
        Variables:
          DB_SECRET: prod-db-secret
`,
    },
    {
      name: 'a flag',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment:
        Variables:
          USE_PASSWORD: 'true'
`,
    },
  ],
});
