export { createLineIndex, type LineIndex } from './line-index.ts';
export { languageOf, loadParsers, maxSourceLength, parseSource } from './parse-source.ts';
export { formatSourceProblem, type SourceProblem } from './problem.ts';
export { type Handler, type HandlerQuery, resolveHandler } from './resolve-handler.ts';
export { openSources, type Sources } from './sources.ts';
export type { JavaScriptTree, ParsedLanguage, PythonPlace, PythonTree, SyntaxTree } from './tree.ts';
