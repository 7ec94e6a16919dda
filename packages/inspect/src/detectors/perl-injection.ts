import { judgeMentions, standingOf } from '../code-chain.ts';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { CodeReader } from '../languages/code.ts';
import { sensitivityOf } from '../sensitive-paths.ts';
import { type Marks, mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/** Perl where it differs from what other languages call alike: interpolated blocks, `qx`, and handles that are pipes. */
export const perlInjection: Detector = defineDetector({
  id: 'perl-injection',
  title: 'Perl that would run',
  class: 'codei',
  severity: 'critical',
  // A block in a string is `@{[` or `${\`; the rest begins with one of these names.
  needs: mark.brace,
  get words() {
    return words;
  },
  canOccur: (text: string, marks: Marks) =>
    ((marks & mark.brace) !== 0 && (text.includes('@{[') || text.includes('${\\'))) || words.has(text, marks),
  detect(text) {
    const inner = interpolated.exec(text);
    if (inner !== null)
      return { span: [inner.index, inner.index + inner[0].length], confidence: 'high', reason: 'a call inside of a string' };
    return judgeMentions(text, words, (start, _, room) => judge(text, start, room));
  },
});

const interpolated = /(?:@\{\[|\$\{\\)\s{0,4}\(?\s{0,4}(?:system|exec|qx|eval|`|do|open|print|require|readpipe|scalar)/;
const words = new WordScan(
  'qx readpipe open use print',
  /qx\s{0,2}[({[/|!'"`]|readpipe\s{0,2}\(|open\s{0,2}\(\s{0,2}(?:my\s{1,2})?\$?\w{1,16}\s{0,2},\s{0,2}["'][|<+\s]{0,4}|print\s{1,3}`|use\s{1,2}(?:POSIX|IO::Socket|Socket)\b/y,
  true,
);

function judge(text: string, start: number, room: number): Sighting | undefined {
  const reader = new CodeReader(text, start, room);
  const name = reader.name(0);
  if (/(?:[\w$@%]|(?:^|[^'"])\.)$/.test(text.slice(Math.max(0, start - 2), start))) return undefined;
  const found = (end: number, confidence: 'high' | 'medium', reason: string): Sighting => ({
    span: [start, Math.max(start + 1, end)],
    confidence,
    reason,
  });
  if (name === 'print') {
    const end = reader.end(1);
    return reader.at(1)?.kind === 'command' && standingOf(text, start, end) !== 'inside'
      ? found(end, 'high', 'the output of a command is printed')
      : undefined;
  }
  if (name === 'use') {
    const shell = /(?:exec|system)\s?\(?\s?["']\/?(?:bin\/)?(?:ba)?sh/.exec(text.slice(start, start + 500));
    return shell === null ? undefined : found(start + 20, 'high', 'a shell is connected to a socket');
  }
  if (name === 'open') {
    const content = /["']([^"'\n]{0,120})/.exec(text.slice(start, start + 160))?.[1] ?? '';
    const runs = /^\s?\||\|\s?$/.test(content);
    const end = reader.end(reader.is(1, '(') ? reader.close(1) : 3);
    return (runs || sensitivityOf(content.replace(/^[<>+\s]{1,4}/, '')) === 'secret') && standingOf(text, start, end) !== 'inside'
      ? found(end, 'high', 'a command or a file of the system is opened')
      : undefined;
  }
  const match = /^(?:qx|readpipe)\s?(?:\(([^)\n]{1,160})\)|\{([^}\n]{1,160})\}|([/|!'"`])[^\n]{1,160}?)/.exec(
    text.slice(start, start + 200),
  );
  if (match === null) return undefined;
  const delimiter = match[3];
  const end = delimiter === undefined ? start + match[0].length : Math.max(text.indexOf(delimiter, start + 4), start + 3) + 1;
  return standingOf(text, start, Math.min(text.length, end)) === 'inside'
    ? undefined
    : found(Math.min(text.length, end), 'high', 'the output of a command');
}
