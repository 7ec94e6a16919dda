import type { Span } from '@postern/core';
import { type ShellCommand, type ShellReading, type ShellToken, type ShellWord, tokenizeShell } from '@postern/inspect';
import { isAnchored, isInsertion, isPlausibleCut, ownsBeginning, withoutForeignQuotes } from './insertion.ts';
import type { Match, StructureChange } from './source.ts';

interface Change {
  readonly span: Span;
  readonly reason: string;
}

/** A stretch that opens and closes: `"…"`, `'…'`, `$(…)`, `${…}`. */
interface Group {
  readonly opensAt: number;
  readonly closesAt: number;
  readonly isQuote: boolean;
}

/**
 * Whether input changes what a shell makes of the command line `text`: starts a command, leaves its quotes, redirects, expands or
 * substitutes, or becomes an option.
 *
 * Plain words are no change, although an unquoted `John Smith` becomes two arguments: people's names do that every day in programs that
 * forget the quotes, and no harm comes of it. What an attacker needs beyond it (an option, an operator, an expansion) is evidence.
 * For the same reason a lone `*` or `~` is none, and neither are `$1` and `$?`: prices look like that, and such parameters are empty.
 */
export function shellEvidence(text: string, matches: readonly Match[]): StructureChange | undefined {
  let reading: ShellReading | undefined;
  let groups: readonly Group[] | undefined;
  for (let i = 0; i < matches.length; i++) {
    const found = matches[i] as Match;
    const match = withoutForeignQuotes(text, found);
    const [start, end] = match.span;
    // Letters, digits and the punctuation of names leave every word as it is; everything below needs one of the others.
    if (end - start < 3 || !/[^\p{L}\p{N}_.,/:@%+=]/u.test(text.slice(start, end)) || !isPlausibleCut(match)) continue;
    reading ??= tokenizeShell(text);
    groups ??= groupsOf(text, reading.tokens);
    const change = changeByTokens(text, match, reading.tokens, groups) ?? changeByWords(text, match, reading.commands);
    if (change === undefined || !isInsertion(text, match, matches, isWellFormed)) continue;
    return { match: found, span: change.span, reason: change.reason, class: 'cmdi' };
  }
  return undefined;
}

function changeByTokens(text: string, match: Match, tokens: readonly ShellToken[], groups: readonly Group[]): Change | undefined {
  const [start, end] = match.span;
  const input = text.slice(start, end);
  // `|` and `&&` alone are in any command line; without a word of its own a value runs nothing.
  if (!/[\p{L}\p{N}]/u.test(input)) return undefined;
  if (isFragment(text, match, tokens)) return undefined;
  for (let i = 0; i < groups.length; i++) {
    const { opensAt, closesAt, isQuote } = groups[i] as Group;
    const opens = opensAt >= start && opensAt < end;
    const closes = closesAt >= start && closesAt < end;
    if (opens === closes || !isQuote) continue;
    // A quote left open at the very end of the text takes nothing from the program; the shell refuses such a text.
    if (opens && closesAt < 0 && text.slice(end).trim() === '') continue;
    return {
      span: span(opens ? opensAt : closesAt, 1),
      reason: opens ? 'opens a quotation around text of the program' : 'leaves the quotation it was put into',
    };
  }
  for (let i = firstAt(tokens, start); i < tokens.length; i++) {
    const token = tokens[i] as ShellToken;
    if (token.start >= end) break;
    const change = changeByToken(text, match.span, tokens, i, token);
    if (change) return { span: [token.start, Math.min(token.end, end)], reason: change };
  }
  return undefined;
}

function changeByToken(text: string, [, end]: Span, tokens: readonly ShellToken[], at: number, token: ShellToken): string | undefined {
  const written = text.slice(token.start, token.end);
  switch (token.kind) {
    case 'newline':
    case 'operator':
      // At the end of everything a separator separates nothing: "Hello;" and a value with its line end run nothing else.
      if (/^[;&\n]/.test(written) && !/^&&/.test(written) && !hasMore(tokens, at)) return undefined;
      return token.kind === 'newline' ? 'starts a new command line' : `ends the command with ${JSON.stringify(written)} and starts another`;
    case 'redirection':
      return `redirects with ${JSON.stringify(written)}`;
    case 'substitution':
      return `runs a command by ${JSON.stringify(written)}`;
    case 'substitution-end':
      return 'ends the substitution it was put into';
    case 'expansion':
      return /^\$(?:\{|[A-Za-z_])/.test(written) ? `expands ${written}` : undefined;
    case 'expansion-end':
      return undefined;
    case 'escape':
      return token.end > end && /["'\\\s$`]/.test(text[end] ?? '') ? 'takes away the meaning of a character of the program' : undefined;
    case 'comment':
      return token.end > end && text.slice(end, token.end).trim() !== '' ? 'turns text of the program into a comment' : undefined;
    default:
      return undefined;
  }
}

/** Options and commands chosen by input; the words are those of the whole text, so that quoting does not hide them. */
function changeByWords(text: string, match: Match, commands: readonly ShellCommand[]): Change | undefined {
  // Words of a long text stand in command lines by chance; as the end or beginning of a value they do not.
  if (!isAnchored(match)) return undefined;
  const [start, end] = match.span;
  for (let i = 0; i < commands.length; i++) {
    const { words, start: commandStart, end: commandEnd } = commands[i] as ShellCommand;
    if (commandEnd <= start || commandStart >= end) continue;
    for (let k = 0; k < words.length; k++) {
      const word = words[k] as ShellWord;
      const begins = word.start >= start && word.start < end;
      if (k === 0) {
        // One word that names a command (`convert`, `tar`) is in many events by chance; a command with its arguments is not.
        if (begins && words.length > 1 && (words[1] as ShellWord).end <= end && !word.quoted && match.whole)
          return { span: [word.start, word.end], reason: `chooses the command ${word.text}` };
        continue;
      }
      if (word.text === '--' && !begins) break; // what follows is no option any more (POSIX Utility Syntax Guideline 10)
      const quotedBegin = /^["']$/.test(text.slice(word.start, start));
      if ((begins || quotedBegin) && isOption(word.text))
        return { span: [Math.max(word.start, start), Math.min(word.end, end)], reason: `adds the option ${word.text}` };
    }
  }
  return undefined;
}

/** A text that programs take for an option: `-rf`, `--output=x`, `-oProxyCommand=a b`. A number, a dash and prose are none. */
export function isOption(text: string): boolean {
  return /^-{1,2}[A-Za-z][\w-]{0,100}(?:=[\s\S]*)?$/.test(text) && text.length > 1;
}

/**
 * A part from the inside of a long text must bring a word before its first operator: what was cut out between delimiters begins with
 * content, whereas ` > /dev/null 2>&1` or ` | sort` at the end of a command is in every tutorial. And it must leave the program its
 * command: a command line that stands in a document word for word is a coincidence more likely than a program which runs documents.
 */
function isFragment(text: string, match: Match, tokens: readonly ShellToken[]): boolean {
  if (ownsBeginning(text, match)) return true;
  if (isAnchored(match)) return false;
  const [start, end] = match.span;
  for (let i = firstAt(tokens, start); i < tokens.length; i++) {
    const { kind, start: tokenStart, end: tokenEnd } = tokens[i] as ShellToken;
    if (tokenStart >= end) break;
    if (kind === 'blank' || kind === 'comment') continue;
    const cut = text.slice(Math.max(tokenStart, start), Math.min(tokenEnd, end));
    return !/[\p{L}\p{N}]/u.test(cut) || kind === 'redirection' || kind === 'operator';
  }
  return true;
}

function groupsOf(text: string, tokens: readonly ShellToken[]): Group[] {
  const groups: Group[] = [];
  const open: { at: number; kind: ShellToken['kind'] }[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const { kind, start, end, closed } = tokens[i] as ShellToken;
    if (kind === 'single-quoted') groups.push({ opensAt: start, closesAt: closed ? end - 1 : -1, isQuote: true });
    else if (kind === 'double-quote' && open[open.length - 1]?.kind === 'double-quote')
      groups.push({ opensAt: open.pop()?.at ?? start, closesAt: closed ? start : -1, isQuote: true });
    else if (
      kind === 'double-quote' ||
      kind === 'substitution' ||
      (kind === 'expansion' && text[start + 1] === '{' && text[end - 1] !== '}')
    )
      open.push({ at: start, kind });
    else if (kind === 'substitution-end' || kind === 'expansion-end')
      groups.push({ opensAt: open.pop()?.at ?? start, closesAt: closed ? start : -1, isQuote: false });
  }
  return groups;
}

/** Every quotation and substitution is closed, and nothing is closed that was not opened. */
function isWellFormed(rest: string): boolean {
  const { tokens } = tokenizeShell(rest);
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as ShellToken;
    if (!token.closed) return false;
  }
  return true;
}

function hasMore(tokens: readonly ShellToken[], at: number): boolean {
  for (let i = at + 1; i < tokens.length; i++) {
    const { kind } = tokens[i] as ShellToken;
    if (kind !== 'blank' && kind !== 'newline' && kind !== 'comment') return true;
  }
  return false;
}

/** The index of the first token that ends after `position`. */
function firstAt(tokens: readonly { readonly end: number }[], position: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle] as { end: number }).end <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function span(start: number, length: number): Span {
  return [start, start + length];
}
