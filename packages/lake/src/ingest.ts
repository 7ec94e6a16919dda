import type { MappingOptions, OcsfEvent } from '@postern/ocsf';
import { readLines } from './lines.ts';
import { beginsDocument, readDocument, recogniseLine } from './recognise.ts';

/** The largest JSON document of findings that is read whole. Logs have no limit: they are read by the line. */
const maxDocumentLength = 64 * 1024 * 1024;
const maxProblems = 20;

/** What was read: an answer that rests on half of the input should say so. */
export interface Ingest {
  readonly lines: number;
  readonly events: number;
  /** Lines that are the application's own. */
  readonly foreign: number;
  /** Lines that begin like ours and could not be read, and lines that are too long. */
  readonly broken: number;
  /** The first of the broken ones, `file:line: problem`. */
  readonly problems: readonly string[];
}

/** Reads one input to its end and hands every event to `add`. */
export async function ingest(
  name: string,
  chunks: AsyncIterable<Uint8Array | string>,
  add: (event: OcsfEvent) => void,
  options: MappingOptions = {},
): Promise<Ingest> {
  const counts = { lines: 0, events: 0, foreign: 0, broken: 0 };
  const problems: string[] = [];
  const fault = (line: number, problem: string): void => {
    counts.broken++;
    if (problems.length < maxProblems) problems.push(`${name}:${line}: ${problem}`);
  };
  let document: string[] | undefined;
  let documentLength = 0;
  for await (const { number, text } of readLines(chunks)) {
    counts.lines++;
    if (text === undefined) {
      fault(number, 'is longer than 1 MB and was passed over');
      continue;
    }
    if (number === 1 && beginsDocument(text)) document = [];
    if (document) {
      documentLength += text.length + 1;
      if (documentLength <= maxDocumentLength) document.push(text);
      continue;
    }
    if (text === '') continue;
    const recognised = recogniseLine(text, options);
    if (recognised.kind === 'event') {
      counts.events++;
      add(recognised.event);
    } else if (recognised.kind === 'broken') fault(number, recognised.problem);
    else counts.foreign++;
  }
  if (document) {
    const events = documentLength > maxDocumentLength ? undefined : readDocument(document.join('\n'), options);
    if (events === undefined)
      fault(1, documentLength > maxDocumentLength ? 'is a document of more than 64 MB' : 'is no JSON document with a list "findings"');
    for (const event of events ?? []) {
      counts.events++;
      add(event);
    }
  }
  return { ...counts, problems };
}
