import { testRule } from '../testing/test-rule.ts';
import { publicAccessNotBlockedRule } from './public-access-not-blocked.ts';

testRule(publicAccessNotBlockedRule, {
  finds: [
    {
      name: 'all four off',
      template: `  B:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration:
        BlockPublicAcls: false
        BlockPublicPolicy: false
        IgnorePublicAcls: false
        RestrictPublicBuckets: false
`,
      at: 'BlockPublicPolicy',
      concept: 'bucket.block-public-policy.off',
    },
    {
      name: 'one left out',
      template: `  B:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration:
        BlockPublicAcls: true
        BlockPublicPolicy: true
        IgnorePublicAcls: true
`,
      concept: 'bucket.restrict-public.off',
    },
    {
      name: 'a choice of a parameter that is off',
      template: `Parameters:
  Off: { Type: String, Default: 'false' }
Resources:
  B:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration:
        BlockPublicAcls: !Ref Off
        BlockPublicPolicy: !Ref Off
        IgnorePublicAcls: !Ref Off
        RestrictPublicBuckets: !Ref Off
`,
    },
  ],
  passes: [
    {
      name: 'all four on',
      template: `  B:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration:
        BlockPublicAcls: true
        BlockPublicPolicy: true
        IgnorePublicAcls: true
        RestrictPublicBuckets: true
`,
    },
    {
      name: 'the default, which is on',
      template: `  B:
    Type: AWS::S3::Bucket
`,
    },
  ],
});
