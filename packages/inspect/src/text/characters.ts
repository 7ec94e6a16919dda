/** A table by code of ASCII: 1 for each of `characters`. For what is asked of every unit of a text; only what is below 128 may be asked. */
export function asciiTable(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (let i = 0; i < characters.length; i++) table[characters.charCodeAt(i)] = 1;
  return table;
}
