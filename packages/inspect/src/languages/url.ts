import type { Span } from '@postern/core';
import { type Address, readAddress } from './address.ts';
import { decodePercent } from './path.ts';

/** The parts of a URL as a client would take them (WHATWG URL Standard, in the parts that decide where a request goes). */
export interface UrlReading {
  /** Lower case, without the colon; empty for `//host/…`. */
  readonly scheme: string;
  readonly userinfo: string;
  /** As a client would look it up: percent-decoded, lower case, numeric forms of IPv4 made canonical, no brackets, no final dot. */
  readonly host: string;
  /** The address when the host is one. */
  readonly address?: Address;
  /** Whether the host is written in a way that hides what it is: escaped, with look-alikes, breaks or a number that is not dotted decimal. */
  readonly isDisguised: boolean;
  /** As written; empty when it is not there. */
  readonly port: string;
  /** Everything from the path on, as written. */
  readonly path: string;
  /** Where the host stands in the text, brackets included. */
  readonly hostSpan: Span;
  /** Userinfo, host and port in the text. */
  readonly authoritySpan: Span;
}

const special = new Set(['http', 'https', 'ws', 'wss', 'ftp', 'file']);

/**
 * Reads an absolute or scheme-relative URL; `undefined` when the text has no authority. As clients do, it drops tabs and line ends, takes
 * a backslash for a slash and any number of slashes for two in the schemes of the web.
 */
export function readUrl(text: string): UrlReading | undefined {
  let at = 0;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  let scheme = '';
  const colon = schemeEnd(text, at);
  if (colon > 0) {
    scheme = withoutBreaks(text.slice(at, colon)).toLowerCase();
    at = colon + 1;
  }
  const isSpecial = scheme === '' || special.has(scheme);
  let slashes = 0;
  const start = at;
  while (at < text.length && (text[at] === '/' || (isSpecial && text[at] === '\\') || isBreak(text.charCodeAt(at)))) {
    if (!isBreak(text.charCodeAt(at))) slashes++;
    else if (!isSpecial) break;
    at++;
    if (!isSpecial && slashes === 2) break;
  }
  // `http:host` has a host in the web's schemes, `file:` has one after exactly two slashes, all others need two.
  if (scheme === 'file' ? slashes !== 2 : scheme !== '' && isSpecial ? false : slashes < 2) return undefined;
  if (scheme === '' && start > 0 && slashes < 2) return undefined;
  let end = at;
  let lastAt = -1;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === 47 || code === 63 || code === 35 || (isSpecial && code === 92)) break;
    if (code === 64) lastAt = end;
  }
  const hostStart = lastAt < 0 ? at : lastAt + 1;
  const hostEnd = portColon(text, hostStart, end);
  const raw = withoutBreaks(text.slice(hostStart, hostEnd));
  const host = canonicalHost(raw);
  const address = readAddress(host);
  if (host === '' && scheme !== 'file') return undefined;
  return {
    scheme,
    userinfo: lastAt < 0 ? '' : text.slice(at, lastAt),
    host: address ? address.text : host,
    ...(address ? { address } : {}),
    isDisguised: isDisguised(raw === text.slice(hostStart, hostEnd) ? raw : '', host, address),
    port: hostEnd < end ? withoutBreaks(text.slice(hostEnd + 1, end)).trim() : '',
    path: text.slice(end),
    hostSpan: [hostStart, hostEnd],
    authoritySpan: [at, end],
  };
}

/** A host as it would be looked up: percent-decoded, compatibility characters folded (`ｅｖｉｌ。com`), lower case, no brackets, no final dot. */
export function canonicalHost(host: string): string {
  if (/^[a-z0-9-](?:[a-z0-9.-]*[a-z0-9-])?$/.test(host)) return host;
  let text = decodePercent(host);
  // IDNA maps these before the lookup (UTS #46): full-width letters, the ideographic full stop, soft hyphens.
  if (/[^\x00-\x7f]/.test(text))
    text = text
      .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
      .replace(/[\u3002\uff0e\uff61]/g, '.')
      .normalize('NFKC');
  text = text.toLowerCase().trim();
  if (text.startsWith('[') && text.endsWith(']')) text = text.slice(1, -1);
  return text.endsWith('.') ? text.slice(0, -1) : text;
}

/** `written` is empty where breaks had to be dropped. */
function isDisguised(written: string, host: string, address: Address | undefined): boolean {
  if (written === host && address === undefined) return false;
  const plain = written.toLowerCase().replace(/^\[|\]$|\.$/g, '');
  if (plain !== host) return true;
  if (address === undefined) return false;
  return address.version === 4 ? address.text !== plain : address.embedded !== undefined || address.text !== plain;
}

function schemeEnd(text: string, from: number): number {
  if (!/[a-zA-Z]/.test(text[from] ?? '')) return -1;
  for (let at = from + 1; at < text.length && at < from + 64; at++) {
    const character = text[at] as string;
    if (character === ':') return at;
    if (!/[a-zA-Z0-9+.\-\t\n\r]/.test(character)) return -1;
  }
  return -1;
}

/** The colon before the port: the first one outside of an IPv6 address's brackets. */
function portColon(text: string, start: number, end: number): number {
  let at = start;
  if (text[at] === '[') while (at < end && text[at] !== ']') at++;
  while (at < end && text[at] !== ':') at++;
  return at;
}

function withoutBreaks(text: string): string {
  return /[\t\n\r]/.test(text) ? text.replace(/[\t\n\r]/g, '') : text;
}

function isBreak(code: number): boolean {
  return code === 0x09 || code === 0x0a || code === 0x0d;
}
