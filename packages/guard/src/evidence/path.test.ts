import { pathEvidence } from './path.ts';
import { type EvidenceRow, manual, testEvidence } from './testing/rows.ts';

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
  { name: 'a drive', input: 'C:\\Windows\\win.ini', sink: 'C:\\Windows\\win.ini', changes: 'C:\\Windows\\win.ini' },
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
];
testEvidence('path evidence', rows, (sink, index) => pathEvidence(sink, index));
