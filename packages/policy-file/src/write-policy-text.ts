import type { PolicyDocument } from '@postern/policy';
import { stringify } from 'yaml';

/** The policy as a file that `readPolicyText` reads back as it was. */
export function writePolicyText(document: PolicyDocument, format: 'yaml' | 'json' = 'yaml'): string {
  // Records have no prototype; a plain copy keeps them free of tags. `aliasDuplicateObjects` would write *a1 where a person wants to read.
  const plain: unknown = JSON.parse(JSON.stringify(document));
  return format === 'json' ? `${JSON.stringify(plain, null, 2)}\n` : stringify(plain, { lineWidth: 0, aliasDuplicateObjects: false });
}
