import type { Decoded, Format } from '../format.ts';
import { mark } from '../text/marks.ts';
import { isPlainName, memberPath } from '../value.ts';

/** So many rows are compared before a text counts as a table. */
const comparedRows = 8;
/** Beyond it the rest of a table is not split: the bound on values would end the reading there anyhow. */
const mostFields = 200_000;

/** Comma-separated values (RFC 4180) and their kin with tabs, semicolons or bars: only where rows of equal length make a table. */
export const csv: Format = {
  id: 'csv',
  title: 'CSV and TSV',
  document: 'https://www.rfc-editor.org/rfc/rfc4180',
  reads: 'text',
  needs: mark.lineEnd,
  canDecode(text) {
    const line = text.indexOf('\n');
    return line > 0 && line < text.length - 1 && delimiterOf(text) >= 0;
  },
  decode(text) {
    const delimiter = delimiterOf(text);
    const table = new Table(text, delimiter, text.charCodeAt(0) === 0xfeff ? 1 : 0);
    const first = table.row();
    const views: Decoded[] = [];
    if (first === undefined || first.length < 2) return views;
    const names = first.every((name) => name !== '' && isPlainName(name.replaceAll(' ', '_'))) ? first : undefined;
    if (names === undefined) take(first, 0, undefined, views);
    for (let number = 1, row = table.row(); row !== undefined; row = table.row(), number++) {
      // Rows of an honest table are of one length; what breaks it later is still looked at.
      if (row.length !== first.length && number < comparedRows) return [];
      take(row, number, names, views);
      if (views.length > mostFields) {
        views.push({ kind: 'limit', limit: 'values' });
        return views;
      }
    }
    return views;
  },
};

function take(row: readonly string[], number: number, names: readonly string[] | undefined, views: Decoded[]): void {
  for (let i = 0; i < row.length; i++) {
    const text = row[i] as string;
    const name = names?.[i];
    if (text !== '')
      views.push({ kind: 'text', step: `csv:${name === undefined ? `$[${number}][${i}]` : memberPath(`$[${number}]`, name)}`, text });
  }
}

// The delimiter that the first two lines have equally often; -1 when none.
function delimiterOf(text: string): number {
  const first = text.indexOf('\n');
  if (first > 8192) return -1;
  let second = text.indexOf('\n', first + 1);
  if (second < 0) second = text.length;
  // A quoted field may hold the line end; then the rows are told by reading them.
  const isQuoted = text.charCodeAt(0) === 34;
  for (let i = 0; i < delimiters.length; i++) {
    const delimiter = delimiters.charCodeAt(i);
    const count = countOf(text, delimiter, 0, first);
    // Lines that all begin with a blank or end with the delimiter are lists in a program.
    if (text.charCodeAt(first + 1) === 32 || text.charCodeAt(0) === 32) return -1;
    if (delimiter !== tab && endsWith(text, delimiter, first) && endsWith(text, delimiter, second)) continue;
    // The table of a README: its cells are prose.
    if (delimiter === bar && (text.charCodeAt(0) === bar || /^[\s:|-]*$/.test(text.slice(first + 1, second)))) continue;
    if (count > 0 && (isQuoted || count === countOf(text, delimiter, first + 1, second))) return delimiter;
    if (count > 0 && text.lastIndexOf('"', second) > 0) return delimiter;
  }
  return -1;
}

const delimiters = '\t,;|';
const bar = 124;
const tab = 9;

function endsWith(text: string, unit: number, end: number): boolean {
  return text.charCodeAt(text.charCodeAt(end - 1) === 13 ? end - 2 : end - 1) === unit;
}

function countOf(text: string, unit: number, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (text.charCodeAt(i) === unit) count++;
  return count;
}

/** The rows of a table, one by one. */
class Table {
  readonly #text: string;
  readonly #delimiter: number;
  #at: number;

  constructor(text: string, delimiter: number, start: number) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.#at = start;
  }

  row(): string[] | undefined {
    const text = this.#text;
    if (this.#at >= text.length) return undefined;
    const fields: string[] = [];
    for (;;) {
      fields.push(this.#field());
      const code = text.charCodeAt(this.#at);
      this.#at++;
      if (code === this.#delimiter) continue;
      if (code === 13 && text.charCodeAt(this.#at) === 10) this.#at++;
      return fields;
    }
  }

  #field(): string {
    const text = this.#text;
    let content = '';
    let start = this.#at;
    if (text.charCodeAt(start) === 34) {
      for (;;) {
        const close = text.indexOf('"', start + 1);
        if (close < 0) break;
        content += text.slice(start + 1, close);
        start = close + 1;
        if (text.charCodeAt(start) !== 34) break;
        content += '"';
      }
      if (content === '' && start === this.#at) start = this.#at;
    }
    let end = start;
    while (end < text.length) {
      const code = text.charCodeAt(end);
      if (code === this.#delimiter || code === 10 || (code === 13 && text.charCodeAt(end + 1) === 10)) break;
      end++;
    }
    this.#at = end;
    return content + text.slice(start, end);
  }
}
