/** Every error that Postern throws, by code. A code is never reused; a placeholder is `{name}`. */
export const errorCatalogue = {
  PSTN_BLOCKED: 'Postern stopped {call}: {reason}.',
  PSTN_GUARD_MODE: 'POSTERN_MODE is "{mode}", which is none of off, learn, observe, block.',
  PSTN_INPUT_UNREADABLE: '{file}: {problem}',
  PSTN_INPUT_SYNTAX: '{file}:{line}:{column}: {problem}',
  PSTN_USAGE: '{problem}',
  PSTN_SCENARIO: 'The scenario "{scenario}" could not be carried out: {problem}',
} as const;
export type ErrorCode = keyof typeof errorCatalogue;

/** An error with a code from the catalogue, its message filled in from `values`. */
export class PosternError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, values: Readonly<Record<string, string | number>> = {}, options?: { readonly cause?: unknown }) {
    super(formatError(code, values), options);
    this.name = 'PosternError';
    this.code = code;
  }
}

/** The message of `code` with its placeholders filled in; a missing value stays visible as its placeholder. */
export function formatError(code: ErrorCode, values: Readonly<Record<string, string | number>>): string {
  return errorCatalogue[code].replace(/\{([a-z]+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : placeholder,
  );
}

/** The answer of a parser of untrusted data. */
export type Result<Value, Problem = string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };
