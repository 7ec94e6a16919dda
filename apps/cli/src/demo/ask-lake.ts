/** The end of the story: the records of the guard as events of OCSF, and a question asked of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { PosternRecord } from '@postern/core';
import { type Answer, ingest, lakeFiles, openLake, questions, writeLake } from '@postern/lake';
import { version } from '../version.ts';

export interface Asked extends Answer {
  readonly question: string;
  readonly title: string;
  /** Events stored. */
  readonly events: number;
}

/** Stores records as a function's log holds them, between lines of its own, and asks one of the named questions. */
export async function askLake(records: readonly PosternRecord[], name: string): Promise<Asked> {
  const question = questions.find((each) => each.name === name);
  if (!question) throw new Error(`there is no question "${name}"`);
  const folder = mkdtempSync(join(tmpdir(), 'postern-demo-lake-'));
  try {
    const writer = writeLake(folder);
    const log = records.flatMap((record) => ['START of an invocation', JSON.stringify(record)]).join('\n');
    const { events } = await ingest('the log', Readable.from([Buffer.from(`${log}\n`)]), writer.add, { version });
    writer.close();
    const lake = await openLake(lakeFiles(folder), {});
    try {
      return { ...(await lake.query(question.sql)), question: name, title: question.title, events };
    } finally {
      lake.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
