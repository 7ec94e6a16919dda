// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` is how CloudFormation writes a reference
import { testRule } from '../testing/test-rule.ts';
import { openBucketEntryRule } from './open-bucket-entry.ts';

testRule(openBucketEntryRule, {
  finds: [
    {
      name: 'a policy for everyone',
      template: `  B:
    Type: AWS::S3::Bucket
  P:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref B
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: s3:PutObject
            Resource: !Sub '\${B.Arn}/*'
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Events:
        E:
          Type: S3
          Properties:
            Bucket: !Ref B
            Events: s3:ObjectCreated:*
`,
      at: 'Action:',
      says: /B → F/,
      severity: 'critical',
    },
    {
      name: 'an access control for everyone',
      template: `  B:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: PublicReadWrite
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Events:
        E:
          Type: S3
          Properties:
            Bucket: !Ref B
            Events: s3:ObjectCreated:*
`,
      at: 'PublicReadWrite',
    },
  ],
  passes: [
    {
      name: 'a policy with a name',
      template: `  B:
    Type: AWS::S3::Bucket
  P:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref B
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { AWS: 'arn:aws:iam::123456789012:role/partner' }
            Action: s3:PutObject
            Resource: !Sub '\${B.Arn}/*'
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Events:
        E:
          Type: S3
          Properties:
            Bucket: !Ref B
            Events: s3:ObjectCreated:*
`,
    },
    {
      name: 'everyone may read only',
      template: `  B:
    Type: AWS::S3::Bucket
  P:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref B
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: s3:GetObject
            Resource: !Sub '\${B.Arn}/*'
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Events:
        E:
          Type: S3
          Properties:
            Bucket: !Ref B
            Events: s3:ObjectCreated:*
`,
    },
    {
      name: 'everyone of one organisation',
      template: `  B:
    Type: AWS::S3::Bucket
  P:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref B
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: s3:PutObject
            Resource: !Sub '\${B.Arn}/*'
            Condition: { StringEquals: { 'aws:PrincipalOrgID': o-1 } }
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Events:
        E:
          Type: S3
          Properties:
            Bucket: !Ref B
            Events: s3:ObjectCreated:*
`,
    },
    {
      name: 'uploads that start nothing',
      template: `  B:
    Type: AWS::S3::Bucket
  P:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref B
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: s3:PutObject
            Resource: !Sub '\${B.Arn}/*'
`,
    },
  ],
});
