import type { Webhook } from '../webhook.ts';

/** An event of GitLab. It is not signed: the secret that was set travels in the header. */
export const gitlab: Webhook = {
  id: 'webhook:gitlab',
  title: 'GitLab',
  document: 'https://docs.gitlab.com/user/project/integrations/webhook_events/',
  example: 'webhooks/gitlab-merge-request.json',
  headers: ['x-gitlab-event', 'x-gitlab-token'],
  signature: {
    header: 'X-Gitlab-Token',
    scheme: 'the secret itself: compare in constant time',
    document: 'https://docs.gitlab.com/user/project/integrations/webhooks/#validate-payloads-by-using-a-secret-token',
  },
  recognizes: (body) => body.has('object_kind') && body.has('project'),
};
