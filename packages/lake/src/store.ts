import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { PosternError } from '@postern/core';
import type { OcsfEvent } from '@postern/ocsf';

/** Lines come from anybody: thousands of made-up regions must not become thousands of folders. */
const maxPartitions = 256;
const flushAt = 256 * 1024;
const maxFiles = 100_000;

export interface LakeWriter {
  add(event: OcsfEvent): void;
  /** Puts the files where readers see them; answers their paths below the lake. */
  close(): readonly string[];
}

interface Partition {
  readonly folder: string;
  readonly file: string;
  pending: string[];
  size: number;
}

/**
 * Writes events below `folder` in the layout of Security Lake's custom sources, one class a source, as JSON lines for now:
 * `ext/postern_detection_finding/region=eu-central-1/accountId=123456789012/eventDay=20300102/<unique>.jsonl`.
 * A file carries the ending `.tmp` until it is whole, so a reader beside the writer never sees a half one.
 */
export function writeLake(folder: string): LakeWriter {
  const partitions = new Map<string, Partition>();

  const flush = (partition: Partition): void => {
    if (partition.pending.length === 0) return;
    attempt(folder, () => {
      mkdirSync(join(folder, partition.folder), { recursive: true });
      appendFileSync(join(folder, partition.folder, `${partition.file}.tmp`), partition.pending.join(''));
    });
    partition.pending = [];
    partition.size = 0;
  };

  return {
    add(event) {
      const key = partitions.size < maxPartitions || partitions.has(partitionOf(event)) ? partitionOf(event) : overflowOf(event);
      let partition = partitions.get(key);
      if (partition === undefined) {
        partition = { folder: key, file: `${randomUUID()}.jsonl`, pending: [], size: 0 };
        partitions.set(key, partition);
      }
      const line = `${JSON.stringify(event)}\n`;
      partition.pending.push(line);
      partition.size += line.length;
      if (partition.size >= flushAt) flush(partition);
    },
    close() {
      const files: string[] = [];
      for (const partition of partitions.values()) {
        flush(partition);
        const file = join(partition.folder, partition.file);
        attempt(folder, () => renameSync(join(folder, `${file}.tmp`), join(folder, file)));
        files.push(file);
      }
      partitions.clear();
      return files;
    },
  };
}

/** The whole files of a lake, sorted. Links are not followed: a lake is read where it lies. */
export function lakeFiles(folder: string): readonly string[] {
  const found: string[] = [];
  const visit = (dir: string, depth: number): void => {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      if (found.length >= maxFiles) return;
      if (entry.isDirectory() && depth < 8) visit(join(dir, entry.name), depth + 1);
      else if (entry.isFile() && entry.name.endsWith('.jsonl')) found.push(join(dir, entry.name));
    }
  };
  if (existsSync(join(folder, 'ext'))) visit(join(folder, 'ext'), 0);
  return found.sort();
}

function partitionOf(event: OcsfEvent): string {
  const region = event.cloud?.region;
  const account = event.cloud?.account?.uid;
  return partition(
    event,
    region !== undefined && /^[a-z0-9-]{1,40}$/.test(region) ? region : 'unknown',
    account !== undefined && /^[A-Za-z0-9-]{1,64}$/.test(account) ? account : 'unknown',
    new Date(Math.min(event.time, 8.64e15)).toISOString().slice(0, 10),
  );
}

function overflowOf(event: OcsfEvent): string {
  return partition(event, 'unknown', 'unknown', new Date().toISOString().slice(0, 10));
}

function partition(event: OcsfEvent, region: string, account: string, day: string): string {
  const source = `postern_${(event.class_name ?? 'event').toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;
  return `ext/${source}/region=${region}/accountId=${account}/eventDay=${day.replaceAll('-', '')}`;
}

function attempt(folder: string, action: () => void): void {
  try {
    action();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
    throw new PosternError('PSTN_INPUT_UNREADABLE', { file: folder, problem: `cannot be written as a lake (${code})` }, { cause });
  }
}
