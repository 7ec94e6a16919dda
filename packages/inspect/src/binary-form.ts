import { avro } from './formats/avro.ts';
import { brotli } from './formats/brotli.ts';
import { bson } from './formats/bson.ts';
import { cbor } from './formats/cbor.ts';
import { deflate } from './formats/deflate.ts';
import { gzip } from './formats/gzip.ts';
import { msgpack } from './formats/msgpack.ts';
import { protobuf } from './formats/protobuf.ts';
import { isSerialized } from './formats/strings.ts';
import { tar } from './formats/tar.ts';
import { utf16 } from './formats/utf16.ts';
import { zip } from './formats/zip.ts';
import { zstd } from './formats/zstd.ts';

/** Whether bytes that came out of a text encoding are of a form that something reads: what tells data from the noise that words decode to. */
export function isKnownBinary(bytes: Uint8Array): boolean {
  if (isSerialized(bytes)) return true;
  const forms = [gzip, zip, tar, zstd, avro, utf16, bson, msgpack, cbor, protobuf, deflate, brotli];
  for (let i = 0; i < forms.length; i++) if ((forms[i] as { canDecode(bytes: Uint8Array): boolean }).canDecode(bytes)) return true;
  return false;
}
