/** Collects text up to a limit and counts what comes after it, so that a flood of output costs bounded memory and is told. */
export class BoundedText {
  #parts: string[] = [];
  #length = 0;
  #dropped = 0;
  readonly #limit: number;

  /** @param limit in UTF-16 units */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(text: string): void {
    const kept = text.slice(0, Math.max(this.#limit - this.#length, 0));
    if (kept !== '') this.#parts.push(kept);
    this.#length += kept.length;
    this.#dropped += text.length - kept.length;
  }

  /** What was collected since the last call, with a last line on what was left out. */
  take(): string {
    const text = this.#parts.join('') + (this.#dropped > 0 ? `\n… ${this.#dropped} more characters of output were not kept.\n` : '');
    this.#parts = [];
    this.#length = 0;
    this.#dropped = 0;
    return text;
  }
}
