import type { Span } from '@postern/core';
import { type ShellCommand, type ShellToken, type ShellWord, tokenizeShell } from '@postern/inspect';
import { Budget } from './budget.ts';
import { codeEvidence } from './code.ts';
import { correlate } from './correlate.ts';
import { isField, isLine } from './field.ts';
import type { Index } from './input-index.ts';
import { isAnchored, isBlankFrom, ownsBeginning } from './insertion.ts';
import { type Change, judge, type Language } from './judgement.ts';
import { mayStartShell, type Script, scriptsIn } from './scripts.ts';
import type { Match, StructureChange } from './source.ts';
import { firstAt } from './tokens.ts';

/** One quotation mark. */
interface Mark {
  readonly at: number;
  readonly end: number;
  /** Where the other one is; -1 for none. */
  readonly partner: number;
  readonly opens: boolean;
}

interface PlacedWord {
  readonly word: ShellWord;
  readonly end: number;
  readonly command: ShellCommand;
  readonly position: number;
  /** Where a `--` before it stands; -1 for none. */
  readonly optionsEndAt: number;
}

/**
 * Whether input changes what a shell makes of the command line `text`: starts a command, leaves its quotes, redirects, expands or
 * substitutes, or becomes an option.
 *
 * Plain words are no change, although an unquoted `John Smith` becomes two arguments: people's names do that every day in programs that
 * forget the quotes, and no harm comes of it. What an attacker needs beyond it (an option, an operator, an expansion) is evidence.
 * For the same reason a lone `*` or `~` is none, and neither are `$1` and `$?`: prices look like that, and such parameters are empty.
 */
export function shellEvidence(text: string, index: Index, budget: Budget = new Budget()): StructureChange | undefined {
  return evidenceIn(text, index, budget, 0);
}

/** Scripts in scripts: `sh -c "ssh host 'sh -c …'"` and deeper is nobody's program. */
const deepestScript = 4;

function evidenceIn(text: string, index: Index, budget: Budget, depth: number): StructureChange | undefined {
  const change = judge(text, correlate(text, index, budget), index, shell, budget);
  if (change || depth === deepestScript || !mayStartShell(text)) return change;
  const scripts = scriptsIn(tokenizeShell(text).commands, budget.scripts);
  for (let i = 0; i < scripts.length; i++) {
    const script = scripts[i] as Script;
    const inner =
      script.language === 'shell' ? evidenceIn(script.text, index, budget, depth + 1) : codeEvidence(script.text, index, budget);
    if (inner) return { ...inner, text: inner.text ?? script.text };
  }
  if (budget.scripts.isUsedUp) index.reach('comparisons');
  return undefined;
}

const shell: Language = {
  class: 'cmdi',
  // Letters, digits and the punctuation of names leave every word as it is; every change needs one of the others.
  mayChange: (input) => /[^\p{L}\p{N}_.,/:@%+=]/u.test(input),
  read(text) {
    const { tokens, commands } = tokenizeShell(text);
    const marks = marksOf(text, tokens);
    const words = wordsOf(commands);
    return {
      changeBy: (match) => changeByTokens(text, match, tokens, marks) ?? changeByWords(text, match, words),
      isWellFormed,
    };
  },
};

function changeByTokens(text: string, match: Match, tokens: readonly ShellToken[], marks: readonly Mark[]): Change | undefined {
  const [start, end] = match.span;
  const input = text.slice(start, end);
  // `|` and `&&` alone are in any command line; without a word of its own a value runs nothing.
  if (!/[\p{L}\p{N}]/u.test(input)) return undefined;
  if (isFragment(text, match, tokens)) return undefined;
  for (let i = firstAt(marks, start); i < marks.length; i++) {
    const { at, partner, opens } = marks[i] as Mark;
    if (at >= end) break;
    if (partner >= start && partner < end) continue;
    // A quote left open at the very end of the text takes nothing from the program; the shell refuses such a text.
    if (opens && partner < 0 && isBlankFrom(text, end)) continue;
    return {
      span: [at, at + 1],
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

/** Variables that are in any script, and tell an attacker nothing. */
const plainVariables = /^\$(?:HOME|PWD|USER|TMPDIR|SHELL|PATH)$/;

/** Whether a redirection joins descriptors or drops what is written. */
function isSilent(text: string, { start, end }: ShellToken): boolean {
  const rest = text.slice(end, end + 64);
  return /[<>]&$/.test(text.slice(start, end)) ? /^\s*(?:\d|-)(?![\w/.-])/.test(rest) : /^\s*\/dev\/null(?![\w/.-])/.test(rest);
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
      // `2>&1` and `> /dev/null` are in any command line, and write no file.
      return isSilent(text, token) ? undefined : `redirects with ${JSON.stringify(written)}`;
    case 'substitution':
      return `runs a command by ${JSON.stringify(written)}`;
    case 'substitution-end':
      return 'ends the substitution it was put into';
    case 'expansion':
      return /^\$(?:\{|[A-Za-z_])/.test(written) && !plainVariables.test(written) ? `expands ${written}` : undefined;
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
function changeByWords(text: string, match: Match, words: readonly PlacedWord[]): Change | undefined {
  // Words of a long text stand in command lines by chance; as the end or beginning of a value they do not.
  const isLineOfValue = isLine(match) && isBlankFrom(text, match.span[1]);
  if (!isAnchored(match) && !isLineOfValue && !isField(match)) return undefined;
  const [start, end] = match.span;
  for (let i = firstAt(words, start); i < words.length; i++) {
    const { word, command, position, optionsEndAt } = words[i] as PlacedWord;
    if (word.start >= end) break;
    const begins = word.start >= start;
    if (position === 0) {
      // One word that names a command (`convert`, `tar`) is in many events by chance; a command with its arguments is not.
      const next = command.words[1];
      // Plain words with more of the program's behind them (`git status` and `git status --short`) are how people name what they mean.
      const isComplete = (command.words[command.words.length - 1] as ShellWord).end <= end || /[^\w\s.-]/.test(text.slice(start, end));
      if (begins && next && next.end <= end && !word.quoted && isComplete && (match.whole || isLineOfValue))
        return { span: [word.start, word.end], reason: `chooses the command ${word.text}` };
      continue;
    }
    // The options of a command that the match names itself are judged with the command.
    if ((command.words[0] as ShellWord).start >= start && (match.whole || ownsBeginning(text, match))) continue;
    // What follows the program's own `--` is no option any more (POSIX Utility Syntax Guideline 10).
    if (optionsEndAt >= 0 && (optionsEndAt < start || optionsEndAt >= end)) continue;
    const quotedBegin = /^["']$/.test(text.slice(word.start, start));
    if ((begins || quotedBegin) && isOption(word.text))
      return { span: [Math.max(word.start, start), Math.min(word.end, end)], reason: `adds the option ${word.text}` };
  }
  return undefined;
}

function wordsOf(commands: readonly ShellCommand[]): PlacedWord[] {
  const placed: PlacedWord[] = [];
  for (let i = 0; i < commands.length; i++) {
    const command = commands[i] as ShellCommand;
    let optionsEndAt = -1;
    for (let position = 0; position < command.words.length; position++) {
      const word = command.words[position] as ShellWord;
      placed.push({ word, command, position, optionsEndAt, end: word.end });
      if (position > 0 && optionsEndAt < 0 && word.text === '--') optionsEndAt = word.start;
    }
  }
  return placed.sort((a, b) => a.end - b.end);
}

/**
 * A text that programs take for an option: `-rf`, `--output=x`, `-oProxyCommand=a b`, and with its value attached `-o/tmp/x`,
 * `-d@/etc/passwd`. A number, a dash and prose are none.
 */
export function isOption(text: string): boolean {
  return /^-{1,2}[A-Za-z][\w-]{0,100}(?:=[\s\S]*)?$/.test(text) || /^-{1,2}[A-Za-z][\w-]{0,100}[/@:=.~%$|\\`{[<>*+"'(][^\s]/.test(text);
}

/**
 * A part from the inside of a long text must bring a word before its first operator: what was cut out between delimiters begins with
 * content, whereas ` > /dev/null 2>&1` or ` | sort` at the end of a command is in every tutorial. And it must leave the program its
 * command: a command line that stands in a document word for word is a coincidence more likely than a program which runs documents.
 */
function isFragment(text: string, match: Match, tokens: readonly ShellToken[]): boolean {
  if (ownsBeginning(text, match)) return !(isLine(match) && isBlankFrom(text, match.span[1]));
  if (isAnchored(match) || isField(match)) return false;
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

/** The quotation marks in the order of the text; brackets of substitutions open and close as one with what is in them. */
function marksOf(text: string, tokens: readonly ShellToken[]): Mark[] {
  const marks: Mark[] = [];
  const open: { at: number; kind: ShellToken['kind'] }[] = [];
  const add = (opensAt: number, closesAt: number): void => {
    marks.push({ at: opensAt, partner: closesAt, opens: true, end: opensAt + 1 });
    if (closesAt >= 0) marks.push({ at: closesAt, partner: opensAt, opens: false, end: closesAt + 1 });
  };
  for (let i = 0; i < tokens.length; i++) {
    const { kind, start, end, closed } = tokens[i] as ShellToken;
    if (kind === 'single-quoted') add(start, closed ? end - 1 : -1);
    else if (kind === 'double-quote' && open[open.length - 1]?.kind === 'double-quote') add(open.pop()?.at ?? start, closed ? start : -1);
    else if (
      kind === 'double-quote' ||
      kind === 'substitution' ||
      (kind === 'expansion' && text[start + 1] === '{' && text[end - 1] !== '}')
    )
      open.push({ at: start, kind });
    else if (kind === 'substitution-end' || kind === 'expansion-end') open.pop();
  }
  return marks.sort((a, b) => a.at - b.at);
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
