/** What a runtime made of an invocation, in a form that can be compared with what another runtime made of it. */
import type { InvocationResult } from '../../invocation-result.ts';

export interface Comparable {
  readonly outcome: string;
  readonly contentType: string;
  /** The response to the byte, as Latin-1; an error as JSON, normalised. */
  readonly payload: string;
  readonly coldStart: boolean;
  readonly logs: string;
}

export interface Normalisation {
  readonly reason: string;
  /** `folder` is the function's. */
  apply(line: string, folder: string): string | undefined;
}

const isFrame = (line: string): boolean => /^\s+at /.test(line);

/**
 * Everything that may differ, with its reason; a line that is undefined is left out. They apply to the lines of a log and of an error's
 * trace. Whatever they do not name is compared to the character, and responses to the byte.
 */
export const normalisations: Readonly<Record<string, Normalisation>> = {
  'frames of the runtime': {
    reason: 'below the function, a stack shows who called it: files of the runtime and what they use of Node',
    apply: (line, folder) => (isFrame(line) && !line.includes(folder) ? undefined : line),
  },
  'who required': {
    reason: 'the list of who required a module ends with the file of the runtime that required the handler',
    apply: (line, folder) => (/^(?:- )?\/.*\.[cm]?js$/.test(line) && !line.includes(folder) ? undefined : line),
  },
  'time of a log line': {
    reason: 'it is when the line was written',
    apply: (line) => line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, '(time)'),
  },
  'number of the process': {
    reason: "Node's warnings begin with it",
    apply: (line) => line.replace(/\(node:\d+\)/, '(node)'),
  },
  'lines of the native client': {
    reason: 'the published client complains by itself when the Runtime API refuses a post',
    apply: (line) => (line.startsWith('[ERROR] [') && line.includes('] LAMBDA_RUNTIME ') ? undefined : line),
  },
};

/** Two more that reach over lines. A crash of the runtime itself begins with its place in the runtime's source. */
const crashPlace = /^(?:file:\/\/|\/|node:)[^\n]*:\d+\n[^\n]*\n *\^+\n\n/m;

export function comparable(result: InvocationResult, folder: string): Comparable {
  const { outcome, contentType, payload, bytes, coldStart } = result;
  // Without the platform's log collector the published client joins the lines of one log entry by "\r".
  const text = outcome === 'response' ? Buffer.from(bytes).toString('latin1') : normaliseJson(payload, folder);
  const logs = normaliseLines(result.logs.replaceAll('\r', '\n').replace(crashPlace, ''), folder);
  return { outcome, contentType, payload: text, coldStart, logs };
}

function normaliseLines(text: string, folder: string): string {
  return text
    .split('\n')
    .map((line) => {
      const tab = line.lastIndexOf('\t{');
      return normaliseLine(tab < 0 ? line : line.slice(0, tab + 1) + normaliseJson(line.slice(tab + 1), folder), folder);
    })
    .filter((line) => line !== undefined)
    .join('\n');
}

function normaliseLine(line: string, folder: string): string | undefined {
  let result: string | undefined = line;
  for (const { apply } of Object.values(normalisations)) {
    if (result === undefined) return undefined;
    result = apply(result, folder);
  }
  return result;
}

/** The texts inside of JSON are normalised line by line; what is no JSON stays as it is. */
function normaliseJson(text: string, folder: string): string {
  try {
    return JSON.stringify(JSON.parse(text), (_key, value) => {
      if (typeof value === 'string') return normaliseLines(value, folder);
      if (!Array.isArray(value)) return value;
      return value.filter((item) => typeof item !== 'string' || normaliseLine(item, folder) !== undefined);
    });
  } catch {
    return text;
  }
}
