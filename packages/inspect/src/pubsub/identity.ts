import { peek } from '../trigger.ts';
import { familyOf } from './topic.ts';

/** Members by which a receiver decides who asks and with which right. Lower case, without `_` and `-`. */
const authorityNames =
  'user userid username uid sub role roles admin isadmin scope scopes permission permissions group groups tenant tenantid account accountid customer customerid owner ownerid org orgid email deviceid clientid thingname principal authorized authenticated privilege privileges amount price currency recipient iban sender command action approved';
const authority: ReadonlySet<string> = new Set(authorityNames.split(' '));
/** And those that say what is asked for. */
const weighty: ReadonlySet<string> = new Set(
  `${authorityNames} to from cmd type method url topic id device client thing total verified`.split(' '),
);

/** A member's name without case and without what separates words. */
export function plainName(name: string): string {
  return (name.includes('_') || name.includes('-') ? name.replace(/[_-]/g, '') : name).toLowerCase();
}

/** Whether a receiver decides by such a member, or acts on it. */
export function isWeighty(name: string): boolean {
  return weighty.has(plainName(name));
}

/** Whether a receiver decides by such a member who asks and with which right. */
export function isAuthority(name: string): boolean {
  return authority.has(plainName(name));
}

/** Text of a scalar, undefined for anything else. */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.length <= 256 ? value : undefined;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The family that a member with this name identifies: `deviceId`, `thingName`, `client_id`. */
export function identityFamily(name: string): string | undefined {
  const plain = plainName(name);
  for (const ending of ['id', 'name', 'uid', 'no', ''])
    if (plain.endsWith(ending)) {
      const family = familyOf(plain.slice(0, plain.length - ending.length));
      if (family !== undefined) return family;
    }
  return undefined;
}

export interface Identity {
  readonly name: string;
  readonly family: string;
  readonly text: string;
}

/** The identities that an object claims in its own members. */
export function claimedIdentities(data: unknown): readonly Identity[] {
  const found: Identity[] = [];
  const names = ownNames(data);
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    const family = identityFamily(name);
    const text = family === undefined ? undefined : scalarText(peek(data, name));
    if (family !== undefined && text !== undefined && text !== '' && typeof peek(data, name) !== 'boolean')
      found.push({ name, family, text });
  }
  return found;
}

/** More members than a message's head has: a table of words, not claims. */
const mostMembers = 64;

export function ownNames(data: unknown): readonly string[] {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return [];
  try {
    const names = Object.keys(data);
    return names.length > mostMembers ? [] : names;
  } catch {
    return []; // a proxy that refuses
  }
}

/** Whether two texts may name the same one: equal but for case, or one is the other with something around it (`urn:dev:door-7`, `site1:door-7`). */
export function isSame(one: string, other: string): boolean {
  const a = one.toLowerCase();
  const b = other.toLowerCase();
  return a === b || isWordOf(a, b) || isWordOf(b, a);
}

function isWordOf(part: string, whole: string): boolean {
  const at = part.length < 2 ? -1 : whole.indexOf(part);
  return at >= 0 && !isWordCharacter(whole.charCodeAt(at - 1)) && !isWordCharacter(whole.charCodeAt(at + part.length));
}

function isWordCharacter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 122);
}

/** The form of an id: `door-17` and `door-2` are named alike, so that one in the place of the other is another one of the same kind. */
export function formOf(id: string): string {
  return id.toLowerCase().replace(/\d+/g, '0');
}

/** Client ids that libraries and consoles make up, and those of programs that speak for many devices. */
export function isSpokesman(clientId: string): boolean {
  return (
    /^(?:mqttjs_|paho|iotconsole|auto-|basicpubsub|mosq|node-?red|sdk-|console)/i.test(clientId) ||
    /gateway|bridge|backend|server|service|lambda|hub|proxy|aggregator|broker|worker|cloud|gw|edge|greengrass|ingest|publisher/i.test(
      clientId,
    ) ||
    /^[0-9a-f-]{16,}$/i.test(clientId)
  );
}
