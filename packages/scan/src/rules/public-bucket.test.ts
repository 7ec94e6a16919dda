// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` is how CloudFormation writes a reference
import { testRule } from '../testing/test-rule.ts';
import { publicBucketRule } from './public-bucket.ts';

testRule(publicBucketRule, {
  finds: [
    {
      name: 'an access control',
      template: `  B:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: PublicRead
`,
      at: 'PublicRead',
      concept: 'bucket.acl.public',
    },
    {
      name: 'a policy',
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
`,
      concept: 'bucket.policy.public',
      at: 'Action',
    },
  ],
  passes: [
    {
      name: 'a private one',
      template: `  B:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: Private
`,
    },
    {
      name: 'an access control that is ignored',
      template: `  B:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: PublicRead
      PublicAccessBlockConfiguration:
        BlockPublicAcls: true
        BlockPublicPolicy: true
        IgnorePublicAcls: true
        RestrictPublicBuckets: true
`,
    },
    {
      name: 'a policy that is blocked',
      template: `  B:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration:
        BlockPublicAcls: true
        BlockPublicPolicy: true
        IgnorePublicAcls: true
        RestrictPublicBuckets: true
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
`,
    },
  ],
});
