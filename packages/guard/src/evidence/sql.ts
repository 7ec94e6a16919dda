import { mysqlSql, postgresSql, type SqlOptions, type SqlToken, tokenizeSql } from '@postern/inspect';
import { correlate } from './correlate.ts';
import { isField } from './field.ts';
import type { Index } from './input-index.ts';
import { isAnchored, ownsBeginning } from './insertion.ts';
import { type Change, judge, type Language } from './judgement.ts';
import type { Match, StructureChange } from './source.ts';
import { firstAt } from './tokens.ts';

export interface SqlEvidenceOptions {
  /** How the driver's server reads; `any` asks both readings, and a change in either counts. Default `any`. */
  readonly dialect?: 'postgres' | 'mysql' | 'any';
}

const keywords = new Set(
  'all alter and any as asc begin between by call case cast collate commit copy create cross declare default delete desc distinct do drop else end escape except exec execute exists explain false fetch first for from full function grant group having ilike in inner insert intersect into is isnull join last left lateral like limit natural not notnull null nulls offset on or order outer over procedure regexp replace returning revoke right rlike rollback select set show similar some table then to true truncate union unique update using values view waitfor when where with xor'.split(
    ' ',
  ),
);
/** What may follow a column in a sort order, and says nothing by itself. */
const sortWords = new Set(['asc', 'desc', 'nulls', 'first', 'last']);
/** Words that make another statement or condition of what they are put into. */
const strongWords = new Set([
  'or',
  'and',
  'xor',
  'union',
  'select',
  'insert',
  'update',
  'delete',
  'drop',
  'alter',
  'create',
  'exec',
  'execute',
  'truncate',
  'copy',
  'grant',
  'into',
  'waitfor',
  'having',
  'case',
  'like',
  'between',
  'intersect',
  'except',
]);
const statements = new Set([
  'select',
  'insert',
  'update',
  'delete',
  'with',
  'create',
  'alter',
  'set',
  'begin',
  'commit',
  'call',
  'explain',
]);
/** Functions that compute from their argument alone. */
const plainFunctions = new Set(['count', 'sum', 'min', 'max', 'avg', 'lower', 'upper', 'length', 'now', 'trim', 'abs', 'round', 'date']);

/**
 * Whether input changes the tokens of the SQL `text`: leaves its string, starts a comment or a statement, or adds keywords, operators or
 * calls where a value stood. What stays one string's content, a number, a name (`t.name`), a list of these or a sort order (`name desc`)
 * changes nothing, also when it reads like SQL. `O'Brien` in `'…'` is a change unless its quote is doubled: it ends the string.
 */
export function sqlEvidence(text: string, index: Index, options: SqlEvidenceOptions = {}): StructureChange | undefined {
  const { dialect = 'any' } = options;
  const correlation = correlate(text, index);
  return (
    (dialect !== 'mysql' ? judge(text, correlation, index, sqlOf(postgresSql)) : undefined) ??
    (dialect !== 'postgres' ? judge(text, correlation, index, sqlOf(mysqlSql)) : undefined)
  );
}

function sqlOf(options: SqlOptions): Language {
  return {
    class: 'sqli',
    // A single word or number is one token, wherever it stands.
    mayChange: (input) => /[^\p{L}\p{N}_.]/u.test(input),
    read(text) {
      const tokens = tokenizeSql(text, options);
      return { changeBy: (match) => changeBy(text, match, tokens), isWellFormed: (rest) => isWellFormed(rest, options) };
    },
  };
}

function changeBy(text: string, match: Match, tokens: readonly SqlToken[]): Change | undefined {
  const [start, end] = match.span;
  const first = firstAt(tokens, start);
  const head = tokens[first];
  if (head === undefined || head.start >= end) return undefined;
  let last = first;
  while (last + 1 < tokens.length && (tokens[last + 1] as SqlToken).start < end) last++;
  const tail = tokens[last] as SqlToken;
  const input = text.slice(start, end);
  // Separators of lists (`','`, `', '`) are in any statement and, now and then, a value: without a word of its own only what compares,
  // comments or separates can do harm.
  if (!/[\p{L}\p{N}]/u.test(input) && !/--|[#=;|]|\/\*/.test(input)) return undefined;
  if (isFragment(text, match, tokens, first, last)) return undefined;

  if (isDelimited(head) && head.start < start) {
    const stays = first === last && (head.end > end || !hasClosing(text, head));
    return stays
      ? undefined
      : { span: [start, Math.min(Math.max(head.end, start + 1), end)], reason: `leaves the ${nameOf(head)} it was put into` };
  }
  if (isDelimited(tail) && tail.start >= start && tail.end > end) {
    const rest = text.slice(end, tail.end);
    if (tail.kind !== 'comment' || rest.trim() !== '')
      return {
        span: [tail.start, end],
        reason: tail.kind === 'comment' ? 'turns text of the program into a comment' : `opens a ${nameOf(tail)} around text of the program`,
      };
  }
  return changeByTokens(text, match, tokens, first, last);
}

function changeByTokens(text: string, match: Match, tokens: readonly SqlToken[], first: number, last: number): Change | undefined {
  const [, end] = match.span;
  if (isValueList(text, tokens, first, last)) return undefined;
  const words: string[] = [];
  let decisive: SqlToken | undefined;
  for (let i = first; i <= last; i++) {
    const token = tokens[i] as SqlToken;
    const written = text.slice(token.start, token.end).toLowerCase();
    if (token.kind === 'word') {
      words.push(written);
      if (strongWords.has(written)) decisive ??= token;
    } else if (token.kind === 'operator' || token.kind === 'comment') decisive ??= token;
    else if (token.kind === 'punctuation' && (written === '(' || written === ')' || (written === ';' && i < tokens.length - 1)))
      decisive ??= token;
  }
  if (decisive === undefined) {
    // Words alone: prose, a clause (`order by name`), a condition (`is not null`). They are evidence where a value is expected, and with
    // a keyword among them; behind a name or a value they are what the program itself would write there.
    const keyword = words.find((word) => keywords.has(word) && !sortWords.has(word));
    if (keyword === undefined || !expectsValue(text, tokens[first - 1])) return undefined;
    const token = tokens
      .slice(first, last + 1)
      .find(({ start, end: tokenEnd }) => text.slice(start, tokenEnd).toLowerCase() === keyword) as SqlToken;
    return { span: [token.start, Math.min(token.end, end)], reason: `adds ${keyword.toUpperCase()}` };
  }
  return { span: [decisive.start, Math.min(decisive.end, end)], reason: reasonFor(text, decisive) };
}

function reasonFor(text: string, token: SqlToken): string {
  const written = text.slice(token.start, token.end);
  if (token.kind === 'comment') return 'adds a comment';
  if (token.kind === 'word') return `adds ${written.toUpperCase()}`;
  if (written === ';') return 'ends the statement and starts another';
  if (written === '(' || written === ')') return 'adds a call or a bracket';
  return `adds the operator ${written}`;
}

/**
 * Numbers with signs and sums of them, names, strings, parameters, `*`, plain function calls, and lists of these with sort directions:
 * the forms that programs take from input on purpose. None of them compares, joins, nests or starts anything.
 */
function isValueList(text: string, tokens: readonly SqlToken[], first: number, last: number): boolean {
  let previous: 'operand' | 'number' | 'separator' = 'separator';
  for (let i = first; i <= last; i++) {
    const { kind, start, end } = tokens[i] as SqlToken;
    const written = text.slice(start, end).toLowerCase();
    if (kind === 'word' && sortWords.has(written) && previous === 'operand') continue;
    if (kind === 'word' && keywords.has(written) && !/^(?:null|true|false|default|asc|desc)$/.test(written)) return false;
    if (kind === 'word' || kind === 'number' || kind === 'string' || kind === 'quoted-identifier' || kind === 'parameter') {
      // Two operands in a row are prose or a name with an alias; a string among them is the remainder of a broken one.
      if (previous !== 'separator' && kind !== 'word' && kind !== 'number') return false;
      if (kind === 'string' && (tokens[i] as SqlToken).closed === false) return false;
      if (kind === 'word' && plainFunctions.has(written) && text[end] === '(') {
        const close = plainCallEnd(text, tokens, i, last);
        if (close < 0) return false;
        i = close;
      }
      previous = kind === 'number' ? 'number' : 'operand';
    } else if (kind === 'punctuation' && (written === ',' || written === '.')) previous = 'separator';
    else if (kind === 'operator' && written === '*' && previous === 'separator') previous = 'operand';
    else if (
      kind === 'operator' &&
      /^[-+*/%]$/.test(written) &&
      tokens[i + 1]?.kind === 'number' &&
      (previous === 'number' || (previous === 'separator' && /[-+]/.test(written)))
    )
      previous = 'separator';
    else if (kind === 'punctuation' && written === ';' && i === tokens.length - 1) continue;
    else return false;
  }
  return true;
}

/** The index of the bracket that closes `name(…)` when inside are names, numbers, `*` and commas only; -1 otherwise. */
function plainCallEnd(text: string, tokens: readonly SqlToken[], at: number, last: number): number {
  for (let i = at + 2; i <= last; i++) {
    const { kind, start, end } = tokens[i] as SqlToken;
    const written = text.slice(start, end).toLowerCase();
    if (written === ')') return i;
    const isPlain =
      kind === 'number' ||
      written === '*' ||
      written === ',' ||
      written === '.' ||
      (kind === 'word' && (!keywords.has(written) || written === 'distinct'));
    if (!isPlain) return -1;
  }
  return -1;
}

/**
 * A part from the inside of a long text (documents quote SQL too) must do more than look like the program's own text: bring content
 * before it leaves its string, and in the place of a value a comment, another statement, or a condition with a comparison.
 */
function isFragment(text: string, match: Match, tokens: readonly SqlToken[], first: number, last: number): boolean {
  if (ownsBeginning(text, match) || (!match.whole && beginsStatement(text, tokens, first))) return true;
  const [start, end] = match.span;
  const head = tokens[first] as SqlToken;
  if (isField(match)) return false;
  // ` AND active = true` is how the statement in a log ends, and the program's own as well.
  if (isAnchored(match))
    return (
      !match.whole &&
      head.start >= start &&
      match.valueSpan[0] > 0 &&
      /^(?:and|or)$/i.test(text.slice(head.start, head.end)) &&
      !expectsValue(text, tokens[first - 1])
    );
  if (isDelimited(head) && head.start < start) return !/[\p{L}\p{N}]/u.test(text.slice(start, Math.min(head.end - 1, end)));
  if (!expectsValue(text, tokens[first - 1]) && head.start >= start) return true;
  let strong = false;
  let compares = false;
  for (let i = first; i <= last; i++) {
    const { kind, start: tokenStart, end: tokenEnd } = tokens[i] as SqlToken;
    const written = text.slice(tokenStart, tokenEnd).toLowerCase();
    if (kind === 'comment' || written === ';' || written === 'union' || written === 'select') return i === first;
    if (kind === 'word' && strongWords.has(written)) strong = true;
    if (kind === 'operator' && /[=<>|~]/.test(written)) compares = true;
  }
  return !(strong && compares);
}

/** Whether nothing but comments stands before the token, or `EXPLAIN`: logs quote the statements that programs run. */
function beginsStatement(text: string, tokens: readonly SqlToken[], first: number): boolean {
  for (let i = first - 1; i >= 0; i--) {
    const { kind, start, end } = tokens[i] as SqlToken;
    if (kind !== 'comment' && !(kind === 'word' && /^(?:explain|analyze|verbose)$/i.test(text.slice(start, end)))) return false;
  }
  const head = tokens[first] as SqlToken;
  return head.kind === 'word' && statements.has(text.slice(head.start, head.end).toLowerCase());
}

/** Whether a value may follow the token: after an operator, an opening bracket, a comma or a keyword. */
function expectsValue(text: string, token: SqlToken | undefined): boolean {
  if (token === undefined) return false;
  const written = text.slice(token.start, token.end).toLowerCase();
  if (token.kind === 'operator') return true;
  if (token.kind === 'punctuation') return written === '(' || written === ',' || written === '[';
  return token.kind === 'word' && keywords.has(written) && !/^(?:null|true|false|end|asc|desc)$/.test(written);
}

function isDelimited({ kind }: SqlToken): boolean {
  return kind === 'string' || kind === 'quoted-identifier' || kind === 'comment';
}

/** Whether the last character of the token is what closes it; a line comment has none. */
function hasClosing(text: string, { kind, start, closed }: SqlToken): boolean {
  return closed && (kind !== 'comment' || text[start] === '/');
}

function nameOf({ kind }: SqlToken): string {
  return kind === 'quoted-identifier' ? 'quoted name' : kind;
}

/** Every string and comment is closed, and every bracket has its partner. */
function isWellFormed(rest: string, options: SqlOptions): boolean {
  const tokens = tokenizeSql(rest, options);
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const { start, kind, closed } = tokens[i] as SqlToken;
    if (!closed) return false;
    if (kind !== 'punctuation') continue;
    if (rest[start] === '(') depth++;
    else if (rest[start] === ')' && --depth < 0) return false;
  }
  return depth === 0;
}
