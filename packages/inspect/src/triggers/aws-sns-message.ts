import { hasTexts, record } from '../event-shape.ts';
import { envelope, peek, type Trigger } from '../trigger.ts';

/**
 * An SNS message as queues, streams and HTTP endpoints get it, without a record around it. Anyone can send one to an endpoint, addresses included: a
 * handler that follows `SubscribeURL` or `SigningCertURL` goes where the sender wants until the signature is checked.
 */
export const awsSnsMessage: Trigger = {
  id: 'aws:sns-message',
  title: 'Amazon SNS message in a queue, stream or HTTP request',
  document: 'https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html',
  outsiderControlled: true,
  example: 'aws/sns-message.json',
  verify: 'Signature',
  keys: ['TopicArn'],
  fields: () =>
    record('Type MessageId TopicArn Timestamp Signature SignatureVersion SequenceNumber Token', {
      Subject: 'outsider',
      Message: envelope,
      MessageAttributes: 'outsider',
      SubscribeURL: 'outsider',
      SigningCertURL: 'outsider',
      UnsubscribeURL: 'outsider',
    }),
  recognizes(event) {
    const type = peek(event, 'Type');
    return (
      (type === 'Notification' || type === 'SubscriptionConfirmation' || type === 'UnsubscribeConfirmation') &&
      hasTexts(event, 'MessageId', 'TopicArn', 'Message')
    );
  },
};
