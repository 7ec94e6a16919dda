import { wayOf } from '../exposure.ts';
import { defineRule, type Rule } from '../rule.ts';
import { listOf } from '../words.ts';

export const openBucketEntryRule: Rule = defineRule({
  id: 'scan/open-bucket-entry',
  concept: 'bucket.entry.public',
  title: 'Anyone may write where uploads start functions',
  sas: ['SAS-2', 'SAS-9'],
  cwe: [306, 732],
  severity: 'critical',
  remediation: 'Name the roles that may put objects, or hand out presigned URLs from a function that knows the caller.',
  equivalents: { checkov: 'CKV_AWS_70', kics: 's3_bucket_allows_put_action_from_all_principals' },
  *check(app, { entries }) {
    const byBucket = new Map<string, (typeof entries)[number][]>();
    for (const entry of entries)
      if (entry.kind === 'aws:s3' && entry.control === 'anyone') {
        const key = entry.trigger.source ?? entry.id;
        byBucket.set(key, [...(byBucket.get(key) ?? []), entry]);
      }
    for (const [bucket, opened] of byBucket) {
      const [first] = opened as [(typeof entries)[number]];
      const ways = opened.flatMap((entry) => entry.reaches.map(({ path }) => wayOf(app, entry, path)));
      yield {
        location: first.location,
        resource: bucket,
        function: first.trigger.function,
        what: `Anyone can start functions by writing to the bucket "${bucket}": ${first.reason}.`,
        why: `No API stands before this door. An upload goes to ${listOf(ways, 6)}, without a caller who could be named.`,
        subject: 'write',
        evidence: ways.map((way) => ({ excerpt: way, reason: 'what an upload starts' })),
      };
    }
  },
});
