import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { mark } from '../text/marks.ts';
import type { Value } from '../value.ts';

/**
 * Operators of MongoDB's query language (also of Mango in CouchDB) where a plain value belongs: as the name of a member, in brackets of a form's
 * name (`user[$ne]=1`, which qs and PHP make an object of), or as an object written into the text, in strict JSON or as the shell writes it.
 * A program that has such objects in the midst of its text is content.
 */
export const nosqlOperators: Detector = defineDetector({
  id: 'nosql-operators',
  title: 'Query operator where a value belongs',
  class: 'nosqli',
  severity: 'high',
  // Every operator begins with a dollar sign.
  needs: mark.dollar | mark.percent,
  canOccur: (text, marks) =>
    ((marks & mark.dollar) !== 0 && nextOperator(text, 0) !== undefined) ||
    ((marks & mark.percent) !== 0 && (marks & mark.square) !== 0 && text.includes('[%24')),
  detect(text, marks, value?: Value) {
    // A form in the midst of other text keeps its escapes.
    if ((marks & mark.percent) !== 0 && (marks & mark.square) !== 0 && text.includes('[%24')) {
      const plain = text.replace(/\[%24/g, '[$').replace(/[;&?] /g, (sign) => ` ${sign.charAt(0)}`);
      for (let next = nextOperator(plain, 0); next !== undefined; next = nextOperator(plain, next.end)) {
        const sighting = asFormKey(plain, next);
        if (sighting !== undefined) return { ...sighting, span: [0, text.length] };
      }
    }
    let found: Sighting | undefined;
    for (let next = nextOperator(text, 0); next !== undefined; next = nextOperator(text, next.end)) {
      const sighting = value?.isKey === true ? asKey(text, next) : (asFormKey(text, next) ?? asMember(text, next));
      if (sighting?.confidence === 'high') return sighting;
      found ??= sighting;
    }
    return found;
  },
});

// They decide what a query matches or run code. https://www.mongodb.com/docs/manual/reference/operator/query/
const deciding = words(
  'ne eq gt gte lt lte in nin exists regex where expr not nor or and elemMatch mod all jsonSchema function accumulator lookup unionWith graphLookup out nearSphere geoWithin geoIntersects allMatch keyMapMatch beginsWith',
);
// Also names that other protocols have, or stages and updates that need a place of their own in a call.
const changing = words(
  'set unset push pull pullAll inc addToSet setOnInsert match merge group unwind size rand sampleRate addFields replaceRoot facet currentOp listSessions indexStats collStats',
);
// Other formats name members so as well (JSON Schema's $comment): they count behind a value only.
const lesser = words('comment options text search type near project rename sample bucket');

function words(list: string): ReadonlySet<string> {
  return new Set(list.toLowerCase().split(' '));
}

interface Operator {
  /** Of the dollar sign. */
  readonly start: number;
  readonly end: number;
  readonly isDeciding: boolean;
  readonly isLesser: boolean;
}

/** The next operator in the text at or behind `from`: known, and no longer word. */
function nextOperator(text: string, from: number): Operator | undefined {
  for (let at = text.indexOf('$', from); at >= 0; at = text.indexOf('$', at + 1)) {
    const first = text.charCodeAt(at + 1) | 32;
    if (first < 97 || first > 122 || !before.includes(text.charAt(at - 1))) continue;
    let end = at + 1;
    while (end < at + 20 && isLetter(text.charCodeAt(end))) end++;
    if (end < text.length && !behind.includes(text.charAt(end))) continue;
    const name = text.slice(at + 1, end).toLowerCase();
    if (deciding.has(name)) return { start: at, end, isDeciding: true, isLesser: false };
    if (changing.has(name)) return { start: at, end, isDeciding: false, isLesser: false };
    if (lesser.has(name) && at > 0) return { start: at, end, isDeciding: false, isLesser: true };
  }
  return undefined;
}

const before = '[{,\'"` \t\n\r.'; // and the start of the text, for which charAt is empty
const behind = ']:=\'"` \t\n\r.[';

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** The name of a member: `$gt`, or `user[$gt]` and `user.$gt` of a form. */
function asKey(text: string, { start, end, isDeciding, isLesser }: Operator): Sighting | undefined {
  const isWhole = start === 0 && end === text.length;
  if (isLesser || (!isWhole && !'[.'.includes(text.charAt(start - 1)))) return undefined;
  return {
    span: [start, end],
    confidence: isDeciding ? 'high' : 'medium',
    reason: `the operator ${text.slice(start, end)} names a member`,
  };
}

/** `user[$ne]=1`, `a[b][$in][]=2`, at the start of the text or of a field of it. */
function asFormKey(text: string, { start, end, isDeciding }: Operator): Sighting | undefined {
  if (text.charAt(start - 1) !== '[' || text.charAt(end) !== ']') return undefined;
  const next = text.charAt(end + 1);
  if (next !== '=' && next !== '[' && next !== '') return undefined;
  let from = start - 1;
  while (from > 0 && start - from < 128 && formName.includes(text.charAt(from - 1))) from--;
  // `$row[$in]` is an element in PHP.
  if (from > 0 && !'&?;'.includes(text.charAt(from - 1))) return undefined;
  if (next === '[' && !/^(?:\[[$\w]{0,12}\]){1,4}(?:=|$)/.test(text.slice(end + 1, end + 60))) return undefined;
  return {
    span: [from, end + 1],
    confidence: isDeciding && next !== '' ? 'high' : 'medium',
    reason: `a form's field becomes the operator ${text.slice(start, end)}`,
  };
}

const formName = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-[]%';

/** `{$ne: 1}`, `{"a":{"$gt":""}}`, `', $or: [ {}, {'a':'a`, `$where: '1 == 1'`. */
function asMember(text: string, { start, end, isDeciding, isLesser }: Operator): Sighting | undefined {
  let from = start;
  const quote = text.charAt(from - 1);
  let to = end;
  if (quote === '"' || quote === "'" || quote === '`') {
    if (text.charAt(to) !== quote) return undefined;
    from--;
    to++;
  }
  if (start === 0 && end === text.length)
    return { span: [start, end], confidence: 'medium', reason: `nothing but the operator ${text.slice(start, end)}` };
  while (isBlank(text.charCodeAt(to))) to++;
  // `["$ne", ""]`: the pair that makes a condition in ODMs and in PHP.
  if (isDeciding && text.charAt(to) === ',' && from !== start && /^\s{0,8}\[\s{0,8}$/.test(text.slice(0, Math.min(from, 20))))
    return { span: [from, to], confidence: 'medium', reason: `a list begins with the operator ${text.slice(start, end)}` };
  if (text.charAt(to) !== ':') return undefined;
  while (from > 0 && isBlank(text.charCodeAt(from - 1))) from--;
  const reason = `an object with the operator ${text.slice(start, end)} is put into the query`;
  const head = text.slice(0, Math.min(from, headLength));
  const sign = head.charAt(head.length - 1);
  if (from <= headLength && (sign === '' || sign === ',') && leavesValue.test(head.slice(0, -1)))
    return { span: [start, end], confidence: isDeciding || sign === ',' ? 'high' : 'medium', reason };
  // `'}, {$or: [`: another object behind the one that was left.
  if (from <= headLength && sign === '{' && leavesObject.test(head)) return { span: [start, end], confidence: 'high', reason };
  // The text is one object or list, from its first character on.
  if (isLesser || (text.charAt(from - 1) !== '{' && text.charAt(from - 1) !== ',')) return undefined;
  if (!opensObject.test(text)) return undefined;
  return {
    span: [start, end],
    confidence: isDeciding && !isProgram.test(text.slice(0, Math.min(start, programLength))) ? 'high' : 'medium',
    reason,
  };
}

const headLength = 160;
const programLength = 2048;
// A value, its closing quote, and the brackets that end the object around it.
const leavesValue = /^\s{0,8}(?:[\w.@-]{0,64}|'[^'\n]{0,64}|"[^"\n]{0,64})['"]?[\s}\])]{0,16}$/;
const leavesObject = /^[^'"{}\n]{0,64}['"]?\s{0,4}[}\])]{1,8}\s{0,4},\s{0,4}\{\s{0,8}$/;
const opensObject = /^\s{0,16}(?:\[\s{0,16})?\{/;
// Statements stand before it: `{ const q = { $gt: 1 }`.
const isProgram = /[;=(`]|\/\/|\/\*/;

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
