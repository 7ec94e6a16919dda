import type { Format } from '../format.ts';

/** UTF-16 that was read as Latin-1 or UTF-8: a NUL before or behind each character. Dropping the NULs is what a C program or a lenient parser makes of it. */
export const wideText: Format = {
  id: 'wide-text',
  title: 'UTF-16 read byte by byte',
  document: 'https://www.rfc-editor.org/rfc/rfc2781#section-3.3',
  reads: 'text',
  canDecode: (text) => text.length >= 4 && startOf(text) >= 0,
  decode(text) {
    const start = startOf(text);
    const offset = text.charCodeAt(start) === 0 ? start + 1 : start;
    let wide = 0;
    let plain = '';
    for (let i = offset; i < text.length; i += 2) {
      plain += text.charAt(i);
      if (text.charCodeAt(i + 1 === text.length ? i - 1 : i + 1) === 0) wide++;
    }
    return wide > plain.length * 0.85 ? [{ kind: 'text', step: 'utf16', text: plain }] : [];
  },
};

// Behind what is left of a byte order mark: two units outside of ASCII, as Latin-1 or as replacement characters.
function startOf(text: string): number {
  const start = text.charCodeAt(0) > 127 && text.charCodeAt(1) > 127 ? 2 : 0;
  const isFirst = text.charCodeAt(start) === 0;
  const isSecond = text.charCodeAt(start + 1) === 0;
  return isFirst !== isSecond ? start : -1;
}
