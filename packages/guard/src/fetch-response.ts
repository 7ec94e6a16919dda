/**
 * What `fetch` answers. The body is seen where the program reads it, by whichever reader, and never before: touching `response.body` must
 * not read or lock it, and an answer that nobody reads costs nothing.
 */
import type { Foreign, ForeignArray, ForeignFunction, Host } from './host.ts';
import type { Invocation } from './invocation.ts';
import type { Guarding } from './state.ts';

export interface Owner {
  readonly invocation: Invocation;
  readonly label: string;
}

let responseOwners: WeakMap<object, Owner> | undefined;
const streams = new WeakMap<object, Owner>();

/** Remembers whose answer this is. `Response` and its streams are loaded by the first `fetch`, so they are hooked when the first answer is there. */
export function armResponse(guarding: Guarding, response: Foreign, owner: Owner): void {
  if (!responseOwners) {
    responseOwners = new WeakMap();
    const prototype = guarding.host.prototypeOf(response) as Foreign;
    hookReaders(guarding, prototype, responseOwners);
    hookStreams(guarding, prototype, responseOwners);
  }
  responseOwners.set(response, owner);
  guarding.host.eachHeader(response, (value) => owner.invocation.arriveText(`${owner.label} (headers)`, value));
}

/** `Readable.fromWeb(response.body)`: Node 26 reads the stream by its internals, so its chunks are seen where they are pushed on. */
export function hookFromWeb(guarding: Guarding, streamModule: Foreign): void {
  const { host } = guarding;
  const Readable = streamModule['Readable'] as (ForeignFunction & Foreign) | undefined;
  const fromWeb = Readable?.['fromWeb'];
  if (!Readable || typeof fromWeb !== 'function') return;
  Readable['fromWeb'] = host.expose((self, args) => {
    const readable = host.call(fromWeb as ForeignFunction, self, args) as Foreign;
    const owner = typeof args[0] === 'object' && args[0] !== null ? streams.get(args[0]) : undefined;
    const push = readable['push'];
    if (owner && typeof push === 'function')
      readable['push'] = host.expose((own, given) => {
        guarding.safely('fetch', () => arriveBody(host, owner, given[0]));
        return host.call(push as ForeignFunction, own, given);
      }, push as ForeignFunction);
    return readable;
  }, fromWeb as ForeignFunction);
}

/** These show the bytes or the text they answer. */
const plainReaders = ['text', 'arrayBuffer', 'bytes'];
/** These show something else than the text, and the text is what may be hostile: they read a copy. */
const parsingReaders = ['json', 'blob', 'formData'];

function hookReaders(guarding: Guarding, prototype: Foreign, owners: WeakMap<object, Owner>): void {
  const { host } = guarding;
  const readBytes = prototype['arrayBuffer'] as ForeignFunction;
  const headersOf = Object.getOwnPropertyDescriptor(prototype, 'headers')?.get as ForeignFunction | undefined;
  const hook = (name: string, read: (original: ForeignFunction, self: object, args: ForeignArray, owner: Owner) => unknown): void => {
    const original = prototype[name];
    if (typeof original !== 'function') return;
    prototype[name] = host.expose((self, args) => {
      const owner = typeof self === 'object' && self !== null ? owners.get(self) : undefined;
      return owner ? read(original as ForeignFunction, self as object, args, owner) : host.call(original as ForeignFunction, self, args);
    }, original as ForeignFunction);
  };
  const seen = (owner: Owner) => (value: unknown) => {
    guarding.safely('fetch', () => arriveBody(host, owner, value));
    return value;
  };
  for (const name of plainReaders) hook(name, (original, self, args, owner) => host.mapped(host.call(original, self, args), seen(owner)));
  for (const name of parsingReaders)
    hook(name, (original, self, args, owner) =>
      host.mapped(host.call(readBytes, self, []), (value) => {
        seen(owner)(value);
        const options = host.overlay({}, 'headers', headersOf && host.call(headersOf, self, []));
        return host.call(
          original,
          host.construct(prototype['constructor'] as ForeignFunction, [value, options], prototype['constructor']),
          args,
        );
      }),
    );
  hook('clone', (original, self, args, owner) => {
    const copy = host.call(original, self, args);
    if (typeof copy === 'object' && copy !== null) owners.set(copy, owner);
    return copy;
  });
}

function arriveBody(host: Host, owner: Owner, value: unknown): void {
  if (typeof value === 'string') owner.invocation.arriveText(owner.label, value);
  else if (typeof value === 'object' && value !== null) {
    const view = host.bytes(value);
    owner.invocation.arrive(owner.label, view ? new Uint8Array(view) : new Uint8Array(value as ArrayBuffer));
  }
}

/** `response.body`: its readers, iterators and branches are followed; the stream itself is the one that the class made. */
function hookStreams(guarding: Guarding, responsePrototype: Foreign, responses: WeakMap<object, Owner>): void {
  const { host } = guarding;
  const readers = new WeakMap<object, Owner>();
  const body = Object.getOwnPropertyDescriptor(responsePrototype, 'body');
  const getter = body?.get as ForeignFunction | undefined;
  if (!getter) return;
  Object.defineProperty(responsePrototype, 'body', {
    ...body,
    get: host.expose((self) => {
      const stream = host.call(getter, self, []);
      const owner = typeof self === 'object' && self !== null ? responses.get(self) : undefined;
      if (owner && typeof stream === 'object' && stream !== null) streams.set(stream, owner);
      return stream;
    }, getter),
  });

  const ofStream = (self: unknown): Owner | undefined => (typeof self === 'object' && self !== null ? streams.get(self) : undefined);
  const see = (owner: Owner) => (result: unknown) => {
    guarding.safely('fetch', () => {
      const value = (result as Foreign | null | undefined)?.['value'];
      if (value !== undefined) arriveBody(host, owner, value);
    });
    return result;
  };
  const wrap = (
    target: Foreign,
    name: PropertyKey,
    implementation: (original: ForeignFunction, self: unknown, args: ForeignArray) => unknown,
  ): void => {
    const descriptor = Object.getOwnPropertyDescriptor(target, name);
    if (typeof descriptor?.value !== 'function') return;
    const original = descriptor.value as ForeignFunction;
    Object.defineProperty(target, name, {
      ...descriptor,
      value: host.expose((self, args) => implementation(original, self, args), original),
    });
  };

  const stream = (host.globals['ReadableStream'] as ForeignFunction | undefined)?.prototype as Foreign | undefined;
  if (!stream) return;
  wrap(stream, 'getReader', (original, self, args) => {
    const reader = host.call(original, self, args);
    const owner = ofStream(self);
    if (owner) readers.set(reader as object, owner);
    return reader;
  });
  for (const name of ['ReadableStreamDefaultReader', 'ReadableStreamBYOBReader']) {
    const reader = (host.globals[name] as ForeignFunction | undefined)?.prototype as Foreign | undefined;
    if (reader)
      wrap(reader, 'read', (original, self, args) => {
        const owner = typeof self === 'object' && self !== null ? readers.get(self) : undefined;
        const result = host.call(original, self, args);
        return owner ? host.mapped(result, see(owner)) : result;
      });
  }
  const iterate = (original: ForeignFunction, self: unknown, args: ForeignArray): unknown => {
    const iterator = host.call(original, self, args) as Foreign;
    const owner = ofStream(self);
    if (!owner) return iterator;
    const next = iterator['next'] as ForeignFunction;
    Object.defineProperty(iterator, 'next', {
      value: host.expose((own, given) => host.mapped(host.call(next, own, given), see(owner)), next),
      writable: true,
      configurable: true,
    });
    return iterator;
  };
  wrap(stream, 'values', iterate);
  wrap(stream, Symbol.asyncIterator, iterate);
  wrap(stream, 'tee', (original, self, args) => {
    const branches = host.call(original, self, args) as ForeignArray;
    const owner = ofStream(self);
    if (owner) for (let i = 0; i < 2; i++) streams.set(branches[i] as object, owner);
    return branches;
  });
  wrap(stream, 'pipeThrough', (original, self, args) => {
    const readable = host.call(original, self, args);
    const owner = ofStream(self);
    if (owner && typeof readable === 'object' && readable !== null) streams.set(readable, owner);
    return readable;
  });
}
