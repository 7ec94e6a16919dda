import { judgeMentions, standingOf } from '../code-chain.ts';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { CodeReader } from '../languages/code.ts';
import { sensitivityOf } from '../sensitive-paths.ts';
import { type Marks, mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/** Lua as Redis, nginx and games embed it: commands, files, libraries that are loaded, and text that is run as code. */
export const luaInjection: Detector = defineDetector({
  id: 'lua-injection',
  title: 'Lua that would run',
  class: 'codei',
  severity: 'critical',
  // Each use is a member or call of one of these names.
  get words() {
    return words;
  },
  canOccur: (text: string, marks: Marks) => (marks & mark.bracket) !== 0 && words.has(text, marks),
  detect: (text) => judgeMentions(text, words, (start, _, room) => judge(text, start, room)),
});

const words = new WordScan(
  'os io package loadstring dofile loadfile redis require load _G',
  /os\s{0,2}\.\s{0,2}(?:execute|remove|rename|getenv|exit)\s{0,2}\(|io\s{0,2}\.\s{0,2}(?:popen|open|lines|read)\s{0,2}\(|package\s{0,2}\.\s{0,2}loadlib\s{0,2}\(|(?:loadstring|dofile|loadfile)\s{0,2}\(|load\s{0,2}\(\s{0,2}["'[]|_G\s{0,2}[.[]|redis\s{0,2}\.\s{0,2}p?call\s{0,2}\(|require\s{0,2}\(?\s{0,2}["'](?:os|io|ffi)["']\s{0,2}\)?\s{0,2}\./y,
  true,
);

function judge(text: string, start: number, room: number): Sighting | undefined {
  const reader = new CodeReader(text, start, room);
  const name = reader.name(0);
  if (name === '_G') {
    const path = text.slice(start, reader.end(4)).replace(/[^\w]{1,8}/g, '.');
    return /^_G\.(?:os\.execute|io\.popen|load|loadstring|require|dofile)\b/.test(path)
      ? { span: [start, reader.end(4)], confidence: 'high', reason: 'a function is reached through the table of all globals' }
      : undefined;
  }
  if (/[\w.:>$]$/.test(text.slice(Math.max(0, start - 1), start))) return undefined;
  const member = reader.is(1, '.') ? reader.name(2) : '';
  const bracket = member === '' ? 1 : 3;
  if (!reader.is(bracket, '(')) return undefined;
  const argument = reader.at(bracket + 1);
  const content = argument?.kind === 'string' ? argument.text : '';
  const close = reader.close(bracket);
  const end = reader.end(close);
  const standing = standingOf(text, start, end);
  const call = member === '' ? name : `${name}.${member}`;
  const found = (confidence: 'high' | 'medium'): Sighting => ({
    span: [start, Math.max(start + 1, end)],
    confidence,
    reason: `${call} is called`,
  });
  if (call === 'package.loadlib') return found(standing !== 'inside' || text.length < 400 ? 'high' : 'medium');
  if (/^(?:os\.execute|io\.popen)$/.test(call)) {
    if (standing !== 'inside') return found('high');
    // A script of one line that hands the result back: what Redis is sent.
    return text.length < 300 && !text.trim().includes('\n') && /(?:local|return|=)/.test(text) ? found('medium') : undefined;
  }
  if (/^(?:io\.open|io\.lines|dofile|loadfile|os\.remove|os\.rename)$/.test(call))
    return sensitivityOf(content) !== 'none' && standing !== 'inside' ? found('high') : undefined;
  if (name === 'load') return standing !== 'inside' && /\b(?:os|io|debug|require|load)\b/.test(content) ? found('high') : undefined;
  if (name === 'loadstring')
    return standing !== 'inside' && argument !== undefined && argument.text !== ')'
      ? found(argument.kind === 'string' ? 'high' : 'medium')
      : undefined;
  if (name === 'redis')
    return standing !== 'inside' && /^(?:config|eval|flushall|slaveof|module|keys|debug|save)$/i.test(content) ? found('high') : undefined;
  return standing === 'whole' && (member === 'getenv' || member === 'exit') ? found('medium') : undefined;
}
