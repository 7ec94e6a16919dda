import type { Confidence } from '@postern/core';
import { isAboutAttacks } from '../about-attacks.ts';
import { strongerSighting } from '../code-chain.ts';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { unescapeText } from '../languages/code.ts';
import { firstCommand, tokenizeShell } from '../languages/shell.ts';
import type { ShellCommand, ShellWord } from '../languages/shell-structure.ts';
import { sensitivityOf } from '../sensitive-paths.ts';
import { isEverydayWord, isKnownCommand, isProseUse, judgeCommand, type Runnable } from '../shell-commands.ts';
import { startOfLine } from '../text/lines.ts';
import { isWordUnit, type Marks, mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';
import type { Value } from '../value.ts';

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
  canOccur: (text, marks) =>
    (marks & mark.separator) !== 0 ||
    // In a document line ends and inline code are everywhere; they count in short texts only (see confidenceOf).
    ((marks & (mark.lineEnd | mark.backquote)) !== 0 && lineCount(text) <= ((marks & mark.lineEnd) !== 0 ? 3 : 2)) ||
    ((marks & (mark.dollar | mark.angle)) !== 0 && expansion.test(text)) ||
    ((marks & mark.bracket) !== 0 && (call.has(text, marks) || phpCall.test(text))) ||
    leadingCommand.test(text) ||
    text.charCodeAt(0) === 40 ||
    text.charCodeAt(0) === 123,
  detect(text, marks, value) {
    const sighting = detectIn(text, marks);
    return sighting?.confidence === 'high' && ((value !== undefined && isScriptOfPackage(value)) || isAboutAttacks(text))
      ? { ...sighting, confidence: 'medium' }
      : sighting;
  },
});

function detectIn(text: string, marks: Marks): Sighting | undefined {
  const lines = lineCount(text);
  const isWhole = text.length <= windowUnits;
  const work: Work = { places: 64 + (text.length >> 4), windows: 16 + (text.length >> 9) };
  let best: Sighting | undefined;
  for (let at = nextCommandPlace(text, 0, lines, work); at >= 0; at = nextCommandPlace(text, at, lines, work)) {
    if (isWhole) {
      best = fromWindow(text, 0, lines);
      break;
    }
    if (work.windows-- <= 0) {
      best ??= {
        span: [at, Math.min(text.length, at + 64)],
        confidence: 'low',
        reason: 'more places for commands than are read one by one',
      };
      break;
    }
    const start = windowStart(text, at);
    const end = Math.min(text.length, at + windowUnits);
    best = strongerSighting(best, fromWindow(text.slice(start, end), start, lines));
    if (best?.confidence === 'high' || end === text.length) break;
    // A command that the window's end cuts is read again, from where it begins.
    at = end - overlap;
  }
  return best?.confidence === 'high' ? best : strongerSighting(strongerSighting(best, fromCalls(text, marks)), fromStart(text, marks));
}

/** How many more places of a long text are tried one by one, and how many windows are read: punctuation alone must not cost a lexer at each unit. */
interface Work {
  places: number;
  windows: number;
}

/** `scripts` of a package.json: the one place of a document that is meant to hold commands. Whoever sends one may still mean harm: a doubt is left. */
function isScriptOfPackage({ path, encodings }: Value): boolean {
  const place = encodings.at(-1) ?? path;
  return /\.scripts(?:\.[\w]{1,60}|\['[\w:.@/-]{1,80}'\])$/.test(place.length > 200 ? place.slice(-200) : place);
}

/** Texts longer than this are read around each place where a command may begin, from the start of its line: no shell lexer for megabytes. */
const windowUnits = 1024;
/** What the next window has in common with the last one: the room that each command has at least. */
const overlap = 512;

function windowStart(text: string, at: number): number {
  return startOfLine(text, at, windowUnits);
}

function fromWindow(text: string, offset: number, lines: number): Sighting | undefined {
  let best = fromCommands(text, offset, true, lines);
  for (let i = 0; i < quotes.length; i++) {
    const at = text.indexOf(quotes[i] as string);
    if (at < 0 || at + 1 >= text.length || best?.confidence === 'high') continue;
    // `O'Brien; curl …` leaves single quotes at its apostrophe. With no operator right behind the quote prose is likelier, so only certain commands
    // and substitutions count.
    const found = fromCommands(text.slice(at + 1), offset + at + 1, false, lines);
    if (found === undefined) continue;
    const isSubstitution = text.startsWith('$(', found.span[0] - offset - 2);
    if (found.confidence === 'high' || isSubstitution || endsArgument.test(text.slice(at + 1, at + 16)))
      best = strongerSighting(best, found);
  }
  return best;
}

const endsArgument = /^[\s'")}]{0,8}[;&|`\n$<>]/;
// `$(`, `<(`, `<!--#exec`, `$IFS`: what begins with a dollar or an angle.
const expansion = /[$<>]\(|<!--|\$\{?IFS\b|\$\{ ?@?[a-z]/i;
const quotes = ["'", '"'] as const;
// `<!--#exec cmd="id"-->`, `system('id')`, PHP's `${system('id')}`.
const include = /<!--\s{0,4}#exec\s{1,4}cmd\s{0,4}=/i;
const call = new WordScan(
  'system passthru shell_exec popen proc_open exec eval execSync spawn check_output',
  /(?:system|passthru|shell_exec|popen|proc_open|exec|eval|execSync|spawn|check_output)\s{0,4}\(\s{0,4}["'`]/iy,
  true,
);
const wholeCall =
  /^[\s'");&|}]{0,6}(?:<\?(?:php|=)?\s{0,4})?(?:system|passthru|shell_exec|popen|proc_open|exec|eval)\s{0,4}\([^\n]{1,300}\)[\s;'"]{0,4}(?:\?>|\/\/|#)?\s{0,4}$/i;
const wholePhp = /^[\s;&|:{"']{0,8}(?:\$\{ ?@?\w{1,20}\(|php(?:info|version)\(\))[^\n]{0,120}$/i;
const phpCall = /\$\{ ?@?(?:print|phpinfo|system|exec|sleep|eval|passthru)\(|^[;&|: ]{0,8}php(?:info|version)\(\)/i;
const writtenProgram = /^\s{0,4}echo\s{1,4}(?:-[neE]{1,3}\s{1,4})?['"]?<(?:\?|%|script)[^\n]{0,300}>{1,2}\s{0,4}[\w./\\:~$-]{2,80}\s{0,4}$/;
const leadingCommand = /^[\s"'{<]{0,4}(?:cat|type|nc|ncat|netcat|bash|sh|powershell|pwsh|cmd|dir|ls|echo|nohup|\/bin\/)/i;
const separatorVariable = /\$\{?IFS\b/;
const shellshock = /^\s{0,4}\(\)\s{0,4}\{[^}\n]{0,80}\}\s{0,4};|['"=]\(\)\s{0,4}\{\s{0,4}[:_]\s{0,4};\s{0,4}\}\s{0,4};/;
const forkBody = /^\(\)\s{0,3}\{\s{0,3}([\w:.]{1,12})\s{0,3}\|\s{0,3}([\w:.]{1,12})\s{0,3}&\s{0,3}\}/;
// ${PATH:0:1} is a slash.
const slicedVariable =
  /\$\{(?:PATH|HOME|PWD|OLDPWD|SHELL|SHELLOPTS|IFS|LS_COLORS|BASH\w{0,16}|HOSTNAME|USER|LOGNAME|TERM):{1,2}[ -]{0,2}\d/;
const endlessLoop = /^[\s'")\w]{0,8}[;&|]{1,2}\s{0,4}while\s{1,4}(?::|true|\[ 1 \])\s{0,4};\s{0,4}do\s/;
const splitName = /^\s{0,4}[a-z]{1,12}(?:``|\$\(\))[a-z]{1,12}\s{0,4}$/;
const braceList = /^[\s'";&|]{0,4}([a-z]{0,8})\{([a-z]{0,12}),[^{}\s]{0,200}\}([a-z]{0,8})(?=$|[\s'";&|])/;
const plainWord = /^[a-zA-Z][a-zA-Z0-9_.-]{0,30}$/;

/** The place from `from` on where an operator is followed by something that may be a command; -1 when there is none. */
function nextCommandPlace(text: string, from: number, lines: number, work: Work): number {
  // In a document line ends and inline code are everywhere; they count in short texts only (see confidenceOf).
  const openers = lines > 3 ? documentOpener : lines > 2 ? lineOpener : opener;
  // One unit back: a window may have ended between `$` and `(`.
  openers.lastIndex = Math.max(0, from - 1);
  while (openers.test(text)) {
    const at = openers.lastIndex - 1;
    const code = text.charCodeAt(at);
    let start = at + 1;
    while (start < text.length && isSkipped(text.charCodeAt(start), text.charCodeAt(start + 1))) start++;
    let end = start;
    // A backquote ends the command that one opens; elsewhere it may stand inside a name: wh``oami.
    while (end < text.length && end < start + 64 && !isWordEnd(text.charCodeAt(end)) && !(code === 96 && text.charCodeAt(end) === 96))
      end++;
    if (end === start || !mayRun(text, text.slice(start, end), end)) continue;
    if (work.places-- <= 0 || isRunnableAt(text, start, lines > 5 && code !== 40)) return at;
  }
  return -1;
}

// The last unit of each is the opener. A regular expression looks for them several times faster than a loop over the units.
const opener = /[;&|`\n]|[$<>]\(/g;
const lineOpener = /[;&|\n]|[$<>]\(/g;
const documentOpener = /[;&|]|[$<>]\(/g;

/** Whether a word can be a command: a plain one is in the table or has a path; else quotes, escapes, expansions or patterns may hide one. */
function mayRun(text: string, word: string, end: number): boolean {
  if (plainWord.test(word)) return isKnownCommand(word) ? !isProseUse(word, text, end) : reservedWords.has(word);
  // `; charset=utf-8`: an assignment with nothing behind it runs nothing.
  if (/^[\w.-]{1,64}=/.test(word)) return text.charCodeAt(end) === 32 && /^[A-Za-z_]\w{0,63}=/.test(word);
  if (word.includes("$'") || word.endsWith('$')) return true;
  const bare = word.replace(/['"\\]|\$[@*\d]|\$\{?[A-Za-z_]\w{0,64}\}?/g, '');
  if (bare === '') return word.includes('$');
  if (!/^[\w./?*~{},+[\]`-]{1,64}$/.test(bare) || !/[a-zA-Z?*]/.test(bare)) return false;
  return /[/?*{`]/.test(bare) || isKnownCommand(bare) || bare.length < word.length / 2;
}

/** The command alone, without what is around it: the exact test costs more. Quotes, assignments and reserved words leave it to that one. */
function isRunnableAt(text: string, start: number, isDocument: boolean): boolean {
  const line = text.indexOf('\n', start);
  const head = text.slice(start, Math.min(line < 0 ? text.length : line, start + 200));
  const first = firstCommand(head);
  if (first === undefined || first.word === undefined || first.assignments.length > 0) return true;
  if (first.word.text.includes('$') || first.start > 0) return true;
  // Of a document only certain commands count (see confidenceOf).
  const runnable = judgeCommand(first);
  return isDocument ? runnable === 'certain' : runnable !== 'no';
}

const reservedWords = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', 'time', 'for', 'case']);

function isSkipped(code: number, next: number): boolean {
  return code === 32 || code === 9 || code === 33 || code === 40 || (code === 123 && next === 32); // blanks, ! ( and { as a word
}

function isWordEnd(code: number): boolean {
  return code <= 32 || code === 59 || code === 38 || code === 124 || code === 60 || code === 62 || code === 40 || code === 41;
}

function fromCommands(text: string, offset: number, mayBeCommandLine: boolean, lines: number): Sighting | undefined {
  const { commands } = tokenizeShell(text);
  let best: Sighting | undefined;
  let isCommandLine: boolean | undefined;
  for (let i = 0; i < commands.length; i++) {
    const command = commands[i] as ShellCommand;
    if (!command.startsAfterOperator || command.word === undefined) continue;
    const isCall = text.charCodeAt(command.word.end) === 40; // `find(x)` is a call in some other language
    const runnable = isCall ? (/^php(?:info|version)$/.test(command.word.text) ? 'likely' : 'no') : judgeCommand(command);
    const hidden = text.length <= 400 && !isCall && lines < 4 ? hiddenBy(text, command) : undefined;
    if (hidden !== undefined)
      return { span: [offset + command.start, offset + command.end], confidence: isScriptLike(text) ? 'medium' : 'high', reason: hidden };
    if (runnable === 'no') continue;
    // Asked only now: most texts have no command to be sure of.
    isCommandLine ??= mayBeCommandLine && readsAsCommandLine(text);
    const confidence = confidenceOf(text, command, runnable, isCommandLine, lines);
    if (confidence === undefined) continue;
    const span = [offset + command.start, offset + command.end] as const;
    best = strongerSighting(best, {
      span,
      confidence,
      reason: `a shell would run ${command.word.text.slice(0, 40)} after ${named(command.opener)}`,
    });
    if (best?.confidence === 'high') return best;
  }
  return best;
}

/** How the name of a command is kept from who looks for it; a name in quotes as a whole is not. */
function hiddenBy(text: string, { word, opener, start }: ShellCommand): string | undefined {
  if (word === undefined) return undefined;
  const written = text.slice(word.start, word.end);
  const variable = /^\$\{?([A-Za-z_]\w{0,30}|0)/.exec(written)?.[1];
  if (variable === undefined) {
    if (!/[a-z](?:\\[a-z]|['"]{1,2}[a-z]|\$[@*\d]|\$\(|``)|^\$'\\|^['"][a-z]{1,8}['"][a-z]/i.test(written)) return undefined;
    const name = word.text.replaceAll('$()', '').replace(/``|\$[@*\d]/g, '');
    return isKnownCommand(written.startsWith("$'") ? unescapeText(written.slice(2, -1)) : name)
      ? `the name of ${name.slice(0, 40)} is split or written in escapes`
      : undefined;
  }
  if (/^\$\{?(?:SHELL|BASH|0)\}?$/.test(written))
    return opener === '|' || text.includes('<<<') ? 'a shell is named by its variable' : undefined;
  // `x=whoami;$x`
  const set = text.slice(0, start).lastIndexOf(`${variable}=`);
  if (set < 0 || /\w/.test(text[set - 1] ?? ' ')) return undefined;
  const value = /^(?:\$?['"])?([^'"\s;&|]{1,80})/.exec(text.slice(set + variable.length + 1))?.[1] ?? '';
  return isKnownCommand(value) || /^\/|\\x|\\[0-7]{3}/.test(value) || written.length > variable.length + 3
    ? 'a command is held by a variable'
    : undefined;
}

/** Whether the text begins as a script would, with a command or an assignment, and not with what ends an argument. */
function isScriptLike(text: string): boolean {
  return !/^[\w.@-]{0,16}['")\]}\s]{0,4}(?:[;&|`\n]|\$\()/.test(text) && !/\$'\\/.test(text);
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
    // Nothing but a line end, or a quote and one, and a command: what ends an argument and goes on.
    if (
      lines < 3 &&
      /^['"]?[ \t]{0,4}\r?\n/.test(text) &&
      (runnable === 'certain' || (runnable === 'likely' && !isEverydayWord(command.word?.text ?? '')))
    )
      return 'high';
    // One line that reads a file of secrets, or follows a single word as a field ends, is no document.
    if (
      runnable === 'certain' &&
      lines < 3 &&
      (readsSecret(command) || text.trimStart().startsWith('/') || /^[^\s]{1,80}\r?\n[^\n]{1,400}\s{0,8}$/.test(text))
    )
      return 'high';
    return runnable === 'certain' || (runnable === 'likely' && text.length < 24 && lines < 3) ? 'medium' : undefined;
  }
  // A subshell of its own right, not the bracket of a call or of prose.
  if (opener === '(' && !/[;&|\n]\s{0,8}\(\s{0,8}$/.test(text.slice(Math.max(0, command.start - 20), command.start))) return undefined;
  const isDocument = lines > 5;
  if (isCommandLine || isTable(text, opener)) return runnable === 'certain' && !isCommandLine ? 'medium' : undefined;
  const isSentence = followsSentence(text, command.start);
  const isEveryday = isEverydayWord(command.word?.text ?? '');
  if (runnable === 'tool') return isDocument || isSentence || text.includes('`') || text.length > 200 ? undefined : 'low';
  // `like \`chown -R\``: a command named with its options, among words.
  if (
    opener === '`' &&
    command.words.length > 1 &&
    isNextToWord(text, command) &&
    command.words.every(({ text: word }, i) => i === 0 || /^-[a-zA-Z]{1,3}$/.test(word))
  )
    return 'medium';
  if (runnable === 'certain' && isBuildStep(text, command)) return 'medium';
  if (opener === '$(' || opener === '`') {
    // A bare name in a substitution next to words is text about shells, or a probe.
    if (runnable !== 'likely' || !(isNextToWord(text, command) || (opener === '`' && hasTwoSpans(text))))
      return isDocument ? 'medium' : 'high';
    return isEveryday && opener === '`' ? undefined : 'medium';
  }
  const isProse = isSentence || isClause(text, command.start);
  if (runnable === 'certain') return isDocument || (isProse && isWait(command)) ? 'medium' : 'high';
  if (isDocument || (isProse && isEveryday)) return undefined;
  // Nothing but a separator and a command is nothing that a person would write; nor is a separator right behind what closes a literal or a call.
  if (/^(?:\w{0,8}['")\]}\s]{1,4})?(?:[;&]{1,2}|\|{1,2})\s{0,3}[\w/.-]{2,24}[;&|#'"\s]{0,8}$/.test(text)) return 'high';
  if (!isEveryday && /^[\w.@-]{1,24}(?:&&|\|\||[;|&])[a-z]{3,12}$/.test(text) && command.words.length === 1) return 'high';
  // Writing a file is the form of an attack that leaves a shell behind.
  if (command.redirections.length > 0 && /^[\s'")]{0,4}(?:[;&|]{1,2})/.test(text)) return 'high';
  // The bare name is also a column, a unit, a word: `name;id;email`.
  return text.length <= 64 || /[;&|]\s{0,3}$/.test(text) ? 'medium' : 'low';
}

/**
 * A step of a build: the text begins with a program and its arguments, and what follows `&&` or `|` touches nothing but files below the working folder.
 * It is no evidence of innocence, so it only takes away certainty.
 */
function isBuildStep(text: string, command: ShellCommand): boolean {
  if (command.opener !== '&&' && command.opener !== '|' && command.opener !== '$(') return false;
  if (!/^(?:(?:[A-Z_]{1,30}=\S{1,60}|\d{1,3}) )?[a-z][\w./-]{1,40} ["']?[\w./@:*\u0080-\uffff-]{1,80}/.test(text)) return false;
  for (let i = 1; i < command.words.length; i++) {
    const word = (command.words[i] as ShellWord).text;
    if (/^(?:[\\/~]|[a-zA-Z]:|\d{1,3}\.\d)|:\/\/|\.\.[\\/]|[$`@]/.test(word)) return false;
  }
  return command.words.length > 1;
}

/** `nc -e /bin/sh`: a program that is told to hand out a shell. */
function givesShell({ words }: ShellCommand): boolean {
  return words.some(
    (word, i) => i > 0 && /^-[a-z]{0,6}[ec]$/.test((words[i - 1] as ShellWord).text) && /^\/bin\/(?:ba|z|da|k)?sh$/.test(word.text),
  );
}

/** An argument that names a file of accounts, keys or the environment. */
function readsSecret({ words }: ShellCommand): boolean {
  for (let i = 1; i < words.length; i++) if (sensitivityOf((words[i] as ShellWord).text) === 'secret') return true;
  return false;
}

/** `sleep 5`, the only command whose certain form is a word and a number. */
function isWait({ word }: ShellCommand): boolean {
  return word?.text === 'sleep' || word?.text === 'timeout';
}

/**
 * Whether running text stands before the command: two words with a blank between them. It tells only where the command itself looks like prose;
 * if it made others less certain, a greeting would hide them.
 */
function followsSentence(text: string, start: number): boolean {
  return sentence.test(text.slice(Math.max(0, start - 80), start));
}

/** A separator as a writer sets it: a word, the mark, a blank. */
function isClause(text: string, start: number): boolean {
  return /[a-zA-Z\u0080-\uffff]{2}[.,:]? ?[;&|]{1,2} $/.test(text.slice(Math.max(0, start - 8), start));
}

function isNextToWord(text: string, { start, end }: ShellCommand): boolean {
  return (
    /[a-zA-Z\u0080-\uffff]{2}[,:]? [("]?(?:\$\(|`)$/.test(text.slice(Math.max(0, start - 8), start)) ||
    /^[)`][,:]? [a-zA-Z\u0080-\uffff]{2}/.test(text.slice(end, end + 8))
  );
}

function hasTwoSpans(text: string): boolean {
  let count = 0;
  for (let at = text.indexOf('`'); at >= 0 && count < 4; at = text.indexOf('`', at + 1)) count++;
  return count > 3;
}

const sentence = /[a-zA-Z\u0080-\uffff]{2}[,.:]? [a-zA-Z\u0080-\uffff]{2}/;

/** A text that begins with a command is a command line or a script: documentation, configuration, a build log. */
function readsAsCommandLine(text: string): boolean {
  const start = /^[ \t$>#-]{0,8}/.exec(text)?.[0].length ?? 0;
  const head = text.slice(start, start + 200);
  if (head.startsWith('!/')) return true;
  const first = firstCommand(head);
  if (first === undefined || first.startsAfterOperator || first.word === undefined) return false;
  if (first.words.length > 1 && /^(?:FROM|RUN|COPY|ENV|WORKDIR|CMD|EXPOSE)$/.test(first.word.text)) return true;
  const runnable = judgeCommand(first);
  return (runnable === 'tool' || runnable === 'certain') && first.words.length > 1;
}

/** Inline code: backquotes in running text, with words before or behind, or both. */
function isMarkdown(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 80), start);
  if (before.endsWith('``')) return true;
  const after = text.slice(start, start + 160);
  const wordBefore = /[a-zA-Z]{2,20}[,:]? \(?`$/.test(before);
  const wordAfter = /`[ ,.:;?!)]{1,2}[a-zA-Z]{2,20}/.test(after);
  const proseBefore = wordBefore && (text.length > 40 || /[a-zA-Z][ ,:][a-zA-Z]{2,20}[ ,:(]{1,3}`$/.test(before));
  const proseAfter = wordAfter && (wordBefore || /`[ ,.:;)]{1,2}[a-zA-Z]{2,20} [a-zA-Z]{1,20}/.test(after));
  return proseAfter || proseBefore;
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
function fromCalls(text: string, marks: Marks): Sighting | undefined {
  const php = (marks & mark.bracket) !== 0 ? phpCall.exec(text) : null;
  if (php !== null)
    return {
      span: [php.index, php.index + php[0].length],
      confidence: wholePhp.test(text) ? 'high' : 'medium',
      reason: 'a function of PHP is called',
    };
  const included = (marks & mark.angle) !== 0 ? include.exec(text) : null;
  const isInclude = included !== null;
  const found = isInclude
    ? { start: included.index, end: included.index + included[0].length + 1 }
    : (marks & mark.bracket) !== 0 && call.mayOccur(text, marks)
      ? call.find(text)
      : undefined;
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
    // In a program such a call is everyday; as the whole of a value it is what somebody wants to have run.
    confidence: isInclude || wholeCall.test(text) ? 'high' : 'medium',
    reason: isInclude ? 'a server-side include runs a command' : 'a call hands a command to a shell',
  };
}

/** A whole command as the value, of those that only someone who probes would send. */
function fromStart(text: string, marks: Marks): Sighting | undefined {
  if (text.length > 400) return undefined;
  const separator = (marks & mark.dollar) !== 0 ? separatorVariable.exec(text) : null;
  if (separator !== null) {
    let start = separator.index;
    while (start > 0 && separator.index - start < 30 && isWordUnit(text.charCodeAt(start - 1))) start--;
    const word = text.slice(start, separator.index);
    return {
      span: [separator.index - word.length, separator.index + separator[0].length],
      confidence: isKnownCommand(word) ? 'high' : 'medium',
      reason: '$IFS in the place of a blank',
    };
  }
  const fork = (marks & mark.brace) !== 0 ? forkBombAt(text) : undefined;
  if (fork !== undefined) return { span: fork, confidence: 'high', reason: 'a function that starts itself twice' };
  const sliced = (marks & mark.dollar) !== 0 && (marks & mark.colon) !== 0 ? slicedVariable.exec(text) : null;
  if (sliced !== null)
    return {
      span: [sliced.index, sliced.index + sliced[0].length],
      confidence: lineCount(text) < 3 && (leadingCommand.test(text) || !isScriptLike(text)) ? 'high' : 'medium',
      reason: 'a letter is cut out of a variable',
    };
  const loop = (marks & mark.separator) !== 0 ? endlessLoop.exec(text) : null;
  if (loop !== null) return { span: [0, loop[0].length], confidence: 'high', reason: 'a loop without end' };
  if (shellshock.test(text))
    return { span: [0, text.length], confidence: 'high', reason: 'a function definition that goes on with commands' };
  const split = splitName.exec(text);
  if (split !== null && isKnownCommand(text.slice(0, 80).replace(/``|\$\(\)|[\s'"]/g, '')))
    return { span: [0, text.length], confidence: 'high', reason: 'the name of a command, split by a substitution of nothing' };
  const braces = braceList.exec(text);
  if (braces !== null && isKnownCommand(`${braces[1]}${braces[2]}${braces[3]}`))
    return { span: [0, text.length], confidence: 'high', reason: 'a brace list that expands to a command' };
  if (!leadingCommand.test(text)) return undefined;
  const program = lineCount(text) === 1 ? writtenProgram.exec(text) : null;
  if (program !== null) return { span: [0, program[0].length], confidence: 'high', reason: 'a program is written to a file' };
  const command = tokenizeShell(text.replace(/^[\s"'<]{1,4}/, (blank) => ' '.repeat(blank.length))).commands[0];
  if (command === undefined || judgeCommand(command) !== 'certain') return undefined;
  const leavesProgram = command.word?.text === 'echo' && command.redirections.length > 0 && /<[?%s]/.test(text);
  if (leavesProgram) return { span: command.span, confidence: 'high', reason: 'a program is written to a file' };
  const targets = command.words
    .slice(1)
    .some((word) => /^(?:[a-z]:\\|\$\{\w{1,40}\/\/|\/etc\/|\/proc\/|-e$|-l[vnp]{0,3}|-c$|-i$|-enc|\/c$)/i.test(word.text));
  const isProbe = lineCount(text) === 1 && command.words.length < 8 && (readsSecret(command) || givesShell(command));
  return targets
    ? { span: command.span, confidence: isProbe ? 'high' : 'medium', reason: `a command as a value: ${command.word?.text ?? ''}` }
    : undefined;
}

/** `:(){ :|:& };:` */
function forkBombAt(text: string): readonly [number, number] | undefined {
  const at = text.indexOf('()');
  const body = at < 0 ? null : forkBody.exec(text.slice(at, at + 60));
  const name = body?.[1] ?? '';
  return body !== null && body[2] === name && text.endsWith(name, at) ? [at - name.length, at + body[0].length] : undefined;
}

function named(opener: string): string {
  return opener === '\n' ? 'a line end' : opener;
}
