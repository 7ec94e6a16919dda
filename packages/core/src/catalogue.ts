/** The ten risks of serverless applications (SAS top 10), by number. */
export const risks = {
  'SAS-1': 'Event injection',
  'SAS-2': 'Broken authentication',
  'SAS-3': 'Insecure deployment configuration',
  'SAS-4': 'Over-privileged roles',
  'SAS-5': 'Inadequate monitoring',
  'SAS-6': 'Insecure dependencies',
  'SAS-7': 'Insecure secrets',
  'SAS-8': 'Denial of service and of wallet',
  'SAS-9': 'Execution-flow manipulation',
  'SAS-10': 'Verbose errors',
} as const;
export type Risk = keyof typeof risks;

export interface AttackClass {
  readonly title: string;
  /** CWE numbers, the most specific first (cwe.mitre.org). */
  readonly cwe: readonly number[];
  /** CAPEC numbers (capec.mitre.org). */
  readonly capec: readonly number[];
}

export const attackClassNames = [
  'sqli',
  'nosqli',
  'cmdi',
  'codei',
  'ssrf',
  'xxe',
  'lfi',
  'rfi',
  'xss',
  'deserialization',
  'protopollution',
  'ssti',
  'ldapi',
  'xpathi',
  'crlf',
  'jndi',
  'redos',
  'xmlbomb',
  'bomb',
  'pubsub',
  'mailheader',
  'hashflood',
] as const;
export type AttackClassName = (typeof attackClassNames)[number];

/** The classes that detections are sorted into. */
export const attackClasses: Readonly<Record<AttackClassName, AttackClass>> = {
  sqli: { title: 'SQL injection', cwe: [89], capec: [66] },
  nosqli: { title: 'NoSQL injection', cwe: [943], capec: [676] },
  cmdi: { title: 'Command injection', cwe: [78], capec: [88] },
  codei: { title: 'Code injection', cwe: [94, 95], capec: [242] },
  ssrf: { title: 'Server-side request forgery', cwe: [918], capec: [664] },
  xxe: { title: 'XML external entity', cwe: [611], capec: [221] },
  lfi: { title: 'Path traversal', cwe: [22], capec: [126] },
  rfi: { title: 'Remote file inclusion', cwe: [98], capec: [193] },
  xss: { title: 'Cross-site scripting', cwe: [79], capec: [63] },
  deserialization: { title: 'Deserialization of untrusted data', cwe: [502], capec: [586] },
  protopollution: { title: 'Prototype pollution', cwe: [1321], capec: [180] },
  ssti: { title: 'Server-side template injection', cwe: [1336], capec: [242] },
  ldapi: { title: 'LDAP injection', cwe: [90], capec: [136] },
  xpathi: { title: 'XPath injection', cwe: [643], capec: [83] },
  crlf: { title: 'CRLF injection', cwe: [93], capec: [105] },
  jndi: { title: 'JNDI lookup injection', cwe: [917], capec: [242] },
  redos: { title: 'Regular-expression denial of service', cwe: [1333], capec: [492] },
  xmlbomb: { title: 'XML entity expansion', cwe: [776], capec: [197] },
  bomb: { title: 'Decompression or nesting bomb', cwe: [409], capec: [230] },
  pubsub: { title: 'Publish/subscribe tampering', cwe: [345], capec: [594] },
  mailheader: { title: 'E-mail header injection', cwe: [93], capec: [41] },
  hashflood: { title: 'Hash flooding', cwe: [407], capec: [25] },
};

export function isAttackClass(name: string): name is AttackClassName {
  return Object.hasOwn(attackClasses, name);
}
