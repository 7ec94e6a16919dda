import { testFormat } from '../testing/test-format.ts';
import { graphql } from './graphql.ts';

testFormat(graphql, [
  { name: 'an argument', input: 'mutation { login(user: "x\\u0027 or 1", n: 2) { id } }', expected: ["graphql:$.login.user: x' or 1"] },
  { name: 'an input object', input: 'query Q($a: Int) { a(in: {b: "c d"}) { id } }', expected: ['graphql:$.a.in.b: c d'] },
  { name: 'a block string', input: '{ a(b: """x\n"y" """) }', expected: ['graphql:$.a.b: x\n"y" '] },
  { name: 'a list', input: '{ a(b: ["x", "y z"]) }', expected: ['graphql:$.a.b: x', 'graphql:$.a.b: y z'] },
  { name: 'comments', input: '{ # "no"\n a(b: "c") }', expected: ['graphql:$.a.b: c'] },
  { name: 'without literals', input: '{ a { b } }', expected: [] },
  { name: 'JSON', input: '{"a":"b"}', expected: [] },
  { name: 'prose', input: 'query the "database" now', expected: [] },
]);
