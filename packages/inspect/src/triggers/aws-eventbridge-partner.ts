import { hasObject, hasTexts, record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** What a SaaS partner puts on its event bus: `aws.partner/` names are the partner's alone, the detail is often its users'. */
export const awsEventbridgePartner: Trigger = {
  id: 'aws:eventbridge-partner',
  title: 'Amazon EventBridge, SaaS partner',
  document: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-saas.html',
  outsiderControlled: true,
  example: 'aws/eventbridge-partner.json',
  keys: ['detail-type'],
  fields: () =>
    record('version id account region time replay-name source', {
      'detail-type': 'outsider',
      resources: 'outsider',
      detail: 'outsider',
    }),
  recognizes(event) {
    const source = peek(event, 'source');
    return (
      typeof source === 'string' &&
      source.startsWith('aws.partner/') &&
      hasTexts(event, 'detail-type', 'account') &&
      hasObject(event, 'detail')
    );
  },
};
