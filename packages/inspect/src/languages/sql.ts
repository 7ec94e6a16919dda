export type SqlTokenKind =
  | 'word' // keyword or identifier
  | 'number'
  | 'string'
  | 'quoted-identifier'
  | 'operator'
  | 'punctuation' // ( ) [ ] { } , ; .
  | 'comment'
  | 'parameter'; // $1 ? :name @name @@name

export interface SqlToken {
  readonly kind: SqlTokenKind;
  readonly start: number;
  readonly end: number;
  /** False for a string, quoted identifier or block comment that the text ends inside of. */
  readonly closed: boolean;
}

/** Where the dialects differ. The defaults read standard SQL with PostgreSQL's dollar quotes and MySQL's backquotes, which exclude nothing. */
export interface SqlOptions {
  /** A backslash escapes in every string (MySQL, MariaDB). `E'…'` has its escapes anyway. Default false. */
  readonly backslashEscapes?: boolean;
  /** `$tag$ … $tag$` is a string (PostgreSQL). Default true. */
  readonly dollarQuotes?: boolean;
  /** `#` starts a comment (MySQL, MariaDB). In PostgreSQL it is an operator. Default false. */
  readonly hashComments?: boolean;
  /** `"…"` is a string and no identifier (MySQL, MariaDB, SQLite's leniency). Default false. */
  readonly doubleQuotedStrings?: boolean;
  /** `/* /* *\/ *\/` nests (PostgreSQL, SQL Server). Default true. */
  readonly nestedComments?: boolean;
  /** The inside of `/*! … *\/` is executed (MySQL, MariaDB): it gets tokens of its own. Default true. */
  readonly executableComments?: boolean;
  /** `--` needs a blank after it to start a comment (MySQL, MariaDB). Default false. */
  readonly dashCommentsNeedBlank?: boolean;
}

/** How PostgreSQL reads, with `standard_conforming_strings` on (the default since 9.1). */
export const postgresSql: SqlOptions = { executableComments: false };
/** How MySQL and MariaDB read in their default `sql_mode`. */
export const mysqlSql: SqlOptions = {
  backslashEscapes: true,
  dollarQuotes: false,
  hashComments: true,
  doubleQuotedStrings: true,
  nestedComments: false,
  dashCommentsNeedBlank: true,
};

/**
 * The lexical elements of SQL (ISO/IEC 9075-2 §5.2, PostgreSQL 16 §4.1, MySQL 8.0 §9), without blanks. Tokens do not overlap.
 * Never throws; linear. A string or comment that is not closed runs to the end with `closed: false`.
 */
export function tokenizeSql(text: string, options: SqlOptions = {}): SqlToken[] {
  return new SqlLexer(text, options).read();
}

class SqlLexer {
  private readonly text: string;
  private readonly options: SqlOptions;
  private readonly tokens: SqlToken[] = [];
  private inExecutable = false;
  /** Dollar tags already looked for in vain: not found once, not found later either. */
  private readonly absentTags = new Set<string>();

  constructor(text: string, options: SqlOptions) {
    this.text = text;
    this.options = options;
  }

  read(): SqlToken[] {
    for (let at = 0; at < this.text.length; ) {
      const code = this.text.charCodeAt(at);
      at = isSpace(code) ? at + 1 : this.token(at, code);
    }
    return this.tokens;
  }

  private token(at: number, code: number): number {
    const { text, options } = this;
    const next = text.charCodeAt(at + 1); // NaN at the end, which equals nothing
    switch (code) {
      case quote:
        return this.string(at, at, quote, options.backslashEscapes === true, 'string');
      case doubleQuote:
        return this.string(
          at,
          at,
          code,
          options.doubleQuotedStrings === true && options.backslashEscapes === true,
          options.doubleQuotedStrings ? 'string' : 'quoted-identifier',
        );
      case backquote:
        return this.string(at, at, code, false, 'quoted-identifier');
      case dash:
        if (next === dash && (!options.dashCommentsNeedBlank || at + 2 >= text.length || isSpace(text.charCodeAt(at + 2))))
          return this.lineComment(at);
        break;
      case hash:
        if (options.hashComments) return this.lineComment(at);
        break;
      case slash:
        if (next === star) return this.blockComment(at);
        break;
      case star:
        if (this.inExecutable && next === slash) {
          this.inExecutable = false;
          return this.push('comment', at, at + 2);
        }
        break;
      case dollar: {
        if (isDigit(next)) return this.push('parameter', at, this.runEnd(at + 1, isDigit));
        const end = options.dollarQuotes === false ? -1 : this.dollarQuote(at);
        if (end > 0) return end;
        break;
      }
      case at_:
      case colon:
        if (code === at_ && next === at_) return this.push('parameter', at, this.runEnd(at + 2, isWord));
        if (isWordStart(next) && text.charCodeAt(at - 1) !== colon) return this.push('parameter', at, this.runEnd(at + 1, isWord));
        if (code === at_ && (next === quote || next === doubleQuote || next === backquote)) return this.push('parameter', at, at + 1);
        break;
    }
    if (isDigit(code) || (code === dot && isDigit(next))) return this.number(at);
    if (isWordStart(code)) return this.word(at);
    if ('()[]{},;.'.includes(text[at] as string)) return this.push('punctuation', at, at + 1);
    if (code === question) return this.push('parameter', at, at + 1);
    return this.operator(at);
  }

  private word(at: number): number {
    const { text } = this;
    const end = this.runEnd(at + 1, isWord);
    const following = text.charCodeAt(end);
    if (following === quote && end - at === 1) {
      const prefix = text[at] as string;
      // E'…' has escapes in PostgreSQL; N'…' B'…' X'…' are strings of a kind.
      if ('eEnNbBxX'.includes(prefix))
        return this.string(at, end, quote, this.options.backslashEscapes === true || prefix === 'e' || prefix === 'E', 'string');
    }
    return this.push('word', at, end);
  }

  private number(at: number): number {
    const { text } = this;
    const marker = text[at + 1];
    if (text[at] === '0' && (marker === 'x' || marker === 'X') && isHex(text.charCodeAt(at + 2)))
      return this.push('number', at, this.runEnd(at + 2, isHex));
    let end = this.runEnd(at, isDigit);
    if (text.charCodeAt(end) === dot) end = this.runEnd(end + 1, isDigit);
    if (text[end] === 'e' || text[end] === 'E') {
      const sign = text[end + 1] === '+' || text[end + 1] === '-' ? 2 : 1;
      if (isDigit(text.charCodeAt(end + sign))) end = this.runEnd(end + sign, isDigit);
    }
    return this.push('number', at, end);
  }

  private operator(at: number): number {
    const { text } = this;
    let end = at + 1;
    while (end < text.length && operatorCharacters.includes(text[end] as string) && operatorCharacters.includes(text[at] as string)) {
      // A comment may start inside a run of operator characters (PostgreSQL §4.1.3).
      const pair = text.slice(end, end + 2);
      if (pair === '--' || pair === '/*' || (text[end] === '#' && this.options.hashComments) || (pair === '*/' && this.inExecutable)) break;
      if (text[end] === '@' && (text[end + 1] === '@' || isWordStart(text.charCodeAt(end + 1)))) break;
      // A sign belongs to what follows it: `=-1` is `=` and `-1` in every dialect but for the multi-character operators.
      if (text[end] === '-' || text[end] === '+') {
        if (text[end - 1] !== '-' || text[end] !== '>') break;
      }
      end++;
    }
    return this.push('operator', at, end);
  }

  private string(start: number, open: number, close: number, hasEscapes: boolean, kind: SqlTokenKind): number {
    const { text } = this;
    for (let at = open + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === backslash && hasEscapes) at++;
      else if (code === close) {
        if (text.charCodeAt(at + 1) === close) at++;
        else return this.push(kind, start, at + 1);
      }
    }
    return this.push(kind, start, text.length, false);
  }

  private dollarQuote(at: number): number {
    const { text } = this;
    const tagEnd = isWordStart(text.charCodeAt(at + 1)) ? this.runEnd(at + 1, isTag) : at + 1;
    if (text.charCodeAt(tagEnd) !== dollar) return -1;
    const tag = text.slice(at, tagEnd + 1);
    const isAbsent = this.absentTags.has(tag) || this.absentTags.size >= absentTagLimit;
    const close = isAbsent ? -1 : text.indexOf(tag, tagEnd + 1);
    if (close < 0) {
      // Unclosed it would hide the rest of the text from us, so it is read as two operators; PostgreSQL refuses such a text.
      if (!isAbsent) this.absentTags.add(tag);
      return -1;
    }
    return this.push('string', at, close + tag.length);
  }

  private lineComment(at: number): number {
    let end = at + 2;
    while (end < this.text.length && this.text[end] !== '\n') end++;
    return this.push('comment', at, Math.min(end, this.text.length));
  }

  private blockComment(at: number): number {
    const { text, options } = this;
    if (options.executableComments !== false && text[at + 2] === '!') {
      this.inExecutable = true;
      return this.push('comment', at, this.runEnd(at + 3, isDigit));
    }
    let depth = 1;
    for (let i = at + 2; i < text.length - 1; i++) {
      if (text.charCodeAt(i) === star && text.charCodeAt(i + 1) === slash) {
        i++;
        if (--depth === 0) return this.push('comment', at, i + 1);
      } else if (options.nestedComments !== false && text.charCodeAt(i) === slash && text.charCodeAt(i + 1) === star) {
        i++;
        depth++;
      }
    }
    return this.push('comment', at, text.length, false);
  }

  private runEnd(from: number, belongs: (code: number) => boolean): number {
    let end = from;
    while (end < this.text.length && belongs(this.text.charCodeAt(end))) end++;
    return end;
  }

  private push(kind: SqlTokenKind, start: number, end: number, closed = true): number {
    this.tokens.push({ kind, start, end, closed });
    return end;
  }
}

// Each search for a tag that is not there runs to the end of the text: unbounded, `$a$ $b$ $c$ …` would cost quadratic time.
const absentTagLimit = 32;
const quote = 0x27;
const doubleQuote = 0x22;
const backquote = 0x60;
const backslash = 0x5c;
const dash = 0x2d;
const hash = 0x23;
const slash = 0x2f;
const star = 0x2a;
const dollar = 0x24;
const at_ = 0x40;
const colon = 0x3a;
const dot = 0x2e;
const question = 0x3f;
const operatorCharacters = '+-*/<>=~!@#%^&|:\\';

// Besides the blanks of the standard: MySQL and Oracle take NBSP and other controls for a blank, and attackers use them to split words.
function isSpace(code: number): boolean {
  return code <= 0x20 || code === 0xa0 || code === 0x3000 || code === 0xfeff || (code >= 0x2000 && code <= 0x200b);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isHex(code: number): boolean {
  return isDigit(code) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46);
}

function isWordStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || (code >= 0x80 && !isSpace(code));
}

function isWord(code: number): boolean {
  return isWordStart(code) || isDigit(code) || code === dollar;
}

function isTag(code: number): boolean {
  return isWordStart(code) || isDigit(code);
}
