/** Which kinds of characters a text has: one pass that spares most texts every further one. A bit per kind. */
export const trait = {
  alphanumeric: 1,
  plus: 2,
  slash: 4,
  equals: 8,
  dash: 16,
  underscore: 32,
  percent: 64,
  blank: 128,
  lineBreak: 256,
  dot: 512,
  ampersand: 1024,
  quote: 2048,
  backslash: 4096,
  bracket: 8192,
  separator: 16384,
  otherAscii: 32768,
  control: 65536,
  nonAscii: 131072,
} as const;

const kinds = new Int32Array(128);
for (let code = 0; code < 128; code++) kinds[code] = kindOf(code);

function kindOf(code: number): number {
  const character = String.fromCharCode(code);
  if ((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return trait.alphanumeric;
  if (code === 10 || code === 13) return trait.lineBreak;
  if (code === 9 || code === 32) return trait.blank;
  if (code < 32 || code === 127) return trait.control;
  const table: readonly (readonly [string, number])[] = [
    ['+', trait.plus],
    ['/', trait.slash],
    ['=', trait.equals],
    ['-', trait.dash],
    ['_', trait.underscore],
    ['%', trait.percent],
    ['.', trait.dot],
    ['&', trait.ampersand],
    ['"\'`', trait.quote],
    ['\\', trait.backslash],
    ['()[]{}<>', trait.bracket],
    [';|$', trait.separator],
  ];
  for (const [characters, kind] of table) if (characters.includes(character)) return kind;
  return trait.otherAscii;
}

export function traitsOf(text: string): number {
  let traits = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    traits |= code < 128 ? (kinds[code] as number) : trait.nonAscii;
  }
  return traits;
}
