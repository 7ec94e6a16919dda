/** What unpickling a stream would import and call. */
export interface PickleReading {
  /** `module.name` of every global that the stream loads. */
  readonly globals: readonly string[];
  /** Whether the stream calls something: REDUCE, BUILD, INST, OBJ, NEWOBJ. */
  readonly calls: boolean;
  /** Whether the stream was read to its STOP without an unknown opcode. */
  readonly complete: boolean;
  /** How many units were read. */
  readonly end: number;
}

/**
 * Reads the opcodes of a pickle (CPython Lib/pickletools.py, protocols 0 to 5) without running any. `at(i)` gives a byte: the same reader serves text
 * and bytes. Linear; never throws.
 */
export function readPickle(length: number, at: (index: number) => number): PickleReading {
  const globals: string[] = [];
  const strings: string[] = [];
  let calls = false;
  let i = 0;
  const line = (): string => {
    let text = '';
    while (i < length && at(i) !== 10) {
      if (text.length < 200) text += String.fromCharCode(at(i));
      i++;
    }
    i++;
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  };
  const number = (bytes: number): number => {
    let value = 0;
    for (let k = 0; k < bytes && k < 6; k++) value += at(i + k) * 2 ** (8 * k);
    i += bytes;
    return value;
  };
  const counted = (bytes: number): string => {
    const count = number(bytes);
    let text = '';
    for (let k = 0; k < Math.min(count, 200) && i + k < length; k++) text += String.fromCharCode(at(i + k));
    i += count;
    return text;
  };
  const end = (complete: boolean): PickleReading => ({ globals, calls, complete, end: Math.min(i, length) });
  while (i < length) {
    const code = at(i++);
    switch (String.fromCharCode(code)) {
      case '.':
        return end(true);
      case 'c':
      case 'i': {
        const module = line();
        const name = line();
        if (!identifier.test(module) || !identifier.test(name)) return end(false);
        globals.push(`${module}.${name}`);
        if (code === 105) calls = true;
        break;
      }
      case '\x93': {
        const name = strings[strings.length - 1] ?? '';
        globals.push(`${strings[strings.length - 2] ?? ''}.${name}`);
        break;
      }
      case 'R':
      case 'b':
      case 'o':
      case '\x81':
      case '\x92':
        calls = true;
        break;
      case 'S':
      case 'V':
        strings.push(line().replace(/^['"]|['"]$/g, ''));
        break;
      case 'I':
      case 'L':
      case 'F':
      case 'P':
      case 'g':
      case 'p':
        line();
        break;
      case '\x8c':
      case 'U':
        strings.push(counted(1));
        break;
      case 'X':
      case 'T':
        strings.push(counted(4));
        break;
      case '\x8d':
        strings.push(counted(8));
        break;
      case 'C':
      case '\x8a':
        counted(1);
        break;
      case 'B':
      case '\x8b':
        counted(4);
        break;
      case '\x8e':
      case '\x96':
        counted(8);
        break;
      case 'K':
      case 'h':
      case 'q':
      case '\x80':
      case '\x82':
        i += 1;
        break;
      case 'M':
      case '\x83':
        i += 2;
        break;
      case 'J':
      case 'j':
      case 'r':
      case '\x84':
        i += 4;
        break;
      case 'G':
      case '\x95':
        i += 8;
        break;
      default:
        if (!plain.includes(String.fromCharCode(code))) return end(false);
    }
  }
  return end(false);
}

const identifier = /^[A-Za-z_][\w.]{0,100}$/;

// Opcodes without an argument that neither load nor call: marks, containers, constants, the memo.
const plain = '(0123NQ])}aedstlu\x85\x86\x87\x88\x89\x8f\x90\x91\x94\x97\x98';

/** Modules whose functions run commands or code, read files or reach out. */
const hostile =
  /^(?:os|nt|posix|subprocess|commands|popen2|pty|sys|shutil|socket|builtins|__builtin__|importlib|imp|runpy|code|codeop|pickle|_pickle|cPickle|ctypes|multiprocessing|threading|asyncio|urllib|urllib2|httplib|http|requests|webbrowser|timeit|cProfile|profile|pdb|bdb|platform|tempfile|io|pathlib|glob|marshal|types|operator|functools|site|pip|pydoc|numpy\.testing|torch\.hub|linecache|doctest|distutils|zipimport|smtplib|ftplib|telnetlib)(?:\.|$)/;
// Of these modules, what pickles of ordinary objects load.
const ordinary =
  /^(?:builtins|__builtin__)\.(?:set|frozenset|list|dict|tuple|int|float|bool|str|bytes|bytearray|complex|object|slice|range|xrange|unicode|long|[A-Z]\w+)$|^pathlib\.\w*Path$|^functools\.partial$|^operator\.(?:itemgetter|methodcaller|attrgetter)$|^io\.(?:BytesIO|StringIO)$/;

/** The first global whose loading and calling does harm. */
export function hostileGlobal(reading: PickleReading): string | undefined {
  for (let i = 0; i < reading.globals.length; i++) {
    const name = reading.globals[i] as string;
    if (hostile.test(name) && !ordinary.test(name)) return name;
  }
  return undefined;
}
