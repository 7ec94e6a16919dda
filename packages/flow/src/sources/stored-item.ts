import { defineSource, type Source } from '../source.ts';

/** What another function wrote into a table or queue, from an event of its own. */
export const storedItemSource: Source = defineSource({
  id: 'stored-item',
  kind: 'storage',
  title: 'a stored item',
  calls: { javascript: [], python: [] },
  operations: [
    'dynamodb:GetItem',
    'dynamodb:Query',
    'dynamodb:Scan',
    'dynamodb:BatchGetItem',
    'dynamodb:Get',
    'dynamodb:BatchGet',
    'sqs:ReceiveMessage',
    'kinesis:GetRecords',
  ],
});
