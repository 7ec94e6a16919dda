import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatFileProblem } from './file-problem.ts';
import { readPolicyText } from './read-policy-text.ts';

const rows: readonly { readonly name: string; readonly text: string; readonly problems: readonly string[] }[] = [
  { name: 'the smallest policy', text: 'version: 1\n', problems: [] },
  { name: 'JSON', text: '{\n\t"version": 1,\n\t"hosts": ["a.example"]\n}\n', problems: [] },
  { name: 'a byte order mark and CRLF', text: '\ufeffversion: 1\r\nmode: block\r\n', problems: [] },
  {
    name: 'an unquoted day is a day',
    text: 'version: 1\nallow:\n  - { fingerprint: "0123456789012345", reason: x, expires: 2030-01-02 }\n',
    problems: [],
  },
  { name: 'an anchor used again', text: 'version: 1\nfunctions:\n  a: &a { mode: block }\n  b: *a\n', problems: [] },
  { name: 'an empty file', text: '', problems: ['1:1: is empty'] },
  { name: 'only a comment', text: '# nothing\n', problems: ['1:1: is empty'] },
  { name: 'a list', text: '- version: 1\n', problems: ['1:1: must be an object, but is a list'] },
  {
    name: 'a misspelt field, at its name',
    text: 'version: 1\n  \nonFalt: closed\n',
    problems: ['3:1: "onFalt" is not a known field. Did you mean "onFault"?'],
  },
  { name: 'a wrong value, at the value', text: 'version: 1\nmode:   blok\n', problems: ['2:9: mode: "blok" is not known'] },
  {
    name: 'a missing field, at its object',
    text: 'version: 1\nallow:\n  - reason: x\n    expires: 2030-01-01\n',
    problems: ['3:5: allow[0]: lacks the field "fingerprint"'],
  },
  {
    name: 'every problem, in the order of the text',
    text: 'mode: blok\ndoor:\n  block: [cmdi, sql]\n  blok: []\nhosts:\n  - https://x\nversion: 1\n',
    problems: [
      '1:7: mode:',
      '3:17: door.block[1]: "sql" is not known',
      '4:3: "blok" is not a known field',
      '6:5: hosts[0]: "https://x" must be a host',
    ],
  },
  { name: 'a name given twice', text: 'version: 1\nmode: block\nmode: off\n', problems: ['3:1: "mode" is given twice'] },
  { name: 'a name given twice in JSON', text: '{"version":1,"mode":"block","mode":"off"}', problems: ['1:29: "mode" is given twice'] },
  {
    name: 'a wildcard without quotes',
    text: 'version: 1\nhosts:\n  - *.example.com\n',
    problems: ['3:5: *.example.com refers to no anchor; a text that begins with * needs quotes'],
  },
  {
    name: 'wildcards without quotes in brackets, beside another problem',
    text: 'version: 1\nhosts: [*.foo.com, https://x, "*.ok.example", *.bar.com]\n',
    problems: ['2:9: *.foo.com refers to no anchor', '2:20: hosts[1]: "https://x" must be a host', '2:47: *.bar.com refers to no anchor'],
  },
  {
    name: 'a name of no anchor in place of an object',
    text: 'version: 1\ndoor: *shared\n',
    problems: ['2:7: *shared refers to no anchor'],
  },
  {
    name: 'a fingerprint that reads as a number',
    text: 'version: 1\nallow:\n  - { fingerprint: 0000000000000012, reason: x, expires: 2030-01-01 }\n',
    problems: ['3:20: allow[0].fingerprint: must be the 16 hexadecimal digits printed with the finding, but is the number 12'],
  },
  { name: 'broken syntax', text: 'version: 1\nhosts: [a, b\n', problems: ['3:1: Flow sequence'] },
  { name: 'two documents', text: 'version: 1\n---\nversion: 1\n', problems: ['2:1: a second document begins here'] },
  {
    name: 'a tag that other readers execute',
    text: 'version: 1\nmode: !!js/function "off"\n',
    problems: ['2:21: the tag tag:yaml.org,2002:js/function is not known'],
  },
  {
    name: 'a merge key is no magic',
    text: 'version: 1\nx: &x { mode: off }\n<<: *x\n',
    problems: ['2:1: "x" is not a known field', '3:1: "<<" is not a known field'],
  },
  { name: 'an old YAML directive changes nothing', text: '%YAML 1.1\n---\nversion: 1\nmode: off\n', problems: [] },
  {
    name: 'an alias of itself',
    text: 'version: 1\nhosts: &h [*h]\n',
    problems: ['2:12: *h stands inside of what it stands for'],
  },
  { name: 'a list as a name', text: 'version: 1\n? [a]\n: 1\n', problems: ['2:3: a name must be a text'] },
  { name: '__proto__ as a name', text: 'version: 1\n__proto__: { mode: off }\n', problems: ['2:1: "__proto__" is not a known field'] },
  {
    name: 'columns count UTF-16 units',
    text: 'version: 1\nfunctions: { "𝒻": { mode: x } }\n',
    problems: ['2:28: functions["𝒻"].mode: "x" is not known'],
  },
  {
    name: 'control characters are shown, not written',
    text: 'version: 1\n"\\e[2J": 1\n',
    problems: ['2:1: "\\u001b[2J" is not a known field'],
  },
];

for (const { name, text, problems } of rows)
  test(`readPolicyText: ${name}`, () => {
    const result = readPolicyText(text, 'p.yaml');
    const found = result.ok ? [] : result.problem.map(formatFileProblem);
    assert.equal(found.length, problems.length, found.join('\n'));
    problems.forEach((problem, i) => {
      assert.ok(found[i]?.startsWith(`p.yaml:${problem}`), `${found[i]}\nshould start with\np.yaml:${problem}`);
    });
  });

const lines = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => line(i)).join('\n');
const bombs = [
  { name: 'nested brackets', text: '['.repeat(200_000), problem: 'nested deeper' },
  { name: 'nested braces', text: '{a: '.repeat(50_000), problem: 'nested deeper' },
  { name: 'nested by indentation', text: lines(600, (i) => `${' '.repeat(i)}a:`), problem: 'nested deeper' },
  { name: 'compact nesting', text: '- '.repeat(100_000), problem: 'nested deeper' },
  {
    name: 'a billion laughs',
    text: `a0: &a0 [x,x]\n${lines(40, (i) => `a${i + 1}: &a${i + 1} [*a${i},*a${i}]`)}`,
    problem: 'aliases stand for',
  },
  { name: 'many names', text: lines(15_000, (i) => `k${i}: 1`), problem: 'lacks the field' },
  { name: 'many documents', text: '---\n'.repeat(40_000), problem: 'second document' },
  { name: 'a long file', text: '#'.repeat(300_000), problem: 'is longer' },
];
for (const { name, text, problem } of bombs)
  test(`readPolicyText is bounded: ${name}`, () => {
    const start = Date.now();
    const result = readPolicyText(text, 'p.yaml');
    assert.ok(!result.ok && result.problem.some((found) => found.problem.includes(problem)), JSON.stringify(result).slice(0, 300));
    assert.ok(Date.now() - start < 5000, `took ${Date.now() - start} ms`);
  });

test('any text has an answer, with places inside of the text', () => {
  const pieces = fc.array(
    fc.constantFrom(
      'version: 1\n',
      'mode',
      ': ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '&a',
      '*a',
      '"',
      "'",
      '\n',
      '  ',
      '\t',
      '#',
      '|',
      '>',
      '!',
      '%',
      '---\n',
      '? ',
      ',',
      'é',
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        pieces.map((parts) => parts.join('')),
      ),
      (text) => {
        const result = readPolicyText(text, 'p.yaml');
        if (result.ok) return;
        assert.ok(result.problem.length > 0);
        for (const { line, column } of result.problem) assert.ok(line >= 1 && column >= 1 && line <= text.split('\n').length + 1);
      },
    ),
  );
});
