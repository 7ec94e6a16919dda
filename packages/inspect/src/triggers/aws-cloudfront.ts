import { hasRecordsWith, record } from '../event-shape.ts';
import { encoded, list, type Trigger } from '../trigger.ts';

/** Lambda@Edge: a request on its way from the viewer or to the origin, or a response on its way back. */
export const awsCloudfront: Trigger = {
  id: 'aws:cloudfront',
  title: 'Amazon CloudFront (Lambda@Edge)',
  document: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html',
  outsiderControlled: true,
  example: 'aws/cloudfront-viewer-request.json',
  keys: ['Records'],
  fields: () =>
    record('', {
      Records: list(
        record('', {
          cf: record('', {
            config: record('distributionDomainName distributionId eventType requestId'),
            request: record('clientIp method', {
              headers: 'outsider',
              querystring: 'outsider',
              uri: 'outsider',
              // CloudFront hands the body over in base64 whatever it was.
              body: record('inputTruncated action encoding', { data: encoded('base64') }),
              origin: 'outsider',
            }),
            // What the origin answered with stems from the request in part.
            response: record('status', { statusDescription: 'outsider', headers: 'outsider' }),
          }),
        }),
      ),
    }),
  recognizes: (event) => hasRecordsWith(event, 'cf'),
};
