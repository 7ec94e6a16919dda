import { hasObject, hasTexts, record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** What SNS tells of mobile push: an endpoint created, changed or failing (the message of a topic), and the delivery status in a log. */
export const awsPushFeedback: Trigger = {
  id: 'aws:push-feedback',
  title: 'Amazon SNS mobile push feedback',
  document: 'https://docs.aws.amazon.com/sns/latest/dg/application-event-notifications.html',
  outsiderControlled: true,
  example: 'aws/push-feedback.json',
  keys: ['EndpointArn', 'delivery'],
  fields: () =>
    record('DeliveryAttempts EndpointArn EventType MessageId Resource Service Time FailureType status', {
      // The push service's words, and what the application registered of the device.
      FailureMessage: 'outsider',
      ClientAttributes: 'outsider',
      notification: record('messageMD5Sum messageId topicArn timestamp'),
      delivery: record('deliveryId dwellTimeMs statusCode attempts', {
        destination: 'outsider',
        providerResponse: 'outsider',
        token: 'outsider',
      }),
    }),
  recognizes: (event) =>
    (peek(event, 'Service') === 'SNS' && hasTexts(event, 'EndpointArn', 'EventType')) ||
    (hasObject(event, 'delivery') && hasObject(event, 'notification') && typeof peek(event, 'status') === 'string'),
};
