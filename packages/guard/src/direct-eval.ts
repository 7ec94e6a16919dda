/**
 * A replaced `eval` is no longer *direct* eval: `eval('x')` in a function would lose the variables around it. So calls are rewritten
 * when a module is loaded, from `eval(TEXT)` to
 *
 *     __posternEval(__posternEval.arg(TEXT),__posternEval.on(),eval(__posternEval.off()))
 *
 * The arguments are evaluated and checked by `arg`; `on` puts the native function behind the name for exactly as long as the engine
 * needs to look it up, since only the native one is direct (ECMA-262, CallExpression evaluation: the callee is read before its
 * arguments); `off`, evaluated next, takes it away again and answers the text. No code of the program runs in between. It starts with
 * an identifier and not with a parenthesis, because `x⏎(…)` would call `x` where `x⏎eval(…)` was two statements. A local function that
 * happens to be called `eval` gets all its arguments, so further ones are handed on one by one (`eval(...list)` is not direct in V8).
 */
import { tokenizeJavaScript } from '@postern/inspect';
import { directEvalName } from './direct-eval-name.ts';

/** The source with its direct calls of `eval` rewritten; undefined when it has none. Line numbers stay; columns after such a call move. */
export function rewriteDirectEval(source: string): string | undefined {
  // Necessary for a direct call: the word itself. `\u0065val` is a valid spelling of the identifier too, but not of a direct call that
  // honest code makes; it then meets the replaced global function and is checked there.
  if (!source.includes('eval')) return undefined;
  const tokens = tokenizeJavaScript(source).filter((token) => token.kind !== 'comment');
  const text = (at: number): string => {
    const token = tokens[at];
    return token ? source.slice(token.start, token.end) : '';
  };
  const edits: { readonly at: number; readonly until: number; readonly text: string }[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (text(i) !== 'eval' || text(i + 1) !== '(') continue;
    const before = text(i - 1);
    if (before === '.' || before === '?.' || before === 'function' || before === '*' || before === '#') continue;
    const close = matchingParenthesis(tokens.length, i + 1, text);
    if (close === undefined || text(close + 1) === '{') continue; // `eval(x) {` defines a method
    const open = tokens[i] as { readonly start: number };
    const openParenthesis = tokens[i + 1] as { readonly end: number };
    const end = tokens[close] as { readonly start: number; readonly end: number };
    edits.push({ at: open.start, until: openParenthesis.end, text: `${directEvalName}(${directEvalName}.arg(` });
    edits.push({
      at: end.start,
      until: end.end,
      text: `),${directEvalName}.on(),eval(${directEvalName}.off()${furtherArguments(i + 1, close, text)}))`,
    });
  }
  if (edits.length === 0) return undefined;
  edits.sort((a, b) => a.at - b.at);
  let rewritten = '';
  let done = 0;
  for (const edit of edits) {
    rewritten += source.slice(done, edit.at) + edit.text;
    done = edit.until;
  }
  return rewritten + source.slice(done);
}

function matchingParenthesis(count: number, open: number, text: (at: number) => string): number | undefined {
  let depth = 0;
  for (let i = open; i < count; i++) {
    const token = text(i);
    if (token === '(') depth++;
    else if (token === ')' && --depth === 0) return i;
  }
  return undefined;
}

/** `,__posternEval.rest(1)` for each argument after the first; spread arguments can't be counted and are taken as one. */
function furtherArguments(open: number, close: number, text: (at: number) => string): string {
  let depth = 0;
  let further = '';
  let count = 0;
  for (let i = open + 1; i < close; i++) {
    const token = text(i);
    if (token === '(' || token === '[' || token === '{' || token.endsWith('${')) depth++;
    else if (token === ')' || token === ']' || token === '}' || token.startsWith('}')) depth--;
    else if (token === ',' && depth === 0 && i + 1 < close) further += `,${directEvalName}.rest(${++count})`;
  }
  return further;
}
