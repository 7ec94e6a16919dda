import { record } from '../event-shape.ts';
import { encoded, envelopeEncoded, list, map, object, peek, type Trigger } from '../trigger.ts';

/** Messages of a RabbitMQ broker of Amazon MQ, by queue and virtual host. Texts in headers arrive as lists of bytes. */
export const awsRabbitmq: Trigger = {
  id: 'aws:rabbitmq',
  title: 'Amazon MQ, RabbitMQ',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html',
  outsiderControlled: true,
  example: 'aws/rabbitmq-event.json',
  keys: ['aws:rmq'],
  fields: () =>
    record('eventSource eventSourceArn', {
      rmqMessagesByQueue: map(
        list(
          record('redelivered', {
            basicProperties: object(
              { deliveryMode: 'platform', priority: 'platform', bodySize: 'platform', headers: map(object({ bytes: encoded('bytes') })) },
              { namesAreData: false },
            ),
            data: envelopeEncoded('base64'),
          }),
        ),
      ),
    }),
  recognizes: (event) => peek(event, 'eventSource') === 'aws:rmq',
};
