import { record } from './event-shape.ts';
import { encoded, type Field, object } from './trigger.ts';

/** The payload 2.0 that HTTP APIs and function URLs share. */
export function httpVersion2(): Field {
  return record('version routeKey stageVariables', {
    rawPath: 'outsider',
    rawQueryString: 'outsider',
    cookies: 'outsider',
    headers: httpHeaders(),
    queryStringParameters: 'outsider',
    pathParameters: object({}, { namesAreData: false }),
    body: encoded('base64', 'isBase64Encoded'),
    requestContext: requestContextVersion2(),
  });
}

/** The gateway routes by these and overwrites what a client sends. X-Forwarded-For, Via and the CloudFront headers can be the client's own. */
export function httpHeaders(): Field {
  return object({ host: 'platform', 'x-forwarded-port': 'platform', 'x-forwarded-proto': 'platform' }, { ignoreCase: true });
}

/** With the members of payload 1.0 in `more`: an authorizer gets either, and their names do not contradict each other. */
export function requestContextVersion2(stamped = '', more: Readonly<Record<string, Field>> = {}): Field {
  return record(`accountId apiId domainName domainPrefix requestId routeKey stage time timeEpoch${stamped}`, {
    authentication: 'outsider',
    authorizer: record('', {
      iam: record('accessKey accountId callerId principalOrgId userArn userId'),
      jwt: 'outsider',
      lambda: 'outsider',
    }),
    http: record('protocol sourceIp', { method: 'outsider', path: 'outsider', userAgent: 'outsider' }),
    ...more,
  });
}
