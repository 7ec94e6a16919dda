import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { readPath } from '../languages/path.ts';
import { sensitivityOf } from '../sensitive-paths.ts';

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
  canOccur: (text) => dots.test(text) || text.includes('\0') || rooted.test(text) || secretWord.test(text),
  detect(text) {
    const plain = withoutDisguise(text);
    return fromClimb(text, plain) ?? fromRoot(text, plain) ?? fromDisguise(text) ?? fromWrapper(text);
  },
});

const dots = /\.\.|[\uff0e\u2024]|%2e|%252e|0x2e|c0%ae|%c0\.|\.%00|\.\/\.|\?\?[%\\/]/i;
const rooted = /^[\s"'=]{0,8}(?:[\\/]|[a-zA-Z]:[\\/]|file:|[a-z.]{1,16}:\/\/)/i;
const secretWord = /etc.{1,12}(?:passwd|shadow|hosts)|boot\.ini|win\.ini|php:\/\//i;

/** Look-alikes of dots and slashes that some layer turns into the real ones (UTS #46, IIS, Tomcat's `..;`). Lengths are kept. */
function withoutDisguise(text: string): string {
  if (!/[\uff0e\u2024\u2215\u2216\uff0f\uff3c\uefc8\\\0]|\.\.;/.test(text)) return text;
  return text
    .replace(/[\uff0e\u2024]/g, '.')
    .replace(/[\u2215\u2216\uff0f\uff3c\uefc8\\]/g, '/')
    .replace(/\.\.;\//g, '..//')
    .replace(/\0/g, '/');
}

// Two or more climbing steps in a row, with the odd separators and doubled dots that filters fail on (`....//`, `..././`).
const climb = /(?:\.{2,8}[/\\]{1,8}|\.\/){2,}/g;
const step = /\.{2,8}[/\\]/g;
// The rest of a path ends where the text around it goes on.
const target = /^[\w.%@~+\-/\\:;^]{0,200}/;

function fromClimb(text: string, plain: string): Sighting | undefined {
  climb.lastIndex = 0;
  for (let match = climb.exec(plain); match !== null; match = climb.exec(plain)) {
    const steps = countSteps(match[0]);
    if (steps === 0) continue;
    const end = match.index + match[0].length;
    const rest = target.exec(plain.slice(end, end + 200))?.[0] ?? '';
    const sensitivity = sensitivityOf(`/${rest.replace(/^[/\\]{1,16}/, '').replace(/[/\\]{1,16}/g, '/')}`);
    const span = [match.index, Math.min(text.length, end + rest.length)] as const;
    if (sensitivity !== 'none') return { span, confidence: 'high', reason: `climbs ${steps} folders to ${rest.slice(0, 60)}` };
    const isWhole = !/[\s"'`(){}<>]/.test(plain);
    if (isWhole && (steps >= 3 || /\.{3,}[/\\]|[/\\]{2}\.|\\/.test(match[0])) && !isSourcePath(plain))
      return { span, confidence: steps >= 4 ? 'high' : 'medium', reason: `climbs ${steps} folders` };
  }
  if (plain.length > 2048) return undefined;
  const reading = readPath(plain.trim());
  if (reading.hasParent && reading.climbs > 0 && !/\s/.test(plain.trim())) {
    const sensitivity = sensitivityOf(`/${reading.segments.filter((segment) => segment !== '..').join('/')}`);
    if (sensitivity === 'secret') return { span: [0, text.length], confidence: 'high', reason: 'climbs to a known target' };
    if (text.includes('\0')) return { span: [0, text.length], confidence: 'high', reason: 'climbs, with a NUL that cuts the path' };
  }
  return undefined;
}

function countSteps(run: string): number {
  let count = 0;
  step.lastIndex = 0;
  while (step.exec(run) !== null) count++;
  return count;
}

/** `../../src/x.ts`: what import statements and links hold. */
function isSourcePath(path: string): boolean {
  return (
    /^(?:\.\.\/){1,6}[\w@.-]{1,64}(?:\/[\w@.-]{1,64}){0,8}\/?(?:[?#][\w=&-]{0,64})?$/.test(path) &&
    !/%|log$|ini$|passwd/i.test(path) &&
    /\.(?:[jt]sx?|mjs|cjs|md|json|css|html?|png|jpe?g|svg|gif|py|go|rs|ya?ml|vue|scss)(?:[?#]|$)|\/$|\/(?:src|lib|dist|docs|packages|node_modules|test|tests|examples?|types)\b/.test(
      path,
    )
  );
}

function fromRoot(text: string, plain: string): Sighting | undefined {
  const path = plain.trim().replace(/^["'=]{1,4}/, '');
  if (path.length > 512 || /[\s"'`<>{}]/.test(path.replace(/^[a-zA-Z]:\/(?:Program Files|Documents and Settings)/i, ''))) return undefined;
  const reading = readPath(path);
  if (!reading.isAbsolute)
    return /^(?:etc|windows|winnt)\//i.test(path) && sensitivityOf(`/${path}`) === 'secret'
      ? { span: [0, text.length], confidence: 'medium', reason: 'names a secret file' }
      : undefined;
  const joined = `/${reading.segments.join('/')}`;
  const sensitivity = sensitivityOf(joined);
  const hasNul = text.includes('\0') || path.endsWith('%00');
  const span = [0, text.length] as const;
  if (sensitivity === 'secret') return { span, confidence: hasNul ? 'high' : 'medium', reason: 'names a secret file by its root' };
  if (sensitivity === 'system') return { span, confidence: hasNul ? 'high' : 'low', reason: 'names a system file by its root' };
  return undefined;
}

// Dots and separators in encodings that no layer of ours decodes, in a row: `..%c0%af..%c0%af`, `..0x2f..0x2f`, `??%255c??%255c`, `.%%32%65/`.
const disguised =
  /(?:(?:\.|%2e|%252e|0x2e|%c0%[a2]e|%e0%80%ae|%uff0e|%%32%65|\?|\ufffd\.?|%c0\.|%c0%6e){1,4}(?:[/\\]|%[0-9a-z]{2}|%u[0-9a-f]{4}|0x[25][fc]|\ufffd|[a-z]{0,2}%){1,8}){3,}/i;

function fromDisguise(text: string): Sighting | undefined {
  const match = disguised.exec(text);
  if (match !== null && !isSourcePath(text) && /\.\.|\.%|%2e|2e|ae|ff0e|6e|\?\?/i.test(match[0]) && /[./%\\]/.test(match[0])) {
    const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 80);
    const named = /passwd|shadow|hosts|boot\.?ini|win\.?ini|windows|winnt|etc|desktop|log/i.test(rest);
    const span = [match.index, Math.min(text.length, match.index + match[0].length + rest.length)] as const;
    if (named) return { span, confidence: 'high', reason: 'climbs in disguise to a known target' };
    if (!/\s/.test(text)) return { span, confidence: 'medium', reason: 'climbs in disguise' };
  }
  const file = /etc(?:[/\\]|%[0-9a-z]{2}|%u[0-9a-f]{4}|0x2f|\ufffd|[^\w\s]){1,6}(?:passwd|shadow)/i.exec(text);
  if (file === null || /[a-z]{3,20} [a-z]{2,20} [a-z]{2,20}/i.test(text)) return undefined;
  return { span: [file.index, file.index + file[0].length], confidence: 'medium', reason: 'names a secret file' };
}

/** `php://filter/…/resource=`, `file:///etc/passwd`, `expect://id`: wrappers that read files or run commands where a path is expected. */
function fromWrapper(text: string): Sighting | undefined {
  const match =
    /^\s{0,8}(?:php:\/\/(?:filter|input)|expect:\/\/|phar:\/\/|zip:\/\/|zlib:\/\/|compress\.zlib:\/\/|glob:\/\/)[^\s]{0,200}/i.exec(text);
  return match === null
    ? undefined
    : { span: [0, match[0].length], confidence: 'medium', reason: 'a stream wrapper in the place of a path' };
}
