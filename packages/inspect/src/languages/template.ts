/** What a template engine would evaluate. */
export interface TemplateTag {
  /** The opening delimiter; `#set(` and its like for Velocity's directives, `{` for Smarty's, `<#` for FreeMarker's in either spelling. */
  readonly open: string;
  readonly start: number;
  /** Behind the closing delimiter; behind the opening one when it is not closed. */
  readonly end: number;
  readonly inner: string;
  readonly innerStart: number;
  /** False when nothing closes it before the text, or what is read of it, ends. */
  readonly closed: boolean;
}

/** How much of a tag is read: expressions of attacks are short, and a tag that never closes must not cost a search of everything behind it. */
const room = 1500;

/**
 * The tags of a text in the delimiters of all engines, outermost first: Jinja, Twig, Django, Nunjucks, Handlebars, Go, Angular `{{ }}` `{% %}`; JSP, ERB,
 * EJS, ASP, Mako `<% %>`; `${ }` `#{ }` `*{ }` `~{ }` `@{ }` `%{ }` `!{ }` of expression languages; FreeMarker `<# >` `[# ]` `[= ]`; Velocity `#set( )`;
 * Razor `@( )`; Smarty `{ }`; Template Toolkit `[% %]`; Thymeleaf `[[ ]]`. Never throws; linear: each opening is searched for its end over a bounded room.
 */
export function readTags(text: string, most = 400): TemplateTag[] {
  const tags: TemplateTag[] = [];
  // The nearest closing delimiter of each kind, so that a thousand openings do not each look for the one that is not there.
  const closers = new Map<string, number>();
  const nextClose = (close: string, from: number): number => {
    const known = closers.get(close);
    if (known !== undefined && known >= from) return known;
    const at = text.indexOf(close, from);
    closers.set(close, at < 0 ? Number.POSITIVE_INFINITY : at);
    return at < 0 ? Number.POSITIVE_INFINITY : at;
  };
  for (let at = 0; at < text.length - 1 && tags.length < most; at++) {
    const kind = openings[text.charCodeAt(at)] as number | undefined;
    if (kind === undefined || kind === 0) continue;
    const opening = openingAt(text, at);
    if (opening === undefined) continue;
    const { open, length, close } = opening;
    const innerStart = at + length;
    const limit = Math.min(text.length, innerStart + room);
    let stop = close.length === 1 ? nested(text, innerStart, limit, close, nextClose) : nextClose(close, innerStart);
    const closed = stop < limit || (stop === limit && stop + close.length <= text.length);
    if (!closed) stop = limit;
    const end = closed ? stop + close.length : innerStart;
    tags.push({ open, start: at, end, inner: text.slice(innerStart, stop), innerStart, closed });
    // What is not closed may be no tag at all: the next one may begin inside.
    at = end - 1;
  }
  return tags;
}

const openings: readonly number[] = (() => {
  const table = new Array<number>(128).fill(0);
  for (const character of '{<$#*~@%![') table[character.charCodeAt(0)] = 1;
  return table;
})();

interface Opening {
  readonly open: string;
  readonly length: number;
  readonly close: string;
}

function openingAt(text: string, at: number): Opening | undefined {
  const first = text[at] as string;
  const second = text[at + 1] as string;
  switch (first) {
    case '{':
      if (second === '{') {
        let length = 2;
        while (text[at + length] === '{' && length < 4) length++;
        return { open: '{{', length, close: '}}' };
      }
      if (second === '%') return { open: '{%', length: 2, close: '%}' };
      if (text.startsWith('{php}', at)) return { open: '{', length: 5, close: '{/php}' };
      return matching(smarty, text, at) > 0 ? { open: '{', length: 1, close: '}' } : undefined;
    case '<':
      // `<%s>` formats a string in C and Python.
      if (second === '%') return matching(scriptlet, text, at) > 0 ? { open: '<%', length: 2, close: '%>' } : undefined;
      if (second === '#') return { open: '<#', length: 2, close: '>' };
      return undefined;
    case '[':
      if (second === '#') return { open: '<#', length: 2, close: ']' };
      if (second === '=') return { open: '[=', length: 2, close: ']' };
      if (second === '%') return { open: '[%', length: 2, close: '%]' };
      if (second === '[' && matching(inlined, text, at) > 0) return { open: '[[', length: 2, close: ']]' };
      return undefined;
    case '@':
      if (second === '(') return { open: '@(', length: 2, close: ')' };
      return second === '{' ? { open: '@{', length: 2, close: '}' } : undefined;
    case '#':
      if (second === '{') return { open: '#{', length: 2, close: '}' };
      if (isLower(text.charCodeAt(at + 1))) {
        const end = matching(velocity, text, at);
        if (end > 0) return { open: text.slice(at, end), length: end - at, close: ')' };
      }
      return undefined;
    default:
      if (second !== '{') return undefined;
      // `${{ }}` is an expression of GitHub, or a probe for both.
      if (text[at + 2] === '{') return { open: `${first}{{`, length: 3, close: '}}' };
      return { open: `${first}{`, length: 2, close: '}' };
  }
}

function isLower(code: number): boolean {
  return code >= 97 && code <= 122;
}

function matching(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : 0;
}

const scriptlet = /<%(?:[^a-zA-Z.\d]|[a-zA-Z]{2})/y;
const velocity = /#(?:set|if|elseif|foreach|evaluate|include|parse|macro|define)\s{0,4}\(/y;
// Nothing but arithmetic of two constants: double brackets are common elsewhere.
const inlined = /\[\[\s{0,4}\d{1,8}\s{0,4}[*+/-]\s{0,4}\d{1,8}\s{0,4}\]\]/y;
// One brace opens blocks and objects in most languages: only what no other language would put behind it.
const smarty =
  /\{(?:\/?php\s|\$smarty\.|self::|Smarty_|smarty_|literal\}|(?:if\s{1,4})?(?:system|passthru|exec|shell_exec|phpinfo|popen|eval|file_get_contents|readfile|include|fetch|math)(?:\(|\s{1,4}(?:file|equation|phpinfo|system)\b)|math\s{1,4}equation|@?\d{1,8}\s{0,4}[*+/-]\s{0,4}\d{1,8}\}|(?:['"][^'"{}\n]{0,80}['"]|\$[\w.]{1,40})\|@?(?:system|passthru|exec|shell_exec|phpinfo|popen|eval|assert|file_get_contents|readfile|call_user_func|var_dump|print_r)\b|\$[\w.]{1,40}->)/y;

/** Where a bracket of one letter closes: behind those that open inside. */
function nested(text: string, from: number, limit: number, close: string, nextClose: (close: string, from: number) => number): number {
  const first = nextClose(close, from);
  if (first >= limit) return first;
  if (close === '>') return first;
  const open = close === '}' ? 123 : close === ')' ? 40 : 91;
  const shut = close.charCodeAt(0);
  let depth = 0;
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === open) depth++;
    else if (code === shut && depth-- === 0) return at;
  }
  return first;
}
