import { testRule } from '../testing/test-rule.ts';
import { hardcodedSecretRule } from './hardcoded-secret.ts';

testRule(hardcodedSecretRule, {
  finds: [
    {
      name: 'a database password',
      template: `  D:
    Type: AWS::RDS::DBInstance
    Properties: { MasterUserPassword: Winter-2024 }
`,
      at: 'MasterUserPassword',
    },
    {
      name: 'the default of a parameter',
      template: `Parameters:
  DbPassword: { Type: String, NoEcho: true, Default: Winter-2024 }
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
`,
      at: 'DbPassword',
    },
    {
      name: 'a key in user data',
      template: `  E:
    Type: AWS::EC2::Instance
    Properties: { UserData: 'export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE' }
`,
    },
  ],
  passes: [
    {
      name: 'a dynamic reference',
      template: `  D:
    Type: AWS::RDS::DBInstance
    Properties: { MasterUserPassword: '{{resolve:secretsmanager:db:SecretString:password}}' }
`,
    },
    {
      name: 'a parameter without a default',
      template: `Parameters:
  P: { Type: String, NoEcho: true }
Resources:
  D:
    Type: AWS::RDS::DBInstance
    Properties: { MasterUserPassword: !Ref P }
`,
    },
    {
      name: 'a forgotten reference',
      template: `Parameters:
  DbPassword: { Type: String }
Resources:
  D:
    Type: AWS::RDS::DBInstance
    Properties: { MasterUserPassword: DbPassword }
`,
    },
  ],
});
