import { testFormat } from '../testing/test-format.ts';
import { encodedWord } from './encoded-word.ts';

testFormat(encodedWord, [
  { name: 'base64', input: 'Re: =?UTF-8?B?YTtpZA==?=', expected: ['encoded-word: Re: a;id'] },
  { name: 'Q', input: '=?iso-8859-1?q?caf=E9_=3Cb=3E?=', expected: ['encoded-word: café <b>'] },
  { name: 'blanks between words', input: '=?utf-8?Q?a?= \r\n =?utf-8?Q?b?= c', expected: ['encoded-word: ab c'] },
  { name: 'with a language', input: '=?us-ascii*en?Q?a=3Bb?=', expected: ['encoded-word: a;b'] },
  { name: 'another encoding', input: '=?utf-7?Q?+ADw-b+AD4-?=', expected: ['encoded-word: <b>'] },
  { name: 'not closed', input: '=?utf-8?B?YTtp =? ?=', expected: [] },
  { name: 'a pair', input: 'a=?b?=c', expected: [] },
  { name: 'plain text', input: 'hello', expected: [] },
]);
