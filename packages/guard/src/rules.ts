import type { AttackClassName, RuleMetadata } from '@postern/core';

export type RuleName =
  | 'commandInjection'
  | 'codeInjection'
  | 'pathTraversal'
  | 'serverSideRequest'
  | 'sqlInjection'
  | 'hostNotAllowed'
  | 'door'
  | 'incomplete'
  | 'fault'
  | 'policyUnreadable'
  | 'modeUnavailable'
  | 'impostor';

/** What the guard reports at run time, by id. */
export const rules: Readonly<Record<RuleName, RuleMetadata>> = {
  commandInjection: rule('guard/command-injection', 'command-injection', 'cmdi', 'critical', 'Input became part of a command', [78], {
    remediation:
      'Start the program directly with execFile or spawn and pass the value as one argument, after "--" where the program takes options.',
  }),
  codeInjection: rule('guard/code-injection', 'code-injection', 'codei', 'critical', 'Input became code', [95], {
    remediation: 'Read data with JSON.parse; never build code from text that came from outside.',
  }),
  pathTraversal: rule('guard/path-traversal', 'path-traversal', 'lfi', 'high', 'Input chose a file outside of its folder', [22], {
    remediation: 'Look the file up by an id, or compare path.resolve(folder, name) with the folder before opening it.',
  }),
  serverSideRequest: rule(
    'guard/server-side-request',
    'server-side-request-forgery',
    'ssrf',
    'high',
    'Input chose the host of a request',
    [918],
    {
      remediation:
        'Keep the host in the configuration and take only identifiers from the input; or list the allowed hosts in the policy (hosts).',
    },
  ),
  sqlInjection: rule('guard/sql-injection', 'sql-injection', 'sqli', 'critical', 'Input changed the structure of an SQL statement', [89], {
    remediation: 'Pass the value as a parameter: client.query("… WHERE id = $1", [id]).',
  }),
  hostNotAllowed: rule(
    'guard/host-not-allowed',
    'egress-not-allowed',
    'ssrf',
    'high',
    'A host that the policy does not list was contacted',
    [918],
    {
      remediation: 'If the function is meant to reach this host, add it to "hosts" in the policy.',
    },
  ),
  door: rule('guard/door', 'hostile-event', undefined, 'medium', 'An event carries an attack', [20], {
    remediation: 'Nothing needs doing if no sink was reached; door.block refuses such events before the handler.',
  }),
  incomplete: rule('guard/incomplete', 'inspection-incomplete', undefined, 'low', 'An inspection ended at a limit', [400], {
    remediation: 'See which limit it was; onIncomplete decides whether such events are let in.',
  }),
  fault: rule('guard/fault', 'guard-fault', undefined, 'medium', 'The guard failed at something', [703], {
    remediation: 'Please report it with this record; onFault decides whether the function goes on.',
  }),
  policyUnreadable: rule('guard/policy-unreadable', 'policy-unreadable', undefined, 'high', 'The policy could not be read', [1188], {
    remediation: 'Run postern policy check on the policy file and compile it again with this version.',
  }),
  modeUnavailable: rule('guard/mode-unavailable', 'guard-misconfigured', undefined, 'high', 'The requested mode is not available', [1188], {
    remediation: 'Set POSTERN_MODE to off, observe or block.',
  }),
  impostor: rule('guard/impostor', 'guard-impostor', undefined, 'critical', 'Something posed as the guard', [345], {
    remediation: 'Find the package that set Symbol.for("postern.guard") on process before the guard was loaded.',
  }),
};

function rule(
  id: string,
  concept: string,
  attackClass: AttackClassName | undefined,
  severity: RuleMetadata['severity'],
  title: string,
  cwe: readonly number[],
  more: Pick<RuleMetadata, 'remediation'>,
): RuleMetadata {
  const sas: RuleMetadata['sas'] = attackClass === undefined ? ['SAS-5'] : ['SAS-1'];
  return { id, concept, ...(attackClass ? { class: attackClass } : {}), severity, title, sas, cwe, ...more };
}
