export { type Ingest, ingest } from './ingest.ts';
export { type Answer, type Cell, type Lake, openLake, type QueryOptions } from './query.ts';
export type { Question } from './question.ts';
export { questions } from './questions/index.ts';
export { type LakeWriter, lakeFiles, writeLake } from './store.ts';
export { columns } from './table.ts';
