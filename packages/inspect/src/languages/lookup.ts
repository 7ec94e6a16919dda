/** An outermost `${…}` of a text, as Log4j's and Commons Text's substitution reads it. */
export interface Lookup {
  readonly start: number;
  readonly end: number;
  /** What stands in the braces after the lookups in it have been replaced by their values. */
  readonly body: string;
  /** How many lookups inside gave at most two letters: nobody writes a word that way except to hide it. */
  readonly hidden: number;
}

interface Frame {
  readonly start: number;
  body: string;
  hidden: number;
}

/**
 * Reads the lookups of a text (Log4j 2 manual, "Lookups"; StrSubstitutor) from the inside out, with what can be known without the victim's machine:
 * `lower`, `upper`, quoted letters of `date`, and the default behind `:-` of whatever else. A lookup that nothing closes reaches to the end.
 */
export function readLookups(text: string): Lookup[] {
  const found: Lookup[] = [];
  const open: Frame[] = [];
  let at = text.indexOf('${');
  if (at < 0) return found;
  while (at < text.length) {
    const frame = open[open.length - 1];
    if (text.charCodeAt(at) === dollar && text.charCodeAt(at + 1) === braceOpen) {
      open.push({ start: at, body: '', hidden: 0 });
      at += 2;
    } else if (frame === undefined) {
      at = text.indexOf('${', at);
      if (at < 0) break;
    } else if (text.charCodeAt(at) === braceClose) {
      at++;
      open.pop();
      const parent = open[open.length - 1];
      if (parent === undefined) found.push({ start: frame.start, end: at, body: frame.body, hidden: frame.hidden });
      else {
        const value = resolvedValue(frame.body);
        parent.body += value;
        parent.hidden += frame.hidden + (value.length <= 2 && value.length > 0 ? 1 : 0);
      }
    } else {
      // The next brace or dollar: most units are neither.
      let end = at + 1;
      while (end < text.length && text.charCodeAt(end) !== dollar && text.charCodeAt(end) !== braceClose) end++;
      frame.body += text.slice(at, end);
      at = end;
    }
  }
  // Whatever is left open is read as far as it goes: a proxy in between may have cut it, or what stands around it goes on.
  let rest = '';
  let hidden = 0;
  for (let i = open.length - 1; i >= 0; i--) {
    const frame = open[i] as Frame;
    rest = frame.body + rest;
    hidden += frame.hidden;
  }
  if (open[0] !== undefined) found.push({ start: open[0].start, end: text.length, body: rest, hidden });
  return found;
}

const dollar = 36;
const braceOpen = 123;
const braceClose = 125;

function resolvedValue(body: string): string {
  const fallback = body.indexOf(':-');
  if (fallback >= 0) return body.slice(fallback + 2);
  const colon = body.indexOf(':');
  if (colon < 0) return '';
  const key = body.slice(colon + 1);
  switch (body.slice(0, colon).toLowerCase()) {
    case 'lower':
      return key.toLowerCase();
    case 'upper':
      return key.toUpperCase();
    case 'date':
      return key.replaceAll("'", '');
    default:
      return '';
  }
}
