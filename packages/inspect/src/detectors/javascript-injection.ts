import type { Confidence } from '@postern/core';
import { isAmongLines, type Piece, readPieces } from '../code-chain.ts';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { tokenizeJavaScript } from '../languages/javascript.ts';
import { startOfLine } from '../text/lines.ts';
import { type Marks, mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * JavaScript that reaches out of an expression: for the module loader, the process, or a constructor that compiles text. Read as it stands and
 * as what follows a quote that it may break out of. Code is also what people write about: a mention without the use is no attack.
 */
export const javascriptInjection: Detector = defineDetector({
  id: 'javascript-injection',
  title: 'JavaScript that would run',
  class: 'codei',
  severity: 'critical',
  // Each use below needs one of these names or, when the name is put together or escaped, a member or call by computed text; or a bare loop. A call,
  // a member or a loop is written with a bracket or a dot.
  needs: mark.bracket | mark.square | mark.backslash,
  get words() {
    return names;
  },
  canOccur: (text, marks) =>
    (marks & (mark.bracket | mark.square | mark.dot | mark.backslash)) !== 0 &&
    (names.has(text, marks) || isDisguised(text, marks) || ((marks & mark.bracket) !== 0 && endlessLoop.test(text))),
  detect(text, marks) {
    if (endlessLoop.test(text))
      return {
        span: [0, text.length],
        confidence: /^[\s\d]{0,4}['")\]};]|[)}]\s{0,4}\/[/*]|;\s{0,4}\/[/*]/.test(text) ? 'high' : 'medium',
        reason: 'a loop without end',
      };
    let best: Sighting | undefined;
    const mentions = [(from: number) => names.find(text, from)?.start ?? never];
    if (isDisguised(text, marks)) {
      const hidden = new RegExp(disguise, 'g');
      mentions.push((from) => nextPlace(hidden, text, from));
    }
    const places = mentions.map((next) => next(0));
    for (;;) {
      const at = Math.min(...places);
      if (at === never || best?.confidence === 'high')
        return best?.confidence === 'high' && isProgram(text, best) ? { ...best, confidence: 'medium' } : best;
      // A use is a handful of tokens: only what is around a mention is read, from the start of its line.
      const start = text.length <= windowUnits ? 0 : startOfLine(text, at, windowUnits / 4);
      const end = Math.min(text.length, Math.max(start, at) + windowUnits);
      best = stronger(best, fromWindow(text.slice(start, end), start));
      // Each mention is looked for once: searching for both again and again would cost quadratic time.
      for (let i = 0; i < places.length; i++)
        if ((places[i] as number) < end) places[i] = end < text.length ? (mentions[i] as (from: number) => number)(end) : never;
    }
  },
});

const windowUnits = 1024;
const never: number = Number.POSITIVE_INFINITY;

/** Modules are loaded and functions compiled in programs of many lines every day; the ways around the loader are not. */
function isProgram(text: string, { span, reason }: Sighting): boolean {
  return (
    /is (?:called|compiled)|compiled to/.test(reason) &&
    !reason.startsWith('process.') &&
    /(?:\breturn|=|[(`])\s{0,4}$/.test(text.slice(Math.max(0, span[0] - 24), span[0])) &&
    isAmongLines(text, span[0])
  );
}

/** A disguise begins with a square bracket or a backslash. */
function isDisguised(text: string, marks: Marks): boolean {
  return (marks & (mark.square | mark.backslash)) !== 0 && disguise.test(text);
}

function nextPlace(mention: RegExp, text: string, from: number): number {
  mention.lastIndex = from;
  return mention.exec(text)?.index ?? never;
}

function fromWindow(text: string, offset: number): Sighting | undefined {
  let best = fromPieces(text, offset);
  for (let i = 0; i < quotes.length && best?.confidence !== 'high'; i++) {
    const at = text.indexOf(quotes[i] as string);
    if (at >= 0 && breakOut.test(text.slice(at + 1, at + 24))) best = stronger(best, fromPieces(text.slice(at + 1), offset + at + 1));
  }
  return best;
}

const names = new WordScan(
  'require import _load mainModule Reflect Function eval setTimeout setInterval XMLHttpRequest process constructor vm fs child_process',
  // In this order: a module that reaches out or a name that is put together; what loads or compiles; the process; a constructor; vm and modules.
  /(?:require|import|_load)\s{0,8}\(\s{0,8}(?:['"`](?:node:)?(?:child_process|fs|vm|net|https?|dgram|dns|os|worker_threads|module|repl|cluster|inspector|data:|\/)|['"`][^'"`]{0,40}['"`]\s{0,4}\+|String\b)|mainModule\b|_load\b|Reflect\s{0,4}\.\s{0,4}get\b|Function\s{0,4}[(\]),]|eval['"`\]]{0,2}\s{0,4}\(|set(?:Timeout|Interval)\s{0,4}\(\s{0,4}['"`]|XMLHttpRequest\b|process\b['"`\]]{0,2}\s{0,4}(?:\[|\??\.\s{0,4}(?:binding|_linkedBinding|dlopen|_rawDebug|env\b|exit|kill|abort|reallyExit))|constructor\b['"`\]\s]{0,6}(?:\?\.)?[.([]|vm\s{0,4}\??\.\s{0,4}runIn|(?:fs|child_process)\s{0,4}\.\s{0,4}\w{1,32}\s{0,4}\(\s{0,4}['"`]\//y,
  true,
);
// A member by computed text, or letters as escapes: any name may hide there.
const disguise = /\[\s{0,8}['"`][^\]'"`]{0,64}['"`]\s{0,4}\+|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F{]/;
const endlessLoop =
  /^[\s\d'")\]};]{0,8}(?:[\w$]{1,16}\s{0,4}=>\s{0,4}\{?\s{0,4}|(?:\(\s{0,2}\)\s{0,4}=>|(?:async\s{1,4})?function\s{0,4}\(\s{0,4}\))\s{0,4}\{\s{0,4})?(?:while\s{0,4}\(\s{0,4}(?:true|[1-9]|!0|!{2}1)\s{0,4}\)|for\s{0,4}\(\s{0,4};\s{0,4};\s{0,4}\)|do\s{0,4}(?:\{\s{0,4}\}|;)\s{0,4}while\s{0,4}\(\s{0,4}(?:true|1|!0)\s{0,4}\))\s{0,4}(?:\{[\s;]{0,4}\}|;|$)[\s;})('"]{0,8}(?:(?:\/\/|\/\*|#|--)[^\n]{0,40})?$/;
const quotes = ["'", '"', '`'] as const;
// Behind the quote that ends a literal an operator, a bracket or a new statement goes on.
const breakOut = /^[\s)}\]]{0,8}[;+,\-*/|&?.=}\])]/;

const hostileModules =
  /^(?:node:)?(?:child_process|fs(?:\/promises)?|vm|net|http|https|dgram|dns|os|worker_threads|module|repl|cluster|inspector)$/;
const executing = /^(?:exec|execSync|spawn|spawnSync|execFile|execFileSync|fork|runInThisContext|runInNewContext|runInContext)$/;
const reading =
  /^(?:readFileSync|readFile|readdirSync|readdir|writeFileSync|writeFile|unlinkSync|createReadStream|appendFileSync|existsSync|rmSync|rmdirSync)$/;

function fromPieces(text: string, offset: number): Sighting | undefined {
  const pieces = readPieces(text, tokenizeJavaScript(text));
  let best: Sighting | undefined;
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i] as Piece;
    if (piece.kind !== 'name') continue;
    const found = useAt(pieces, i, piece.text);
    if (found === undefined) continue;
    const end = (pieces[Math.min(found.to, pieces.length - 1)] as Piece).end;
    best = stronger(best, { span: [offset + piece.start, offset + end], confidence: found.confidence, reason: found.reason });
    if (best?.confidence === 'high') return best;
  }
  return best;
}

interface Use {
  readonly to: number;
  readonly confidence: Confidence;
  readonly reason: string;
}

function useAt(pieces: readonly Piece[], at: number, name: string): Use | undefined {
  switch (name) {
    case 'require':
    case '_load':
    case 'import':
      return loads(pieces, at);
    case 'process':
      return usesProcess(pieces, at);
    case 'mainModule':
      // However the process was reached.
      return is(pieces, at - 1, '.') &&
        is(pieces, at + 1, '.') &&
        /^(?:require|constructor|children|_load)$/.test(textAt(pieces, at + 2)) &&
        textAt(pieces, at - 2) !== 'process' &&
        textAt(pieces, at - 2) !== 'require'
        ? use(at + 2, 'high', 'the module loader is reached through the main module')
        : undefined;
    case 'Reflect':
      return is(pieces, at + 1, '.') &&
        is(pieces, at + 3, '(') &&
        /^(?:global|globalThis|this|process)$/.test(textAt(pieces, at + 4)) &&
        /^(?:process|eval|Function|mainModule|require|constructor)$/.test(textAt(pieces, at + 6))
        ? use(at + 6, 'high', 'the global object is reached by reflection')
        : undefined;
    case 'constructor':
      return compilesByConstructor(pieces, at);
    case 'Function':
      return compiles(pieces, at);
    case 'eval':
      return evaluates(pieces, at);
    case 'setTimeout':
    case 'setInterval':
      return is(pieces, at + 1, '(') && kindAt(pieces, at + 2) === 'string' && looksLikeCode(pieces, at + 2)
        ? use(at + 2, 'medium', 'text is run as code by a timer')
        : undefined;
    case 'XMLHttpRequest':
      return is(pieces, at - 1, 'new') && has(pieces, 'cookie') ? use(at, 'medium', 'the cookie is sent away') : undefined;
    case 'fs':
    case 'child_process':
      return usesModule(pieces, at);
    case 'vm':
      return is(pieces, at + 1, '.') &&
        executing.test(textAt(pieces, at + 2)) &&
        is(pieces, at + 3, '(') &&
        kindAt(pieces, at + 4) === 'string'
        ? use(at + 4, 'high', 'text is run as code by vm')
        : undefined;
    default:
      return undefined;
  }
}

/** `require('child_process').exec(…)`; a declaration such as `const fs = require('fs')` is a line of any program. */
function loads(pieces: readonly Piece[], at: number): Use | undefined {
  if (!is(pieces, at + 1, '(') || kindAt(pieces, at + 2) !== 'string') return undefined;
  const name = textAt(pieces, at + 2);
  if (/^data:/.test(name)) return use(at + 2, 'high', 'code is imported from a data: URL');
  const isLoader = is(pieces, at - 1, '.') && /^(?:mainModule|constructor|main|process|global|globalThis)$/.test(textAt(pieces, at - 2));
  if (isLoader || textAt(pieces, at) === '_load') return use(at + 2, 'high', 'the module loader is reached through the process');
  if (!hostileModules.test(name)) return /^\/(?:tmp|proc|etc)\//.test(name) ? use(at + 2, 'medium', 'a file is loaded as code') : undefined;
  if (!is(pieces, at + 3, ')')) return undefined;
  // `(await import('fs')).readFileSync(…)`
  const dot = is(pieces, at - 1, 'await') && is(pieces, at + 4, ')') ? at + 5 : at + 4;
  const member = is(pieces, dot, '.') ? textAt(pieces, dot + 1) : '';
  const isCall = is(pieces, dot + 2, '(');
  if (member === 'then') return use(at + 5, 'high', `the module ${name} is loaded and used`);
  if (isCall && (executing.test(member) || reading.test(member))) return use(at + 6, 'high', `${name}.${member} is called`);
  if (isCall && member !== '') {
    // `require('http').createServer(…)` begins many programs.
    const isOrdinary =
      /^(?:createServer|join|resolve|Server|Agent|promisify|platform|cpus|tmpdir|hostname|setDefaultResultOrder|setServers)$/.test(member);
    return isOrdinary ? undefined : use(at + 6, 'medium', `${name}.${member} is called`);
  }
  const isDeclared =
    is(pieces, at - 1, '=') || is(pieces, at - 1, 'await') || is(pieces, at - 1, ':') || is(pieces, at - 1, '(') || is(pieces, at - 1, ',');
  // Nothing but the loading of a module that runs commands, or of any by an expression that is no declaration.
  const isAlone = at === 0 && pieces.length <= 5 && (textAt(pieces, 0) === 'import' || /child_process|vm$/.test(name));
  if (isAlone) return use(at + 3, 'medium', `the module ${name} is loaded`);
  return isDeclared || at === 0 || /^(?:node:)?(?:module|os|https?|dns)$/.test(name)
    ? undefined
    : use(at + 3, 'medium', `the module ${name} is loaded`);
}

function usesProcess(pieces: readonly Piece[], at: number): Use | undefined {
  const isGlobal = is(pieces, at - 1, '.') && /^(?:global|globalThis|this|self|window|root)$/.test(textAt(pieces, at - 2));
  // `(function(){return this})().process`
  const isReturned = is(pieces, at - 1, '.') && is(pieces, at - 2, ')');
  if (isReturned && is(pieces, at + 1, '.') && reached.test(textAt(pieces, at + 2)))
    return use(at + 2, 'high', `process.${textAt(pieces, at + 2)} is reached`);
  if (is(pieces, at - 1, '.') && !isGlobal) return undefined;
  if (!is(pieces, at + 1, '.')) return undefined;
  const member = textAt(pieces, at + 2);
  const goesOn = is(pieces, at + 3, '.') || is(pieces, at + 3, '[');
  // Programs ask for the file of their main module.
  const isAsked = member === 'mainModule' && !isGlobal && (!goesOn || /^(?:filename|paths|id|exports|path)$/.test(textAt(pieces, at + 4)));
  if (isAsked) return pieces.length <= 4 ? use(at + 2, 'medium', 'the main module is reached') : undefined;
  if (reached.test(member)) return use(at + 2, 'high', `process.${member} is reached`);
  if (member === 'env' && !goesOn) {
    const before = isGlobal ? at - 3 : at - 1;
    if (is(pieces, before, 'return') || is(pieces, before, 'throw')) return use(at + 2, 'high', 'the whole environment is handed out');
    const isHandedOver = pieces.length <= 24 && is(pieces, before, '(') && is(pieces, at + 3, ')');
    return isHandedOver || pieces.length <= 5 ? use(at + 2, 'medium', 'the whole environment is read') : undefined;
  }
  if (/^(?:exit|kill|abort|reallyExit)$/.test(member) && is(pieces, at + 3, '(')) {
    // Nothing else, a part of an expression, or right behind what closes a literal or a call.
    const leaves = at <= 4 && at > 0 && (pieces[0] as Piece).kind !== 'name' && is(pieces, at - 1, ';');
    const isExpression = pieces.length <= 8 || leaves || is(pieces, at - 1, '+') || is(pieces, at - 1, ',');
    return isExpression ? use(at + 3, 'high', `process.${member} is called`) : undefined;
  }
  return isGlobal && is(pieces, at + 2, 'mainModule') ? use(at + 2, 'high', 'the process is reached through the global object') : undefined;
}

const reached = /^(?:binding|_linkedBinding|dlopen|mainModule|_rawDebug)$/;

/** `x.constructor.constructor('return process')()`: every object leads to the compiler. */
function compilesByConstructor(pieces: readonly Piece[], at: number): Use | undefined {
  if (!is(pieces, at - 1, '.')) return undefined;
  if (is(pieces, at + 1, '.') && is(pieces, at + 2, 'constructor'))
    return use(at + 2, 'high', 'the constructor of a constructor compiles text');
  if (is(pieces, at + 1, '(') && kindAt(pieces, at + 2) === 'string' && looksLikeCode(pieces, at + 2))
    return use(at + 2, 'high', 'a constructor is called with code');
  return undefined;
}

function compiles(pieces: readonly Piece[], at: number): Use | undefined {
  if (is(pieces, at - 2, 'construct') || is(pieces, at - 1, '.'))
    return is(pieces, at - 1, '(') ? use(at, 'high', 'Function is constructed by reflection') : undefined;
  if (is(pieces, at - 1, '(') && is(pieces, at - 2, 'construct')) return use(at, 'high', 'Function is constructed by reflection');
  if (!is(pieces, at + 1, '(') || kindAt(pieces, at + 2) !== 'string' || !looksLikeCode(pieces, at + 2)) return undefined;
  // Programs ask once what the engine understands: `Function('return this')()`, `Function('return async function () {}')()`.
  if (
    /^\s{0,4}["']?(?:use strict["'];\s{0,4})?(?:return\s)?\(?(?:this|async\b|function\s?\*?\s?\(\)|\{\}|class\b|\(\)|new\.target)/.test(
      textAt(pieces, at + 2),
    ) &&
    !/process|require|global/.test(textAt(pieces, at + 2))
  )
    return undefined;
  const runsAtOnce = is(pieces, at + 3, ')') && is(pieces, at + 4, '(');
  return use(at + 2, runsAtOnce ? 'high' : 'medium', 'text is compiled to a function');
}

function evaluates(pieces: readonly Piece[], at: number): Use | undefined {
  if (!is(pieces, at + 1, '(') || is(pieces, at - 1, 'function')) return undefined;
  if (is(pieces, at - 1, '.')) {
    // `globalThis['ev' + 'al'](…)`
    const isGlobal = /^(?:global|globalThis|window|self|top|this|frames)$/.test(textAt(pieces, at - 2));
    return isGlobal && pieces.length <= 40 && kindAt(pieces, at + 2) === 'string' ? use(at + 2, 'high', 'text is run as code') : undefined;
  }
  if (is(pieces, at + 2, 'String') && is(pieces, at + 4, 'fromCharCode'))
    return use(at + 4, 'high', 'code is put together from character codes');
  if (is(pieces, at + 2, 'atob') || is(pieces, at + 2, 'unescape') || is(pieces, at + 2, 'decodeURIComponent'))
    return use(at + 2, 'high', 'decoded text is run as code');
  return kindAt(pieces, at + 2) === 'string' && looksLikeCode(pieces, at + 2) ? use(at + 2, 'medium', 'text is run as code') : undefined;
}

function usesModule(pieces: readonly Piece[], at: number): Use | undefined {
  if (!is(pieces, at + 1, '.') || !is(pieces, at + 3, '(')) return undefined;
  const member = textAt(pieces, at + 2);
  const argument = kindAt(pieces, at + 4) === 'string' ? textAt(pieces, at + 4) : '';
  if (reading.test(member) && /^\/(?:etc|proc|root|tmp|var\/task)\b/.test(argument))
    return use(at + 4, 'medium', `${member} reaches for ${argument}`.slice(0, 80));
  return undefined;
}

function looksLikeCode(pieces: readonly Piece[], at: number): boolean {
  return /[()=;.]|\breturn\b|\bprocess\b/.test(textAt(pieces, at));
}

function is(pieces: readonly Piece[], at: number, text: string): boolean {
  const piece = pieces[at];
  return piece !== undefined && piece.kind !== 'string' && piece.text === text;
}

function has(pieces: readonly Piece[], text: string): boolean {
  for (let i = 0; i < pieces.length; i++) if (is(pieces, i, text)) return true;
  return false;
}

function kindAt(pieces: readonly Piece[], at: number): Piece['kind'] | 'end' {
  return pieces[at]?.kind ?? 'end';
}

function textAt(pieces: readonly Piece[], at: number): string {
  return pieces[at]?.text ?? '';
}

function use(to: number, confidence: Confidence, reason: string): Use {
  return { to, confidence, reason };
}

function stronger(one: Sighting | undefined, other: Sighting | undefined): Sighting | undefined {
  if (one === undefined) return other;
  return other !== undefined && one.confidence !== 'high' && other.confidence === 'high' ? other : one;
}
