import { testDetector } from '../testing/test-detector.ts';
import { perlInjection } from './perl-injection.ts';

testDetector(perlInjection, {
  detects: [
    { text: "@{[system('id')]}", confidence: 'high' },
    { text: "${\\system('id')}", confidence: 'high' },
    { text: 'x@{[ `id` ]}y', confidence: 'high' },
    { text: 'qx(id)', confidence: 'high' },
    { text: "'.qx{id}.'", confidence: 'high' },
    { text: 'qx/id/', confidence: 'high' },
    { text: 'print `id`', confidence: 'high' },
    { text: ';print `id`;', confidence: 'high' },
    { text: "open(F,'|id')", confidence: 'high' },
    { text: "open(F,'/etc/passwd')", confidence: 'high' },
    { text: "readpipe('id')", confidence: 'high' },
    { text: 'perl -e \'use Socket;socket(S,2,1,6);exec("/bin/sh -i");\'', confidence: 'high' },
  ],
  passes: [
    'use strict;\nuse warnings;\nuse POSIX;\n',
    'open(my $f, "<", "data.txt") or die;',
    'print "hello\\n";',
    'print `foo` to see it\nand more',
    'email me @{work}',
    '@{$list}',
    '@{[ map { $_ } @a ]}',
    'git show @{u}',
    'qx is an operator',
    'opener(x, "y")',
    'use Socket with care',
    '${name}',
    '',
  ],
});
