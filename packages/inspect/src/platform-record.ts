import { type Field, object } from './trigger.ts';

/** An object whose names the platform chose: a name that is not described is still no outsider's text. */
export function record(fields: Readonly<Record<string, Field>>): Field {
  return object(fields, { namesAreData: false });
}

/** Fields that the platform fills in, by name. */
export function stamped(...names: readonly string[]): Readonly<Record<string, Field>> {
  const fields: Record<string, Field> = {};
  for (const name of names) fields[name] = 'platform';
  return fields;
}
