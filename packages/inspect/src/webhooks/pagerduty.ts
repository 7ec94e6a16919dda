import type { Webhook } from '../webhook.ts';

/** An incident of PagerDuty. Titles and details come from whatever raised it. */
export const pagerduty: Webhook = {
  id: 'webhook:pagerduty',
  title: 'PagerDuty',
  document: 'https://developer.pagerduty.com/docs/webhooks-overview',
  example: 'webhooks/pagerduty-incident.json',
  headers: ['x-pagerduty-signature'],
  signature: {
    header: 'X-PagerDuty-Signature',
    scheme: 'HMAC-SHA256 of the body, in hex, one or more behind `v1=`',
    document: 'https://developer.pagerduty.com/docs/verifying-webhook-signatures',
  },
};
