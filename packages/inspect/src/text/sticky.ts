/** Where a sticky pattern ends that is tried at `at`; -1 when it does not match there. */
export function endOf(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : -1;
}
