import type { Decoded, Format } from '../format.ts';
import { type Inflated, inflateRaw } from '../text/inflate.ts';

/** Small inputs compress well without being bombs: 64 KB may come out of anything. */
const freeOutput = 64 * 1024;
/** Members of one file (RFC 1952 §2.2) that are read. More of them than this is a way to make work. */
const mostMembers = 64;

/** gzip (RFC 1952) and zlib (RFC 1950), by their magic numbers. */
export const gzip: Format = {
  id: 'gzip',
  title: 'gzip and zlib',
  document: 'https://www.rfc-editor.org/rfc/rfc1952',
  reads: 'bytes',
  canDecode: (bytes) => isGzip(bytes, 0) || isZlib(bytes),
  decode(bytes, room) {
    const step = isGzip(bytes, 0) ? 'gzip' : 'deflate';
    const ratioBound = Math.max(freeOutput, bytes.length * room.ratio);
    const maxLength = Math.max(1, Math.floor(Math.min(ratioBound, room.size)));
    const inflated = step === 'gzip' ? gunzip(bytes, maxLength) : inflateRaw(bytes, 2, maxLength);
    // A cut stream still gives what it holds, and so does a bomb up to the bound: a handler may be as lenient, and the attack may come first.
    const decoded: Decoded[] = inflated.bytes.length === 0 ? [] : [{ kind: 'bytes', step, bytes: inflated.bytes }];
    if (inflated.end === 'limit') decoded.push({ kind: 'limit', limit: ratioBound <= room.size ? 'ratio' : 'size' });
    return decoded;
  },
};

function gunzip(bytes: Uint8Array, maxLength: number): Pick<Inflated, 'bytes' | 'end'> {
  const members: Uint8Array[] = [];
  let length = 0;
  let end: Inflated['end'] = 'complete';
  let at = 0;
  for (let member = 0; member < mostMembers && end === 'complete' && isGzip(bytes, at); member++) {
    const inflated = inflateRaw(bytes, afterHeader(bytes, at), Math.max(1, maxLength - length));
    members.push(inflated.bytes);
    length += inflated.bytes.length;
    end = inflated.end;
    at = inflated.next + 8; // CRC32 and ISIZE: whoever forges the content can forge them too
  }
  const [only] = members;
  if (members.length === 1 && only) return { bytes: only, end };
  const all = new Uint8Array(length);
  let filled = 0;
  for (const member of members) {
    all.set(member, filled);
    filled += member.length;
  }
  return { bytes: all, end };
}

/** Past the fixed part, the extra field, the file name, the comment and the header's check (RFC 1952 §2.3). */
function afterHeader(bytes: Uint8Array, start: number): number {
  const flags = bytes[start + 3] as number;
  let at = start + 10;
  if (flags & 4) at += 2 + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
  for (const flag of [8, 16])
    if (flags & flag) {
      while (at < bytes.length && bytes[at] !== 0) at++;
      at++;
    }
  return flags & 2 ? at + 2 : at;
}

function isGzip(bytes: Uint8Array, at: number): boolean {
  return bytes.length > at + 10 && bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8;
}

// CM = 8, CINFO ≤ 7, no preset dictionary, and the check bits divide by 31 (RFC 1950 §2.2).
function isZlib(bytes: Uint8Array): boolean {
  const method = bytes[0] as number;
  const flags = bytes[1] as number;
  return bytes.length > 6 && (method & 0x8f) === 8 && (flags & 0x20) === 0 && ((method << 8) | flags) % 31 === 0;
}
