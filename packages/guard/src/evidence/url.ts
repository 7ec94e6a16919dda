import { canonicalHost, decodePercent, readAddress, readUrl, type Value } from '@postern/inspect';
import { fold, type Index } from './input-index.ts';
import type { Source, StructureChange } from './source.ts';

/** Where a request really goes. */
export interface RequestTarget {
  /** `http`, `https:`, `tcp`, `dns` …, with or without its colon. */
  readonly protocol: string;
  readonly host: string;
  /** 0 when the protocol's own or not known. */
  readonly port: number;
  /** With its query; empty when not known, as for sockets and name lookups. */
  readonly path: string;
}

/** A host that input names. */
interface Candidate {
  readonly value: Value;
  readonly source: string;
  /** Where the host stands in the value. */
  readonly start: number;
  readonly end: number;
  readonly host: string;
  /** 0 when the input names none. */
  readonly port: number;
  /** What follows the authority; undefined for a host alone. */
  readonly path: string | undefined;
  readonly kind: 'url' | 'url in text' | 'host' | 'suffix';
  /** It reaches the machine itself or a private network. */
  readonly isInternal: boolean;
}

const httpTriggers = new Set(['aws:apigateway-v1', 'aws:apigateway-v2', 'aws:function-url']);
// What browsers, crawlers and the proxies before a gateway say about the site that they came for. These are in every HTTP event, and a
// function that calls its own site would be stopped for them. What the platform itself writes (`Host`, `domainName`, `sourceIp`) is no
// value of such an event at all.
const ownSiteField =
  /^\$\.(?:(?:headers|multiValueHeaders)(?:\.|\[')(?:host|:authority|origin|referer|user-agent|forwarded|x-forwarded-(?:host|server)|x-original-host)(?:'\])?(?:\[\d{1,4}\])?|requestContext\.(?:domainName|(?:identity|http)\.userAgent))$/i;
// A URL within a URL is read once more; units that may be read again in all values together.
const nestedUnits = 1_000_000;
const defaultPorts: Readonly<Record<string, number>> = { http: 80, ws: 80, https: 443, wss: 443, ftp: 21 };

// Endpoints of the clouds' own services, with a region or without one, as `s3.amazonaws.com`. Records of what happened in an account
// name them (`eventSource`, `clientProvidedHostHeader`), and functions call them without being told. Names that a customer chooses there
// (a bucket, an API, a function's address) are hosts like any other.
const serviceEndpoint =
  /^(?!execute-api|lambda-url)[a-z][a-z0-9-]{0,40}(?:\.[a-z]{2}(?:-[a-z]{2,10}){1,3}-\d)?\.amazonaws\.com(?:\.cn)?$|^(?:[a-z]+\.)?(?:management|graph|login)\.(?:azure|microsoft|microsoftonline)\.com$|^[a-z][a-z0-9]{1,40}\.googleapis\.com$/;

/**
 * Whether the host that a request goes to came from input: the whole of it, or its right end (`api.` + input, `good.test` + `.evil.test`,
 * `good.test` + `@evil.test`). Input in the path, the query, or in a label on the left (`tenant.api.test`) is none.
 *
 * A URL in an event and a call of the same host can be a coincidence: events carry links to the very services that a function calls
 * (`SigningCertURL`, `callback`, the next page of a list). So a URL counts when the request goes to its path as well, when it names
 * nothing but a host, or when it points into the private network; and what a server says about itself does not count.
 */
export function urlEvidence(target: RequestTarget, index: Index): StructureChange | undefined {
  const candidates = index.derived('hosts', collect);
  if (candidates.length === 0) return undefined;
  const canonical = canonicalHost(target.host);
  const host = readAddress(canonical)?.text ?? canonical;
  for (let i = 0; i < candidates.length; i++) {
    const candidate = candidates[i] as Candidate;
    const covered = coverage(host, candidate);
    if (covered === 0 || !isSamePort(target, candidate) || !isSamePlace(target, candidate) || isItself(candidate, host)) continue;
    const { value, source, start, end } = candidate;
    const span = [target.host.length - Math.min(covered, target.host.length), target.host.length] as const;
    return {
      match: { span, source, value, valueSpan: [start, end], whole: start === 0 && end === value.text.length },
      span,
      reason: span[0] === 0 ? `chooses the host ${host}` : `chooses the end of the host ${host}`,
      class: 'ssrf',
    };
  }
  return undefined;
}

/** How many units of the host's right end the candidate gives. */
function coverage(host: string, { host: candidate, kind }: Candidate): number {
  if (kind !== 'suffix' && host === candidate) return host.length;
  if (kind === 'url' || kind === 'url in text') return 0;
  // One label (`test`, `com`) decides nothing: whoever owns the rest of the name does not change.
  if (!candidate.replace(/^\./, '').includes('.') || readAddress(candidate)) return 0;
  if (kind === 'suffix') return host.endsWith(candidate) && host.length > candidate.length ? candidate.length : 0;
  return host.endsWith(`.${candidate}`) ? candidate.length : 0;
}

function isSamePort(target: RequestTarget, candidate: Candidate): boolean {
  if (candidate.port === 0) return true;
  const port = target.port || (defaultPorts[target.protocol.replace(':', '').toLowerCase()] ?? 0);
  return port === 0 || port === candidate.port;
}

function isSamePlace(target: RequestTarget, { path, kind, isInternal }: Candidate): boolean {
  if (path === undefined) return true;
  const wanted = placeOf(path);
  if (target.path === '') return isInternal || (wanted === '/' && kind === 'url');
  const asked = placeOf(target.path);
  if (asked === wanted) return true;
  if (kind === 'url in text') return false;
  return wanted === '/' || isInternal || asked.startsWith(wanted);
}

/** A path for comparison: without fragment and `..`, decoded, folded. */
function placeOf(path: string): string {
  const hash = path.indexOf('#');
  const place = fold(decodePercent(hash < 0 ? path : path.slice(0, hash)).trim());
  if (place === '' || place === '/') return '/';
  const question = place.indexOf('?');
  const pathname = (question < 0 ? place : place.slice(0, question)).replace(/\\/g, '/');
  const segments: string[] = [];
  for (const segment of pathname.split('/').slice(1)) {
    if (segment === '..') segments.pop();
    else if (segment !== '.') segments.push(segment);
  }
  return `/${segments.join('/')}${question < 0 ? '' : place.slice(question)}`;
}

/** An answer of `api.test` that links to `api.test` chooses nothing. */
function isItself({ source, isInternal, port }: Candidate, host: string): boolean {
  const authority = /^http:\S+ ([^/\s]+)/.exec(source)?.[1];
  const own = authority === undefined ? undefined : readUrl(`//${authority}`);
  if (own?.host !== host) return false;
  // On the machine itself and in the private network another port is another service.
  return !isInternal || own.port === '' || port === 0 || Number(own.port) === port;
}

/**
 * Whether an HTTP event only says there which site it was sent to. That is nothing for an attacker to gain from as long as the host is a
 * public one and the headers are the gateway's, not those of some JSON in a body: who wants to rule that out as well lists the hosts in the policy.
 */
function isOwnSite({ trigger }: Source, { path, encodings }: Value): boolean {
  return trigger !== undefined && httpTriggers.has(trigger) && ownSiteField.test(path) && !encodings.some((step) => step.includes(':'));
}

/**
 * What the gateway says about whose tokens it accepts. It has checked them, so a function may well ask the issuer for its keys, and the
 * same text in the token itself (a header) says nothing else. Other claims may be what their subject wrote about itself.
 */
function issuersOf({ trigger, values }: Source): ReadonlySet<string> {
  const issuers = new Set<string>();
  if (trigger === undefined || !httpTriggers.has(trigger)) return issuers;
  for (let k = 0; k < values.length; k++) {
    const { path, text, encodings } = values[k] as Value;
    if (encodings.length === 0 && /^\$\.requestContext\.authorizer\.(?:jwt\.)?claims\.iss$/.test(path)) issuers.add(text);
  }
  return issuers;
}

function collect(index: Index): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const seen = new Set<string>();
  const work = { units: nestedUnits };
  for (let i = 0; i < index.sources.length; i++) {
    const source = index.sources[i] as Source;
    const { label, values } = source;
    const issuers = issuersOf(source);
    for (let k = 0; k < values.length; k++) {
      const value = values[k] as Value;
      if (value.isKey || issuers.has(value.text)) continue;
      const found: Candidate[] = [];
      collectFrom(found, value, label, work);
      const onlyInternal = found.length > 0 && isOwnSite(source, value);
      for (let c = 0; c < found.length; c++) {
        const candidate = found[c] as Candidate;
        const { host, port, path, kind, isInternal } = candidate;
        if (onlyInternal && !isInternal) continue;
        // The same host from the same form twice says nothing new.
        const key = `${kind} ${host} ${port} ${path} ${label}`;
        if (seen.has(key)) continue;
        seen.add(key);
        candidates.push(candidate);
      }
    }
  }
  if (work.units <= 0) index.reach('comparisons');
  return candidates;
}

function collectFrom(candidates: Candidate[], value: Value, source: string, work: { units: number }): void {
  const { text } = value;
  const start = text.length - text.trimStart().length;
  const isWord = text.length <= 4096 && !/\s/.test(text.trim());
  if (!isWord && text.length <= 4096 && /^\S+[\t\n\r]/.test(text.trim())) collectBroken(candidates, value, source, text.trim(), start);
  if (isWord || /^\s*[a-z][a-z0-9+.-]{0,30}:[/\\]{2}\S{1,4096}\s*$/i.test(text)) {
    const reading = readUrl(text.trim());
    if (reading) {
      push(
        candidates,
        value,
        source,
        start + reading.hostSpan[0],
        start + reading.hostSpan[1],
        reading.host,
        portOf(reading.port, reading.scheme),
        reading.path,
        'url',
      );
      return;
    }
    if (isWord) collectHost(candidates, value, source, text.trim(), start);
    return;
  }
  collectFromText(candidates, value, source, work);
}

/** A host with tabs or line ends within, which every client of the web leaves out before it reads (URL Standard, 4.4). */
function collectBroken(candidates: Candidate[], value: Value, source: string, text: string, offset: number): void {
  const hasScheme = /^[a-z][a-z0-9+.-]{0,30}:[/\\]{2}/i.test(text);
  const reading = readUrl(hasScheme ? text : `//${text}`);
  if (!reading || !isHostName(reading.host, text)) return;
  const start = reading.hostSpan[0] - (hasScheme ? 0 : 2);
  const end = reading.hostSpan[1] - (hasScheme ? 0 : 2);
  if (start < 0 || !/[\t\n\r]/.test(text.slice(start, end))) return;
  const path = hasScheme || reading.path !== '' ? reading.path.replace(/[\t\n\r]/g, '') : undefined;
  const port = portOf(reading.port, reading.scheme);
  push(candidates, value, source, offset + start, offset + end, reading.host, port, path, hasScheme ? 'url' : 'host');
}

/** `evil.test`, `evil.test:81/x`, `127.0.0.1`, `@evil.test/`, `:80@evil.test/`, `.evil.test`: what a program puts behind `https://` or behind a host. */
function collectHost(candidates: Candidate[], value: Value, source: string, text: string, offset: number): void {
  const reading = readUrl(`//${text}`);
  if (!reading || reading.hostSpan[0] < 2) return;
  const at = reading.hostSpan[0] - 2;
  // A mail address names no host to call; `@host` and `user:secret@host/path` do.
  if (at > 0 && /^[^@:/\\?#]+@[^@:/\\?#]+$/.test(text)) return;
  // `git@github.com:org/repo` is an address of git: what follows the colon is no port, and every client of the web refuses it.
  if (reading.port !== '' && !/^\d{1,5}$/.test(reading.port)) return;
  const { host } = reading;
  const isSuffix = text[at] === '.' && at === 0;
  const name = isSuffix ? `.${host.replace(/^\./, '')}` : host;
  if (!isHostName(name, text)) return;
  // Alone only: with a path or behind an `@` it says what to do there.
  if (serviceEndpoint.test(name) && canonicalHost(text) === name) return;
  const end = offset + at + (reading.hostSpan[1] - reading.hostSpan[0]);
  push(
    candidates,
    value,
    source,
    offset + at,
    end,
    name,
    portOf(reading.port, ''),
    reading.path === '' || at > 0 || isSuffix ? undefined : reading.path,
    isSuffix ? 'suffix' : 'host',
  );
}

/** A name of two labels, the machine's own name (`0` is one as well), or an address; another bare number below seven digits is a number. */
function isHostName(name: string, text: string): boolean {
  const address = readAddress(name);
  if (address) return /[.:x]/i.test(text) || /^(?:\d{7,}|0+$)/.test(text);
  if (name === 'localhost') return true;
  return /^\.?(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,62})\.)+[\p{L}][\p{L}\p{N}-]{1,62}$/u.test(name);
}

/** URLs in prose: a program that looks for links finds them, and takes them with their path. One in another one's path counts as well. */
function collectFromText(candidates: Candidate[], value: Value, source: string, work: { units: number }): void {
  const { text } = value;
  let read = 0;
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    let start = at;
    while (start > 0 && at - start < 20 && /[A-Za-z0-9+.-]/.test(text[start - 1] as string)) start--;
    if (start === at) continue;
    if (at < read && work.units <= 0) continue;
    let end = at + 3;
    while (end < text.length && end - at < 4096 && !/[\s"'<>`|)\]}]/.test(text[end] as string)) end++;
    // What was read before, as a part of the URL around it.
    work.units -= Math.max(0, Math.min(read, end) - at);
    read = Math.max(read, end);
    // The full stop of a sentence is no part of its link.
    while (end > at + 3 && /[.,;:!?]/.test(text[end - 1] as string)) end--;
    const reading = readUrl(text.slice(start, end));
    if (reading)
      push(
        candidates,
        value,
        source,
        start + reading.hostSpan[0],
        start + reading.hostSpan[1],
        reading.host,
        portOf(reading.port, reading.scheme),
        reading.path,
        'url in text',
      );
  }
}

function push(
  candidates: Candidate[],
  value: Value,
  source: string,
  start: number,
  end: number,
  host: string,
  port: number,
  path: string | undefined,
  kind: Candidate['kind'],
): void {
  const address = readAddress(host);
  const isInternal = /^localhost$|\.(?:localhost|internal|local)$/.test(host) || (address !== undefined && address.reach !== 'public');
  candidates.push({ value, source, start, end, host, port, path, kind, isInternal });
}

function portOf(port: string, scheme: string): number {
  if (/^\d{1,5}$/.test(port)) return Number(port);
  return defaultPorts[scheme] ?? 0;
}
