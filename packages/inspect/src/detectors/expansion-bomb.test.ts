import { testDetector } from '../testing/test-detector.ts';
import { expansionBomb } from './expansion-bomb.ts';

const laughs = (levels: number, width: number, sign = '&'): string =>
  Array.from({ length: levels }, (_, level) => {
    const name = sign === '%' ? `% e${level}` : `e${level}`;
    return `<!ENTITY ${name} "${level === 0 ? 'ha' : `${sign}e${level - 1};`.repeat(width)}">`;
  }).join('');
const yaml = (levels: number, width: number): string =>
  Array.from(
    { length: levels },
    (_, level) =>
      `k${level}: &a${level} [${Array(width)
        .fill(level === 0 ? 'x' : `*a${level - 1}`)
        .join(', ')}]`,
  ).join('\n');

testDetector(expansionBomb, {
  detects: [
    { text: 'a: &a [x, x]\nb: &b {k: *b, l: *b}', name: 'a node that holds itself', confidence: 'high' },
    { text: 'base: &base\n  <<: *base\n  x: 1', name: 'a merge of itself', confidence: 'high' },
    { text: `<r ${Array.from({ length: 120 }, (_, i) => `a${i}="v"`).join(' ')}/>`, name: 'a tag of many attributes', confidence: 'high' },
    { text: `<!DOCTYPE r [${laughs(10, 10)}]><r>&e9;</r>`, confidence: 'high' },
    { text: `<!DOCTYPE r [${laughs(5, 2)}]><r>&e4;</r>`, confidence: 'high' },
    { text: `<!DOCTYPE r [${laughs(5, 4, '%')}%e4;]><r/>`, confidence: 'high' },
    { text: laughs(8, 3), name: 'a fragment', confidence: 'high' },
    { text: laughs(4, 200), confidence: 'high' },
    { text: `<!DOCTYPE r [${laughs(6, 10).replaceAll('"', "'")}]><r>&e5;</r>`, name: 'single quotes', confidence: 'high' },
    { text: `<!DOCTYPE r [${laughs(6, 10).replaceAll('>', '\n>')}]>`, name: 'line ends', confidence: 'high' },
    { text: '<!DOCTYPE r [<!ENTITY a "&b;"><!ENTITY b "&a;">]><r>&a;</r>', confidence: 'high' },
    { text: '<!DOCTYPE r [<!ENTITY a "x&a;">]><r>&a;</r>', confidence: 'high' },
    { text: '<!DOCTYPE r [<!ENTITY % a "%b;"><!ENTITY % b "&#37;a;">]><r/>', confidence: 'high' },
    { text: `<!DOCTYPE r [<!ENTITY a "${'A'.repeat(2000)}">]><r>${'&a;'.repeat(50)}</r>`, name: 'quadratic', confidence: 'high' },
    { text: `<!DOCTYPE r [<!ENTITY a "${'A'.repeat(100)}">]><r>${'&a;'.repeat(1000)}</r>`, name: 'quadratic, short', confidence: 'high' },
    { text: `<!DOCTYPE r [<!ENTITY % c "&#38;x;&#38;x;">${laughs(5, 5)}]>`, name: 'beside others', confidence: 'high' },
    { text: yaml(9, 9), name: 'YAML', confidence: 'high' },
    { text: yaml(5, 4), name: 'YAML, small', confidence: 'high' },
    { text: 'a: &a [x,x]\nb: &b\n  - *a\n  - *a\nc: &c\n  - *b\n  - *b\nd: &d\n  - *c\n  - *c\n', confidence: 'high' },
    { text: '{"x": &a ["l"], "b": &b [*a,*a], "c": &c [*b,*b], "d": &d [*c,*c]}', confidence: 'high' },
    { text: '['.repeat(500), name: 'arrays', confidence: 'high' },
    { text: `${'['.repeat(200)}1${']'.repeat(200)}`, name: 'closed arrays', confidence: 'high' },
    { text: '{"a":'.repeat(300), name: 'objects', confidence: 'high' },
    { text: '{ "name" : '.repeat(300), name: 'objects with blanks', confidence: 'high' },
    { text: '[{"a":'.repeat(200), name: 'both', confidence: 'high' },
    { text: '<a>'.repeat(300), name: 'elements', confidence: 'high' },
    { text: '<deep:node-name>\n'.repeat(300), name: 'elements with names', confidence: 'high' },
    { text: `query${'{a'.repeat(300)}`, name: 'GraphQL', confidence: 'high' },
    { text: '('.repeat(400), name: 'brackets', confidence: 'high' },
    { text: '[\n'.repeat(400), name: 'arrays on lines', confidence: 'high' },
    { text: `${'some text before it. '.repeat(50)}${'['.repeat(150)}`, name: 'behind text', confidence: 'high' },
    { text: `x = ${'{x:'.repeat(150)}`, name: 'JavaScript', confidence: 'high' },
    { text: '[[],[[],'.repeat(2) + '[ '.repeat(200), name: 'behind others', confidence: 'high' },
  ],
  passes: [
    'in:\n- &any\n  go: $t\n- *any\n- *any\nout:\n- *any',
    '<!DOCTYPE html>',
    '<!ENTITY nbsp "&#160;">',
    '<!DOCTYPE r [<!ENTITY co "Example Ltd."><!ENTITY sig "Yours, &co;">]><r>&sig; &sig;</r>',
    '<!ENTITY % inline "a | %special; | %font;"><!ENTITY % special "br | span"><!ENTITY % font "tt | i"><!ENTITY % block "p | %inline;">',
    '<!DOCTYPE r [<!ENTITY a "x">]><r>&a;&a;&a;</r>',
    '<!ENTITY lt "&#38;#60;">',
    `<r>${'&amp;'.repeat(500)}</r>`,
    'base: &base\n  image: node\nbuild:\n  <<: *base\ntest:\n  <<: *base\n',
    'a: &a 1\nb: *a\nc: *a\nd: *a',
    'defaults: &defaults [x, y]\none: [*defaults]\ntwo: [*defaults]',
    'x = a && b * c; y = &z; *p = 1',
    'fish & chips * 2, salt & vinegar',
    '**bold** & *italic* & `code`',
    'int *a = &b; int **c = &a;',
    '[1,[2,[3,[4,[5]]]]]',
    `[${'[1,2],'.repeat(200)}[3]]`,
    `[${'{"a":1},'.repeat(200)}{}]`,
    `<ul>${'<li>item '.repeat(300)}</ul>`,
    '<br>'.repeat(300),
    '<'.repeat(200),
    `<table>${'<tr><td>1<td>2'.repeat(100)}</table>`,
    `<r>${'<a>x</a>'.repeat(300)}</r>`,
    '\u001b[31mred\u001b[0m '.repeat(200),
    ':( '.repeat(20),
    `f(${'g('.repeat(20)}x${')'.repeat(20)})`,
    'a '.repeat(500),
    `${'word (aside) '.repeat(200)}`,
    '- [ ] task\n- [x] done\n'.repeat(50),
    'if (a) { if (b) { if (c) { go(); } } }',
    `[${'"text", '.repeat(200)}"x"]`,
    '{{#each items}}{{name}}{{/each}}'.repeat(50),
    'matrix[i][j] = m[j][i]; '.repeat(60),
    '=== ((( chapter ))) ===',
    '<<<<<<< HEAD\n=======\n>>>>>>> branch',
    'a < b < c < d',
    '(('.repeat(10),
    'Array<Map<string, Set<Promise<void>>>>',
    '#[derive(Debug)]\nstruct A { x: Vec<Vec<u8>> }\n'.repeat(20),
    'SELECT (a), (b) FROM (SELECT (c)) t',
    '& and * and & again',
    '<!ENTITY',
  ],
});
