import { type JsToken, tokenizeJavaScript } from '@postern/inspect';
import { Budget } from './budget.ts';
import { correlate } from './correlate.ts';
import type { Index } from './input-index.ts';
import { isAnchored, ownsBeginning } from './insertion.ts';
import { type Change, judge, type Language } from './judgement.ts';
import type { Match, StructureChange } from './source.ts';
import { firstAt } from './tokens.ts';

// What code needs to reach out of its own data. A part from the inside of a long text is evidence only with one of them: documents
// share `this.name` or `data.length` with any program by chance.
const reaching = new Set(
  'require process global globalThis import eval Function constructor prototype __proto__ module exports Reflect Proxy Buffer fetch setTimeout setInterval setImmediate exec execSync spawn spawnSync child_process fs this self window mainModule binding XMLHttpRequest WebAssembly'.split(
    ' ',
  ),
);
const constants = new Set(['true', 'false', 'null']);
const constantNames = new Set(['undefined', 'NaN', 'Infinity']);

/**
 * Whether input is more than data in the JavaScript `text` that is about to be compiled. Data are literals, arrays, and objects whose
 * keys are literals or names; sums of numbers count as data too, since no sum of numbers reaches anything. A name, a call, an access, a
 * template with a substitution, an assignment or a spread from input is evidence, and so is leaving the string it was put into. One
 * name alone is not: `name` or `id` from input stands in any code by chance, and as an expression it reads a variable and no more.
 */
export function codeEvidence(text: string, index: Index, budget: Budget = new Budget()): StructureChange | undefined {
  return judge(text, correlate(text, index, budget), index, javaScript, budget);
}

const javaScript: Language = {
  class: 'codei',
  // Data without a quote, bracket, operator or blank is one token.
  // `return this` is what programs compile to find the global object, and by itself does nothing.
  mayChange: (input) => /[^\p{L}\p{N}_$]/u.test(input) && !/^\s{0,64}return\s{1,64}(?:this|globalThis)\s{0,64};?\s{0,64}$/.test(input),
  read(text) {
    const tokens = tokenizeJavaScript(text);
    return { changeBy: (match) => changeBy(text, match, tokens), isWellFormed };
  },
};

function changeBy(text: string, match: Match, tokens: readonly JsToken[]): Change | undefined {
  const [start, end] = match.span;
  const first = firstAt(tokens, start);
  if (first >= tokens.length) return undefined;
  let last = first;
  while (last + 1 < tokens.length && (tokens[last + 1] as JsToken).start < end) last++;
  const head = tokens[first] as JsToken;
  const tail = tokens[last] as JsToken;
  if ((!isAnchored(match) || ownsBeginning(text, match)) && !reaches(text, tokens, first, last)) return undefined;
  if (first === last && head.start < start && head.end >= end)
    return head.end === end && hasClosing(text, head) ? leaves(head, start) : undefined;
  if (head.start < start && isDelimited(head)) return leaves(head, start);
  if (tail.end > end && tail.start >= start && isDelimited(tail)) {
    const swallowed =
      text
        .slice(end, tail.end)
        .replace(/['"`]|\*\//g, '')
        .trim() !== '' || tail.kind !== 'comment';
    if (swallowed) return { span: [tail.start, end], reason: `takes text of the program into a ${tail.kind}` };
  }
  if (first === last && head.kind !== 'template' && head.kind !== 'regex') return undefined;
  return changeByTokens(text, tokens, first, last, end);
}

/** Whether the last character of the token is what closes it; a line comment has none. */
function hasClosing(text: string, { kind, start, closed }: JsToken): boolean {
  return closed && (kind === 'string' || kind === 'template' || kind === 'regex' || (kind === 'comment' && text[start + 1] === '*'));
}

function leaves(token: JsToken, start: number): Change {
  return { span: [Math.max(token.start, start), token.end], reason: `leaves the ${token.kind} it was put into` };
}

function changeByTokens(text: string, tokens: readonly JsToken[], first: number, last: number, end: number): Change | undefined {
  const onlyNumbers = isArithmetic(text, tokens, first, last);
  if (onlyNumbers) return undefined;
  for (let i = first; i <= last; i++) {
    const token = tokens[i] as JsToken;
    const reason = reasonAgainst(text, tokens, i, last);
    if (reason) return { span: [token.start, Math.min(token.end, end)], reason };
  }
  return undefined;
}

function reasonAgainst(text: string, tokens: readonly JsToken[], at: number, last: number): string | undefined {
  const token = tokens[at] as JsToken;
  const written = text.slice(token.start, token.end);
  const before = significant(tokens, at, -1);
  const after = significant(tokens, at, 1);
  switch (token.kind) {
    case 'number':
    case 'string':
    case 'comment':
      return undefined;
    case 'identifier':
      return isKey(text, before, after) || constantNames.has(written) ? undefined : `refers to ${written.slice(0, 40)}`;
    case 'keyword':
      return constants.has(written) || isKey(text, before, after) ? undefined : `uses ${written}`;
    case 'template':
      return written.endsWith('`') && written.startsWith('`') && !endsOperand(text, before) ? undefined : 'computes a template';
    case 'regex':
      return 'writes a regular expression';
    default:
      break;
  }
  if (written === '{' || written === '}' || written === ']' || written === ',' || written === ':' || written === ')') return undefined;
  if (written === '(') return endsOperand(text, before) ? 'calls' : undefined;
  if (written === '[')
    return endsOperand(text, before) ? 'reads a member' : before && after && isComputedKey(text, tokens, at) ? 'computes a key' : undefined;
  if ((written === '-' || written === '+') && after?.kind === 'number' && !endsOperand(text, before)) return undefined;
  if (written === ';' && at === last && after === undefined) return undefined;
  return `uses the operator ${written}`;
}

/** Numbers, `+ - * / % **` and brackets: a calculator's input. */
function isArithmetic(text: string, tokens: readonly JsToken[], first: number, last: number): boolean {
  for (let i = first; i <= last; i++) {
    const token = tokens[i] as JsToken;
    if (token.kind === 'number') continue;
    const written = text.slice(token.start, token.end);
    if (token.kind !== 'punctuator' || !/^(?:[-+*/%]|\*\*|[()]|[,;])$/.test(written)) return false;
    if (written === '(' && endsOperand(text, significant(tokens, i, -1)) && significant(tokens, i, -1)?.kind !== 'number') return false;
  }
  return true;
}

function isKey(text: string, before: JsToken | undefined, after: JsToken | undefined): boolean {
  if (after === undefined || text[after.start] !== ':') return false;
  return before !== undefined && /^[{,]$/.test(text.slice(before.start, before.end));
}

function isComputedKey(text: string, tokens: readonly JsToken[], at: number): boolean {
  const before = significant(tokens, at, -1);
  if (!before || !/^[{,]$/.test(text.slice(before.start, before.end))) return false;
  let depth = 0;
  for (let i = at; i < tokens.length && i < at + 200; i++) {
    const { kind, start } = tokens[i] as JsToken;
    if (kind !== 'punctuator') continue;
    if (text[start] === '[') depth++;
    else if (text[start] === ']' && --depth === 0) {
      const after = significant(tokens, i, 1);
      return after !== undefined && text[after.start] === ':';
    }
  }
  return false;
}

/** Whether a bracket after the token calls or reads a member. */
function endsOperand(text: string, token: JsToken | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === 'punctuator') return text[token.start] === ')' || text[token.start] === ']' || text[token.start] === '}';
  if (token.kind === 'keyword') return /^(?:this|super|null|true|false|import)$/.test(text.slice(token.start, token.end));
  return token.kind !== 'template' || text[token.end - 1] === '`';
}

function significant(tokens: readonly JsToken[], from: number, step: 1 | -1): JsToken | undefined {
  for (let i = from + step; i >= 0 && i < tokens.length; i += step) if (tokens[i]?.kind !== 'comment') return tokens[i];
  return undefined;
}

function reaches(text: string, tokens: readonly JsToken[], first: number, last: number): boolean {
  for (let i = first; i <= last; i++) {
    const { kind, start, end } = tokens[i] as JsToken;
    if ((kind === 'identifier' || kind === 'keyword') && reaching.has(text.slice(start, end))) return true;
  }
  return false;
}

function isDelimited({ kind }: JsToken): boolean {
  return kind === 'string' || kind === 'template' || kind === 'regex' || kind === 'comment';
}

/** Every string, template and comment is closed, and every bracket has its partner. */
function isWellFormed(rest: string): boolean {
  const tokens = tokenizeJavaScript(rest);
  const open: string[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const { kind, start, end, closed } = tokens[i] as JsToken;
    if (!closed) return false;
    if (kind === 'template') {
      if (rest[start] === '}' && open.pop() !== '${') return false;
      if (rest[end - 1] === '{') open.push('${');
    } else if (kind === 'punctuator') {
      const written = rest[start] as string;
      if (written === '(' || written === '[' || written === '{') open.push(written);
      else if ((written === ')' || written === ']' || written === '}') && open.pop() !== partners[written]) return false;
    }
  }
  return open.length === 0;
}

const partners: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
