import { hasObject, record } from '../event-shape.ts';
import { hasRecordsOf, list, peek, type Trigger } from '../trigger.ts';

/** A mail that SES received (Lambda action), and the topic's message about a mail received, bounced or complained about. All of it is the sender's but the verdicts. */
export const awsSes: Trigger = {
  id: 'aws:ses',
  title: 'Amazon SES mail and notification',
  document: 'https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html',
  outsiderControlled: true,
  example: 'aws/ses-lambda-event.json',
  keys: ['aws:ses', 'mail'],
  fields: () => {
    const content = {
      mail: record('timestamp messageId headersTruncated sourceArn sendingAccountId', {
        source: 'outsider',
        destination: 'outsider',
        headers: 'outsider',
        commonHeaders: 'outsider',
        tags: 'outsider',
      }),
      receipt: record('timestamp processingTimeMillis spamVerdict virusVerdict spfVerdict dkimVerdict dmarcVerdict dmarcPolicy', {
        recipients: 'outsider',
        // Keys of a bucket are the message id behind a prefix of the owner's.
        action: record('type invocationType functionArn topicArn bucketName objectKeyPrefix objectKey encoding'),
      }),
    };
    return record('notificationType eventType', {
      Records: list(record('eventSource eventVersion', { ses: record('', content) })),
      ...content,
      // The mail itself: MIME, or base64 of it.
      content: 'outsider',
      bounce: 'outsider',
      complaint: 'outsider',
      delivery: 'outsider',
    });
  },
  recognizes: (event) =>
    hasRecordsOf(event, 'aws:ses') ||
    (hasObject(event, 'mail') && (typeof peek(event, 'notificationType') === 'string' || typeof peek(event, 'eventType') === 'string')),
};
