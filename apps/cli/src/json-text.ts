import { PosternError } from '@postern/core';

/** Throws `PSTN_INPUT_SYNTAX` with the place where `text` stops being JSON (RFC 8259). Answers its value otherwise. */
export function parseJsonText(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // A parser's message names the place in the words of the Node version, or not at all.
    const { at, problem } = findJsonProblem(text) ?? { at: 0, problem: 'the parser refuses it' };
    throw new PosternError('PSTN_INPUT_SYNTAX', { file, ...placeOf(text, at), problem: `is not JSON: ${problem}` }, { cause });
  }
}

function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', start)) {
    line++;
    start = end + 1;
  }
  return { line, column: at - start + 1 };
}

interface JsonProblem {
  readonly at: number;
  readonly problem: string;
}
type Wanted = 'value' | 'value or ]' | 'key or }' | 'key' | ':' | 'end';

/**
 * The first place at which `text` can't go on being JSON; `undefined` if it is JSON. One pass over the characters: the texts that end up here
 * may be many megabytes of one string, which the engine's regular expressions can't match without running out of stack.
 */
export function findJsonProblem(text: string): JsonProblem | undefined {
  const open: ('{' | '[')[] = [];
  let wanted: Wanted = 'value';
  for (let at = skipSpace(text, 0); ; at = skipSpace(text, at)) {
    if (at === text.length)
      return wanted === 'end' && open.length === 0 ? undefined : { at, problem: `the text ends too early, ${expected(wanted, open)}` };
    const mark = text[at] as string;
    const inner = open.at(-1);
    const wantsValue: boolean = wanted === 'value' || wanted === 'value or ]';
    if (mark === '"' && (wantsValue || wanted === 'key' || wanted === 'key or }')) {
      const end = scanString(text, at);
      if (typeof end !== 'number') return end;
      wanted = wantsValue ? 'end' : ':';
      at = end;
      continue;
    }
    const scalarEnd = wantsValue ? scanScalar(text, at) : at;
    if (scalarEnd > at) {
      wanted = 'end';
      at = scalarEnd;
      continue;
    }
    if (wantsValue && (mark === '{' || mark === '[')) {
      open.push(mark);
      wanted = mark === '{' ? 'key or }' : 'value or ]';
    } else if (
      (mark === '}' && inner === '{' && (wanted === 'key or }' || wanted === 'end')) ||
      (mark === ']' && inner === '[' && (wanted === 'value or ]' || wanted === 'end'))
    ) {
      open.pop();
      wanted = 'end';
    } else if (mark === ',' && wanted === 'end' && inner !== undefined) wanted = inner === '{' ? 'key' : 'value';
    else if (mark === ':' && wanted === ':') wanted = 'value';
    else return { at, problem: `unexpected ${show(text, at)}, ${expected(wanted, open)}` };
    at++;
  }
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
  }
  return at;
}

/** Where the string that begins at `start` ends, or what is wrong with it. */
function scanString(text: string, start: number): number | JsonProblem {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return { at, problem: `${show(text, at)} in a string, where JSON writes an escape; or the string does not end` };
    if (code !== 0x5c) continue;
    const length = escapeLength(text, at);
    if (length === 0 && at + 1 < text.length) return { at, problem: 'an escape that JSON does not have' };
    at += length - 1;
    if (length === 0) break;
  }
  return { at: start, problem: 'a string that does not end' };
}

/** Characters of the escape whose backslash is at `at`; 0 if it is none. */
function escapeLength(text: string, at: number): number {
  if ('"\\/bfnrt'.includes(text[at + 1] ?? ' ')) return 2;
  return /^u[0-9a-fA-F]{4}$/.test(text.slice(at + 1, at + 6)) ? 6 : 0;
}

/** Where the number, `true`, `false` or `null` that begins at `at` ends; `at` itself if none does. */
function scanScalar(text: string, at: number): number {
  for (const word of ['true', 'false', 'null']) if (text.startsWith(word, at)) return at + word.length;
  const whole = text[at] === '-' ? at + 1 : at;
  let end = text[whole] === '0' ? whole + 1 : skipDigits(text, whole);
  if (end === whole) return at;
  if (text[end] === '.') {
    const fraction = skipDigits(text, end + 1);
    if (fraction > end + 1) end = fraction;
  }
  if (text[end] === 'e' || text[end] === 'E') {
    const digits = text[end + 1] === '+' || text[end + 1] === '-' ? end + 2 : end + 1;
    const exponent = skipDigits(text, digits);
    if (exponent > digits) end = exponent;
  }
  return end;
}

function skipDigits(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at++;
  return at;
}

function expected(wanted: Wanted, open: readonly string[]): string {
  if (wanted === 'end') return open.length === 0 ? 'expected the end' : `expected "," or "${open.at(-1) === '{' ? '}' : ']'}"`;
  if (wanted === ':') return 'expected ":"';
  if (wanted === 'key') return 'expected a name in double quotes';
  if (wanted === 'key or }') return 'expected a name in double quotes or "}"';
  return wanted === 'value' ? 'expected a value' : 'expected a value or "]"';
}

/** The character at `at`, or its number where it can't be seen. */
function show(text: string, at: number): string {
  const code = text.codePointAt(at) as number;
  const character = String.fromCodePoint(code);
  return /[\p{C}\p{Z}]/u.test(character) ? `U+${code.toString(16).toUpperCase().padStart(4, '0')}` : character;
}
