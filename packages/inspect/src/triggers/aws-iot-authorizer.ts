import { hasObject, record } from '../event-shape.ts';
import { encoded, peek, type Trigger } from '../trigger.ts';

/** What a custom authorizer of AWS IoT decides on: credentials of a client whom nobody has checked yet. The password is base64. */
export const awsIotAuthorizer: Trigger = {
  id: 'aws:iot-authorizer',
  title: 'AWS IoT custom authorizer',
  document: 'https://docs.aws.amazon.com/iot/latest/developerguide/custom-auth-lambda.html',
  outsiderControlled: true,
  example: 'aws/iot-custom-auth-request.json',
  keys: ['protocolData'],
  fields: () =>
    record('signatureVerified protocols', {
      token: 'outsider',
      protocolData: record('', {
        tls: 'outsider',
        http: 'outsider',
        mqtt: record('', { username: 'outsider', password: encoded('base64'), clientId: 'outsider' }),
      }),
      connectionMetadata: record('id'),
    }),
  recognizes: (event) => hasObject(event, 'protocolData') && Array.isArray(peek(event, 'protocols')),
};
