import type { Confidence } from '@postern/core';
import { strongerSighting } from '../code-chain.ts';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { type HostKind, hostKind, isServicePort, looseAddress } from '../internal-hosts.ts';
import { readAddress } from '../languages/address.ts';
import { canonicalHost, readUrl, type UrlReading } from '../languages/url.ts';
import { sensitivityOf } from '../sensitive-paths.ts';
import { sightingAtEdge } from '../text/edges.ts';
import { mark } from '../text/marks.ts';

/**
 * A URL that makes a server ask where strangers cannot: its own machine, its network, the credentials of its instance. What a value *is* counts for
 * more than what a text mentions: every manual has `http://localhost:3000`.
 */
export const serverSideRequest: Detector = defineDetector({
  id: 'server-side-request',
  title: 'URL into the inside',
  class: 'ssrf',
  severity: 'high',
  // A URL has a colon or begins with two slashes of either kind; a host that stands alone has the form of a number, or is one of a few names.
  canOccur: (text, marks) =>
    ((marks & mark.colon) !== 0 && ((marks & (mark.slash | mark.backslash)) !== 0 || bareScheme.test(text))) ||
    text.startsWith('//') ||
    text.startsWith('\\\\') ||
    isBareHost(text),
  detect(text) {
    if (isBareHost(text)) return fromBareHost(text);
    const whole = fromWhole(text) ?? sightingAtEdge(text, fromWhole);
    if (whole?.confidence === 'high') return whole;
    return strongerSighting(fromMentions(text), whole);
  },
  readsInert: isBareHost,
});

const bareScheme = /^\s{0,8}(?:https?|gopher|dict|url|file|ftp)[\s]?:/i;
/** Schemes that nobody gives a web service in good faith: they speak to other protocols, or read files. */
const oddSchemes =
  /^(?:gopher|dict|tftp|sftp|netdoc|jar|ldaps?|rmi|iiop|mailto|smb|nfs|imaps?|pop3s?|smtps?|telnet|rtsp|rtmp|scp|ogg|expect|local_file|unix|view-source)$/;
const fileSchemes = /^(?:file|netdoc|local_file|url:file|url:local_file)$/;

function isBareHost(text: string): boolean {
  if (text.length < 5 || text.length > 64) return false;
  const first = text.charCodeAt(0);
  if (first === 109 || first === 105)
    return /^(?:metadata\.google\.internal|metadata\.goog|instance-data(?:\.ec2\.internal)?)\.?$/i.test(text);
  return (
    (first === 48 && /^0[xX0-7][0-9a-fA-F.xX]{2,40}$/.test(text)) ||
    (first === 49 && text.startsWith('169.254.')) ||
    text === '2130706433' ||
    text === '2852039166' ||
    text === '168.63.129.16' ||
    text.startsWith('fd00:ec2::')
  );
}

function fromBareHost(text: string): Sighting | undefined {
  const kind = hostKind(canonicalHost(text));
  // `0644` and `0x7f` are numbers of programs; an address that is disguised reaches something.
  if (kind === 'public' || (kind !== 'metadata' && (!/[.xX]|^2130/.test(text) || text.length < 8))) return undefined;
  return {
    span: [0, text.length],
    confidence: kind === 'metadata' && !/^\d{10}$/.test(text) ? 'high' : 'medium',
    reason: `a host that is ${named[kind]}`,
  };
}

const named: Readonly<Record<HostKind, string>> = {
  metadata: "the instance's metadata",
  loopback: 'the machine itself',
  internal: 'in the network of the server',
  rebinding: 'a name that resolves to any address',
  listener: 'a listener that tells who asked',
  public: 'public',
};

/** The value is a URL. */
function fromWhole(text: string): Sighting | undefined {
  if (text.length > 4096 || !/^[\s]{0,16}(?:[a-z][a-z0-9+._-]{1,16}\s{0,3}:|[/\\]{2}|[a-z]{1,8}[\t\n\r])/i.test(text)) return undefined;
  const start = text.length - text.trimStart().length;
  const url = text.trim();
  // A line end within is dropped by clients; more than that is a text.
  const line = url.indexOf('\n');
  if (line >= 0 && (url.length > 200 || url.indexOf('\n', line + 2) >= 0 || /[\n\r]\s/.test(url.slice(line)))) return undefined;
  const say = (confidence: Confidence, reason: string): Sighting => ({ span: [start, start + url.length], confidence, reason });
  // RFC 3986 ends the authority at `/`, `?` and `#`; a parser that looks for the last `@` first goes to another host.
  if (
    /^(?:[a-z][a-z+.-]{1,12}:)?[/\\]{0,4}[^\s/?#"'<>()]{1,120}(?:[\\#?]|\s{1,2}[&#]?)@{1,2}[\w[]/i.test(url) &&
    /^(?:[a-z][a-z+.-]{1,12}:|[/\\]{2})/i.test(url) &&
    !/^mailto:/i.test(url)
  )
    return say('high', 'a host that parsers disagree about');
  if (/\s/.test(url.slice(0, 40)) && !/^(?:h\s?t\s?t\s?p|f\s?i\s?l\s?e|g\s?o\s?p)/i.test(url)) return undefined;
  const nested = /^(?:url|jar|view-source|feed):(?=[a-z]{2,8}:)/i.exec(url);
  const inner = nested === null ? url : url.slice(nested[0].length);
  if (/^(?:[\w.-]{1,60}@)?(?:mailto|tel|data|javascript|urn|about|blob|cid):/i.test(inner)) return undefined;
  const isUrl = /^[a-z][a-z0-9+.-]{1,16}[\s]{0,2}:[\s\\/]{1,6}/i.test(inner) || /^[/\\]{2}/.test(inner) || /^https?:[\w[%]/i.test(inner);
  if (!isUrl) return undefined;
  const reading = readUrl(inner.replace(/^([a-z]{2,8})\s{0,2}:\s{1,2}/i, '$1:'));
  const scheme = (/^([a-z0-9+._-]{2,12}):/i.exec(inner)?.[1] ?? '').toLowerCase();
  if (fileSchemes.test(scheme)) return fromFile(inner, scheme, say);
  if (reading === undefined)
    return oddSchemes.test(scheme) && /^[a-z]+:\/{2,3}/i.test(inner) ? say('medium', `speaks ${scheme}`) : undefined;
  const found = isAsked(scheme) ? judge(reading) : undefined;
  if (found !== undefined && (found.kind === 'internal' || found.kind === 'loopback') && /^(?:gopher|dict|tftp|jar|ldap|sftp)/.test(scheme))
    return say('high', `speaks ${scheme} to a host that is ${named[found.kind]}`);
  if (found !== undefined) return say(nested !== null ? 'high' : found.confidence, `goes to a host that is ${named[found.kind]}`);
  if (nested !== null && /^(?:jar|url)/i.test(nested[0]) && !/\.jar!\//i.test(inner)) return say('high', `a URL within ${nested[0]}`);
  if (/^(?:gopher|dict|tftp|netdoc)$/.test(scheme)) return say('high', `speaks ${scheme}`);
  if (
    oddSchemes.test(scheme) &&
    !/^(?:redis|mongodb|sftp|view-source|smb|nfs|ldaps?|imaps?|smtps?|rtsp|rtmp|unix|scp|mailto)$/.test(scheme)
  )
    return say('medium', `speaks ${scheme}`);
  if (/\.[a-z]{2,8}$/i.test(reading.userinfo) && /^(?:https?|ftp|)$/.test(reading.scheme))
    return say('medium', 'a host in front of the host');
  // Look-alikes that make an ordinary name: what compares names as text is passed by.
  if (reading.isDisguised && /[\u2460-\u24ff\uff01-\uff5e\u3002\uff61]/.test(url) && /^[\w.-]+$/.test(reading.host))
    return say('medium', `hides the host ${reading.host}`);
  return fromPath(reading, say);
}

/** A connection string names its database, and nobody fetches it. */
function isAsked(scheme: string): boolean {
  return /^(?:https?|wss?|ftps?|)$/.test(scheme) || oddSchemes.test(scheme);
}

/** A URL that goes through a proxy to the inside: `http://site/proxy/169.254.169.254/…`. */
function fromPath(reading: UrlReading, say: (confidence: Confidence, reason: string) => Sighting): Sighting | undefined {
  const found = /\/(169\.254\.169\.254|metadata\.google\.internal|100\.100\.100\.200)(?:\/|$)/.exec(reading.path);
  return found === null ? undefined : say('high', "goes to the instance's metadata through another host");
}

function fromFile(url: string, scheme: string, say: (confidence: Confidence, reason: string) => Sighting): Sighting | undefined {
  const path = url
    .slice(url.indexOf(':') + 1)
    .replace(/\\/g, '/')
    .replace(/^\/{0,8}(?:localhost\/|127\.0\.0\.1\/)?\/{0,4}/i, '/');
  const sensitivity = sensitivityOf(path);
  if (sensitivity === 'secret' || /[\\]\/|\/\\/.test(url.slice(0, 16))) return say('high', `reads a file by ${scheme}`);
  return sensitivity === 'system' || scheme !== 'file' ? say('medium', `reads a file by ${scheme}`) : undefined;
}

interface Judgement {
  readonly kind: HostKind;
  readonly confidence: Confidence;
}

/** What the URL of a whole value reaches. */
function judge(reading: UrlReading): Judgement | undefined {
  const { host, userinfo, port } = reading;
  let { address } = reading;
  // Names of one label and eight hexadecimal digits, overflowing parts: no address to us, one to somebody.
  const loose = address === undefined ? looseAddress(host) : undefined;
  if (loose !== undefined && loose.reach !== 'public' && loose.reach !== 'reserved') address = loose;
  const kind = hostKind(host, address);
  if (kind === 'public') return undefined;
  if (kind === 'listener') return { kind, confidence: 'medium' };
  if (kind === 'rebinding') {
    const embedded = /(?:^|[.-])((?:\d{1,3}[.-]){3}\d{1,3})(?=[.-])/.exec(host)?.[1]?.replaceAll('-', '.');
    const inside = embedded === undefined ? undefined : readAddress(embedded);
    return {
      kind,
      confidence: (inside !== undefined && inside.reach !== 'public') || /rbndr|rebind|1u\.ms|[0-9a-f]{8}\./.test(host) ? 'high' : 'medium',
    };
  }
  if (kind === 'metadata') return { kind, confidence: 'high' };
  const isDisguised =
    loose !== undefined || (address !== undefined && reading.isDisguised) || (address === undefined && reading.isDisguised);
  if (isDisguised || userinfo !== '' || isServicePort(port) || (kind === 'internal' && host.endsWith('.svc')))
    return { kind, confidence: 'high' };
  if (address !== undefined && kind === 'loopback')
    return { kind, confidence: /^(?:[345]\d{3}|8[0-9]{3}|1\d{4})$/.test(port) && address.text === '127.0.0.1' ? 'medium' : 'high' };
  if (/^\/(?:admin|server-status|actuator|latest\/|v1\/|api\/v1\/|_cat|manager\/html|console|metrics|debug|\.|%)/i.test(reading.path))
    return { kind, confidence: address !== undefined ? 'high' : 'medium' };
  return { kind, confidence: kind === 'internal' && address === undefined ? 'low' : 'medium' };
}

/** A name of letters, digits, dashes and dots whose last part has letters only. */
function isOrdinaryHost(text: string, start: number): boolean {
  let at = start;
  let dot = -1;
  let isName = false;
  for (; at < text.length && at < start + 200; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (dot === at - 1) return false;
      dot = at;
      isName = true;
    } else if (code === 45 || (code >= 48 && code <= 57)) isName = false;
    else if (!((code >= 97 && code <= 122) || (code >= 65 && code <= 90))) break;
  }
  const code = text.charCodeAt(at);
  return dot > start && isName && at - dot > 2 && code !== 64 && code !== 37 && code !== 58 && !(code > 127);
}

function isSchemeUnit(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46
  );
}

/** URLs in a text that is more than one: only what nobody writes but to reach the inside. */
function fromMentions(text: string): Sighting | undefined {
  let best: Sighting | undefined;
  // Ordinary names cost next to nothing, so that only others count: a list of links hides nothing behind it.
  let tries = 32 + (text.length >> 10);
  for (let at = text.indexOf('://'); at >= 0 && tries > 0; at = text.indexOf('://', at + 3)) {
    let start = at;
    while (start > 0 && at - start < 16 && isSchemeUnit(text.charCodeAt(start - 1))) start--;
    // A value that begins with its URL was read as a whole.
    if (start === at || start === 0) continue;
    const isParameter = text.length <= 1024 && text.charCodeAt(start - 1) === 61 && !/\s/.test(text.slice(0, start));
    // An ordinary name reaches nothing that a mention is looked at for.
    if (!isParameter && isOrdinaryHost(text, at + 3) && !text.startsWith('metadata', at + 3) && !text.startsWith('instance-data', at + 3))
      continue;
    tries--;
    const rest = text.slice(start, start + 300);
    const length = rest.search(/[\s"'`<>)}|,;]|$/);
    const url = rest.slice(0, Math.max(length, 8));
    const reading = readUrl(url);
    if (reading === undefined) continue;
    const found = isAsked(reading.scheme) ? judge(reading) : undefined;
    if (found === undefined) continue;
    const span = [start, Math.min(text.length, start + url.length)] as const;
    const reason = `goes to a host that is ${named[found.kind]}`;
    if (isParameter) return { span, confidence: found.confidence, reason };
    if (found.kind === 'listener') continue;
    // A long text is a manual more often than a short one is.
    if (found.kind === 'metadata' || (found.confidence === 'high' && reading.isDisguised))
      best ??= { span, confidence: text.length > 400 ? 'low' : 'medium', reason };
  }
  return best;
}
