import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { parseRegExp, type RegExpTree } from '../languages/regexp.ts';
import { isExponential, sharedLoops } from '../regexp-danger.ts';
import { compile, countSteps, type Program } from '../regexp-steps.ts';
import { mark } from '../text/marks.ts';

/** Nobody types a longer expression into a field. */
const longestExpression = 1000;
/** From so many units on, one unit that repeats is looked for. */
const shortestRun = 24;
const longestPeriod = 16;
/** In units of text: what people and programs write is shorter. */
const shortestAttack = 200;
const longestNesting = 256;
const longestLaughter = 400;
const longestDrawing = 4000;
/** Behind the run: what makes an expression fail is no more than this. */
const longestBreaker = 2;
/** So many loops over one run of text take at least its cube. */
const manyLoops = 4;

/** An expression of the application, as a `RegExp` or as what makes one. */
interface Pattern {
  readonly source: string;
  readonly flags: string;
}

/**
 * Two halves of one attack (CWE-1333): an expression that takes exponential time where the program compiles what it is given, and a text on which
 * such an expression runs: one unit repeated very often. Given the application's own expressions, the steps that each takes on the text are counted.
 */
export const redos: Detector = defineDetector({
  id: 'redos',
  title: 'Regular expression that takes exponential time, or text made for one',
  class: 'redos',
  severity: 'medium',
  // A loop around a loop closes a group before its quantifier; loops side by side are four quantifiers; a text made for one is a run in its middle.
  canOccur(text, marks, circumstances) {
    if ((circumstances?.patterns.length ?? 0) > 0) return text.length > 1;
    return (
      (text.length >= shortestAttack && periodAtMiddle(text) > 0) ||
      (text.length <= longestExpression &&
        (((marks & mark.bracket) !== 0 && hasRepeatedGroup(text)) || ((marks & mark.star) !== 0 && hasManyLoops(text))))
    );
  },
  // A long word may be the run of letters itself.
  readsInert: (text) => text.length >= shortestAttack,
  detect: (text, _marks, _value, circumstances) =>
    (circumstances === undefined || circumstances.patterns.length === 0 ? undefined : onOwnPatterns(text, circumstances.patterns)) ??
    asExpression(text) ??
    asRun(text),
});

// --- The application's own expressions ---

const programs: WeakMap<object, { readonly program: Program | undefined }> = new WeakMap();
/** Per unit of the text; what is fewer than the second does no harm. */
const stepsPerUnit = 50;
const harmlessSteps = 20_000;

function onOwnPatterns(text: string, patterns: readonly Pattern[]): Sighting | undefined {
  for (let i = 0; i < patterns.length; i++) {
    const pattern = patterns[i] as Pattern;
    let known = programs.get(pattern);
    if (known === undefined) {
      const tree = parseRegExp(`${pattern.source}`, `${pattern.flags}`);
      known = { program: tree && compile(tree) };
      programs.set(pattern, known);
    }
    const { program } = known;
    if (program === undefined) continue;
    // An expression of many branches takes as many steps a unit without being to blame.
    const most = Math.max(harmlessSteps, text.length * Math.max(stepsPerUnit, program.instructions.length));
    if (countSteps(program, text, most) >= most)
      return { span: [0, text.length], confidence: 'high', reason: `more than ${most} steps of /${`${pattern.source}`.slice(0, 60)}/` };
  }
  return undefined;
}

// --- An expression as input ---

function hasRepeatedGroup(text: string): boolean {
  for (let at = text.indexOf(')'); at >= 0 && at + 1 < text.length; at = text.indexOf(')', at + 1)) {
    const next = text.charCodeAt(at + 1);
    if (next === 42 || next === 43 || next === 123) return true;
  }
  return false;
}

function hasManyLoops(text: string): boolean {
  let loops = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 32 || code === 10) return false;
    if ((code === 42 || code === 43) && ++loops === manyLoops) return true;
  }
  return false;
}

function asExpression(text: string): Sighting | undefined {
  if (text.length > longestExpression || !(hasRepeatedGroup(text) || hasManyLoops(text)) || !isTypedExpression(text)) return undefined;
  const literal = /^\/([^\n]{1,1000})\/([dgimsuvy]{0,8})$/.exec(text.trim());
  const tree: RegExpTree | undefined =
    literal === null ? parseRegExp(text.trim()) : parseRegExp(literal[1] as string, literal[2] as string);
  if (tree === undefined || isArithmetic(text)) return undefined;
  const span = [0, text.length] as const;
  if (isExponential(tree))
    return { span, confidence: 'high', reason: 'a regular expression that reads one text in exponentially many ways' };
  if (sharedLoops(tree) >= manyLoops)
    return { span, confidence: 'medium', reason: 'a regular expression with loops that share what they read' };
  return undefined;
}

/** One line with no more than a few blanks: prose and code have more of them than expressions. */
function isTypedExpression(text: string): boolean {
  let blanks = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13 || (code === 32 && ++blanks > 3)) return false;
  }
  return true;
}

/** `(x*x)+(y*y)`: each quantifier stands between two operands. In an expression that is worth the name one of them ends something. */
function isArithmetic(text: string): boolean {
  if (!/^[\w\s.()*+/-]+$/.test(text)) return false;
  return !/[*+]\s{0,3}(?:[)*+/]|$)/.test(text);
}

// --- A text made for one ---

/** The period of what stands around the middle; 0 when nothing repeats there. A run that makes up most of a text covers its middle. */
function periodAtMiddle(text: string): number {
  const middle = text.length >> 1;
  const start = middle - (shortestRun >> 1);
  next: for (let period = 1; period <= longestPeriod; period++) {
    for (let i = start; i + period < start + shortestRun; i++) if (text.charCodeAt(i) !== text.charCodeAt(i + period)) continue next;
    if (period * 2 <= shortestRun) return period;
  }
  return 0;
}

/**
 * One unit that repeats is padding, a ruler, a picture of one colour or a long "nooo" far more often than an attack, and no text alone says which
 * expression reads it: it is suspicious at most, and only where it is longer than those and ends in what makes an expression fail.
 */
function asRun(text: string): Sighting | undefined {
  const period = text.length < shortestAttack ? 0 : periodAtMiddle(text);
  if (period === 0) return undefined;
  let start = (text.length >> 1) - (shortestRun >> 1);
  let end = start + period;
  while (start > 0 && text.charCodeAt(start - 1) === text.charCodeAt(start - 1 + period)) start--;
  while (end < text.length && text.charCodeAt(end) === text.charCodeAt(end - period)) end++;
  const length = end - start;
  if (length / text.length < 0.9 || length / period < 16) return undefined;
  if (length < shortestHarm(text.slice(start, start + period), text.slice(end, end + longestBreaker + 1))) return undefined;
  if (isEncodedBytes(text, start, end)) return undefined;
  return { span: [start, end], confidence: 'medium', reason: `one unit repeated ${Math.floor(length / period)} times` };
}

/** From which length on a run of a unit is none that people or programs write, given what stands behind it. */
function shortestHarm(unit: string, behind: string): number {
  // Bytes of an encoding that the text only looks like.
  if (/[^\t\n\r -~]/.test(unit)) return Number.POSITIVE_INFINITY;
  // What only opens is nesting that nothing closes.
  if (/^[([{<"'`\\]+$/.test(unit)) return longestNesting;
  // What ends a list, a sentence or a line ends it well.
  const isBroken = behind.length <= longestBreaker && /[^\s\])}>"';,.]/.test(behind);
  // Lines across a page, rows of a table, leaders, indentation, floods of exclamation marks, lists of zeros.
  if (!/[a-zA-Z@$%&]/.test(unit) && !/^[0-9]+$/.test(unit))
    return isBroken || /^[^\s\w/+-]+$/.test(unit) ? longestDrawing : Number.POSITIVE_INFINITY;
  // Words that repeat are padding, with whatever behind them.
  if (!isBroken || /\s/.test(unit)) return Number.POSITIVE_INFINITY;
  // Escapes of blanks.
  if (unit.length > 2 && /[%;]/.test(unit)) return longestDrawing;
  return unit.length > 1 && /^[a-zA-Z]+$/.test(unit) ? longestLaughter : shortestAttack;
}

/** Zeros, filler and pictures of one colour in base 16 or 64: their digits are never one more than a multiple of four. */
function isEncodedBytes(text: string, start: number, end: number): boolean {
  let first = start;
  while (first > 0 && /[\w+/-]/.test(text[first - 1] as string)) first--;
  return (
    /^[\w+/-]{16}/.test(text.slice(start, start + 16)) &&
    /^[\w+/=-]*\s*$/.test(text.slice(end)) &&
    (text.trimEnd().length - first) % 4 !== 1
  );
}
