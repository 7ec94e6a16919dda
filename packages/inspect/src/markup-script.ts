import type { Confidence } from '@postern/core';
import { scriptUse, squeeze } from './browser-script.ts';
import { decodeEntities, type MarkupAttribute, MarkupReader, type MarkupToken } from './languages/markup.ts';
import { readUrl } from './languages/url.ts';

/** What makes a piece of markup run code, and how much it says. */
export interface MarkupEvidence {
  readonly start: number;
  readonly end: number;
  readonly confidence: Confidence;
  readonly reason: string;
}

// HTML §8.1.8.1: handlers are attributes whose names begin with "on"; parsers of the past took other units in front of it.
const handlerName = /(?:^|[^a-z0-9_.-])on[a-z]{3,30}$/;
// A URL in one of these is code or a document (WHATWG URL, RFC 2397).
const scriptUrl =
  /^[^a-z]{0,24}(?:(?:feed|view-source|jar|url|\d{1,4};url):?=?["']?)?(?:javascript|vbscript|livescript|mocha|jscript|behaviou?r):/;
const documentUrl =
  /^(?:[^a-z]{0,12}|\d{1,4};url=["']?)data:(?:text\/(?:html|xml|xsl|javascript|vbscript)|application\/(?:xhtml|xml|javascript|x-?javascript))/;
const svgUrl = /^[^a-z]{0,12}data:image\/svg/;
const harmless =
  /^javascript:(?:void\(?0?\)?;?|;|history\.(?:back|go)\([\d-]*\);?|window\.(?:print|close|history\.back)\(\);?|print\(\);?|#|\/\/)?$/;
/** CSS that runs code: Internet Explorer's expressions and behaviours, Gecko's bindings, Opera's links. */
export const scriptStyle: RegExp = /expression\(|-moz-binding|behaviou?r:url|(?:java|vb|live)script:|-o-link/;
const importStyle = /@import["'(]?(?:url\()?["']?(?:https?:|\/\/|[\\'"a-z]+:)/;

/** Elements that take over a page without any script in their attributes, with the attribute that must be there. */
const takeovers: ReadonlyMap<string, RegExp> = new Map([
  ['base', /^href$/],
  ['link', /^href$/],
  ['object', /^(?:data|type|classid|codebase)$/],
  ['embed', /^(?:src|code|type)$/],
  ['applet', /^(?:code|codebase|archive)$/],
  ['iframe', /^src$/],
  ['frame', /^src$/],
  ['portal', /^src$/],
  ['layer', /^src$/],
  ['ilayer', /^src$/],
  ['bgsound', /^src$/],
  ['isindex', /^(?:action|type|formaction)$/],
  ['xml', /^(?:src|id)$/],
  ['xss', /^/],
  ['import', /^namespace$/],
  ['form', /^action$/],
  ['handler', /^/],
  ['set', /^(?:attributename|to)$/],
  ['animate', /^attributename$/],
  ['event-source', /^src$/],
]);

/** Reads on until something is certain; the strongest evidence. `isContent`: the text is a document or a source, where ordinary markup is at home. */
export function markupEvidence(text: string, from: number, to: number, isContent: boolean, depth = 0): MarkupEvidence | undefined {
  const reader = new MarkupReader(text, from, to);
  let best: MarkupEvidence | undefined;
  for (let token = reader.next(); token !== undefined; token = reader.next()) {
    const found = evidenceOf(text, token, isContent, depth);
    if (found === undefined) continue;
    if (found.confidence === 'high') return found;
    if (best === undefined) best = found;
  }
  return best;
}

function evidenceOf(text: string, token: MarkupToken, isContent: boolean, depth: number): MarkupEvidence | undefined {
  const { kind, name, start, attributes } = token;
  const say = (confidence: Confidence, reason: string, end = token.end): MarkupEvidence => ({ start, end, confidence, reason });
  // What is in a comment is read on: conditional ones run, and what closes one is known to its page only.
  if (kind === 'comment' || kind === 'cdata') return undefined;
  if (kind === 'declaration') {
    // A DTD gives elements attributes that the document does not show.
    const isHandler = name === 'attlist' && token.words.some((word) => /^on[a-z]{3,}$/i.test(word));
    return isHandler && scriptUse(token.words.join(' ')) !== 'none' ? say('high', 'a handler by default') : undefined;
  }
  if (kind === 'instruction') {
    if (name !== 'xml-stylesheet' && name !== 'import' && name !== 'php') {
      return fromAttributes(text, token, isContent, depth);
    }
    const href = attributes.find((attribute) => attribute.name === 'href' || attribute.name === 'implementation');
    if (href === undefined) return undefined;
    const url = urlOf(href.value);
    return scriptUrl.test(url) || url.startsWith('data:') || url.startsWith('#')
      ? say('high', `a style sheet made of ${url.slice(0, 20)}`)
      : isContent || name !== 'xml-stylesheet'
        ? undefined
        : say('low', 'a style sheet for XML');
  }
  // `<scr<script>ipt>`: what a filter that removes tags once leaves behind.
  const written = text.slice(start, start + 48);
  if (kind === 'start' && splitTag.test(written)) return say('high', 'a tag inside of a tag');
  if (kind === 'end') return attributes.length > 0 ? fromAttributes(text, token, isContent, depth) : undefined;
  const local = name.slice(name.indexOf(':') + 1);
  if (local === 'script') {
    const found = fromScript(text, token, isContent);
    if (found !== undefined) return found;
  }
  const inside = fromAttributes(text, token, isContent, depth);
  if (inside?.confidence === 'high') return inside;
  if (local === 'style') {
    const style = styleOf(text.slice(token.end, Math.min(token.end + 1024, closing(text, token.end, 'style'))));
    if (scriptStyle.test(style)) return say('high', 'a style that runs code');
    if (!isContent && (importStyle.test(style) || /\{[^{]{0,80}@import/.test(style))) return say('medium', 'a style from elsewhere');
  }
  if (inside !== undefined || isContent) return inside;
  if (local === 'meta') {
    const kindOf = attributes.find((attribute) => attribute.name === 'http-equiv')?.value.toLowerCase();
    const content = attributes.find((attribute) => attribute.name === 'content')?.value ?? '';
    if (kindOf === 'refresh' && /url/i.test(content)) return say('medium', 'sends the reader elsewhere');
    if (kindOf === 'set-cookie' || kindOf === 'link') return say('high', `sets ${kindOf}`);
    if (/utf-7/i.test(content) || attributes.some((attribute) => attribute.name === 'charset' && /utf-7/i.test(attribute.value)))
      return say('high', 'a charset that hides markup');
    return undefined;
  }
  if (
    local === 'xss' ||
    (structures.has(local) &&
      isLoneFragment(text) &&
      !text.toLowerCase().includes(`</${name}`) &&
      /^(?:svg|x?html)?:?$/.test(name.slice(0, -local.length)) &&
      !attributes.some(({ name }) => /^(?:v-|ng-|[:@(*[#])/.test(name)))
  )
    return say('low', `an element <${local}> of a page`);
  const needs = takeovers.get(local);
  if (needs === undefined || !attributes.some((attribute) => needs.test(attribute.name))) return undefined;
  // A video that is embedded as its host says has a size, a title or permissions; a probe has only its address.
  if (local === 'iframe' && attributes.some((attribute) => /^(?:width|height|title|allow|loading|frameborder)$/.test(attribute.name)))
    return undefined;
  if (local === 'link' && !attributes.some(({ name, value }) => name === 'rel' && /import|stylesheet/i.test(value))) return undefined;
  if (local === 'form' && text.length > 200) return undefined;
  // All addresses of the page become those of another host: pages name one of their own.
  if (local === 'base' && isLoneFragment(text) && attributes.some(({ name, value }) => name === 'href' && /^\s{0,4}[\\/]{2}/.test(value)))
    return say('high', 'a base that takes over the page');
  return say('medium', `an element <${local}> that takes over the page`);
}

const goesOut = /(?:fetch|import|open|src|href|location|beacon|replace|assign)\s?[(=`]\s?["'`]?(?:https?:)?\/\//i;
const isTemplate = /\{\{|\$\{|<%|^[{<%$]/;

/** Data binding of Internet Explorer, XML Events, repetition templates. */
const oldBindings = /^(?:datasrc|dataformatas|datafld|ev:handler|ev:event|repeat-start|implementation|dirname)$/;
const innerTag = /^["'`]{0,3}<+\/?(?:script|svg|img|iframe|object|embed)/;
/** What a page is made of, and what nobody writes into a field: fields, the page itself, parts of drawings that load others. */
const structures = new Set([
  'input',
  'body',
  'html',
  'template',
  'image',
  'feimage',
  'listener',
  'style',
  'if',
  'eval',
  'xmp',
  'doc',
  'stylesheet',
  'namespace',
  'mask',
]);

/** A short line that is nothing but markup, and does not end what it began: no example of anything, but a part of something. */
function isLoneFragment(text: string): boolean {
  return text.length < 200 && /^\s{0,12}</.test(text) && !/\n/.test(text.trim());
}

const splitTag = /^<(?:\/?[a-z]{1,10})?<+\/?(?:script|scr|img|svg|iframe|object|embed|style|b>)/i;

function fromScript(text: string, token: MarkupToken, isContent: boolean): MarkupEvidence | undefined {
  const { start, end, attributes } = token;
  const close = closing(text, end, 'script');
  const content = text.slice(end, Math.min(close, end + 2048));
  const say = (confidence: Confidence, reason: string): MarkupEvidence => ({
    start,
    end: Math.max(end, Math.min(close, end + 2048)),
    confidence,
    reason,
  });
  const after = text.charCodeAt(start + 1 + token.name.length);
  if (!isContent && token.isClosed && after !== 62 && after !== 32 && after !== 10 && after !== 13)
    return say('high', 'a script whose tag is disguised');
  const source = attributes.find((attribute) => /(?:^|:)(?:src|href)$/.test(attribute.name));
  const url = source === undefined ? undefined : urlOf(source.value);
  if (url !== undefined && (documentUrl.test(url) || url.startsWith('data:') || scriptUrl.test(url)))
    return say('high', 'a script whose source is its own text');
  const use = scriptUse(content);
  if (use === 'attack') return say(isContent ? 'medium' : 'high', 'a script that opens a dialog or reads what is secret');
  const isBroken = breaksOut(text, start) || /^<\/?(?![sS]cript\b|SCRIPT\b)/.test(text.slice(start, start + 8));
  if (isBroken && !isContent) return say('high', 'a script behind something that is broken out of');
  if (isContent) return undefined;
  // Prose names the element too: then nothing of a script follows, nor its end.
  if (url === undefined && use === 'none' && close >= text.length && /^\s?[\w,.:;)!?]{1,20}\s\w/.test(content)) return undefined;
  if (attributes.some((attribute) => attribute.name === 'type' && /json|template|module|importmap/i.test(attribute.value)))
    return undefined;
  // A file beside the page, named as pages name it, is nobody else's.
  if (
    url !== undefined &&
    /^<script src=["']/.test(text.slice(start, start + 13)) &&
    /^[\w.@-]{1,80}(?:\/[\w.@-]{1,80}){0,8}\.m?js$/.test(url) &&
    use === 'none'
  )
    return undefined;
  // A script of the page's own host, named as pages name it, is how a manual shows it.
  const isOdd =
    url !== undefined &&
    (attributes.some(({ name }) => /["'`=<,]/.test(name)) ||
      attributes.some(({ name, value }) => value.includes('>') && !/^(?:src|integrity|data-)/.test(name)) ||
      !/\.m?js$/.test(url) ||
      !/["']/.test(text.charAt((source as MarkupAttribute).valueStart - 1)) ||
      !/^<(?:script|SCRIPT) /.test(text.slice(start, start + 8)));
  return say(isOdd && /^(?:https?:|[\\/]{2})/.test(url) && text.length < 200 ? 'high' : 'medium', 'a script element');
}

function fromAttributes(text: string, token: MarkupToken, isContent: boolean, depth: number): MarkupEvidence | undefined {
  let best: MarkupEvidence | undefined;
  const { attributes } = token;
  for (let i = 0; i < attributes.length; i++) {
    const attribute = attributes[i] as MarkupAttribute;
    // `onerror/=alert(1)`: the slash ends the name, and some parsers go on with the value.
    const previous = attributes[i - 1];
    if (
      previous?.value === '' &&
      attribute.name.startsWith('=') &&
      handlerName.test(previous.name) &&
      scriptUse(attribute.name.slice(1)) === 'attack'
    )
      return { start: token.start, end: token.end, confidence: isContent ? 'medium' : 'high', reason: `${previous.name} runs a script` };
    const found = fromAttribute(text, token, attribute, isContent, depth);
    if (found === undefined) continue;
    if (found.confidence === 'high') return found;
    best ??= found;
  }
  return best;
}

function fromAttribute(
  text: string,
  token: MarkupToken,
  attribute: MarkupAttribute,
  isContent: boolean,
  depth: number,
): MarkupEvidence | undefined {
  const { name, value } = attribute;
  const say = (confidence: Confidence, reason: string): MarkupEvidence => ({
    start: token.start,
    end: Math.max(token.end, attribute.end),
    confidence,
    reason,
  });
  if (value === '') return !isContent && innerTag.test(name) ? say('high', 'a tag inside of a tag') : undefined;
  if (handlerName.test(name)) {
    // `onClick={…}` is a source of React, which runs what its author wrote.
    if (/^\{(?!["'])/.test(value) && !/alert|prompt|confirm|cookie/.test(value)) return undefined;
    if (/^\{/.test(value) && isContent) return undefined;
    const rest = attribute.end >= token.end ? value : text.slice(attribute.valueStart, Math.min(token.end, attribute.valueStart + 512));
    const use = scriptUse(value) === 'attack' ? 'attack' : scriptUse(rest);
    if (use === 'attack') return say(isContent ? 'medium' : 'high', `${name} runs a script`);
    if (isContent) return undefined;
    // Pages quote what they run; what goes to another host, or runs at once without a quote around it, is put in.
    const isQuoted = /["']/.test(text.charAt(attribute.valueStart - 1));
    if (use === 'script' && (!isQuoted || goesOut.test(value)) && text.length < 400 && !isTemplate.test(value))
      return say('high', `${name} runs a script`);
    if (use === 'script' || /[(=`;]/.test(decodeEntities(value)))
      return say(breaksOut(text, token.start) ? 'high' : 'medium', `${name} runs a script`);
    // A name that only HTML gives a meaning to: `<x onfoo=1>` probes what a filter lets through.
    return text.length < 100 && text.startsWith('<') && token.attributes.length < 4 ? say('medium', `${name} is a handler`) : undefined;
  }
  if (name === 'style' || name === 'list-style') {
    if (scriptStyle.test(styleOf(value))) return say('high', 'a style that runs code');
    // Braces, escapes of letters and references to control characters end a declaration for one parser and not for another.
    if (
      !isContent &&
      !/\{\{|\$\{|<%/.test(value) &&
      (/^[^{]{0,200}[{}]|\\[0-9a-fA-F]{2,6}|&#(?:\d|1\d|x[0-9a-f]);/i.test(value) || /\.svg['"]?\)/i.test(value))
    )
      return say('medium', 'a style that ends early');
    return undefined;
  }
  if (name === 'srcdoc') {
    const inner = decodeEntities(value);
    const found = depth < 2 ? markupEvidence(inner, 0, inner.length, false, depth + 1) : undefined;
    return found === undefined ? undefined : say(found.confidence, `a document in an attribute: ${found.reason}`);
  }
  if (value.length > 4 && (value.includes(':') || value.includes('&') || value.includes('%'))) {
    const url = urlOf(value);
    if (scriptUrl.test(url) && !harmless.test(url.replace(/^[^a-z]{1,24}/, ''))) {
      const use = scriptUse(url.slice(url.indexOf('script:') + 7));
      if (use === 'attack' || !isContent) return say(use === 'none' && !/[(`%]/.test(url) ? 'medium' : 'high', `${name} is a URL of code`);
      return say('medium', `${name} is a URL of code`);
    }
    if (documentUrl.test(url)) return say(isContent && !url.includes('script') ? 'medium' : 'high', `${name} is a document of its own`);
    if (svgUrl.test(url) && /^(?:embed|object|iframe|use|feimage|frame|script)$/.test(token.name))
      return isContent ? undefined : say('high', `${name} is an image that can run code`);
  }
  // Where a parser takes another end of the value than this one does, what is in it becomes markup (mutation, `<noembed><img src="</noembed><img …`).
  if (!isContent && depth < 2 && value.includes('<')) {
    const found = markupEvidence(value, 0, value.length, false, depth + 1);
    if (found?.confidence === 'high') return say('high', `${name} holds markup: ${found.reason}`);
  }
  if (!isContent && innerTag.test(name)) return say('high', 'a tag inside of a tag');
  if (!isContent && oldBindings.test(name)) return say('medium', `${name} binds data or handlers`);
  if (!isContent && name === 'href' && /^\s{0,4}h[\t\n\r]?t[\t\n\r]?t[\t\n\r]?p/i.test(value)) {
    const reading = readUrl(value);
    if (reading?.address !== undefined && reading.isDisguised) return say('medium', `a link to ${reading.host} in disguise`);
  }
  if (
    !isContent &&
    text.length < 300 &&
    !/^(?:alt$|title$|v-|ng-|x-|data-|[:@(*[#])|[:.]/.test(name) &&
    value.includes('(') &&
    scriptUse(value) === 'attack'
  )
    return say('medium', `${name} holds a script`);
  if (name === 'attributename' && /^(?:on|href|xlink:href|from|to|values)/i.test(value) && !isContent)
    return say(/^on/i.test(value) ? 'high' : 'medium', `changes ${value.slice(0, 20)}`);
  // An attribute that is left open takes in what follows of the page and sends it where the URL points (dangling markup).
  if (
    attribute.end === attribute.valueStart &&
    /^(?:src|href|action|data|content|target|formaction|background|poster)$/.test(name) &&
    !isContent
  ) {
    if (/^(?:https?:)?\/\/|url=/i.test(value) && text.length - attribute.end < 300)
      return say('medium', 'an attribute that takes in the page behind it');
  }
  return undefined;
}

/** As a browser takes a URL: references decoded, white space and control characters dropped, lower case. */
function urlOf(value: string): string {
  return decodeEntities(value.length > 2048 ? value.slice(0, 2048) : value)
    .replace(/%(?:0[0-9a-dA-D]|20|3[aA])/g, (octet) => (/3a/i.test(octet) ? ':' : ''))
    .replace(/\\u\{?0{0,6}([0-9a-fA-F]{2})\}?|\\x([0-9a-fA-F]{2})/g, (_, u, x) => String.fromCharCode(Number.parseInt(u ?? x, 16)))
    .replace(/[\s\0-\x20\x7f-\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]/g, '')
    .toLowerCase();
}

/** CSS without its comments and escapes (CSS Syntax §4.3.7). */
export function styleOf(css: string): string {
  return squeeze(
    css
      .replace(/\\([0-9a-fA-F]{1,6})\s?/g, (_, hex: string) => {
        const code = Number.parseInt(hex, 16);
        return code > 0 && code < 128 ? String.fromCharCode(code) : '';
      })
      .replace(/\\(?=[^\d\w])|\\(?=[g-zG-Z])|[\u0300-\uffff]/g, ''),
  );
}

/** Where the element ends: what comes first of `</name` and the end. */
function closing(text: string, from: number, name: string): number {
  // Only the first 4,096 units: nobody needs the rest of a script to know it.
  const found = text.slice(from, from + 4096).search(name === 'script' ? /<\/script/i : /<\/style/i);
  return found < 0 ? Math.min(text.length, from + 4096) : from + found;
}

const closers =
  /^[^<\n]{0,80}["'`)\]}\\;&#0-9]\s{0,4}\/?>|<\/(?:script|title|textarea|style|noscript|template|select|iframe|xmp|noembed|plaintext|option|svg|math)[\s>/]|-->|\]\]>|\*\//i;

/** Whether what stands in front ends a context that the text itself did not open. */
export function breaksOut(text: string, at: number): boolean {
  if (at === 0 || at > 512) return false;
  const before = text.slice(0, at);
  const found = closers.exec(before);
  if (found === null) return false;
  const opener = found[0] === '-->' ? '<!--' : found[0] === '*/' ? '/*' : found[0] === ']]>' ? '<![' : undefined;
  if (opener !== undefined) return !before.includes(opener);
  const opened = before.indexOf('<');
  return opened < 0 || opened >= found.index + found[0].length - 1 || (found[0].startsWith('</') && opened === found.index);
}
