import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { readLookups } from '../languages/lookup.ts';
import { mark } from '../text/marks.ts';

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
  canOccur: (text, marks) =>
    ((marks & mark.dollar) !== 0 && text.includes('${')) || ((marks & (mark.colon | mark.slash)) !== 0 && beginsNamingUrl(text)),
  detect(text, marks) {
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
      if (found !== null)
        return { span: [0, text.length], confidence: 'medium', reason: `the URL of a naming service (${found[1]}) as the value` };
    }
    return best;
  },
});

// The schemes that InitialContext resolves by itself; ldap: is left out, because directories are configured by such URLs every day.
const namingUrl = /^\s{0,4}(rmi|iiop|iiopname|corbaname|corbaloc|nis):[^\s]{2,300}\s{0,4}$/i;

function beginsNamingUrl(text: string): boolean {
  const code = text.charCodeAt(0) | 32;
  return (code === 114 || code === 105 || code === 99 || code === 110) && text.length < 400 && namingUrl.test(text);
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
