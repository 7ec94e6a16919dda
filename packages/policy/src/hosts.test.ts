import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allowsHost, readDestination } from './hosts.ts';

const rows = [
  { name: 'the same name', hosts: ['api.example.com'], host: 'api.example.com', port: 443, expected: true },
  { name: 'another name', hosts: ['api.example.com'], host: 'evil.test', port: 443, expected: false },
  { name: 'case makes no difference', hosts: ['API.example.com'], host: 'Api.Example.COM', port: 443, expected: true },
  { name: 'nor does one trailing dot', hosts: ['api.example.com'], host: 'api.example.com.', port: 443, expected: true },
  { name: 'nor one in the list', hosts: ['api.example.com.'], host: 'api.example.com', port: 443, expected: true },
  { name: 'two trailing dots are another name', hosts: ['api.example.com'], host: 'api.example.com..', port: 443, expected: false },
  { name: 'a port that is listed', hosts: ['db.internal:5432'], host: 'db.internal', port: 5432, expected: true },
  { name: 'a port that is not', hosts: ['db.internal:5432'], host: 'db.internal', port: 22, expected: false },
  { name: 'a name that is only looked up', hosts: ['db.internal:5432'], host: 'db.internal', port: 0, expected: true },
  { name: 'another name that is only looked up', hosts: ['db.internal:5432'], host: 'evil.test', port: 0, expected: false },
  { name: 'a name below a wildcard', hosts: ['*.example.com'], host: 'a.b.example.com', port: 443, expected: true },
  { name: 'the name of the wildcard itself', hosts: ['*.example.com'], host: 'example.com', port: 443, expected: false },
  { name: 'a name that only ends alike', hosts: ['*.example.com'], host: 'evilexample.com', port: 443, expected: false },
  { name: 'a listed name as the beginning of another', hosts: ['example.com'], host: 'example.com.evil.test', port: 443, expected: false },
  { name: 'an empty label is not below a wildcard', hosts: ['*.example.com'], host: '.example.com', port: 443, expected: false },
  { name: 'a wildcard with a port', hosts: ['*.example.com:443'], host: 'a.example.com', port: 80, expected: false },
  { name: 'IPv6 in another spelling', hosts: ['[2001:DB8::1]:443'], host: '2001:db8:0:0:0:0:0:1', port: 443, expected: true },
  { name: 'IPv6 with brackets against without', hosts: ['::1'], host: '[::1]', port: 80, expected: true },
  { name: 'IPv4 inside IPv6 is the IPv4 address', hosts: ['10.0.0.1'], host: '::ffff:a00:1', port: 80, expected: true },
  { name: 'and in dotted form', hosts: ['::ffff:10.0.0.1'], host: '10.0.0.1', port: 80, expected: true },
  { name: 'an address never matches a wildcard', hosts: ['*.example.com'], host: '10.0.0.1', port: 80, expected: false },
  { name: 'IPv6 with a zone is another destination', hosts: ['fe80::1'], host: 'fe80::1%eth0', port: 80, expected: false },
  { name: 'an octal spelling is not understood, so not allowed', hosts: ['127.0.0.1'], host: '0177.0.0.1', port: 80, expected: false },
  { name: 'an empty list allows nothing', hosts: [], host: 'api.example.com', port: 443, expected: false },
];
for (const { name, hosts, host, port, expected } of rows)
  test(`allowsHost: ${name}`, () => {
    for (const entry of hosts) assert.equal(typeof readDestination(entry), 'object', String(readDestination(entry)));
    assert.equal(allowsHost({ hosts }, host, port), expected);
  });

test('without a list, nothing is said', () => assert.equal(allowsHost({}, 'api.example.com', 443), undefined));

const refused = [
  { entry: '', problem: 'is empty' },
  { entry: '*', problem: '* only as its first label' },
  { entry: 'a.*.example.com', problem: '* only as its first label' },
  { entry: '*.*.example.com', problem: '* only as its first label' },
  { entry: '*.1', problem: 'wildcard before an address' },
  { entry: '*.::1', problem: 'wildcard before an address' },
  { entry: 'https://example.com', problem: 'without scheme' },
  { entry: 'example.com/path', problem: 'without scheme' },
  { entry: 'user@example.com', problem: 'without a user' },
  { entry: 'example.com:0', problem: 'as its port' },
  { entry: 'example.com:https', problem: 'as its port' },
  { entry: 'example.com:70000', problem: 'as its port' },
  { entry: '[::1', problem: '[ without a ]' },
  { entry: '[::1]x', problem: 'no :port' },
  { entry: '1::2::3', problem: 'no valid IPv6' },
  { entry: '1.2.3', problem: 'no valid IPv4' },
  { entry: '256.1.1.1', problem: 'no valid IPv4' },
  { entry: '127.0.0.01', problem: 'no valid IPv4' },
  { entry: '0x7f000001', problem: 'no valid IPv4' },
  { entry: 'bücher.example', problem: 'ASCII form' },
  { entry: 'a..example', problem: 'empty label' },
  { entry: '-a.example', problem: 'no part of a host name' },
];
for (const { entry, problem } of refused)
  test(`hosts refuses ${JSON.stringify(entry)}`, () => {
    const answer = readDestination(entry);
    assert.ok(typeof answer === 'string' && answer.includes(problem), JSON.stringify(answer));
  });

test('any text has an answer, and an accepted entry without wildcard allows itself', () => {
  const texts = fc.oneof(fc.string(), fc.domain(), fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[a-f0-9:.[\]*]{0,20}$/));
  fc.assert(
    fc.property(texts, (text) => {
      const answer = readDestination(text);
      assert.equal(allowsHost({ hosts: [text] }, 'evil.invalid', 80), !(typeof answer === 'string') && answer.host === 'evil.invalid');
      if (typeof answer === 'object' && !answer.below) assert.equal(allowsHost({ hosts: [text] }, answer.host, answer.port ?? 1), true);
    }),
  );
});
