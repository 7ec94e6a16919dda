import { record } from '../event-shape.ts';
import { envelopeEncoded, list, peek, type Trigger } from '../trigger.ts';

/** Messages of an ActiveMQ broker of Amazon MQ. The broker stamps ids and times, all else is the sender's. */
export const awsActivemq: Trigger = {
  id: 'aws:activemq',
  title: 'Amazon MQ, ActiveMQ',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html',
  outsiderControlled: true,
  example: 'aws/activemq-event.json',
  keys: ['aws:mq', 'aws:amq'],
  fields: () =>
    record('eventSource eventSourceArn', {
      messages: list(
        record('messageID messageType timestamp deliveryMode redelivered expiration priority brokerInTime brokerOutTime connectionId', {
          correlationID: 'outsider',
          replyTo: 'outsider',
          type: 'outsider',
          destination: 'outsider',
          data: envelopeEncoded('base64'),
          properties: 'outsider',
        }),
      ),
    }),
  recognizes(event) {
    const source = peek(event, 'eventSource');
    return source === 'aws:mq' || source === 'aws:amq';
  },
};
