import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance, DuckDBResultReader } from '@duckdb/node-api';
import { PosternError, printable } from '@postern/core';
import { createEvents } from './table.ts';

export type Cell = string | number | boolean | null;

export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** More rows than are given. */
  readonly isCut: boolean;
}

export interface QueryOptions {
  /** Events before this time (milliseconds since 1970) are left out. */
  readonly since?: number;
  /** Rows that an answer gives at most; default 10,000. */
  readonly maxRows?: number;
  /** Milliseconds until a query is given up; default 60,000. */
  readonly timeout?: number;
}

export interface Lake {
  /** Runs one SELECT over the table `events`. `PSTN_USAGE` says what is wrong with it. */
  query(sql: string): Promise<Answer>;
  close(): void;
}

/**
 * A lake's files as one table in a scratch file of its own, so that more events fit than memory holds. Once it is filled the engine is locked: it opens no file and no connection, loads no
 * extension and changes no setting, whatever a query asks for.
 */
export async function openLake(files: readonly string[], options: QueryOptions = {}): Promise<Lake> {
  // 70 MB of engine: only who asks a question loads it.
  const duckdb = await import('@duckdb/node-api');
  const scratch = mkdtempSync(join(tmpdir(), 'postern-query-'));
  let instance: DuckDBInstance | undefined;
  let connection: DuckDBConnection | undefined;
  const close = (): void => {
    connection?.closeSync();
    instance?.closeSync();
    rmSync(scratch, { recursive: true, force: true });
  };
  try {
    instance = await duckdb.DuckDBInstance.create(join(scratch, 'events.duckdb'), {
      threads: '2',
      memory_limit: '1GB',
      temp_directory: scratch,
      max_temp_directory_size: '4GB',
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    for (const statement of createEvents(files, options.since)) await connection.run(statement);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
  } catch (cause) {
    close();
    throw new PosternError('PSTN_USAGE', { problem: `The events cannot be loaded: ${firstLine(cause)}` }, { cause });
  }
  const ready = connection;

  return {
    async query(sql) {
      const timer = setTimeout(() => ready.interrupt(), options.timeout ?? 60_000);
      const startedAt = Date.now();
      try {
        // The engine's binding faults on an empty text.
        if (sql.trim() === '') throw new Error('one SELECT is asked for, this is 0 statements');
        const statements = await ready.extractStatements(sql);
        if (statements.count !== 1) throw new Error(`one SELECT is asked for, this is ${statements.count} statements`);
        const prepared = await statements.prepare(0);
        if (prepared.statementType !== duckdb.StatementType.SELECT) throw new Error('only SELECT is answered');
        const maxRows = options.maxRows ?? 10_000;
        const reader = await prepared.streamAndReadUntil(maxRows + 1);
        return answerOf(reader, maxRows);
      } catch (cause) {
        const message =
          Date.now() - startedAt >= (options.timeout ?? 60_000) ? 'the query took too long and was given up' : (cause as Error).message;
        throw new PosternError(
          'PSTN_USAGE',
          { problem: `The query cannot be answered: ${printable(message).replaceAll('\\n', '\n  ')}` },
          { cause },
        );
      } finally {
        clearTimeout(timer);
      }
    },
    close,
  };
}

function firstLine(error: unknown): string {
  return printable((error as Error).message.split('\n')[0] as string);
}

const wholeNumbers = new Set(['BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT']);

function answerOf(reader: DuckDBResultReader, maxRows: number): Answer {
  const types = reader.columnTypes().map(String);
  const rows = reader.getRowsJson().slice(0, maxRows);
  return {
    columns: reader.deduplicatedColumnNames(),
    rows: rows.map((row) => row.map((value, i) => cell(value, types[i] as string))),
    isCut: reader.currentRowCount > maxRows,
  };
}

/** Whole numbers come as text, because they may be larger than a double holds exactly; counts are not. */
function cell(value: unknown, type: string): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string') return JSON.stringify(value);
  if (wholeNumbers.has(type) && Number.isSafeInteger(Number(value))) return Number(value);
  return value;
}
