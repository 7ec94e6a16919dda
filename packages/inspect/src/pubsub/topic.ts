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
  // MQTT forbids U+0000 (§1.5.4); other control characters make it a text about something, not a topic.
  if (text.includes('\0')) return isVague ? undefined : { confidence: 'medium', reason: 'U+0000 in a topic' };
  if (isProse(text)) return undefined;
  const wildcard = wildcardOf(text);
  if (wildcard === undefined || (isVague && text.length < 3)) return undefined;
  // `+` and `#` as a level mean nothing else; `*` is known from file names too.
  const isSure = wildcard === '+' || wildcard === '#' || name === 'routingkey';
  return { confidence: isSure ? 'high' : 'medium', reason: `a wildcard (${wildcard}) where one topic belongs` };
}

/** Reserved topics that a client may publish to and that change something: shadows, jobs, streams, provisioning, methods of a device. */
function isWritable(text: string): boolean {
  return (
    /^\$aws\/(?:things\/[^/]+\/(?:shadow(?:\/name\/[^/]+)?\/(?:update|delete|get)|jobs\/[^/]+(?:\/(?:update|get))?|streams\/.*)|certificates\/create(?:-from-csr)?\/.*|provisioning-templates\/.*)$/.test(
      text,
    ) || /^\$(?:iothub\/(?:methods|twin)|dps)\//.test(text)
  );
}

/** Lines, quotes, brackets: a text with the title "topic". Blanks are allowed in topics of MQTT. */
function isProse(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 || prose.has(code)) return true;
  }
  return false;
}

const prose: ReadonlySet<number> = new Set([34, 39, 40, 41, 44, 59, 60, 91, 93, 96, 123, 125]);

/** The first level that stands for many: a whole level of `+` or `#` between slashes, of `*`, `#` or `>` between dots. `C#` and `a+b` are names. */
function wildcardOf(text: string): string | undefined {
  const separator = text.includes('/') ? '/' : text.includes('.') ? '.' : text.includes(':') ? ':' : '/';
  let start = 0;
  for (;;) {
    const end = text.indexOf(separator, start);
    const level = end < 0 ? text.slice(start) : text.slice(start, end);
    // `#` ends a filter; before another level it is a name.
    if (level === '#' && (end < 0 || separator === '.')) return level;
    if (level === '+' && separator === '/') return level;
    if ((level === '*' || level === '**' || (level === '>' && separator === '.')) && isPlain(text)) return level;
    if (end < 0) return undefined;
    start = end + 1;
  }
}

/** Subjects of NATS, routing keys of AMQP and channels of Redis are made of plain characters. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 32 || code > 126) return false;
  }
  return true;
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
