/** What the network hook and the response source both need of HTTP clients: who asks for what, and which invocation it belongs to. */
import { readUrl } from './analysis.ts';
import type { RequestTarget } from './evidence/index.ts';
import type { Foreign, ForeignArray, ForeignFunction } from './host.ts';
import { onBuiltin } from './modules.ts';
import type { Guarding } from './state.ts';

type Judge = (call: string, args: ForeignArray) => Error | undefined;
/** Called with the request object (`ClientRequest`) or the promised `Response` and what was asked for. */
type Observe = (result: unknown, call: string, args: ForeignArray) => unknown;

const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443, ftp: 21 };

interface Clients {
  judge: Judge | undefined;
  observe: Observe | undefined;
  armed: boolean;
}
const clients: Clients = { judge: undefined, observe: undefined, armed: false };

/** Registers the judge that every request is shown to before it is made. */
export function onRequestMade(judge: Judge): void {
  clients.judge = judge;
}

/** Registers who is told of every request made, and may wrap what it answers. */
export function onRequestObserved(observe: Observe): void {
  clients.observe = observe;
}

/** Hooks `fetch`, and `http` and `https` when they are loaded. Called by whoever needs it; done once. */
export function armHttpClients(guarding: Guarding): void {
  if (clients.armed) return;
  clients.armed = true;
  const { host } = guarding;
  const wrap = (call: string, original: ForeignFunction, isPromise: boolean): ForeignFunction =>
    host.expose((self, args) => {
      const stopped = clients.judge?.(call, args);
      if (stopped) {
        if (isPromise) return host.reject(stopped);
        throw stopped;
      }
      const result = host.call(original, self, args);
      let answer = result;
      guarding.safely(call, () => {
        answer = clients.observe?.(result, call, args) ?? result;
      });
      return answer;
    }, original);
  for (const name of ['http', 'https'])
    onBuiltin(name, (exports) => {
      for (const method of ['request', 'get']) exports[method] = wrap(`${name}.${method}`, exports[method] as ForeignFunction, false);
    });
  const fetch = host.globals['fetch'];
  if (typeof fetch === 'function')
    Object.defineProperty(host.globals, 'fetch', {
      value: wrap('fetch', fetch as ForeignFunction, true),
      writable: true,
      enumerable: true,
      configurable: true,
    });
}

/** The destination of a call of `fetch(resource)`, `http.request(url, options)` or `http.request(options)`; undefined when it names none. */
export function readRequest(call: string, args: ForeignArray): RequestTarget | undefined {
  const [first, second] = [args[0], args[1]];
  const secure = call.startsWith('https');
  if (call === 'fetch') {
    const href =
      typeof first === 'string'
        ? first
        : ((first as Foreign | null | undefined)?.['href'] ?? (first as Foreign | null | undefined)?.['url']);
    return typeof href === 'string' ? targetOfUrl(href) : undefined;
  }
  const href = typeof first === 'string' ? first : (first as Foreign | null | undefined)?.['href'];
  const base = typeof href === 'string' ? targetOfUrl(href) : undefined;
  const options = (base ? second : first) as Foreign | null | undefined;
  if (typeof options !== 'object' || options === null) return base;
  const name = options['hostname'] ?? options['host'] ?? base?.host ?? 'localhost';
  const port = Number(options['port'] ?? base?.port ?? 0) || (secure ? 443 : 80);
  const path = options['path'] ?? base?.path ?? '/';
  return { protocol: secure ? 'https' : 'http', host: bare(String(name)), port, path: String(path) };
}

function targetOfUrl(href: string): RequestTarget | undefined {
  const url = readUrl(href);
  if (!url?.host) return undefined;
  const protocol = url.scheme || 'http';
  return { protocol, host: bare(url.host), port: Number(url.port) || defaultPorts[protocol] || 0, path: url.path };
}

function bare(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}
