import type { LimitName } from '@postern/core';
import type { Decoded, Format, Room } from '../format.ts';
import { host } from '../host.ts';
import { attempt, ByteReader, broken, hasAt } from '../text/bytes.ts';
import { inflateRaw } from '../text/inflate.ts';
import { decodeUtf8 } from '../text/utf8.ts';

/** Archives compress better than single texts, and a small one is no bomb whatever its ratio. */
const freeOutput = 256 * 1024;
/** More members than this are a way to make work: names alone cost a value each. */
const mostMembers = 4096;
/** A comment of the archive may be this long (APPNOTE 4.3.16), with 22 bytes before it. */
const longestTail = 65_557;

/**
 * ZIP archives (PKWARE APPNOTE.TXT), by their local headers and by their directory: streaming readers believe the one, most others the other, and
 * an attacker lets them differ. Names and comments are values like the content: they become paths.
 */
export const zip: Format = {
  id: 'zip',
  title: 'ZIP archive',
  document: 'https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT',
  reads: 'bytes',
  canDecode: (bytes) =>
    (hasAt(bytes, 0, 0x50, 0x4b) && (hasAt(bytes, 2, 3, 4) || hasAt(bytes, 2, 5, 6) || hasAt(bytes, 2, 0x30, 0x30))) ||
    // Readers look for the directory at the end, so that something else may stand in front: self-extracting archives, and pictures that are both.
    (bytes.length > 100 && isDirectoryEnd(bytes, bytes.length - 22)),
  decode(bytes, room) {
    const archive = new Archive(bytes, room);
    archive.read();
    const decoded: Decoded[] = [{ kind: 'data', step: 'zip', data: archive.data() }];
    for (const limit of archive.limits) decoded.push({ kind: 'limit', limit });
    return decoded;
  },
};

interface Member {
  readonly name: string;
  /** What the directory or an extra field calls it, where that differs. */
  otherName?: string;
  comment?: string;
  content?: Uint8Array;
}

class Archive {
  readonly limits: Set<LimitName> = new Set();
  readonly #bytes: Uint8Array;
  readonly #byOffset: Map<number, Member> = new Map();
  #comment = '';
  #left: number;
  readonly #ratioIsBound: boolean;

  constructor(bytes: Uint8Array, room: Room) {
    this.#bytes = bytes;
    const byRatio = Math.max(freeOutput, bytes.length * room.ratio);
    this.#ratioIsBound = byRatio <= room.size;
    this.#left = Math.min(byRatio, room.size);
  }

  data(): unknown {
    const members = [...this.#byOffset.values()];
    const start = Math.min(...this.#byOffset.keys(), this.#bytes.length);
    return {
      members,
      ...(this.#comment === '' ? {} : { comment: this.#comment }),
      ...(start > 0 && members.length > 0 ? { prefix: this.#bytes.subarray(0, start) } : {}),
    };
  }

  read(): void {
    for (let at = findSignature(this.#bytes, 0, 3, 4); at >= 0; ) {
      const next = this.#readLocal(at);
      at = findSignature(this.#bytes, Math.max(next, at + 4), 3, 4);
    }
    attempt(() => this.#readDirectory());
  }

  /** The member whose local header is at `at`; answers where its content ends, or `at` when there is none. */
  #readLocal(at: number): number {
    if (this.#byOffset.has(at)) return at;
    if (this.#byOffset.size >= mostMembers) {
      this.limits.add('values');
      return this.#bytes.length;
    }
    return attempt(() => this.#member(at)) ?? at;
  }

  // APPNOTE 4.3.7
  #member(at: number): number {
    const reader = new ByteReader(this.#bytes, at + 6);
    const flags = reader.littleEndian(2);
    const method = reader.littleEndian(2);
    reader.take(8);
    const size = reader.littleEndian(4);
    reader.take(4);
    const nameLength = reader.littleEndian(2);
    const extraLength = reader.littleEndian(2);
    const member: Member = { name: decodeUtf8(reader.take(nameLength)) };
    const other = unicodeName(reader.take(extraLength));
    if (other !== undefined && other !== member.name) member.otherName = other;
    this.#byOffset.set(at, member);
    // A size of 0 with bit 3 comes after the content (4.4.4); all ones mean that a 64-bit one stands in the extra field: what is there is read.
    const isSizeKnown = size !== 0xffffffff && (flags & 8) === 0;
    const start = reader.at;
    const end = isSizeKnown ? Math.min(start + size, this.#bytes.length) : this.#bytes.length;
    if (flags & 1) this.limits.add('unreadable');
    else if (method === 0) {
      const stop = isSizeKnown ? end : endOfStored(this.#bytes, start);
      this.#keep(member, this.#bytes.subarray(start, stop));
      return stop;
    } else if (method === 8 || method === 9) {
      const inflated = inflateRaw(this.#bytes.subarray(0, end), start, Math.max(1, Math.floor(this.#left)));
      if (inflated.end === 'limit') this.#overflow();
      this.#keep(member, inflated.bytes);
      return inflated.end === 'complete' ? inflated.next : end;
    } else if (method === 93 && end > start) {
      const content = host().zstd?.(this.#bytes.subarray(start, end), Math.max(1, Math.floor(this.#left)));
      if (content) this.#keep(member, content);
      else this.limits.add('unreadable');
    } else if (end > start) this.limits.add('unreadable');
    return isSizeKnown ? end : start;
  }

  #keep(member: Member, content: Uint8Array): void {
    const fitting = content.length <= this.#left ? content : content.subarray(0, Math.max(0, Math.floor(this.#left)));
    if (fitting !== content) this.#overflow();
    this.#left -= fitting.length;
    if (fitting.length > 0) member.content = fitting;
  }

  #overflow(): void {
    this.limits.add(this.#ratioIsBound ? 'ratio' : 'size');
  }

  // APPNOTE 4.3.12, 4.3.16. The 64-bit directory end (4.3.14) is not needed: entries are looked for where the plain one says or at their signature.
  #readDirectory(): void {
    const end = findDirectoryEnd(this.#bytes);
    if (end < 0) return;
    const tail = new ByteReader(this.#bytes, end + 12);
    const size = tail.littleEndian(4);
    const offset = tail.littleEndian(4);
    this.#comment = decodeUtf8(this.#bytes.subarray(end + 22, Math.min(this.#bytes.length, end + 22 + tail.littleEndian(2))));
    // What stands before the archive shifts every offset in it.
    const start = hasAt(this.#bytes, offset, 0x50, 0x4b, 1, 2) ? offset : end - size;
    const shift = start - offset;
    let at = hasAt(this.#bytes, start, 0x50, 0x4b, 1, 2) ? start : findSignature(this.#bytes, 0, 1, 2);
    for (let count = 0; at >= 0 && hasAt(this.#bytes, at, 0x50, 0x4b, 1, 2); count++) {
      if (count >= mostMembers) {
        this.limits.add('values');
        return;
      }
      const reader = new ByteReader(this.#bytes, at + 28);
      const nameLength = reader.littleEndian(2);
      const extraLength = reader.littleEndian(2);
      const commentLength = reader.littleEndian(2);
      reader.take(8);
      const local = reader.littleEndian(4) + (offset === 0xffffffff ? 0 : shift);
      const name = decodeUtf8(reader.take(nameLength));
      const extraName = unicodeName(reader.take(extraLength));
      const comment = decodeUtf8(reader.take(commentLength));
      at = reader.at;
      if (hasAt(this.#bytes, local, 0x50, 0x4b, 3, 4)) this.#readLocal(local);
      let member = this.#byOffset.get(local);
      if (member === undefined) {
        member = { name };
        this.#byOffset.set(-1 - count, member);
      }
      if (name !== member.name) member.otherName = name;
      else if (extraName !== undefined && extraName !== name) member.otherName = extraName;
      if (comment !== '') member.comment = comment;
    }
  }
}

/** The name in Info-ZIP's Unicode Path extra field (APPNOTE 4.6.9), which replaces the one in the header. */
function unicodeName(extra: Uint8Array): string | undefined {
  return attempt(() => {
    const reader = new ByteReader(extra);
    while (!reader.atEnd) {
      const id = reader.littleEndian(2);
      const content = reader.take(reader.littleEndian(2));
      if (id === 0x7075 && content.length > 5) return decodeUtf8(content, 5);
    }
    throw broken;
  });
}

function findSignature(bytes: Uint8Array, from: number, third: number, fourth: number): number {
  for (let at = bytes.indexOf(0x50, from); at >= 0; at = bytes.indexOf(0x50, at + 1))
    if (hasAt(bytes, at + 1, 0x4b, third, fourth)) return at;
  return -1;
}

/** Stored content whose size comes behind it ends at the next signature of ZIP. */
function endOfStored(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(0x50, start); at >= 0; at = bytes.indexOf(0x50, at + 1))
    if (bytes[at + 1] === 0x4b && (bytes[at + 2] as number) < 9 && bytes[at + 3] === (bytes[at + 2] as number) + 1) return at;
  return bytes.length;
}

function isDirectoryEnd(bytes: Uint8Array, at: number): boolean {
  return hasAt(bytes, at, 0x50, 0x4b, 5, 6);
}

function findDirectoryEnd(bytes: Uint8Array): number {
  for (let at = bytes.length - 22; at >= 0 && at >= bytes.length - longestTail; at--) if (isDirectoryEnd(bytes, at)) return at;
  return -1;
}
