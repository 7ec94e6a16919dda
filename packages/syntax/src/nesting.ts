/** An upper bound of how deep a parser has to recurse into a JavaScript or TypeScript text. */
export interface Nesting {
  /** Brackets, and words and marks that open something inside of the same statement: `=>`, `?`, `=`, `if`, `new`. */
  readonly depth: number;
  /** All operators: chains such as `a+b+c` nest the tree, not the parser's calls. */
  readonly operators: number;
}

const opening = new Set([
  'if',
  'else',
  'for',
  'while',
  'do',
  'new',
  'with',
  'typeof',
  'void',
  'delete',
  'await',
  'yield',
  'keyof',
  'return',
  'case',
  'extends',
  'infer',
]);

/**
 * Scans once, without recursion. Read in two ways, strings and comments as such and as plain text, because what is a string depends on what is
 * a regular expression: a text that hides its brackets from one reading shows them to the other.
 */
export function estimateNesting(text: string): Nesting {
  const lexed = scan(text, true);
  const raw = lexed.depth > 200 ? lexed : scan(text, false);
  return { depth: Math.max(lexed.depth, raw.depth), operators: lexed.operators };
}

function scan(text: string, skipsStrings: boolean): Nesting {
  const chains: number[] = [0]; // per open bracket: what has opened since the last separator
  let sum = 0;
  let depth = 0;
  let operators = 0;
  const open = (): void => {
    chains[chains.length - 1] = (chains[chains.length - 1] as number) + 1;
    sum++;
  };
  const separate = (): void => {
    sum -= chains[chains.length - 1] as number;
    chains[chains.length - 1] = 0;
  };
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    switch (unit) {
      case 0x28: // (
      case 0x5b: // [
      case 0x7b: // {
        chains.push(0);
        operators++; // `x()()()` nests the tree too
        break;
      case 0x29: // )
      case 0x5d: // ]
      case 0x7d: // }
        if (chains.length > 1) sum -= chains.pop() as number;
        break;
      case 0x3b: // ;
      case 0x2c: // ,
        separate();
        break;
      case 0x3d: // = and =>
      case 0x3f: // ?
      case 0x3a: // :
      case 0x3c: // < of types and JSX
        open();
        operators++;
        break;
      case 0x22:
      case 0x27:
        if (skipsStrings) i = endOfString(text, i, unit);
        break;
      case 0x2f: // comments; a division or a regular expression is left as it is
        if (skipsStrings && text.charCodeAt(i + 1) === 0x2f) i = indexOr(text, '\n', i, text.length);
        else if (skipsStrings && text.charCodeAt(i + 1) === 0x2a) i = indexOr(text, '*/', i + 2, text.length);
        break;
      default:
        if ((unit >= 0x21 && unit <= 0x2e) || unit === 0x7c || unit === 0x5e || unit === 0x7e) operators++;
        else if (unit >= 0x61 && unit <= 0x7a) {
          let end = i + 1;
          while (end < text.length && isWord(text.charCodeAt(end))) end++;
          if (end - i <= 7 && opening.has(text.slice(i, end))) open();
          i = end - 1;
        }
    }
    const now = chains.length + sum;
    if (now > depth) depth = now;
  }
  return { depth, operators };
}

function isWord(unit: number): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x5f || unit === 0x24
  );
}

/** The closing quote, or the end of the line: a quote within a regular expression must not swallow the file. */
function endOfString(text: string, start: number, quote: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x5c) i++;
    else if (unit === quote || unit === 10) return i;
  }
  return text.length;
}

function indexOr(text: string, what: string, from: number, otherwise: number): number {
  const found = text.indexOf(what, from);
  return found < 0 ? otherwise : found;
}
