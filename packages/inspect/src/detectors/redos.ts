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
      (text.length >= shortestRun && periodAtMiddle(text) > 0) ||
      (text.length <= longestExpression &&
        (((marks & mark.bracket) !== 0 && hasRepeatedGroup(text)) || ((marks & mark.star) !== 0 && hasManyLoops(text))))
    );
  },
  // A long word may be the run of letters itself.
  readsInert: (text) => text.length >= shortestRun,
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

function asRun(text: string): Sighting | undefined {
  const period = text.length < shortestRun ? 0 : periodAtMiddle(text);
  if (period === 0) return undefined;
  let start = (text.length >> 1) - (shortestRun >> 1);
  let end = start + period;
  while (start > 0 && text.charCodeAt(start - 1) === text.charCodeAt(start - 1 + period)) start--;
  while (end < text.length && text.charCodeAt(end) === text.charCodeAt(end - period)) end++;
  const length = end - start;
  const share = length / text.length;
  if (share < 0.7) return undefined;
  const bounds = boundsOf(text.slice(start, start + period), text.slice(end, end + 2));
  if (length < bounds.suspicious || length / period < 16) return undefined;
  return {
    span: [start, end],
    // Words that repeat to the end are padding; what is made for an expression of words has something behind them that makes it fail.
    confidence:
      length >= bounds.certain && share > 0.9 && (end < text.length || !/\s\S|\S\s/.test(text.slice(start, start + period)))
        ? 'high'
        : 'medium',
    reason: `one unit repeated ${Math.floor(length / period)} times`,
  };
}

interface Bounds {
  readonly suspicious: number;
  readonly certain: number;
}

/** From which length on a run of a unit is none that people or programs write, given what stands behind it. */
function boundsOf(unit: string, behind: string): Bounds {
  // What only opens is nesting that nothing closes.
  if (/^[([{<]+$/.test(unit)) return { suspicious: 48, certain: 100 };
  // Lines across a page, rows of a table, leaders, indentation, dots of an ellipsis.
  if (!/[a-zA-Z0-9@!?%$&"'`({[]/.test(unit)) return { suspicious: 200, certain: 290 };
  if (unit.length > 1) return { suspicious: 64, certain: 200 };
  // Numbers and bytes that are zero, in base 16 or 64: digests, identifiers, keys nobody filled in, with a last digit that is none.
  const isFiller = /[0-9AfFx]/.test(unit);
  const isBroken = behind !== '' && (isFiller ? /^[^\w=+/-]/.test(behind) : true);
  return isBroken ? { suspicious: 30, certain: 48 } : { suspicious: isFiller ? 130 : 64, certain: 200 };
}
