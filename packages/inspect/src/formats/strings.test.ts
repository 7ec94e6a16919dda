import { testFormat } from '../testing/test-format.ts';
import { strings } from './strings.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
testFormat(strings, [
  {
    name: 'runs of text in noise',
    input: bytes('\x01\xff; cat /etc/passwd\x00\x02ab\x03second run\xfe'),
    expected: ['strings: ; cat /etc/passwd', 'strings: second run'],
  },
  {
    name: "lengths of Avro's strings are printable too",
    input: bytes('\x02\xff2; cat /etc/passwd; whoami\x00'),
    expected: ['strings: ; cat /etc/passwd; whoami'],
  },
  { name: 'plain lengths', input: bytes(`\x01\xff%${'x'.repeat(37)}\x00`), expected: [`strings: ${'x'.repeat(37)}`] },
  {
    name: 'serialized Java keeps its mark',
    input: bytes('\xac\xed\0\x05sr\0\x11java.util.HashMap'),
    expected: ['latin1: \xac\xed\0\x05sr\0\x11java.util.HashMap', 'strings: java.util.HashMap'],
  },
  { name: 'text', input: Buffer.from('hello, world'), expected: [] },
  { name: 'noise', input: bytes('\x01\xffab\x02cd\x03ef\x04'), expected: [] },
]);
