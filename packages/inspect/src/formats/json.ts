import type { Format } from '../format.ts';

/** JSON documents that are an object, an array or a string (RFC 8259); a byte order mark before it is skipped. Numbers and literals carry no text. */
export const json: Format = {
  id: 'json',
  title: 'JSON',
  document: 'https://www.rfc-editor.org/rfc/rfc8259',
  reads: 'text',
  canDecode(text) {
    const first = edge(text, 1);
    const last = edge(text, -1);
    return (first === 123 && last === 125) || (first === 91 && last === 93) || (first === 34 && last === 34 && text.length > 2);
  },
  decode(text) {
    try {
      return [{ kind: 'data', step: 'json', data: JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) }];
    } catch {
      return [];
    }
  },
};

/** The first code unit from that side that is no space. */
function edge(text: string, direction: 1 | -1): number {
  for (let i = direction > 0 ? 0 : text.length - 1; i >= 0 && i < text.length; i += direction) {
    const code = text.charCodeAt(i);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9 && code !== 0xfeff) return code;
  }
  return 0;
}
