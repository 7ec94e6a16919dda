export type { MappingOptions } from './event.ts';
export { ocsfVersion } from './schema.generated.ts';
export { toOcsf } from './to-ocsf.ts';
export type * from './types.generated.ts';
export { isOcsfEvent, type OcsfProblem, validateOcsf } from './validate.ts';
