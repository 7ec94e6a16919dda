import { formatPath, type PolicyDocument, type PolicyPart } from '@postern/policy';

type Segments = readonly string[];

/** What is right in a policy and yet does nothing: each a sentence, in the order of the document. `today` is `YYYY-MM-DD`, UTC. */
export function policyNotes(document: PolicyDocument, today: string): readonly string[] {
  const notes = partNotes(document, [], today);
  for (const [name, part] of Object.entries(document.functions ?? {})) notes.push(...partNotes(part, ['functions', name], today));
  return notes;
}

function partNotes(part: PolicyPart, at: Segments, today: string): string[] {
  const notes: string[] = [];
  if (part.mode === 'learn') notes.push(`${placeOf([...at, 'mode'])}: learn is not available yet; the guard observes.`);
  for (const { fingerprint, expires } of part.allow ?? [])
    if (expires < today) notes.push(`the allowance for ${fingerprint} expired on ${expires} and has no effect.`);
  return notes;
}

/** `functions.resize.mode` */
function placeOf(segments: Segments): string {
  return formatPath(segments).replace(/^\$\.?/, '');
}
