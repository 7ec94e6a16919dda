import type { Format } from '../format.ts';
import { host } from '../host.ts';
import { hasAt } from '../text/bytes.ts';

const freeOutput = 256 * 1024;

/** Zstandard (RFC 8878), by the host where it can: otherwise nobody has looked into it, and the reading says so. */
export const zstd: Format = {
  id: 'zstd',
  title: 'Zstandard',
  document: 'https://www.rfc-editor.org/rfc/rfc8878',
  reads: 'bytes',
  canDecode: (bytes) => bytes.length > 8 && hasAt(bytes, 0, 0x28, 0xb5, 0x2f, 0xfd),
  decode(bytes, room) {
    const bytesOut = host().zstd?.(bytes, Math.floor(Math.min(Math.max(freeOutput, bytes.length * room.ratio), room.size)));
    return bytesOut === undefined ? [{ kind: 'limit', limit: 'unreadable' }] : [{ kind: 'bytes', step: 'zstd', bytes: bytesOut }];
  },
};
