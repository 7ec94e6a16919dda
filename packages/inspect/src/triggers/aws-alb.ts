import { hasObject, record } from '../event-shape.ts';
import { encoded, peek, type Trigger } from '../trigger.ts';

/** An Application Load Balancer with a Lambda target. It passes query parameters as they came, still percent-encoded. */
export const awsAlb: Trigger = {
  id: 'aws:alb',
  title: 'Application Load Balancer',
  document: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html',
  outsiderControlled: true,
  example: 'aws/pt-alb-event.json',
  keys: ['requestContext'],
  fields: () =>
    record('httpMethod isBase64Encoded', {
      requestContext: record('', { elb: record('targetGroupArn') }),
      path: 'outsider',
      queryStringParameters: 'outsider',
      multiValueQueryStringParameters: 'outsider',
      headers: 'outsider',
      multiValueHeaders: 'outsider',
      body: encoded('base64', 'isBase64Encoded'),
    }),
  recognizes: (event) => hasObject(event, 'requestContext', 'elb') && typeof peek(event, 'httpMethod') === 'string',
};
