import { hasObject, record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** A hook or custom channel of an Amazon Pinpoint campaign: the endpoints hold what the application recorded of its users. */
export const awsPinpoint: Trigger = {
  id: 'aws:pinpoint',
  title: 'Amazon Pinpoint campaign',
  document: 'https://docs.aws.amazon.com/pinpoint/latest/developerguide/segments-dynamic.html',
  outsiderControlled: true,
  example: 'aws/pinpoint-campaign.json',
  keys: ['Endpoints'],
  fields: () =>
    record('ApplicationId CampaignId TreatmentId ActivityId ScheduledTime', {
      Message: 'outsider',
      MessageConfiguration: 'outsider',
      Data: 'outsider',
      Endpoints: 'outsider',
    }),
  recognizes: (event) => hasObject(event, 'Endpoints') && typeof peek(event, 'ApplicationId') === 'string',
};
