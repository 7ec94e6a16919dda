import { asciiTable } from '../text/characters.ts';
import { groupCommands, type ShellCommand } from './shell-structure.ts';

export type ShellTokenKind =
  | 'text' // characters that stand for themselves, in or out of double quotes
  | 'escape' // a backslash and what it takes away the meaning of
  | 'single-quoted' // '…' or bash's $'…', quotes included
  | 'double-quote' // the quote character alone; what is inside has tokens of its own
  | 'blank'
  | 'newline'
  | 'operator' // ; ;; & && | || |& ( )
  | 'redirection'
  | 'comment'
  | 'expansion' // $name ${name} or the opening ${ of a longer one
  | 'expansion-end'
  | 'substitution' // the opening $( ` <( >(
  | 'substitution-end'
  | 'heredoc'; // a here-document whose quoted delimiter makes its body plain text

export interface ShellToken {
  readonly kind: ShellTokenKind;
  readonly start: number;
  readonly end: number;
  /** What encloses the token: double quotes and here-documents leave only expansions and substitutions alive. */
  readonly quote: 'none' | 'double' | 'heredoc';
  /** How many substitutions and subshells are open around it. */
  readonly depth: number;
  /** False for a quote, a substitution or a here-document that the text ends inside of. */
  readonly closed: boolean;
}

export interface ShellReading {
  readonly tokens: readonly ShellToken[];
  readonly commands: readonly ShellCommand[];
}

interface Frame {
  readonly kind: 'command' | 'substitution' | 'subshell' | 'backquote' | 'double' | 'parameter' | 'heredoc';
  /** Where the frame ends at the latest: a here-document's or a backquote's end is found before its inside is read. */
  readonly end: number;
  readonly quote: ShellToken['quote'];
  readonly arithmetic: boolean;
}

interface Heredoc {
  readonly delimiter: string;
  readonly plain: boolean;
  readonly stripsTabs: boolean;
}

// Each nesting may search for its delimiter to the end of the text; without a bound that is quadratic on hostile input.
const heredocNesting = 4;

const special = /* @__PURE__ */ asciiTable(' \t\n\'"\\$`;&|()<>');
const specialQuoted = /* @__PURE__ */ asciiTable('"\\$`');

/**
 * Reads text as a POSIX shell would (POSIX.1-2024, XCU 2.2–2.10), with the common extensions of bash: `$'…'`, `<(…)`, `|&`, `&>`, `<<<`.
 * Tokens lie one after another and do not overlap. Never throws; a quote that is not closed runs to the end with `closed: false`.
 */
export function tokenizeShell(text: string): ShellReading {
  const tokens = new ShellLexer(text).read();
  return { tokens, commands: groupCommands(text, tokens) };
}

/** The command that a text begins with, read no further than it goes. */
export function firstCommand(text: string): ShellCommand | undefined {
  return groupCommands(text, new ShellLexer(text).read(true))[0];
}

class ShellLexer {
  private readonly text: string;
  private readonly tokens: ShellToken[] = [];
  private readonly frames: Frame[] = [];
  private readonly heredocs: Heredoc[] = [];
  private at = 0;
  private depth = 0;
  private heredocDepth = 0;
  private atWordStart = true;

  constructor(text: string) {
    this.text = text;
    this.frames.push({ kind: 'command', end: text.length, quote: 'none', arithmetic: false });
  }

  read(onlyFirst = false): ShellToken[] {
    while (this.frames.length > 0) {
      if (onlyFirst && this.hasEndedCommand()) break;
      const frame = this.top();
      if (this.at >= frame.end) this.leave(false);
      else if (frame.kind === 'double' || frame.kind === 'heredoc') this.readQuoted(frame);
      else if (frame.kind === 'parameter') this.readParameter(frame);
      else this.readCommand(frame);
    }
    return this.tokens;
  }

  private hasEndedCommand(): boolean {
    const { length } = this.tokens;
    const last = this.tokens[length - 1];
    return length > 1 && last !== undefined && last.depth === 0 && (last.kind === 'operator' || last.kind === 'newline');
  }

  private readCommand(frame: Frame): number {
    const { text, at } = this;
    const character = text[at] as string;
    switch (character) {
      case ' ':
      case '\t':
        return this.push('blank', this.runEnd(at, frame.end, isBlank));
      case '\n':
        this.push('newline', at + 1);
        return this.startHeredocs(frame);
      case '#':
        if (this.atWordStart) return this.push('comment', before(text, '\n', at, frame.end));
        break;
      case "'":
        return this.singleQuoted(at + 1, frame.end, false);
      case '"':
        this.push('double-quote', at + 1);
        return this.enter('double', frame.end, 'double');
      case '\\':
        return this.push('escape', Math.min(at + 2, frame.end));
      case '$':
        return this.dollar(frame);
      case '`':
        return this.backquote(frame);
      case ';':
      case '|':
      case '&':
        return this.operator(frame);
      case '(': {
        const previous = this.tokens[this.tokens.length - 1];
        const isArithmetic = previous !== undefined && previous.end === at && text[at - 1] === '(';
        this.push('operator', at + 1);
        return this.enter('subshell', frame.end, 'none', isArithmetic);
      }
      case ')':
        if (frame.kind === 'substitution' || frame.kind === 'subshell') return this.leave(true, 1);
        return this.push('operator', at + 1);
      case '<':
      case '>':
        return this.redirection(frame);
    }
    return this.push('text', this.textEnd(at + 1, frame.end, special, ''));
  }

  private readQuoted(frame: Frame): number {
    const { text, at } = this;
    const character = text[at] as string;
    if (character === '"' && frame.kind === 'double') return this.leave(true, 1);
    if (character === '\\' && at + 1 < frame.end && '$`"\\\n'.includes(text[at + 1] as string)) return this.push('escape', at + 2);
    if (character === '$') return this.dollar(frame);
    if (character === '`') return this.backquote(frame);
    return this.push('text', this.textEnd(at + 1, frame.end, specialQuoted, ''));
  }

  /** The inside of a longer `${…}`: words with quotes and expansions, no operators (XCU 2.6.2). */
  private readParameter(frame: Frame): number {
    const { text, at } = this;
    const character = text[at] as string;
    if (character === '}') return this.leave(true, 1);
    if (character === '"') {
      this.push('double-quote', at + 1);
      return this.enter('double', frame.end, 'double');
    }
    if (character === "'" && frame.quote === 'none') return this.singleQuoted(at + 1, frame.end, false);
    if (character === '\\') return this.push('escape', Math.min(at + 2, frame.end));
    if (character === '$') return this.dollar(frame);
    if (character === '`') return this.backquote(frame);
    return this.push('text', this.textEnd(at + 1, frame.end, special, '}'));
  }

  private dollar(frame: Frame): number {
    const { text, at } = this;
    const next = at + 1 < frame.end ? (text[at + 1] as string) : '';
    if (next === '(') {
      this.push('substitution', at + 2);
      return this.enter('substitution', frame.end, 'none', text[at + 2] === '(');
    }
    if (next === '{') {
      const nameEnd = this.runEnd(at + 2, frame.end, isNameCharacter);
      if (nameEnd > at + 2 && nameEnd < frame.end && text[nameEnd] === '}') return this.push('expansion', nameEnd + 1);
      this.push('expansion', at + 2);
      return this.enter('parameter', frame.end, frame.quote);
    }
    if (frame.quote === 'none' && next === "'") return this.singleQuoted(at + 2, frame.end, true);
    if (frame.quote === 'none' && next === '"') {
      this.push('double-quote', at + 2);
      return this.enter('double', frame.end, 'double');
    }
    if (next !== '' && '@*#?-$!0123456789'.includes(next)) return this.push('expansion', at + 2);
    if (next !== '' && isNameCharacter(text.charCodeAt(at + 1)))
      return this.push('expansion', this.runEnd(at + 1, frame.end, isNameCharacter));
    return this.push('text', at + 1);
  }

  /** A shell looks for the closing backquote first and reads the inside afterwards, quotes or not (XCU 2.6.3). */
  private backquote(frame: Frame): number {
    let close = this.at + 1;
    while (close < frame.end && this.text[close] !== '`') close += this.text[close] === '\\' ? 2 : 1;
    this.push('substitution', this.at + 1);
    return this.enter('backquote', Math.min(close, frame.end), 'none');
  }

  private operator(frame: Frame): number {
    const { text, at } = this;
    const first = text[at] as string;
    const second = at + 1 < frame.end ? (text[at + 1] as string) : '';
    if (first === '&' && second === '>') return this.push('redirection', at + (text[at + 2] === '>' && at + 2 < frame.end ? 3 : 2));
    const isDouble = second === first || (first === '|' && second === '&');
    return this.push('operator', at + (isDouble ? 2 : 1));
  }

  private redirection(frame: Frame): number {
    const { text, at } = this;
    const second = at + 1 < frame.end ? text[at + 1] : '';
    if (second === '(') {
      this.push('substitution', at + 2);
      return this.enter('substitution', frame.end, 'none');
    }
    if (text[at] === '<' && second === '<' && text[at + 2] === '<' && at + 2 < frame.end) return this.push('redirection', at + 3);
    // In arithmetic << is a shift. Taken for a here-document it would hide the next lines, which the shell runs.
    if (text[at] === '<' && second === '<' && !frame.arithmetic) return this.heredoc(frame);
    const isLong = second === '>' || second === '&' || (second === '|' && text[at] === '>') || (second === '<' && text[at] === '<');
    return this.push('redirection', at + (isLong ? 2 : 1));
  }

  private heredoc(frame: Frame): number {
    const { text } = this;
    const stripsTabs = text[this.at + 2] === '-' && this.at + 2 < frame.end;
    this.push('redirection', this.at + (stripsTabs ? 3 : 2));
    if (this.heredocDepth >= heredocNesting) return this.at;
    let start = this.at;
    while (start < frame.end && isBlank(text.charCodeAt(start))) start++;
    let delimiter = '';
    let plain = false;
    let end = start;
    for (let quote = ''; end < frame.end; end++) {
      const character = text[end] as string;
      if (quote === '' && (character === '"' || character === "'")) {
        quote = character;
        plain = true;
      } else if (character === quote) quote = '';
      else if (quote === '' && character === '\\') plain = true;
      else if (character === '\n' || (quote === '' && (special[character.charCodeAt(0)] ?? 0) === 1)) break;
      else delimiter += character;
    }
    if (end > start) this.heredocs.push({ delimiter, plain, stripsTabs });
    return this.at;
  }

  private startHeredocs(frame: Frame): number {
    // The frames are entered last first, so that the bodies are read in order.
    const bodies: { start: number; end: number; plain: boolean }[] = [];
    let start = this.at;
    for (let i = 0; i < this.heredocs.length && start < frame.end; i++) {
      const { delimiter, plain, stripsTabs } = this.heredocs[i] as Heredoc;
      const end = bodyEnd(this.text, start, frame.end, delimiter, stripsTabs);
      bodies.push({ start, end, plain });
      start = Math.min(before(this.text, '\n', end, frame.end) + 1, frame.end);
    }
    this.heredocs.length = 0;
    if (bodies.length === 0) return this.at;
    const first = bodies[0] as { start: number; end: number; plain: boolean };
    // Several here-documents on one line are rare: the first is read as it stands, the others as text that may hold substitutions.
    const last = bodies[bodies.length - 1] as { end: number };
    if (first.plain && bodies.length === 1) {
      if (first.end > this.at) this.push('heredoc', first.end);
    } else if (last.end > this.at) {
      this.heredocDepth++;
      this.enter('heredoc', last.end, 'heredoc');
      return this.at;
    }
    return this.skipDelimiter(frame.end);
  }

  /** The line with the delimiter ends a here-document and is no command. */
  private skipDelimiter(limit: number): number {
    const end = before(this.text, '\n', this.at, limit);
    if (end > this.at) this.push('heredoc', end);
    return this.at;
  }

  private singleQuoted(bodyStart: number, limit: number, hasEscapes: boolean): number {
    let close = bodyStart;
    if (hasEscapes) while (close < limit && this.text[close] !== "'") close += this.text[close] === '\\' ? 2 : 1;
    else close = before(this.text, "'", bodyStart, limit);
    return this.push('single-quoted', Math.min(close + 1, limit), close < limit);
  }

  private enter(kind: Frame['kind'], end: number, quote: ShellToken['quote'], arithmetic = false): number {
    this.frames.push({ kind, end, quote, arithmetic });
    if (kind === 'substitution' || kind === 'subshell' || kind === 'backquote') this.depth++;
    this.atWordStart = kind !== 'double' && kind !== 'parameter';
    return this.at;
  }

  /** Ends the innermost frame, `length` units being what closes it; forced at the frame's end when `closed` is false. */
  private leave(closed: boolean, length = 0): number {
    const { kind, end } = this.frames.pop() as Frame;
    if (kind === 'substitution' || kind === 'subshell' || kind === 'backquote') this.depth--;
    if (kind === 'command') return this.at;
    if (kind === 'heredoc') {
      this.heredocDepth--;
      return this.skipDelimiter(this.top().end);
    }
    if (kind === 'backquote') {
      const isClosed = end < this.top().end;
      return this.push('substitution-end', isClosed ? end + 1 : end, isClosed);
    }
    const closing =
      kind === 'double' ? 'double-quote' : kind === 'parameter' ? 'expansion-end' : kind === 'subshell' ? 'operator' : 'substitution-end';
    this.push(closing, this.at + length, closed);
    this.atWordStart = false;
    return this.at;
  }

  private push(kind: ShellTokenKind, end: number, closed = true): number {
    this.tokens.push({ kind, start: this.at, end, quote: this.frames[this.frames.length - 1]?.quote ?? 'none', depth: this.depth, closed });
    this.at = end;
    this.atWordStart = kind === 'blank' || kind === 'newline' || kind === 'operator' || kind === 'redirection';
    return this.at;
  }

  private textEnd(from: number, limit: number, stops: Uint8Array, stop: string): number {
    let end = from;
    while (end < limit) {
      const code = this.text.charCodeAt(end);
      if (code < 128 && stops[code] === 1) break;
      if (stop !== '' && this.text[end] === stop) break;
      end++;
    }
    return end;
  }

  private runEnd(from: number, limit: number, belongs: (code: number) => boolean): number {
    let end = from;
    while (end < limit && belongs(this.text.charCodeAt(end))) end++;
    return end;
  }

  private top(): Frame {
    return this.frames[this.frames.length - 1] as Frame;
  }
}

function bodyEnd(text: string, start: number, limit: number, delimiter: string, stripsTabs: boolean): number {
  for (let line = start; line < limit; ) {
    const end = before(text, '\n', line, limit);
    let from = line;
    if (stripsTabs) while (from < end && text[from] === '\t') from++;
    if (end - from === delimiter.length && text.startsWith(delimiter, from)) return line;
    line = end + 1;
  }
  return limit;
}

/** The index of `character` at or after `from`, `limit` when there is none before it. */
function before(text: string, character: string, from: number, limit: number): number {
  // A bounded scan: indexOf would run to the end of the text again and again for frames that end earlier.
  const code = character.charCodeAt(0);
  let at = from;
  while (at < limit && text.charCodeAt(at) !== code) at++;
  return at;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function isNameCharacter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}
