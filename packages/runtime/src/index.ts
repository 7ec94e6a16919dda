export { type FunctionSpec, isRuntimeName, type NodeRuntimeName, nodeRuntimes, type RuntimeName } from './function-spec.ts';
export type { GuardAttachment } from './instance.ts';
export { findPython } from './interpreter.ts';
export type { FunctionError, InvocationResult } from './invocation-result.ts';
export { type InvokeOptions, RunningFunction, type StartOptions, startFunction } from './running-function.ts';
export { maxEventBytes } from './runtime-api.ts';
