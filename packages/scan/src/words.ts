/** `a`, `a and b`, `a, b and 3 more`. */
export function listOf(names: readonly string[], shown = 4): string {
  const unique = [...new Set(names)];
  if (unique.length <= 1) return unique[0] ?? '';
  if (unique.length <= shown) return `${unique.slice(0, -1).join(', ')} and ${unique.at(-1)}`;
  return `${unique.slice(0, shown - 1).join(', ')} and ${unique.length - shown + 1} more`;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
