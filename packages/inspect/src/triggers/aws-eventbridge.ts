import { object, peek, type Trigger } from '../trigger.ts';
import { awsScheduled } from './aws-scheduled.ts';

/** An event from an EventBridge bus. Who puts an event chooses its source, type, resources and detail; `aws.` sources carry what outsiders did to services. */
export const awsEventbridge: Trigger = {
  id: 'aws:eventbridge',
  title: 'Amazon EventBridge event',
  document: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html',
  outsiderControlled: true,
  example: 'aws/pt-event-bridge-event.json',
  keys: ['detail-type'],
  fields: () =>
    object(
      {
        version: 'platform',
        id: 'platform',
        account: 'platform',
        region: 'platform',
        time: 'platform',
        source: 'outsider',
        'detail-type': 'outsider',
        resources: 'outsider',
        detail: 'outsider',
      },
      { namesAreData: false },
    ),
  recognizes: (event) =>
    typeof peek(event, 'detail-type') === 'string' &&
    typeof peek(event, 'source') === 'string' &&
    typeof peek(event, 'account') === 'string' &&
    typeof peek(event, 'region') === 'string' &&
    typeof peek(event, 'detail') === 'object' &&
    !awsScheduled.recognizes(event),
};
