import { extname } from 'node:path';
import type { Result } from '@postern/core';
import type { SourceProblem } from './problem.ts';
import type { JavaScriptTree, ParsedLanguage, PythonTree, SyntaxTree } from './tree.ts';

/** 4 MB: beyond it lie bundles, which no one wrote. */
export const maxSourceLength: number = 4 * 1024 * 1024;

const extensions: Readonly<Record<string, ParsedLanguage>> = {
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.jsx': 'javascript',
  '.ts': 'javascript',
  '.mts': 'javascript',
  '.cts': 'javascript',
  '.tsx': 'javascript',
  '.py': 'python',
};

type Parsers = {
  javascript?: (text: string, file: string) => Result<JavaScriptTree, SourceProblem>;
  python?: (text: string, file: string) => Result<PythonTree, SourceProblem>;
};
const parsers: Parsers = {};

/** The language that a file's name stands for; `undefined` if none that is parsed. */
export function languageOf(file: string): ParsedLanguage | undefined {
  const extension = extname(file).toLowerCase();
  return Object.hasOwn(extensions, extension) ? extensions[extension] : undefined;
}

/** Loads parsers, once per process: {@link parseSource} needs them, and a command that parses nothing should not pay for them. */
export async function loadParsers(languages: Iterable<ParsedLanguage> = ['javascript', 'python']): Promise<void> {
  for (const language of languages) {
    if (language === 'javascript') parsers.javascript ??= (await import('./parse-javascript.ts')).parseJavaScript;
    else parsers.python ??= (await import('./parse-python.ts')).parsePython;
  }
}

/** Parses one file, by the language of its name. {@link loadParsers} must have loaded the parser. */
export function parseSource(text: string, file: string): Result<SyntaxTree, SourceProblem> {
  const language = languageOf(file);
  const fail = (problem: string): Result<SyntaxTree, SourceProblem> => ({
    ok: false,
    problem: { location: { file, line: 1, column: 1 }, problem },
  });
  if (language === undefined) return fail('is in no language that Postern parses');
  if (text.length > maxSourceLength)
    return fail(`is longer than ${maxSourceLength / 1024 / 1024} MB: it looks generated and is not parsed`);
  const parse = parsers[language];
  if (!parse) throw new Error(`loadParsers(['${language}']) must come before parseSource`);
  return parse(text, file);
}
