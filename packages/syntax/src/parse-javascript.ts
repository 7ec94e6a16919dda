import { spawnSync } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printable, type Result } from '@postern/core';
import { type ParseResult, type ParserOptions, parseSync } from 'oxc-parser';
import { createLineIndex } from './line-index.ts';
import { estimateNesting } from './nesting.ts';
import type { SourceProblem } from './problem.ts';
import type { JavaScriptTree } from './tree.ts';

// The parser is native code and recurses: at about 3,000 levels it overruns the stack and takes the process with it. Text that may be
// nested that deep is first parsed in a process of its own. The bound leaves room for the smaller stack of a worker.
const certainlyParsed = { depth: 400, operators: 20_000 };
const probeTimeout = 10_000;
// Deeper trees break the recursion of whoever walks them. Hand-written code stays below 100.
const maxTreeDepth = 3_000;

/** Parses JavaScript or TypeScript; the extension says which. What `.js` is, module or script, is found out from the text. */
export function parseJavaScript(text: string, file: string): Result<JavaScriptTree, SourceProblem> {
  const lines = createLineIndex(text, file);
  const fail = (problem: string, offset = 0): Result<JavaScriptTree, SourceProblem> => ({
    ok: false,
    problem: { location: lines.locate(offset), problem },
  });
  const nesting = estimateNesting(text);
  const isDeep = nesting.depth > certainlyParsed.depth || nesting.operators > certainlyParsed.operators;
  if (isDeep && !survives(text, file)) return fail('is nested too deeply to be parsed');

  let parsed: ParseResult;
  let dialect = dialectOf(file);
  try {
    parsed = parseSync(file, text, optionsFor(dialect));
    if (parsed.errors.some(isError) && (dialect === 'js' || dialect === 'jsx')) {
      // JSX in `.js` is read already; types in it are Flow's or come from a compiler that does not mind.
      const typed = parseSync(file, text, optionsFor('tsx'));
      if (!typed.errors.some(isError)) {
        parsed = typed;
        dialect = 'tsx';
      }
    }
    const error = parsed.errors.find(isError);
    if (error)
      return fail(
        `is no ${dialect.startsWith('t') ? 'TypeScript' : 'JavaScript'}: ${printable(error.message)}`,
        error.labels[0]?.start ?? 0,
      );
    if (isDeep && treeDepth(parsed.program) > maxTreeDepth) return fail(`is nested deeper than ${maxTreeDepth} levels`);
  } catch (cause) {
    return fail(`can't be parsed: ${printable((cause as Error).message)}`);
  }
  const { program, module, comments } = parsed;
  return {
    ok: true,
    value: {
      language: 'javascript',
      dialect,
      file,
      text,
      root: program,
      module,
      comments,
      locate: lines.locate,
      spanOf: ({ start, end }) => [start, end],
    },
  };
}

function isError({ severity }: { severity: string }): boolean {
  return severity === 'Error';
}

function dialectOf(file: string): JavaScriptTree['dialect'] {
  const extension = extname(file).toLowerCase();
  if (extension === '.ts' || extension === '.mts' || extension === '.cts') return 'ts';
  if (extension === '.tsx') return 'tsx';
  // JSX is read in every JavaScript file: it takes nothing from the language.
  return extension === '.jsx' ? 'jsx' : 'js';
}

function optionsFor(dialect: JavaScriptTree['dialect']): ParserOptions {
  return { lang: dialect === 'js' ? 'jsx' : dialect, sourceType: 'unambiguous', preserveParens: false };
}

/** Whether a process that parses the text comes to its end. */
function survives(text: string, file: string): boolean {
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL('./probe-javascript.js', import.meta.url)), dialectOf(file)], {
    input: text,
    timeout: probeTimeout,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  return status === 0;
}

function treeDepth(program: unknown): number {
  let depth = 0;
  const open: { readonly node: object; readonly level: number }[] = [{ node: program as object, level: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    depth = Math.max(depth, next.level);
    for (const child of Object.values(next.node))
      if (typeof child === 'object' && child !== null) open.push({ node: child, level: next.level + 1 });
  }
  return depth;
}
