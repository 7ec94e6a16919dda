import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Edge } from '../app.ts';
import { readTemplate } from '../testing/read-template.ts';
import { renderHtml } from './html.ts';
import { layOut, nodeHeight } from './layout.ts';
import { renderMermaid } from './mermaid.ts';

const hostile = `Transform: AWS::Serverless-2016-10-31
Resources:
  '<script>alert(1)</script>"]; click x "javascript:alert(1)"':
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: x
      FunctionUrlConfig: { AuthType: NONE }
      Role: '"><img src=x onerror=alert(1)>'
      Events:
        "a\\nb --> c|d|": { Type: Api, Properties: { Path: '/<b>', Method: get } }
`;

test('names of the project never become markup', () => {
  const html = renderHtml({ apps: [readTemplate(hostile).app], notRead: [{ file: '<i>', dialect: 'x' }], problems: [] });
  assert.doesNotMatch(html, /<(?:script|img|b|i)[ >]/);
  assert.match(html, /default-src 'none'/);
});

test('names of the project never become Mermaid syntax', () => {
  for (const line of renderMermaid([readTemplate(hostile).app]).split('\n')) {
    // Outside of quoted texts only our own words stand.
    assert.match(
      line.replace(/"[^"]*"/g, '""'),
      /^(?:flowchart LR| {2}n\d+(?:\[""\]|\(""\)|\(\[""\]\))(?::::\w+)?| {2}n\d+ [-=.>]+\|\w+\| n\d+| {2}classDef .*|)$/,
    );
  }
});

test('any graph is laid out: no two nodes overlap, every edge has both ends', () => {
  const edge = fc.record({
    from: fc.nat(11),
    to: fc.nat(11),
    kind: fc.constantFrom<Edge['kind']>('triggers', 'writes', 'reads', 'invokes', 'follows'),
  });
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 30 }), (drawn) => {
      const location = { file: 'f', line: 1, column: 1 };
      const nodes = Array.from({ length: 12 }, (_each, index) => ({
        id: String(index),
        label: 'x',
        kind: index % 2 ? 'function' : 'bucket',
        detail: '',
        location,
      }));
      const edges = drawn.map(
        ({ from, to, kind }): Edge => ({ kind, from: String(from), to: String(to), location, basis: 'code', confidence: 'high' }),
      );
      const layout = layOut({ nodes, edges });
      assert.equal(layout.nodes.length, 12);
      assert.equal(layout.edges.length, new Set(drawn.map(({ from, to }) => `${from} ${to}`)).size);
      for (const a of layout.nodes) for (const b of layout.nodes) if (a !== b && a.x === b.x) assert.ok(Math.abs(a.y - b.y) >= nodeHeight);
    }),
  );
});
