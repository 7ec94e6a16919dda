import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { tokenizeSql } from '../languages/sql.ts';
import { readHead, readStatement } from '../sql-structure.ts';
import { SqlText } from '../sql-text.ts';
import { isWordUnit, type Marks, mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * Text that leaves its place in a query: behind a quote that closes the literal it is put into, or behind a number, an operator, a list, a
 * comment or a statement of its own follows. Each place is read by the tokens that follow it, so that `O'Brien` and `drop me a line; I'll` pass.
 */
export const sqlInjection: Detector = defineDetector({
  id: 'sql-injection',
  title: 'SQL that leaves its literal',
  class: 'sqli',
  severity: 'critical',
  // Leaving a literal takes a quote; leaving a number takes an operator word, a comment or a second statement. No other way is known to the grammar.
  canOccur: (text, marks) =>
    (marks & signs) !== 0 ||
    headPlace(text) >= 0 ||
    (((marks & mark.at) !== 0 || statementWord.mayOccur(text, marks)) && necessary.test(text)),
  detect(text, marks) {
    let best: Sighting | undefined;
    for (const place of placesIn(text, marks)) {
      const rest = new SqlText(text, place.start, tokenizeSql(text.slice(place.start), union));
      let found = readHead(rest, place.quoted);
      // A value that is a word begins a sentence: "Lunch; drop table tennis" is no query for want of anything but words.
      if (place.followsWord && rest.hasOnlyWords(0)) continue;
      if (found?.confidence === 'high' && rest.isQuotedWord()) found = { ...found, confidence: 'medium' };
      if (found !== undefined && (best === undefined || rank(found) > rank(best))) best = found;
      if (best?.confidence === 'high') return best;
    }
    const whole =
      ((marks & mark.at) !== 0 && text.includes('@@')) || statementWord.has(text, marks)
        ? readStatement(new SqlText(text, 0, tokenizeSql(text, union)))
        : undefined;
    return whole !== undefined && (best === undefined || rank(whole) > rank(best)) ? whole : best;
  },
});

// One reading for all dialects: what is a comment or a string in any of them counts as one.
const union = { hashComments: true, doubleQuotedStrings: true, nestedComments: false } as const;

const signs = mark.quote | mark.doubleQuote | mark.backquote | mark.hash;
const necessary =
  /;|--|\/\*|\|\||&&|^[\s'"+]{0,8}-?[\w.%@]{0,64}[\s)]{0,64}(?:or|and|xor|union|having|order|group|limit|procedure|into|waitfor|as|where|like|rlike|regexp|between|in|if|div|mod|select|sleep|benchmark|exec|declare|[,+\-*/%^&|<>=])|^[\s)]{0,64}(?:or|and|xor|union|having|order|group|sleep|benchmark|waitfor|exec|declare|select|into|procedure|limit|as|like|rlike|regexp|where|between|in|if)\b/i;
// What only a whole statement or an attack names; see readStatement.
const statementWord = new WordScan(
  'benchmark pg_sleep sleep waitfor into union exec execute declare xp_ sp_ information_schema sysobjects syscolumns sysusers syscat sysibm pg_catalog pg_shadow all_tables utl_ dbms_ load_file extractvalue updatexml randomblob sqlite_master msysobjects pg_read_file current_setting',
  /(?:(?:benchmark|pg_sleep|sleep)\s{0,8}\(|waitfor\s|into\s{1,8}(?:out|dump)file|union[^\w]{1,8}(?:all|select|distinct)|exec(?:ute)?\s{1,8}(?:master|xp_|sp_|immediate)|declare\s{1,8}@|xp_[a-z]|sp_[a-z]|information_schema|sysobjects|syscolumns|sysusers|syscat|sysibm|pg_catalog|pg_shadow|all_tables|all_tab_columns|utl_http|utl_inaddr|dbms_|load_file|extractvalue|updatexml|randomblob|sqlite_master|msysobjects|pg_read_file|current_setting|current_database|load_extension)/iy,
);

function rank(sighting: Sighting): number {
  return sighting.confidence === 'high' ? 3 : sighting.confidence === 'medium' ? 2 : 1;
}

interface PlaceInQuery {
  readonly start: number;
  /** Whether a quote was left, so that what follows stands outside of any literal of the query. */
  readonly quoted: boolean;
  /** Without a quote: the value before it is no number and not empty. Such a place is rarely a query's, since a bare word is a column there. */
  readonly followsWord: boolean;
}

/** Where the text may leave its literal: behind the first quote of each kind, doubled and escaped ones also passed over, and at its start. */
function placesIn(text: string, marks: Marks): readonly PlaceInQuery[] {
  const places: PlaceInQuery[] = [];
  for (let i = 0; i < quotes.length; i++) {
    if ((marks & (quoteMarks[i] as Marks)) === 0) continue;
    const quote = quotes[i] as string;
    const first = text.indexOf(quote);
    addPlace(places, text, first);
    let at = first;
    while (at >= 0 && (text[at + 1] === quote || text[at - 1] === '\\')) at = text.indexOf(quote, text[at - 1] === '\\' ? at + 1 : at + 2);
    if (at > first) addPlace(places, text, at);
  }
  const head = headPlace(text);
  if (head >= 0) places.push({ start: head, quoted: false, followsWord: head > 0 && !constant.test(text.slice(0, head)) });
  return places;
}

/**
 * Where a clause may begin without a quote: at the start, or behind a first value. -1 when neither has the form of one. Words are looked up rather
 * than tried one after another, and the patterns are left for the signs that only code has.
 */
function headPlace(text: string): number {
  let start = 0;
  while (start < 16 && text.charCodeAt(start) <= 32) start++;
  if (leadingWords.has(wordAt(text, start))) return 0;
  const end = endOf(firstValue, text, 0);
  if (end <= 0) return leadingSign.test(text) ? 0 : -1;
  switch (text.charCodeAt(end)) {
    case 59: // ;
      return end;
    case 44: // ,
      return endOf(listClause, text, end) >= 0 ? end : -1;
    case 38: // &
    case 124: // |
      return text.charCodeAt(end + 1) === text.charCodeAt(end) ? end : -1;
    case 43: // +
    case 45: // -
    case 42: // *
    case 47: // /
    case 94: // ^
    case 37: // %
      return endOf(arithmeticClause, text, end) >= 0 ? end : -1;
    default:
      return bareWords.has(wordAt(text, end)) ? end : -1;
  }
}

/** The word at `at` in lower case; empty when there is none or it is longer than any of SQL's. */
function wordAt(text: string, at: number): string {
  let end = at;
  while (end < at + 12 && isWordUnit(text.charCodeAt(end))) end++;
  return end === at || isWordUnit(text.charCodeAt(end)) ? '' : text.slice(at, end).toLowerCase();
}

/** The end of what a sticky pattern finds at `at`; -1 when it does not. Allocates nothing. */
function endOf(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : -1;
}

const firstValue = /[\s"'+]{0,8}-?[\w.%@]{0,64}[\s)]{0,64}/y;
// A number, a constant of SQL, a variable, or nothing.
const constant = /^[\s"'+]{0,8}-?(?:[\d.%]{0,64}|0x[\da-f]{1,32}|\d{1,16}e\d{1,4}|null|true|false|@.{0,64})[\s)]{0,64}$/i;
const quoteMarks = [mark.quote, mark.doubleQuote, mark.backquote] as const;
const quotes = ["'", '"', '`'] as const;
const leadingWords = new Set(
  'or and xor union having order group sleep benchmark waitfor exec declare select into procedure limit as like rlike regexp where between in if'.split(
    ' ',
  ),
);

function addPlace(places: PlaceInQuery[], text: string, quote: number): void {
  // A value stands before the quote, no program and no document.
  if (quote > 64 && /[={};\n]/.test(text.slice(0, quote))) return;
  if (/[={};\n(]/.test(sinceQuote(text.slice(Math.max(0, quote - 64), quote)))) return;
  // A backquote is Markdown's more often than an identifier's, so it is no evidence of its own.
  if (followsLiteral(text, quote + 1)) places.push({ start: quote + 1, quoted: text[quote] !== '`', followsWord: false });
}

function sinceQuote(before: string): string {
  return before.slice(Math.max(before.lastIndexOf("'"), before.lastIndexOf('"'), before.lastIndexOf('`')) + 1);
}

const clauseSigns = '|&;,+-*/<>=!^%#';
const clauseWords = new Set(
  'or and xor not union having order group like rlike regexp between in is as into limit procedure where div mod collate sounds waitfor if with return when else end then exec execute select insert update delete drop grant create declare'.split(
    ' ',
  ),
);

// Behind a bare value the words of prose follow too, so fewer count here: `1 or 1=1`, `5; drop …`, `1) and …`, `1||pg_sleep(5)`, `1-sleep(5)`.
// A list and an expression count when a query, a call or a literal is in them (see readList and readArithmetic), so `text/html` and "Hello, Tom" do not.
const bareWords = new Set(
  'or and xor union having order group limit procedure into waitfor where like rlike regexp between in is as'.split(' '),
);
const listClause = /,[\s(+-]{0,16}(?:select\b|if\b|null\b|true\b|false\b|[\d'"$:@?]|\/\*|--|#|[a-z_][\w$]{0,63}[\s.]{0,8}[.(/#-])/iy;
const arithmeticClause =
  /[+*/^%-][\s(+~!-]{0,16}(?:select\b|[a-z_][\w$]{0,63}[\s.]{0,8}[.(/#-]|[\d.]{1,32}[\s)]{0,8}(?:[|&/#-]|(?:or|and|xor|div|mod|union)\b)|['"]|\/\*|--|#)/iy;
const leadingSign = /^\s{0,16}(?:[;,]|\|\||&&|[+*^%]\s{0,4}[(\w])/;

/** What can follow a closed literal in SQL: an operator, a list, a bracket, a comment, a word that begins a clause, or the end. */
function followsLiteral(text: string, start: number): boolean {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 0xa0 || code === 34 || code === 39 || code === 96 || code === 41 || code === 37) at++;
    else if (code === 47 && text.charCodeAt(at + 1) === 42) {
      // Executable comments (`/*! … */`) hold the clause itself.
      if (text.charCodeAt(at + 2) === 33) return true;
      const end = text.indexOf('*/', at + 2);
      if (end < 0) return true;
      at = end + 2;
    } else return clauseSigns.includes(text.charAt(at)) || clauseWords.has(wordAt(text, at));
  }
  return true;
}
