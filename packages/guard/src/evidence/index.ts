export { codeEvidence } from './code.ts';
export { type Command, commandEvidence } from './command.ts';
export { createIndex, type Index } from './input-index.ts';
export { type PathEvidenceOptions, pathEvidence } from './path.ts';
export { shellEvidence } from './shell.ts';
export type { Match, Source, StructureChange } from './source.ts';
export { type SqlEvidenceOptions, sqlEvidence } from './sql.ts';
export { type RequestTarget, urlEvidence } from './url.ts';
