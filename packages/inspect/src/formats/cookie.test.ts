import { testFormat } from '../testing/test-format.ts';
import { cookie } from './cookie.ts';

testFormat(cookie, [
  { name: 'pairs', input: 'id=1; theme=a%3Bb', expected: ['cookie:$.id: 1', 'cookie:$.theme: a%3Bb'] },
  { name: 'quotes', input: 'a="x y"; b=c', expected: ['cookie:$.a: x y', 'cookie:$.b: c'] },
  { name: 'Set-Cookie', input: 'sid=a b; Path=/; HttpOnly', expected: ['cookie:$.sid: a b', 'cookie:$.Path: /'].slice(0, 2) },
  { name: 'the marks of Express', input: 'a=j:{"b":1}; c=s%3Ax.y', expected: ['cookie:$.a: {"b":1}', 'cookie:$.c: x.y'] },
  {
    name: 'a name is data too',
    input: "a[$ne]=1; b'=2",
    expected: ['cookie: a[$ne]', "cookie:$['a[$ne]']: 1", "cookie: b'", "cookie:$['b\\'']: 2"],
  },
  { name: 'without blanks', input: 'a=1;b=2', expected: ['cookie:$.a: 1', 'cookie:$.b: 2'] },
  { name: 'one pair', input: 'a=1', expected: [] },
  { name: 'a command behind a pair', input: 'a=1; reboot', expected: [] },
  { name: 'code', input: 'let a = 1; let b = 2', expected: [] },
  { name: 'prose', input: 'one; two', expected: [] },
]);
