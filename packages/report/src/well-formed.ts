const unpaired = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text without lone surrogates, which no encoding can write and every strict reader refuses. */
export function wellFormed(text: string): string {
  return text.replace(unpaired, '\ufffd');
}
