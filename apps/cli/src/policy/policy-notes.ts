import type { AttackClassName } from '@postern/core';
import { detectors } from '@postern/inspect/catalogue';
import { formatPath, type PolicyDocument, type PolicyPart } from '@postern/policy';

type Segments = readonly string[];

/** What is right in a policy and yet does nothing: each a sentence, in the order of the document. `today` is `YYYY-MM-DD`, UTC. */
export function policyNotes(document: PolicyDocument, today: string): readonly string[] {
  const detected = new Set<AttackClassName>(detectors.map((detector) => detector.class));
  const notes = partNotes(document, [], detected, today);
  for (const [name, part] of Object.entries(document.functions ?? {})) notes.push(...partNotes(part, ['functions', name], detected, today));
  return notes;
}

function partNotes(part: PolicyPart, at: Segments, detected: ReadonlySet<AttackClassName>, today: string): string[] {
  const notes: string[] = [];
  if (part.mode === 'learn') notes.push(`${placeOf([...at, 'mode'])}: learn is not available yet; the guard observes.`);
  const lists: [Segments, readonly AttackClassName[] | undefined][] = [[[...at, 'door', 'block'], part.door?.block]];
  for (const [id, trigger] of Object.entries(part.door?.triggers ?? {}))
    lists.push([[...at, 'door', 'triggers', id, 'block'], trigger.block]);
  for (const [place, classes = []] of lists) {
    const unseen = [...new Set(classes)].filter((name) => !detected.has(name));
    if (unseen.length > 0)
      notes.push(
        `${placeOf(place)}: this version has no detector for ${unseen.join(', ')} and stops nothing for ${unseen.length === 1 ? 'it' : 'them'}.`,
      );
  }
  for (const { fingerprint, expires } of part.allow ?? [])
    if (expires < today) notes.push(`the allowance for ${fingerprint} expired on ${expires} and has no effect.`);
  return notes;
}

/** `functions.resize.door.block` */
function placeOf(segments: Segments): string {
  return formatPath(segments).replace(/^\$\.?/, '');
}
