import type { Span } from '@postern/core';

/**
 * The intermediate form: what matters to the flow of data in JavaScript, TypeScript and Python, and nothing else. Both languages
 * become it, so that one solver serves both. `at` is a span in UTF-16 units of the file.
 */
export type Expression = { readonly at: Span } & (
  | { readonly kind: 'constant'; readonly value: string | number | boolean | null | undefined }
  | { readonly kind: 'pattern'; readonly source: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly object: Expression; readonly name?: string; readonly index?: Expression }
  | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Argument[]; readonly isNew: boolean }
  /** Text put together: a template, a concatenation, an f-string. */
  | { readonly kind: 'text'; readonly parts: readonly Expression[] }
  | { readonly kind: 'compare'; readonly by: 'equal' | 'unequal' | 'in' | 'not-in'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'logic'; readonly by: 'and' | 'or' | 'not'; readonly operands: readonly Expression[] }
  | { readonly kind: 'choice'; readonly test: Expression; readonly whenTrue: Expression; readonly whenFalse: Expression }
  | { readonly kind: 'object'; readonly members: readonly ObjectMember[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'function'; readonly function: FunctionForm }
  | { readonly kind: 'assign'; readonly target: Target; readonly value: Expression }
  /** One value made of others in a way that keeps their text (`spread`) or doesn't (`number`). */
  | { readonly kind: 'operation'; readonly of: 'number' | 'spread'; readonly operands: readonly Expression[] }
  /** A comprehension: `body` for each element of `over`. */
  | {
      readonly kind: 'each';
      readonly target: Target;
      readonly over: Expression;
      readonly tests: readonly Expression[];
      readonly body: Expression;
    }
);

export interface Argument {
  /** Of a keyword argument in Python. */
  readonly name?: string;
  readonly value: Expression;
}

export interface ObjectMember {
  /** Absent for a spread or a computed name. */
  readonly name?: string;
  readonly value: Expression;
}

export interface FunctionForm {
  readonly name?: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly at: Span;
}

export interface Parameter {
  readonly target: Target;
  readonly default?: Expression;
  readonly isRest?: boolean;
}

export type Target =
  | { readonly kind: 'name'; readonly name: string; readonly at: Span }
  | { readonly kind: 'member'; readonly place: Expression }
  | { readonly kind: 'object'; readonly members: readonly TargetMember[]; readonly at: Span }
  | { readonly kind: 'list'; readonly items: readonly (Target | undefined)[]; readonly at: Span };

export interface TargetMember {
  /** Absent for the rest, or a computed name. */
  readonly name?: string;
  readonly target: Target;
  readonly default?: Expression;
  readonly at: Span;
}

export type Statement =
  | { readonly kind: 'evaluate'; readonly value: Expression }
  | { readonly kind: 'if'; readonly test: Expression; readonly so: readonly Statement[]; readonly otherwise: readonly Statement[] }
  | {
      readonly kind: 'loop';
      readonly each?: { readonly target: Target; readonly over: Expression };
      readonly test?: Expression;
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'return'; readonly value?: Expression }
  /** Leaves the block without an answer: throw, break, continue. */
  | { readonly kind: 'leave'; readonly value?: Expression }
  | {
      readonly kind: 'try';
      readonly body: readonly Statement[];
      readonly handlers: readonly Handler[];
      readonly after: readonly Statement[];
    }
  /** Binds what a module or a global of that name is: `import { exec } from 'child_process'` binds `child_process.exec`. */
  | { readonly kind: 'bind'; readonly name: string; readonly ref: string };

export interface Handler {
  readonly error?: Target;
  readonly body: readonly Statement[];
}

/** A file in the intermediate form. */
export interface ModuleForm {
  readonly body: readonly Statement[];
  /** What `export` says: the exported name and the expression or local name behind it. CommonJS shows as assignments. */
  readonly exports: ReadonlyMap<string, Expression>;
}
