import { booleanOf, type Member, memberOf } from '@postern/app';
import { defineRule, type Rule } from '../rule.ts';
import { listOf } from '../words.ts';

const settings = [
  ['BlockPublicPolicy', 'bucket.block-public-policy.off'],
  ['BlockPublicAcls', 'bucket.block-public-acls.off'],
  ['IgnorePublicAcls', 'bucket.ignore-public-acls.off'],
  ['RestrictPublicBuckets', 'bucket.restrict-public.off'],
] as const;

export const publicAccessNotBlockedRule: Rule = defineRule({
  id: 'scan/public-access-not-blocked',
  concept: 'bucket.block-public-policy.off',
  concepts: ['bucket.block-public-acls.off', 'bucket.ignore-public-acls.off', 'bucket.restrict-public.off'],
  title: 'Public access to a bucket is not blocked',
  sas: ['SAS-3'],
  cwe: [732, 1188],
  severity: 'medium',
  remediation: 'Set BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls and RestrictPublicBuckets to true.',
  equivalents: { checkov: 'CKV_AWS_54', kics: 's3_bucket_with_public_policy', trivy: 'AVD-AWS-0087' },
  *check(app) {
    for (const bucket of app.resources) {
      if (bucket.type !== 'AWS::S3::Bucket') continue;
      const block = memberOf(bucket.properties, 'PublicAccessBlockConfiguration');
      // Without the property a new bucket blocks everything (since April 2023); within it, what is left out is off.
      if (block?.value.kind !== 'map') continue;
      const off = settings.flatMap(([name, concept]) => {
        const member: Member | undefined = memberOf(block.value, name);
        if (member && booleanOf(member.value) !== false) return [];
        return [{ name, concept, location: member?.nameLocation ?? block.nameLocation, isWritten: member !== undefined }];
      });
      const [first] = [...off.filter(({ isWritten }) => isWritten), ...off];
      if (!first) continue;
      const isOpen = app.resourcePolicies.some(
        ({ targets, statements }) =>
          targets.includes(bucket.id) && statements.some((each) => each.principals.some(({ kind }) => kind === 'any')),
      );
      yield {
        location: first.location,
        resource: bucket.id,
        concept: first.concept,
        what: `The bucket "${bucket.id}" leaves ${listOf(off.map(({ name }) => name))} off.`,
        why: isOpen
          ? 'Its policy names everyone, and nothing stands between that policy and the internet.'
          : 'One wrong policy or access control, here or by hand, opens it to the internet.',
        subject: 'block',
        evidence: off.map(({ name, isWritten }) => ({
          excerpt: `${name}: false`,
          reason: isWritten ? 'it is off' : 'it is off where it is left out',
        })),
      };
    }
  },
});
