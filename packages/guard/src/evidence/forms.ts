import type { Value } from '@postern/inspect';

/** Longer texts are documents; their other forms would multiply the memory. */
const longestVariant = 16 * 1024;
/** ASCII between other letters that is too short to be found as a part. */
const shortStretch = /(?:^|[^\0-\x7f])[\0-\x7f]{1,7}(?:$|[^\0-\x7f])/;
/** What programs put between the items of a list. */
const separators = [' ', '', ',', ', '];

/**
 * Other texts that a program makes of `text` without looking at it: bytes of UTF-8 read as Latin-1, as a string of bytes; and the
 * normal form NFKC, in which the full-width `；` is a `;`. Between such letters an attacker could spread what is too short to be found.
 */
export function variantsOf(text: string): string[] {
  const variants: string[] = [];
  if (text.length > longestVariant || !/[^\0-\x7f]/.test(text)) return variants;
  const compatible = text.normalize('NFKC');
  if (compatible !== text) variants.push(compatible);
  if (shortStretch.test(text)) variants.push(asBytes(text));
  return variants;
}

/** The bytes of the text's UTF-8 form, one unit each. */
function asBytes(text: string): string {
  let bytes = '';
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    if (point < 0x80) bytes += character;
    else if (point < 0x800) bytes += String.fromCharCode(0xc0 | (point >> 6), 0x80 | (point & 0x3f));
    else if (point < 0x10000) bytes += String.fromCharCode(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
    else
      bytes += String.fromCharCode(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 0x3f),
        0x80 | ((point >> 6) & 0x3f),
        0x80 | (point & 0x3f),
      );
  }
  return bytes;
}

/**
 * Lists with an item that means nothing alone and is in any program's text (`;`, `|`, a line end), joined as programs join them:
 * `['x', ';', 'id'].join(' ')` is a command. Lists without such an item bring what matters in an item of its own.
 */
export function joinedLists(values: readonly Value[]): Value[] {
  const lists = new Map<string, { readonly first: Value; readonly texts: string[]; isSplit: boolean }>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as Value;
    const key = value.isKey ? undefined : listOf(value);
    if (key === undefined) continue;
    let list = lists.get(key);
    if (!list) {
      list = { first: value, texts: [], isSplit: false };
      lists.set(key, list);
    }
    list.texts.push(value.text);
    if (isSeparator(value.text)) list.isSplit = true;
  }
  const joined: Value[] = [];
  for (const { first, texts, isSplit } of lists.values()) {
    if (!isSplit || texts.length < 2) continue;
    const place = listPlace(first);
    for (let i = 0; i < separators.length; i++) joined.push({ ...place, text: texts.join(separators[i]) });
  }
  return joined;
}

/** One or two characters, none of them of a word: too common to be looked for, and enough to begin a command. */
function isSeparator(text: string): boolean {
  const piece = text.trim();
  return piece === '' ? /[\n\r]/.test(text) : piece.length <= 2 && !/[\p{L}\p{N}_]/u.test(piece);
}

/** What the items of one list have in common; undefined for what is no item. */
function listOf(value: Value): string | undefined {
  const { path, encodings } = listPlace(value);
  return path === value.path && encodings === value.encodings ? undefined : `${path} ${encodings.join(' ')}`;
}

/** The place of the list that a value is an item of; its own when it is none. */
function listPlace(value: Value): Pick<Value, 'path' | 'encodings'> {
  const { path, encodings } = value;
  const last = encodings[encodings.length - 1];
  if (last?.includes(':')) {
    const list = withoutItem(last);
    return { path, encodings: list === last ? encodings : [...encodings.slice(0, -1), list] };
  }
  return { path: withoutItem(path), encodings };
}

function withoutItem(path: string): string {
  return path.replace(/\[\d{1,9}\]$/, '');
}
