import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, testFormat } from '../testing/test-format.ts';
import { xml } from './xml.ts';

testFormat(xml, [
  { name: 'text of an element', input: '<order><item>a;id</item></order>', expected: ['xml:/order/item: a;id'] },
  {
    name: 'elements of one name, attributes',
    input: '<?xml version="1.0"?>\n<Order>\n <Item name="x y"/>\n <Item name=\'&lt;b&gt;\'>z</Item>\n</Order>',
    expected: ['xml:/Order/Item/@name: x y', 'xml:/Order/Item[2]/@name: <b>', 'xml:/Order/Item[2]: z'],
  },
  { name: 'CDATA joins the text around it', input: '<a>1 <![CDATA[<b> ]]>&amp; 2</a>', expected: ['xml:/a: 1 <b> & 2'] },
  { name: 'a comment', input: '<a><!-- x <b> --></a>', expected: ['xml:/a/comment():  x <b> '] },
  {
    name: 'a processing instruction',
    input: '<a><?php system("id") ?></a>',
    expected: ['xml:/a/processing-instruction(\'php\'):  system("id") '],
  },
  {
    name: 'entities of the document, within each other',
    input: '<!DOCTYPE a [<!ENTITY x "i&y;"><!ENTITY y \'d\'>]><a b="&x;">;&x;</a>',
    expected: ['xml:/a/@b: id', 'xml:/a: ;id', 'xml:/text(): ]>'],
  },
  {
    name: 'external entities stay',
    input: '<!DOCTYPE a SYSTEM "d" ><a>&x;</a>',
    expected: ['xml:/a: &x;'],
  },
  {
    name: 'an HTML fragment',
    input: '<p>a<br>b<img src=x onerror=f()>',
    expected: ['xml:/p/img/@src: x', 'xml:/p/img/@onerror: f()', 'xml:/p: ab'],
  },
  { name: 'links of a page', input: '<html><a href="../../x.html" title=y>z</a>', expected: ['xml:/html/a/@title: y', 'xml:/html/a: z'] },
  { name: 'tags that do not match', input: '<a></b>x</a>', expected: ['xml:/a: x'] },
  { name: 'cut off', input: '<a>x<b>y', expected: ['xml:/a/b: y', 'xml:/a: x'] },
  { name: 'a comparison', input: '< 5 and > 3', expected: [] },
  { name: 'text with a tag within', input: 'a <b>c</b>', expected: [] },
  { name: 'plain text', input: 'hello', expected: [] },
]);

const laughs = `<!DOCTYPE l [<!ENTITY a0 "lol">${Array.from({ length: 12 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join('')}]>`;
const bombs = [
  { name: 'entities of entities', input: `${laughs}<l>&a12;</l>` },
  { name: 'one large entity many times', input: `<!DOCTYPE l [<!ENTITY a "${'x'.repeat(20_000)}">]><l>${'&a;'.repeat(20_000)}</l>` },
  { name: 'an entity of itself', input: '<!DOCTYPE l [<!ENTITY a "&b;"><!ENTITY b "&a;">]><l>&a;</l>' },
];
for (const { name, input } of bombs)
  test(`ends as a limit: ${name}`, () => {
    const views = decode(xml, input);
    assert.deepEqual(views.at(-1), { kind: 'limit', limit: 'ratio' });
  });

test('takes linear time', () => {
  for (const fill of ['<a>', '<a>x', '<!-- x', '<!--x-->', '<![CDATA[', '</a>', '<a b="c">', '<a b="', '&x', '<a/>', "<!x '", '<?x ']) {
    const start = performance.now();
    decode(xml, `<x>${fill.repeat(100_000 / fill.length)}`);
    assert.ok(performance.now() - start < 500, fill);
  }
});
