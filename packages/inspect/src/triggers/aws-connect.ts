import { hasObject, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** A flow of Amazon Connect. Attributes and parameters carry what a caller typed or said, and who called. */
export const awsConnect: Trigger = {
  id: 'aws:connect',
  title: 'Amazon Connect flow',
  document: 'https://docs.aws.amazon.com/connect/latest/adminguide/connect-lambda-functions.html',
  outsiderControlled: true,
  example: 'aws/pt-connect-contact-flow-event-all.json',
  keys: ['Details'],
  fields: () =>
    record('Name', {
      Details: record('', {
        ContactData: record('Channel ContactId InitialContactId PreviousContactId InitiationMethod InstanceARN MediaStreams LanguageCode', {
          Attributes: 'outsider',
          CustomerEndpoint: 'outsider',
          CustomerId: 'outsider',
          Description: 'outsider',
          Name: 'outsider',
          References: 'outsider',
          Queue: record('ARN', { Name: 'outsider' }),
          SystemEndpoint: record('Address Type'),
        }),
        Parameters: 'outsider',
      }),
    }),
  recognizes: (event) => hasObject(event, 'Details', 'ContactData'),
};
