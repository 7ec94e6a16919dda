import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readEvent } from '../reader.ts';
import { nosqlMembers } from './nosql-members.ts';

const find = (event: unknown) => nosqlMembers.detect(readEvent(event), event).map(({ text }) => text);

describe('nosql-members', () => {
  const rows: readonly (readonly [string, unknown, readonly string[]])[] = [
    ['the operator of a filter', { filter: { pin: { ComparisonOperator: 'NE', AttributeValueList: [{ S: 'x' }] } } }, ['NE']],
    ['in JSON', { body: '{"pin":{"ComparisonOperator":"NOT_NULL"}}' }, ['NOT_NULL']],
    ['an expression', { body: '{"FilterExpression":"a = :b OR b <> :b"}' }, ['a = :b OR b <> :b']],
    ['a command', { body: '{"mapReduce":"cards","map":"f"}' }, ['cards']],
    ['a word that is no operator', { ComparisonOperator: 'GreaterThanThreshold' }, []],
    ['a script of a field', { body: '{"script_fields":{"x":{"script":"doc[0]"}}}' }, ['doc[0]']],
    ['a source of a script', { body: '{"query":{"script":{"source":"doc[0]"}}}' }, ['doc[0]']],
    ['an inline script', { body: '{"query":{"script":{"inline":"doc[0]"}}}' }, ['doc[0]']],
    ['a source of something else', { source: 'aws.ec2', script: 'npm test', scripts: { source: 'x y' } }, []],
    ['the operator of an alarm', { ComparisonOperator: 'LessThanThreshold', Operator: 'NE' }, []],
  ];
  for (const [name, event, expected] of rows) test(name, () => assert.deepEqual(find(event), expected));
});
