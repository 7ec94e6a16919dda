import { type Field, object, peek } from './trigger.ts';

/**
 * An object of the platform's making. `stamped` are the names, separated by blanks, of what the platform stamps; `fields` are its other members. A
 * member in neither is untrusted; member names are the platform's, not data.
 */
export function record(stamped: string, fields: Readonly<Record<string, Field>> = {}): Field {
  const all: Record<string, Field> = {};
  if (stamped !== '') for (const name of stamped.split(' ')) all[name] = 'platform';
  return object({ ...all, ...fields }, { namesAreData: false });
}

/** Fields that the platform fills in, by name: to be described beside others. */
export function stamped(...names: readonly string[]): Readonly<Record<string, Field>> {
  const fields: Record<string, Field> = {};
  for (const name of names) fields[name] = 'platform';
  return fields;
}

/** Whether `value` owns a text under each of the names. */
export function hasTexts(value: unknown, ...names: readonly string[]): boolean {
  for (let i = 0; i < names.length; i++) if (typeof peek(value, names[i] as string) !== 'string') return false;
  return true;
}

/** Whether the first record of a batch has the member `name`, an object. */
export function hasRecordsWith(event: unknown, name: string): boolean {
  const member = peek(event, 'Records', 0, name);
  return typeof member === 'object' && member !== null;
}

/** Whether there is an object, or a list, at `keys`. */
export function hasObject(value: unknown, ...keys: readonly (string | number)[]): boolean {
  const member = peek(value, ...keys);
  return typeof member === 'object' && member !== null;
}
