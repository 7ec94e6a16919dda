import { attackClasses, confidences, isAttackClass, type Risk, risks, type Severity, severities } from '@postern/core';
import { baseEvent, type MappingOptions, timeOf } from './event.ts';
import { bounded, count, list, type Members, object, present, text, texts } from './tolerant.ts';

const vulnerabilityFinding = 2002;
const complianceFinding = 2003;
const detectionFinding = 2004;
const postureFinding = 2007;

/** Of lists that a line may make as long as it likes. */
const maxEvidence = 10;
const maxVulnerabilities = 10;

const severityIds: Readonly<Record<Severity, number>> = { info: 1, low: 2, medium: 3, high: 4, critical: 5 };
/** `action_id` and `disposition_id` of the profile security_control: what was done, and what became of the call. */
const actions: Readonly<Record<string, { readonly action: number; readonly disposition: number }>> = {
  blocked: { action: 2, disposition: 2 },
  observed: { action: 3, disposition: 15 },
  'failed-open': { action: 1, disposition: 27 },
};

/** The parts of a finding that more than one class needs, each of its own type or absent. */
interface Read {
  readonly ruleId: string;
  readonly title: string;
  readonly severity: number;
  readonly sas: readonly string[];
  readonly cwe: readonly number[];
  readonly origin: Members;
  readonly runtime: Members;
  readonly remediation: string | undefined;
  readonly message: string | undefined;
  readonly place:
    | { readonly file: string; readonly line: number; readonly column: number; readonly endLine: number | undefined }
    | undefined;
  readonly arn: string | undefined;
}

export function findingEvent(finding: Members, options: MappingOptions): Record<string, unknown> {
  const read = readFinding(finding);
  const kind = read.origin['kind'];
  const advisories = kind === 'source' && read.sas.includes('SAS-6') ? advisoriesOf(finding) : [];
  const classUid =
    kind === 'source'
      ? advisories.length > 0
        ? vulnerabilityFinding
        : postureFinding
      : kind === 'account'
        ? complianceFinding
        : detectionFinding;
  const { runtime } = read;
  const requestId = text(runtime['requestId'], 200);
  const profiles = classUid === detectionFinding ? ['security_control'] : [];
  const base = baseEvent(
    {
      classUid,
      activity: 1,
      severity: read.severity,
      time: timeOf(runtime['time'], options),
      message: read.title,
      code: read.ruleId,
      version: text(runtime['guardVersion'], 40),
      correlation: requestId,
      account: text(runtime['account'], 40) ?? text(options.account, 40),
      region: text(runtime['region'], 40) ?? text(options.region, 40),
      profiles,
      identity: [text(finding['fingerprint'], 100), requestId, count(runtime['count']), read.place?.file, read.place?.line],
    },
    options,
  );
  return present({
    ...base,
    finding_info: findingInfo(finding, read),
    status_id: 1,
    confidence_id: confidences.indexOf(finding['confidence'] as (typeof confidences)[number]) + 1,
    // A vulnerability carries its own remediation.
    remediation: classUid === vulnerabilityFinding ? undefined : remediation(read, classUid === postureFinding),
    resources: resourcesOf(finding, read),
    ...(classUid === detectionFinding ? detection(finding, read) : {}),
    ...(classUid === vulnerabilityFinding
      ? { vulnerabilities: advisories.map((advisory) => ({ ...advisory, ...vulnerability(read) })) }
      : {}),
    ...(classUid === postureFinding ? posture(read, options) : {}),
    ...(classUid === complianceFinding ? { compliance: compliance(read) } : {}),
    unmapped: { postern: flat(finding, read) },
  });
}

function readFinding(finding: Members): Read {
  const origin = object(finding['origin']);
  const given = object(finding['location']);
  const location = given['file'] === undefined && given['arn'] === undefined ? object(origin['location']) : given;
  const file = text(location['file'], 1000);
  const severity = finding['severity'];
  return {
    ruleId: text(finding['ruleId'], 200) ?? 'unknown',
    title: text(finding['title'], 500) ?? text(finding['ruleId'], 200) ?? 'Finding',
    severity: (severities as readonly unknown[]).includes(severity) ? severityIds[severity as Severity] : 0,
    sas: texts(finding['sas']).filter((risk) => Object.hasOwn(risks, risk)),
    cwe: list(finding['cwe'])
      .map(count)
      .filter((cwe) => cwe !== undefined),
    origin,
    runtime: object(finding['runtime']),
    remediation: text(finding['remediation']),
    message: text(finding['message']),
    place:
      file === undefined
        ? undefined
        : { file, line: count(location['line']) ?? 0, column: count(location['column']) ?? 0, endLine: count(location['endLine']) },
    arn: text(location['arn'], 1000) ?? text(origin['arn'], 1000),
  };
}

function findingInfo(finding: Members, { ruleId, title, message, sas }: Read): Members {
  const attack = text(finding['class'], 40);
  const types = sas.map((risk) => `${risk} ${risks[risk as Risk]}`);
  return present({
    uid: text(finding['fingerprint'], 100) ?? 'none',
    title,
    desc: message,
    types: attack !== undefined && isAttackClass(attack) ? [attackClasses[attack].title, ...types] : types,
    analytic: present({ type_id: 1, uid: ruleId, name: ruleId, category: text(finding['concept'], 200) }),
  });
}

function remediation({ remediation: desc }: Read, isRequired: boolean): Members | undefined {
  return desc === undefined && !isRequired ? undefined : { desc: desc ?? 'See the description.' };
}

function resourcesOf(finding: Members, { runtime, arn }: Read): readonly Members[] {
  const functionName = text(runtime['function'], 200) ?? text(finding['function'], 200);
  const resource = text(finding['resource'], 500);
  const resources: Members[] = [];
  if (functionName !== undefined) resources.push(present({ name: functionName, type: 'function', version: text(runtime['version'], 40) }));
  if (resource !== undefined && resource !== functionName) resources.push({ name: resource });
  if (arn !== undefined) resources.push({ uid: arn });
  return resources;
}

function detection(finding: Members, { origin, runtime }: Read): Members {
  const taken = text(runtime['action'], 40) ?? 'observed';
  const { action, disposition } = (Object.hasOwn(actions, taken) ? actions[taken] : undefined) ?? { action: 0, disposition: 0 };
  const sink = origin['sink'] === undefined ? undefined : bounded(origin['sink']);
  const evidences = list(finding['evidence'])
    .slice(0, maxEvidence)
    .map((given, i) => {
      const evidence = object(given);
      const { excerpt, reason, eventId, span } = evidence;
      const trail = evidence['trail'] ?? origin['trail'];
      // The sink is one; it stands beside the first of what led there.
      return { data: bounded(present({ trail, excerpt, reason, eventId, span, sink: i === 0 ? sink : undefined }), 4000) };
    });
  if (evidences.length === 0 && sink !== undefined) evidences.push({ data: bounded(present({ trail: origin['trail'], sink }), 4000) });
  return present({ action_id: action, disposition_id: disposition, is_alert: true, count: count(runtime['count']), evidences });
}

const advisoryForm = /\b(?:CVE-\d{4}-\d{4,7}|GHSA(?:-[0-9a-z]{4}){3}|(?:PYSEC|MAL)-\d{4}-\d{1,7})\b/g;

/** The published advisories that a finding names. CVE first: two names of one flaw are one vulnerability where a CVE is known. */
function advisoriesOf(finding: Members): readonly Members[] {
  const texts = [
    finding['title'],
    finding['message'],
    finding['resource'],
    ...list(finding['evidence']).flatMap((item) => [object(item)['excerpt'], object(item)['reason']]),
  ];
  const names = new Set(texts.flatMap((given) => text(given)?.match(advisoryForm) ?? []));
  const cves = [...names].filter((name) => name.startsWith('CVE-'));
  if (cves.length > 0) return cves.slice(0, maxVulnerabilities).map((uid) => ({ cve: { uid } }));
  return [...names].slice(0, maxVulnerabilities).map((uid) => ({ advisory: { uid } }));
}

function vulnerability({ title, message, place, remediation: desc }: Read): Members {
  return present({
    title,
    desc: text(message, 1000),
    remediation: desc === undefined ? undefined : { desc },
    affected_code: affectedCode(place),
  });
}

function affectedCode(place: Read['place']): readonly Members[] {
  if (place === undefined) return [];
  const { file, line, column, endLine } = place;
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return [
    present({
      file: { name: name === '' ? file : name, path: file, type_id: 1 },
      start_line: line,
      start_column: column,
      end_line: endLine,
    }),
  ];
}

function posture(read: Read, options: MappingOptions): Members {
  const application = text(options.application, 200);
  return present({
    application: application === undefined ? undefined : { name: application },
    compliance: read.sas.length > 0 ? compliance(read) : undefined,
    vulnerabilities: read.cwe.slice(0, maxVulnerabilities).map((cwe) => ({
      cwe: { uid: `CWE-${cwe}`, src_url: `https://cwe.mitre.org/data/definitions/${cwe}.html` },
      ...vulnerability(read),
    })),
  });
}

function compliance({ ruleId, sas, title }: Read): Members {
  return present({
    control: ruleId,
    standards: ['Serverless Architectures Security Top 10'],
    requirements: sas.map((risk) => `${risk} ${risks[risk as Risk]}`),
    status_id: 3,
    status_detail: title,
  });
}

/** What OCSF has no place for, flat, so that a query needs no list to be unfolded. */
function flat(finding: Members, read: Read): Members {
  const { origin, runtime, place } = read;
  const trail = object(origin['trail']);
  const sink = object(origin['sink']);
  const evidence = object(list(finding['evidence'])[0]);
  return present({
    kind: 'finding',
    origin: text(origin['kind'], 40) ?? 'runtime',
    rule: read.ruleId,
    concept: text(finding['concept'], 200),
    class: text(finding['class'], 40),
    sas: read.sas,
    cwe: read.cwe,
    function: text(runtime['function'], 200) ?? text(finding['function'], 200),
    functionVersion: text(runtime['version'], 40),
    resource: text(finding['resource'], 500),
    file: place?.file,
    line: place?.line,
    column: place?.column,
    arn: read.arn,
    trigger: text(origin['trigger'], 100),
    source: text(trail['source'], 500),
    path: text(trail['path'], 500),
    encodings: texts(trail['encodings']),
    sinkKind: text(sink['kind'], 40),
    sink: text(sink['call'], 200),
    sinkText: text(sink['text'], 1000),
    excerpt: text(evidence['excerpt'], 500),
    stack: origin['stack'] === undefined ? undefined : bounded(list(origin['stack']).slice(0, 20), 4000),
    mode: text(runtime['mode'], 40),
    action: text(runtime['action'], 40),
    requestId: text(runtime['requestId'], 200),
    traceId: text(runtime['traceId'], 200),
    policyDigest: text(runtime['policyDigest'], 200),
    count: count(runtime['count']),
    flow: finding['flow'] === undefined ? undefined : bounded(finding['flow'], 8000),
  });
}
