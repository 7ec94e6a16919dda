/** An IP address and what it reaches. */
export interface Address {
  readonly version: 4 | 6;
  /** Canonical text: dotted decimal, or eight groups in hexadecimal with the longest run of zeros shortened (RFC 5952). */
  readonly text: string;
  /** 4 or 16 bytes. An IPv4 address inside an IPv6 one (mapped, translated, 6to4) is in `embedded`. */
  readonly bytes: readonly number[];
  readonly embedded?: Address;
  readonly reach: 'public' | 'loopback' | 'link-local' | 'private' | 'unspecified' | 'reserved';
}

/** Reads an address in any form that clients accept: `127.1`, `0x7f000001`, `0177.0.0.1`, `2130706433`, `::ffff:7f00:1`, with or without brackets. */
export function readAddress(text: string): Address | undefined {
  const host = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  if (host.length === 0 || host.length > 64) return undefined;
  if (host.includes(':')) return readV6(host);
  // A last part that is no number makes it a name.
  if (!/[0-9a-fA-FxX.]$/.test(host)) return undefined;
  const bytes = readV4(host);
  return bytes ? v4(bytes) : undefined;
}

/** WHATWG URL Standard, "IPv4 parser": one to four parts, decimal, octal or hexadecimal, the last one filling what is left. */
function readV4(host: string): number[] | undefined {
  const parts = host.split('.');
  if (parts[parts.length - 1] === '' && parts.length > 1) parts.pop();
  if (parts.length > 4) return undefined;
  const numbers: number[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as string;
    let number: number;
    if (/^0[xX][0-9a-fA-F]{0,16}$/.test(part)) number = part.length === 2 ? 0 : Number.parseInt(part.slice(2), 16);
    else if (/^0[0-7]{1,20}$/.test(part)) number = Number.parseInt(part, 8);
    else if (/^(?:0|[1-9][0-9]{0,11})$/.test(part)) number = Number(part);
    else return undefined;
    numbers.push(number);
  }
  const last = numbers.pop() as number;
  if (numbers.some((number) => number > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
  const bytes = numbers.slice();
  for (let i = 3 - numbers.length; i >= 0; i--) bytes.push(Math.floor(last / 256 ** i) % 256);
  return bytes;
}

/** RFC 4291 §2.2, with an IPv4 tail and a zone. */
function readV6(host: string): Address | undefined {
  const zone = host.indexOf('%');
  let text = zone < 0 ? host : host.slice(0, zone);
  const dotted = text.lastIndexOf(':');
  if (text.includes('.', dotted)) {
    const tail = readV4(text.slice(dotted + 1));
    if (!tail) return undefined;
    const [a, b, c, d] = tail as [number, number, number, number];
    text = `${text.slice(0, dotted + 1)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groups(halves[0] as string);
  const tail = halves.length === 2 ? groups(halves[1] as string) : [];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...new Array<number>(missing).fill(0), ...tail];
  return v6(all.flatMap((group) => [group >> 8, group & 0xff]));
}

function groups(text: string): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  return parts.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part)) ? parts.map((part) => Number.parseInt(part, 16)) : undefined;
}

function v4(bytes: readonly number[]): Address {
  return { version: 4, text: bytes.join('.'), bytes, reach: reachOfV4(bytes) };
}

/** IANA IPv4 Special-Purpose Address Registry. */
function reachOfV4(bytes: readonly number[]): Address['reach'] {
  const [a, b] = bytes as [number, number];
  if (a === 127) return 'loopback';
  if (a === 169 && b === 254) return 'link-local'; // the instance metadata service lives here
  if (a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 100 && b >= 64 && b < 128)) return 'private';
  if (a === 0) return 'unspecified';
  return a >= 224 || (a === 192 && b === 0) || (a === 198 && (b === 18 || b === 19)) ? 'reserved' : 'public';
}

function v6(bytes: readonly number[]): Address {
  const embedded = embeddedV4(bytes);
  return {
    version: 6,
    text: textOfV6(bytes),
    bytes,
    ...(embedded ? { embedded } : {}),
    reach: embedded ? embedded.reach : reachOfV6(bytes),
  };
}

function embeddedV4(bytes: readonly number[]): Address | undefined {
  const zeros = (count: number): boolean => bytes.slice(0, count).every((byte) => byte === 0);
  const isMapped = zeros(10) && bytes[10] === 0xff && bytes[11] === 0xff; // ::ffff:0:0/96
  const isCompatible = zeros(12) && !zeros(15) && !(zeros(15) && bytes[15] === 1);
  const isTranslated = bytes[0] === 0 && bytes[1] === 0x64 && bytes[2] === 0xff && bytes[3] === 0x9b; // 64:ff9b::/96 (RFC 6052)
  if (isMapped || isCompatible || isTranslated) return v4(bytes.slice(12));
  return bytes[0] === 0x20 && bytes[1] === 0x02 ? v4(bytes.slice(2, 6)) : undefined; // 2002::/16, 6to4
}

/** IANA IPv6 Special-Purpose Address Registry. */
function reachOfV6(bytes: readonly number[]): Address['reach'] {
  const [a, b] = bytes as [number, number];
  if (bytes.slice(0, 15).every((byte) => byte === 0)) return bytes[15] === 1 ? 'loopback' : bytes[15] === 0 ? 'unspecified' : 'reserved';
  if (a === 0xfe && (b & 0xc0) === 0x80) return 'link-local';
  if ((a & 0xfe) === 0xfc) return 'private';
  return a === 0xff ? 'reserved' : 'public';
}

function textOfV6(bytes: readonly number[]): string {
  const words: number[] = [];
  for (let i = 0; i < 16; i += 2) words.push(((bytes[i] as number) << 8) | (bytes[i + 1] as number));
  let best = 0;
  let bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && words[i + length] === 0) length++;
    if (length > bestLength) {
      best = i;
      bestLength = length;
    }
  }
  const hex = words.map((word) => word.toString(16));
  if (bestLength < 2) return hex.join(':');
  return `${hex.slice(0, best).join(':')}::${hex.slice(best + bestLength).join(':')}`;
}
