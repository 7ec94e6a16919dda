import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { findJsonProblem, parseJsonText } from './json-text.ts';

const broken: readonly { readonly text: string; readonly place: string; readonly problem: RegExp }[] = [
  { text: '', place: '1:1', problem: /ends too early, expected a value/ },
  { text: '{"a":1', place: '1:7', problem: /ends too early, expected "," or "}"/ },
  { text: '{"a":}', place: '1:6', problem: /unexpected }, expected a value/ },
  { text: '{"a":1,}', place: '1:8', problem: /unexpected }, expected a name/ },
  { text: '{\n  "a": 1,\n  b: 2\n}', place: '3:3', problem: /unexpected b, expected a name in double quotes/ },
  { text: '[1 2]', place: '1:4', problem: /unexpected 2, expected "," or "]"/ },
  { text: '[1,2', place: '1:5', problem: /expected "," or "]"/ },
  { text: '{} x', place: '1:4', problem: /unexpected x, expected the end/ },
  { text: "{'a':1}", place: '1:2', problem: /unexpected '/ },
  { text: '"a\nb"', place: '1:3', problem: /U\+000A in a string, .* or the string does not end/ },
  { text: '{\n"a": "b\u0001c"}', place: '2:8', problem: /U\+0001 in a string/ },
  { text: '["abc', place: '1:2', problem: /a string that does not end$/ },
  { text: '["abc\\', place: '1:2', problem: /a string that does not end$/ },
  { text: '["abc\\"]', place: '1:2', problem: /a string that does not end$/ },
  { text: '["\\u12"]', place: '1:3', problem: /an escape that JSON does not have/ },
  { text: '{"a":1 "b":2}', place: '1:8', problem: /unexpected ", expected "," or "}"/ },
  { text: '[1.]', place: '1:3', problem: /unexpected \./ },
  { text: '[-]', place: '1:2', problem: /unexpected -, expected a value/ },
  { text: '[1e+]', place: '1:3', problem: /unexpected e/ },
  { text: '[nul]', place: '1:2', problem: /unexpected n, expected a value or "]"/ },
  { text: '["\\x"]', place: '1:3', problem: /an escape that JSON does not have/ },
  { text: '01', place: '1:2', problem: /unexpected 1/ },
  { text: '\ufeff{}', place: '1:1', problem: /unexpected U\+FEFF/ },
  { text: '{"a" 1}', place: '1:6', problem: /expected ":"/ },
];

describe('JSON given by the user', () => {
  for (const { text, place, problem } of broken)
    it(`tells the place of what is wrong in ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => parseJsonText(text, 'event.json'),
        (error: Error) => {
          assert.ok(error.message.startsWith(`event.json:${place}: is not JSON: `), error.message);
          assert.match(error.message, problem);
          return true;
        },
      );
    });

  it('agrees with the language on what JSON is', () => {
    const text = fc.oneof(
      fc.json(),
      fc.string(),
      fc.tuple(fc.json(), fc.nat(), fc.constantFrom(...'{}[],:"\\ \n0-e.tn')).map(([json, at, c]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + c + json.slice(place);
      }),
    );
    fc.assert(
      fc.property(text, (json) => {
        let isJson = true;
        try {
          JSON.parse(json);
        } catch {
          isJson = false;
        }
        assert.equal(findJsonProblem(json) === undefined, isJson);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes deep and long input in one pass', () => {
    assert.equal(findJsonProblem(`${'['.repeat(1e6)}`)?.at, 1e6);
    assert.equal(findJsonProblem(`"${'a'.repeat(2e7)}`)?.at, 0);
    assert.equal(findJsonProblem(`["${'a'.repeat(2e7)}\u0001"]`)?.at, 2e7 + 2);
    assert.equal(findJsonProblem(`["${'\\n'.repeat(1e7)}", ${'1'.repeat(1e7)}, x]`)?.at, 3e7 + 7);
    assert.throws(() => parseJsonText(`${'\n'.repeat(1e6)}"${'a'.repeat(1e7)}`, 'f'), /^PosternError: f:1000001:1: /);
  });
});
