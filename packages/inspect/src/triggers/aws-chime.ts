import { hasObject, hasTexts, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** A SIP media application of the Amazon Chime SDK: headers of a call, digits and speech are the caller's. */
export const awsChime: Trigger = {
  id: 'aws:chime',
  title: 'Amazon Chime SDK SIP media application',
  document: 'https://docs.aws.amazon.com/chime-sdk/latest/dg/pstn-invocations.html',
  outsiderControlled: true,
  example: 'aws/chime-sip-media.json',
  keys: ['CallDetails'],
  fields: () =>
    record('SchemaVersion Sequence InvocationEventType', {
      ActionData: 'outsider',
      CallDetails: record('TransactionId AwsAccountId AwsRegion SipRuleId SipMediaApplicationId', {
        Participants: 'outsider',
        TransactionAttributes: 'outsider',
      }),
    }),
  recognizes: (event) => hasTexts(event, 'InvocationEventType') && hasObject(event, 'CallDetails'),
};
