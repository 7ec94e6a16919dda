import { deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly stored?: boolean;
  readonly encrypted?: boolean;
  readonly comment?: string;
  /** The name in the local header, when it is another. */
  readonly localName?: string;
  /** The size comes behind the content. */
  readonly streamed?: boolean;
}

const u16 = (value: number): Buffer => Buffer.from([value & 255, value >> 8]);
const u32 = (value: number): Buffer => Buffer.from([value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24]);

/** A ZIP archive (APPNOTE 4.3.6) of these entries. */
export function makeZip(entries: readonly ZipEntry[], comment = ''): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, stored, encrypted, comment: note = '', localName = name, streamed } of entries) {
    const plain = Buffer.from(content as string);
    const data = stored ? plain : deflateRawSync(plain);
    const flags = (encrypted ? 1 : 0) | (streamed ? 8 : 0);
    const common = (size: number): Buffer =>
      Buffer.concat([u16(20), u16(flags), u16(stored ? 0 : 8), u32(0), u32(0), u32(size), u32(size === 0 ? 0 : plain.length)]);
    const local = Buffer.concat([
      Buffer.from('PK\x03\x04'),
      common(streamed ? 0 : data.length),
      u16(Buffer.byteLength(localName)),
      u16(0),
      Buffer.from(localName),
      data,
      ...(streamed ? [Buffer.from('PK\x07\x08'), u32(0), u32(data.length), u32(plain.length)] : []),
    ]);
    directory.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02'),
        u16(20),
        common(data.length),
        u16(Buffer.byteLength(name)),
        u16(0),
        u16(Buffer.byteLength(note)),
        u16(0),
        u16(0),
        u32(0),
        u32(at),
        Buffer.from(name),
        Buffer.from(note),
      ]),
    );
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const count = u16(entries.length);
  const end = [
    Buffer.from('PK\x05\x06'),
    u16(0),
    u16(0),
    count,
    count,
    u32(central.length),
    u32(at),
    u16(comment.length),
    Buffer.from(comment),
  ];
  return Buffer.concat([...locals, central, ...end]);
}

/** A tar archive (POSIX `ustar`) of these entries. */
export function makeTar(
  entries: readonly { readonly name: string; readonly content: string; readonly type?: string; readonly link?: string }[],
): Buffer {
  const blocks: Buffer[] = [];
  for (const { name, content, type = '0', link = '' } of entries) {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write(`${Buffer.byteLength(content).toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(type, 156);
    header.write(link, 157);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const body = Buffer.alloc(Math.ceil(Buffer.byteLength(content) / 512) * 512);
    body.write(content);
    blocks.push(header, body);
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
