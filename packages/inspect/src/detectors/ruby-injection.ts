import { judgeMentions, standingOf } from '../code-chain.ts';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { CodeReader } from '../languages/code.ts';
import { sensitivityOf } from '../sensitive-paths.ts';
import { mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/** Ruby that runs a command, reads a file of the system or evaluates text, as a value of its own, out of a literal, or inside of `#{…}`. */
export const rubyInjection: Detector = defineDetector({
  id: 'ruby-injection',
  title: 'Ruby that would run',
  class: 'codei',
  severity: 'critical',
  // Each use names one of these classes or methods; backquotes and %x stand for a command without a name.
  needs: mark.backquote | mark.percent,
  get words() {
    return words;
  },
  canOccur: (text, marks) => words.has(text, marks) || hasCommand(text, marks),
  detect(text, marks) {
    if (hasCommand(text, marks)) {
      const inner = interpolated.exec(text);
      if (inner !== null)
        return { span: [inner.index, inner.index + inner[0].length], confidence: 'high', reason: 'a command inside of an interpolation' };
      const literal = command.exec(text);
      if (literal !== null)
        return { span: [(literal[1] as string).length, literal[0].length], confidence: 'high', reason: 'the output of a command' };
    }
    return judgeMentions(text, words, (start, _, room) => judge(text, start, room));
  },
});

function hasCommand(text: string, marks: number): boolean {
  const hasQuote =
    (marks & mark.backquote) !== 0 && (text.slice(0, 10).includes('`') || ((marks & mark.hash) !== 0 && text.includes('#{`')));
  return (
    (hasQuote || ((marks & mark.percent) !== 0 && text.includes('%x'))) &&
    text.length < 2000 &&
    (command.test(text) || interpolated.test(text))
  );
}

// `id`.strip, %x(id) behind nothing but what leaves a literal; #{`id`} anywhere.
const command =
  /^([^\w`%]{0,8})(?:`[^`\n]{1,200}`\.(?:strip|chomp|split|to_s|lines|inspect|upcase|length|size|reverse|unpack)|%x[({[<|!/][^\n]{1,200})/;
const interpolated = /#\{\s{0,2}(?:`[^`\n]{1,200}`|%x[({[<|!/])/;

const words = new WordScan(
  'Kernel IO Open3 Open4 PTY Process File Dir Object ENV instance_eval class_eval module_eval send public_send __send__ const_get open spawn syscall eval exec system ObjectSpace binding Marshal ERB require',
  /(?:Kernel|IO|Open[34]|PTY|Process|File|Dir|Object|ENV|ObjectSpace|Marshal|ERB|binding)\s{0,2}(?:\.|::)\s{0,2}[a-z_]|(?:instance_eval|class_eval|module_eval|send|public_send|__send__|const_get|open|spawn|syscall)\s{0,2}[( ]\s{0,2}[:'"|]|(?:eval|exec|system)(?:\s{1,2}|\s{0,2}\(\s?)['"%`]|require\s{1,2}['"]open[34]/y,
  true,
);
const running =
  /^(?:exec|system|spawn|fork|popen|popen[234]\w?|capture[23]e?|pipeline\w{0,3}|eval|syscall|send|public_send|__send__|instance_eval)$/;

function judge(text: string, start: number, room: number): Sighting | undefined {
  const reader = new CodeReader(text, start, room);
  const name = reader.name(0);
  const before = text.slice(Math.max(0, start - 12), start);
  const inTag = before.endsWith('#{');
  const found = (to: number, confidence: 'high' | 'medium', reason: string): Sighting => ({
    span: [start, Math.max(start + 1, reader.end(to))],
    confidence,
    reason,
  });
  const standing = (bracket: number) => {
    const to = reader.is(bracket, '(') ? reader.close(bracket) : bracket;
    return inTag ? 'outside' : standingOf(text, start, reader.end(to));
  };
  if (/^[A-Z]/.test(name) || name === 'binding') {
    if (/[\w.:>]$/.test(before)) return undefined;
    const method = reader.is(1, '.') ? reader.name(2) : '';
    const argument = reader.is(3, '(') ? 4 : 3;
    const content = reader.string(argument);
    switch (name) {
      case 'Kernel':
      case 'Open3':
      case 'Open4':
      case 'PTY':
      case 'Process':
      case 'IO': {
        if (!running.test(method)) break;
        if (content === undefined && !reader.is(argument, ':') && !reader.is(argument, '%')) return undefined;
        return standing(reader.is(3, '(') ? 3 : argument) === 'inside' ? undefined : found(argument, 'high', `${name}.${method} is called`);
      }
      case 'Object':
        return /^(?:send|const_get|public_send|__send__|instance_eval|class_eval)$/.test(method) && standing(3) !== 'inside'
          ? found(argument, 'high', `Object.${method} is called`)
          : undefined;
      case 'Marshal':
        return /^(?:load|restore)$/.test(method) && standing(3) !== 'inside'
          ? found(argument, 'high', 'a marshalled object is loaded')
          : undefined;
      case 'ENV':
        return /^(?:to_a|to_h|inspect|each|map|keys|values)$/.test(method) && standing(2) !== 'inside'
          ? found(2, 'medium', 'the environment is read')
          : undefined;
      case 'ERB':
        return method === 'new' && standing(3) !== 'inside' ? found(argument, 'medium', 'a template is made') : undefined;
      case 'binding':
        return method === 'eval' || method === 'irb'
          ? found(2, standing(3) === 'inside' ? 'medium' : 'high', 'text is run as code')
          : undefined;
      default:
        break;
    }
    if (
      content === undefined ||
      !/^(?:open|read|readlines|new|entries|foreach|binread|glob|children|write|delete|unlink|sysopen)$/.test(method)
    )
      return undefined;
    const isSecret = sensitivityOf(content) !== 'none' || /^\/?(?:\*|\/)?$/.test(content) || content.startsWith('|');
    if (!isSecret) return undefined;
    const where = standing(reader.is(3, '(') ? 3 : argument);
    return where === 'inside' ? undefined : found(argument, 'high', `${name}.${method} reaches for ${content.slice(0, 60)}`);
  }
  if (name === 'require') return standing(1) === 'inside' ? undefined : found(1, 'medium', 'a module that runs commands is loaded');
  const bracket = reader.is(1, '(') ? 1 : 0;
  const argument = reader.at(bracket + 1);
  if (name === 'open')
    return argument?.kind === 'string' && /^\s{0,4}\|/.test(argument.text) ? found(bracket + 1, 'high', 'open runs a command') : undefined;
  if (/^(?:instance_eval|class_eval|module_eval)$/.test(name))
    return argument?.kind === 'string' && (standing(bracket) !== 'inside' || /`|\b(?:system|exec|eval|File|IO)\b/.test(argument.text))
      ? found(bracket + 1, 'high', `${name} runs text`)
      : undefined;
  if (/send|const_get/.test(name)) {
    const symbol = argument?.text === ':' ? reader.name(bracket + 2) : (argument?.text ?? '');
    const isHostile =
      name === 'const_get'
        ? /^(?:Kernel|IO|File|Process|Open3)$/.test(symbol)
        : /^(?:eval|exec|system|instance_eval|popen|spawn|`|open|class_eval|const_get)$/.test(symbol);
    return isHostile ? found(bracket + 2, 'high', `${symbol} is called by its name`) : undefined;
  }
  if (argument?.kind !== 'string' && argument?.kind !== 'command') return undefined;
  if (/(?:\.|\$|def\s|_)$/.test(before) || (name === 'spawn' && reader.is(bracket + 2, ','))) return undefined;
  // Without brackets words of prose look alike: the text has to be nothing else.
  const end = reader.end(bracket === 1 ? reader.close(1) : 1);
  if (inTag) return found(bracket + 1, 'high', `${name} is called inside of an interpolation`);
  return standingOf(text, start, end) === 'whole' && start < 12 ? found(bracket + 1, 'high', `${name} is called`) : undefined;
}
