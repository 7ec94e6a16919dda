/** Answers of HTTP servers: an API that the function calls is an entry point like any other. */
import { armResponse, hookFromWeb, type Owner } from '../fetch-response.ts';
import type { Foreign, ForeignFunction } from '../host.ts';
import { armHttpClients, onRequestObserved, readRequest } from '../http-client.ts';
import { onBuiltin } from '../modules.ts';
import type { Guarding } from '../state.ts';
import type { Source } from '../unit.ts';

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
          guarding.safely('fetch', () => armResponse(guarding, response as Foreign, owner));
          return response;
        });
      }
      const method = (result as Foreign)['method'];
      owners.set(result, { invocation, label: guarding.label() ?? labelOf(call, args, typeof method === 'string' ? method : 'GET') });
      return undefined;
    });
    armHttpClients(guarding);
    onBuiltin('http', (exports) => armIncomingMessage(guarding, owners, exports));
    onBuiltin('stream', (exports) => hookFromWeb(guarding, exports));
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
  for (let i = 1; i < Math.min(list?.length ?? 0, 200); i += 2) owner.invocation.arriveText(`${owner.label} (headers)`, String(list?.[i]));
}
