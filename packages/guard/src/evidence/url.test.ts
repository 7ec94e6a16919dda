import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIndex } from './input-index.ts';
import { manual } from './testing/rows.ts';
import { type RequestTarget, urlEvidence } from './url.ts';

interface UrlRow {
  readonly name: string;
  readonly input: string;
  readonly url: string;
  readonly stops: boolean;
  readonly source?: string;
  readonly path?: string;
  readonly encodings?: readonly string[];
  readonly trigger?: string;
}

const http = 'aws:apigateway-v2';

/** `tcp://host:port` has no path to know. */
function targetOf(url: string): RequestTarget {
  const [, protocol = '', host = '', port = '0', path = ''] = /^(\w+):\/\/(\[[^\]]+\]|[^:/?]+)(?::(\d+))?(.*)$/.exec(url) ?? [];
  return {
    protocol,
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port),
    path: protocol === 'tcp' || protocol === 'dns' ? '' : path || '/',
  };
}

const rows: readonly UrlRow[] = [
  // Attacks
  { name: 'a whole URL', input: 'http://evil.test/x?y=1', url: 'http://evil.test/x?y=1', stops: true },
  {
    name: 'a whole URL of the metadata service',
    input: 'http://169.254.169.254/latest/meta-data/',
    url: 'http://169.254.169.254/latest/meta-data/',
    stops: true,
  },
  { name: 'a host', input: 'evil.test', url: 'https://evil.test/api', stops: true },
  { name: 'a host with a port', input: 'evil.test:8080', url: 'http://evil.test:8080/api', stops: true },
  { name: 'the end of a host', input: 'evil.test', url: 'https://api.evil.test/x', stops: true },
  { name: 'a suffix', input: '.evil.test', url: 'https://api.good.test.evil.test/x', stops: true },
  { name: 'userinfo', input: '@evil.test/', url: 'https://evil.test/x', stops: true },
  { name: 'userinfo with a port', input: ':80@evil.test/', url: 'https://evil.test/x', stops: true },
  { name: 'a decimal address', input: '2852039166', url: 'http://169.254.169.254/x', stops: true },
  { name: 'a hexadecimal address', input: 'http://0xa9fea9fe/x', url: 'http://169.254.169.254/x', stops: true },
  { name: 'a short address', input: '127.1', url: 'http://127.0.0.1/x', stops: true },
  { name: 'an IPv6 address', input: 'http://[::1]:9000/x', url: 'http://[::1]:9000/x', stops: true },
  { name: 'the machine itself', input: 'localhost', url: 'http://localhost/x', stops: true },
  { name: 'a base URL', input: 'http://evil.test', url: 'http://evil.test/api/v1', stops: true },
  { name: 'a base URL with a path', input: 'http://evil.test/base', url: 'http://evil.test/base/items', stops: true },
  { name: 'a URL in a text', input: 'please fetch http://evil.test/x now', url: 'http://evil.test/x', stops: true },
  { name: 'a URL in a sentence', input: 'Have a look at http://evil.test/x.', url: 'http://evil.test/x', stops: true },
  { name: 'the connection to an internal URL', input: 'http://127.0.0.1:9000/x', url: 'tcp://127.0.0.1:9000', stops: true },
  { name: 'the connection to a host', input: 'evil.test', url: 'tcp://evil.test:443', stops: true },
  { name: 'an internal host by name lookup', input: 'http://localhost:9000/x', url: 'dns://localhost', stops: true },
  { name: 'the origin of an internal URL', input: 'http://127.0.0.1:9000/x', url: 'http://127.0.0.1:9000/other', stops: true },
  { name: 'other letter case', input: 'HTTP://EVIL.TEST/X', url: 'http://evil.test/x', stops: true },
  { name: 'escapes and dots in the path', input: 'http://evil.test/a/../%78', url: 'http://evil.test/x', stops: true },
  {
    name: 'a link of an answer to another host',
    input: 'http://evil.test/x',
    url: 'http://evil.test/x',
    source: 'http:GET api.test/items',
    stops: true,
  },
  { name: 'full-width letters', input: 'http://ｅｖｉｌ.test/x', url: 'http://evil.test/x', stops: true },
  {
    name: 'an internal answer about another port',
    input: 'http://127.0.0.1:9001/x',
    url: 'http://127.0.0.1:9001/x',
    source: 'http:GET 127.0.0.1:9000/a',
    stops: true,
  },
  ...['host', 'origin', 'via', 'forwarded', 'referer', 'domainName', 'sourceIp', 'userAgent'].map((name) => ({
    name: `a field of any event that is called ${name}`,
    input: '127.0.0.1:9',
    url: 'http://127.0.0.1:9/latest/meta-data/',
    path: `$.${name}`,
    stops: true,
  })),
  { name: 'such a field that names a public host', input: 'evil.test', url: 'http://evil.test/x', path: '$.host', stops: true },
  {
    name: 'a header in an event of no HTTP trigger',
    input: 'evil.test',
    url: 'http://evil.test/x',
    path: '$.headers.Host',
    trigger: 'aws:sqs',
    stops: true,
  },
  {
    name: 'a header in an event that nobody knows',
    input: 'evil.test',
    url: 'http://evil.test/x',
    path: '$.headers.Host',
    trigger: 'unknown',
    stops: true,
  },
  {
    name: 'such a field in the body of a message',
    input: '127.0.0.1:9',
    url: 'http://127.0.0.1:9/x',
    path: '$.Records[0].body',
    encodings: ['json:$.headers.host'],
    trigger: 'aws:sqs',
    stops: true,
  },
  {
    name: 'such a field in a header’s JSON',
    input: 'evil.test',
    url: 'http://evil.test/x',
    path: '$.headers.origin',
    encodings: ['json:$.headers.host'],
    trigger: http,
    stops: true,
  },
  { name: 'such a field in an HTTP body', input: 'evil.test', url: 'http://evil.test/x', path: '$.body.host', trigger: http, stops: true },
  {
    name: 'a claim of that name',
    input: 'evil.test',
    url: 'http://evil.test/x',
    path: '$.requestContext.authorizer.claims.origin',
    trigger: http,
    stops: true,
  },
  {
    name: 'the host in front of the gateway, an internal one',
    input: '169.254.169.254',
    url: 'http://169.254.169.254/latest/',
    path: "$.headers['x-forwarded-host']",
    trigger: http,
    stops: true,
  },
  {
    name: 'an internal origin',
    input: 'http://localhost:9',
    url: 'http://localhost:9/x',
    path: '$.headers.origin',
    trigger: http,
    stops: true,
  },
  {
    name: 'an internal name',
    input: 'http://metadata.google.internal',
    url: 'tcp://metadata.google.internal:80',
    path: '$.headers.origin',
    trigger: http,
    stops: true,
  },
  {
    name: 'a client’s address that the client made up',
    input: '127.0.0.1',
    url: 'http://127.0.0.1:9/x',
    path: "$.headers['X-Forwarded-For']",
    trigger: http,
    stops: true,
  },
  { name: 'a bucket’s own name', input: 'evil.s3.amazonaws.com', url: 'https://evil.s3.amazonaws.com/x', stops: true },
  {
    name: 'an API’s own name',
    input: 'abc.execute-api.us-east-1.amazonaws.com',
    url: 'https://abc.execute-api.us-east-1.amazonaws.com/x',
    stops: true,
  },
  { name: 'a whole URL of a service', input: 'https://iam.amazonaws.com/x', url: 'https://iam.amazonaws.com/x', stops: true },
  {
    name: 'a host that looks like a service',
    input: 's3.amazonaws.com.evil.test',
    url: 'https://s3.amazonaws.com.evil.test/',
    stops: true,
  },
  { name: 'userinfo that looks like a service', input: 's3.amazonaws.com@evil.test/', url: 'https://evil.test/', stops: true },
  { name: 'a service with a path', input: 's3.amazonaws.com/evil', url: 'https://s3.amazonaws.com/evil', stops: true },
  { name: 'a service behind userinfo', input: '@s3.amazonaws.com/', url: 'https://s3.amazonaws.com/x', stops: true },
  {
    name: 'an issuer that only the token names',
    input: 'https://evil.test/pool',
    url: 'https://evil.test/pool/.well-known/jwks.json',
    path: '$.headers.authorization',
    encodings: ['base64url', 'json:$.iss'],
    trigger: http,
    stops: true,
  },
  {
    name: 'an issuer in an event of no gateway',
    input: 'https://evil.test/pool',
    url: 'https://evil.test/pool/.well-known/jwks.json',
    path: '$.requestContext.authorizer.claims.iss',
    trigger: 'unknown',
    stops: true,
  },
  { name: 'the machine itself as a number', input: '0', url: 'http://0.0.0.0:9000/', stops: true },
  { name: 'a tab in the host of a URL', input: 'http://127.\t0.0.1/x', url: 'http://127.0.0.1/x', stops: true },
  { name: 'a line end in a host', input: '127.0.\n0.1', url: 'http://127.0.0.1/x', stops: true },
  { name: 'a tab in a public host', input: 'evil.\ttest', url: 'http://evil.test/x', stops: true },
  // Benign
  ...['claims', 'jwt.claims'].map((claims) => ({
    name: `the issuer that the gateway accepted, in ${claims}`,
    input: 'https://id.test/pool',
    url: 'https://id.test/pool/.well-known/jwks.json',
    path: `$.requestContext.authorizer.${claims}.iss`,
    trigger: http,
    stops: false,
  })),
  {
    name: 'the source of a recorded event',
    input: 'iam.amazonaws.com',
    url: 'https://iam.amazonaws.com/',
    path: '$.detail.eventSource',
    stops: false,
  },
  { name: 'a service that a bucket’s host ends with', input: 's3.amazonaws.com', url: 'https://bucket.s3.amazonaws.com/k', stops: false },
  {
    name: 'a host of a region',
    input: 'logs.us-east-1.amazonaws.com',
    url: 'https://logs.us-east-1.amazonaws.com/',
    path: '$.detail.tlsDetails.clientProvidedHostHeader',
    stops: false,
  },
  { name: 'the connection to a service', input: 'sts.amazonaws.com', url: 'tcp://sts.amazonaws.com:443', stops: false },
  { name: 'a service of another cloud', input: 'storage.googleapis.com', url: 'https://storage.googleapis.com/b', stops: false },
  { name: 'a path', input: 'items/1', url: 'https://api.test/items/1', stops: false },
  { name: 'a query', input: 'evil.test', url: 'https://api.test/x?d=evil.test', stops: false },
  { name: 'a URL in the query', input: 'http://evil.test/x', url: 'https://api.test/x?u=http://evil.test/x', stops: false },
  { name: 'a label on the left', input: 'acme', url: 'https://acme.api.test/x', stops: false },
  { name: 'a label on the right', input: 'test', url: 'https://api.test/x', stops: false },
  { name: 'a region', input: 'us-east-1', url: 'https://sns.us-east-1.amazonaws.com/', stops: false },
  { name: 'a bucket', input: 'my.bucket', url: 'https://my.bucket.s3.amazonaws.com/x', stops: false },
  {
    name: 'a link to the same service, another path',
    input: 'https://sns.us-east-1.amazonaws.com/cert.pem',
    url: 'https://sns.us-east-1.amazonaws.com/',
    stops: false,
  },
  {
    name: 'such a link and the connection',
    input: 'https://sns.us-east-1.amazonaws.com/cert.pem',
    url: 'tcp://sns.us-east-1.amazonaws.com:443',
    stops: false,
  },
  {
    name: 'the next page',
    input: 'https://api.test/items?page=2',
    url: 'https://api.test/items?page=2',
    source: 'http:GET api.test/items',
    stops: false,
  },
  { name: 'a mail address', input: 'bob@example.com', url: 'https://example.com/x', stops: false },
  { name: 'a mail address and an API of that domain', input: 'bob@example.com', url: 'https://api.example.com/x', stops: false },
  { name: 'an address of git', input: 'git@github.com:org/repo.git', url: 'https://api.github.com/repos', stops: false },
  { name: 'the origin', input: 'https://shop.test', url: 'https://shop.test/x', path: '$.headers.origin', trigger: http, stops: false },
  { name: 'the Host header', input: 'shop.test', url: 'https://shop.test/x', path: '$.headers.Host', trigger: http, stops: false },
  {
    name: 'the host in front of the gateway',
    input: 'shop.test',
    url: 'https://shop.test/x',
    path: "$.multiValueHeaders['X-Forwarded-Host'][0]",
    trigger: 'aws:apigateway-v1',
    stops: false,
  },
  {
    name: 'the page that the browser came from',
    input: 'https://shop.test/a',
    url: 'https://shop.test/a',
    path: '$.headers.referer',
    trigger: 'aws:function-url',
    stops: false,
  },
  {
    name: 'the domain of the API',
    input: 'x.execute-api.us-east-1.amazonaws.com',
    url: 'https://x.execute-api.us-east-1.amazonaws.com/y',
    path: '$.requestContext.domainName',
    trigger: http,
    stops: false,
  },
  {
    name: 'an internal answer about itself',
    input: 'http://127.0.0.1:9000/b',
    url: 'http://127.0.0.1:9000/b',
    source: 'http:GET 127.0.0.1:9000/a',
    stops: false,
  },
  { name: 'another port of the same host', input: 'http://127.0.0.1:9001/x', url: 'http://127.0.0.1:9000/x', stops: false },
  { name: 'a manual that links to the service', input: manual, url: 'https://api.example.com/v1/items', stops: false },
  { name: 'a number', input: '10', url: 'http://0.0.0.10:9000/', stops: false },
  { name: 'zero and another address', input: '0', url: 'http://127.0.0.1:9000/', stops: false },
  { name: 'lines of hosts', input: 'a.test\nb.test', url: 'http://b.test/', stops: false },
  { name: 'words in columns', input: 'api\ttest', url: 'http://api.test/', stops: false },
  { name: 'a small number', input: '127', url: 'http://0.0.0.127/', stops: false },
  { name: 'a version', input: '1.2.3', url: 'http://1.2.3.4/', stops: false },
  { name: 'a file name', input: 'api.test.json', url: 'https://api.test/x', stops: false },
];
for (const { name, input, url, stops, source = 'event', path = '$.value', encodings = [], trigger } of rows)
  test(`url evidence: ${name}`, () => {
    const target = targetOf(url);
    const values = [{ text: input, path, encodings }];
    const change = urlEvidence(target, createIndex([{ label: source, values, ...(trigger ? { trigger } : {}) }]));
    assert.equal(change !== undefined, stops, change?.reason);
    if (change) assert.ok(change.span[0] >= 0 && change.span[0] < change.span[1] && change.span[1] <= target.host.length);
  });

test('url evidence: the issuer that the gateway accepted may stand in the token as well', () => {
  const text = 'https://id.test/pool';
  const values = [
    { text, path: '$.headers.authorization', encodings: ['base64url', 'json:$.iss'] },
    { text, path: '$.requestContext.authorizer.jwt.claims.iss', encodings: [] },
  ];
  const target = targetOf(`${text}/.well-known/jwks.json`);
  assert.equal(urlEvidence(target, createIndex([{ label: 'event', trigger: http, values }])), undefined);
});
