import { peek } from '../trigger.ts';
import { memberPath } from '../value.ts';

/** One message of an event, as the platform hands it over. */
export interface Message {
  /** Where the payload stands. */
  readonly path: string;
  /** The payload itself when it is an object in the event; a text is among the documents of the reading. */
  readonly payload: unknown;
  /** What the sender says beside the payload. */
  readonly attributes: unknown;
  readonly attributesPath: string;
  /** When the platform took it, in whatever unit it says so. */
  readonly stamp: unknown;
  /** By which the platform tells messages apart. */
  readonly id: string | undefined;
}

/** A way in which a platform packs messages; keys from the record. */
interface Packing {
  readonly payload: readonly string[];
  readonly attributes: readonly string[];
  readonly stamp: readonly string[];
  readonly id: readonly (readonly string[])[];
}

const packings: readonly Packing[] = [
  { payload: ['body'], attributes: ['messageAttributes'], stamp: ['attributes', 'SentTimestamp'], id: [['messageId']] },
  { payload: ['Sns', 'Message'], attributes: ['Sns', 'MessageAttributes'], stamp: ['Sns', 'Timestamp'], id: [['Sns', 'MessageId']] },
  { payload: ['kinesis', 'data'], attributes: [], stamp: ['kinesis', 'approximateArrivalTimestamp'], id: [['eventID']] },
  // A Kafka record's time is the producer's unless the topic says otherwise.
  { payload: ['value'], attributes: ['headers'], stamp: [], id: [['topic'], ['partition'], ['offset']] },
  { payload: ['data'], attributes: ['properties'], stamp: ['brokerInTime'], id: [] },
  { payload: ['data'], attributes: ['basicProperties', 'headers'], stamp: [], id: [] },
  { payload: ['data'], attributes: ['attributes'], stamp: ['approximateArrivalTimestamp'], id: [['recordId']] },
  { payload: ['message', 'data'], attributes: ['message', 'attributes'], stamp: ['message', 'publishTime'], id: [] },
  {
    payload: ['data', 'message', 'data'],
    attributes: ['data', 'message', 'attributes'],
    stamp: ['data', 'message', 'publishTime'],
    id: [],
  },
  { payload: ['payload'], attributes: ['userProperties'], stamp: ['timestamp'], id: [] },
  { payload: ['detail'], attributes: [], stamp: ['time'], id: [] },
];

/** As many as a report could name; a batch of Lambda holds up to 10,000. */
const mostMessages = 10_000;

export function messagesOf(event: unknown): readonly Message[] {
  const found: Message[] = [];
  for (const name of ['Records', 'records', 'messages', 'rmqMessagesByQueue']) {
    const batch = peek(event, name);
    if (typeof batch !== 'object' || batch === null) continue;
    if (Array.isArray(batch)) addList(batch, `$.${name}`, found);
    else
      try {
        const groups = Object.keys(batch);
        for (let i = 0; i < groups.length && found.length < mostMessages; i++)
          addList(peek(batch, groups[i] as string), memberPath(`$.${name}`, groups[i] as string), found);
      } catch {
        // A proxy that refuses: the reading says so.
      }
  }
  if (Array.isArray(event)) addList(event, '$', found);
  else if (found.length === 0) add(event, '$', found);
  return found;
}

function addList(batch: unknown, path: string, found: Message[]): void {
  if (Array.isArray(batch))
    for (let i = 0; i < batch.length && found.length < mostMessages; i++) add(peek(batch, i), `${path}[${i}]`, found);
}

function add(record: unknown, path: string, found: Message[]): void {
  for (let i = 0; i < packings.length; i++) {
    const packing = packings[i] as Packing;
    const payload = peek(record, ...packing.payload);
    if (payload === undefined || payload === null) continue;
    const attributes = packing.attributes.length === 0 ? undefined : peek(record, ...packing.attributes);
    const next = packings[i + 1];
    // Several platforms call the payload `data`: the one whose attributes are there, or the last.
    if (attributes === undefined && next !== undefined && next.payload.join() === packing.payload.join()) continue;
    found.push({
      path: packing.payload.reduce(memberPath, path),
      payload,
      attributes,
      attributesPath: packing.attributes.reduce(memberPath, path),
      stamp: packing.stamp.length === 0 ? undefined : peek(record, ...packing.stamp),
      id: idOf(record, packing.id),
    });
    return;
  }
}

function idOf(record: unknown, keys: readonly (readonly string[])[]): string | undefined {
  if (keys.length === 0) return undefined;
  let id = '';
  for (let i = 0; i < keys.length; i++) {
    const part = peek(record, ...(keys[i] as readonly string[]));
    if (typeof part !== 'string' && typeof part !== 'number') return undefined;
    id += `${part} `;
  }
  return id;
}

/** Milliseconds since 1970 of a time stamp: seconds, milli-, micro- or nanoseconds, as a number or digits, or ISO 8601. */
export function timeOf(stamp: unknown): number | undefined {
  if (typeof stamp === 'string') {
    if (/^\d{9,19}(?:\.\d{1,9})?$/.test(stamp)) return timeOf(Number(stamp));
    if (stamp.length > 40 || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(stamp)) return undefined;
    const time = Date.parse(stamp);
    return Number.isNaN(time) ? undefined : time;
  }
  if (typeof stamp !== 'number' || !(stamp >= 1e9)) return undefined;
  if (stamp < 1e11) return stamp * 1e3;
  if (stamp < 1e14) return stamp;
  return stamp < 1e17 ? stamp / 1e3 : stamp / 1e6;
}
