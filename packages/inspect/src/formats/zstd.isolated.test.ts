import { provideHost } from '../host.ts';
import { testFormat } from '../testing/test-format.ts';
import { zstd } from './zstd.ts';

// Stands for the platform's: the frame of a raw block (RFC 8878 §3.1.1) is header, block header, content.
provideHost({ zstd: (bytes) => (bytes[4] === 0x20 ? bytes.subarray(9) : undefined) });
const frame = Buffer.concat([Buffer.from('28b52ffd2004210000', 'hex'), Buffer.from('; id')]);
testFormat(zstd, [
  { name: 'a frame', input: frame, expected: ['zstd: ; id'] },
  { name: 'what the host does not read', input: Buffer.from('28b52ffdffffffffffffff', 'hex'), expected: ['limit: unreadable'] },
  { name: 'text', input: Buffer.from('hello world'), expected: [] },
]);
