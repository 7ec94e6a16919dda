import { testRule } from '../testing/test-rule.ts';
import { recursionRule } from './recursion.ts';

testRule(recursionRule, {
  finds: [
    {
      name: 'a function that writes where it is triggered',
      template: `  B:
    Type: AWS::S3::Bucket
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment: { Variables: { OUT: !Ref B } }
      Policies: [{ S3CrudPolicy: { BucketName: !Ref B } }]
      Events:
        E:
          Type: S3
          Properties:
            Bucket: !Ref B
            Events: s3:ObjectCreated:*
`,
      says: /B → F → B/,
      files: {
        'app.js': `const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');
const s3 = new S3Client({});
exports.handler = async () => s3.send(new PutObjectCommand({ Bucket: process.env.OUT, Key: 'a', Body: 'b' }));`,
      },
      severity: 'high',
    },
    {
      name: 'a trigger with a filter, less sure',
      template: `  B:
    Type: AWS::S3::Bucket
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment: { Variables: { OUT: !Ref B } }
      Policies: [{ S3CrudPolicy: { BucketName: !Ref B } }]
      Events:
        E:
          Type: S3
          Properties:
            Bucket: !Ref B
            Events: s3:ObjectCreated:*
            Filter: { S3Key: { Rules: [{ Name: prefix, Value: in/ }] } }
`,
      files: {
        'app.js': `const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');
const s3 = new S3Client({});
exports.handler = async () => s3.send(new PutObjectCommand({ Bucket: process.env.OUT, Key: 'a', Body: 'b' }));`,
      },
      severity: 'low',
    },
  ],
  passes: [
    {
      name: 'another bucket',
      template: `  B:
    Type: AWS::S3::Bucket
  C:
    Type: AWS::S3::Bucket
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment: { Variables: { OUT: !Ref C } }
      Policies: [{ S3CrudPolicy: { BucketName: !Ref C } }]
      Events:
        E:
          Type: S3
          Properties:
            Bucket: !Ref B
            Events: s3:ObjectCreated:*
`,
      files: {
        'app.js': `const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');
const s3 = new S3Client({});
exports.handler = async () => s3.send(new PutObjectCommand({ Bucket: process.env.OUT, Key: 'a', Body: 'b' }));`,
      },
    },
    {
      name: 'reading only',
      template: `  B:
    Type: AWS::S3::Bucket
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      Environment: { Variables: { OUT: !Ref B } }
      Policies: [{ S3ReadPolicy: { BucketName: !Ref B } }]
      Events:
        E:
          Type: S3
          Properties:
            Bucket: !Ref B
            Events: s3:ObjectCreated:*
`,
    },
  ],
});
