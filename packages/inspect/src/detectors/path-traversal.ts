import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { readPath } from '../languages/path.ts';
import { sensitivityOf } from '../sensitive-paths.ts';
import { sightingAtEdge } from '../text/edges.ts';
import { type Marks, mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * A path that leaves the folder it is put into: by climbing, or by starting at a root where secrets lie. One step up is everyday
 * (`../images/logo.png`); what counts is how far it climbs, how it is disguised and what it asks for.
 */
export const pathTraversal: Detector = defineDetector({
  id: 'path-traversal',
  title: 'Path out of its folder',
  class: 'lfi',
  severity: 'high',
  // Leaving a folder takes two dots (in any of their disguises) or a root; a root is a slash, a backslash, a drive or a file: URL.
  canOccur: (text, marks) =>
    ((marks & (mark.dollar | mark.colon)) === (mark.dollar | mark.colon) && text.includes('::$')) ||
    ((marks & (mark.slash | mark.backslash | mark.colon)) !== 0 && rooted.test(text)) ||
    (text.length > 4096 && (marks & (mark.slash | mark.backslash)) !== 0) || // padding may stand in front of the root
    hasDots(text, marks) ||
    (marks & mark.control) !== 0 ||
    hasEscapes(text, marks) ||
    secretWord.has(text, marks),
  detect: (text, marks) => fromValue(text, marks) ?? sightingAtEdge(text, (edge) => fromValue(edge, marks)),
});

function fromValue(text: string, marks: Marks): Sighting | undefined {
  const climbs = hasDots(text, marks) || (marks & mark.control) !== 0 ? fromClimb(text, withoutDisguise(text, marks)) : undefined;
  return (
    climbs ??
    (text.length > 1024 ? undefined : fromRoot(text, withoutDisguise(text, marks))) ??
    fromTrick(text, marks) ??
    ((marks & (mark.backslash | mark.percent | mark.foreign)) !== 0 || hasEscapes(text, marks) ? fromAnyEscape(text) : undefined) ??
    (secretWord.has(text, marks) || hasEscapes(text, marks) ? fromDisguise(text) : undefined) ??
    fromWrapper(text)
  );
}

const dots = /\.\.(?:[\\/%;?^\u2215\u2216\uff0f\uff3c\uefc8\ufffd\0]|0x|$)|\.[/\\]\.|[\uff0e\u2024]/;
const escapes = /%(?:25)?2e|0x2e|%c0|%e0%80|%f[08]%80|%u?ff0e|%%|\.%|\?\?[%\\/]|\ufffd/i;
const rooted = /^[\s"'=]{0,8}(?:[\\/]|[a-zA-Z]:[\\/]|file:|[a-z.]{1,16}:\/\/)/i;
const secretWord = new WordScan('etc boot win php', /etc[^\w\s].{0,11}(?:passwd|shadow|hosts)|(?:boot|win)\.ini|php:\/\//iy);

/** Two dots in a row or around a slash, or one that looks like a dot: looked for as plain text, which spares nearly all texts the pattern. */
function hasDots(text: string, marks: Marks): boolean {
  if ((marks & mark.foreign) !== 0) return dots.test(text);
  if ((marks & mark.dot) === 0) return false;
  return (text.includes('..') || text.includes('./.') || text.includes('.\\.')) && dots.test(text);
}

/** The pattern begins with one of four things; looking for those first spares the texts that have none. */
function hasEscapes(text: string, marks: Marks): boolean {
  const mayHave =
    (marks & mark.percent) !== 0 ||
    ((marks & mark.question) !== 0 && text.includes('??')) ||
    ((marks & mark.foreign) !== 0 && (text.includes('\ufffd') || text.includes('ff0e'))) ||
    text.includes('0x2') ||
    text.includes('0X2');
  return mayHave && escapes.test(text);
}

/** Look-alikes of dots and slashes that some layer turns into the real ones (UTS #46, IIS, Tomcat's `..;`). Lengths are kept. */
function withoutDisguise(text: string, marks: Marks): string {
  let plain = text;
  if ((marks & mark.foreign) !== 0) plain = plain.replace(/[\uff0e\u2024]/g, '.').replace(/[\u2215\u2216\uff0f\uff3c\uefc8]/g, '/');
  if ((marks & mark.backslash) !== 0) plain = plain.replaceAll('\\', '/');
  if (plain.includes('..;/')) plain = plain.replaceAll('..;/', '..//');
  return (marks & mark.control) === 0 ? plain : plain.replaceAll('\0', '/');
}

// The rest of a path ends where the text around it goes on.
const target = /^[\w.%@~+\-/\\:;^]{0,200}/;

function fromClimb(text: string, plain: string): Sighting | undefined {
  for (let run = nextRun(plain, 0); run !== undefined; run = nextRun(plain, run.end)) {
    const { start, end, steps } = run;
    if (steps === 0) continue;
    const rest = target.exec(plain.slice(end, end + 200))?.[0] ?? '';
    const sensitivity = sensitivityOf(`/${rest.replace(/^[/\\]{1,16}/, '').replace(/[/\\]{1,16}/g, '/')}`);
    const span = [start, Math.min(text.length, end + rest.length)] as const;
    if (sensitivity !== 'none') return { span, confidence: 'high', reason: `climbs ${steps} folders to ${rest.slice(0, 60)}` };
    const isWhole = !/[\s"'`(){}<>]/.test(plain);
    if (isWhole && (steps >= 3 || /\.\.\.[/\\]|[/\\][/\\]\.|\\/.test(plain.slice(start, end))) && !isSourcePath(plain))
      return { span, confidence: steps >= 4 || /[/\\]\.\.[/\\]$/.test(plain) ? 'high' : 'medium', reason: `climbs ${steps} folders` };
  }
  if (plain.length > 2048 || /\s/.test(plain.trim())) return undefined;
  const reading = readPath(plain.trim());
  if (reading.hasParent && reading.climbs > 0) {
    const sensitivity = sensitivityOf(`/${reading.segments.filter((segment) => segment !== '..').join('/')}`);
    if (sensitivity === 'secret') return { span: [0, text.length], confidence: 'high', reason: 'climbs to a known target' };
    if (text.includes('\0')) return { span: [0, text.length], confidence: 'high', reason: 'climbs, with a NUL that cuts the path' };
  }
  return undefined;
}

interface Run {
  readonly start: number;
  readonly end: number;
  /** How many of the segments climb; 0 for a run of one segment, which is everyday. */
  readonly steps: number;
}

/** The next run of dots and slashes, with the doubled ones that filters fail on (`....//`, `..././`). */
function nextRun(text: string, from: number): Run | undefined {
  for (let start = text.indexOf('.', from); start >= 0; start = text.indexOf('.', start)) {
    let end = start;
    let climbing = 0;
    let segments = 0;
    for (;;) {
      let dots = end;
      while (text.charCodeAt(dots) === 46) dots++;
      let slashes = dots;
      while (isSlash(text.charCodeAt(slashes))) slashes++;
      if (dots === end || slashes === dots) {
        if (segments === 0) start = Math.max(dots, start + 1);
        break;
      }
      segments++;
      if (dots - end > 1) climbing++;
      end = slashes;
    }
    if (segments > 0) return { start, end, steps: segments > 1 ? climbing : 0 };
  }
  return undefined;
}

function isSlash(code: number): boolean {
  return code === 47 || code === 92;
}

/** `../../src/x.ts`: what import statements and links hold. */
function isSourcePath(path: string): boolean {
  return (
    /^(?:\.\.\/){1,6}[\w@.-]{1,64}(?:\/[\w@.-]{1,64}){0,8}\/?(?:[?#][\w.=&%-]{0,100})?$/.test(path.replace(/^\d{1,3}; ?url=/i, '')) &&
    !/%|log$|ini$|passwd/i.test(path) &&
    /\.(?:[jt]sx?|mjs|cjs|md|json|css|html?|png|jpe?g|svg|gif|py|go|rs|ya?ml|vue|scss)(?:[?#]|$)|\/$|\/(?:src|lib|dist|docs|packages|node_modules|test|tests|examples?|types)\b/.test(
      path,
    )
  );
}

function fromRoot(text: string, plain: string): Sighting | undefined {
  if (plain.length > 1024) return undefined;
  const path = plain.trim().replace(/^["'=]{1,4}/, '');
  if (/[\s"'`<>{}]/.test(path.replace(/^[a-zA-Z]:\/(?:Program Files|Documents and Settings)/i, ''))) return undefined;
  const reading = readPath(path);
  if (!reading.isAbsolute)
    return /^(?:etc|windows|winnt)\//i.test(path) && sensitivityOf(`/${path}`) === 'secret'
      ? { span: [0, text.length], confidence: 'medium', reason: 'names a secret file' }
      : undefined;
  const joined = `/${reading.segments.join('/')}`;
  const sensitivity = sensitivityOf(joined);
  const hasNul = text.includes('\0') || path.endsWith('%00');
  const span = [0, text.length] as const;
  if (sensitivity === 'secret') return { span, confidence: 'high', reason: 'names a secret file by its root' };
  if (sensitivity === 'target') return { span, confidence: 'high', reason: 'names a file of the system by its root' };
  if (sensitivity === 'system') return { span, confidence: hasNul ? 'high' : 'medium', reason: 'names a system file by its root' };
  return undefined;
}

/** What nobody writes but to pass a check: streams of NTFS, Tomcat's path parameters on a step, a name too long to exist that steps take away again. */
function fromTrick(text: string, marks: Marks): Sighting | undefined {
  if (text.length > 8192 || /\s[a-z]/i.test(text)) return undefined;
  const span = [0, text.length] as const;
  if ((marks & mark.colon) !== 0 && /::\$(?:DATA|INDEX_ALLOCATION)/i.test(text))
    return { span, confidence: 'high', reason: 'names a stream of a file' };
  if (/[\\/]\.\.;/.test(text)) return { span, confidence: 'high', reason: 'a step with path parameters' };
  if (stepsBackFromLongName(text)) return { span, confidence: 'high', reason: 'a name too long to exist, and a step back' };
  if (/^(?:[a-zA-Z]:|\\\\[?.]\\[a-zA-Z]:)\.\.[\\/]/.test(text)) return { span, confidence: 'high', reason: 'climbs from a drive' };
  if (/^(?:\.\.[\\/]){1,12}[\w.-]{1,40}\.(?:php\d?|aspx?|jsp|ini|conf|cfg|log|bak|sql|db|inc|pem|key|env|passwd)$/i.test(text))
    return { span, confidence: 'medium', reason: 'climbs to a file of the server' };
  return undefined;
}

/** File systems allow 255 units in a name. */
function stepsBackFromLongName(text: string): boolean {
  const step = text.search(/[\\/]\.\.(?:[\\/]|$)/);
  if (step < 250) return false;
  return step - Math.max(text.lastIndexOf('/', step - 1), text.lastIndexOf('\\', step - 1)) > 250;
}

/**
 * A path whose separators some parser makes of anything: with every escape, look-alike and control character taken for a slash, what remains is a
 * known target. Such escapes have no other use in a path.
 */
function fromAnyEscape(text: string): Sighting | undefined {
  if (text.length > 4096 || /[\s<>"'{}]/.test(text)) return undefined;
  let escapes = 0;
  const path = text
    .replace(/%%[0-9a-fA-F]{2}|%u[0-9a-fA-F]{4}|%25|%[0-9a-zA-Z]{2}|%|0x[25][cCeEfF]|[^\x20-\x7e]|\\[./]/g, () => {
      escapes++;
      return '/';
    })
    .replace(/[\\/?.:^]+/g, (run) => (/[\\/]/.test(run) ? '/' : run));
  if (escapes < 2) return undefined;
  const named =
    /(?:^|\/)(?:etc\/(?:passwd|shadow|group|hosts|issue)|boot\.?ini|win\.ini|windows\/(?:system32|win)|proc\/self|winnt\/)/i.exec(path);
  return named === null
    ? undefined
    : { span: [0, text.length], confidence: 'high', reason: `reaches ${named[0].slice(0, 40)} through escapes` };
}

// Dots and separators in encodings that no layer of ours decodes: `..%c0%af..%c0%af`, `..0x2f..0x2f`, `??%255c??%255c`, `.%%32%65/`.
const dotForm = /\.|%2e|%252e|0x2e|%c0%[a2]e|%e0%80%ae|%f[08]%80%80%80%ae|%u?ff0e|%%32%65|\?|\ufffd|%c0\.|%%?c0%6e|%c0%[0-9a-f]e/iy;
const separatorForm = /[/\\]|%[0-9a-z]{2}|%u[0-9a-f]{4}|0x[25][fc]|\ufffd|%/iy;

/** The first run of three or more disguised steps: up to four forms of dots, then up to eight of separators, again and again. */
function findDisguisedRun(text: string): { readonly start: number; readonly end: number } | undefined {
  for (let start = 0; start < text.length; start++) {
    // What a form of dots begins with: `.`, `%`, `0`, `?` and what no decoder could read.
    const code = text.charCodeAt(start);
    if (code !== 46 && code !== 37 && code !== 48 && code !== 63 && code !== 0xfffd) continue;
    let at = start;
    let steps = 0;
    for (;;) {
      const dotsEnd = repeat(dotForm, text, at, 4);
      const end = dotsEnd === at ? at : repeat(separatorForm, text, dotsEnd, 8);
      if (dotsEnd === at || end === dotsEnd) break;
      at = end;
      steps++;
    }
    if (steps >= 3) return { start, end: at };
  }
  return undefined;
}

function repeat(form: RegExp, text: string, start: number, most: number): number {
  let at = start;
  for (let i = 0; i < most; i++) {
    form.lastIndex = at;
    if (!form.test(text)) break;
    at = form.lastIndex;
  }
  return at;
}

function fromDisguise(text: string): Sighting | undefined {
  const run = findDisguisedRun(text);
  const disguise = run === undefined ? '' : text.slice(run.start, run.end);
  if (run !== undefined && !isSourcePath(text) && /\.\.|\.%|%2e|2e|ae|ff0e|6e|\?\?|[0-9a-f]e/i.test(disguise) && /[./%\\]/.test(disguise)) {
    const rest = text.slice(run.end, run.end + 80);
    const named = /passwd|shadow|hosts|boot\.?ini|win\.?ini|windows|winnt|etc|desktop|log/i.test(rest);
    const span = [run.start, Math.min(text.length, run.end + rest.length)] as const;
    if (named) return { span, confidence: 'high', reason: 'climbs in disguise to a known target' };
    if (!/\s/.test(text)) return { span, confidence: 'medium', reason: 'climbs in disguise' };
  }
  const file = /etc(?:[/\\]|%[0-9a-z]{2}|%u[0-9a-f]{4}|0x2f|\ufffd|[^\w\s]){1,6}(?:passwd|shadow)(?![\w-])/i.exec(text);
  if (file === null || / [a-z]{2,20} /i.test(text)) return undefined;
  return {
    span: [file.index, file.index + file[0].length],
    confidence: /\s/.test(text.trim()) ? 'medium' : 'high',
    reason: 'names a secret file',
  };
}

/** `php://filter/…/resource=`, `file:///etc/passwd`, `expect://id`: wrappers that read files or run commands where a path is expected. */
function fromWrapper(text: string): Sighting | undefined {
  const match =
    /^\s{0,8}(?:php:\/\/(?:filter|input|fd|memory|temp)|expect:\/\/|phar:\/\/|zip:\/\/|rar:\/\/|zlib:\/\/?|(?:compress\.(?:zlib|bzip2)|ogg|ssh2\.\w{2,5}):\/\/|glob:\/\/|data:(?:\/\/|text\/plain[;,])[^\s]{0,60}(?:PD9|<\?))[^\s]{0,200}/i.exec(
      text,
    );
  return match === null ? undefined : { span: [0, match[0].length], confidence: 'high', reason: 'a stream wrapper in the place of a path' };
}
