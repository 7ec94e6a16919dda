import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { tokenizeSql } from '../languages/sql.ts';
import { readHead, readStatement } from '../sql-structure.ts';
import { SqlText } from '../sql-text.ts';
import { isWordUnit, type Marks, mark, readMarks } from '../text/marks.ts';
import { endOf } from '../text/sticky.ts';
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
    (((marks & mark.at) !== 0 || statementWord.mayOccur(text)) && necessary.test(text)) ||
    ((marks & mark.foreign) !== 0 && curlyQuote.test(text)) ||
    ((marks & (mark.foreign | mark.control)) !== 0 && text.length <= variantLength && otherBlank.test(text)) ||
    ((marks & mark.star) !== 0 && (marks & mark.slash) !== 0 && text.length <= variantLength && partedWord.test(text)),
  detect(text, marks) {
    const found = readText(text, marks);
    if (found?.confidence === 'high' || text.length > variantLength) return found;
    for (let i = 0; i < variants.length; i++) {
      const variant = variants[i] as Variant;
      if (!variant.occurs.test(text)) continue;
      const view = variant.rewrite(text);
      const sighting = view === text ? undefined : readText(view, readMarks(view));
      // Places in the rewritten text are none in the text, so all of it is shown.
      if (sighting !== undefined && (found === undefined || rank(sighting) > rank(found))) {
        const { confidence, reason } = sighting;
        return { span: view.length === text.length ? sighting.span : [0, text.length], confidence, reason: `${reason}, ${variant.reason}` };
      }
    }
    return found;
  },
});

/** Another reading that a layer before the database may make of the text. */
interface Variant {
  readonly occurs: RegExp;
  rewrite(text: string): string;
  readonly reason: string;
}

const variantLength = 512;
const curlyQuote = /[\u2018\u2019\u201c\u201d\u02b9\u02bc\u2032\u2033\uff07\uff02]/;
const otherBlank = /[\0\u0085\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]/;
const otherBlanks = new RegExp(otherBlank, 'g');
const partedWord = /\w\/\*[^*]{0,16}\*\/\w/;
const variants: readonly Variant[] = [
  {
    // Conversion into a single-byte character set makes plain quotes of them (best fit of Windows, CHARACTER SET of MySQL and SQL Server).
    occurs: curlyQuote,
    rewrite: (text) => text.replace(/[\u2018\u2019\u02b9\u02bc\u2032\uff07]/g, "'").replace(/[\u201c\u201d\u2033\uff02]/g, '"'),
    reason: 'once its quotes are made plain',
  },
  // SQL Server and others take every blank of Unicode for one, and NUL is often taken out or read as one.
  { occurs: otherBlank, rewrite: (text) => text.replace(otherBlanks, ' '), reason: 'with its blanks made plain' },
  // A filter that removes comments joins what they parted: `uni/**/on`.
  { occurs: partedWord, rewrite: (text) => text.replace(/\/\*[^*]{0,16}\*\//g, ''), reason: 'once its comments are removed' },
  // Fields of CSV double their quotes.
  { occurs: /""/, rewrite: (text) => text.replace(/"{2,4}/g, '"'), reason: 'once its doubled quotes are read as one' },
];

/** No clause that leaves a literal is longer before it shows what it is. */
const windowLength = 1024;
const windowLead = 256;
const glanceLength = 128;

function readSql(text: string, start: number, length: number): SqlText {
  return new SqlText(text, start, tokenizeSql(text.slice(start, start + length), union));
}

function readText(text: string, marks: Marks): Sighting | undefined {
  let best: Sighting | undefined;
  const places = placesIn(text, marks);
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as PlaceInQuery;
    // Most places are none after a few tokens; only a reading that came to the end of them, or found something, is done with more.
    let rest = readSql(text, place.start, glanceLength);
    let found = readHead(rest, place.quoted);
    if (text.length > place.start + glanceLength && (found !== undefined || rest.wasEndAsked)) {
      rest = readSql(text, place.start, windowLength);
      found = readHead(rest, place.quoted);
    }
    // A value that is a word begins a sentence: "Lunch; drop table tennis" is no query for want of anything but words.
    if (
      place.followsWord &&
      ((rest.hasOnlyWords(0) && !/^;\w/.test(text.slice(place.start, place.start + 2))) || '+-*/%^'.includes(rest.at(0)))
    )
      continue;
    if (found !== undefined && rest.isQuotedWord()) continue; // the "or" key
    if (found?.confidence === 'high' && place.followsWord && rest.hasOnlyWords(0)) found = { ...found, confidence: 'medium' };
    // Text about an attack quotes it within a sentence; an attack behind words ends the query's literal or the query.
    const isCertain = found?.confidence === 'high';
    if (found?.confidence === 'high' && !isCut(text.slice(-48)) && isTold(text, place, rest)) found = { ...found, confidence: 'medium' };
    if (place.isLate)
      found = found === undefined || !isCertain ? undefined : { ...found, confidence: found.confidence === 'high' ? 'medium' : 'low' };
    if (found !== undefined && (best === undefined || rank(found) > rank(best))) best = found;
    if (best?.confidence === 'high') return best;
  }
  const names = (marks & mark.at) !== 0 ? text.indexOf('@@') : -1;
  const word = statementWord.mayOccur(text) ? (statementWord.find(text)?.start ?? -1) : -1;
  // In a long text only around what only attacks and whole programs of SQL name; each further window begins behind the one before it.
  for (let at = word < 0 || (names >= 0 && names < word) ? names : word, windows = 0; at >= 0 && windows < 16; windows++) {
    const start = at < windowLead ? 0 : at - windowLead;
    const end = at + windowLength;
    const whole = readStatement(readSql(text, start, end - start), places.length > 0);
    if (whole !== undefined && (best === undefined || rank(whole) > rank(best))) best = whole;
    if (best?.confidence === 'high' || end >= text.length) break;
    at = statementWord.find(text, end)?.start ?? -1;
  }
  return best;
}

// One reading for all dialects: what is a comment or a string in any of them counts as one.
const union = { hashComments: true, doubleQuotedStrings: true, nestedComments: false } as const;

const signs = mark.quote | mark.doubleQuote | mark.backquote | mark.hash;
const necessary =
  /;|--|\/\*|\|\||&&|^[\s'"+]{0,8}-?[\w.%@]{0,64}[\s)]{0,64}(?:or|and|xor|union|having|order|group|limit|procedure|into|waitfor|as|where|like|rlike|regexp|between|in|if|div|mod|select|sleep|benchmark|exec|declare|[,+\-*/%^&|<>=])|^[\s)]{0,64}(?:or|and|xor|union|having|order|group|sleep|benchmark|waitfor|exec|declare|select|into|procedure|limit|as|like|rlike|regexp|where|between|in|if)\b/i;
// What only a whole statement or an attack names; see readStatement.
const statementWord = new WordScan(
  'master load copy backup benchmark pg_sleep sleep waitfor into union exec execute declare xp_ sp_ information_schema sysobjects syscolumns sysusers syscat sysibm pg_catalog pg_shadow all_tables utl_ dbms_ load_file extractvalue updatexml randomblob sqlite_master msysobjects pg_read_file current_setting',
  /(?:master\.\.?\w|load\s{1,8}data\s|backup\s{1,8}(?:database|log)\s|copy\s{1,8}[\w.]{1,64}\s{1,8}(?:from|to)\s|(?:benchmark|pg_sleep|sleep)\s{0,8}\(|waitfor\s|into\s{1,8}(?:out|dump)file|union[^\w]{1,8}(?:all|select|distinct)|exec(?:ute)?\s{1,8}(?:master|xp_|sp_|immediate)|declare\s{1,8}@|xp_[a-z]|sp_[a-z]|information_schema|sysobjects|syscolumns|sysusers|syscat|sysibm|pg_catalog|pg_shadow|all_tables|all_tab_columns|utl_http|utl_inaddr|dbms_|load_file|extractvalue|updatexml|randomblob|sqlite_master|msysobjects|pg_read_file|current_setting|current_database|load_extension)/iy,
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
  /** Program text or other quotes stand before it: a clause that is certain elsewhere is likely there, and no other counts. */
  readonly isLate?: boolean;
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
    if (at <= first) addQuoted(places, text, first, quote);
    if (quote !== '`') addLate(places, text, quote, first);
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
  while (start < 16 && (text.charCodeAt(start) <= 32 || text.charCodeAt(start) === 40)) start++;
  if (leadingWords.has(wordAt(text, start))) return 0;
  // `1union select`, `1e0or 1`: a keyword may follow a number without a blank.
  const number = endOf(firstNumber, text, 0);
  if (number > 0 && bareWords.has(wordAt(text, number))) return number;
  const end = endOf(firstValue, text, 0);
  if (end <= 0) return leadingSign.test(text) ? 0 : -1;
  switch (text.charCodeAt(end)) {
    case 59: // ;
      return script.has(wordAt(text, start)) ? -1 : end; // a script's own first statement
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
      if (text.startsWith('/*!', end)) return end;
      return endOf(arithmeticClause, text, end) >= 0 ? end : -1;
    default:
      if (text.startsWith('/*!', end)) return end;
      return bareWords.has(wordAt(text, end)) ? end : -1;
  }
}

/** The word at `at` in lower case; empty when there is none or it is longer than any of SQL's. */
function wordAt(text: string, at: number): string {
  let end = at;
  while (end < at + 12 && isWordUnit(text.charCodeAt(end))) end++;
  return end === at || isWordUnit(text.charCodeAt(end)) ? '' : text.slice(at, end).toLowerCase();
}

// `?id=1` too: the name of a parameter before a number.
const firstValue = /(?:[?&]\w{1,24}=(?=-?\d))?[\s"'+]{0,8}-?[\w.%@\u0080-\uffff]{0,64}[\s)]{0,64}/y;
const firstNumber = /\s{0,8}-?(?:0x[\da-f]{1,16}|\d{1,16}(?:\.\d{0,16})?(?:e[+-]?\d{1,4})?)/iy;
// A number, a constant of SQL, a variable, or nothing.
const constant = /^(?:[?&]\w{1,24}=)?[\s"'+]{0,8}-?(?:[\d.%]{0,64}|0x[\da-f]{1,32}|\d{1,16}e\d{1,4}|null|true|false|@.{0,64})[\s)]{0,64}$/i;
const quoteMarks = [mark.quote, mark.doubleQuote, mark.backquote] as const;
const quotes = ["'", '"', '`'] as const;
const leadingWords = new Set(
  'or and xor union having order group sleep benchmark waitfor exec execute declare select into procedure limit as like rlike regexp where between in if case pg_sleep randomblob extractvalue updatexml'.split(
    ' ',
  ),
);

function addPlace(places: PlaceInQuery[], text: string, quote: number): void {
  if (quote < 0 || !followsLiteral(text, quote + 1)) return;
  // A value stands before the quote, no program and no document; one of several lines needs more behind it.
  const before = text.slice(0, quote);
  if (quote > 64 && /[={};]/.test(before)) return;
  if (/[={};(]/.test(sinceQuote(before.slice(-64)))) return;
  if (before.includes('\n') && /\S\s{0,64}\n/.test(before) && !beginsClause(text, quote + 1)) return;
  // A backquote is Markdown's more often than an identifier's, so it is no evidence of its own.
  if (!isQuotedName(text, quote)) places.push({ start: quote + 1, quoted: text[quote] !== '`', followsWord: false });
}

/** Any quote, whatever stands before it, that a clause follows: an apostrophe or an equals sign in front of it must not hide it. */
function addLate(places: PlaceInQuery[], text: string, quote: string, first: number): void {
  let found = 0;
  for (let at = first; at >= 0 && found < mostLate; at = text.indexOf(quote, at + 1)) {
    if (!beginsClause(text, at + 1)) continue;
    places.push({ start: at + 1, quoted: true, followsWord: false, isLate: true });
    found++;
  }
}

/** Whether a sentence stands before the place, or goes on behind what is no literal's end. */
function isTold(text: string, place: PlaceInQuery, rest: SqlText): boolean {
  return (
    sentence.test(text.slice(Math.max(0, place.start - 256), place.start)) ||
    (!place.quoted && !rest.isExpression() && sentenceEnd.test(text.slice(-64)))
  );
}

const sentence = /(?:[A-Za-z]{1,16},?[ \n]){4}/;
const sentenceEnd = /[a-z] [a-z]{1,16} [a-z]{1,16}[.!]?$/;

const mostLate = 4;

/** Whether an attack's own clause follows: in programs and prose words such as "or" follow quotes too, so what they join is read as well. */
function beginsClause(text: string, from: number): boolean {
  let at = from;
  while (at < from + 16) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 41) at++;
    else break;
  }
  const code = text.charCodeAt(at);
  // What the pattern can begin with: most quotes of a program are told off here.
  if (code < 65 ? !lateSigns.includes(text.charAt(at)) : !lateInitials.includes(text.charAt(at))) return false;
  return endOf(lateClause, text, at) > 0 || (endOf(lateCondition, text, at) > 0 && isCut(text.slice(Math.max(at, text.length - 48))));
}

const lateSigns = ';&/-';
const lateInitials = 'oaxuhgOAXUHG|';
const lateClause =
  /(?:\/\*[^*]{0,16}\*\/)?(?:union[^\w'"]{1,8}(?:all|distinct|select)\b|having\s{1,4}\d|(?:order|group)\s{1,4}by\s{1,4}\d|;\s{0,8}(?:select|drop|insert|update|delete|exec|execute|declare|waitfor|shutdown|truncate|alter|create)\s|;?\s{0,4}--[\s'"]{0,8}$|;\s{0,4}#[\s'"]{0,8}$|(?:(?:or|and|xor)[\s(]{1,8}|(?:\|\||&&)[\s(]{0,8})(?:if\s{0,4}\(|exists\s{0,4}\(|not\s{1,4}exists)?[\s(]{0,8}(?:select\s|sleep\s{0,2}\(|pg_sleep|benchmark\s{0,2}\(|extractvalue|updatexml|utl_|dbms_))/iy;
const lateCondition =
  /(?:\/\*[^*]{0,16}\*\/)?(?:or|and|xor|\|\||&&)(?!\w)[\s(+!-]{0,8}(?:not\s{1,4})?(?:'[^'\n]{0,24}'?|"[^"\n]{0,24}"?|\d{1,9})[\s)]{0,8}(?:[=<>!]|like\b|is\b|in\b|between\b|--|#)/iy;
// A comment, or a literal that the query closes.
const cutEnd = /(?:--|#|\/\*|\0|%00)[\s'"]{0,8}$/;

function isCut(tail: string): boolean {
  return cutEnd.test(tail) || endsInLiteral(tail);
}

/** Whether the text ends inside of a literal that is compared: the query has the quote that closes it. */
function endsInLiteral(tail: string): boolean {
  const quote = Math.max(tail.lastIndexOf("'"), tail.lastIndexOf('"'));
  let at = quote - 1;
  while (at >= 0 && (tail.charCodeAt(at) === 32 || tail.charCodeAt(at) === 40)) at--;
  return quote > tail.length - 26 && at >= 0 && '=<>'.includes(tail.charAt(at));
}

/** `'hi' or 'x'='x'`: the value comes with its own quotes. */
function addQuoted(places: PlaceInQuery[], text: string, first: number, quote: string): void {
  if (!/^\s{0,8}$/.test(text.slice(0, Math.min(first, 9)))) return;
  const close = text.indexOf(quote, first + 1);
  if (close > first && close - first < 32 && /^\w{0,32}$/.test(text.slice(first + 1, close)) && endOf(constantClause, text, close + 1) > 0)
    places.push({ start: close + 1, quoted: false, followsWord: false });
}

const constantClause = /\s{0,8}(?:or|and|xor|\|\||&&)[\s(]{0,8}['"\d]/iy;

/** `'#react'`, `"--help"`: a name or option in quotation marks. */
function isQuotedName(text: string, quote: number): boolean {
  const end = endOf(nameOrOption, text, quote + 1);
  return end > 0 && text.charAt(end) === text.charAt(quote);
}

const nameOrOption = /(?:--|#)[A-Za-z][\w=:.-]{0,64}/y;

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
const script = new Set(['begin', 'commit', 'rollback', 'start', 'end', 'go']);
const leadingSign = /^\s{0,16}(?:[;,]|\/\*!|\|\||&&|[+*^%]\s{0,4}[(\w])/;

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
