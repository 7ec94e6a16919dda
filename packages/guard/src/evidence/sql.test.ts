import { correlate } from './correlate.ts';
import { sqlEvidence } from './sql.ts';
import { type EvidenceRow, manual, testEvidence, testEvidenceRow } from './testing/rows.ts';

const rows: readonly EvidenceRow[] = [
  // Attacks
  { name: 'a tautology', input: "' OR '1'='1", sink: "SELECT * FROM u WHERE name = '' OR '1'='1'", changes: "'" },
  { name: 'a tautology with content', input: "bob' OR 1=1 --", sink: "SELECT * FROM u WHERE name = 'bob' OR 1=1 --'", changes: "bob'" },
  { name: 'a comment', input: "admin'--", sink: "SELECT * FROM u WHERE name = 'admin'--' AND pass = 'x'", changes: "admin'" },
  { name: 'a comment alone', input: "'--", sink: "SELECT * FROM u WHERE name = ''--' AND pass = 'x'", changes: "'" },
  { name: 'an apostrophe', input: "O'Brien", sink: "SELECT * FROM u WHERE name = 'O'Brien'", changes: "O'" },
  { name: 'a condition on a number', input: '1 OR 1=1', sink: 'SELECT * FROM u WHERE id = 1 OR 1=1', changes: 'OR' },
  { name: 'a condition without blanks', input: '1/**/or/**/1', sink: 'SELECT * FROM u WHERE id = 1/**/or/**/1', changes: '/**/' },
  {
    name: 'a union',
    input: '0 UNION SELECT pass FROM u',
    sink: 'SELECT a FROM t WHERE id = 0 UNION SELECT pass FROM u LIMIT 1',
    changes: 'UNION',
  },
  { name: 'another statement', input: '1; DROP TABLE u', sink: 'SELECT * FROM u WHERE id = 1; DROP TABLE u', changes: ';' },
  { name: 'a call', input: 'pg_sleep(5)', sink: 'SELECT * FROM u WHERE id = pg_sleep(5)', changes: '(' },
  { name: 'a subquery in the order', input: '(SELECT 1)', sink: 'SELECT * FROM u ORDER BY (SELECT 1)', changes: '(' },
  { name: 'a case in the order', input: 'name; DELETE FROM u', sink: 'SELECT * FROM u ORDER BY name; DELETE FROM u', changes: ';' },
  { name: 'out of LIKE', input: "x%' OR '1' LIKE '1", sink: "SELECT * FROM u WHERE n LIKE '%x%' OR '1' LIKE '1%'", changes: "x%'" },
  { name: 'a comment on a number', input: '1 --', sink: 'SELECT * FROM u WHERE id = 1 -- AND owner = 5', changes: '--' },
  { name: 'a block comment that stays open', input: '1 /*', sink: 'SELECT * FROM u WHERE id = 1 /* AND a = 2 */', changes: '/*' },
  { name: 'another limit', input: '1 LIMIT 100', sink: 'SELECT * FROM u WHERE id = 1 LIMIT 100', changes: 'LIMIT' },
  { name: 'concatenation', input: "x'||pass||'", sink: "SELECT * FROM u WHERE n = 'x'||pass||''", changes: "x'" },
  { name: 'out of a quoted name', input: 'a" FROM u; --', sink: 'SELECT "a" FROM u; --" FROM t', changes: 'a"' },
  { name: 'a whole statement', input: 'DROP TABLE users; --', sink: 'DROP TABLE users; --', changes: 'DROP' },
  {
    name: 'a part that the program cut out',
    input: "user: bob' OR 1=1 --",
    sink: "SELECT * FROM u WHERE name = 'bob' OR 1=1 --'",
    changes: "bob'",
  },
  { name: 'other letter case', input: "BOB' OR 1=1 --", sink: "SELECT * FROM u WHERE name = 'bob' or 1=1 --'", changes: "bob'" },
  { name: 'an insert', input: "x'), ('y', 'z", sink: "INSERT INTO t VALUES ('a', 'x'), ('y', 'z')", changes: "x'" },
  { name: 'a dollar quote left', input: '$$; DROP TABLE u; $$', sink: 'SELECT $$$$; DROP TABLE u; $$$$', changes: '$$' },
  { name: 'a comparison with itself', input: "'='", sink: "SELECT * FROM u WHERE n = ''='' AND p = ''=''", changes: "'" },
  { name: 'unusual blanks', input: '1\u00a0or\u000b1=1', sink: 'SELECT * FROM u WHERE id = 1\u00a0or\u000b1=1', changes: 'or' },
  // Benign
  { name: 'a number', input: '42', sink: 'SELECT * FROM u WHERE id = 42', changes: '' },
  { name: 'a negative number', input: '-42.5', sink: 'SELECT * FROM u WHERE id = -42.5', changes: '' },
  { name: 'a name', input: 'bob', sink: "SELECT * FROM u WHERE name = 'bob'", changes: '' },
  { name: 'an apostrophe doubled', input: "O'Brien and O'Neil", sink: "SELECT * FROM u WHERE name = 'O''Brien and O''Neil'", changes: '' },
  { name: 'an attack doubled', input: "' OR '1'='1' --", sink: "SELECT * FROM u WHERE name = ''' OR ''1''=''1'' --'", changes: '' },
  { name: 'an attack as a parameter', input: "' OR 1=1 --", sink: 'SELECT * FROM u WHERE name = $1', changes: '' },
  {
    name: 'SQL words in a string',
    input: 'select all and drop me; or -- not',
    sink: "SELECT * FROM u WHERE name = 'select all and drop me; or -- not'",
    changes: '',
  },
  { name: 'double quotes in a string', input: 'the "best" of', sink: 'SELECT * FROM u WHERE name = \'the "best" of\'', changes: '' },
  { name: 'a sort order', input: 'name desc', sink: 'SELECT * FROM u ORDER BY name desc', changes: '' },
  { name: 'a sort direction', input: 'desc', sink: 'SELECT * FROM u ORDER BY name desc', changes: '' },
  {
    name: 'two sort orders',
    input: 'u.name DESC NULLS LAST, id asc',
    sink: 'SELECT * FROM u ORDER BY u.name DESC NULLS LAST, id asc',
    changes: '',
  },
  { name: 'a table', input: 'public.users', sink: 'SELECT * FROM public.users', changes: '' },
  { name: 'a list of columns', input: 'id, name, email', sink: 'SELECT id, name, email FROM u', changes: '' },
  { name: 'a list of numbers', input: '1,2,3', sink: 'SELECT * FROM u WHERE id IN (1,2,3)', changes: '' },
  { name: 'a metric', input: 'count(*)', sink: 'SELECT count(*) FROM u', changes: '' },
  { name: 'a separator', input: "','", sink: "INSERT INTO t VALUES ('a','b')", changes: '' },
  { name: 'a clause of the program', input: 'order by name', sink: 'SELECT * FROM users order by name', changes: '' },
  { name: 'a condition of the program', input: 'is not null', sink: 'SELECT * FROM users WHERE deleted is not null', changes: '' },
  { name: 'a date', input: '2024-01-31', sink: "SELECT * FROM u WHERE d > '2024-01-31'", changes: '' },
  { name: 'JSON in a string', input: '{"a":"b; -- c"}', sink: 'INSERT INTO t VALUES (\'{"a":"b; -- c"}\')', changes: '' },
  { name: 'a path with backslashes', input: 'C:\\dir\\', sink: "INSERT INTO t VALUES ('C:\\dir\\')", changes: '' },
  { name: 'a trace in a comment', input: 'route=/a; b', sink: 'SELECT 1 /* route=/a; b */', changes: '' },
  {
    name: 'a manual that quotes the query',
    input: manual,
    sink: "SELECT name, email FROM users WHERE active = 'yes' AND id = $1 ORDER BY name",
    changes: '',
  },
  { name: 'a manual that quotes its middle', input: manual, sink: "SELECT id FROM staff WHERE active = 'yes' AND id = 7", changes: '' },
  { name: 'a manual in a string', input: manual, sink: `INSERT INTO t VALUES ('${manual.replaceAll("'", "''")}')`, changes: '' },
  { name: 'a pattern', input: '50%_off', sink: "SELECT * FROM u WHERE n LIKE '%50%_off%'", changes: '' },
];
testEvidence('sql evidence', rows, (sink, index) => sqlEvidence(sink, correlate(sink, index), { dialect: 'postgres' }));

const mysql: readonly EvidenceRow[] = [
  {
    name: 'a backslash takes the quote',
    input: ['a\\', ' OR 1=1 # '],
    sink: "SELECT * FROM u WHERE n = 'a\\' AND p = ' OR 1=1 # '",
    changes: '# ',
  },
  { name: 'an escaped apostrophe', input: "O'Brien or more", sink: "SELECT * FROM u WHERE n = 'O\\'Brien or more'", changes: '' },
  { name: 'a hash comment', input: "admin' #", sink: "SELECT * FROM u WHERE n = 'admin' #' AND p = 'x'", changes: "admin'" },
];
for (const row of mysql)
  testEvidenceRow('sql evidence (MySQL)', row, (sink, index) => sqlEvidence(sink, correlate(sink, index), { dialect: 'mysql' }));
