import { inflateRawSync } from 'node:zlib';
import { PosternError, printable } from '@postern/core';

interface ZipLimits {
  readonly maxFiles: number;
  /** Per file, unpacked. */
  readonly maxBytes: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;

/**
 * The files of a zip by its central directory (PKWARE APPNOTE 4.3.12), each unpacked when it is read. Zip64 and encryption are
 * refused; no file is written, so names are only names.
 */
export function* readZip(
  bytes: Buffer,
  file: string,
  { maxFiles, maxBytes }: ZipLimits,
): Iterable<{ readonly name: string; read(): Buffer }> {
  const fail = (problem: string): PosternError => new PosternError('PSTN_INPUT_UNREADABLE', { file: printable(file), problem });
  const end = findEnd(bytes);
  if (end < 0) throw fail('is no zip');
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const isMany = count === 0xffff || at === 0xffffffff;
  if (isMany && at === 0xffffffff) throw fail('is a zip of the 64-bit form, which is not read yet: unpack it and name the folder');
  for (let seen = 0; at + 46 <= end && bytes.readUInt32LE(at) === entrySignature; seen++) {
    if (seen >= maxFiles) throw fail(`holds more than ${maxFiles} files`);
    const method = bytes.readUInt16LE(at + 10);
    const packed = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const offset = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, Math.min(at + 46 + nameLength, bytes.length));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    yield {
      name,
      read() {
        if (offset + 30 > bytes.length) throw fail(`is damaged at "${printable(name)}"`);
        const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
        const data = bytes.subarray(start, start + packed);
        try {
          if (method === 0 && data.length <= maxBytes) return data;
          if (method === 8) return inflateRawSync(data, { maxOutputLength: maxBytes });
        } catch (cause) {
          throw new PosternError(
            'PSTN_INPUT_UNREADABLE',
            { file: printable(file), problem: `is damaged at "${printable(name)}", or it unpacks to more than ${maxBytes} bytes` },
            { cause },
          );
        }
        throw fail(`holds "${printable(name)}" packed in a way that is not read`);
      },
    };
  }
}

/** The end record stands within the last 64 KB, before a comment. */
function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 0xffff); at--)
    if (bytes.readUInt32LE(at) === endSignature) return at;
  return -1;
}
