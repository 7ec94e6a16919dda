import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { WordScan } from '../text/word-scan.ts';
import type { Value } from '../value.ts';

/**
 * A path that a merge, a setter by path or a parser of queries follows into the prototype of all objects: as the name of a member, in a query
 * (`a[__proto__][b]=1`), as a dotted path, a JSON pointer, or in JSON that nobody could parse. Programs use prototypes too (`Object.prototype.
 * hasOwnProperty.call(x, y)`, `{ __proto__: null }`): what tells the attack is a notation that only data has, or that the path is all there is.
 */
export const prototypePollution: Detector = defineDetector({
  id: 'prototype-pollution',
  title: 'Path into the prototype',
  class: 'protopollution',
  severity: 'high',
  // Each way into a prototype is written with one of these names.
  get words() {
    return names;
  },
  canOccur: (text, marks) => text === 'prototype' || names.has(text, marks),
  readsInert: (text) => text === 'prototype' || text.includes('__proto') || text.includes('constructor.prototype'),
  detect(text, _marks, value) {
    if (value?.isKey === true) {
      const found = fromKey(text, value);
      if (found !== undefined) return found;
    }
    // A step of a path that is given as a list; in a list of names that are refused it stands too, under another name.
    const isStep = value !== undefined && text === '__proto__' && step.test(value.encodings[value.encodings.length - 1] ?? value.path);
    let best: Sighting | undefined;
    for (let from = 0; ; ) {
      const mention = names.find(text, from);
      if (mention === undefined) return best;
      const found = judge(text, mention.start, mention.end, isStep);
      if (found !== undefined && (best === undefined || found.confidence === 'high')) best = found;
      if (best?.confidence === 'high') return best;
      from = mention.start + 1;
    }
  },
});

const step = /(?:path|paths|keys?|segments?|props?|fields?|pointer)(?:'\])?\[\d{1,3}\]$/i;
const names = new WordScan(
  '__proto__ prototype __pro __defineGetter__ __defineSetter__ __lookupGetter__ constructor prprototypeototype Object',
  /__proto__|__pro[a-z_]{0,12}__proto__|constconstructorructor|prprototypeototype|__(?:define|lookup)[GS]etter__|constructor(?=["'\]./[\s:{]|%5b)|Object\s{0,4}\.\s{0,4}prototype(?=\s{0,4}[.[])/iy,
  true,
);

function fromKey(key: string, value: Value): Sighting | undefined {
  const whole = { span: [0, key.length], confidence: 'high' } as const;
  if (key === '__proto__') return { ...whole, reason: 'a member is named __proto__' };
  if (key !== 'prototype') return undefined;
  // The path names the member last, in the event or in what was decoded from it.
  const last = value.encodings[value.encodings.length - 1] ?? '';
  const path = last.includes(':$') ? last : value.path;
  return /(?:\.|\[')constructor(?:'\])?\.prototype$/.test(path)
    ? { ...whole, reason: 'members are named constructor and prototype' }
    : undefined;
}

function judge(text: string, start: number, end: number, isStep: boolean): Sighting | undefined {
  const word = text.slice(start, end);
  const lower = word.toLowerCase();
  if (!/^(?:__proto__|constructor|object)/i.test(lower) && !lower.startsWith('__define') && !lower.startsWith('__lookup'))
    return found(start, end, 'high', 'a name of the prototype with itself inside, for a filter that removes it once');
  let to = end;
  if (lower.startsWith('constructor')) {
    prototypeBehind.lastIndex = end;
    if (!prototypeBehind.test(text))
      return nestedNames.test(text) ? found(start, end, 'high', 'members are named constructor and prototype') : undefined;
    to = prototypeBehind.lastIndex;
  } else if (lower.startsWith('object')) return assigned(text, start, end, 'Object.prototype is assigned to');
  const before = text.slice(Math.max(0, start - 3), start);
  const after = text.slice(to, to + 120);
  const isWhole = text.length <= 200 && !text.trim().includes('\n');

  // a[__proto__][b]: a name in brackets without quotes is a query's notation; a program would write the value of a variable of that name.
  if (before.endsWith('[') && text[end] === ']' && isPathOn(after))
    return found(start, to, 'high', 'a query names a member of the prototype');
  if (before.endsWith('[') && text[end] === ']' && isWhole) return found(start, to, 'high', 'a query names the prototype');
  if (/^(?:\[[^\]\n'"]{0,80}\]|%5b)/i.test(after) && beginsParameter(text, start))
    return found(start, to, 'high', 'a query names a member of the prototype');
  if (/^<?\/?$/.test(before.slice(-1)) && before.endsWith('<') && after.startsWith('>'))
    return found(start, to, 'high', 'an element is named as the prototype');
  // JSON that nobody could parse, or JSON inside of other text.
  const quote = before.slice(-1);
  if ((quote === '"' || quote === "'") && /^(?:[.[][^"'\n]{0,80})?\\?["']\s{0,8}:/.test(after)) {
    const isData = /^\s{0,8}[[{]/.test(text) && (quote === '"' || isWhole);
    return found(start, to, isData ? 'high' : 'medium', 'a member is named as the prototype');
  }
  if (quote === '\\' || before.endsWith('\\"')) return undefined;
  // A section of TOML or INI: `[__proto__.env]`, alone on its line, and a setting below.
  if (
    before.endsWith('[') &&
    /^[ \t]{0,4}\[{1,2}$/.test(text.slice(Math.max(text.lastIndexOf('\n', start) + 1, start - 8), start)) &&
    section.test(after)
  )
    return found(start, to, 'high', 'a section is named as the prototype');
  // YAML with members below, or a path as the name.
  if (
    start <= 8 &&
    (/^(?:\.\w{1,40}){0,4}\s{0,4}:\s{0,4}(?:\n\s{1,8}[\w"'])/.test(after) || nestedNames.test(text)) &&
    /^[\s-]{0,8}$/.test(text.slice(0, start))
  )
    return found(start, to, 'high', 'a member is named as the prototype');
  // YAML, or an object as a program would write it.
  if (start <= 8 && (isWhole || start === 0) && /^\s{0,4}:\s{0,4}[{\w"']/.test(after) && /^[\s{[-]{0,8}$/.test(text.slice(0, start)))
    return found(start, to, 'medium', 'a member is named as the prototype');
  if (isWhole) return fromWhole(text, start, to, after, lower, isStep);
  return undefined;
}

/** The text is short and on one line: a path, a parameter or an assignment may be all that it is. */
function fromWhole(text: string, start: number, end: number, after: string, word: string, isStep: boolean): Sighting | undefined {
  // An option, or a command that sets a path: --a.b=1, set a.b 1.
  const trimmed = text
    .trim()
    .replace(/^(?:-{1,2}D?|set\s{1,2})(?=[\w_])/, '')
    .replace(/^([\w$.[\]'"]{9,120})\s[\w.'"-]{1,40}$/, '$1');
  if (/^(?:\/[\w~.-]{1,40}){1,12}\/?$/.test(trimmed) && text[start - 1] === '/')
    return found(start, end, 'high', 'a JSON pointer leads into the prototype');
  const isAlone = word === '__proto__' && trimmed === '__proto__';
  if (isAlone)
    return found(start, end, isStep ? 'high' : 'medium', isStep ? 'a path leads into the prototype' : 'the prototype as a value');
  if (dottedPath.test(trimmed) && !program.test(trimmed)) {
    const isDeep = /^["'\]]{0,3}(?:\.|\[)/.test(after);
    return found(start, end, isDeep ? 'high' : 'medium', 'a path leads into the prototype');
  }
  const assignment = /^(["'\]]{0,2}(?:\.[\w$]{1,60}|\[[^\]\n]{1,60}\]){1,6})(\s{0,4}=)(?![=>])/.exec(after);
  if (assignment !== null) {
    if (/\bfunction\b|=>|;\s*\S|\bthis\b/.test(text)) return undefined;
    const isParameter = beginsParameter(text, start) || !(assignment[2] as string).startsWith(' ');
    return found(start, end + (assignment[1] as string).length, isParameter ? 'high' : 'medium', 'a member of the prototype is set');
  }
  return undefined;
}

/** `x.prototype.y = …` as the only thing that is said. */
function assigned(text: string, start: number, end: number, reason: string): Sighting | undefined {
  if (text.length > 200 || text.trim().includes('\n') || start > 4) return undefined;
  const after = text.slice(end, end + 120);
  return /^\s{0,4}(?:\.\s{0,2}[\w$]{1,60}|\[[^\]]{1,60}\])\s{0,4}=(?!=)/.test(after) && !/\bfunction\b|=>/.test(after)
    ? found(start, end, 'medium', reason)
    : undefined;
}

// constructor.prototype, constructor[prototype], constructor["prototype"], constructor/prototype, constructor": {"prototype
const prototypeBehind = /(?:["']?\]?\s{0,4}(?:\.|\[\s{0,4}["']?|\/|%5b|->)\s{0,4}|["']\s{0,8}:\s{0,8}\{\s{0,8}["'])prototype/iy;
const section = /^(?:\.[\w$-]{1,40}){0,4}\s{0,4}\]{1,2}\s{0,4}\r?\n\s{0,8}["']?[\w.$-]{1,60}["']?\s{0,4}[=:]/;
const nestedNames = /^[\s-]{0,8}constructor\s{0,4}:\s{0,4}\n\s{1,8}prototype\s{0,4}:\s{0,4}\n/;
const dottedPath = /^[\w$.[\]'"-]{9,200}$/;
// `this.constructor.prototype.x`, `Object.prototype.hasOwnProperty`, `Foo.__proto__`: how programs speak.
const program = /^(?:this|self|super|Object|Array|Function|String|[A-Z][a-z][A-Za-z]*)\./;

function isPathOn(after: string): boolean {
  return /^\](?:\[|\.|\s{0,4}=|%5b)/i.test(after);
}

/** A parameter begins at the start of the text, of a query or fragment, or behind `&` or `;`. */
function beginsParameter(text: string, start: number): boolean {
  const before = text[start - 1];
  if (before === undefined || before === '?' || before === '&' || before === '#' || before === ';' || before === '"') return true;
  return start <= 2 && /^\s{1,2}$/.test(text.slice(0, start));
}

function found(start: number, end: number, confidence: Sighting['confidence'], reason: string): Sighting {
  return { span: [start, end], confidence, reason };
}
