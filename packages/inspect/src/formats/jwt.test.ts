import { testFormat } from '../testing/test-format.ts';
import { jwt } from './jwt.ts';

const part = (data: unknown): string => Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)).toString('base64url');
const header = part({ alg: 'HS256', kid: '../../dev/null' });
const shown = 'jwt.header: {"alg":"HS256","kid":"../../dev/null"}';

testFormat(jwt, [
  { name: 'signed', input: `${header}.${part({ sub: "' or 1=1" })}.c2ln`, expected: [shown, 'jwt.payload: {"sub":"\' or 1=1"}'] },
  { name: 'unsigned', input: `${header}.${part({ sub: 1 })}.`, expected: [shown, 'jwt.payload: {"sub":1}'] },
  { name: 'behind Bearer', input: `Bearer ${header}.${part({ a: 1 })}.c2ln`, expected: [shown, 'jwt.payload: {"a":1}'] },
  { name: 'a payload that is no JSON', input: `${header}.${part('a;id')}.c2ln`, expected: [shown, 'jwt.payload: a;id'] },
  { name: 'detached', input: `${header}..c2ln`, expected: [shown] },
  { name: 'encrypted', input: `${header}.a.b.c.d`, expected: [shown] },
  { name: 'a host', input: 'functions.example.internal', expected: [] },
  { name: 'a version', input: '1.2.3', expected: [] },
  { name: 'a call', input: 'Object.prototype.toString', expected: [] },
  { name: 'prose', input: 'A sentence. Another one.', expected: [] },
]);
