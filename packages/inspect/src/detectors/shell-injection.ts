import type { Confidence } from '@postern/core';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { tokenizeShell } from '../languages/shell.ts';
import type { ShellCommand } from '../languages/shell-structure.ts';
import { isKnownCommand, judgeCommand, type Runnable } from '../shell-commands.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * A separator is common in prose ("Hello; thanks"). Evidence is a *command* after it: a word in command position that a shell could run, with
 * the form of arguments it takes. The text is read three times: as it stands, and as what follows the quote that it may break out of.
 */
export const shellInjection: Detector = defineDetector({
  id: 'shell-injection',
  title: 'Command that a shell would run',
  class: 'cmdi',
  severity: 'critical',
  // Every way into a second command is an operator, a substitution or a line end. Server-side includes and calls with a command in a string
  // have words of their own.
  canOccur: (text) =>
    operator.test(text) ||
    (text.includes('<!--') && include.test(text)) ||
    call.has(text) ||
    phpCall.test(text) ||
    leadingCommand.test(text) ||
    separatorVariable.test(text),
  detect(text) {
    const lines = lineCount(text);
    let best: Sighting | undefined;
    for (let at = nextCommandPlace(text, 0, lines); at >= 0; at = nextCommandPlace(text, at, lines)) {
      const isWhole = text.length <= windowUnits;
      const start = isWhole ? 0 : windowStart(text, at);
      const end = isWhole ? text.length : Math.min(text.length, at + windowUnits);
      best = stronger(best, fromWindow(isWhole ? text : text.slice(start, end), start, lines));
      if (best?.confidence === 'high') return best;
      at = end;
    }
    return stronger(best, fromCalls(text)) ?? fromStart(text);
  },
});

/** Texts longer than this are read around each place where a command may begin, from the start of its line: no shell lexer for megabytes. */
const windowUnits = 1024;

function windowStart(text: string, at: number): number {
  const line = text.lastIndexOf('\n', at - 1) + 1;
  return Math.max(line, at - windowUnits);
}

function fromWindow(text: string, offset: number, lines: number): Sighting | undefined {
  let best = fromCommands(text, offset, readsAsCommandLine(text), lines);
  for (let i = 0; i < quotes.length; i++) {
    const at = text.indexOf(quotes[i] as string);
    if (at < 0 || at + 1 >= text.length || best?.confidence === 'high') continue;
    // Out of the quote: only an operator right behind it makes that quote the end of an argument.
    if (!/^[\s'")}]{0,8}[;&|`\n$<>]/.test(text.slice(at + 1, at + 16))) continue;
    best = stronger(best, fromCommands(text.slice(at + 1), offset + at + 1, false, lines));
  }
  return best;
}

const operator = /[;&|`\n]|[$<>]\(/;
const quotes = ["'", '"'] as const;
// `<!--#exec cmd="id"-->`, `system('id')`, PHP's `${system('id')}`.
const include = /<!--\s{0,4}#exec\s{1,4}cmd\s{0,4}=/i;
const call = new WordScan(
  'system passthru shell_exec popen proc_open exec eval execSync spawn check_output',
  /(?:system|passthru|shell_exec|popen|proc_open|exec|eval|execSync|spawn|check_output)\s{0,4}\(\s{0,4}["'`]/iy,
);
const phpCall = /\$\{ ?@?(?:print|phpinfo|system|exec|sleep|eval|passthru)\(|^[;&|: ]{0,8}php(?:info|version)\(\)/i;
const leadingCommand = /^[\s"'{]{0,4}(?:cat|type|nc|ncat|netcat|bash|sh|powershell|pwsh|cmd|\/bin\/)/i;
const separatorVariable = /\$\{?IFS\b/;
const plainWord = /^[a-zA-Z][a-zA-Z0-9_.-]{0,30}$/;

/** The place from `from` on where an operator is followed by something that may be a command; -1 when there is none. */
function nextCommandPlace(text: string, from: number, lines: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127 || openers[code] === 0) continue;
    // In a document line ends and inline code are everywhere; they count in short texts only (see confidenceOf).
    if ((code === 10 && lines > 3) || (code === 96 && lines > 2)) continue;
    if (code === 40 && !isExpansion(text.charCodeAt(at - 1))) continue;
    let start = at + 1;
    while (start < text.length && isSkipped(text.charCodeAt(start), text.charCodeAt(start + 1))) start++;
    let end = start;
    while (end < text.length && end < start + 64 && !isWordEnd(text.charCodeAt(end))) end++;
    const word = text.slice(start, end);
    if (word === '') continue;
    if (mayRun(text, word, end) && isRunnableAt(text, start)) return at;
  }
  return -1;
}

/** Whether a word can be a command: a plain one is in the table or has a path; else quotes, escapes, expansions or patterns may hide one. */
function mayRun(text: string, word: string, end: number): boolean {
  if (plainWord.test(word)) return isKnownCommand(word) || reservedWords.has(word);
  // `; charset=utf-8`: an assignment with nothing behind it runs nothing.
  if (/^[\w.-]{1,64}=/.test(word)) return text.charCodeAt(end) === 32 && /^[A-Za-z_]\w{0,63}=/.test(word);
  if (word.includes("$'") || word.endsWith('$')) return true;
  const bare = word.replace(/['"\\]|\$[@*\d]|\$\{?[A-Za-z_]\w{0,64}\}?/g, '');
  if (bare === '') return word.includes('$');
  if (!/^[\w./?*~{},+[\]`-]{1,64}$/.test(bare) || !/[a-zA-Z?*]/.test(bare)) return false;
  return /[/?*{`]/.test(bare) || isKnownCommand(bare) || bare.length < word.length / 2;
}

/** The command alone, without what is around it: the exact test costs more. Quotes, assignments and reserved words leave it to that one. */
function isRunnableAt(text: string, start: number): boolean {
  const line = text.indexOf('\n', start);
  const head = text.slice(start, Math.min(line < 0 ? text.length : line, start + 200));
  const first = tokenizeShell(head).commands[0];
  if (first === undefined || first.word === undefined || first.assignments.length > 0) return true;
  return first.word.text.includes('$') || first.start > 0 || judgeCommand(first) !== 'no';
}

const openers = new Uint8Array(128);
for (const character of ';&|`\n(') openers[character.charCodeAt(0)] = 1;
const reservedWords = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', 'time', 'for', 'case']);

function isExpansion(code: number): boolean {
  return code === 36 || code === 60 || code === 62; // $( <( >(
}

function isSkipped(code: number, next: number): boolean {
  return code === 32 || code === 9 || code === 33 || code === 40 || (code === 123 && next === 32); // blanks, ! ( and { as a word
}

function isWordEnd(code: number): boolean {
  return code <= 32 || code === 59 || code === 38 || code === 124 || code === 60 || code === 62 || code === 40 || code === 41;
}

function fromCommands(text: string, offset: number, isCommandLine: boolean, lines: number): Sighting | undefined {
  const { commands } = tokenizeShell(text);
  let best: Sighting | undefined;
  for (let i = 0; i < commands.length; i++) {
    const command = commands[i] as ShellCommand;
    if (!command.startsAfterOperator || command.word === undefined) continue;
    const isCall = text.charCodeAt(command.word.end) === 40; // `find(x)` is a call in some other language
    const runnable = isCall ? (/^php(?:info|version)$/.test(command.word.text) ? 'likely' : 'no') : judgeCommand(command);
    if (runnable === 'no') continue;
    const confidence = confidenceOf(text, command, runnable, isCommandLine, lines);
    if (confidence === undefined) continue;
    const span = [offset + command.start, offset + command.end] as const;
    best = stronger(best, {
      span,
      confidence,
      reason: `a shell would run ${command.word.text.slice(0, 40)} after ${named(command.opener)}`,
    });
    if (best?.confidence === 'high') return best;
  }
  return best;
}

function confidenceOf(
  text: string,
  command: ShellCommand,
  runnable: Runnable,
  isCommandLine: boolean,
  lines: number,
): Confidence | undefined {
  const { opener } = command;
  if (opener === '`' && (lines > 2 || isMarkdown(text, command.start))) return undefined;
  if (opener === '\n') {
    // Lines of a script or of a document; an injected line end stands in an otherwise short text.
    if (isCommandLine || lines > 3) return undefined;
    return runnable === 'certain' || (runnable === 'likely' && text.length < 24 && lines < 3) ? 'medium' : undefined;
  }
  // A subshell of its own right, not the bracket of a call or of prose.
  if (opener === '(' && !/[;&|\n]\s{0,8}\(\s{0,8}$/.test(text.slice(Math.max(0, command.start - 20), command.start))) return undefined;
  const isDocument = lines > 5;
  if (isCommandLine || isTable(text, opener)) return runnable === 'certain' && !isCommandLine ? 'medium' : undefined;
  if (runnable === 'tool') return isDocument || text.includes('`') || text.length > 200 ? undefined : 'low';
  if (opener === '$(' || opener === '`') return isDocument ? 'medium' : 'high';
  if (runnable === 'certain') return isDocument ? 'medium' : 'high';
  if (isDocument) return undefined;
  // Nothing but a separator and a command is nothing that a person would write.
  if (/^['")\s]{0,3}(?:[;&]{1,2}|\|{1,2})\s{0,3}[a-z]{2,12}(?:\s{0,3}[;&|#]{0,2})$/i.test(text)) return 'high';
  // The bare name is also a column, a unit, a word: `name;id;email`.
  return text.length <= 64 || /[;&|]\s{0,3}$/.test(text) ? 'medium' : 'low';
}

/** A text that begins with a command is a command line or a script: documentation, configuration, a build log. */
function readsAsCommandLine(text: string): boolean {
  const start = /^[ \t$>#-]{0,8}/.exec(text)?.[0].length ?? 0;
  const head = text.slice(start, start + 200);
  if (head.startsWith('!/')) return true;
  const first = tokenizeShell(head).commands[0];
  if (first === undefined || first.startsAfterOperator || first.word === undefined) return false;
  if (first.words.length > 1 && /^(?:FROM|RUN|COPY|ENV|WORKDIR|CMD|EXPOSE)$/.test(first.word.text)) return true;
  const runnable = judgeCommand(first);
  return (runnable === 'tool' || runnable === 'certain') && first.words.length > 1;
}

/** Inline code: backquotes in running text. */
function isMarkdown(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 80), start);
  const after = text.slice(start, start + 160);
  const proseBefore = /[a-zA-Z][ ,:][a-zA-Z]{2,20}[ ,:(]{1,3}`$/.test(before) || /[a-zA-Z]{2,20} `$/.test(before);
  const proseAfter = /`[ ,.:;)]{1,2}[a-zA-Z]{2,20} [a-zA-Z]{1,20}/.test(after);
  return before.endsWith('``') || proseAfter || (proseBefore && text.length > 40);
}

function isTable(text: string, opener: string): boolean {
  return opener === '|' && /^\s{0,8}\|[^\n]{0,400}\|[^\n]{0,400}\|/.test(text);
}

function lineCount(text: string): number {
  // Empty lines do not make a document: an attacker would add them.
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0 && count < 10; at = text.indexOf('\n', at + 1)) if (startsLine(text, at + 1)) count++;
  return count;
}

function startsLine(text: string, start: number): boolean {
  let at = start;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  return text.charCodeAt(at) > 32;
}

/** Calls of other languages that hand a string to a shell. */
function fromCalls(text: string): Sighting | undefined {
  const php = phpCall.exec(text);
  if (php !== null) return { span: [php.index, php.index + php[0].length], confidence: 'medium', reason: 'a function of PHP is called' };
  const included = include.exec(text);
  const isInclude = included !== null;
  const found = isInclude ? { start: included.index, end: included.index + included[0].length + 1 } : call.find(text);
  if (found === undefined) return undefined;
  const start = found.end;
  const quote = text.charAt(start - 1);
  const close = text.indexOf(quote, start);
  const inside = text.slice(start, close < 0 ? start + 400 : Math.min(close, start + 400));
  const command = tokenizeShell(inside).commands[0];
  if (command === undefined) return undefined;
  const runnable = judgeCommand(command);
  if (runnable !== 'certain' && runnable !== 'likely') return undefined;
  return {
    span: [found.start, Math.min(text.length, start + command.end)],
    confidence: isInclude ? 'high' : 'medium',
    reason: isInclude ? 'a server-side include runs a command' : 'a call hands a command to a shell',
  };
}

/** A whole command as the value, of those that only someone who probes would send. */
function fromStart(text: string): Sighting | undefined {
  if (text.length > 400) return undefined;
  const separator = separatorVariable.exec(text);
  if (separator !== null)
    return { span: [separator.index, separator.index + separator[0].length], confidence: 'medium', reason: '$IFS in the place of a blank' };
  if (!leadingCommand.test(text)) return undefined;
  const command = tokenizeShell(text.replace(/^[\s"']{1,4}/, (blank) => ' '.repeat(blank.length))).commands[0];
  if (command === undefined || judgeCommand(command) !== 'certain') return undefined;
  const targets = command.words.slice(1).some((word) => /^(?:\/etc\/|\/proc\/|-e$|-l[vnp]{0,3}|-c$|-i$|-enc|\/c$)/i.test(word.text));
  return targets ? { span: command.span, confidence: 'medium', reason: `a command as a value: ${command.word?.text ?? ''}` } : undefined;
}

function named(opener: string): string {
  return opener === '\n' ? 'a line end' : opener;
}

const ranks: Readonly<Record<Confidence, number>> = { low: 1, medium: 2, high: 3 };
function stronger(one: Sighting | undefined, other: Sighting | undefined): Sighting | undefined {
  if (one === undefined) return other;
  return other !== undefined && ranks[other.confidence] > ranks[one.confidence] ? other : one;
}
