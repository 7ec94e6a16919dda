import type { Confidence } from '@postern/core';
import { View } from '../place.ts';
import { attributesOf, reservedReason } from '../pubsub/attributes.ts';
import {
  claimedIdentities,
  formOf,
  isAuthority,
  isSame,
  isSpokesman,
  isWeighty,
  ownNames,
  plainName,
  scalarText,
} from '../pubsub/identity.ts';
import { type Message, messagesOf, timeOf } from '../pubsub/messages.ts';
import { shadowedName } from '../pubsub/names.ts';
import { identitiesOf, isTopicName, topicFault } from '../pubsub/topic.ts';
import type { StructureDetector, StructureSighting } from '../structure.ts';
import { asciiTable } from '../text/characters.ts';
import { mark } from '../text/marks.ts';
import { peek } from '../trigger.ts';
import type { Reading, Value } from '../value.ts';

const day = 86_400_000;

/** When a message says it was sent, not when the order, article or person in it came to be. */
const timeNames: ReadonlySet<string> = new Set('timestamp ts tstamp sentat senttime occurredat iat'.split(' '));
/** With one of these an old message is a command or a proof used again. */
const replayNames: ReadonlySet<string> = new Set('nonce signature sig hmac mac cmd command action token'.split(' '));
const counterNames: ReadonlySet<string> = new Set('seq sequence sequencenumber sequenceid seqno seqnum seqid counter'.split(' '));
const uniqueNames: ReadonlySet<string> = new Set('nonce messageid msgid eventid idempotencykey'.split(' '));
const partNames: ReadonlySet<string> = new Set('part chunk index page segment fragment attempt type eventtype topic'.split(' '));
/** A counter that falls further than retries and reordering explain. */
const staleGap = 100;
/** Documents in one event that are looked at for names and claims. */
const mostDocuments = 1000;
/** Nobody reads more of one event. */
const mostSightings = 20;

/**
 * Messages that contradict themselves or what the broker knows about them: a topic that is a filter, somebody else's identity in the payload, a member
 * written twice, attributes that only the platform sets, content that was sent before (CAPEC-594, MQTT 5.0 §4.7, the brokers' documents).
 */
export const pubsub: StructureDetector = {
  id: 'pubsub',
  title: 'Publish/subscribe tampering',
  class: 'pubsub',
  severity: 'high',
  detect(reading, event) {
    const found: StructureSighting[] = [];
    lookAtTopics(reading, event, found);
    const documents = documentsOf(reading);
    lookAtNames(reading, documents, found);
    if (peek(event, 'requestContext') !== undefined || peek(event, 'headers') !== undefined) {
      // A request has no broker: only what its body says about itself counts.
      for (let i = 0; i < documents.length; i++) lookAtIdentity(documents[i] as Body, false, found);
      return found;
    }
    // A topic or a client at the top speaks for the whole event: a rule of IoT puts them there.
    lookAtIdentity({ data: event, path: '$', encodings: none }, true, found, documents);
    if (reading.trigger.startsWith('azure:')) lookAtHub(event, documents, found);
    lookAtMessages(documents, event, found);
    return found;
  },
};

const none: readonly string[] = [];

function say(
  found: StructureSighting[],
  at: { readonly path: string; readonly encodings: readonly string[] },
  text: string,
  confidence: Confidence,
  reason: string,
): void {
  if (found.length < mostSightings)
    found.push({ path: at.path, encodings: at.encodings, text, span: [0, Math.max(1, text.length)], confidence, reason });
}

function lookAtTopics({ values, trigger }: Reading, event: unknown, found: StructureSighting[]): void {
  // The service says so when a client subscribes: there a filter is what belongs.
  const isSubscription = trigger === 'aws:iot' && typeof peek(event, 'eventType') === 'string';
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as Value;
    if (value.isParsed || value.isKey || hasNoSign(value) || !mayFault(value.text)) continue;
    const name = lastName(value);
    if (value.text.startsWith('$SYS/') && value.text.length <= 256 && !value.text.includes(' ')) {
      say(found, value, value.text, isTopicName(name) ? 'high' : 'medium', "the broker's own topics under $SYS");
      continue;
    }
    if (!isTopicName(name) || isSubscription) continue;
    const fault = topicFault(value.text, name);
    // What a rule of IoT puts at the top is the topic that the message came by.
    if (fault !== undefined && !(fault.confidence === 'medium' && trigger === 'aws:iot' && value.encodings.length === 0))
      say(found, value, value.text, fault.confidence, fault.reason);
  }
}

const wildcards = /* @__PURE__ */ asciiTable('#+*>');
const separators = /* @__PURE__ */ asciiTable('/.:');
/** No text longer than this is looked at: brokers allow a few hundred bytes. */
const longestTopic = 1024;

const signs = mark.dollar | mark.hash | mark.plus | mark.star | mark.angle | mark.control;

/** Told by the marks that reading the event left with the value. */
function hasNoSign(value: Value): boolean {
  return value instanceof View && value.isMarked && (value.marks & signs) === 0;
}

/** Whether a text has what every faulty topic has: `$` at the start of a path, a wildcard as a whole level, U+0000. */
function mayFault(text: string): boolean {
  const { length } = text;
  if (length > longestTopic) return false;
  if (text.charCodeAt(0) === 36 && (text.includes('/') || text === '$SYS')) return true;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0) return true;
    if (code < 128 && wildcards[code] === 1 && isBorder(text, i - 1) && (text.charCodeAt(i + 1) === code || isBorder(text, i + 1)))
      return true;
  }
  return false;
}

function isBorder(text: string, at: number): boolean {
  const code = text.charCodeAt(at); // NaN before the start and behind the end
  return !(code >= 0) || (code < 128 && separators[code] === 1);
}

/**
 * The name of the member that holds a value, without case and separators; of a list the list's. Nothing of a text within it: a link in the HTML of a
 * member "topic" is none.
 */
function lastName({ path, encodings }: Value): string {
  const last = encodings[encodings.length - 1];
  const isData = last?.includes(':$') ?? false;
  if (last !== undefined && !isData && last !== 'url') return '';
  const place = isData ? (last as string) : path;
  let end = place.length;
  while (end > 0 && place[end - 1] === ']' && place[end - 2] !== "'") end = place.lastIndexOf('[', end - 1);
  if (place[end - 1] === ']') return plainName(place.slice(place.lastIndexOf("['", end) + 2, end - 2));
  return plainName(place.slice(place.lastIndexOf('.', end - 1) + 1, end));
}

/** An object that makes claims, and where it stands. */
interface Body {
  readonly data: unknown;
  readonly path: string;
  readonly encodings: readonly string[];
}

function documentsOf({ documents }: Reading): readonly Body[] {
  const bodies: Body[] = [];
  if (documents !== undefined)
    for (let i = 0; i < documents.length && i < mostDocuments; i++) {
      const { data, place } = documents[i] as (typeof documents)[number];
      bodies.push({ data, ...place.trail });
    }
  return bodies;
}

function lookAtNames({ shapes }: Reading, documents: readonly Body[], found: StructureSighting[]): void {
  if (shapes !== undefined)
    for (let i = 0; i < shapes.length; i++) {
      const shape = shapes[i] as (typeof shapes)[number];
      if (shape.kind === 'duplicate-key')
        say(
          found,
          shape,
          shape.key,
          isWeighty(shape.key) ? 'high' : 'medium',
          `the member ${JSON.stringify(shape.key)} stands twice: readers disagree which counts`,
        );
    }
  for (let i = 0; i < documents.length; i++) {
    const document = documents[i] as Body;
    const shadowed = shadowedName(document.data);
    if (shadowed !== undefined) say(found, document, shadowed.name, 'high', shadowed.reason);
  }
}

const carriers: readonly string[] = ['payload', 'data', 'message', 'body', 'state', 'reported', 'desired'];

/** The object itself and what it carries: as objects, three levels down, or as text that was a JSON document. */
function bodiesOf(head: Body, documents: readonly Body[]): readonly Body[] {
  const bodies: Body[] = [head];
  for (let level = 0, start = 0; level < 3; level++) {
    const end = bodies.length;
    for (let i = start; i < end; i++) {
      const { data, path, encodings } = bodies[i] as Body;
      for (let j = 0; j < carriers.length; j++) {
        const member = peek(data, carriers[j] as string);
        if (typeof member === 'object' && member !== null) bodies.push({ data: member, path: `${path}.${carriers[j]}`, encodings });
        else if (typeof member === 'string') {
          const at = `${path}.${carriers[j]}`;
          for (let k = 0; k < documents.length; k++) if (documents[k]?.path === at) bodies.push(documents[k] as Body);
        }
      }
    }
    start = end;
  }
  return bodies;
}

/**
 * Whether an object, or what it carries, claims to be somebody else than the topic and the client that it names. In a `stamped` head the client is the
 * one that the broker knows; elsewhere it is a claim like others, unless it stands apart from the payload.
 */
function lookAtIdentity(head: Body, isStamped: boolean, found: StructureSighting[], documents: readonly Body[] = []): void {
  const topic = peek(head.data, 'topic') ?? peek(head.data, 'mqttTopic') ?? peek(head.data, 'mqtt_topic');
  const client = scalarText(peek(head.data, 'clientid') ?? peek(head.data, 'clientId') ?? peek(head.data, 'client_id'));
  if (typeof topic !== 'string' && client === undefined) return;
  const named = typeof topic === 'string' ? identitiesOf(topic) : undefined;
  if ((named === undefined || named.size === 0) && client === undefined) return;
  const bodies = bodiesOf(head, documents);
  for (let i = 0; i < bodies.length; i++) {
    const body = bodies[i] as Body;
    const claims = claimedIdentities(body.data);
    for (let j = 0; j < claims.length; j++) {
      const { name, family, text } = claims[j] as (typeof claims)[number];
      const id = named?.get(family);
      if (id !== undefined && !isSame(id, text)) {
        // One that speaks for others says so: a gateway names itself beside them.
        const others = claims.filter((claim) => isSame(claim.text, id));
        if (others.every((claim) => claim.family === family)) {
          say(
            found,
            body,
            text,
            others.length === 0 ? 'high' : 'medium',
            `${name} is ${JSON.stringify(text)}, the topic is that of ${JSON.stringify(id)}`,
          );
          continue;
        }
      }
      if (client === undefined || isSame(client, text) || (i === 0 && (family === 'client' || !isStamped))) continue;
      if (family === 'client')
        say(found, body, text, 'high', `${name} is ${JSON.stringify(text)}, the client is ${JSON.stringify(client)}`);
      else if (family === 'device' && (id === undefined || !isSame(id, text)) && !isSpokesman(client))
        say(
          found,
          body,
          text,
          formOf(client) === formOf(text) ? 'high' : 'medium',
          `${name} is ${JSON.stringify(text)}, the client is ${JSON.stringify(client)}`,
        );
    }
  }
  if (client === undefined || named === undefined) return;
  for (const id of named.values())
    if (!isSame(id, client) && formOf(id) === formOf(client))
      say(found, head, client, 'medium', `the client ${JSON.stringify(client)} published under the topic of ${JSON.stringify(id)}`);
}

const connectionDevice = 'iothub-connection-device-id';

/** Azure IoT Hub stamps which device sent a message: in Event Grid beside its body, in Event Hubs in the metadata. */
function lookAtHub(event: unknown, documents: readonly Body[], found: StructureSighting[]): void {
  const first = Array.isArray(event) ? peek(event, 0) : event;
  const device =
    peek(first, 'data', 'systemProperties', connectionDevice) ??
    peek(event, 'Metadata', 'SystemProperties', connectionDevice) ??
    peek(event, 'triggerMetadata', 'systemProperties', connectionDevice);
  // A batch has the messages of many devices; each item is then only held against the first when it is the only one.
  if (typeof device !== 'string' || isSpokesman(device) || (Array.isArray(event) && event.length > 1)) return;
  const body = peek(first, 'data', 'body');
  const bodies =
    typeof body === 'object' && body !== null
      ? [...documents, { data: body, path: Array.isArray(event) ? '$[0].data.body' : '$.data.body', encodings: none }]
      : documents;
  for (let i = 0; i < bodies.length; i++) {
    const claims = claimedIdentities(bodies[i]?.data);
    if (claims.some((claim) => isSame(claim.text, device))) continue;
    for (const { name, family, text } of claims)
      if (family === 'device')
        say(found, bodies[i] as Body, text, 'high', `${name} is ${JSON.stringify(text)}, IoT Hub had it from ${JSON.stringify(device)}`);
  }
}

function lookAtMessages(documents: readonly Body[], event: unknown, found: StructureSighting[]): void {
  const messages = messagesOf(event);
  if (messages.length === 0) return;
  const byPath = new Map<string, Body[]>();
  for (let i = 0; i < documents.length; i++) {
    const document = documents[i] as Body;
    const others = byPath.get(document.path);
    if (others === undefined) byPath.set(document.path, [document]);
    else others.push(document);
  }
  const batch = messages.length > 1 ? new Batch() : undefined;
  for (let i = 0; i < messages.length && found.length < mostSightings; i++) {
    const message = messages[i] as Message;
    const bodies: readonly Body[] = byPath.get(message.path) ?? (typeof message.payload === 'object' ? [objectBody(message, found)] : []);
    lookAtAttributes(message, bodies, found);
    for (let j = 0; j < bodies.length; j++) {
      const body = bodies[j] as Body;
      lookAtIdentity(body, false, found);
      lookAtTime(message, body, found);
    }
    // The innermost is the message itself; around it are envelopes.
    batch?.look(message, bodies[bodies.length - 1], found);
  }
}

/** A payload that is an object of the event itself, its names looked at as those of a document are. */
function objectBody({ path, payload }: Message, found: StructureSighting[]): Body {
  const body = { data: payload, path, encodings: none };
  const shadowed = shadowedName(payload);
  if (shadowed !== undefined) say(found, body, shadowed.name, 'high', shadowed.reason);
  return body;
}

function lookAtAttributes(message: Message, bodies: readonly Body[], found: StructureSighting[]): void {
  const attributes = attributesOf(message.attributes);
  for (let i = 0; i < attributes.length; i++) {
    const { name, text } = attributes[i] as (typeof attributes)[number];
    const at = { path: message.attributesPath, encodings: none };
    const reserved = reservedReason(name, attributes);
    if (reserved !== undefined) say(found, at, name, name.toLowerCase().startsWith('c') ? 'medium' : 'high', reserved);
    const plain = plainName(name);
    if (isTopicName(plain)) {
      const fault = topicFault(text, plain);
      if (fault !== undefined) say(found, at, text, fault.confidence, fault.reason);
    }
    if (text === '' || !isAuthority(name)) continue;
    for (let j = 0; j < bodies.length; j++) {
      const body = bodies[j] as Body;
      const names = ownNames(body.data);
      for (let k = 0; k < names.length; k++) {
        const own = names[k] as string;
        const claimed = plainName(own) === plain ? scalarText(peek(body.data, own)) : undefined;
        if (claimed !== undefined && !isSame(claimed, text) && Number(claimed) !== Number(text))
          say(
            found,
            body,
            claimed,
            'high',
            `${own} is ${JSON.stringify(claimed)} in the body and ${JSON.stringify(text)} in the attributes`,
          );
      }
    }
  }
}

function lookAtTime(message: Message, body: Body, found: StructureSighting[]): void {
  const taken = timeOf(message.stamp);
  if (taken === undefined) return;
  const names = ownNames(body.data);
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    const plain = plainName(name);
    if (!timeNames.has(plain) && plain !== 'exp') continue;
    const time = timeOf(peek(body.data, name));
    if (time === undefined) continue;
    const apart = plain === 'exp' ? taken - time : Math.abs(taken - time);
    if (apart <= (plain === 'exp' ? 0 : day)) continue;
    const isReplay = names.some((other) => replayNames.has(plainName(other)));
    const reason =
      plain === 'exp' ? 'expired before it was sent' : `${name} is ${Math.round(apart / day)} days from when the platform took the message`;
    say(found, body, String(scalarText(peek(body.data, name)) ?? name), isReplay ? 'high' : 'medium', reason);
  }
}

/** What the messages of one batch say against each other. */
class Batch {
  readonly #byId: Map<string, unknown> = new Map();
  readonly #bySequence: Map<string, unknown> = new Map();
  readonly #highest: Map<string, number> = new Map();

  look(message: Message, body: Body | undefined, found: StructureSighting[]): void {
    const content = body?.data ?? message.payload;
    const at = body ?? { path: message.path, encodings: none };
    if (message.id !== undefined && this.#isOther(this.#byId, message.id, content)) {
      say(found, at, message.id.trim(), 'high', 'two messages with one id of the platform and different contents');
      return;
    }
    const names = ownNames(body?.data);
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const plain = plainName(name);
      const isUnique = uniqueNames.has(plain);
      if (!isUnique && !counterNames.has(plain)) continue;
      const text = scalarText(peek(body?.data, name));
      if (text === undefined || text === '') continue;
      const producer = this.#producer(body?.data, names, name, isUnique);
      if (this.#isOther(this.#bySequence, `${producer}\n${name}\n${text}`, content))
        say(found, at, text, 'high', `two messages with ${name} ${text} and different contents`);
      const count = Number(text);
      if (isUnique || !Number.isSafeInteger(count)) continue;
      const highest = this.#highest.get(producer + name) ?? -1;
      if (highest - count > staleGap && count > 1) say(found, at, text, 'medium', `${name} ${text} after ${highest}`);
      if (count > highest) this.#highest.set(producer + name, count);
    }
  }

  /** Whether something else has been seen under `key`. */
  #isOther(seen: Map<string, unknown>, key: string, content: unknown): boolean {
    const earlier = seen.get(key);
    if (earlier === undefined) {
      seen.set(key, content);
      return false;
    }
    return earlier !== content && textOf(earlier) !== textOf(content);
  }

  /** Whom a counter belongs to: the sender and whatever else the message numbers apart. */
  #producer(data: unknown, names: readonly string[], own: string, isUnique: boolean): string {
    let key = '';
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const plain = plainName(name);
      const counts =
        partNames.has(plain) ||
        (!isUnique && (plain.endsWith('id') || plain.endsWith('name') || plain === 'device' || plain === 'user' || plain === 'sensor'));
      if (counts && name !== own && !uniqueNames.has(plain)) key += `${name}=${scalarText(peek(data, name)) ?? ''}\n`;
    }
    return key;
  }
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  try {
    return JSON.stringify(content) ?? '';
  } catch {
    return '';
  }
}
