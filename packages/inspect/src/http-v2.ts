import { encoded, type Field, object } from './trigger.ts';

/** The payload 2.0 that HTTP APIs and function URLs share. */
export const httpVersion2: Field = object(
  {
    version: 'platform',
    routeKey: 'platform',
    rawPath: 'outsider',
    rawQueryString: 'outsider',
    cookies: 'outsider',
    // Routed by; overwritten by the platform. X-Forwarded-For and the others may be the client's own.
    headers: object({ host: 'platform', 'x-forwarded-port': 'platform', 'x-forwarded-proto': 'platform' }, { ignoreCase: true }),
    queryStringParameters: 'outsider',
    pathParameters: object({}, { namesAreData: false }),
    stageVariables: 'platform',
    body: encoded('base64', 'isBase64Encoded'),
    requestContext: object(
      {
        accountId: 'platform',
        apiId: 'platform',
        domainName: 'platform',
        domainPrefix: 'platform',
        requestId: 'platform',
        routeKey: 'platform',
        stage: 'platform',
        time: 'platform',
        timeEpoch: 'platform',
        authentication: 'outsider',
        authorizer: object(
          {
            iam: object(
              {
                accessKey: 'platform',
                accountId: 'platform',
                callerId: 'platform',
                principalOrgId: 'platform',
                userArn: 'platform',
                userId: 'platform',
              },
              { namesAreData: false },
            ),
            jwt: 'outsider',
            lambda: 'outsider',
          },
          { namesAreData: false },
        ),
        http: object(
          { method: 'platform', path: 'outsider', protocol: 'platform', sourceIp: 'platform', userAgent: 'outsider' },
          { namesAreData: false },
        ),
      },
      { namesAreData: false },
    ),
  },
  { namesAreData: false },
);
