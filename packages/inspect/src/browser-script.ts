import { decodeEntities } from './languages/markup.ts';

/** What JavaScript in a page may do, as far as a few tokens tell: `attack` is what only a proof or a theft does, `script` what any page may do. */
export type ScriptUse = 'attack' | 'script' | 'none';

// A proof opens a dialog; a theft reads the cookie or sends somewhere what it read; both are hidden by making code of text.
const attack = new RegExp(
  [
    /(?:^|[^\w$.-])(?:alert|prompt|confirm|msgbox|execscript)(?:\)*(?:\?\.)?[(`[]|\.(?:call|apply|bind|source)\b|[,;)&|?}\]]|$)/,
    /\[["'`](?:alert|prompt|confirm|eval)["'`]\]|[.\]](?:alert|prompt|confirm|eval)\)?[(`]/,
    /(?:^|[^\w$.-])eval(?:\)*(?:\?\.)?[(`]|[,;)\]]|$)|document(?:\.|\[["'`])(?:cookie|domain|vulnerable|write(?:ln)?[(`].{0,10}<)/,
    /activexobject[(]|wscript\.shell|fromcharcode[(`]|(?:eval|function|write|settimeout|innerhtml=)[(`]?(?:atob|unescape)[(`]|constructor["'`\])]{0,3}[.[]["'`]?constructor/,
    /(?:constructor|function)["'`\])]{0,3}[(`]["'`]?(?:alert|prompt|confirm|eval|return|document)|set(?:timeout|interval)[(`]["'`]?(?:alert|prompt|confirm|eval)/,
    /(?:^|[^\w$])(?:top|self|parent|frames|globalthis|window)\[(?!["'`\w]{1,40}\]=)["'`/]|javascript:(?!(?:void\(?0?\)?|;|history\.|window\.(?:close|print)))[\w$]{1,20}[(`]/,
    /onerror=(?:alert|eval|prompt|confirm|print)|throw(?:\/|["'`{[]|onerror)|<\/?script|createelement\(["'`]script|\.innerhtml=.{0,20}(?:location|name|<)/,
    /\+?\[!?\[\]\]?\)?\+|[[\]()!+]{24}|\$=~\[\];|ﾟωﾟ/,
    /(?:^|["'`)\]])-(?:alert|prompt|confirm)[(`]/,
    /components\.(?:classes|interfaces)|\[\]\+\{\}|!!\[\]|\{\}\+\[\]|\[atob\(/,
    /(?:location|document\.location|location\.href)=(?:name|window\.name|["'`](?:javascript|data|vbscript):|hash|location\.hash)|java(?:script)?:\/\//,
  ]
    .map(({ source }) => source)
    .join('|'),
);
const sends = /(?:fetch|open|beacon|location=|src=|href=|import)\(?["'`]?(?:https?:)?\/\//;
const secret = /cookie|localstorage|sessionstorage|innerhtml|location\.(?:href|hash)[^=]/;
const script = new RegExp(
  [
    /(?:^|[^\w$])(?:document|window|location|navigator|localstorage|sessionstorage|top|self|parent|globalthis)[.[=]/,
    /(?:^|[^\w$])(?:fetch|import|require|print|settimeout|setinterval|function|atob|open|write|unescape|find|xmlhttprequest|image|websocket)[(`]/,
    /\.(?:innerhtml|outerhtml|src|href|cookie|constructor)\b|\$\.(?:get|post|ajax|getscript)|javascript:|=>|[\w$\])]\(|[\w$]`/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

/** Looks at a handler, a script or what follows a broken-out quote. Only the first 2,048 units are read. */
export function scriptUse(code: string): ScriptUse {
  const plain = squeeze(code.length > 2048 ? code.slice(0, 2048) : code);
  if (attack.test(plain) || (sends.test(plain) && secret.test(plain))) return 'attack';
  return script.test(plain) ? 'script' : 'none';
}

/** Without what hides names: entities, escapes, comments, white space, concatenation; lower case. */
export function squeeze(code: string): string {
  return decodeEntities(code)
    .replace(/\\u\{?0{0,6}([0-9a-fA-F]{2,4})\}?|\\x([0-9a-fA-F]{2})|%([0-9a-fA-F]{2})/g, (_, u, x, p) =>
      String.fromCharCode(Number.parseInt(u ?? x ?? p, 16)),
    )
    .replace(/\/\*[^*]{0,200}\*\//g, '')
    .replace(/[\s\0-\x1f\u200b-\u200f\u2028\u2029\ufeff]+/g, ' ')
    .replace(/ ?([^\w$]) ?/g, '$1')
    .replace(/["'`]\+["'`]/g, '')
    .toLowerCase();
}
