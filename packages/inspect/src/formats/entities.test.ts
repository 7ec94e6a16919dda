import { testFormat } from '../testing/test-format.ts';
import { entities } from './entities.ts';

testFormat(entities, [
  { name: 'named', input: '&lt;b&gt;&quot;&apos;', expected: ['entities: <b>"\''] },
  { name: 'decimal', input: '&#60;b', expected: ['entities: <b'] },
  { name: 'hexadecimal', input: '&#x3C;b&#X3e;', expected: ['entities: <b>'] },
  { name: 'zeros in front, no semicolon', input: '&#0000106&#x000061vascript', expected: ['entities: javascript'] },
  { name: 'names of punctuation', input: 'javascript&colon;alert&lpar;1&rpar;', expected: ['entities: javascript:alert(1)'] },
  { name: 'white space', input: 'java&Tab;script&NewLine;', expected: ['entities: java\tscript\n'] },
  { name: 'one layer at a time', input: '&amp;lt;b', expected: ['entities: &lt;b'] },
  { name: 'without a semicolon', input: '&lt b', expected: ['entities: < b'] },
  { name: 'the pairs of a query', input: 'a=1&num=2&lt=3', expected: [] },
  { name: 'a conjunction', input: 'Tom & Jerry && x', expected: [] },
  { name: 'plain text', input: 'hello', expected: [] },
]);
