/**
 * Where the texts of `analysis.ts` come from. They are most of the guard, and the first event needs them, the start does not: V8 would read
 * all of them as part of `guard.cjs`. So they are a file beside it, of which the start takes the bytes and nothing else. They are taken at the
 * start, before other code runs, so that nothing that runs later can put others in their place.
 *
 * A bundle of an application has no such file beside it: there the bundler has put the file's contents in place of the `require`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the file begins with: it names the build that `guard.cjs` is of, and the digest of the texts. */
declare const ANALYSIS_HEAD: string;
declare const ANALYSIS_BYTES: number;

/** Bodies of functions, each of which returns one: the first what every event needs, the others what that asks for by number. */
export type AnalysisTexts = readonly string[];

interface Contents {
  readonly build: string;
  readonly texts: AnalysisTexts;
}

const parseJson = JSON.parse;
const { apply } = Reflect;
const { latin1Slice } = Buffer.prototype as unknown as { latin1Slice(start?: number, end?: number): string };

export function readAnalysisFile(folder: string): () => AnalysisTexts {
  const bytes = readBytes(join(folder, 'guard-analysis.json'));
  if (bytes === undefined) {
    const contents = require('./guard-analysis.json') as Contents;
    if (!ANALYSIS_HEAD.includes(contents.build)) throw new Error(mismatch);
    return () => contents.texts;
  }
  if (bytes.length !== ANALYSIS_BYTES || apply(latin1Slice, bytes, [0, ANALYSIS_HEAD.length]) !== ANALYSIS_HEAD) throw new Error(mismatch);
  // The build writes ASCII only.
  return () => (parseJson(apply(latin1Slice, bytes, [])) as Contents).texts;
}

const mismatch = 'guard-analysis.json is of another build than guard.cjs';

function readBytes(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
