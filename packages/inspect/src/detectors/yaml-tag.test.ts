import { testDetector } from '../testing/test-detector.ts';
import { yamlTag } from './yaml-tag.ts';

testDetector(yamlTag, {
  detects: [
    { text: "!!python/object/apply:os.system ['id']", confidence: 'high' },
    { text: 'a: 1\nb: !!python/object/new:os.system [id]', confidence: 'high', part: '!!python/object/new:os.system' },
    { text: '!!python/object/apply:builtins.eval ["1"]', confidence: 'high' },
    { text: '!!python/name:os.system', confidence: 'high' },
    { text: '!!python/module:subprocess', confidence: 'high' },
    { text: '!<tag:yaml.org,2002:python/object/apply:os.system> [id]', confidence: 'high' },
    { text: '%TAG ! tag:yaml.org,2002:\n---\n!python/object/apply:os.system [id]', confidence: 'high' },
    { text: '!!python/object:app.User {a: 1}', confidence: 'medium' },
    { text: '--- !ruby/object:Gem::Installer\n    i: x', confidence: 'high' },
    { text: '--- !ruby/object:ERB\ntemplate: x', confidence: 'high' },
    { text: '--- !ruby/hash:ActionController::Routing::RouteSet::NamedRouteCollection\nx: 1', confidence: 'high' },
    { text: '!ruby/class Kernel', confidence: 'medium' },
    { text: '!ruby/object:Puppet::Report\nx: 1', confidence: 'medium' },
    { text: 'x: !php/object \'O:4:"Evil":0:{}\'', confidence: 'high' },
  ],
  passes: [
    'emoji_index: !!python/name:materialx.emoji.twemoji',
    'a: !!python/tuple [1, 2]',
    'b: !!python/str x',
    'c: !!binary aGk=',
    'd: !Ref Table',
    'e: !Sub "${A}"',
    'f: !GetAtt a.Arn',
    'g: !!set {a}',
    'h: !ruby/regexp /a/',
    'i: !ruby/sym a',
    'j: !php/const PHP_INT_MAX',
    'https://example.com/python/objects!',
    'Install python/ruby!',
    'lib/ruby/gems are here!',
    '',
  ],
});
