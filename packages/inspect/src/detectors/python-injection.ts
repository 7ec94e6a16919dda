import { isAmongLines, judgeMentions, standingOf } from '../code-chain.ts';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { CodeReader } from '../languages/code.ts';
import { sensitivityOf } from '../sensitive-paths.ts';
import { type Marks, mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * Python that climbs out of an expression: `__import__`, the classes of all objects by way of a constant, commands, and text that is run as code. Calls
 * that programs make every day count only when they are all that the text is, or follow the quote that it breaks out of.
 */
export const pythonInjection: Detector = defineDetector({
  id: 'python-injection',
  title: 'Python that would run',
  class: 'codei',
  severity: 'critical',
  // Each use is a call or an index of one of these names; a name that is put together is found by what it is taken from.
  needs: mark.colon,
  get words() {
    return words;
  },
  canOccur: (text: string, marks: Marks) =>
    ((marks & (mark.bracket | mark.square | mark.dot)) !== 0 && words.has(text, marks)) ||
    ((marks & mark.colon) !== 0 && text.length < 60 && endlessLoop.test(text)),
  detect: (text) =>
    text.length < 60 && endlessLoop.test(text)
      ? { span: [0, text.length], confidence: 'medium', reason: 'a loop without end' }
      : judgeMentions(text, words, (start, _, room) => judge(text, start, room)),
});

const words = new WordScan(
  '__import__ __builtins__ __class__ __base__ __bases__ __mro__ __subclasses__ __globals__ __getattribute__ __dict__ __loader__ __code__ eval exec compile os subprocess getattr globals locals vars open importlib pty socket pickle time builtins sys posix commands platform input breakpoint',
  /__import__|__(?:builtins|class|bases?|mro|subclasses|globals|getattribute|dict|loader|code)__\b|(?:eval|exec|compile|getattr|globals|locals|vars|open|input|breakpoint)\s{0,2}\(|(?:os|subprocess|pty|posix|commands|builtins|sys|time|platform|socket|pickle)\s{0,2}\.\s{0,2}[a-z_]|(?:os|subprocess)\s{0,2}\[\s{0,2}['"]|importlib\s{0,2}\.\s{0,2}import_module/y,
  true,
);

const dunder = /^__\w{2,20}__$/;
const modules =
  /^(?:os|subprocess|sys|socket|pty|shutil|builtins|commands|importlib|ctypes|urllib|requests|pickle|posix|code|timeit|platform|pathlib|io|http|time|base64|codecs|inspect|gc|warnings|linecache)(?:\.|$)/;
const endlessLoop = /^[\s'")\]};]{0,8}while\s{1,4}(?:True|1)\s{0,4}:\s{0,4}(?:pass|continue|\.{3}|\d)?\s{0,4}$/;
const running =
  /^(?:system|popen[234]?|exec[lv]p?e?|spawn[lv]p?e?|posix_spawn|check_output|Popen|run|call|getoutput|getstatusoutput|check_call|spawn|fork|kill|startfile|_exit|abort)$/;

function judge(text: string, start: number, room: number): Sighting | undefined {
  const reader = new CodeReader(text, start, room);
  const name = reader.name(0);
  const before = text.slice(Math.max(0, start - 24), start);
  if (dunder.test(name) && name !== '__subclasses__' && name !== '__import__' && isAmongLines(text, start)) return undefined;
  if (name === 'getattr' && isAmongLines(text, start)) return undefined;
  switch (name) {
    case '__import__':
      return fromImport(reader, text, start);
    case 'importlib': {
      const module = reader.is(3, '(') ? (reader.string(4) ?? '') : '';
      return modules.test(module) && reader.is(5, ')') && reader.is(6, '.')
        ? found(reader, start, 7, 'high', `the module ${module.slice(0, 30)} is imported and used`)
        : undefined;
    }
    case '__class__':
    case '__base__':
    case '__bases__':
    case '__mro__':
    case '__subclasses__':
    case '__globals__':
    case '__getattribute__':
    case '__dict__':
    case '__code__':
      return fromChain(reader, start, before, name);
    case '__loader__':
    case '__builtins__':
      if (
        (reader.is(1, '.') && /^(?:__dict__|__import__|eval|exec|open|load_module|compile|getattr)$/.test(reader.name(2))) ||
        /\[\s?['"]$/.test(before)
      )
        return found(reader, start, 2, 'high', `${name} is reached`);
      return undefined;
    case 'os':
    case 'posix':
    case 'pty':
    case 'subprocess':
    case 'commands':
      return fromModule(reader, text, start, before, name);
    case 'builtins':
      return reader.is(1, '.') && /^(?:eval|exec|__import__|open)$/.test(reader.name(2))
        ? placed(reader, text, start, 3, `builtins.${reader.name(2)} is called`)
        : undefined;
    case 'eval':
    case 'exec':
    case 'compile':
      return fromCode(reader, text, start, before, name);
    case 'getattr': {
      if (!reader.is(1, '(')) return undefined;
      for (let i = 3; i < 14; i++) {
        const attribute = reader.string(i);
        if (
          attribute !== undefined &&
          /^(?:system|popen|eval|exec|__(?:class|import|builtins|globals|subclasses|bases?|mro)__)$/.test(attribute)
        )
          return found(reader, start, i, 'high', `the attribute ${attribute} is reached by its name`);
      }
      return undefined;
    }
    case 'globals':
    case 'locals':
    case 'vars': {
      if (!reader.is(1, '(') || !reader.is(2, ')')) return undefined;
      const member = reader.is(3, '.') ? reader.name(4) : '';
      if (/^(?:__builtins__|__loader__|os|sys|subprocess|eval|exec)$/.test(member))
        return found(reader, start, 4, 'high', `${member} is reached through ${name}()`);
      return standingOf(text, start, reader.end(2)) === 'whole' && name === 'globals'
        ? found(reader, start, 2, 'medium', 'the names of the module are read')
        : undefined;
    }
    case 'open': {
      const path = reader.is(1, '(') ? reader.string(2) : undefined;
      if (path === undefined || sensitivityOf(path) === 'none') return undefined;
      const close = reader.close(1);
      const reads = reader.is(close + 1, '.') && /^(?:read|readlines?|write)$/.test(reader.name(close + 2));
      const standing = standingOf(text, start, reader.end(reads ? close + 4 : close));
      if (standing === 'inside') return reads ? found(reader, start, close, 'medium', `the file ${path.slice(0, 60)} is read`) : undefined;
      return found(reader, start, close, reads ? 'high' : 'medium', `the file ${path.slice(0, 60)} is opened`);
    }
    case 'time':
      if (!reader.is(1, '.') || reader.name(2) !== 'sleep' || !reader.is(3, '(')) return undefined;
      return placed(reader, text, start, 3, 'the process is made to sleep', 'medium');
    case 'sys':
      return reader.is(1, '.') && /^(?:modules|_getframe)$/.test(reader.name(2))
        ? placed(reader, text, start, reader.is(3, '(') ? 3 : 2, `sys.${reader.name(2)} is reached`, 'medium')
        : undefined;
    case 'socket':
      return /^socket\.socket\([^\n]{0,200}(?:dup2|subprocess|pty\.)/.test(text.slice(start, start + 300))
        ? found(reader, start, 3, 'high', 'a shell is connected to a socket')
        : undefined;
    case 'platform':
      return placed(reader, text, start, 3, 'the platform is asked for', 'medium');
    case 'pickle':
      return reader.is(1, '.') && /^loads?$/.test(reader.name(2)) ? placed(reader, text, start, 3, 'a pickle is loaded') : undefined;
    case 'breakpoint':
    case 'input':
      return reader.is(2, ')') && standingOf(text, start, reader.end(2)) === 'whole'
        ? found(reader, start, 2, 'medium', `${name} is called`)
        : undefined;
    default:
      return undefined;
  }
}

function fromImport(reader: CodeReader, text: string, start: number): Sighting | undefined {
  if (!reader.is(1, '('))
    return !isAmongLines(text, start) && /[[,(]\s?["']$/.test(text.slice(Math.max(0, start - 3), start))
      ? found(reader, start, 0, 'high', '__import__ is reached by its name')
      : undefined;
  const module = reader.string(2);
  const close = reader.close(1);
  const goesOn = reader.is(close + 1, '.') || reader.is(close + 1, ',');
  if (module !== undefined && !modules.test(module)) {
    // `__import__('pkg_resources').declare_namespace(__name__)` is how packages share a name.
    return standingOf(text, start, reader.end(close)) === 'whole'
      ? found(reader, start, close, 'medium', 'a module is imported')
      : undefined;
  }
  if (module === undefined)
    return goesOn && standingOf(text, start, reader.end(close)) !== 'inside'
      ? found(reader, start, close, 'high', 'a module is imported whose name is put together')
      : undefined;
  if (goesOn) {
    const member = reader.name(close + 2);
    return found(
      reader,
      start,
      close + 2,
      running.test(member) || standingOf(text, start, reader.end(close + 2)) !== 'inside' || module === 'os' ? 'high' : 'medium',
      `the module ${module.slice(0, 30)} is imported and used`,
    );
  }
  return found(
    reader,
    start,
    close,
    standingOf(text, start, reader.end(close)) === 'inside' ? 'medium' : 'high',
    `the module ${module.slice(0, 30)} is imported`,
  );
}

/** A constant's class leads to the base of all objects, and from there to every class that is loaded. */
function fromChain(reader: CodeReader, start: number, before: string, name: string): Sighting | undefined {
  const next = reader.is(1, '.') ? reader.name(2) : '';
  const isMember = /(?:\.|\[\s?['"])\s{0,2}$/.test(before);
  if (!isMember)
    return /[(,]\s?["']$/.test(before) && name !== '__class__' && name !== '__dict__'
      ? found(reader, start, 0, 'medium', `${name} is reached by its name`)
      : undefined;
  const isConstant = /(?:^|[^\w\])])(?:''|""|\(\)|\[\]|\{\}|\(\d{1,3}\)|\d{1,3}|'[^']{0,8}'|"[^"]{0,8}"|True|None)\s{0,2}\.\s{0,2}$/.test(
    before,
  );
  if (isConstant && name === '__class__') return found(reader, start, 0, 'high', 'the class of a constant is reached');
  if (name === '__subclasses__') {
    const isIndexed = reader.is(1, '(') && reader.is(2, ')') && (reader.is(3, '[') || reader.is(3, '.'));
    if (isIndexed || /(?:object|__|\])\s?\.\s?$/.test(before)) return found(reader, start, 2, 'high', 'all classes are listed');
    return undefined;
  }
  if (/^__(?:subclasses|globals|builtins|import)__$/.test(next)) return found(reader, start, 2, 'high', `${name} leads to ${next}`);
  if (name === '__globals__')
    return /__\s?\.\s?$/.test(before) || /^(?:os|sys|__builtins__)$/.test(next)
      ? found(reader, start, 2, 'high', 'the names of a module are reached through a function')
      : undefined;
  if (
    (name === '__class__' || name === '__mro__' || name === '__bases__' || name === '__base__') &&
    /^__(?:mro|bases?|init)__$/.test(next)
  ) {
    const isClimbing = reader.is(3, '[') || (reader.is(3, '.') && /^__(?:globals|base|subclasses|bases|mro)__$/.test(reader.name(4)));
    return isClimbing
      ? found(reader, start, 4, next === '__init__' || reader.name(4) !== '' ? 'high' : 'medium', `${name} leads to ${next}`)
      : undefined;
  }
  return name === '__dict__' && /^(?:system|popen|eval|exec|__import__|__builtins__)$/.test(next)
    ? found(reader, start, 2, 'high', `${next} is reached through __dict__`)
    : undefined;
}

function fromModule(reader: CodeReader, text: string, start: number, before: string, name: string): Sighting | undefined {
  if (!reader.is(1, '.')) return undefined;
  const member = reader.name(2);
  if (/\.\s?$/.test(before)) return undefined;
  const isRunning = running.test(member);
  if (!reader.is(3, '(')) {
    return member === 'environ' &&
      name === 'os' &&
      standingOf(text, start, reader.end(2)) !== 'inside' &&
      !reader.is(3, '.') &&
      !reader.is(3, '[')
      ? found(reader, start, 2, 'medium', 'the environment is read')
      : undefined;
  }
  // A statement and its import on one line.
  const isOneLine = text.length < 600 && /^\s{0,4}(?:import|from)\s/.test(text) && text.includes(';') && !text.trim().includes('\n');
  if (isRunning && (isOneLine || /\bimport\s{1,4}[\w, ]{0,16};\s{0,4}$/.test(before)))
    return found(reader, start, reader.close(3), 'high', `${name}.${member} is called right after its import`);
  if (!isRunning && !/^(?:listdir|remove|unlink|getenv|scandir|walk|getcwd|getuid|uname|rmdir)$/.test(member)) return undefined;
  return placed(reader, text, start, 3, `${name}.${member} is called`, isRunning ? 'high' : 'medium');
}

function fromCode(reader: CodeReader, text: string, start: number, before: string, name: string): Sighting | undefined {
  if (!reader.is(1, '(') || /(?:[\w)\]]\.|->|\$|def|function)\s{0,2}$/.test(before)) return undefined;
  const code = reader.string(2);
  const isNested = reader.name(2) === 'compile' || reader.name(2) === '__import__';
  if (code === undefined) {
    if (isNested && reader.string(4) !== undefined) return found(reader, start, 4, 'high', 'text is compiled and run');
    if (/^(?:bytes|base64|codecs|chr|zlib|marshal)$/.test(reader.name(2)) || isNested)
      return placed(reader, text, start, 1, 'text that is put together is run');
    return undefined;
  }
  if (hostileText.test(code))
    return found(reader, start, 2, name === 'compile' ? 'medium' : 'high', 'text that is hostile itself is run as code');
  return /[(=;]|\bimport\b/.test(code) ? placed(reader, text, start, 1, 'text is run as code', 'high', 'medium') : undefined;
}

const hostileText =
  /__import__|\bimport (?:os|subprocess|socket|pty)\b|\bos\.(?:system|popen)|__(?:class|builtins|globals)__|\bopen\(|\bsubprocess\./;

/** Judged by where it stands: alone or out of a literal, or as one call among others, which says nothing. */
function placed(
  reader: CodeReader,
  text: string,
  start: number,
  bracket: number,
  reason: string,
  confidence: 'high' | 'medium' = 'high',
  argumentless: 'high' | 'medium' = confidence,
): Sighting | undefined {
  const close = reader.is(bracket, '(') ? reader.close(bracket) : bracket;
  const standing = standingOf(text, start, reader.end(close));
  if (standing === 'inside') return undefined;
  return found(reader, start, close, standing === 'outside' ? confidence : argumentless, reason);
}

function found(reader: CodeReader, start: number, to: number, confidence: 'high' | 'medium', reason: string): Sighting {
  return { span: [start, Math.max(start + 1, reader.end(to))], confidence, reason };
}
