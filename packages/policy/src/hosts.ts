import type { Policy } from './policy.ts';

/** A destination in the one form in which two spellings of it are equal. */
interface Destination {
  readonly host: string;
  /** Any name below `host`, not `host` itself. */
  readonly below: boolean;
  readonly port?: number;
}

/**
 * Whether the policy lets the function reach `host`:`port`; `undefined` when it has no list, so that nothing is said about destinations.
 * Case, one trailing dot, IPv6 brackets and spellings make no difference. A host in a spelling that is not understood is not allowed.
 * Port 0, to which nothing can connect, asks about the name alone: a name is resolved before anybody says to which port.
 */
export function allowsHost(policy: Pick<Policy, 'hosts'>, host: string, port: number): boolean | undefined {
  if (policy.hosts === undefined) return undefined;
  const wanted = normalizeHost(host);
  for (let i = 0; i < policy.hosts.length; i++) {
    const listed = readDestination(policy.hosts[i] as string);
    if (typeof listed === 'string' || (listed.port !== undefined && listed.port !== port && port !== 0)) continue;
    if (listed.below ? wanted.length > listed.host.length + 1 && wanted.endsWith(`.${listed.host}`) : wanted === listed.host) return true;
  }
  return false;
}

/** Reads an entry of `hosts`; a string answer is the problem with it. */
export function readDestination(text: string): Destination | string {
  if (text.length > 300) return 'is longer than any host name';
  if (text.includes('://') || text.includes('/')) return 'must be a host or host:port, without scheme and path';
  if (text.includes('@')) return 'must be a host or host:port, without a user';
  const split = splitPort(text);
  if (typeof split === 'string') return split;
  const below = split.host.startsWith('*.');
  const host = normalizeHost(below ? split.host.slice(2) : split.host);
  const problem = hostProblem(host, below);
  if (problem !== undefined) return problem;
  return split.port === undefined ? { host, below } : { host, below, port: split.port };
}

function splitPort(text: string): { readonly host: string; readonly port?: number } | string {
  let end = text.length;
  if (text.startsWith('[')) {
    const bracket = text.indexOf(']');
    if (bracket < 0) return 'has a [ without a ]';
    end = bracket + 1;
    if (end === text.length) return { host: text };
    if (text[end] !== ':') return 'has text after the ] that is no :port';
  } else {
    end = text.indexOf(':');
    // No colon: no port. Two colons: IPv6 without brackets, which can have no port.
    if (end < 0 || text.indexOf(':', end + 1) >= 0) return { host: text };
  }
  const digits = text.slice(end + 1);
  const port = Number(digits);
  if (!/^[0-9]{1,5}$/.test(digits) || port < 1 || port > 65535) return `has "${digits}" as its port, which is no number from 1 to 65535`;
  return { host: text.slice(0, end), port };
}

function hostProblem(host: string, below: boolean): string | undefined {
  if (host === '') return 'is empty';
  if (host.includes('*')) return 'may have * only as its first label, followed by a name: *.example.com';
  if (host.includes(':')) {
    if (below) return 'has a wildcard before an address; wildcards are for names';
    return parseIpv6(host) === undefined ? 'is no valid IPv6 address' : undefined;
  }
  for (let i = 0; i < host.length; i++) if (host.charCodeAt(i) > 127) return 'must be in its ASCII form (xn--…)';
  const labels = host.split('.');
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as string;
    // RFC 1123 §2.1, and the underscore of service names (RFC 2782).
    if (!/^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
      return label === '' ? 'has an empty label' : `has "${label}" in it, which is no part of a host name`;
  }
  // A name whose last label is a number is an IPv4 address to every resolver (WHATWG URL, "ends in a number").
  if (/^(?:[0-9]+|0x[0-9a-f]*)$/.test(labels[labels.length - 1] as string)) {
    if (below) return 'has a wildcard before an address; wildcards are for names';
    return parseIpv4(host) === undefined ? 'is no valid IPv4 address; write it as four decimal numbers' : undefined;
  }
  return undefined;
}

/** Lower case, no trailing dot, no brackets; addresses in one spelling, an IPv4 address inside IPv6 (RFC 4291 §2.5.5.2) as IPv4. */
function normalizeHost(host: string): string {
  let text = host.toLowerCase();
  if (text.startsWith('[') && text.endsWith(']')) text = text.slice(1, -1);
  if (text.includes(':')) {
    const groups = parseIpv6(text);
    if (groups === undefined) return text;
    const mapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
    if (!mapped) return groups.map((group) => group.toString(16)).join(':');
    const high = groups[6] as number;
    const low = groups[7] as number;
    return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  }
  if (text.endsWith('.')) text = text.slice(0, -1);
  return text;
}

function parseIpv4(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const numbers: number[] = [];
  for (let i = 0; i < 4; i++) {
    // A leading zero is octal to some resolvers and decimal to others: refused.
    if (!/^(?:0|[1-9][0-9]{0,2})$/.test(parts[i] as string) || Number(parts[i]) > 255) return undefined;
    numbers.push(Number(parts[i]));
  }
  return numbers;
}

/** The eight groups of an IPv6 address (RFC 4291 §2.2), without a zone. */
function parseIpv6(text: string): readonly number[] | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] as string, halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] as string, true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}

function parseGroups(text: string, mayEndInIpv4: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as string;
    if (mayEndInIpv4 && i === parts.length - 1 && part.includes('.')) {
      const ipv4 = parseIpv4(part);
      if (ipv4 === undefined) return undefined;
      groups.push((ipv4[0] as number) * 256 + (ipv4[1] as number), (ipv4[2] as number) * 256 + (ipv4[3] as number));
    } else {
      if (!/^[0-9a-f]{1,4}$/.test(part)) return undefined;
      groups.push(Number.parseInt(part, 16));
    }
  }
  return groups;
}
