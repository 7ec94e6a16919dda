import type { PosternRecord } from '@postern/core';

export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** What came of one invocation, as its caller and its log would tell. */
export interface InvocationResult {
  /** `exit`: the process ended without an answer; `init-error`: the function could not be started. */
  readonly outcome: 'response' | 'error' | 'timeout' | 'exit' | 'init-error';
  /** What the platform would hand to the caller: the response, or the error as JSON. */
  readonly payload: string;
  /** The same as bytes, where a streamed response is not text. */
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** The payload of the outcome `response`. */
  readonly response?: string;
  /** Of every other outcome. */
  readonly error?: FunctionError;
  /** Of the outcome `timeout`: it was the function's code that did not load in time. */
  readonly isUnstarted?: true;
  /** Nothing was left to do before the handler answered (a promise that never settles, a callback that nobody calls): the runtime answered for it. */
  readonly isUnsettled?: true;
  /** Standard output and standard error of the function and the platform's own lines about failures; bounded. */
  readonly logs: string;
  /** From the handing over of the event to the answer. */
  readonly durationMs: number;
  readonly requestId: string;
  /** The process was started for this invocation. */
  readonly coldStart: boolean;
  /** The guard's records that came during this invocation, those of a cold start included. */
  readonly records: readonly PosternRecord[];
}

/** Reads an error as the Node runtimes (`trace`) or the Python runtime (`stackTrace`) post it. Functions can post anything. */
export function readFunctionError(payload: string): FunctionError {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    value = undefined;
  }
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const text = (field: unknown): string => (typeof field === 'string' ? field : '');
  const trace = fields['trace'] ?? fields['stackTrace'];
  return {
    errorType: text(fields['errorType']),
    errorMessage: text(fields['errorMessage']),
    trace: Array.isArray(trace) ? trace.filter((line): line is string => typeof line === 'string') : [],
  };
}
