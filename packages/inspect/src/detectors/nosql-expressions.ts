import type { Confidence } from '@postern/core';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { asciiTable } from '../text/characters.ts';
import { isWordUnit, type Marks, mark } from '../text/marks.ts';
import { endOf } from '../text/sticky.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * Text that leaves its literal in a query of a document, key or graph store: JavaScript of `$where` and mapReduce (MongoDB), expressions of
 * DynamoDB, commands of Redis, clauses of Cypher (Neo4j), scripts of Elasticsearch.
 */
export const nosqlExpressions: Detector = defineDetector({
  id: 'nosql-expressions',
  title: 'Expression that leaves its literal in a NoSQL query',
  class: 'nosqli',
  severity: 'high',
  // A literal is left by its quote and an operator or semicolon; the commands that need none have names of their own.
  canOccur: (text, marks) =>
    ((marks & signs) !== 0 && (placeIn(text, marks) >= 0 || fromTail(text, marks) !== undefined)) ||
    mayBeForm(text, marks) ||
    storeWord.has(text, marks),
  detect(text, marks) {
    const place = placeIn(text, marks);
    const left = place < 0 ? undefined : readScript(text, place, place > 0 && quotes.includes(text.charAt(place - 1)));
    if (left?.confidence === 'high') return left;
    const behind = fromTail(text, marks);
    if (behind !== undefined) return behind;
    const form = placeForm(text, marks);
    if (form?.confidence === 'high') return form;
    return (storeWord.has(text, marks) ? readStore(text) : undefined) ?? form ?? left;
  },
});

const signs = mark.separator | mark.brace;
const quotes = '\'"`';
const valueLength = 64;

/** Where `;`, `&&`, `||` or a closing brace follows a literal: behind the first quote, or a bare value at the start. -1 when nowhere. */
function placeIn(text: string, marks: Marks): number {
  if ((marks & (mark.quote | mark.doubleQuote)) !== 0)
    for (let at = 0; at < text.length && at <= valueLength; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x27 || code === 0x22) {
        if (endOf(leaves, text, at + 1) > 0) return at + 1;
        break;
      }
      if (code < 128 && stops[code] === 1) break;
    }
  const value = endOf(bareValue, text, 0);
  // With nothing before it the operator itself begins the text: `|| 1==1`.
  return endOf(value > 0 && text.charCodeAt(value - 1) > 32 ? leaves : operatorSign, text, value) > 0 ? value : -1;
}

const tailLength = 256;

/**
 * The same at the end of any text, whatever pads it: a quote with an even number of its kind before it in its line closes nothing that the text itself
 * opened, so it closes what the program did. In a program it would open a literal, which does not begin with `; return`.
 */
function fromTail(text: string, marks: Marks): Sighting | undefined {
  if ((marks & (mark.quote | mark.doubleQuote)) === 0) return undefined;
  for (let at = Math.max(0, text.length - tailLength); at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code !== 0x27 && code !== 0x22) || endOf(leaves, text, at + 1) < 0 || !opensNothing(text, at, code)) continue;
    const found = readScript(text, at + 1, true);
    if (found?.confidence === 'high') return at > valueLength ? { ...found, confidence: 'medium' } : found;
  }
  return undefined;
}

function opensNothing(text: string, at: number, quote: number): boolean {
  let count = 0;
  for (let i = at - 1; i >= 0 && at - i <= tailLength; i--) {
    const code = text.charCodeAt(i);
    if (code === 10) break;
    // An apostrophe within a word is none.
    if (code === quote && !(isWordUnit(text.charCodeAt(i - 1)) && isWordUnit(text.charCodeAt(i + 1)))) count++;
  }
  return count % 2 === 0;
}

// A value stands before the quote, no program.
const stops = /* @__PURE__ */ asciiTable('={}();\n');
const leaves = /[\s)\]}]{0,16}(?:;|&&|\|\||\}\s{0,8}\))/y;
const operatorSign = /(?:;|&&|\|\|)/y;
const bareValue = /\s{0,8}(?:-?\d{1,32}|true|false|null)?/y;

/** JavaScript behind the place: a condition on the document or on constants, or a statement that returns, waits or touches the database. */
function readScript(text: string, place: number, quoted: boolean): Sighting | undefined {
  const operator = endOf(leaves, text, place);
  const isLeft = quoted || /[\w]/.test(text.charAt(place - 1));
  if (text.charAt(operator - 1) === ';') {
    const end = endOf(statement, text, operator);
    if (end < 0) return undefined;
    return sighting(
      place,
      end,
      isLeft || endOf(certainStatement, text, operator) > 0 ? 'high' : 'medium',
      'a statement of JavaScript follows',
    );
  }
  const ofDocument = endOf(documentOperand, text, operator);
  if (ofDocument > 0) return sighting(place, ofDocument, isLeft ? 'high' : 'medium', 'a condition on the document follows');
  const constants = endOf(constantOperand, text, operator);
  if (constants > 0) return sighting(place, constants, 'high', 'a comparison of constants decides the condition');
  const truth = endOf(truthOperand, text, operator);
  if (truth > 0 && quoted) return sighting(place, truth, 'medium', 'a constant decides the condition');
  const call = endOf(functionOperand, text, operator);
  return call > 0 ? sighting(place, call, isLeft ? 'high' : 'medium', 'a function decides the condition') : undefined;
}

const statement =
  /\s{0,16}(?:return\b[\s(!]{0,8}(?:true|false|1\b|['"]|this\b|\d|tojson\w{0,8}\s{0,4}\(|db\s{0,4}\.\s{0,4}\w|JSON\.|Object\.|doc\s{0,4}\[)|sleep\s{0,4}\(|while\s{0,4}\(|do\s{0,4}\{|throw\s|emit\s{0,4}\(|(?:var|let)\s{1,8}\w{1,32}\s{0,4}=\s{0,4}(?:new\s{1,8}Date|['"])|\w{1,32}\s{0,4}=\s{0,4}new\s{1,8}Date|db\s{0,4}\.\s{0,4}\w{1,64}\s{0,4}(?:\.\s{0,4}\w{1,64}\s{0,4}){0,2}\()/iy;
const certainStatement =
  /\s{0,16}(?:return[\s(!]{1,8}(?:true|1|['"]{2}|this\b|\d|tojson\w{0,8}\s{0,4}\(|db\s{0,4}\.\s{0,4}\w)|sleep\s{0,4}\(\s{0,4}\d{3,8}\s{0,4}\)|while\s{0,4}\(\s{0,4}(?:true|1)\s{0,4}\)|db\s{0,4}\.\s{0,4}\w{1,64}\s{0,4}(?:\.\s{0,4}\w{1,64}\s{0,4}){0,2}\()/iy;
const documentOperand =
  /[\s(!]{0,8}(?:this\s{0,4}(?:\.\s{0,4}[\w$]{1,64}|\[[^\]\n]{1,64}\])\s{0,4}(?:[=!<>[]|\.\s{0,4}(?:match|length|startsWith|endsWith|includes|indexOf|charAt|charCodeAt|substr\w{0,6}|slice|search|constructor)\b)|sleep\s{0,4}\(|tojson\w{0,8}\s{0,4}\(|Object\.keys\s{0,4}\(\s{0,4}this|db\s{0,4}\.\s{0,4}\w{1,64}\s{0,4}(?:\.\s{0,4}\w{1,64}\s{0,4}){0,2}\()/iy;
const constantOperand =
  /[\s(!]{0,8}(?:'[^'\n]{0,32}'|"[^"\n]{0,32}"|\d{1,16})\s{0,8}(?:={2,3}|!={1,2}|[<>]=?)\s{0,8}(?:'[^'\n]{0,32}'?|"[^"\n]{0,32}"?|\d{1,16})(?=[\s)}\]]{0,8}(?:$|['";]|\/\/|\/\*|&&|\|\||%00|\0))/iy;
const truthOperand = /[\s(!]{0,8}(?:true|false|[01])[\s)}\]]{0,8}(?:;|\/\/|\|\||&&)/iy;
const functionOperand = /[\s(!]{0,8}(?:\(\s{0,4}function\b|\(\s{0,4}\(\s{0,4}\)\s{0,4}=>|function\s{0,8}\()/iy;

/** What begins a command, clause or expression of a store that is no JavaScript, or names the database in it. */
const storeWord = new WordScan(
  'attribute_exists attribute_not_exists attribute_type begins_with contains size comparisonoperator flushall flushdb eval evalsha config slaveof replicaof load detach db match return call set redis ft __schema mapreduce dropdatabase listcollections createuser merge create unwind foreach remove',
  /attribute_(?:not_)?exists\s{0,4}\(|attribute_type\s{0,4}\(|mapreduce['"]?\s{0,4}:|(?:dropdatabase|listcollections|createuser)['"]\s{0,4}:|(?:merge|create)\s{0,4}\(\s{0,4}\w{0,32}\s{0,4}[:)]|unwind\s{1,4}[\w[]|foreach\s{0,4}\(\s{0,4}\w{1,32}\s{1,4}in\s|remove\s{1,4}\w{1,32}(?:[.:]|\s{1,4}in\s)|begins_with\s{0,4}\(|contains\s{0,4}\(\s{0,4}[#\w.]{1,64}\s{0,4},\s{0,4}:\w|size\s{0,4}\(\s{0,4}[#\w.]{1,64}\s{0,4}\)\s{0,4}[<>=]{1,2}\s{0,4}:\w|comparisonoperator['"]?\s{0,4}[:=]|set\s{1,8}\w{1,32}\.\w{1,32}\s{0,4}=|flush(?:all|db)\b|eval(?:sha)?\s{1,8}['"]|config\s{1,8}(?:set|get|rewrite)\s|(?:slave|replica)of\s|load\s{1,8}csv\s|detach\s{1,8}delete\s|db\.\w{1,64}\.?\w{0,64}\(|return\s{1,8}\w{1,32}(?:\.\w{1,32})?\s{0,8}(?:\/\/|union\b)|call\s{1,8}(?:db|dbms|apoc)\.|redis\.p?call\b|ft\.[a-z]|__schema\b|match\s{0,8}\(/iy,
);

interface StoreForm {
  readonly pattern: RegExp;
  /** What may stand before it: a value that was left, neither a program nor a sentence. */
  readonly lead: RegExp;
  readonly confidence: Confidence;
  readonly reason: string;
}

function readStore(text: string): Sighting | undefined {
  let best: Sighting | undefined;
  const view = text.length > storeLength ? text.slice(0, storeLength) : text;
  for (let word = storeWord.find(view), tries = 0; word !== undefined && tries < 16; word = storeWord.find(view, word.end), tries++) {
    const before = view.slice(0, word.start);
    for (let i = 0; i < storeForms.length; i++) {
      const form = storeForms[i] as StoreForm;
      if (form.confidence !== 'high' && best !== undefined) continue;
      const end = endOf(form.pattern, view, word.start);
      if (end < 0 || !form.lead.test(before)) continue;
      best = sighting(word.start, end, form.confidence, form.reason);
      if (form.confidence === 'high') return best;
    }
  }
  return best;
}

const storeLength = 512;

// A command begins a line of the protocol (RESP inline or a bulk string); it is injected behind the line break that ends another.
const redisLead = /^[^\n]{0,160}\n\s{0,8}$|\r\n\s{0,8}$|^\s{0,8}$/;
const quotedLead = /^[^'"`={};\n(]{0,64}['"][\s)}\]]{0,8}(?:(?:or|and|xor|with|match|where|union|set|call)\s[^\n{}'"`;]{0,96})?$/i;
const commandLead =
  /^\d{1,9}\s{1,8}(?:or|and)\s[^\n{}'"`;]{0,96}$|^[^'"`={};\n(]{0,64}['"][\s)}\]]{0,8}(?:(?:or|and|xor|with|match|where|union|set|call)\s[^\n{}'"`;]{0,96})?$|^\s{0,8}$/i;
const expressionLead =
  /^(?:[\w.@#:-]{0,64}['"]?[\s)\]]{1,8}(?:[<>=]{1,2}\s{1,4}[\w.@#:-]{1,64}\s{1,8})?(?:or|and)[\s(]{1,8})?(?:not[\s(]{1,8})?$|^(?:or|and)[\s(]{1,8}(?:not[\s(]{1,8})?$/i;
const partiqlLead =
  /^[^={};\n(]{0,64}['"][^{};\n]{0,96}\b(?:or|and)\s{1,4}(?:not\s{1,4})?$|^\s{0,4}select\s[^{};\n]{1,200}\bwhere\s[^{};\n]{0,200}\b(?:or|and)\s{1,4}(?:not\s{1,4})?$/i;
const closedLead = /^[^'"`={};\n(]{0,64}['"][\s)}\]]{0,8}$/;
const statementLead = /^(?:[^\n=(){};]{0,64}['";}\])]{1,4}\s{0,8})?$/;
const documentLead = /^\s{0,8}(?:query\s{0,8}\w{0,32}\s{0,8})?\{\s{0,8}$/;

const storeForms: readonly StoreForm[] = [
  {
    pattern: /mapreduce['"]?\s{0,4}:\s{0,4}['"][\w.-]{1,64}['"]\s{0,4},\s{0,4}['"]?(?:map|reduce)\b/iy,
    lead: /^\s{0,8}\{\s{0,8}['"]?$/,
    confidence: 'high',
    reason: 'MongoDB: a command runs scripts',
  },
  {
    pattern: /(?:dropdatabase|listcollections|createuser)['"]\s{0,4}:\s{0,4}(?:1|true|['"])/iy,
    lead: /^\s{0,8}\{\s{0,8}['"]?$/,
    confidence: 'medium',
    reason: 'MongoDB: a command of administration',
  },
  {
    pattern:
      /(?:attribute_type|begins_with|contains|attribute_exists|attribute_not_exists)\s{0,4}\(\s{0,4}['"][\w.]{1,64}['"]\s{0,4}[,)]/iy,
    lead: partiqlLead,
    confidence: 'high',
    reason: 'PartiQL: a condition on an attribute follows',
  },
  {
    pattern: /(?:merge|create)\s{0,4}\(\s{0,4}\w{0,32}\s{0,4}:\s{0,4}\w|foreach\s{0,4}\(|unwind\s{1,4}[\w[]|remove\s{1,4}\w{1,32}[.:]/iy,
    lead: quotedLead,
    confidence: 'high',
    reason: 'Cypher: a clause that changes data follows',
  },
  {
    pattern: /remove\s{1,4}\w{1,32}\s{1,4}in\s{1,4}\w/iy,
    lead: quotedLead,
    confidence: 'high',
    reason: 'AQL: documents are removed',
  },
  {
    pattern: /(?:contains|size)\s{0,4}\(/iy,
    lead: expressionLead,
    confidence: 'high',
    reason: 'DynamoDB: a condition is put into the expression',
  },
  {
    pattern:
      /comparisonoperator['"]?\s{0,4}[:=]\s{0,4}['"]?(?:ne|eq|gt|ge|lt|le|not_null|null|contains|not_contains|begins_with|in|between)\b/iy,
    lead: /^[^\n]{0,96}$/,
    confidence: 'medium',
    reason: 'DynamoDB: a comparison is put into the filter',
  },
  {
    pattern: /set\s{1,8}\w{1,32}\.\w{1,32}\s{0,4}=[^\n]{0,64}$/iy,
    lead: closedLead,
    confidence: 'high',
    reason: 'Cypher: a property is set',
  },
  {
    pattern:
      /attribute_(?:(?:not_)?exists\s{0,4}\(\s{0,4}[#\w.]{1,64}|type\s{0,4}\(\s{0,4}[#\w.]{1,64}\s{0,4},\s{0,4}:?\w{1,32})\s{0,4}\)/iy,
    lead: expressionLead,
    confidence: 'high',
    reason: 'DynamoDB: a condition is put into the expression',
  },
  {
    pattern: /begins_with\s{0,4}\(\s{0,4}[#\w.]{1,64}\s{0,4},\s{0,4}[:\w'"]{1,64}\s{0,4}\)/iy,
    lead: expressionLead,
    confidence: 'high',
    reason: 'DynamoDB: a condition is put into the expression',
  },
  {
    pattern: /db\.\w{1,64}\.(?:insert\w{0,8}|drop\w{0,12}|remove|delete\w{0,8}|update\w{0,8}|mapReduce|aggregate|save)\s{0,4}\(/iy,
    lead: statementLead,
    confidence: 'medium',
    reason: 'MongoDB: a command of its shell',
  },
  {
    pattern:
      /db\.(?:getCollection|dropDatabase|getCollectionNames|adminCommand|runCommand|eval|shutdownServer|createUser|getUsers|version|stats)\s{0,4}\(/iy,
    lead: statementLead,
    confidence: 'medium',
    reason: 'MongoDB: a command of its shell',
  },
  {
    pattern: /flush(?:all|db)\b(?:\s{1,4}(?:a?sync))?\s{0,8}(?=$|\r|\n|%0)/iy,
    lead: redisLead,
    confidence: 'high',
    reason: 'Redis: the data would be deleted',
  },
  {
    pattern: /eval(?:sha)?\s{1,8}(['"])[^\n]{0,200}redis\.p?call/iy,
    lead: redisLead,
    confidence: 'high',
    reason: 'Redis: a script of Lua',
  },
  {
    pattern: /config\s{1,8}set\s{1,8}(?:dir|dbfilename|slave-read-only|requirepass|save|rdbcompression)\s/iy,
    lead: redisLead,
    confidence: 'high',
    reason: 'Redis: the server is set up anew',
  },
  {
    pattern: /(?:slave|replica)of\s{1,8}[\w.:-]{1,128}\s{1,8}(?:\d{1,5}|one)/iy,
    lead: redisLead,
    confidence: 'high',
    reason: 'Redis: the server would follow another',
  },
  {
    pattern: /load\s{1,8}csv\s{1,8}(?:with\s{1,8}headers\s{1,8})?from\s{1,8}['"(]/iy,
    lead: commandLead,
    confidence: 'high',
    reason: 'Cypher: a document is loaded',
  },
  {
    pattern: /call\s{1,8}(?:db\.(?:labels|schema|index|indexes|constraints|propertykeys|relationshiptypes|create|ms)|dbms\.\w|apoc\.\w)/iy,
    lead: commandLead,
    confidence: 'high',
    reason: 'Cypher: a procedure is called',
  },
  { pattern: /detach\s{1,8}delete\s/iy, lead: commandLead, confidence: 'high', reason: 'Cypher: nodes are deleted' },
  {
    pattern: /return\s{1,8}\w{1,32}(?:\.\w{1,32})?\s{0,8}(?:\/\/[^\n]{0,64}$|union\b)/iy,
    lead: quotedLead,
    confidence: 'high',
    reason: 'Cypher: the query is ended',
  },
  {
    pattern: /match\s{0,8}\(\s{0,8}\w{0,32}(?:\s{0,4}:\s{0,4}\w{1,32})?\s{0,8}\)/iy,
    lead: quotedLead,
    confidence: 'high',
    reason: 'Cypher: another pattern is matched',
  },
  {
    pattern: /ft\.(?:search|aggregate|drop|dropindex|alter|explain|profile)\s{1,4}['"]?[\w:-]{1,64}['"]?\s/iy,
    lead: redisLead,
    confidence: 'high',
    reason: 'Redis: an index is searched',
  },
  { pattern: /redis\.p?call\s{0,4}\(/iy, lead: statementLead, confidence: 'medium', reason: 'A script of Redis' },
  {
    pattern: /__schema\s{0,8}\{\s{0,8}(?:types|queryType|mutationType|directives)\b/iy,
    lead: documentLead,
    confidence: 'medium',
    reason: 'GraphQL: the schema is asked for',
  },
];

function sighting(from: number, to: number, confidence: Confidence, reason: string): Sighting {
  return { span: [from, to], confidence, reason };
}

/** Whether the text has the beginning of one of the forms that stand at a place of their own, told by characters. */
function mayBeForm(text: string, marks: Marks): boolean {
  if (text.length > formLength) return false;
  return (
    ((marks & (mark.doubleQuote | mark.quote)) !== 0 && quotedForm(text) >= 0) ||
    ((marks & mark.lineEnd) !== 0 && commandPlace(text) >= 0) ||
    ((marks & mark.colon) !== 0 && (endOf(luceneHead, text, 0) > 0 || text.charCodeAt(0) === 0x3a || text.startsWith('_exists_'))) ||
    ((marks & mark.hash) !== 0 && text.charCodeAt(0) === 0x23) ||
    (text.includes('_') && endOf(couchPath, text, 0) > 0)
  );
}

const formLength = 1024;

/** Behind the first quote near the front that one of the forms below follows; -1 when none does. */
function quotedForm(text: string): number {
  for (let at = 0; at < text.length && at <= valueLength; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x27 || code === 0x22) return endOf(formStart, text, at + 1) > 0 ? at + 1 : -1;
    if (code < 128 && stops[code] === 1) return -1;
  }
  return -1;
}

const formStart =
  /[\s)\]}]{0,16}(?:,\s{0,8}(?:\{\s{0,8})?['"]|(?:or|and|not|allow|for|filter)\s|\|>|\)\s{0,4}\.\s{0,4}\w|\}\s{0,4}(?:union|;))/iy;

function placeForm(text: string, marks: Marks): Sighting | undefined {
  if (text.length > formLength) return undefined;
  const quoted = (marks & (mark.doubleQuote | mark.quote)) === 0 ? -1 : quotedForm(text);
  let best: Sighting | undefined;
  if (quoted >= 0)
    for (let i = 0; i < quotedForms.length; i++) {
      const { pattern, confidence, reason } = quotedForms[i] as (typeof quotedForms)[number];
      const end = endOf(pattern, text, quoted);
      if (end > 0 && best === undefined) best = sighting(quoted, end, confidence, reason);
    }
  if (best !== undefined) return best;
  const command = (marks & mark.lineEnd) === 0 ? -1 : commandPlace(text);
  const array = command < 0 ? -1 : endOf(arrayOfProtocol, text, command);
  if (array > 0) return sighting(command, array, 'high', 'Redis: a command in its protocol');
  if (command >= 0) {
    const lines = text.slice(command).split('\n');
    const isProtocol = text.includes('\r\n');
    let known = 0;
    let other = 0;
    for (let i = 0; i < lines.length && i < 16; i++) {
      const line = (lines[i] as string).trim();
      if (line === '') continue;
      // "set the table": without the line end of the protocol, commands are written as such.
      if (isCommand.test(line) && (isProtocol || upperCase.test(line))) known++;
      else other++;
    }
    if (known > 1 && other <= 1) return sighting(command, text.length, isProtocol ? 'high' : 'medium', 'Redis: commands follow the value');
    if (known === 1 && isProtocol && other === 0) return sighting(command, text.length, 'medium', 'Redis: a command follows the value');
    const stored = endOf(memcached, text, command);
    if (stored > 0) return sighting(command, stored, 'high', 'memcached: a command follows the key');
  }
  for (let i = 0; i < bareForms.length; i++) {
    const { pattern, confidence, reason } = bareForms[i] as (typeof bareForms)[number];
    const end = endOf(pattern, text, 0);
    if (end > 0) return sighting(0, end, confidence, reason);
  }
  return undefined;
}

/** Behind the line break that ends a key or a value of one line, where a line of a protocol begins. */
function commandPlace(text: string): number {
  const line = text.indexOf('\n');
  if (line < 0 || line > valueLength) return -1;
  if (text.charCodeAt(0) === 0x2a && endOf(arrayOfProtocol, text, 0) > 0) return 0;
  let at = line + 1;
  while (text.charCodeAt(at) === 13 || text.charCodeAt(at) === 10) at++;
  return endOf(commandStart, text, at) > 0 && oneWord.test(text.slice(0, line)) ? at : -1;
}

// https://redis.io/docs/latest/develop/reference/protocol-spec/
const arrayOfProtocol = /\*\d{1,3}\r\n\$\d{1,6}\r\n/y;
const oneWord = /^[\w.:@*$-]{0,64}\r?$/;
// https://redis.io/docs/latest/commands/ and https://github.com/memcached/memcached/blob/master/doc/protocol.txt
const commandStart =
  /(?:set|get|getset|setex|setnx|mset|del|unlink|keys|hset|hgetall|hget|lpush|rpush|sadd|smembers|zadd|incr|expire|persist|rename|publish|select|auth|acl|script|module|debug|migrate|restore|info|save|bgsave|bgrewriteaof|shutdown|monitor|client|config|flushall|flushdb|flush_all|quit|gets|add|replace|append|prepend|cas|delete|stats|touch|scan|dump|eval|slaveof|replicaof)(?:[ \r\n]|$)|\*\d{1,3}\r\n\$\d{1,6}\r\n/iy;
const isCommand =
  /^(?:(?:get|del|unlink|keys|hgetall|smembers|incr|decr|persist|dump|ttl|type|exists) [^\s=]{1,128}(?: [^\s=]{1,128}){0,4}|(?:set|getset|setnx|lpush|rpush|sadd|hget|publish|rename|append|expire|eval) (?!noc|ansi_|xact_|quoted_|identity_)[^\s=]{1,128} (?!on$|off$).{1,256}|(?:setex|mset|hset|zadd|migrate|restore) \S{1,128} \S{1,128}.{0,256}|select \d{1,2}|auth \S{1,128}(?: \S{1,128})?|acl (?:setuser|deluser|list).{0,128}|(?:script|debug|client|module|config) [a-z]{2,16}.{0,128}|(?:slaveof|replicaof) \S{1,128} \S{1,8}|(?:save|bgsave|bgrewriteaof|shutdown(?: nosave)?|monitor|flushall|flushdb|info|quit|exec|multi)|\*\d{1,3}|\$\d{1,6})$/i;
const upperCase = /^[A-Z]{3,16}(?: |$)/;
const memcached =
  /(?:(?:set|add|replace|append|prepend|cas) \S{1,250} \d{1,10} -?\d{1,10} \d{1,9}(?: noreply)?\r?\n|flush_all(?: \d{1,9})?\r?(?:\n|$)|stats (?:items|slabs|cachedump)|delete \S{1,250}(?: noreply)?\r\n$)/iy;
const luceneHead = /[\w.*"'-]{0,64}[\s)]{1,8}(?:OR|AND|NOT|\|\||&&)\s{1,4}[\w*.(]{1,64}:/y;
const couchPath =
  /(?:[\w./-]{0,64}\/)?_(?:all_docs|all_dbs|users|replicator|replicate|config|node|active_tasks|membership|changes|design|find|search|msearch|cat|cluster|nodes|snapshot|mapping|bulk|update_by_query|delete_by_query|security|session)\b/y;

const names =
  'match_all|match_none|match|match_phrase|term|terms|range|exists|bool|must|must_not|should|query_string|simple_query_string|wildcard|prefix|regexp|fuzzy|ids|nested|has_child|has_parent|script|script_score|function_score|more_like_this|aggs|aggregations|script_fields|post_filter|runtime_mappings|selector|multi_match';
const quotedForms: readonly { readonly pattern: RegExp; readonly confidence: Confidence; readonly reason: string }[] = [
  {
    pattern: new RegExp(`\\s{0,8}[\\]}]{1,16}\\s{0,8},\\s{0,8}(?:\\{\\s{0,8})?['"](?:${names})['"]\\s{0,8}:`, 'iy'),
    confidence: 'high',
    reason: 'a query of a search engine is closed and another one opened',
  },
  {
    pattern: new RegExp(`\\s{0,8},\\s{0,8}(?:\\{\\s{0,8})?['"](?:${names}|roles?|is_?admin|admin|selector)['"]\\s{0,8}:`, 'iy'),
    confidence: 'medium',
    reason: 'a string of JSON is closed and a member follows',
  },
  {
    pattern: /[\s)]{1,8}(?:or|and|not)\s{1,4}[\s(]{0,4}(?:_exists_|_missing_|_query_|\*):[\w*"'.{!]/iy,
    confidence: 'high',
    reason: 'Lucene: a condition on a field follows',
  },
  {
    pattern: /[\s)]{1,8}(?:OR|AND|NOT)\s{1,4}[\s(]{0,4}[\w.]{1,64}:(?:\*|\[|[\w"'*]{1,64}[\s)]{0,8}(?:$|(?:OR|AND)\s))/y,
    confidence: 'medium',
    reason: 'Lucene: a condition on a field follows',
  },
  { pattern: /\s{1,8}allow\s{1,4}filtering\s{0,4}(?:;|--|\/\/|$)/iy, confidence: 'high', reason: 'CQL: the condition is ended' },
  {
    pattern: /[\s)]{1,8}(?:or|and)\s{1,4}(?:not\s{1,4})?(?:is_defined|is_null|array_contains|token|is_string)\s{0,4}\(\s{0,4}[\w.]{1,64}/iy,
    confidence: 'high',
    reason: 'a function of a document store decides the condition',
  },
  {
    pattern: /[\s)]{1,8}(?:or|and)\s{1,4}['"]?[\w.#:]{1,64}['"]?\s{1,4}is\s{1,4}(?:not\s{1,4})?(?:missing|valued)\b/iy,
    confidence: 'high',
    reason: 'PartiQL: a condition on an attribute follows',
  },
  {
    pattern: /\s{0,8}\)?\s{0,8}\|>\s{0,8}(?:filter|yield|range|to|union|drop|keep|limit|map)\s{0,4}\(/iy,
    confidence: 'high',
    reason: 'Flux: the query goes on',
  },
  {
    pattern: /[\s)]{0,8}\)\s{0,4}\.\s{0,4}(?:drop|valueMap|properties|addV|iterate|V|E)\s{0,4}\(/y,
    confidence: 'medium',
    reason: 'Gremlin: the traversal goes on',
  },
  {
    pattern: /[\s)]{1,8}(?:for\s{1,4}\w{1,32}\s{1,4}in\s{1,4}\w{1,64}\s{1,4}(?:filter|return|remove|update|let)\b)/iy,
    confidence: 'high',
    reason: 'AQL: another loop follows',
  },
  {
    pattern: /[\s.)]{0,8}\}\s{0,4}(?:union\s{0,4}\{|;\s{0,4}(?:drop|clear|delete|insert)\s)/iy,
    confidence: 'high',
    reason: 'SPARQL: the pattern is closed',
  },
];

const bareForms: typeof quotedForms = [
  {
    pattern: /[\w.*"'-]{0,64}[\s)]{1,8}(?:OR|AND|NOT|\|\||&&)\s{1,4}\(?(?:_exists_:\w|\*:\*|_query_:|[\w.]{1,64}:\*(?:\s|\)|$))/y,
    confidence: 'medium',
    reason: 'Lucene: a condition on a field follows',
  },
  { pattern: /_exists_:\w{1,64}\s{1,4}(?:OR|AND)\s/y, confidence: 'medium', reason: 'Lucene: a condition on a field follows' },
  {
    pattern:
      /[:#]\w{1,64}\s{1,4}(?:(?:<>|[<>=]{1,2})\s{1,4}[:#]?\w{1,64}\s{1,4})?(?:or|and)\s{1,4}(?:not\s{1,4})?[:#]?\w{1,64}\s{1,4}(?:<>|[<>=]{1,2}|between|in)\s{0,4}[:#(]/iy,
    confidence: 'high',
    reason: 'DynamoDB: a condition is put into the expression',
  },
  {
    pattern:
      /(?:[\w./-]{0,64}\/)?(?:_all_docs(?:\?|$)|_all_dbs$|_users\/(?:_all_docs|_find|org\.couchdb)|_node\/[\w@.-]{1,64}\/_config|_config\/\w|_replicate$|_cat\/\w|_cluster\/\w|_nodes(?:\/|$)|_snapshot\/\w|_delete_by_query|_update_by_query|_all\/_search|_search\?(?:q|source)=|_security$)[^\s]{0,256}$/y,
    confidence: 'medium',
    reason: 'a path of the interface of a document store',
  },
];
