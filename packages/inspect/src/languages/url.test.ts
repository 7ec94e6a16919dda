import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readAddress } from './address.ts';
import { readUrl } from './url.ts';

const rows: readonly { input: string; host: string | undefined; scheme?: string; port?: string }[] = [
  { input: 'https://example.com/a?b#c', host: 'example.com', scheme: 'https' },
  { input: 'HTTP://Example.COM:8080', host: 'example.com', port: '8080' },
  { input: 'https://user:pass@evil.test/', host: 'evil.test' },
  { input: 'https://good.test@evil.test', host: 'evil.test' },
  { input: 'https://good.test:80@evil.test:81/', host: 'evil.test', port: '81' },
  { input: 'https://a@b@evil.test/', host: 'evil.test' },
  { input: 'https://evil.test\\@good.test/', host: 'evil.test' },
  { input: 'https:\\\\evil.test\\x', host: 'evil.test' },
  { input: 'https:evil.test', host: 'evil.test' },
  { input: 'https:///evil.test', host: 'evil.test' },
  { input: '//evil.test/x', host: 'evil.test', scheme: '' },
  { input: '/\\evil.test', host: 'evil.test' },
  { input: ' \thttps://evil.test', host: 'evil.test' },
  { input: 'ht\ntps://ev\til.test', host: 'evil.test' },
  { input: 'https://evil.test#@good.test', host: 'evil.test' },
  { input: 'https://evil.test?@good.test', host: 'evil.test' },
  { input: 'https://evil.test./', host: 'evil.test' },
  { input: 'https://ev%69l.test/', host: 'evil.test' },
  { input: 'https://ｅｖｉｌ。test/', host: 'evil.test' },
  { input: 'http://2130706433/', host: '127.0.0.1' },
  { input: 'http://0x7f.1/', host: '127.0.0.1' },
  { input: 'http://0177.0.0.1/', host: '127.0.0.1' },
  { input: 'http://[::1]:80/', host: '::1', port: '80' },
  { input: 'http://[0:0:0:0:0:FFFF:7f00:1]/', host: '::ffff:7f00:1' },
  { input: 'gopher://evil.test:70/_x', host: 'evil.test', scheme: 'gopher' },
  { input: 'redis://h/', host: 'h' },
  { input: 'file:///etc/passwd', host: undefined },
  { input: 'mailto:a@b.test', host: undefined },
  { input: 'urn:isbn:1', host: undefined },
  { input: '/path/only', host: undefined },
  { input: 'just text', host: undefined },
  { input: 'note: see below', host: undefined },
  { input: 'example.com/x', host: undefined },
  { input: '', host: undefined },
  { input: 'https://', host: undefined },
  { input: 'jdbc:mysql://h/x', host: undefined },
  { input: 'a://b', host: 'b' },
  { input: 'https://münchen.test/', host: 'münchen.test' },
  { input: 'wss://chat.test/socket', host: 'chat.test', scheme: 'wss' },
  { input: 'C:\\Users', host: undefined },
];
for (const { input, host, scheme, port } of rows)
  test(`url: ${JSON.stringify(input)}`, () => {
    const reading = readUrl(input);
    assert.equal(reading?.host || undefined, host);
    if (scheme !== undefined) assert.equal(reading?.scheme, scheme);
    if (port !== undefined) assert.equal(reading?.port, port);
  });

test('url: a client of the web takes the same host for it', () => {
  for (const { input, host } of rows) {
    if (!/^\s*(?:https?|h\w\n\w+):/i.test(input) || host === undefined || /[^\x00-\x7f]/.test(host) || host.includes(':')) continue;
    assert.equal(new URL(input).hostname.replace(/\.$/, ''), host, input);
  }
});

const addresses: readonly { input: string; expected: string | undefined }[] = [
  { input: '127.0.0.1', expected: '127.0.0.1 loopback' },
  { input: '127.1', expected: '127.0.0.1 loopback' },
  { input: '169.254.169.254', expected: '169.254.169.254 link-local' },
  { input: '0xa9fea9fe', expected: '169.254.169.254 link-local' },
  { input: '2852039166', expected: '169.254.169.254 link-local' },
  { input: '10.0.0.1', expected: '10.0.0.1 private' },
  { input: '172.31.0.1', expected: '172.31.0.1 private' },
  { input: '172.32.0.1', expected: '172.32.0.1 public' },
  { input: '192.168.1.1', expected: '192.168.1.1 private' },
  { input: '8.8.8.8', expected: '8.8.8.8 public' },
  { input: '0', expected: '0.0.0.0 unspecified' },
  { input: '::1', expected: '::1 loopback' },
  { input: '[::ffff:169.254.169.254]', expected: '::ffff:a9fe:a9fe link-local' },
  { input: 'fe80::1%eth0', expected: 'fe80::1 link-local' },
  { input: 'fd00:ec2::254', expected: 'fd00:ec2::254 private' },
  { input: '2001:db8::1', expected: '2001:db8::1 public' },
  { input: '64:ff9b::7f00:1', expected: '64:ff9b::7f00:1 loopback' },
  { input: '256.1.1.1', expected: undefined },
  { input: '1.2.3.4.5', expected: undefined },
  { input: 'example.com', expected: undefined },
  { input: 'cafe', expected: undefined },
  { input: '1:2', expected: undefined },
  { input: '::1::', expected: undefined },
  { input: '08.1.1.1', expected: undefined },
];
for (const { input, expected } of addresses)
  test(`address: ${input}`, () => {
    const address = readAddress(input);
    assert.equal(address && `${address.text} ${address.reach}`, expected);
  });

test('url: any text is read, spans inside it', () => {
  const piece = fc.constantFrom('http:', '//', '@', ':', '[', ']', '%', '\\', 'a', '.', '\n', '?', '#', '1', 'ｅ');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(piece).map((parts) => parts.join('')),
      ),
      (text) => {
        const reading = readUrl(text);
        if (!reading) return;
        const [start, end] = reading.hostSpan;
        const [outerStart, outerEnd] = reading.authoritySpan;
        assert.ok(0 <= outerStart && outerStart <= start && start <= end && end <= outerEnd && outerEnd <= text.length);
      },
    ),
  );
  for (const hostile of ['@', ':', '[', '%2', '/', '\\', 'a.', '\t']) readUrl(`http://${hostile.repeat(100_000)}`);
});
