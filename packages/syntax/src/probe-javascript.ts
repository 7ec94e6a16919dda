// A process of its own, for text that may overrun the native parser's stack: it ends with 0 if it does not.
import { readFileSync } from 'node:fs';
import { type ParserOptions, parseSync } from 'oxc-parser';

const lang = process.argv[2] as NonNullable<ParserOptions['lang']>;
const text = readFileSync(0, 'utf8');
for (const each of [lang, 'tsx'] as const)
  void parseSync('file', text, { lang: each, sourceType: 'unambiguous', preserveParens: false }).program;
