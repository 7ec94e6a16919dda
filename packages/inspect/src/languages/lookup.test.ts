import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLookups } from './lookup.ts';
import { lexerProperties } from './testing/properties.ts';

const rows: readonly (readonly [string, string, readonly string[]])[] = [
  ['a plain lookup', 'a ${env:HOME} b', ['env:HOME']],
  ['two of them', '${a}${b}', ['a', 'b']],
  ['a case lookup inside', '${${lower:J}ndi:x}', ['jndi:x']],
  ['the upper case of a dotless i', '${jnd${upper:ı}:x}', ['jndI:x']],
  ['a default of nothing', '${${::-j}ndi}', ['jndi']],
  ['a default of a variable', '${${env:NONE:-j}ndi}', ['jndi']],
  ['a default that holds a lookup', '${${env:A:-${lower:J}}ndi}', ['jndi']],
  ['quoted letters of a date', "${${date:'j'}ndi}", ['jndi']],
  ['what cannot be known', '${x${env:USER}y}', ['xy']],
  ['a doubled dollar', '$${jndi:x}', ['jndi:x']],
  ['nothing closes it', '${jndi:ldap://${env:USER}.x/', ['jndi:ldap://.x/']],
  ['no lookup', 'price: 5$ {}', []],
];
for (const [name, text, expected] of rows)
  test(`lookup: ${name}`, () =>
    assert.deepEqual(
      readLookups(text).map(({ body }) => body),
      expected,
    ));

lexerProperties('lookup', readLookups, ['${', '}', '${lower:', ':-', '$', '{']);
