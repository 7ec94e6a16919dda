import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTemplate } from '../testing/read-template.ts';
import { alternatives, at, itemsOf, patternOf, referencesIn } from '../value.ts';

const head = `
Parameters:
  Stage: { Type: String, Default: dev, AllowedValues: [dev, prod] }
  Name: { Type: String }
  Zones: { Type: CommaDelimitedList, Default: 'a, b' }
  Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /path }
Mappings:
  Sizes: { dev: { memory: 128 }, prod: { memory: 512 } }
  Regions: { eu-west-1: { host: one }, us-east-1: { host: two } }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsTest: !Equals [!Ref Stage, test]
  Always: !Not [!Condition IsTest]
  Either: !Or [!Condition IsProd, !Condition Always]
  Both: !And [!Condition IsProd, !Condition IsTest]
Resources:
  Topic: { Type: 'AWS::SNS::Topic' }
  Subject:
    Type: Custom::Subject
    Properties:
      Value: `;

const rows: readonly { readonly name: string; readonly value: string; readonly expected: string | readonly string[] }[] = [
  { name: 'a plain value', value: 'text', expected: 'text' },
  { name: 'an account keeps its leading zero', value: '012345678901', expected: '012345678901' },
  { name: 'Ref of a parameter takes the default', value: '!Ref Stage', expected: 'dev' },
  { name: 'Ref of a parameter without a default stays open', value: '!Ref Name', expected: '${Name}' },
  { name: 'the default of a stored parameter is only its name', value: '!Ref Stored', expected: '${Stored}' },
  { name: 'Ref of a resource', value: '!Ref Topic', expected: '${Topic}' },
  { name: 'Ref in the long form', value: '{ Ref: Topic }', expected: '${Topic}' },
  { name: 'GetAtt as a text', value: '!GetAtt Topic.TopicArn', expected: '${Topic.TopicArn}' },
  { name: 'GetAtt as a list', value: "{ 'Fn::GetAtt': [Topic, TopicArn] }", expected: '${Topic.TopicArn}' },
  {
    name: 'Sub',
    value: "!Sub 'arn:${AWS::Partition}:x:${Stage}:${Topic.TopicName}/*'",
    expected: 'arn:${AWS::Partition}:x:dev:${Topic.TopicName}/*',
  },
  { name: 'Sub with values of its own', value: "!Sub ['${a}-${Stage}', { a: !Ref Topic }]", expected: '${Topic}-dev' },
  { name: 'Sub with an escaped placeholder', value: "!Sub '${!Literal}'", expected: '${Literal}' },
  { name: 'Join', value: "!Join ['-', [a, !Ref Stage, !Ref Topic]]", expected: 'a-dev-${Topic}' },
  { name: 'Join of a list parameter', value: "!Join ['+', !Ref Zones]", expected: 'a+b' },
  { name: 'Select', value: '!Select [1, [a, b]]', expected: 'b' },
  { name: 'Select of Split', value: "!Select [2, !Split [':', 'a:b:c']]", expected: 'c' },
  { name: 'Split keeps references', value: "!Join ['|', !Split ['/', !Sub 'x/${Topic}/y']]", expected: 'x|${Topic}|y' },
  { name: 'FindInMap', value: '!FindInMap [Sizes, !Ref Stage, memory]', expected: '128' },
  { name: 'FindInMap by region has every row', value: "!FindInMap [Regions, !Ref 'AWS::Region', host]", expected: ['one', 'two'] },
  { name: 'If that depends on the deployment has both', value: '!If [IsProd, a, b]', expected: ['a', 'b'] },
  { name: 'If that can never hold', value: '!If [IsTest, a, b]', expected: 'b' },
  { name: 'If that always holds', value: '!If [Always, a, b]', expected: 'a' },
  { name: 'Or in three values', value: '!If [Either, a, b]', expected: 'a' },
  { name: 'And in three values', value: '!If [Both, a, b]', expected: 'b' },
  { name: 'If with nothing', value: "!If [IsProd, a, !Ref 'AWS::NoValue']", expected: ['a'] },
  { name: 'ImportValue', value: "!ImportValue 'shared-topic'", expected: '${shared-topic}' },
  { name: 'Base64 is what is in it', value: '!Base64 text', expected: 'text' },
];
for (const { name, value, expected } of rows)
  test(`resolve: ${name}`, () => {
    const { app, problems } = readTemplate(head + value);
    assert.deepEqual(problems, []);
    const resolved = at(app.resources.find(({ id }) => id === 'Subject')?.properties, 'Value');
    const found = alternatives(resolved).flatMap((each) => patternOf(each) ?? []);
    assert.deepEqual(found, typeof expected === 'string' ? [expected] : expected);
  });

test('a member without a value is left out, a list too', () => {
  const { app } = readTemplate(`${head}{ a: !Ref AWS::NoValue, b: [!Ref AWS::NoValue, c] }`);
  const value = at(app.resources.find(({ id }) => id === 'Subject')?.properties, 'Value');
  assert.equal(at(value, 'a'), undefined);
  assert.deepEqual(itemsOf(at(value, 'b')).map(patternOf), ['c']);
});

test('every reference is found, to any depth', () => {
  const { app } = readTemplate(`${head}[{ a: !If [IsProd, !Ref Topic, !Ref Name] }, !Sub '\${AWS::Region}']`);
  const value = at(app.resources.find(({ id }) => id === 'Subject')?.properties, 'Value');
  assert.deepEqual(
    referencesIn(value).map(({ target, to }) => `${target} ${to}`),
    ['resource Topic', 'parameter Name', 'pseudo AWS::Region'],
  );
});

const wrong: readonly { readonly name: string; readonly value: string; readonly problem: RegExp }[] = [
  { name: 'an unknown tag', value: '!Reff Topic', problem: /^21:\d+ the tag !Reff is not known\. Did you mean "!Ref"\?$/ },
  {
    name: 'a misspelt resource',
    value: '!Ref Topik',
    problem: /^21:19 "Topik" is neither a resource nor a parameter of this template\. Did you mean "Topic"\?$/,
  },
  {
    name: 'an unknown function',
    value: "{ 'Fn::Subb': x }",
    problem: /^21:\d+ Fn::Subb is not a known function\. Did you mean "Fn::Sub"\?$/,
  },
  { name: 'an undefined condition', value: '!If [IsNone, a, b]', problem: /the condition IsNone is not defined$/ },
  { name: 'an undefined mapping', value: '!FindInMap [None, a, b]', problem: /the mapping None is not defined$/ },
  { name: 'missing arguments', value: '!Join [x]', problem: /Fn::Join has not the arguments it needs$/ },
  { name: 'a name given twice', value: '{ a: 1, a: 2 }', problem: /^21:22 "a" is given twice; the last one holds$/ },
  { name: 'an alias of nothing', value: '*nothing', problem: /refers to no anchor|Unresolved alias|nothing/ },
];
for (const { name, value, problem } of wrong)
  test(`resolve: ${name} is a problem at its place`, () => {
    const { problems } = readTemplate(head + value);
    assert.equal(problems.length, 1, problems.join('\n'));
    assert.match(problems[0] as string, problem);
  });
