import { testFormat } from '../testing/test-format.ts';
import { basicCredentials } from './basic-credentials.ts';

testFormat(basicCredentials, [
  { name: 'a name and a password', input: `Basic ${btoa('ann:a:b')}`, expected: ['basic: {"user":"ann","password":"a:b"}'] },
  { name: 'in any case', input: `bASIC ${btoa('-oProxyCommand=id:')}`, expected: ['basic: {"user":"-oProxyCommand=id","password":""}'] },
  { name: 'no colon', input: `Basic ${btoa('ann')}`, expected: [] },
  { name: 'words', input: 'Basic income for all', expected: [] },
  { name: 'another scheme', input: 'Bearer YW5uOmI=', expected: [] },
]);
