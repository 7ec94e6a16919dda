import { testDetector } from '../testing/test-detector.ts';
import { rubyMarshal } from './ruby-marshal.ts';

testDetector(rubyMarshal, {
  detects: [
    { text: '\x04\x08o:\x08ERB\x06:\t@srcI"\x07id\x06:\x06ET', confidence: 'high' },
    { text: '\x04\x08U:\x15Gem::Requirement[\x06i\x06', confidence: 'high' },
    { name: 'an object in base64', text: 'BAhvOghFUkIGOglAc3JjSSIHaWQGOgZFVA==', confidence: 'high' },
    { name: 'in a cookie', text: '_session=BAhvOghFUkIGOglAc3JjSSIHaWQGOgZFVA', confidence: 'high' },
    { name: 'in hexadecimal digits', text: "Marshal.load(['04086f3a0845524206'].pack('H*'))", confidence: 'high' },
    { name: 'as escapes', text: '\\x04\\bo:\\bERB\\x06', confidence: 'high' },
    { name: 'as escapes in hexadecimal digits', text: '\\x04\\x08o:\\x08ERB\\x06', confidence: 'high' },
    { name: 'a class in an array', text: '\x04\x08[\x07c\x15Gem::SpecFetcherc\x13Gem::Installer', confidence: 'high' },
    { name: 'plain data', text: 'BAh7BkkiBmEGOgZFVGkG', confidence: 'medium' },
  ],
  passes: [
    'BAh humbug',
    'Bah! Humbug!',
    'BAhamas',
    'BAhxxxxxxxxx',
    '0408',
    '04081990',
    '0408123456789',
    'xBAhvOghFUkIGOg',
    '\x04',
    'x04 is a byte',
    'phone 04085551234',
    '',
  ],
});
