import { testDetector } from '../testing/test-detector.ts';
import { javascriptSerialized } from './javascript-serialized.ts';

testDetector(javascriptSerialized, {
  detects: [
    { text: '_$$ND_FUNC$$_function(){return 1}()', confidence: 'high' },
    { text: '{"a":"_$$ND_FUNC$$_function (){}()",}', confidence: 'high' },
    { text: '_$$ND_FUNC$$_(()=>1)()', confidence: 'high' },
    { text: '_$$ND_FUNC$$_ is the mark', confidence: 'medium' },
    { text: '{"__js_function":"function(){return 1}()",}', confidence: 'high' },
    { text: "!!js/function 'function(){return 1}'", confidence: 'high' },
    { text: 'a: !!js/function >\n  function f() {}', confidence: 'high' },
    { text: '!<tag:yaml.org,2002:js/function> "function(){}"', confidence: 'high' },
  ],
  passes: [
    'lib/js/functions.js',
    'src/js/function.js',
    '$$ND',
    'function f() { return 1; }',
    '{"fn":"function(){}"}',
    '!!js/regexp /a/',
    '__js_functions',
    'the js/functional folder',
    '_$$_',
    '',
  ],
});
