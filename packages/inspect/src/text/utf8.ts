/** Beyond this many arguments `String.fromCharCode` may overflow the stack. */
const chunkUnits = 4096;
// For the many short ones: an array for each would cost more than decoding. Nothing runs between filling and reading it.
const scratch = new Uint16Array(256);

/**
 * Text of UTF-8 bytes as every decoder of the platform makes it: the "UTF-8 decoder" of the Encoding Standard, U+FFFD for what is malformed,
 * the byte order mark kept. With `acceptOverlong` the longer forms of ASCII are read as the old decoders did that attackers aim at (CVE-2000-0884).
 */
export function decodeUtf8(bytes: Uint8Array, start = 0, end: number = bytes.length, acceptOverlong = false): string {
  let text = '';
  const units = end - start < scratch.length ? scratch : new Uint16Array(chunkUnits);
  let count = 0;
  let i = start;
  while (i < end) {
    if (count >= units.length - 1) {
      text += String.fromCharCode.apply(null, units.subarray(0, count) as unknown as number[]);
      count = 0;
    }
    const first = bytes[i++] as number;
    if (first < 0x80) {
      units[count++] = first;
      continue;
    }
    let needed = 0;
    let lower = 0x80;
    let upper = 0xbf;
    let point = 0;
    if (first >= (acceptOverlong ? 0xc0 : 0xc2) && first <= 0xdf) {
      needed = 1;
      point = first & 0x1f;
    } else if (first >= 0xe0 && first <= 0xef) {
      needed = 2;
      point = first & 0xf;
      if (first === 0xe0 && !acceptOverlong) lower = 0xa0;
      if (first === 0xed) upper = 0x9f;
    } else if (first >= 0xf0 && first <= 0xf4) {
      needed = 3;
      point = first & 7;
      if (first === 0xf0 && !acceptOverlong) lower = 0x90;
      if (first === 0xf4) upper = 0x8f;
    }
    let valid = needed > 0;
    for (; valid && needed > 0; needed--) {
      const next = i < end ? (bytes[i] as number) : 0;
      if (next < lower || next > upper) {
        valid = false;
        break;
      }
      lower = 0x80;
      upper = 0xbf;
      point = (point << 6) | (next & 0x3f);
      i++;
    }
    if (!valid) units[count++] = 0xfffd;
    else if (point < 0x10000) units[count++] = point;
    else {
      units[count++] = 0xd7c0 + (point >> 10);
      units[count++] = 0xdc00 + (point & 0x3ff);
    }
  }
  return text + String.fromCharCode.apply(null, units.subarray(0, count) as unknown as number[]);
}
