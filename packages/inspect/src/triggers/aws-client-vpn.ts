import { hasTexts, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** The connection handler of an AWS Client VPN endpoint. What the client says of itself is its own. */
export const awsClientVpn: Trigger = {
  id: 'aws:client-vpn',
  title: 'AWS Client VPN connection handler',
  document: 'https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/connection-authorization.html',
  outsiderControlled: true,
  example: 'aws/clientvpn-connectionhandler-request.json',
  keys: ['connection-id'],
  fields: () =>
    record('connection-id endpoint-id public-ip schema-version groups', {
      'common-name': 'outsider',
      username: 'outsider',
      platform: 'outsider',
      'platform-version': 'outsider',
      'client-openvpn-version': 'outsider',
      'aws-client-version': 'outsider',
    }),
  recognizes: (event) => hasTexts(event, 'connection-id', 'endpoint-id'),
};
