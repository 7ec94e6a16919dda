'use strict';
// The shapes in which the Node runtimes report errors: `{ errorType, errorMessage, trace }` to the platform, and a richer one to the log.

/** An error of the runtime itself; its name is its `errorType`. */
function runtimeError(kind, message, stack) {
  const error = new Error(message);
  error.name = `Runtime.${kind}`;
  if (stack === undefined) Error.captureStackTrace(error, runtimeError);
  else error.stack = stack;
  return error;
}

function looksLikeError(value) {
  return [value?.name, value?.message, value?.stack].every((part) => typeof part === 'string' && part !== '');
}

/** What the caller of the function gets. Any value can be thrown, and any property of it can throw again. */
function errorResponse(error) {
  try {
    if (error instanceof Error || looksLikeError(error))
      return { errorType: error.name, errorMessage: error.message, trace: String(error.stack ?? '').split('\n') };
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      trace: [],
    };
  }
}

/** What the log gets: a tab, then JSON with the error's own properties and its causes. */
function errorForLog(thrown) {
  const error = thrown instanceof Error ? thrown : new Error(textOf(thrown));
  try {
    return `\t${JSON.stringify(error, (_key, value) => {
      if (!(value instanceof Error)) return value;
      const shown = { errorType: value.name, errorMessage: value.message, code: value.code, ...value };
      if (typeof value.stack === 'string') shown.stack = value.stack.split('\n');
      return shown;
    })}`;
  } catch {
    return `\t${JSON.stringify(errorResponse(error))}`;
  }
}

function textOf(value) {
  try {
    return String(value);
  } catch {
    return 'a value that has no text';
  }
}

module.exports = { runtimeError, errorResponse, errorForLog };
