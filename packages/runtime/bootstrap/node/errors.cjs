'use strict';
// The shapes in which the Node runtimes report errors: `{ errorType, errorMessage, trace }` to the platform, and a richer one to the log.
const { types } = require('node:util');
const { generation } = require('./generation.cjs');

const isOlder = generation < 24;

/** An error of the runtime itself; its name is its `errorType`. */
function runtimeError(kind, message, stack) {
  const error = new Error(message);
  const name = `Runtime.${kind}`;
  // The older runtimes' errors inherit their names, so that these are not among the own properties that the log shows.
  if (isOlder) Object.setPrototypeOf(error, Object.create(Error.prototype, { name: { value: name } }));
  else error.name = name;
  if (stack === undefined) Error.captureStackTrace(error, runtimeError);
  else error.stack = stack;
  return error;
}

// Part of an error's message goes into a header, where this character may not be.
const withoutDelete = (text) => text.replace(/\x7f/g, '%7F');

const unreadable = {
  errorType: 'handled',
  errorMessage: 'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
};

/** What the caller of the function gets. Any value can be thrown, and any property of it can be of any type or throw again. */
const errorResponse = isOlder ? olderResponse : newerResponse;

function olderResponse(error) {
  try {
    if (types.isNativeError(error) || looksLikeError(error))
      return {
        errorType: error.name == null ? undefined : withoutDelete(error.name),
        errorMessage: error.message == null ? undefined : withoutDelete(error.message),
        trace: withoutDelete(error.stack).split('\n'),
      };
    return { errorType: typeof error, errorMessage: error.toString(), trace: [] };
  } catch {
    return { ...unreadable };
  }
}

function newerResponse(error) {
  try {
    if (error instanceof Error)
      return {
        errorType: error.name == null ? undefined : withoutDelete(error.name),
        errorMessage: error.message == null ? undefined : withoutDelete(error.message),
        trace: error.stack == null ? [] : withoutDelete(error.stack).split('\n'),
      };
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return { ...unreadable, trace: [] };
  }
}

function looksLikeError(value) {
  return [value?.name, value?.message, value?.stack].every((part) => typeof part === 'string' && part !== '');
}

/** What the log gets: a tab, then JSON with the error's own properties and its causes. Throws for a value that has no text, as the platform does. */
function errorForLog(thrown) {
  const error = thrown instanceof Error ? thrown : new Error(isOlder ? thrown : String(thrown));
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

module.exports = { runtimeError, errorResponse, errorForLog };
