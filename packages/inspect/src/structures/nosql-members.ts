import { lastNameOf } from '../place.ts';
import type { StructureDetector, StructureSighting } from '../structure.ts';
import type { Value } from '../value.ts';

/**
 * Members that queries of document stores are made of, where their names have no sign of it: the comparison of a DynamoDB filter, whose operator an
 * outsider has no business to choose, and a script that Elasticsearch or OpenSearch would run. Both are told by their path.
 */
export const nosqlMembers: StructureDetector = {
  id: 'nosql-members',
  title: 'Members of a query where values belong',
  class: 'nosqli',
  severity: 'high',
  detect(reading) {
    const found: StructureSighting[] = [];
    for (let i = 0; i < reading.values.length; i++) {
      const value = reading.values[i] as Value;
      if (value.isKey === true || value.text.length > longest || !tellingNames.has(lastNameOf(value))) continue;
      const step = value.encodings.length === 0 ? value.path : (value.encodings[value.encodings.length - 1] as string);
      if (step.endsWith('.ComparisonOperator') && operators.has(value.text))
        found.push(sighting(value, 'the operator of a DynamoDB filter comes from outside'));
      else if (step.endsWith('Expression') && isExpression.test(step) && widens.test(value.text))
        found.push(sighting(value, 'an expression of DynamoDB comes from outside'));
      else if ((step.endsWith('.mapReduce') || step.endsWith('.mapreduce')) && collectionName.test(value.text))
        found.push(sighting(value, 'a command of MongoDB comes from outside'));
      else if (isScript(step) && value.text.length > 3) found.push(sighting(value, 'a script of a search engine comes from outside'));
    }
    return found;
  },
};

const longest = 4096;
const tellingNames = new Set(
  'ComparisonOperator FilterExpression KeyConditionExpression ConditionExpression UpdateExpression ProjectionExpression mapReduce mapreduce script source inline'.split(
    ' ',
  ),
);
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Condition.html
const operators = new Set('EQ NE IN LE LT GE GT BETWEEN NOT_NULL NULL CONTAINS NOT_CONTAINS BEGINS_WITH'.split(' '));

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
const isExpression = /\.(?:Filter|KeyCondition|Condition|Update|Projection)Expression$/;
// What makes a condition true of more items than it was written for.
const widens = /\bor\b|<>|attribute_(?:not_)?exists/i;
// https://www.mongodb.com/docs/manual/reference/command/mapReduce/
const collectionName = /^[\w.-]{1,64}$/;

/** `script_fields.x.script`, `script.source`, `script.inline`: https://www.elastic.co/guide/en/elasticsearch/reference/current/modules-scripting.html */
function isScript(step: string): boolean {
  if (step.endsWith('.script')) return step.includes('.script_fields.');
  if (!step.endsWith('.source') && !step.endsWith('.inline')) return false;
  return (
    step.endsWith('.script.source') ||
    step.endsWith('.script.inline') ||
    step.endsWith('.init_script.source') ||
    step.endsWith('.map_script.source')
  );
}

function sighting({ path, encodings, text }: Value, reason: string): StructureSighting {
  return { path, encodings, text, span: [0, text.length], confidence: 'medium', reason };
}
