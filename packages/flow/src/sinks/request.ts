import type { Abstract } from '../abstract.ts';
import { hasFixedHost } from '../hosts.ts';
import { defineSink, type Sink } from '../sink.ts';

const verbs = ['get', 'post', 'put', 'patch', 'delete', 'head', 'request'];

/** An address that is asked from within the network of the function. */
export const requestSink: Sink = defineSink({
  id: 'request',
  kind: 'network',
  class: 'ssrf',
  calls: {
    javascript: [
      'fetch',
      'node-fetch',
      'cross-fetch',
      'undici.fetch',
      'undici.request',
      'axios',
      'got',
      'needle',
      'request',
      'request-promise',
      ...verbs.flatMap((verb) => [`axios.${verb}`, `axios.create().${verb}`, `got.${verb}`, `superagent.${verb}`, `request.${verb}`]),
      ...['http', 'https'].flatMap((module) => [`${module}.get`, `${module}.request`]),
      'http2.connect',
      'net.connect',
      'net.createConnection',
      'tls.connect',
    ],
    python: [
      'urllib.request.urlopen',
      'urllib.request.Request',
      'urllib.request.urlretrieve',
      'urllib3.PoolManager().request',
      'http.client.HTTPConnection',
      'http.client.HTTPSConnection',
      'socket.create_connection',
      ...verbs.flatMap((verb) => [
        `requests.${verb}`,
        `requests.Session().${verb}`,
        `httpx.${verb}`,
        `httpx.Client().${verb}`,
        `httpx.AsyncClient().${verb}`,
        `aiohttp.ClientSession().${verb}`,
      ]),
    ],
  },
  inspects({ args, named, ref }) {
    // requests.request(method, url), PoolManager().request(method, url)
    const isAfterMethod = /^(?:requests|httpx|urllib3).*\.request$/.test(ref);
    const address = isAfterMethod ? (args[1] ?? named.get('url')) : (args[0] ?? named.get('url'));
    return address?.members ? partsOf(address) : [address];
  },
  harms: ({ prefix }) => !hasFixedHost(prefix),
});

/** What of an options object decides where the request goes. */
function partsOf({ members }: Abstract): readonly (Abstract | undefined)[] {
  return ['url', 'uri', 'baseURL', 'host', 'hostname', 'socketPath'].map((name) => members?.get(name));
}
