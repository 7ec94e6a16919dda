import { hasTexts, record } from '../event-shape.ts';
import { envelope, peek, type Trigger } from '../trigger.ts';

/** The record of an asynchronous invocation that ended: the event that the other function got, and what it answered or threw. */
export const awsLambdaDestination: Trigger = {
  id: 'aws:lambda-destination',
  title: 'AWS Lambda destination',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html',
  outsiderControlled: true,
  example: 'aws/lambda-destination.json',
  keys: ['requestContext'],
  fields: () =>
    record('version timestamp', {
      requestContext: record('requestId functionArn condition approximateInvokeCount'),
      requestPayload: envelope,
      responseContext: record('statusCode executedVersion functionError'),
      responsePayload: 'outsider',
    }),
  recognizes: (event) => hasTexts(peek(event, 'requestContext'), 'functionArn', 'condition'),
};
