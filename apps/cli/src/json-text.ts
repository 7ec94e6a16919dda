import { PosternError } from '@postern/core';

/** Throws `PSTN_INPUT_SYNTAX` with the place where `text` stops being JSON (RFC 8259). Answers its value otherwise. */
export function parseJsonText(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // A parser's message names the place in the words of the Node version, or not at all.
    const { at, problem } = findJsonProblem(text) ?? { at: 0, problem: 'is not JSON' };
    const before = text.slice(0, at);
    const line = before.split('\n').length;
    const column = at - (before.lastIndexOf('\n') + 1) + 1;
    throw new PosternError('PSTN_INPUT_SYNTAX', { file, line, column, problem: `is not JSON: ${problem}` }, { cause });
  }
}

const token =
  /[ \t\n\r]*(?:("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)|([{}[\],:]))/y;
const space = /[ \t\n\r]*/y;

/** The first place at which `text` can't go on being JSON; `undefined` if it is JSON. One pass. */
export function findJsonProblem(text: string): { readonly at: number; readonly problem: string } | undefined {
  const open: ('{' | '[')[] = [];
  let wants: 'value' | 'value or ]' | 'key or }' | 'key' | ':' | 'end' = 'value';
  for (let at = 0; ; ) {
    space.lastIndex = at;
    space.exec(text);
    const start = space.lastIndex;
    if (start === text.length)
      return wants === 'end' && open.length === 0 ? undefined : { at: start, problem: `the text ends too early, ${expected(wants, open)}` };
    token.lastIndex = at;
    const match = token.exec(text);
    const [, string, scalar, mark] = match ?? [];
    const inner = open.at(-1);
    if (string !== undefined && (wants === 'key' || wants === 'key or }')) wants = ':';
    else if ((string ?? scalar) !== undefined && (wants === 'value' || wants === 'value or ]')) wants = 'end';
    else if ((mark === '{' || mark === '[') && (wants === 'value' || wants === 'value or ]')) {
      open.push(mark);
      wants = mark === '{' ? 'key or }' : 'value or ]';
    } else if (
      (mark === '}' && inner === '{' && (wants === 'key or }' || wants === 'end')) ||
      (mark === ']' && inner === '[' && (wants === 'value or ]' || wants === 'end'))
    ) {
      open.pop();
      wants = 'end';
    } else if (mark === ',' && wants === 'end' && inner !== undefined) wants = inner === '{' ? 'key' : 'value';
    else if (mark === ':' && wants === ':') wants = 'value';
    else return { at: start, problem: describe(text, start, expected(wants, open)) };
    at = token.lastIndex;
  }
}

function expected(wants: string, open: readonly string[]): string {
  if (wants === 'end') return open.length === 0 ? 'expected the end' : `expected "," or "${open.at(-1) === '{' ? '}' : ']'}"`;
  if (wants === ':') return 'expected ":"';
  if (wants === 'key') return 'expected a name in double quotes';
  if (wants === 'key or }') return 'expected a name in double quotes or "}"';
  return wants === 'value' ? 'expected a value' : 'expected a value or "]"';
}

function describe(text: string, at: number, expectation: string): string {
  const character = String.fromCodePoint(text.codePointAt(at) as number);
  if (character === '"') return 'a string that does not end, or holds a character or an escape that JSON does not have';
  const shown = /[\p{C}\p{Z}]/u.test(character)
    ? `U+${(text.codePointAt(at) as number).toString(16).toUpperCase().padStart(4, '0')}`
    : character;
  return `unexpected ${shown}, ${expectation}`;
}
