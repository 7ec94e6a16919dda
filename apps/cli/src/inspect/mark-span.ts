import { excerpt, excerptLength, printable } from '@postern/core';
import type { Detection, Reading } from '@postern/inspect';

/**
 * The evidence of a detection with its span in «…», and `…` where the text goes on. The view that it was cut from is looked for among what was read;
 * evidence that is no excerpt of one, because the policy keeps less or because it stands for the whole event, is left as it is.
 */
export function markSpan({ path, encodings, span, evidence }: Detection, { values }: Reading): string {
  const [start, end] = span;
  const trail = encodings.join('\n');
  const view = values.find(
    (value) => value.path === path && value.encodings.join('\n') === trail && excerpt(value.text, start, end) === evidence,
  );
  if (view === undefined || evidence === '' || end <= start) return evidence;
  const { text } = view;
  const from = Math.max(0, start - Math.floor(Math.max(0, excerptLength - (end - start)) / 2));
  const to = Math.min(text.length, from + excerptLength);
  const before = from > 0 ? '…' : '';
  const behind = to < text.length ? '…' : '';
  const sighted = printable(text.slice(start, Math.min(end, to)));
  const close = end > to ? '' : '»';
  const lead = printable(text.slice(from, start));
  // Where a secret was taken out, the count is no longer right: the span is marked where it stands once and whole.
  const at = evidence.startsWith(lead + sighted) ? lead.length : onlyPlaceOf(sighted, evidence);
  if (at === undefined) return before + evidence + behind;
  return `${before}${evidence.slice(0, at)}«${sighted}${close}${evidence.slice(at + sighted.length)}${behind}`;
}

function onlyPlaceOf(part: string, text: string): number | undefined {
  const at = text.indexOf(part);
  return at >= 0 && at === text.lastIndexOf(part) ? at : undefined;
}
