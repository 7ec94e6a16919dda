import { isAboutAttacks } from '../about-attacks.ts';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { readLookups } from '../languages/lookup.ts';
import { isWordUnit, mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';
import type { Value } from '../value.ts';

/**
 * A lookup that a logger or a text substitution of Java resolves: `${jndi:ldap://…}` loads code from elsewhere (CVE-2021-44228), `${script:…}`,
 * `${url:…}` and `${dns:…}` run, fetch and tell (CVE-2022-42889). Decided on the text that the lookups inside resolve to. Configuration names
 * lookups too (`${env:STAGE}`, `${sys:log.path}`), so that a lookup alone is no attack.
 */
export const jndiLookup: Detector = defineDetector({
  id: 'jndi-lookup',
  title: 'Lookup that reaches a naming service',
  class: 'jndi',
  severity: 'critical',
  // Every lookup begins with `${`; a naming URL as the whole value with the name of its scheme.
  needs: mark.dollar | mark.colon | mark.slash,
  canOccur: (text, marks) =>
    ((marks & mark.dollar) !== 0 && text.includes('${')) ||
    ((marks & mark.colon) !== 0 &&
      (beginsNamingUrl(text) || ((marks & mark.slash) !== 0 && names.has(text, marks)) || text.startsWith('jdbc:'))),
  detect(text, marks, value) {
    let best: Sighting | undefined;
    if ((marks & mark.dollar) !== 0) {
      const lookups = readLookups(text);
      for (let i = 0; i < lookups.length && best?.confidence !== 'high'; i++) {
        const { start, end, body, hidden } = lookups[i] as (typeof lookups)[number];
        const found = judge(body, hidden, start === 0 && end === text.length);
        if (found !== undefined && (best === undefined || found.confidence === 'high'))
          best = { span: [start, end], confidence: found.confidence, reason: found.reason };
      }
    }
    if (best === undefined && beginsNamingUrl(text)) {
      const found = namingUrl.exec(text);
      if (found !== null && !directory.test(text)) {
        const isCertain = exploit.test(text) || /(?:jndi\w{0,8}|dataSource\w{0,8}|lookup\w{0,8})['\]]{0,3}$/i.test(placeOf(value));
        return {
          span: [0, text.length],
          confidence: isCertain ? 'high' : 'medium',
          reason: `the URL of a naming service (${found[1]}) as the value`,
        };
      }
    }
    if (best === undefined) best = fromDriver(text) ?? fromParameter(text, marks);
    return best?.confidence === 'high' && isAboutAttacks(text) ? { ...best, confidence: 'medium' } : best;
  },
});

// The schemes that InitialContext resolves by itself. Directories are configured by URLs of LDAP every day: those name an entry by its attributes, or none.
const namingUrl = /^\s{0,4}(rmi|iiop|iiopname|corbaname|corbaloc|nis|ldaps?):[^\s]{2,300}\s{0,4}$/i;
const directory = /^\s{0,4}ldaps?:\/\/[^/\s]{0,200}(?:\/?\s{0,4}$|\/[^\s]{0,60}(?:dc|ou|cn|uid|c)(?:=|%3d)|\/[^\s]{0,200}\?)/i;
// What the servers of the tools that attack by JNDI serve: a class behind the hash, a gadget of ysoserial, a command.
const exploit =
  /\/#\w|\/(?:CommonsCollections\d{1,2}|CommonsBeanutils\d{0,4}|Jdk7u21|Hibernate\d|Spring\d|Groovy\d|C3P0|ROME|URLDNS|Basic\/|TomcatBypass|GroovyBypass|WebsphereBypass|Deserialization\/|serial\/|\w{0,20}(?:exploit|evil|payload|reverse_?shell|rce|calc)\w{0,20}$)/i;

// A parameter of a URL, of properties or of a call, whose value is looked up.
const names = new WordScan(
  'ldap: ldaps rmi:/ iiop: iiopn corba dns:/',
  /(?:ldaps?|rmi|iiop(?:name)?|corba(?:name|loc)|dns):\/{0,2}[\w.[-]/iy,
  true,
);
const lookedUp = /jndi|lookup|datasource/i;

/** The name that a value is given to, or the function that it is handed to: the word before `=`, `:` or `(`, whatever quotes are between. */
function receiverOf(before: string): string {
  let end = before.endsWith('jndi:') ? before.length - 5 : before.length;
  let isGiven = false;
  while (end > 0 && ' \t\\"\'=:('.includes(before[end - 1] as string)) {
    end--;
    if ('=:('.includes(before[end] as string)) isGiven = true;
  }
  let from = end;
  while (from > 0 && isWordUnit(before.charCodeAt(from - 1))) from--;
  return isGiven ? before.slice(from, end) : '';
}

function placeOf(value: Value | undefined): string {
  return value === undefined ? '' : (value.encodings[value.encodings.length - 1] ?? value.path);
}

function fromParameter(text: string, marks: number): Sighting | undefined {
  if ((marks & mark.slash) === 0) return undefined;
  for (let mention = names.find(text); mention !== undefined; mention = names.find(text, mention.end)) {
    const { start, end } = mention;
    const before = text.slice(Math.max(0, start - 80), start);
    if (!lookedUp.test(receiverOf(before))) continue;
    const isShort = text.length < 600 && !text.trim().includes('\n');
    return {
      span: [start, end],
      confidence: isShort ? 'high' : 'medium',
      reason: 'a name that is looked up is the URL of a naming service',
    };
  }
  return undefined;
}

/** A URL of JDBC whose properties make the driver look up, load or run something. */
function fromDriver(text: string): Sighting | undefined {
  if (!text.startsWith('jdbc:') || text.length > 4000) return undefined;
  const found = driverProperty.exec(text);
  return found === null
    ? undefined
    : {
        span: [found.index, found.index + found[0].length],
        confidence: 'high',
        reason: 'a property that makes a database driver run or load something',
      };
}

const driverProperty =
  /[;?&:](?:INIT=\s{0,4}(?:RUNSCRIPT|CREATE\s{1,4}(?:ALIAS|TRIGGER))|autoDeserialize=(?:true|yes)|(?:queryInterceptors|statementInterceptors)=com\.mysql\.|detectCustomCollations=true|allowLoadLocalInfile=true|allowUrlInLocalInfile=true|socketFactory=org\.springframework|sslfactory=org\.springframework|\w{0,40}JNDI\w{0,12}=\w{2,8}:|slaveHost=|(?:loggerFile|krbJAASFile)=)|^jdbc:sqlite:{1,2}resource:http/i;

function beginsNamingUrl(text: string): boolean {
  const code = text.charCodeAt(0) | 32;
  return (code === 114 || code === 105 || code === 99 || code === 110 || code === 108) && text.length < 400 && namingUrl.test(text);
}

function judge(body: string, hidden: number, isWhole: boolean): Pick<Sighting, 'confidence' | 'reason'> | undefined {
  const head = body.slice(0, 400).trimStart();
  if (jndi.test(head)) {
    // `${jndi:java:comp/env/x}` and `${jndi:logging/name}` are how a configuration asks its own container.
    const isRemote = remote.test(head);
    const scheme = isRemote ? (remote.exec(head)?.[1] ?? '') : 'a name';
    return isRemote || hidden > 0
      ? { confidence: 'high', reason: `a lookup asks a naming service (${scheme})` }
      : { confidence: 'medium', reason: 'a lookup of a name in JNDI' };
  }
  if (script.test(head)) return { confidence: 'high', reason: 'a lookup that runs a script' };
  if (fetching.test(head)) return { confidence: 'high', reason: 'a lookup that reaches out' };
  if (hidden > 1) return { confidence: 'medium', reason: 'a lookup whose name is put together from letters' };
  if (isWhole && telling.test(head)) return { confidence: 'medium', reason: 'a lookup that tells about the process' };
  return undefined;
}

const jndi = /^jndi\s{0,4}:/i;
const remote = /^jndi\s{0,4}:\s{0,4}(ldaps?|rmi|dns|iiop|iiopname|nis|nds|corba|corbaname|corbaloc|https?|file):?/i;
const script = /^script:[a-z.-]{2,20}:/i;
const fetching =
  /^(?:url:[a-z0-9-]{3,12}:(?:https?|ftp|file|jar|netdoc):|dns:(?:address|name|canonical)\||file:[a-z0-9-]{3,12}:\/|xml:[^:]{1,200}:|base64decoder:)/i;
const telling =
  /^(?:java:(?:version|runtime|vm|os|hw|locale)$|sys:(?:java|user|os)\.[a-z.]{2,24}$|env:(?:AWS_(?:SECRET_ACCESS_KEY|ACCESS_KEY_ID|SESSION_TOKEN)|[A-Z_]{0,20}(?:PASSWORD|SECRET)[A-Z_]{0,20})$)/i;
