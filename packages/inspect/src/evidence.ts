import { type AttackClassName, excerpt, excerptLength, type Span } from '@postern/core';
import { checkSalt, type InspectOptions, type Keep } from './options.ts';
import { sipHash } from './text/siphash.ts';

/** Longer spans agree in their beginning when they are the same attack. */
const mostHashed = 4096;

/** What is said of the text of a detection. */
export interface EvidenceMaker {
  keepOf(name: AttackClassName): Keep;
  /** The text that a class may keep. Of a secret only the attack in it. */
  evidence(text: string, span: Span, keep: Keep, isSecret: boolean): string;
  /** By which the same attack is known again; nothing without a salt. */
  hash(text: string, span: Span): string | undefined;
}

export function createEvidenceMaker(options: InspectOptions | undefined): EvidenceMaker {
  let key: Uint8Array | undefined;
  return {
    keepOf: (name) => options?.keep?.[name] ?? 'excerpt',
    evidence(text, [start, end], keep, isSecret) {
      if (keep === 'excerpt') return isSecret ? attackIn(text, start, end) : excerpt(text, start, end);
      return keep === 'shape' ? shapeOf(text.slice(start, Math.min(end, start + excerptLength))) : '';
    },
    hash(text, [start, end]) {
      if (key === undefined) {
        const salt = options?.salt;
        if (salt === undefined) return undefined;
        key = keyOf(checkSalt(typeof salt === 'function' ? salt() : salt));
      }
      return sipHash(key, bytesOf(normalized(text.slice(start, Math.min(end, start + mostHashed)))));
    },
  };
}

function attackIn(text: string, start: number, end: number): string {
  const attack = text.slice(start, end);
  // Where it begins with the text, the secret is its first word.
  const shown = start > 0 ? `‹redacted›${attack}` : attack.replace(/^[^\s'"`();|&$<>{}]{4,}/, '‹redacted›');
  return excerpt(end < text.length ? `${shown}‹redacted›` : shown);
}

/** Letters as `a`, digits as `0`, white space as a blank, control characters as `?`; what is left is the punctuation that makes the attack. */
export function shapeOf(text: string): string {
  return text
    .replace(/\p{L}|\p{M}/gu, 'a')
    .replace(/\p{N}/gu, '0')
    .replace(/\s/g, ' ')
    .replace(/[\p{C}\p{Z}]/gu, (unit) => (unit === ' ' ? unit : '?'));
}

/** The same for an attack in other cases or with other blanks. */
function normalized(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** 128 bits of a salt of any length. */
function keyOf(salt: string): Uint8Array {
  const bytes = bytesOf(salt);
  const key = new Uint8Array(16);
  const halves = sipHash(key, bytes) + sipHash(new Uint8Array(16).fill(1), bytes);
  for (let i = 0; i < 16; i++) key[i] = Number.parseInt(halves.slice(2 * i, 2 * i + 2), 16);
  return key;
}

/** Two bytes of each unit, the low one first: UTF-16LE, which has a form for unpaired surrogates too. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[2 * i] = unit;
    bytes[2 * i + 1] = unit >> 8;
  }
  return bytes;
}
