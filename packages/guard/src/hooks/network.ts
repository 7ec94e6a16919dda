/**
 * Outbound connections. A request is judged where the program makes it (`fetch`, `http.request`), with its stack, and every connection
 * again where it is opened, by name and by address: that is where libraries with sockets of their own, redirects and rebinding end up.
 */
import { allowsHost, pathEvidence, urlEvidence } from '../analysis.ts';
import type { RequestTarget } from '../evidence/index.ts';
import type { Foreign, ForeignArray, ForeignFunction } from '../host.ts';
import { onRequestMade, readRequest } from '../http-client.ts';
import { captureStack } from '../stack.ts';
import type { Departure, Guarding } from '../state.ts';
import type { Hook } from '../unit.ts';

/** libuv's "permission denied": what a refused connection answers to Node, which makes it the socket's error. */
const EACCES = -13;

export const network: Hook = {
  id: 'network',
  summary: 'Outbound connections: fetch, http, https, sockets, name resolution, datagrams.',
  arm(guarding) {
    const tcp = prototypeOf(guarding, 'tcp_wrap', 'TCP');
    const pipe = prototypeOf(guarding, 'pipe_wrap', 'Pipe');
    const udp = prototypeOf(guarding, 'udp_wrap', 'UDP');
    const resolver = guarding.host.binding('cares_wrap');
    if (!tcp || !pipe || !udp || !resolver) return { reason: 'this Node keeps its network bindings closed' };
    onRequestMade((call, args) => judgeTarget(guarding, call, readRequest(call, args)));
    for (const name of ['connect', 'connect6']) refuse(guarding, tcp, name, (args) => addressTarget('tcp', args[1], args[2]));
    for (const name of ['send', 'send6'])
      refuse(guarding, udp, name, (args) => (typeof args[4] === 'string' ? addressTarget('udp', args[4], args[3]) : undefined));
    for (const name of ['connect', 'connect6']) refuse(guarding, udp, name, (args) => addressTarget('udp', args[0], args[1]));
    armPipe(guarding, pipe);
    armNames(guarding, resolver);
    return 'armed';
  },
};

function prototypeOf(guarding: Guarding, binding: string, name: string): Foreign | undefined {
  return (guarding.host.binding(binding)?.[name] as ForeignFunction | undefined)?.prototype as Foreign | undefined;
}

function addressTarget(protocol: string, address: unknown, port: unknown): RequestTarget | undefined {
  return typeof address === 'string' ? { protocol, host: address, port: typeof port === 'number' ? port : 0, path: '' } : undefined;
}

/** Hooks a binding function that answers an error number. */
function refuse(guarding: Guarding, target: Foreign, name: string, read: (args: ForeignArray) => RequestTarget | undefined): void {
  const original = target[name];
  if (typeof original !== 'function') return;
  guarding.lock(target, name, (self, args) => {
    const destination = read(args);
    if (destination && judgeTarget(guarding, undefined, destination)) return EACCES;
    return guarding.host.call(original as ForeignFunction, self, args);
  });
}

function armPipe(guarding: Guarding, pipe: Foreign): void {
  const connect = pipe['connect'] as ForeignFunction;
  guarding.lock(pipe, 'connect', (self, args) => {
    const path = args[1];
    const stopped =
      typeof path === 'string'
        ? guarding.judge('network', path, (index) => {
            const change = pathEvidence(path, index());
            return change && { rule: 'pathTraversal', kind: 'network', text: path, change };
          })
        : undefined;
    return stopped ? EACCES : guarding.host.call(connect, self, args);
  });
}

/** Name resolution is a way out by itself (labels can carry data), and it tells which name an address belongs to. */
function armNames(guarding: Guarding, resolver: Foreign): void {
  const { host } = guarding;
  const getaddrinfo = resolver['getaddrinfo'] as ForeignFunction;
  guarding.lock(resolver, 'getaddrinfo', (self, args) => {
    const [request, name] = [args[0] as Foreign | undefined, args[1]];
    if (typeof name !== 'string' || typeof request !== 'object') return host.call(getaddrinfo, self, args);
    if (judgeTarget(guarding, undefined, { protocol: 'dns', host: name, port: 0, path: '' })) return EACCES;
    const invocation = guarding.current();
    const complete = request?.['oncomplete'];
    if (invocation && request && typeof complete === 'function')
      request['oncomplete'] = host.expose((requestSelf, results) => {
        guarding.safely('name resolution', () => {
          const addresses = results[1] as ForeignArray | null;
          for (let i = 0; i < (addresses?.length ?? 0); i++) invocation.resolved(String(addresses?.[i]), name);
        });
        return host.call(complete as ForeignFunction, requestSelf, results);
      }, complete as ForeignFunction);
    return host.call(getaddrinfo, self, args);
  });
  const queries = (resolver['ChannelWrap'] as ForeignFunction | undefined)?.prototype as Foreign | undefined;
  for (const name of queries ? Object.getOwnPropertyNames(queries) : []) {
    if (!name.startsWith('query')) continue;
    refuse(guarding, queries as Foreign, name, (args) =>
      typeof args[1] === 'string' ? { protocol: 'dns', host: args[1], port: 0, path: '' } : undefined,
    );
  }
}

function judgeTarget(guarding: Guarding, call: string | undefined, target: RequestTarget | undefined): Error | undefined {
  if (!target) return undefined;
  const text = formatTarget(target);
  return guarding.judge('network', text, (index, invocation): Departure | undefined => {
    const names = [target.host, ...invocation.hostsOf(target.host)];
    const common = { kind: 'network', ...(call ? { call } : {}), text } as const;
    const { policy } = guarding;
    if (policy.hosts !== undefined) {
      // A destination that the policy lists is meant, also when the input names it; any other is not, whoever names it.
      if (names.some((name) => allowsHost(policy, name, target.port))) return undefined;
      if (isPlatformsOwn(guarding, target)) return undefined;
      return {
        ...common,
        rule: 'hostNotAllowed',
        reason: `${target.host} is not among the hosts of the policy`,
        ...evidence(target, index()),
      };
    }
    for (const name of names) {
      const found = evidence({ ...target, host: name }, index());
      if (found) return { ...common, text: formatTarget({ ...target, host: name }), rule: 'serverSideRequest', ...found };
    }
    return undefined;
  });
}

/**
 * The platform's loop streams answers to the Runtime API from inside of the invocation. That is no destination of the function, as long as
 * it is the loop that connects: a package that talks to the Runtime API reads other people's events.
 */
function isPlatformsOwn(guarding: Guarding, target: RequestTarget): boolean {
  const runtimeApi = guarding.host.environment['AWS_LAMBDA_RUNTIME_API'];
  if (runtimeApi === undefined || runtimeApi !== `${target.host}:${target.port}`) return false;
  const { frames } = captureStack(guarding.guardFile, guarding.host.environment['LAMBDA_TASK_ROOT']);
  return frames.length > 0 && frames.every((frame) => frame.package === 'runtime');
}

function evidence(target: RequestTarget, index: Parameters<typeof urlEvidence>[1]): Pick<Departure, 'change'> | undefined {
  const change = urlEvidence(target, index);
  return change && { change };
}

function formatTarget({ protocol, host, port, path }: RequestTarget): string {
  return `${protocol}://${host.includes(':') ? `[${host}]` : host}${port ? `:${port}` : ''}${path}`;
}
