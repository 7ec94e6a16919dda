import { itemOf } from '../azure.ts';
import { record } from '../event-shape.ts';
import { list, peek, type Trigger } from '../trigger.ts';

/** Rows that change tracking reports of Azure SQL, SQL Server or MySQL. The columns hold what the application stored. */
export const azureSql: Trigger = {
  id: 'azure:sql',
  title: 'Azure Functions, SQL changes',
  document: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-azure-sql-trigger',
  example: 'azure/sql-trigger.json',
  keys: ['Operation', '0'],
  outsiderControlled: true,
  fields: () => list(record('', { Operation: 'platform', Item: record('') })),
  recognizes(event) {
    const change = itemOf(event);
    return peek(change, 'Operation') !== undefined && typeof peek(change, 'Item') === 'object';
  },
};
