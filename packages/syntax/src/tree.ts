import type { SourceLocation, Span } from '@postern/core';
import type { Comment, EcmaScriptModule, Program } from 'oxc-parser';
import type { Module } from 'py-ast';

interface ParsedFile {
  readonly file: string;
  readonly text: string;
  /** The place of an offset in UTF-16 units. */
  locate(offset: number, endOffset?: number): SourceLocation;
}

/** ESTree with the TypeScript nodes of typescript-estree; `start` and `end` of each node are UTF-16 offsets. */
export interface JavaScriptTree extends ParsedFile {
  readonly language: 'javascript';
  readonly dialect: 'js' | 'jsx' | 'ts' | 'tsx';
  readonly root: Program;
  /** Imports and exports as a table. */
  readonly module: EcmaScriptModule;
  readonly comments: readonly Comment[];
  spanOf(node: { readonly start: number; readonly end: number }): Span;
}

/** The tree of Python's own `ast` module; `nodeType` names the class. */
export interface PythonTree extends ParsedFile {
  readonly language: 'python';
  readonly root: Module;
  spanOf(node: PythonPlace): Span;
}

/** What every statement and expression of Python's tree carries: lines from 1, columns in bytes of UTF-8 from 0. */
export interface PythonPlace {
  readonly lineno?: number | undefined;
  readonly col_offset?: number | undefined;
  readonly end_lineno?: number | undefined;
  readonly end_col_offset?: number | undefined;
}

export type SyntaxTree = JavaScriptTree | PythonTree;
export type ParsedLanguage = SyntaxTree['language'];
