/**
 * A stable 64-bit identity of what makes two findings the same: rule and place, never time or payload.
 * Two rounds of FNV-1a with different offsets (Fowler, Noll, Vo); it sorts findings, it is no protection against forgery.
 */
export function fingerprint(...parts: readonly (string | number | undefined)[]): string {
  const text = parts.map((part) => (part === undefined ? '' : String(part))).join('\u0000');
  return hash32(text, 0x811c9dc5) + hash32(text, 0x9dc5811c);
}

function hash32(text: string, offset: number): string {
  let hash = offset;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
