import type { LimitName } from '@postern/core';
import type { Decoded, Format } from '../format.ts';
import { isTextBytes } from '../text/bytes.ts';
import { decodeUtf8 } from '../text/utf8.ts';

const block = 512;
const mostMembers = 4096;

/** tar archives: ustar and pax (POSIX.1-2017, `pax`), GNU's long names, and the old form by its checksum. Names and targets of links become paths. */
export const tar: Format = {
  id: 'tar',
  title: 'tar archive',
  document: 'https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13',
  reads: 'bytes',
  canDecode: (bytes) => bytes.length >= block && isHeader(bytes, 0),
  decode(bytes) {
    const members: { name: string; link?: string; content?: Uint8Array }[] = [];
    let limit: LimitName | undefined;
    for (let at = 0; at + block <= bytes.length && isHeader(bytes, at); ) {
      if (members.length >= mostMembers) {
        limit = 'values';
        break;
      }
      const size = sizeAt(bytes, at + 124);
      const prefix = isUstar(bytes, at) ? field(bytes, at + 345, 155) : '';
      const name = field(bytes, at, 100);
      const link = field(bytes, at + 157, 100);
      const start = at + block;
      const content = bytes.subarray(start, Math.min(bytes.length, start + size));
      members.push({
        name: prefix === '' ? name : `${prefix}/${name}`,
        ...(link === '' ? {} : { link }),
        // Extended headers (pax `x` and `g`, GNU `L` and `K`) hold names as content: read like any text, one record a line.
        ...(content.length === 0 ? {} : { content: isExtension(bytes[at + 156] as number) ? withoutNuls(content) : content }),
      });
      at = start + Math.ceil(size / block) * block;
    }
    const decoded: Decoded[] = [{ kind: 'data', step: 'tar', data: members }];
    if (limit !== undefined) decoded.push({ kind: 'limit', limit });
    return decoded;
  },
};

function isUstar(bytes: Uint8Array, at: number): boolean {
  return decodeUtf8(bytes, at + 257, at + 262) === 'ustar';
}

/** The sum of all bytes of the header, its own eight counted as blanks. */
function isHeader(bytes: Uint8Array, at: number): boolean {
  if ((bytes[at] as number) === 0) return false;
  const stored = octal(bytes, at + 148, 8);
  if (stored === undefined || stored === 0) return false;
  let sum = 256;
  for (let i = 0; i < block; i++) if (i < 148 || i >= 156) sum += bytes[at + i] as number;
  return sum === stored;
}

function octal(bytes: Uint8Array, at: number, length: number): number | undefined {
  const text = decodeUtf8(bytes, at, at + length)
    .replace(/\0/g, ' ')
    .trim();
  return /^[0-7]{1,12}$/.test(text) ? Number.parseInt(text, 8) : undefined;
}

// GNU writes large sizes as a number of the field's bytes with the highest bit set.
function sizeAt(bytes: Uint8Array, at: number): number {
  const plain = octal(bytes, at, 12);
  if (plain !== undefined) return plain;
  let size = 0;
  if ((bytes[at] as number) === 0x80) for (let i = 1; i < 12; i++) size = size * 256 + (bytes[at + i] as number);
  return size;
}

function field(bytes: Uint8Array, at: number, length: number): string {
  let end = at;
  while (end < at + length && bytes[end] !== 0) end++;
  return decodeUtf8(bytes, at, end);
}

function isExtension(type: number): boolean {
  return type === 120 || type === 103 || type === 76 || type === 75; // x g L K
}

function withoutNuls(content: Uint8Array): Uint8Array {
  const end = content.indexOf(0);
  const cut = end < 0 ? content : content.subarray(0, end);
  return isTextBytes(cut) ? cut : content;
}
