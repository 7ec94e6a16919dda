import { constants, gunzipSync, inflateSync } from 'node:zlib';
import type { Decoded, Format } from '../format.ts';

/** Small inputs compress well without being bombs: 64 KB may come out of anything. */
const freeOutput = 64 * 1024;

/** gzip (RFC 1952) and zlib (RFC 1950), by their magic numbers. The only file that reaches for the platform: the guard's build hands its own zlib in. */
export const gzip: Format = {
  id: 'gzip',
  title: 'gzip and zlib',
  document: 'https://www.rfc-editor.org/rfc/rfc1952',
  reads: 'bytes',
  canDecode: (bytes) => isGzip(bytes) || isZlib(bytes),
  decode(bytes, room) {
    const step = isGzip(bytes) ? 'gzip' : 'deflate';
    const ratioBound = Math.max(freeOutput, bytes.length * room.ratio);
    const maxOutputLength = Math.max(1, Math.floor(Math.min(ratioBound, room.size)));
    // A cut stream still gives what it holds: a handler may be as lenient.
    const options = { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH };
    try {
      const output = step === 'gzip' ? gunzipSync(bytes, options) : inflateSync(bytes, options);
      // A copy, because the output is of the platform's realm, where a package may have changed what a Buffer says of itself.
      return [{ kind: 'bytes', step, bytes: new Uint8Array(output) } satisfies Decoded];
    } catch (error) {
      if (!isTooLarge(error)) return [];
      return [{ kind: 'limit', limit: ratioBound <= room.size ? 'ratio' : 'size' }];
    }
  },
};

function isGzip(bytes: Uint8Array): boolean {
  return bytes.length > 10 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

// CM = 8, CINFO ≤ 7, no preset dictionary, and the check bits divide by 31 (RFC 1950 §2.2).
function isZlib(bytes: Uint8Array): boolean {
  const method = bytes[0] as number;
  const flags = bytes[1] as number;
  return bytes.length > 6 && (method & 0x8f) === 8 && (flags & 0x20) === 0 && ((method << 8) | flags) % 31 === 0;
}

function isTooLarge(error: unknown): boolean {
  return typeof error === 'object' && error !== null && (error as { readonly code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
}
