import { alternatives, at, booleanOf, textOf } from '@postern/app';
import { isOpenTo } from '../open-statements.ts';
import { defineRule, type Rule } from '../rule.ts';

const acls: Readonly<Record<string, string>> = {
  PublicRead: 'list and read every object of it',
  PublicReadWrite: 'list, read, replace and delete every object of it',
  AuthenticatedRead: 'read every object of it with any AWS account of their own',
};
const reading = ['s3:GetObject', 's3:ListBucket', 's3:DeleteObject', 's3:PutObject', 's3:PutBucketPolicy'];

export const publicBucketRule: Rule = defineRule({
  id: 'scan/public-bucket',
  concept: 'bucket.acl.public',
  concepts: ['bucket.policy.public'],
  title: 'A public bucket',
  sas: ['SAS-3'],
  cwe: [732],
  severity: 'high',
  remediation:
    'Remove the access control or the "*" principal, set all four of PublicAccessBlockConfiguration, and serve public files through a CDN with its own identity.',
  equivalents: { checkov: 'CKV_AWS_20', kics: 's3_bucket_acl_allows_read_to_all_users', trivy: 'AVD-AWS-0092' },
  *check(app) {
    for (const bucket of app.resources) {
      if (bucket.kind !== 'bucket') continue;
      const block = at(bucket.properties, 'PublicAccessBlockConfiguration');
      const acl = alternatives(at(bucket.properties, 'AccessControl')).find((value) => Object.hasOwn(acls, textOf(value) ?? ''));
      if (acl && booleanOf(at(block, 'IgnorePublicAcls')) !== true) {
        const name = textOf(acl) as string;
        const starts = app.triggers.filter(({ source }) => source === bucket.id).map((trigger) => trigger.function);
        yield {
          location: acl.location,
          resource: bucket.id,
          severity: name === 'PublicReadWrite' ? 'critical' : 'high',
          what: `The bucket "${bucket.id}" has the access control ${name}.`,
          why: `Anyone can ${acls[name]}${starts.length > 0 ? `; what lies in it is also what ${starts.join(', ')} works with` : ''}.`,
          subject: 'acl',
        };
      }
    }
    for (const policy of app.resourcePolicies) {
      if (policy.type !== 'AWS::S3::BucketPolicy') continue;
      for (const statement of policy.statements) {
        const action = isOpenTo(statement, policy.statements, reading);
        if (action === undefined) continue;
        const bucket = app.resources.find(({ id, kind }) => kind === 'bucket' && policy.targets.includes(id));
        if (booleanOf(at(bucket?.properties, 'PublicAccessBlockConfiguration', 'RestrictPublicBuckets')) === true) continue;
        if (booleanOf(at(bucket?.properties, 'PublicAccessBlockConfiguration', 'BlockPublicPolicy')) === true) continue;
        yield {
          location: statement.actions[0]?.location ?? statement.location,
          resource: bucket?.id ?? policy.id,
          concept: 'bucket.policy.public',
          what: `The policy "${policy.id}" allows ${action} to anyone.`,
          why: `Everything that lies in the bucket "${bucket?.id ?? policy.id}", now or later, is open to the internet without a trace of who took it.`,
          subject: `policy ${action}`,
        };
      }
    }
  },
});
