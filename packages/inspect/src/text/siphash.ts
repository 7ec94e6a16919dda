/**
 * SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012): 64 bits that nobody can compute or reverse without the key, as 16
 * hexadecimal digits of the number. `key`: 16 bytes. Words are pairs of 32 bits, as the language has no others that are fast.
 */
export function sipHash(key: Uint8Array, bytes: Uint8Array): string {
  const k = [word(key, 0), word(key, 4), word(key, 8), word(key, 12)] as const;
  // The state, low half before high half.
  const v = new Int32Array([
    k[0] ^ 0x70736575,
    k[1] ^ 0x736f6d65,
    k[2] ^ 0x6e646f6d,
    k[3] ^ 0x646f7261,
    k[0] ^ 0x6e657261,
    k[1] ^ 0x6c796765,
    k[2] ^ 0x79746573,
    k[3] ^ 0x74656462,
  ]);
  const whole = bytes.length & ~7;
  for (let at = 0; at < whole; at += 8) compress(v, word(bytes, at), word(bytes, at + 4));
  const last = new Uint8Array(8);
  last.set(bytes.subarray(whole));
  last[7] = bytes.length & 0xff;
  compress(v, word(last, 0), word(last, 4));
  v[4] = at(v, 4) ^ 0xff;
  for (let i = 0; i < 4; i++) round(v);
  const low = at(v, 0) ^ at(v, 2) ^ at(v, 4) ^ at(v, 6);
  const high = at(v, 1) ^ at(v, 3) ^ at(v, 5) ^ at(v, 7);
  return hex(high) + hex(low);
}

function compress(v: Int32Array, low: number, high: number): void {
  v[6] = at(v, 6) ^ low;
  v[7] = at(v, 7) ^ high;
  round(v);
  round(v);
  v[0] = at(v, 0) ^ low;
  v[1] = at(v, 1) ^ high;
}

function round(v: Int32Array): void {
  mix(v, 0, 2, 13);
  swap(v, 0);
  mix(v, 4, 6, 16);
  mix(v, 0, 6, 21);
  mix(v, 4, 2, 17);
  swap(v, 4);
}

/** Adds word `b` to word `a`, then turns `b` left by `bits` and mixes the sum into it. */
function mix(v: Int32Array, a: number, b: number, bits: number): void {
  const low = (at(v, a) >>> 0) + (at(v, b) >>> 0);
  v[a] = low;
  v[a + 1] = at(v, a + 1) + at(v, b + 1) + (low > 0xffffffff ? 1 : 0);
  const [lowB, highB] = [at(v, b), at(v, b + 1)];
  v[b] = ((lowB << bits) | (highB >>> (32 - bits))) ^ at(v, a);
  v[b + 1] = ((highB << bits) | (lowB >>> (32 - bits))) ^ at(v, a + 1);
}

/** Turns a word by half. */
function swap(v: Int32Array, a: number): void {
  const low = at(v, a);
  v[a] = at(v, a + 1);
  v[a + 1] = low;
}

function at(v: Int32Array, index: number): number {
  return v[index] as number;
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

function hex(half: number): string {
  return (half >>> 0).toString(16).padStart(8, '0');
}
