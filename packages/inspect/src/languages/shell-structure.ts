import type { Span } from '@postern/core';
import type { ShellToken } from './shell.ts';

export interface ShellWord {
  /** The word after quote removal. Expansions stay as written, a substitution is shown as `$()`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether any part of it was quoted or escaped. */
  readonly quoted: boolean;
}

export interface ShellRedirection {
  readonly operator: string;
  readonly target: string;
  readonly start: number;
  readonly end: number;
}

/** A simple command (POSIX.1-2024, XCU 2.9.1). */
export interface ShellCommand {
  readonly start: number;
  readonly end: number;
  readonly span: Span;
  /** What made the shell start it: the empty string for the first of the text, else `;` `|` `&&` `\n` `$(` `` ` `` `(` `<(` … */
  readonly opener: string;
  readonly startsAfterOperator: boolean;
  /** The word in command position. */
  readonly word?: ShellWord;
  /** The command's word and its arguments. */
  readonly words: readonly ShellWord[];
  /** `NAME=value` before the command. */
  readonly assignments: readonly ShellWord[];
  readonly redirections: readonly ShellRedirection[];
  readonly depth: number;
}

interface OpenWord {
  text: string;
  readonly start: number;
  end: number;
  quoted: boolean;
}

interface OpenCommand {
  start: number;
  end: number;
  words: ShellWord[];
  assignments: ShellWord[];
  redirections: ShellRedirection[];
}

interface Level {
  opener: string;
  command: OpenCommand | undefined;
  word: OpenWord | undefined;
  redirection: { operator: string; start: number } | undefined;
}

// XCU 2.4: in command position these do not run anything themselves; the next word is in command position again.
const reserved = new Set(['!', '{', '}', 'if', 'then', 'elif', 'else', 'fi', 'do', 'done', 'while', 'until', 'time']);

/** Sorts the tokens of a shell text into its simple commands, in the order in which they begin to be read. */
export function groupCommands(text: string, tokens: readonly ShellToken[]): ShellCommand[] {
  const commands: ShellCommand[] = [];
  const levels: Level[] = [newLevel('')];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as ShellToken;
    const level = levels[levels.length - 1] as Level;
    switch (token.kind) {
      case 'blank':
        endWord(level);
        break;
      case 'newline':
        endCommand(level, commands, levels.length - 1);
        level.opener = '\n';
        break;
      case 'operator': {
        const operator = text.slice(token.start, token.end);
        endCommand(level, commands, levels.length - 1);
        if (operator === '(') levels.push(newLevel('('));
        else if (operator === ')' || operator === '') leave(levels, commands);
        else level.opener = operator;
        break;
      }
      case 'substitution':
        if (token.quote !== 'heredoc') append(level, token, '$()', false);
        levels.push(newLevel(text.slice(token.start, token.end)));
        break;
      case 'substitution-end':
        leave(levels, commands);
        extend(levels[levels.length - 1] as Level, token.end);
        break;
      case 'redirection':
        redirect(level, token, text);
        break;
      case 'comment':
      case 'heredoc':
        break;
      default:
        if (token.quote !== 'heredoc') appendToken(level, token, text);
    }
  }
  for (let depth = levels.length - 1; depth >= 0; depth--) endCommand(levels[depth] as Level, commands, depth);
  return commands.sort((a, b) => a.start - b.start);
}

function appendToken(level: Level, token: ShellToken, text: string): void {
  const { kind, start, end, quote } = token;
  if (kind === 'text') append(level, token, text.slice(start, end), quote !== 'none');
  else if (kind === 'escape') append(level, token, text[start + 1] === '\n' ? '' : text.slice(start + 1, end), true);
  else if (kind === 'single-quoted') append(level, token, singleQuotedBody(text, token), true);
  else if (kind === 'double-quote') append(level, token, '', true);
  else if (kind === 'expansion' || kind === 'expansion-end') {
    const name = text.slice(start, end);
    // Unquoted, the field separator expands to a blank: `cat$IFS/etc/passwd` is two words (XCU 2.6.5).
    if (quote === 'none' && /^\$(?:IFS|\{IFS\})$/.test(name)) endWord(level);
    // Positional parameters are empty in `sh -c text`; attackers put them into words to break them up for readers.
    else append(level, token, /^\$[1-9@*]$/.test(name) ? '' : name, false);
  }
}

function append(level: Level, token: ShellToken, piece: string, quoted: boolean): void {
  level.command ??= { start: token.start, end: token.end, words: [], assignments: [], redirections: [] };
  level.word ??= { text: '', start: token.start, end: token.end, quoted: false };
  level.word.text += piece;
  level.word.end = token.end;
  level.word.quoted ||= quoted;
  level.command.end = token.end;
}

function extend(level: Level, end: number): void {
  if (level.word) level.word.end = end;
  if (level.command) level.command.end = end;
}

function redirect(level: Level, token: ShellToken, text: string): void {
  // `2>` : digits that touch the redirection are a descriptor and no argument.
  if (level.word && level.word.end === token.start && !level.word.quoted && /^[0-9]{1,9}$/.test(level.word.text)) level.word = undefined;
  endWord(level);
  level.command ??= { start: token.start, end: token.end, words: [], assignments: [], redirections: [] };
  level.command.end = token.end;
  level.redirection = { operator: text.slice(token.start, token.end), start: token.start };
}

function endWord(level: Level): void {
  const { word, command, redirection } = level;
  level.word = undefined;
  if (word === undefined || command === undefined) return;
  if (redirection) {
    command.redirections.push({ operator: redirection.operator, target: word.text, start: redirection.start, end: word.end });
    level.redirection = undefined;
  } else if (command.words.length === 0 && !word.quoted && reserved.has(word.text)) return;
  else if (command.words.length === 0 && /^[A-Za-z_][A-Za-z0-9_]{0,200}\+?=/.test(word.text)) command.assignments.push(word);
  else if (command.words.length === 0 && !word.quoted && isBraceList(word.text)) {
    // bash expands `{curl,-d,x}` to three words.
    const parts = word.text.slice(1, -1).split(',');
    for (let i = 0; i < parts.length; i++) command.words.push({ ...word, text: parts[i] as string });
  } else command.words.push(word);
}

function endCommand(level: Level, commands: ShellCommand[], depth: number): void {
  endWord(level);
  const { command, redirection } = level;
  if (command && redirection) command.redirections.push({ ...redirection, target: '', end: command.end });
  level.command = undefined;
  level.redirection = undefined;
  if (command === undefined) return;
  const { start, end, words, assignments, redirections } = command;
  if (words.length + assignments.length + redirections.length === 0) return;
  const first = words[0];
  commands.push({
    start,
    end,
    span: [start, end],
    opener: level.opener,
    startsAfterOperator: level.opener !== '',
    ...(first ? { word: first } : {}),
    words,
    assignments,
    redirections,
    depth,
  });
}

function leave(levels: Level[], commands: ShellCommand[]): void {
  endCommand(levels[levels.length - 1] as Level, commands, levels.length - 1);
  // A stray `)` closes nothing of this text, but it closes what the text is put into: what follows is a command there.
  if (levels.length > 1) levels.pop();
  else levels[0] = newLevel(')');
}

function newLevel(opener: string): Level {
  return { opener, command: undefined, word: undefined, redirection: undefined };
}

function singleQuotedBody(text: string, token: ShellToken): string {
  const isAnsi = text[token.start] === '$';
  const body = text.slice(token.start + (isAnsi ? 2 : 1), token.closed ? token.end - 1 : token.end);
  return isAnsi ? decodeAnsi(body) : body;
}

/** The escapes of `$'…'`, as far as they hide letters: `\x63`, `\143`, `\u0063`. */
function decodeAnsi(body: string): string {
  return body.replace(/\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|([0-7]{1,3})|(.))/g, (_, hex, unicode, octal, other) => {
    if (hex ?? unicode) return String.fromCharCode(Number.parseInt(hex ?? unicode, 16));
    if (octal) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    return other === 'n' ? '\n' : other === 't' ? '\t' : other;
  });
}

function isBraceList(text: string): boolean {
  return text.length > 3 && text[0] === '{' && text[text.length - 1] === '}' && text.includes(',');
}
