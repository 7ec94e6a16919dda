import { defaultLimits, type LimitName } from '@postern/core';
import { bytesOf } from './foreign.ts';
import type { Decoded, Format } from './format.ts';

const names = ['id', 'title', 'document', 'reads', 'certainty', 'needs', 'canDecode', 'decode'];
/** Those that are as they should be, so that each is looked at once. */
const checked = new WeakSet<Format>();

/** Throws what is missing of a format that somebody wrote. */
export function checkFormat(format: Format): void {
  if (typeof format !== 'object' || format === null) throw new TypeError('a format is an object, made with defineFormat');
  if (checked.has(format)) return;
  for (const name of Object.keys(format)) if (!names.includes(name)) throw new TypeError(`a format has no "${name}"`);
  const { id, title, reads, canDecode, decode, needs, certainty } = format as { readonly [name in keyof Format]: unknown } & {
    needs?: unknown;
    certainty?: unknown;
  };
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]*$/.test(id))
    throw new TypeError('the id of a format is a word of small letters, digits and dashes');
  if (typeof title !== 'string') throw new TypeError(`the format "${id}" has no title`);
  if (reads !== 'text' && reads !== 'bytes') throw new TypeError(`the format "${id}" reads neither text nor bytes`);
  if (typeof canDecode !== 'function') throw new TypeError(`the format "${id}" lacks canDecode`);
  if (typeof decode !== 'function') throw new TypeError(`the format "${id}" lacks decode`);
  if (needs !== undefined && !Number.isInteger(needs)) throw new TypeError(`what the format "${id}" needs are no marks`);
  if (certainty !== undefined && certainty !== 'form' && certainty !== 'guess')
    throw new TypeError(`the certainty of the format "${id}" is neither "form" nor "guess"`);
  checked.add(format);
}

/** No text falls into more pieces that each need a look of their own; data is one answer however much is in it. */
const mostAnswers = 100_000;

/** What somebody's own format answered, copied. Throws when anything in it is no view, and when there is more of it than there can be. */
export function copyOf(made: unknown): readonly Decoded[] {
  if (!Array.isArray(made) || made.length > mostAnswers) throw new TypeError('a format answers a list');
  const list: readonly unknown[] = made;
  const copies: Decoded[] = [];
  for (let i = 0; i < list.length; i++) copies.push(copyOfOne(list[i]));
  return copies;
}

function copyOfOne(decoded: unknown): Decoded {
  const { kind, step, text, bytes, data, isKey, limit } = decoded as Readonly<Record<string, unknown>>;
  if (kind === 'limit') {
    if (!isLimitName(limit)) throw new TypeError('there is no such limit');
    return { kind, limit };
  }
  if (typeof step !== 'string' || step === '') throw new TypeError('a view has a step');
  if (kind === 'text' && typeof text === 'string') return { kind, step, text, isKey: isKey === true };
  if (kind === 'bytes' && typeof bytes === 'object' && bytes !== null && ArrayBuffer.isView(bytes))
    return { kind, step, bytes: bytesOf(bytes) };
  // Data may be less than all of the text.
  if (kind === 'data' && data !== undefined) return { kind, step, data, isPartial: true };
  throw new TypeError('a view is of text, bytes or data');
}

function isLimitName(name: unknown): name is LimitName {
  return typeof name === 'string' && (Object.hasOwn(defaultLimits, name) || name === 'unreadable' || name === 'comparisons');
}
