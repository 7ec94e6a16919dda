import type { Severity } from '@postern/core';

export interface TerminalOptions {
  /** Escape sequences for colour. Default: none. */
  readonly color?: boolean;
  /** Columns; default 80, at least 40. */
  readonly width?: number;
  /**
   * What findings are put together by: the function, file or resource they are `about` (default: what happened to it), or the `risk` of
   * the SAS top 10 (what is wrong with an application).
   */
  readonly groupBy?: 'about' | 'risk';
}

export interface Style {
  readonly color: boolean;
  readonly width: number;
  strong(text: string): string;
  faint(text: string): string;
  marked(text: string): string;
  severity(severity: Severity, text: string): string;
  good(text: string): string;
}

const codes = { strong: 1, faint: 2, marked: '1;97;41', red: '1;31', yellow: 33, cyan: 36, green: 32 } as const;
const severityCodes: Readonly<Record<Severity, string | number>> = {
  critical: codes.red,
  high: codes.red,
  medium: codes.yellow,
  low: codes.cyan,
  info: codes.faint,
};

export function createStyle(options: TerminalOptions = {}): Style {
  const color = options.color ?? false;
  const paint = (code: string | number, text: string): string => (color && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    color,
    width: Math.max(40, options.width ?? 80),
    strong: (text) => paint(codes.strong, text),
    faint: (text) => paint(codes.faint, text),
    marked: (text) => paint(codes.marked, text),
    severity: (severity, text) => paint(severityCodes[severity], text),
    good: (text) => paint(codes.green, text),
  };
}
