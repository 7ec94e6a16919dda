import { type DoorPolicy, defaultPolicy, type Policy, type PolicyDocument, type PolicyPart, type TriggerPolicy } from './policy.ts';

/** What holds for one function: its own part over the application's part over the defaults. Without a name, what holds for any function. */
export function policyFor(document: PolicyDocument, functionName?: string): Policy {
  const application = withPart(defaultPolicy, document);
  const functions = document.functions;
  if (functionName === undefined || functions === undefined || !Object.hasOwn(functions, functionName)) return application;
  return withPart(application, functions[functionName] as PolicyPart);
}

function withPart(policy: Policy, part: PolicyPart): Policy {
  const mode = part.mode ?? policy.mode;
  const hosts = part.hosts ?? policy.hosts;
  return {
    ...(mode === undefined ? {} : { mode }),
    onFault: part.onFault ?? policy.onFault,
    onIncomplete: part.onIncomplete ?? policy.onIncomplete,
    door: part.door === undefined ? policy.door : withDoor(policy.door, part.door),
    evidence: part.evidence === undefined ? policy.evidence : { keep: { ...policy.evidence.keep, ...part.evidence.keep } },
    ...(hosts === undefined ? {} : { hosts }),
    allow: part.allow === undefined ? policy.allow : [...policy.allow, ...part.allow],
  };
}

function withDoor(door: DoorPolicy, part: Partial<DoorPolicy>): DoorPolicy {
  const triggers: Record<string, TriggerPolicy> = Object.create(null);
  for (const id of Object.keys(door.triggers)) triggers[id] = door.triggers[id] as TriggerPolicy;
  for (const id of Object.keys(part.triggers ?? {})) triggers[id] = { ...triggers[id], ...part.triggers?.[id] };
  return { inspect: part.inspect ?? door.inspect, block: part.block ?? door.block, triggers };
}
