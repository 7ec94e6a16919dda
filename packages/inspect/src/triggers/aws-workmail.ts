import { hasObject, hasTexts, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** A message flow of Amazon WorkMail: envelope, addresses and subject are the sender's. */
export const awsWorkmail: Trigger = {
  id: 'aws:workmail',
  title: 'Amazon WorkMail message flow',
  document: 'https://docs.aws.amazon.com/workmail/latest/adminguide/lambda.html',
  outsiderControlled: true,
  example: 'aws/workmail-event.json',
  keys: ['flowDirection'],
  fields: () =>
    record('summaryVersion messageId invocationId flowDirection truncated', {
      envelope: 'outsider',
      sender: 'outsider',
      subject: 'outsider',
    }),
  recognizes: (event) => hasTexts(event, 'flowDirection', 'messageId') && hasObject(event, 'envelope'),
};
