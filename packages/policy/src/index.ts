export { type CompiledPolicy, compilePolicy, readCompiled, readOnFault, type Sha256 } from './compiled.ts';
export {
  allowanceFor,
  type Decision,
  decideDoor,
  decideMode,
  expectAtDoor,
  type Inspected,
  type InspectedEvent,
  inspectAt,
  isSampled,
  type ModeDecision,
} from './decide.ts';
export { documentFields, type Field, type FieldType, policyFields, type TextForm } from './fields.ts';
export { allowsHost } from './hosts.ts';
export { policyFor } from './merge.ts';
export {
  type Allowance,
  type DoorPolicy,
  defaultPolicy,
  type EvidencePolicy,
  type FaultAnswer,
  faultAnswers,
  type InspectionTime,
  inspectionTimes,
  type Keep,
  keeps,
  type Policy,
  type PolicyDocument,
  type PolicyPart,
  policyVersion,
  type TriggerPolicy,
  type Verdict,
  verdicts,
} from './policy.ts';
export { formatPath, type Problem, type ReadPolicyOptions, readPolicy } from './read-policy.ts';
export { textForms } from './text-forms.ts';
