export { describeFinding } from './describe-finding.ts';
export { describeRecord } from './describe-record.ts';
export { writeJson, writeJsonDocument } from './json.ts';
export { markSpans } from './mark-spans.ts';
export type { TerminalOptions } from './style.ts';
export { type TableCell, writeTable } from './table.ts';
export { writeTerminal } from './terminal.ts';
