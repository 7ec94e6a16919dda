import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowsOf, summaryOf } from './testing/flows-of.ts';

interface Row {
  readonly name: string;
  readonly code: string;
  /** `class:line` of each place to mend. */
  readonly flows: readonly string[];
  readonly file?: string;
}

const cp = "const { execSync, exec, spawn, execFile } = require('child_process');";
const inHandler = (body: string, before = cp): string => `${before}\nexports.handler = async (event) => {\n${body}\n};`;

const rows: readonly Row[] = [
  // sources, and ways through a program
  { name: 'a template in a command', code: inHandler('execSync(`ls ${event.name}`);'), flows: ['cmdi:3'] },
  { name: 'a concatenation in a command', code: inHandler("execSync('ls ' + event.name + ' -l');"), flows: ['cmdi:3'] },
  { name: 'a constant command', code: inHandler("execSync('ls /tmp');"), flows: [] },
  { name: 'an environment variable is the owner’s', code: inHandler('execSync(`ls ${process.env.FOLDER}`);'), flows: [] },
  { name: 'through variables', code: inHandler('const a = event.name; let b = a; b += "x"; execSync(b);'), flows: ['cmdi:3'] },
  { name: 'a variable that was overwritten', code: inHandler("let a = event.name; a = 'safe'; execSync('ls ' + a);"), flows: [] },
  { name: 'a destructured parameter', code: `${cp}\nexports.handler = async ({ body, ...rest }) => execSync(body);`, flows: ['cmdi:2'] },
  {
    name: 'a default that is safe does not make the value safe',
    code: inHandler("const { name = 'x' } = event; execSync(name);"),
    flows: ['cmdi:3'],
  },
  {
    name: 'JSON.parse keeps the data',
    code: inHandler('const { name } = JSON.parse(event.body); execSync(`ls ${name}`);'),
    flows: ['cmdi:3'],
  },
  { name: 'in a loop', code: inHandler('for (const record of event.Records) {\nexecSync(`ls ${record.body}`);\n}'), flows: ['cmdi:4'] },
  {
    name: 'in a callback of map',
    code: inHandler('return event.Records.map((record) => execSync(`ls ${record.body}`));'),
    flows: ['cmdi:3'],
  },
  {
    name: 'in a forEach over parsed data',
    code: inHandler('JSON.parse(event.body).items.forEach(({ name }) => { execSync(name); });'),
    flows: ['cmdi:3'],
  },
  {
    name: 'what one round leaves for the next',
    code: inHandler('let last = "";\nfor (const r of event.Records) {\nexecSync("ls " + last);\nlast = r.body;\n}'),
    flows: ['cmdi:5'],
  },
  {
    name: 'through a helper, at the line that builds the text',
    code: `${cp}\nconst run = (command) => execSync(command);\nexports.handler = async (event) => run(\`ls \${event.name}\`);`,
    flows: ['cmdi:3'],
  },
  {
    name: 'through what a helper answers',
    code: `${cp}\nfunction clean(x) { return x.trim(); }\nexports.handler = async (event) => {\nexecSync(clean(event.name));\n};`,
    flows: ['cmdi:4'],
  },
  {
    name: 'a helper that answers something else',
    code: `${cp}\nfunction clean(x) { return 'y'; }\nexports.handler = async (event) => execSync(clean(event.name));`,
    flows: [],
  },
  {
    name: 'an object that carries it',
    code: inHandler('const job = { command: event.name, folder: "/tmp" }; execSync(job.command);'),
    flows: ['cmdi:3'],
  },
  {
    name: 'another member of such an object',
    code: inHandler('const job = { command: event.name, folder: "/tmp" }; execSync("ls " + job.folder);'),
    flows: [],
  },
  { name: 'after a branch', code: inHandler("let a = 'x'; if (event.flag) a = event.name; execSync(a);"), flows: ['cmdi:3'] },
  { name: 'in a promise chain', code: inHandler('return Promise.resolve(event.name).then((name) => execSync(name));'), flows: ['cmdi:3'] },
  {
    name: 'a promisified function',
    code: inHandler('const run = require("node:util").promisify(exec); await run(`ls ${event.name}`);'),
    flows: ['cmdi:3'],
  },
  {
    name: 'an answer of HTTP',
    code: `${cp}\nexports.handler = async () => {\nconst answer = await fetch('https://api.example.com/x');\nconst { name } = await answer.json();\nexecSync(\`ls \${name}\`);\n};`,
    flows: ['cmdi:5'],
  },
  {
    name: 'a stored object, SDK 3',
    code: `const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');\nconst s3 = new S3Client({});\nexports.handler = async () => {\nconst { Body } = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));\neval(await Body.transformToString());\n};`,
    flows: ['codei:5'],
  },
  {
    name: 'a stored object, SDK 2',
    code: `const AWS = require('aws-sdk');\nconst s3 = new AWS.S3();\nexports.handler = async () => {\nconst { Body } = await s3.getObject({ Bucket: 'b', Key: 'k' }).promise();\neval(Body.toString());\n};`,
    flows: ['codei:5'],
  },
  {
    name: 'ES modules and exports of a constant',
    file: 'app.mjs',
    code: "import { execSync as run } from 'node:child_process';\nexport const handler = async (event) => run(event.name);",
    flows: ['cmdi:2'],
  },
  {
    name: 'an exported function declaration',
    file: 'app.mjs',
    code: "import cp from 'node:child_process';\nexport async function handler(event) { cp.execSync(event.name); }",
    flows: ['cmdi:2'],
  },
  {
    name: 'an export list',
    file: 'app.mjs',
    code: "import * as cp from 'child_process';\nconst main = (event) => cp.execSync(event.name);\nexport { main as handler };",
    flows: ['cmdi:2'],
  },
  {
    name: 'module.exports with an object',
    code: `${cp}\nconst handler = async (event) => execSync(event.name);\nmodule.exports = { handler };`,
    flows: ['cmdi:2'],
  },
  {
    name: 'a wrapped handler',
    code: `${cp}\nconst middy = require('middy');\nexports.handler = middy(async (event) => execSync(event.name)).use(x());`,
    flows: ['cmdi:3'],
  },
  {
    name: 'TypeScript',
    file: 'app.ts',
    code: "import { execSync } from 'node:child_process';\ninterface Job { name: string }\nexport const handler = async (event: { body: string }): Promise<void> => {\n  const job = JSON.parse(event.body) as Job;\n  execSync(`ls ${job!.name}`);\n};",
    flows: ['cmdi:5'],
  },
  {
    name: 'a local function that is called eval',
    code: 'function evaluate(x) { return 1; }\nexports.handler = async (event) => evaluate(event.x);',
    flows: [],
  },
  {
    name: 'a parameter that is called exec',
    code: 'exports.handler = async (event) => run((x) => x, event);\nfunction run(exec, event) { return exec(event.name); }',
    flows: [],
  },
  // sinks
  { name: 'spawn without a shell', code: inHandler("spawn('ls', [event.name]);"), flows: [] },
  { name: 'spawn of a shell', code: inHandler("spawn('sh', ['-c', `ls ${event.name}`]);"), flows: ['cmdi:3'] },
  { name: 'a parameter of the shell’s text', code: inHandler("spawn('sh', ['-c', 'ls \"$1\"', '--', event.name]);"), flows: [] },
  { name: 'spawn with the shell option', code: inHandler("spawn('ls', [event.name], { shell: true });"), flows: ['cmdi:3'] },
  { name: 'a program that the event names', code: inHandler('execFile(event.program, []);'), flows: ['cmdi:3'] },
  { name: 'new Function', code: inHandler("new Function('return ' + event.code)();", ''), flows: ['codei:3'] },
  { name: 'setTimeout with a function', code: inHandler('setTimeout(() => console.log(event.name), 10);', ''), flows: [] },
  {
    name: 'a query with parameters',
    code: inHandler(
      "const r = await db.query('SELECT 1 WHERE a = $1', [event.id]);",
      "const { Pool } = require('pg'); const db = new Pool();",
    ),
    flows: [],
  },
  {
    name: 'a query by concatenation',
    code: inHandler(
      "const r = await db.query('SELECT 1 WHERE a = ' + event.id);",
      "const { Pool } = require('pg'); const db = new Pool();",
    ),
    flows: ['sqli:3'],
  },
  {
    name: 'a query object',
    code: inHandler(
      'await db.query({ text: `SELECT ${event.id}`, values: [] });',
      "const { Pool } = require('pg'); const db = new Pool();",
    ),
    flows: ['sqli:3'],
  },
  {
    name: 'values of a query object',
    code: inHandler("await db.query({ text: 'SELECT $1', values: [event.id] });", "const { Pool } = require('pg'); const db = new Pool();"),
    flows: [],
  },
  {
    name: 'SQL on an object that came from elsewhere',
    code: inHandler('await db.query(`DELETE FROM t WHERE id = ${event.id}`);', "const db = require('./db');"),
    flows: ['sqli:3'],
  },
  {
    name: 'a query that is none of SQL',
    code: inHandler('await index.query(event.text);', "const index = require('./search');"),
    flows: [],
  },
  { name: 'a tagged template', code: inHandler('await sql`SELECT ${event.id}`;', "const sql = require('postgres')();"), flows: [] },
  {
    name: 'a path',
    code: inHandler("fs.readFileSync(path.join('/data', event.file));", "const fs = require('fs'); const path = require('path');"),
    flows: ['lfi:3'],
  },
  {
    name: 'the base name of a path',
    code: inHandler(
      "fs.readFileSync(path.join('/data', path.basename(event.file)));",
      "const fs = require('fs'); const path = require('path');",
    ),
    flows: [],
  },
  {
    name: 'what is written into a file',
    code: inHandler("fs.writeFileSync('/tmp/x', event.text);", "const fs = require('fs');"),
    flows: [],
  },
  {
    name: 'fs/promises',
    code: inHandler('await readFile(event.file);', "const { readFile } = require('node:fs/promises');"),
    flows: ['lfi:3'],
  },
  { name: 'a whole address', code: inHandler('await fetch(event.url);', ''), flows: ['ssrf:3'] },
  { name: 'a segment of the path', code: inHandler('await fetch(`https://api.example.com/users/${event.id}`);', ''), flows: [] },
  { name: 'a host by concatenation', code: inHandler("await fetch('https://' + event.host + '/x');", ''), flows: ['ssrf:3'] },
  { name: 'a host that is completed', code: inHandler('await fetch(`https://api.example.com${event.path}`);', ''), flows: ['ssrf:3'] },
  { name: 'a base from the environment and a slash', code: inHandler('await fetch(`${process.env.BASE}/${event.id}`);', ''), flows: [] },
  { name: 'an options object', code: inHandler("require('http').request({ host: event.host, path: '/' });", ''), flows: ['ssrf:3'] },
  {
    name: 'the path of an options object',
    code: inHandler("require('http').request({ host: 'a.example', path: event.path });", ''),
    flows: [],
  },
  {
    name: 'axios with an object',
    code: inHandler('await axios({ url: event.url });', "const axios = require('axios');"),
    flows: ['ssrf:3'],
  },
  { name: 'node-serialize', code: inHandler('require("node-serialize").unserialize(event.body);', ''), flows: ['deserialization:3'] },
  // sanitizers and checks
  { name: 'a number', code: inHandler('execSync(`head -n ${Number(event.n)} f`);'), flows: [] },
  { name: 'parseInt', code: inHandler('execSync(`head -n ${parseInt(event.n, 10)} f`);'), flows: [] },
  { name: 'arithmetic', code: inHandler('execSync(`head -n ${event.n * 2} f`);'), flows: [] },
  {
    name: 'URL encoding is no shell quoting',
    code: inHandler('execSync(`curl http://x/${encodeURIComponent(event.n)}`);'),
    flows: ['cmdi:3'],
  },
  { name: 'URL encoding in an address', code: inHandler('await fetch(`http://x${encodeURIComponent(event.n)}`);', ''), flows: [] },
  { name: 'a check that leaves', code: inHandler("if (!/^[\\w-]+$/.test(event.name)) return;\nexecSync('ls ' + event.name);"), flows: [] },
  {
    name: 'a check that throws',
    code: inHandler("if (!/^[\\w-]+$/.test(event.name)) throw new Error('no');\nexecSync('ls ' + event.name);"),
    flows: [],
  },
  {
    name: 'a check that only logs',
    code: inHandler("if (!/^[\\w-]+$/.test(event.name)) console.log('odd');\nexecSync('ls ' + event.name);"),
    flows: ['cmdi:4'],
  },
  {
    name: 'a check of something else',
    code: inHandler("if (!/^[\\w-]+$/.test(event.other)) return;\nexecSync('ls ' + event.name);"),
    flows: ['cmdi:4'],
  },
  {
    name: 'a check without an end',
    code: inHandler("if (!/^[\\w-]+/.test(event.name)) return;\nexecSync('ls ' + event.name);"),
    flows: ['cmdi:4'],
  },
  {
    name: 'a check that admits a semicolon',
    code: inHandler("if (!/^[\\w;]+$/.test(event.name)) return;\nexecSync('ls ' + event.name);"),
    flows: ['cmdi:4'],
  },
  {
    name: 'a check the wrong way round',
    code: inHandler("if (/^[\\w-]+$/.test(event.name)) return;\nexecSync('ls ' + event.name);"),
    flows: ['cmdi:4'],
  },
  {
    name: 'a check within the condition',
    code: inHandler("if (event.name && /^\\w+$/.test(event.name)) execSync('ls ' + event.name);"),
    flows: [],
  },
  {
    name: 'a check in an or',
    code: inHandler("if (event.name || /^\\w+$/.test(event.name)) execSync('ls ' + event.name);"),
    flows: ['cmdi:3'],
  },
  {
    name: 'a check before the variable is set again',
    code: inHandler("let n = event.a; if (!/^\\w+$/.test(n)) return; n = event.b; execSync('ls ' + n);"),
    flows: ['cmdi:3'],
  },
  { name: 'a choice', code: inHandler("const n = /^\\w+$/.test(event.a) ? event.a : 'x'; execSync('ls ' + n);"), flows: [] },
  {
    name: 'a list of hosts',
    code: inHandler(
      "const u = new URL(event.url); if (!new Set(['a.example']).has(u.hostname)) return; await fetch(u); await fetch(u.href);",
    ),
    flows: [],
  },
  {
    name: 'a host that is compared',
    code: inHandler("const u = new URL(event.url); if (u.hostname !== 'a.example') throw new Error('x'); await fetch(u);"),
    flows: [],
  },
  {
    name: 'a host that is compared and then not used',
    code: inHandler("const u = new URL(event.url); if (u.hostname !== 'a.example') throw new Error('x'); await fetch(event.other);"),
    flows: ['ssrf:3'],
  },
  {
    name: 'a host that is compared, and a command',
    code: inHandler("const u = new URL(event.url); if (u.hostname !== 'a.example') return; execSync('get ' + u);"),
    flows: ['cmdi:3'],
  },
  { name: 'an allow-list', code: inHandler("if (!['a', 'b'].includes(event.name)) return; execSync('ls ' + event.name);"), flows: [] },
  {
    name: 'a set of names',
    code: inHandler('if (allowed.has(event.name)) execSync(event.name);', `${cp} const allowed = new Set(['a']);`),
    flows: [],
  },
  {
    name: 'a list that the event brings',
    code: inHandler('if (event.allowed.includes(event.name)) execSync(event.name);'),
    flows: ['cmdi:3'],
  },
  { name: 'equality with a constant', code: inHandler("if (event.name === 'a') execSync('ls ' + event.name);"), flows: [] },
  { name: 'inequality with a constant', code: inHandler("if (event.name !== 'a') execSync('ls ' + event.name);"), flows: ['cmdi:3'] },
  { name: 'equality with undefined', code: inHandler('if (event.name !== undefined) execSync(event.name);'), flows: ['cmdi:3'] },
  {
    name: 'a switch',
    code: inHandler("switch (event.name) { case 'a': execSync('ls ' + event.name); break; default: return; }"),
    flows: [],
  },
  {
    name: 'the default of a switch',
    code: inHandler("switch (event.name) { case 'a': break; default: execSync('ls ' + event.name); }"),
    flows: ['cmdi:3'],
  },
  { name: 'a table of known commands', code: inHandler("const commands = { a: 'ls' }; execSync(commands[event.name]);"), flows: [] },
  {
    name: 'a helper that checks',
    code: `${cp}\nconst isPlain = (x) => /^\\w+$/.test(x);\nexports.handler = async (event) => {\nif (!isPlain(event.name)) return;\nexecSync('ls ' + event.name);\n};`,
    flows: [],
  },
  {
    name: 'a prefix with its host',
    code: inHandler("if (!event.url.startsWith('https://api.example.com/')) return; await fetch(event.url);", ''),
    flows: [],
  },
  {
    name: 'a prefix without the slash',
    code: inHandler("if (!event.url.startsWith('https://api.example.com')) return; await fetch(event.url);", ''),
    flows: ['ssrf:3'],
  },
  {
    name: 'a scheme is no host',
    code: inHandler("if (!event.url.startsWith('https://')) return; await fetch(event.url);", ''),
    flows: ['ssrf:3'],
  },
  {
    name: 'a resolved path that is checked',
    code: inHandler(
      "const p = path.resolve('/data', event.file); if (!p.startsWith('/data/')) return; fs.readFileSync(p);",
      "const fs = require('fs'); const path = require('path');",
    ),
    flows: [],
  },
  {
    name: 'a path that is refused for its dots',
    code: inHandler("if (event.file.includes('..')) return; fs.readFileSync('/data/' + event.file);", "const fs = require('fs');"),
    flows: [],
  },
  { name: 'who the authorizer says it is', code: inHandler('execSync(`ls ${event.requestContext.authorizer.claims.sub}`);'), flows: [] },
  { name: 'the name of the bucket is the platform’s', code: inHandler('execSync(`ls ${event.Records[0].s3.bucket.name}`);'), flows: [] },
  { name: 'the key of an object is not', code: inHandler('execSync(`ls ${event.Records[0].s3.object.key}`);'), flows: ['cmdi:3'] },
  // answers
  {
    name: 'a stack in the answer',
    code: 'exports.handler = async (event) => {\ntry { return f(); } catch (error) {\nreturn { statusCode: 500, body: error.stack };\n}\n};',
    flows: ['error-detail:3'],
  },
  {
    name: 'a stack in the log',
    code: "exports.handler = async (event) => {\ntry { return f(); } catch (error) {\nconsole.error(error.stack);\nreturn { statusCode: 500, body: 'sorry' };\n}\n};",
    flows: [],
  },
  {
    name: 'a stack through a callback',
    code: 'exports.handler = (event, context, callback) => {\ntry { f(); } catch (error) {\ncallback(null, { statusCode: 500, body: error.stack });\n}\n};',
    flows: ['error-detail:3'],
  },
];

for (const { name, code, flows, file = 'app.js' } of rows)
  test(`JavaScript: ${name}`, () => {
    const found = flowsOf(file, code);
    assert.deepEqual(found.problems, []);
    assert.deepEqual(summaryOf(found.flows), flows);
  });

test('attacks and what looks alike are in similar numbers', () => {
  const attacks = rows.filter(({ flows }) => flows.length > 0).length;
  assert.ok(attacks > 30 && rows.length - attacks > 30, `${attacks} of ${rows.length}`);
});

test('a flow says where it comes from, where it goes and how', () => {
  const { flows } = flowsOf(
    'app.js',
    inHandler('const { name } = JSON.parse(event.body);\nconst command = `ls ${name}`;\nexecSync(command);'),
  );
  assert.deepEqual(
    flows.map(({ scope, source, sink, place, steps, confidence }) => ({
      scope,
      source: source.label,
      at: source.location.line,
      sink: sink.label,
      kind: sink.kind,
      place: place.line,
      steps: steps.map(({ label }) => label),
      confidence,
    })),
    [
      {
        scope: 'within-function',
        source: 'event.body.name',
        at: 3,
        sink: 'child_process.execSync',
        kind: 'process',
        place: 4,
        steps: ['event.body.name', 'name', 'put into a text', 'command', 'child_process.execSync'],
        confidence: 'high',
      },
    ],
  );
});
