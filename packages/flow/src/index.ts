export { findFlows, flowProblems } from './find-flows.ts';
export type { Flow, FlowClass, FlowPlace, SourceKind } from './flow.ts';
export { join } from './join.ts';
