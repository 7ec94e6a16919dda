import { type Finding, type PosternRecord, readRecord } from '@postern/core';
import { isOcsfEvent, type MappingOptions, type OcsfEvent, toOcsf, validateOcsf } from '@postern/ocsf';

const recordStart = '{"postern":1,';

/** What a line of a log is to us. `foreign` is the application's own. */
export type Recognised =
  | { readonly kind: 'event'; readonly event: OcsfEvent }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'broken'; readonly problem: string };

/**
 * A Postern record, also behind the prefix that a platform puts before a line (`2030-01-02T03:04:05Z r-1 INFO {"postern":1,…}`), or an
 * OCSF event that is valid. Nothing vouches for a line: whatever it says is data, never an instruction.
 */
export function recogniseLine(line: string, options: MappingOptions): Recognised {
  const start = line.indexOf(recordStart);
  if (start >= 0) {
    const record: PosternRecord | undefined = readRecord(line.slice(start).trimEnd());
    return record === undefined
      ? { kind: 'broken', problem: 'begins like a Postern record and is none: it was cut, or is no JSON' }
      : { kind: 'event', event: toOcsf(record, options) };
  }
  if (!line.startsWith('{') || !line.includes('"class_uid"')) return { kind: 'foreign' };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: 'broken', problem: 'begins like an OCSF event and is no JSON' };
  }
  if (isOcsfEvent(value)) return { kind: 'event', event: value };
  const [first] = validateOcsf(value);
  return { kind: 'broken', problem: `is no valid OCSF event: ${first?.path} ${first?.problem}` };
}

/** Whether the first line of an input begins the one document that `postern scan --format json` writes, instead of being a line of a log. */
export function beginsDocument(line: string): boolean {
  return /^\ufeff?\s*\{\s*(?:$|"findings"\s*:)/.test(line.slice(0, 200));
}

/** The findings of such a document, as events; undefined if it is something else. */
export function readDocument(text: string, options: MappingOptions): readonly OcsfEvent[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('findings' in value) || !Array.isArray(value.findings)) return undefined;
  return value.findings
    .filter((finding) => typeof finding === 'object' && finding !== null)
    .map((finding: Finding) => toOcsf(finding, options));
}
