/**
 * Topics and topic filters of publish/subscribe brokers: MQTT 5.0 §4.7 (`+`, `#`, `$`), AMQP 0-9-1 topic exchanges and NATS subjects (`*`, `#`, `>`
 * between dots), and the topics that brokers keep for themselves.
 */

/** Names of members that hold a topic, lower case and without `_` and `-`. */
const topicNames: ReadonlySet<string> = new Set(
  'topic topics topicname mqtttopic pubtopic publishtopic targettopic replytopic responsetopic desttopic destinationtopic routingkey destination channel replyto'.split(
    ' ',
  ),
);

/** Names whose content is often no topic, so that only its structure can say so. */
const vagueNames: ReadonlySet<string> = new Set(['destination', 'channel', 'replyto']);

/** MQTT allows 65,535 bytes, brokers a few hundred. */
const longestTopic = 1024;

export function isTopicName(name: string): boolean {
  return topicNames.has(name);
}

export interface TopicFault {
  readonly confidence: 'high' | 'medium';
  readonly reason: string;
}

/** What is wrong with `text` as the topic of a message. `name` is that of the member that holds it. */
export function topicFault(text: string, name: string): TopicFault | undefined {
  if (text.length > longestTopic) return undefined;
  const isVague = vagueNames.has(name);
  if (text.startsWith('$SYS')) {
    if (text.length === 4 || text[4] === '/') return { confidence: 'high', reason: "the broker's own topics under $SYS" };
  } else if (/^\$(?:share|queue)\//.test(text)) return { confidence: 'high', reason: 'a shared subscription in place of a topic' };
  else if (isWritable(text)) return { confidence: 'medium', reason: 'a reserved topic by which the platform is commanded' };
  if (hasControl(text)) return isVague ? undefined : { confidence: 'medium', reason: 'a control character in a topic' };
  const wildcard = wildcardOf(text, name === 'routingkey');
  if (wildcard === undefined || (isVague && text.length < 3)) return undefined;
  return { confidence: 'high', reason: `a wildcard (${wildcard}) where one topic belongs` };
}

/** Reserved topics that a client may publish to and that change something: shadows, jobs, streams, provisioning, methods of a device. */
function isWritable(text: string): boolean {
  return (
    /^\$aws\/(?:things\/[^/]+\/(?:shadow(?:\/name\/[^/]+)?\/(?:update|delete|get)|jobs\/[^/]+(?:\/(?:update|get))?|streams\/.*)|certificates\/create(?:-from-csr)?\/.*|provisioning-templates\/.*)$/.test(
      text,
    ) || /^\$(?:iothub\/(?:methods|twin)|dps)\//.test(text)
  );
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 32) return true;
  return false;
}

/** The first level that stands for many: a whole level of `+` or `#` between slashes, of `*`, `#` or `>` between dots. `C#` and `a+b` are names. */
function wildcardOf(text: string, isAmqp: boolean): string | undefined {
  const hasSlash = text.includes('/');
  const separator = hasSlash ? '/' : text.includes('.') ? '.' : text.includes(':') ? ':' : '/';
  let start = 0;
  for (;;) {
    const end = text.indexOf(separator, start);
    const level = end < 0 ? text.slice(start) : text.slice(start, end);
    // `#` ends a filter; before another level it is a name.
    if (level === '#' && (end < 0 || separator === '.')) return level;
    if (level === '+' && separator === '/') return level;
    if ((level === '*' || level === '**' || level === '>') && (separator !== '/' || isAmqp || level !== '>' || hasSlash)) return level;
    if (end < 0) return undefined;
    start = end + 1;
  }
}

/** What devices, clients and people are called in topics: `devices/<id>/…`. Each noun with the family it belongs to. */
const nouns: ReadonlyMap<string, string> = new Map(
  Object.entries({
    device: 'device dev thing sensor actuator meter node machine vehicle car robot lock door camera',
    gateway: 'gateway gw hub',
    client: 'client',
    user: 'user account customer member patient player',
    tenant: 'tenant org organization organisation company site',
  }).flatMap(([family, names]) => names.split(' ').map((name): [string, string] => [name, family])),
);

/** The family of a collection (`devices`) or of the stem of an identity's name (`deviceId`). */
export function familyOf(word: string): string | undefined {
  return nouns.get(word) ?? (word.endsWith('s') ? nouns.get(word.slice(0, -1)) : undefined);
}

/** Whom a topic names: family to id. */
export function identitiesOf(topic: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (topic.length > longestTopic) return found;
  const levels = topic.split('/');
  for (let i = 0; i + 1 < levels.length; i++) {
    const family = familyOf((levels[i] as string).toLowerCase());
    const id = levels[i + 1] as string;
    // `devices/status/all`: a level that is a word of the application is no id. Ids of fleets hold a digit or a dash.
    if (family !== undefined && /[\d-]/.test(id) && !found.has(family)) found.set(family, id);
  }
  return found;
}
