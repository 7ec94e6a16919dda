import type { FlowClass } from './flow.ts';

/** What a text that a regular expression matched can contain. */
export interface PatternFacts {
  /** `^…$` around all of it: nothing else can stand in the text. */
  readonly isWhole: boolean;
  /** Classes whose attacks need characters that the expression admits nowhere. */
  readonly safeFor: ReadonlySet<FlowClass>;
}

// One of these is needed to change what the sink does. A class that is not here is safe after no expression.
const needed: Readonly<Partial<Record<FlowClass, string>>> = {
  cmdi: ' \t\n\r;&|`$<>()\'"\\*?~#{}[]!',
  codei: '()[]{};\'"`=\\\n,:',
  sqli: '\'"`\\;()\n\t *=',
  deserialization: '(){}:<\n\0',
};

/** Reads the source of an expression once, left to right; what is not understood admits everything. */
export function readPattern(source: string): PatternFacts {
  let all = source.length > 2000;
  let depth = 0;
  let hasAlternatives = false;
  const admitted = new Set<string>();
  const addSpace = (): void => {
    for (const character of ' \t\n\r') admitted.add(character);
  };
  for (let i = 0; i < source.length && !all; i++) {
    const character = source[i] as string;
    if (character === '\\') {
      const escaped = source[++i] ?? '';
      if (escaped === 's') addSpace();
      else if ('DWSupPxcX'.includes(escaped)) all = true;
      else if ('nrtvf'.includes(escaped)) addSpace();
      else if (!'wdbBAZz'.includes(escaped) && !/[0-9k]/.test(escaped)) admitted.add(escaped);
    } else if (character === '[') {
      const end = endOfSet(source, i);
      if (end < 0 || source[i + 1] === '^') all = true;
      else if (!addSet(source.slice(i + 1, end), admitted, addSpace)) all = true;
      i = end < 0 ? source.length : end;
    } else if (character === '.') all = true;
    else if (character === '(') {
      depth++;
      if (source[i + 1] === '?') i = skipGroupHead(source, i + 1);
    } else if (character === ')') depth--;
    else if (character === '|') hasAlternatives ||= depth === 0;
    else if (character === '{') i = Math.max(i, source.indexOf('}', i));
    else if (!'^$*+?'.includes(character)) admitted.add(character);
  }
  const isWhole = /^(?:\^|\\A)/.test(source) && /(?:[^\\]|^)(?:\\\\)*(?:\$|\\[zZ])$/.test(source) && !hasAlternatives;
  const safeFor = new Set<FlowClass>();
  if (all) return { isWhole, safeFor: beginsWithHost(source) ? new Set(['ssrf']) : safeFor };
  for (const [name, characters] of Object.entries(needed))
    if (![...characters].some((each) => admitted.has(each))) safeFor.add(name as FlowClass);
  // A path leaves its folder by `..` and a separator, both.
  if (!admitted.has('\\') && !(admitted.has('/') && admitted.has('.'))) safeFor.add('lfi');
  if (
    beginsWithHost(source) ||
    (![...'@:\\'].some((each) => admitted.has(each)) && (!admitted.has('.') || /^\^\\?\/(?!\\?\/)/.test(source)))
  )
    safeFor.add('ssrf');
  return { isWhole, safeFor };
}

/** `^https:\/\/api\.example\.com\/…`: whatever follows, the host is fixed. */
function beginsWithHost(source: string): boolean {
  return /^\^https?\??:(?:\\?\/){2}(?:[\w-]|\\\.){1,200}\\?\//.test(source);
}

function endOfSet(source: string, start: number): number {
  for (let i = start + 1; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === ']' && i > start + 1) return i;
  }
  return -1;
}

/** The characters of `[…]`; false if it holds one that is not understood. */
function addSet(text: string, admitted: Set<string>, addSpace: () => void): boolean {
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (character === '\\') {
      const escaped = text[++i] ?? '';
      if ('DWSupPxcX'.includes(escaped)) return false;
      if (escaped === 's' || 'nrtvf'.includes(escaped)) addSpace();
      else if (!'wdb'.includes(escaped)) admitted.add(escaped);
      continue;
    }
    if (text[i + 1] === '-' && i + 2 < text.length && text[i + 2] !== '\\') {
      const from = character.charCodeAt(0);
      const to = text.charCodeAt(i + 2);
      if (to > 0x2000 || to < from) return false;
      for (let code = from; code <= Math.min(to, 0x7f); code++)
        if (!/\w/.test(String.fromCharCode(code))) admitted.add(String.fromCharCode(code));
      i += 2;
    } else admitted.add(character);
  }
  return true;
}

/** `(?:`, `(?=`, `(?<name>`, `(?P<name>`. */
function skipGroupHead(source: string, at: number): number {
  const head = /^\?(?:P?<[A-Za-z_]\w{0,60}>|<?[=!]|:)/.exec(source.slice(at, at + 70));
  return head ? at + head[0].length - 1 : at;
}
