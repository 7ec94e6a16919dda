export type Substitutions = Readonly<Record<string, string>>;

/** Replaces `${NAME}` by its value; an unknown name stays as it is, because code and SQL have such things too. */
export function substitute(text: string, values: Substitutions): string {
  return text.replace(/\$\{([A-Z][A-Z0-9_]*)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] as string) : whole,
  );
}

/** The same in every string of an event; a string that is `${base64:…}` as a whole becomes the base64 of what is inside. */
export function substituteEvent(event: unknown, values: Substitutions): unknown {
  if (typeof event === 'string') {
    const text = substitute(event, values);
    return text.startsWith('${base64:') && text.endsWith('}') ? Buffer.from(text.slice(9, -1)).toString('base64') : text;
  }
  if (Array.isArray(event)) return event.map((item) => substituteEvent(item, values));
  if (typeof event !== 'object' || event === null) return event;
  return Object.fromEntries(Object.entries(event).map(([key, value]) => [key, substituteEvent(value, values)]));
}
