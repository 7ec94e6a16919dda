import { testDetector } from '../testing/test-detector.ts';
import { phpSerialized } from './php-serialized.ts';

testDetector(phpSerialized, {
  detects: [
    { text: 'O:8:"stdClass":0:{}', confidence: 'high' },
    { text: 'O:+4:"Evil":1:{s:3:"cmd";s:2:"id";}', confidence: 'high' },
    { text: 'O:12:"App\\Log\\File":1:{s:4:"path";s:5:"x.php";}', confidence: 'high' },
    { text: 'a:1:{i:0;O:4:"Evil":0:{}}', confidence: 'high', part: 'O:4:"Evil":0:{' },
    { text: 'O:4:\\"Evil\\":1:{s:1:\\"a\\";i:1;}', confidence: 'high' },
    { text: 'user|O:4:"User":1:{s:4:"role";s:5:"admin";}', confidence: 'high' },
    { text: 'a:2:{s:4:"role";s:5:"admin";s:2:"id";i:1;}', confidence: 'medium' },
  ],
  passes: [
    '{"a":{"b":1}}',
    'O:{a}',
    'a:1:{',
    'a:0:{}',
    'i:1;',
    's:5:"hello";',
    'margin:{top:1}',
    'NO:8:"x":1:{}',
    'a:hover:{color:red}',
    'type O:8 "positive" :{ }',
    'const a = {b:{c:1}};',
    'PO:12:"Item":3:{',
    'time 12:30:{x}',
    '',
  ],
});
