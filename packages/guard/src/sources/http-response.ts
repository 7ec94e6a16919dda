/** Answers of HTTP servers: an API that the function calls is an entry point like any other. */
import type { Foreign, ForeignFunction } from '../host.ts';
import { armHttpClients, onRequestObserved, readRequest } from '../http-client.ts';
import type { Invocation } from '../invocation.ts';
import { onBuiltin } from '../modules.ts';
import type { Guarding } from '../state.ts';
import type { Source } from '../unit.ts';

interface Owner {
  readonly invocation: Invocation;
  readonly label: string;
}

export const httpResponse: Source = {
  id: 'http-response',
  summary: 'Bodies and headers of answers to http, https and fetch.',
  arm(guarding) {
    const owners = new WeakMap<object, Owner>();
    onRequestObserved((result, call, args) => {
      const invocation = guarding.current();
      if (!invocation || typeof result !== 'object' || result === null) return undefined;
      if (call === 'fetch') {
        const owner = { invocation, label: guarding.label() ?? labelOf(call, args, readMethod(args)) };
        return guarding.host.mapped(result, (response) => {
          guarding.safely('fetch', () => armResponse(guarding, owners, response as Foreign, owner));
          return response;
        });
      }
      const method = (result as Foreign)['method'];
      owners.set(result, { invocation, label: guarding.label() ?? labelOf(call, args, typeof method === 'string' ? method : 'GET') });
      return undefined;
    });
    armHttpClients(guarding);
    onBuiltin('http', (exports) => armIncomingMessage(guarding, owners, exports));
    return 'armed';
  },
};

function labelOf(call: string, args: Parameters<typeof readRequest>[1], method: string): string {
  const target = readRequest(call, args);
  if (!target) return `http:${method}`;
  const defaultPort = target.protocol === 'https' ? 443 : 80;
  const port = target.port && target.port !== defaultPort ? `:${target.port}` : '';
  return `http:${method} ${target.host}${port}${target.path.split('?')[0]}`;
}

function readMethod(args: Parameters<typeof readRequest>[1]): string {
  const own =
    (args[1] as Foreign | null | undefined)?.['method'] ??
    (typeof args[0] === 'object' ? (args[0] as Foreign | null)?.['method'] : undefined);
  return typeof own === 'string' ? own.toUpperCase() : 'GET';
}

/** Every body chunk of an answer passes `push` of its `IncomingMessage`; those of requests to a server carry no `req` and are left alone. */
function armIncomingMessage(guarding: Guarding, owners: WeakMap<object, Owner>, http: Foreign): void {
  const { host } = guarding;
  const prototype = (http['IncomingMessage'] as ForeignFunction).prototype as Foreign;
  const push = prototype['push'] as ForeignFunction;
  const seen = new WeakSet<object>();
  prototype['push'] = host.expose((self, args) => {
    const request = (self as Foreign)['req'];
    if (typeof request === 'object' && request !== null)
      guarding.safely('http response', () => {
        const owner = owners.get(request) ?? strayOwner(guarding, request as Foreign);
        if (!owner) return;
        if (!seen.has(self as object)) {
          seen.add(self as object);
          arriveHeaders(owner, (self as Foreign)['rawHeaders']);
        }
        const chunk = host.bytes(args[0]);
        if (chunk) owner.invocation.arrive(owner.label, new Uint8Array(chunk));
      });
    return host.call(push, self, args);
  }, push);
}

/** A request made by `new ClientRequest` or before the guard could see it. */
function strayOwner(guarding: Guarding, request: Foreign): Owner | undefined {
  const invocation = guarding.current();
  return (
    invocation && {
      invocation,
      label: `http:${String(request['method'])} ${String(request['host'])}${String(request['path']).split('?')[0]}`,
    }
  );
}

function arriveHeaders(owner: Owner, rawHeaders: unknown): void {
  const list = rawHeaders as { readonly length: number; readonly [i: number]: unknown } | undefined;
  let text = '';
  for (let i = 1; i < Math.min(list?.length ?? 0, 200); i += 2) text += `${String(list?.[i])}\n`;
  if (text) owner.invocation.arriveText(`${owner.label} (headers)`, text);
}

const readers = ['text', 'json', 'arrayBuffer', 'bytes'] as const;
let responseArmed = false;

/** The `Response` class is loaded by the first `fetch`; its readers are hooked when the first answer is there. */
function armResponse(guarding: Guarding, owners: WeakMap<object, Owner>, response: Foreign, owner: Owner): void {
  const { host } = guarding;
  owners.set(response, owner);
  if (responseArmed) return;
  responseArmed = true;
  const prototype = host.prototypeOf(response) as Foreign;
  const readBytes = prototype['arrayBuffer'] as ForeignFunction;
  for (const name of readers) {
    const original = prototype[name];
    if (typeof original !== 'function') continue;
    prototype[name] = host.expose((self, args) => {
      const known = typeof self === 'object' && self !== null ? owners.get(self) : undefined;
      if (!known) return host.call(original as ForeignFunction, self, args);
      if (name === 'text' || name === 'arrayBuffer' || name === 'bytes')
        return host.mapped(host.call(original as ForeignFunction, self, args), (value) => {
          guarding.safely('fetch', () => arriveBody(guarding, known, value));
          return value;
        });
      // `json` never shows the text, and the text is what may be hostile: read it once, and let the class itself parse a copy.
      return host.mapped(host.call(readBytes, self, []), (value) => {
        guarding.safely('fetch', () => arriveBody(guarding, known, value));
        const copy = host.construct(prototype['constructor'] as ForeignFunction, [value], prototype['constructor']);
        return host.call(original as ForeignFunction, copy, args);
      });
    }, original as ForeignFunction);
  }
  armStream(guarding, owners, prototype);
}

function arriveBody(guarding: Guarding, owner: Owner, value: unknown): void {
  if (typeof value === 'string') owner.invocation.arriveText(owner.label, value);
  else if (typeof value === 'object' && value !== null) {
    const view = guarding.host.bytes(value);
    owner.invocation.arrive(owner.label, view ? new Uint8Array(view) : new Uint8Array(value as ArrayBuffer));
  }
}

/** `response.body`: chunks are seen as they pass a reader, whichever way the program reads the stream. */
function armStream(guarding: Guarding, owners: WeakMap<object, Owner>, prototype: Foreign): void {
  const { host } = guarding;
  const getter = Object.getOwnPropertyDescriptor(prototype, 'body')?.get as ForeignFunction | undefined;
  if (!getter) return;
  const streams = new WeakMap<object, object>();
  Object.defineProperty(prototype, 'body', {
    configurable: true,
    enumerable: true,
    get: host.expose((self) => {
      const body = host.call(getter, self, []);
      const owner = typeof self === 'object' && self !== null ? owners.get(self) : undefined;
      if (!owner || typeof body !== 'object' || body === null) return body;
      const known = streams.get(body);
      if (known) return known;
      const tapped = host.tapStream(body, (chunk) => guarding.safely('fetch', () => arriveBody(guarding, owner, chunk)));
      streams.set(body, tapped);
      return tapped;
    }, getter),
  });
}
