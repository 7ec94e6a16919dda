/** Where the line of `at` begins, `most` units before at most: a text without line ends must not be searched through from each of its places. */
export function startOfLine(text: string, at: number, most: number): number {
  const first = Math.max(0, at - most);
  let start = at;
  while (start > first && text.charCodeAt(start - 1) !== lineEnd) start--;
  return start;
}

/** Where the line of `at` ends, `most` units behind at most. */
export function endOfLine(text: string, at: number, most: number): number {
  const last = Math.min(text.length, at + most);
  let end = at;
  while (end < last && text.charCodeAt(end) !== lineEnd) end++;
  return end;
}

const lineEnd = 10;
