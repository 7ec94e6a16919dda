import { hasTexts, record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** A Lambda function called from SQL of Amazon Redshift: the arguments are rows of tables. */
export const awsRedshift: Trigger = {
  id: 'aws:redshift',
  title: 'Amazon Redshift Lambda UDF',
  document: 'https://docs.aws.amazon.com/redshift/latest/dg/udf-creating-a-lambda-sql-udf.html',
  outsiderControlled: true,
  example: 'aws/redshift-udf.json',
  keys: ['external_function'],
  fields: () => record('request_id cluster user database external_function query_id num_records', { arguments: 'outsider' }),
  recognizes: (event) => hasTexts(event, 'external_function', 'cluster') && Array.isArray(peek(event, 'arguments')),
};
