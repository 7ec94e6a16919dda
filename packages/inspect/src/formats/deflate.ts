import type { Decoded, Format } from '../format.ts';
import { isPrintable, isTextBytes } from '../text/bytes.ts';
import { inflateRaw } from '../text/inflate.ts';

const freeOutput = 64 * 1024;
/** What the beginning must look like before all of it is inflated: noise seldom comes to as many characters of text. */
const probeLength = 128;

/** Raw DEFLATE (RFC 1951), which has no mark: bytes that are not text and inflate to text. SAML's redirect binding sends it in base64. */
export const deflate: Format = {
  id: 'deflate',
  title: 'Raw deflate',
  document: 'https://www.rfc-editor.org/rfc/rfc1951',
  reads: 'bytes',
  certainty: 'guess',
  canDecode: (bytes) => bytes.length > 4 && ((bytes[0] as number) & 6) !== 6 && !isTextBytes(bytes) && isDeflatedText(bytes),
  decode(bytes, room) {
    const byRatio = Math.max(freeOutput, bytes.length * room.ratio);
    const inflated = inflateRaw(bytes, 0, Math.max(1, Math.floor(Math.min(byRatio, room.size))));
    const decoded: Decoded[] = [{ kind: 'bytes', step: 'deflate', bytes: inflated.bytes }];
    if (inflated.end === 'limit') decoded.push({ kind: 'limit', limit: byRatio <= room.size ? 'ratio' : 'size' });
    return decoded;
  },
};

function isDeflatedText(bytes: Uint8Array): boolean {
  const { bytes: output, end, next } = inflateRaw(bytes, 0, probeLength);
  if (end === 'complete') return next >= bytes.length - 8 && output.length >= 2 && isMostlyText(output);
  // Zeros and other padding in front are what a bomb and an evasion begin with.
  return end === 'limit' && isMostlyText(output);
}

function isMostlyText(output: Uint8Array): boolean {
  if (isTextBytes(output, true)) return true;
  let odd = 0;
  for (let i = 0; i < output.length; i++) if (!isPrintable(output[i] as number) && (output[i] as number) !== output[0]) odd++;
  return odd * 16 < output.length;
}
