import { hasObject, hasTexts, record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** An event that an application put on an EventBridge bus: it chose source, type, resources and detail. Sources that start with `aws.` are reserved. */
export const awsEventbridge: Trigger = {
  id: 'aws:eventbridge',
  title: 'Amazon EventBridge event',
  document: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html',
  outsiderControlled: true,
  example: 'aws/eventbridge-custom.json',
  keys: ['detail-type'],
  fields: () =>
    record('version id account region time replay-name', {
      source: 'outsider',
      'detail-type': 'outsider',
      resources: 'outsider',
      detail: 'outsider',
    }),
  recognizes(event) {
    const source = peek(event, 'source');
    return (
      typeof source === 'string' &&
      !source.startsWith('aws.') &&
      hasTexts(event, 'detail-type', 'account', 'region') &&
      hasObject(event, 'detail')
    );
  },
};
