import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIndex } from './input-index.ts';
import { type PathEvidenceOptions, pathEvidence } from './path.ts';
import { type EvidenceRow, indexOf, manual, testEvidence, testEvidenceRow } from './testing/rows.ts';

const upload = [
  '--b\r\nContent-Disposition: form-data; name="file"; filename="../secret.txt"\r\nContent-Type: text/plain\r\n',
  `${'All work and no play. It was a long day. '.repeat(20)}\r\n--b--`,
].join('\r\n');
const records = 'id 1; name of the record, ../secret.txt, and more\n'.repeat(40);
const page = `<p>${'Words of a page. '.repeat(40)}<a href="../secret.txt">next</a> <img src="../logo.v2.png"></p>`;
const log = `${'The service came up. '.repeat(30)}It could not read /etc/hostname at first, and went on. ${'Then it ended. '.repeat(9)}`;

const rows: readonly EvidenceRow[] = [
  // Attacks
  { name: 'resolved', input: '../../etc/passwd', sink: '/etc/passwd', changes: 'etc/passwd' },
  { name: 'resolved to another folder', input: '../secrets/key.pem', sink: '/var/task/secrets/key.pem', changes: 'secrets/key.pem' },
  { name: 'as written', input: '../../etc/passwd', sink: '/var/task/reports/../../etc/passwd', changes: '../../etc/passwd' },
  { name: 'an ending added', input: '../../etc/passwd', sink: '/etc/passwd.png', changes: 'etc/passwd.png' },
  { name: 'an absolute path', input: '/etc/passwd', sink: '/etc/passwd', changes: '/etc/passwd' },
  { name: 'an absolute path with an ending', input: '/etc/app', sink: '/etc/app.json', changes: '/etc/app.json' },
  { name: 'an absolute folder', input: '/proc/self', sink: '/proc/self/environ', changes: '/proc/self/environ' },
  { name: 'a file URL', input: 'file:///etc/passwd', sink: '/etc/passwd', changes: '/etc/passwd' },
  { name: 'a file URL with escapes', input: 'file:///a/%2e%2e/etc/passwd', sink: '/etc/passwd', changes: 'etc/passwd' },
  { name: 'escapes that the program decodes', input: '..%2f..%2fetc%2fpasswd', sink: '/etc/passwd', changes: 'etc/passwd' },
  { name: 'escapes twice', input: '%252e%252e%252f%252e%252e%252fetc%252fpasswd', sink: '/etc/passwd', changes: 'etc/passwd' },
  { name: 'a folder first', input: 'a/../../../etc/hosts', sink: '/etc/hosts', changes: 'etc/hosts' },
  { name: 'backslashes', input: '..\\..\\etc\\passwd', sink: '/etc/passwd', changes: 'etc/passwd' },
  { name: 'cut out of a text', input: 'file=../../etc/passwd&x=1', sink: '/etc/passwd', changes: 'etc/passwd' },
  { name: 'a folder of input, a name of the program', input: '../../etc', sink: '/var/etc/profile.json', changes: 'etc/profile.json' },
  { name: 'out of the temporary folder', input: '/tmp/../etc/passwd', sink: '/etc/passwd', changes: 'etc/passwd' },
  { name: 'other letter case', input: '../../ETC/PASSWD', sink: '/etc/passwd', changes: 'etc/passwd' },
  { name: 'padding', input: `${'./'.repeat(4000)}../../etc/passwd`, sink: '/etc/passwd', changes: 'etc/passwd' },
  { name: 'a NUL', input: '../../etc/passwd\0.png', sink: '/etc/passwd\0.png', changes: 'etc/passwd\0.png' },
  { name: 'a drive', input: 'C:\\Windows\\win.ini', sink: 'C:\\Windows\\win.ini', changes: 'C:\\Windows\\win.ini' },
  // … to one name
  { name: 'one name', input: '../secret.txt', sink: '/var/task/secret.txt', changes: 'secret.txt' },
  { name: 'one name with an ending added', input: '../config', sink: '/var/task/config.json', changes: 'config.json' },
  { name: 'a dot file', input: '../.env', sink: '/var/task/.env', changes: '.env' },
  { name: 'an everyday name, as written', input: '../index.html', sink: 'views/../index.html', changes: '../index.html' },
  { name: 'an everyday name above', input: '../../index.html', sink: '../index.html', changes: 'index.html' },
  { name: 'an everyday stem of another kind', input: '../main.db', sink: '/var/task/main.db', changes: 'main.db' },
  { name: 'a name that is a folder’s too', input: '../a/data', sink: '/srv/a/data', changes: 'a/data' },
  {
    name: 'behind a prefix that the program takes off',
    input: '/api/static/../secret.txt',
    sink: '/var/task/secret.txt',
    changes: 'secret.txt',
  },
  { name: 'an absolute path behind such a prefix', input: '/static//etc/passwd', sink: '/etc/passwd', changes: '/etc/passwd' },
  { name: 'an absolute path in a URL', input: 'https://a.test//etc/passwd', sink: '/etc/passwd', changes: '/etc/passwd' },
  // … split over values
  { name: 'a parent and a name', input: ['..', 'secret.txt'], sink: '/var/task/secret.txt', changes: 'secret.txt' },
  { name: 'parents and a path', input: ['../..', 'data/secret.txt'], sink: '/srv/data/secret.txt', changes: 'data/secret.txt' },
  { name: 'a parent and a name with an ending added', input: ['../', 'secret'], sink: '/var/task/secret.json', changes: 'secret.json' },
  { name: 'a list’s parents', input: ['..', '..', 'data', 'secret.txt'], sink: '/var/data/secret.txt', changes: 'secret.txt' },
  { name: 'escaped parents and a name', input: ['%2e%2e%2f', 'secret.txt'], sink: '/var/task/secret.txt', changes: 'secret.txt' },
  { name: 'a root and a name', input: ['/etc', 'passwd'], sink: '/etc/passwd', changes: '/etc/passwd' },
  { name: 'a root, and parents to it', input: ['/srv', '../../srv'], sink: '/srv/a.json', changes: 'srv/a.json' },
  { name: 'a parent before the program’s name', input: '..', sink: '/var/task/data/../secret.txt', changes: '../secret.txt' },
  { name: 'parents before the program’s name', input: '../..', sink: '../secret.txt', changes: '../secret.txt' },
  { name: 'a parent to list', input: '..', sink: '/var/task/data/..', changes: '..' },
  { name: 'a parent to list, with a slash', input: '../', sink: '../', changes: '../' },
  { name: 'parents to list, some taken back', input: '../..', sink: '..', changes: '..' },
  // … cut out of a longer value
  { name: 'between commas', input: 'a,../secret.txt,b', sink: '/var/task/secret.txt', changes: 'secret.txt' },
  { name: 'absolute between commas', input: 'a,/etc/passwd,b', sink: '/etc/passwd', changes: '/etc/passwd' },
  { name: 'behind a hash', input: 'a#../secret.txt', sink: '/var/task/secret.txt', changes: 'secret.txt' },
  { name: 'behind a bar', input: 'a|/etc/passwd', sink: '/etc/passwd', changes: '/etc/passwd' },
  { name: 'between semicolons', input: 'a;/etc/passwd;b', sink: '/etc/passwd', changes: '/etc/passwd' },
  { name: 'between blanks', input: 'get /etc/passwd now', sink: '/etc/passwd', changes: '/etc/passwd' },
  { name: 'a line', input: 'a.txt\n../secret.txt\nb.txt', sink: '/var/task/secret.txt', changes: 'secret.txt' },
  { name: 'in brackets', input: 'files[../secret.txt]', sink: '/var/task/secret.txt', changes: 'secret.txt' },
  { name: 'in an upload', input: upload, sink: '/var/task/secret.txt', changes: 'secret.txt' },
  { name: 'in a long list', input: records, sink: '/var/task/secret.txt', changes: 'secret.txt' },
  { name: 'a name with blanks', input: 'a, ../my secret.txt,b', sink: '/var/task/my secret.txt', changes: 'my secret.txt' },
  { name: 'escaped between commas', input: 'a,..%2f..%2fetc%2fpasswd,b', sink: '/etc/passwd', changes: 'etc/passwd' },
  { name: 'a file URL in a query', input: 'x=1&u=file:///etc/passwd', sink: '/etc/passwd', changes: '/etc/passwd' },
  { name: 'a part, then all of a value', input: ['x,../secrets', '../secrets'], sink: '/srv/secrets/a.json', changes: 'secrets/a.json' },
  { name: 'a text that mentions a file', input: 'the host is in /etc/hostname', sink: '/etc/hostname', changes: '/etc/hostname' },
  // Benign
  { name: 'a name', input: 'a.pdf', sink: '/var/task/reports/a.pdf', changes: '' },
  { name: 'folders', input: 'reports/2024/a.pdf', sink: '/var/task/reports/2024/a.pdf', changes: '' },
  { name: 'parents that stay', input: 'reports/../reports/a.pdf', sink: '/var/task/reports/a.pdf', changes: '' },
  { name: 'below the temporary folder', input: '/tmp/upload/a.pdf', sink: '/tmp/upload/a.pdf', changes: '' },
  { name: 'a resource of an HTTP event', input: '/reports/a.pdf', sink: '/var/task/public/reports/a.pdf', changes: '' },
  { name: 'the root of an HTTP event', input: '/', sink: '/var/task/index.html', changes: '' },
  { name: 'the function’s own folder', input: '/var/task', sink: '/var/task/config.json', changes: '' },
  { name: 'the function’s own deeper folder', input: '/opt/nodejs', sink: '/opt/nodejs/node_modules/a/index.js', changes: '' },
  { name: 'an ellipsis', input: 'wait... what', sink: '/var/task/what', changes: '' },
  { name: 'dots in a name', input: 'a..b.pdf', sink: '/var/task/a..b.pdf', changes: '' },
  { name: 'a manual and one of its files', input: manual, sink: '/var/task/index.html', changes: '' },
  { name: 'a manual and a path in it', input: manual, sink: '/etc/passwd', changes: '' },
  { name: 'another file', input: '../../etc/passwd', sink: '/var/task/index.js', changes: '' },
  { name: 'climbing that goes nowhere', input: '..', sink: '/var/task/index.js', changes: '' },
  { name: 'climbing into the temporary folder', input: '/tmp/a/../b', sink: '/tmp/b', changes: '' },
  { name: 'a date', input: '2024/01/31', sink: '/tmp/2024/01/31/x', changes: '' },
  { name: 'an absolute path that is read as a name', input: '/etc/passwd', sink: '/var/task/files/etc/passwd', changes: '' },
  // … of one name
  { name: 'a neighbour’s name and a module', input: '../index', sink: '/var/task/lib/index.js', changes: '' },
  { name: 'an everyday module', input: '../utils', sink: '/var/task/lib/utils.js', changes: '' },
  { name: 'an everyday ES module', input: '../index.mjs', sink: '/var/task/node_modules/a/index.mjs', changes: '' },
  { name: 'a link and a page of the program', input: '../index.html', sink: '/var/task/views/index.html', changes: '' },
  { name: 'a link and a page at the top', input: '../index.html', sink: '/var/task/index.html', changes: '' },
  { name: 'a manifest', input: '../package.json', sink: '/var/task/package.json', changes: '' },
  { name: 'something of a package', input: '../schema.json', sink: '/var/task/node_modules/a/schema.json', changes: '' },
  { name: 'an everyday folder', input: '../public', sink: '/var/task/public/page.html', changes: '' },
  { name: 'dots that end a name', input: '../a', sink: '/srv/x../ab', changes: '' },
  { name: 'dots that begin a name', input: '..', sink: '/var/task/..data/x', changes: '' },
  { name: 'another ending of the name', input: '../secret', sink: '/var/task/secrets', changes: '' },
  // … beside a parent
  { name: 'a parent and another file', input: ['..', 'a.pdf'], sink: '/var/task/b.pdf', changes: '' },
  { name: 'a parent and an everyday name', input: ['..', 'index'], sink: '/var/task/index.html', changes: '' },
  { name: 'a parent and a temporary file', input: ['..', 'a.pdf'], sink: '/tmp/a.pdf', changes: '' },
  { name: 'a parent and a part of a name', input: ['../', 'a'], sink: '/var/task/data/b-a.pdf', changes: '' },
  { name: 'a root and another name', input: ['/etc', 'hosts'], sink: '/etc/passwd', changes: '' },
  { name: 'a route and a name', input: ['/reports', 'a.pdf'], sink: '/var/task/reports/a.pdf', changes: '' },
  { name: 'the program’s own parent', input: 'a.pdf', sink: '/var/task/app/../a.pdf', changes: '' },
  { name: 'the program’s own parents and a name with dots', input: ['a..b', 'x.pdf'], sink: '../x.pdf', changes: '' },
  // … in a longer value
  { name: 'names between commas', input: 'a,secret.txt,b', sink: '/var/task/secret.txt', changes: '' },
  { name: 'a fraction', input: 'up 1/2, 3/4', sink: '/2', changes: '' },
  { name: 'an address', input: 'see https://a.test/etc/passwd', sink: '/etc/passwd', changes: '' },
  { name: 'absolute between commas, read as a name', input: 'a,/etc/passwd,b', sink: '/var/task/etc/passwd', changes: '' },
  { name: 'a folder between commas', input: 'a,/mnt/data,b', sink: '/mnt/data/x.json', changes: '' },
  { name: 'a temporary file between commas', input: 'a,/tmp/x.json,b', sink: '/tmp/x.json', changes: '' },
  { name: 'a link of a page', input: page, sink: '/var/task/secret.txt', changes: '' },
  { name: 'a link in Markdown', input: 'read [this](../guide.md)', sink: '/var/task/docs/guide.md', changes: '' },
  { name: 'prose and a file in it', input: log, sink: '/etc/hostname', changes: '' },
  { name: 'a manual and a file behind parents', input: manual, sink: '/etc/hosts', changes: '' },
  { name: 'a manual and a neighbour', input: manual, sink: '/var/task/docs/index.html', changes: '' },
  { name: 'tags', input: '<br/><hr/> </p>', sink: '/p', changes: '' },
];
testEvidence('path evidence', rows, (sink, index) => pathEvidence(sink, index));

interface RowOfProgram extends EvidenceRow, PathEvidenceOptions {
  readonly isLoaded?: boolean;
}
const app = '/var/tmp/ci/app';
const programRows: readonly RowOfProgram[] = [
  // Attacks
  { name: 'above the root', input: '../../index.html', sink: '/var/tmp/ci/index.html', changes: 'index.html' },
  { name: 'the program’s text, read', input: '../index.js', sink: `${app}/index.js`, changes: 'index.js', isLoaded: false },
  { name: 'a file in the root', input: `${app}/secret.txt`, sink: `${app}/secret.txt`, changes: `${app}/secret.txt` },
  { name: 'a module from elsewhere', input: '../../../etc/x/run', sink: '/etc/x/run.js', changes: 'etc/x/run.js', isLoaded: true },
  { name: 'an absolute module from elsewhere', input: '/mnt/x/run.js', sink: '/mnt/x/run.js', changes: '/mnt/x/run.js', isLoaded: true },
  { name: 'data, loaded as a module', input: '../keys/db', sink: `${app}/keys/db.json`, changes: 'keys/db.json', isLoaded: true },
  { name: 'another folder', input: '/home/other/app', sink: '/home/other/app/x.json', changes: '/home/other/app/x.json' },
  { name: 'a neighbour of the root', input: '/var/tmp/ci/app2', sink: '/var/tmp/ci/app2/x', changes: '/var/tmp/ci/app2/x' },
  { name: 'a folder beside', input: '../keys', sink: `${app}/keys/db.json`, changes: 'keys/db.json' },
  { name: 'a parent and a name', input: ['..', 'secret.txt'], sink: `${app}/secret.txt`, changes: 'secret.txt' },
  {
    name: 'the file system’s root as working folder',
    input: '/proc/self',
    sink: '/proc/self/maps',
    changes: '/proc/self/maps',
    roots: ['/'],
  },
  // Benign
  { name: 'the working folder', input: app, sink: `${app}/views/index.html`, changes: '' },
  { name: 'a folder above the root', input: '/var/tmp/ci', sink: `${app}/data.json`, changes: '' },
  { name: 'a folder in the root', input: `${app}/src`, sink: `${app}/src/data.json`, changes: '' },
  { name: 'the working folder from beside', input: '../app', sink: `${app}/data.json`, changes: '' },
  { name: 'the working folder from further away', input: '../ci/app', sink: `${app}/data.json`, changes: '' },
  { name: 'an everyday module', input: '../index', sink: `${app}/index.js`, changes: '', isLoaded: true },
  { name: 'a module', input: '../billing', sink: `${app}/lib/billing.js`, changes: '', isLoaded: true },
  { name: 'a module in a folder', input: '../lib/billing', sink: `${app}/lib/billing.js`, changes: '', isLoaded: true },
  { name: 'a module by its absolute path', input: `at ${app}/lib/a.js`, sink: `${app}/lib/a.js`, changes: '', isLoaded: true },
  { name: 'a module of a layer', input: '../lib/billing', sink: '/opt/nodejs/lib/billing.js', changes: '', isLoaded: true },
  { name: 'a page below the root', input: '../index.html', sink: `${app}/views/index.html`, changes: '' },
  { name: 'a parent and a module', input: ['..', 'billing'], sink: `${app}/lib/billing.js`, changes: '', isLoaded: true },
];
for (const { isLoaded, roots, ...row } of programRows)
  testEvidenceRow('path evidence of a program that is known', row, (sink, index) =>
    pathEvidence(sink, index, { roots: roots ?? [`${app}/`], isModuleLoad: () => isLoaded ?? false }),
  );

test('path evidence: the stack is looked at only where the answer depends on it, and once', () => {
  let looks = 0;
  const isModuleLoad = (): boolean => looks++ < 0;
  pathEvidence('/var/task/a.js', indexOf(['/a', '../b', 'x']), { isModuleLoad });
  assert.equal(looks, 0);
  pathEvidence('/var/task/b', indexOf(['x,../b', '../b', 'x;../b']), { isModuleLoad });
  assert.equal(looks, 1);
});

test('path evidence: a parent of one source does not lead a name of another astray', () => {
  const value = (text: string): { text: string; path: string; encodings: string[] } => ({ text, path: '$', encodings: [] });
  const index = createIndex([
    { label: 'event', values: [value('a.pdf')] },
    { label: 's3:GetObject b/k', values: [value('..')] },
  ]);
  assert.equal(pathEvidence('/var/task/a.pdf', index), undefined);
});

test('path evidence: says which value climbs when another one names the file', () => {
  const change = pathEvidence('/var/task/secret.txt', indexOf(['..', 'secret.txt']));
  assert.equal(change?.match.value.path, '$.value1');
  assert.match(change?.reason ?? '', /\$\.value(?!\d)/);
});

test('path evidence: thousands of paths in one value take no time for each file, and what is left out is said', () => {
  const reached: string[] = [];
  const text = Array.from({ length: 120_000 }, (_, i) => `/a${i}/../b`).join(',');
  const index = createIndex([{ label: 'event', values: [{ text, path: '$', encodings: [] }] }], (limit) => reached.push(limit));
  const start = process.cpuUsage();
  for (let i = 0; i < 1000; i++) assert.equal(pathEvidence(`/var/task/x/${i}.json`, index), undefined);
  assert.ok(process.cpuUsage(start).user < 3_000_000);
  assert.deepEqual(reached, ['comparisons']);
});

test('path evidence: long values of one kind of character stay linear', () => {
  for (const piece of ['/', '//a', '../', '..', ' ', '/ ', '%2f', '%25', '..,', '"/', 'a/../', '\\', '. /a ']) {
    const start = process.cpuUsage();
    for (const sink of ['/var/task/a', `/${piece.repeat(2000)}`, `/var/${'a-'.repeat(2000)}`])
      pathEvidence(sink, indexOf([piece.repeat(60_000), `${piece.repeat(30_000)}x`]));
    assert.ok(process.cpuUsage(start).user < 3_000_000, piece);
  }
});
