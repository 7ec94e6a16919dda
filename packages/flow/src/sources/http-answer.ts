import { defineSource, type Source } from '../source.ts';

/** An API that has gone bad, or a machine between, writes the answer: it is an entry point as the event is. */
export const httpAnswerSource: Source = defineSource({
  id: 'http-answer',
  kind: 'http',
  title: 'an HTTP answer',
  calls: {
    javascript: [
      'fetch',
      'node-fetch',
      'undici.fetch',
      'undici.request',
      'cross-fetch',
      'got',
      'axios',
      'request-promise',
      'needle',
      ...['get', 'post', 'put', 'patch', 'delete', 'head', 'request'].flatMap((method) => [
        `axios.${method}`,
        `axios.create().${method}`,
        `got.${method}`,
        `superagent.${method}`,
      ]),
    ],
    python: [
      'urllib.request.urlopen',
      'urllib3.PoolManager().request',
      ...['get', 'post', 'put', 'patch', 'delete', 'head', 'request'].flatMap((method) => [
        `requests.${method}`,
        `requests.Session().${method}`,
        `httpx.${method}`,
        `httpx.Client().${method}`,
        `aiohttp.ClientSession().${method}`,
      ]),
    ],
  },
});
