import { testDetector } from '../testing/test-detector.ts';
import { javaSerialized } from './java-serialized.ts';

testDetector(javaSerialized, {
  detects: [
    { text: 'rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcAUH2sHDFmDRAwACRgAKbG9hZEZhY3Rvcg==', confidence: 'high' },
    { text: 'rO0ABXQAAmlk', confidence: 'high' },
    { text: 'rO0ABXVyABNbTGphdmEubGFuZy5TdHJpbmc7', confidence: 'high' },
    { name: 'in a cookie', text: 'JSESSIONDATA=rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA; Path=/', confidence: 'high' },
    { name: 'in quotes', text: '{"state":"rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA",}', confidence: 'high' },
    { text: 'aced0005737200116a6176612e7574696c2e486173684d6170', confidence: 'high' },
    { text: 'ACED00057372001170', confidence: 'high' },
    { text: 'data=aced00057708', confidence: 'high' },
    { name: 'bytes as units', text: '\xac\xed\0\x05sr\0\x11java.util.HashMap', confidence: 'high' },
    { name: 'bytes that are no characters', text: '\ufffd\ufffd\0\x05ur\0\x13[Ljava.lang.String;', confidence: 'high' },
    { name: 'as escapes', text: "printf '\\xac\\xed\\x00\\x05sr'", confidence: 'high' },
  ],
  passes: [
    'rO0A',
    'ro0abxnyabfqyxzhlnv0awwusgfzae1hca',
    'xrO0ABXNyABFq is not one',
    'hash: 3faced0005737200ab',
    'aced000',
    'aced0005ffff',
    'The magic number is 0xACED.',
    'rOOABX',
    'faced with 0005 options',
    'a\0b',
    'ace of spades',
    'xac is no escape here',
    '',
  ],
});
