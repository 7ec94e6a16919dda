import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTemplate } from '../testing/read-template.ts';

const template = (fn: string): string => `Transform: AWS::Serverless-2016-10-31
Parameters: { Stage: { Type: String } }
Conditions: { Public: !Equals [!Ref Stage, open] }
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs22.x
${fn}`;

const urls = [
  { name: 'NONE', authType: 'NONE', expected: 'none' },
  { name: 'AWS_IAM', authType: 'AWS_IAM', expected: 'iam' },
  { name: 'NONE in one of two cases', authType: '!If [Public, NONE, AWS_IAM]', expected: 'none' },
  { name: 'a parameter without a default', authType: '!Ref Stage', expected: 'unknown' },
];
for (const { name, authType, expected } of urls)
  test(`who may call a function URL: ${name}`, () => {
    const { app } = readTemplate(template(`      CodeUri: .\n      FunctionUrlConfig: { AuthType: ${authType} }\n`));
    assert.equal(app.triggers.find(({ kind }) => kind === 'aws:function-url')?.auth?.kind, expected);
  });

const codes = [
  { name: 'plain', code: "|\n        exports.handler = () => 'a'\n", expected: "exports.handler = () => 'a'\n" },
  {
    name: 'with names put in',
    code: "!Sub |\n        exports.handler = () => '${AWS::Region}-${F}'\n",
    expected: "exports.handler = () => 'ref-ref'\n",
  },
];
for (const { name, code, expected } of codes)
  test(`code in the template: ${name}`, () => {
    const { app } = readTemplate(template(`      InlineCode: ${code}`));
    assert.equal(app.functions[0]?.inlineCode?.text, expected);
  });
