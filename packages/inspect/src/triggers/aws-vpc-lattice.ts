import { hasObject, hasTexts, record } from '../event-shape.ts';
import { encoded, peek, type Trigger } from '../trigger.ts';

/** A VPC Lattice service with a Lambda target, event versions 1 and 2. Any client of the service network is the outsider. */
export const awsVpcLattice: Trigger = {
  id: 'aws:vpc-lattice',
  title: 'Amazon VPC Lattice',
  document: 'https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html',
  outsiderControlled: true,
  example: 'aws/pt-vpc-lattice-v2-event.json',
  keys: ['raw_path', 'requestContext'],
  fields: () =>
    record('version method is_base64_encoded isBase64Encoded', {
      raw_path: 'outsider',
      path: 'outsider',
      headers: 'outsider',
      query_string_parameters: 'outsider',
      queryStringParameters: 'outsider',
      // The flag goes by another name in version 1; base64 is looked into whatever it says.
      body: encoded('base64', 'isBase64Encoded'),
      requestContext: record('serviceNetworkArn serviceArn targetGroupArn region timeEpoch', {
        identity: record('sourceVpcArn type', {
          // Chosen by whoever assumed the role, or stands in the client's certificate.
          principal: 'outsider',
          sessionName: 'outsider',
          x509IssuerOu: 'outsider',
          x509SanDns: 'outsider',
          x509SanNameCn: 'outsider',
          x509SanUri: 'outsider',
          x509SubjectCn: 'outsider',
        }),
      }),
    }),
  recognizes: (event) =>
    hasTexts(event, 'raw_path', 'method') ||
    (hasTexts(event, 'path', 'method') &&
      hasObject(event, 'headers') &&
      hasTexts(peek(event, 'requestContext'), 'serviceArn', 'targetGroupArn')),
};
