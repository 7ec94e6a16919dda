import type { Format } from '../format.ts';
import { host } from '../host.ts';
import { isTextBytes } from '../text/bytes.ts';

const freeOutput = 256 * 1024;

/** Brotli (RFC 7932), by the host. It has no mark: what is no text and has the header of a stream of a plausible size is tried, a few times a reading. */
export const brotli: Format = {
  id: 'brotli',
  title: 'Brotli',
  document: 'https://www.rfc-editor.org/rfc/rfc7932',
  reads: 'bytes',
  certainty: 'guess',
  canDecode: (bytes) => host().brotli !== undefined && isPlausibleBrotli(bytes),
  decode(bytes, room) {
    if (room.guesses !== undefined && room.guesses.left-- <= 0) return [];
    const output = host().brotli?.(bytes, Math.floor(Math.min(Math.max(freeOutput, bytes.length * room.ratio), room.size)));
    if (output === undefined || output.length === 0) return [];
    if (room.guesses !== undefined) room.guesses.left++; // only failures count
    return [{ kind: 'bytes', step: 'brotli', bytes: output }];
  },
};

/** §9.1 and §9.2: the window, then the first meta-block: whether it is the last, its length, for all but the last whether it is stored. */
export function isPlausibleBrotli(bytes: Uint8Array): boolean {
  if (bytes.length < 8 || isTextBytes(bytes)) return false;
  let held = 0;
  for (let i = 5; i >= 0; i--) held = held * 256 + (bytes[i] as number);
  const take = (count: number): number => {
    const value = held % 2 ** count;
    held = Math.floor(held / 2 ** count);
    return value;
  };
  if (take(1) === 1 && take(3) === 0 && take(3) === 1) return false; // the large window, an extension
  const isLast = take(1) === 1;
  if (isLast && take(1) === 1) return false; // empty
  const nibbles = take(2) + 4;
  if (nibbles === 7) return false; // metadata comes first from nobody
  const length = take(4 * nibbles) + 1;
  if (nibbles > 4 && length <= 2 ** (4 * (nibbles - 1))) return false;
  // A long stream begins with a part of itself.
  return length >= Math.min(bytes.length * 0.6, isLast ? bytes.length : 256) && (length <= bytes.length * 256 || length <= 2048);
}
