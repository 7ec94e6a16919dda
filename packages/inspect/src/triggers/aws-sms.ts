import { hasTexts, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** An SMS that came in (End User Messaging, Pinpoint): the message of a topic. Anyone with a telephone writes the body. */
export const awsSms: Trigger = {
  id: 'aws:sms',
  title: 'AWS End User Messaging, inbound SMS',
  document: 'https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html',
  outsiderControlled: true,
  example: 'aws/sms-inbound.json',
  keys: ['originationNumber'],
  fields: () =>
    record('destinationNumber inboundMessageId previousPublishedMessageId', {
      originationNumber: 'outsider',
      messageKeyword: 'outsider',
      messageBody: 'outsider',
    }),
  recognizes: (event) => hasTexts(event, 'originationNumber', 'destinationNumber', 'messageBody'),
};
