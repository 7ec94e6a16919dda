import { record } from '../event-shape.ts';
import { requestContextVersion2 } from '../http-v2.ts';
import { object, peek, type Trigger } from '../trigger.ts';

/** What a Lambda authorizer decides on: TOKEN, REQUEST, and payload 2.0 of HTTP APIs. Nobody has checked the caller yet. */
export const awsApigatewayAuthorizer: Trigger = {
  id: 'aws:apigateway-authorizer',
  title: 'Amazon API Gateway authorizer',
  document: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html',
  outsiderControlled: true,
  example: 'aws/apigw-custom-auth-request-type-request.json',
  keys: ['methodArn', 'routeArn'],
  fields: () =>
    record('version type resource httpMethod routeKey stageVariables', {
      // Both end with the path that was asked for.
      methodArn: 'outsider',
      routeArn: 'outsider',
      authorizationToken: 'outsider',
      identitySource: 'outsider',
      path: 'outsider',
      rawPath: 'outsider',
      rawQueryString: 'outsider',
      cookies: 'outsider',
      headers: 'outsider',
      multiValueHeaders: 'outsider',
      queryStringParameters: 'outsider',
      multiValueQueryStringParameters: 'outsider',
      pathParameters: object({}, { namesAreData: false }),
      requestContext: requestContextVersion2(
        ' connectedAt connectionId eventType extendedRequestId httpMethod messageDirection protocol requestTime requestTimeEpoch resourceId resourcePath',
        {
          path: 'outsider',
          identity: record('accountId apiKeyId sourceIp', { apiKey: 'outsider', clientCert: 'outsider', userAgent: 'outsider' }),
        },
      ),
    }),
  recognizes: (event) => {
    const type = peek(event, 'type');
    return (
      (type === 'REQUEST' || type === 'TOKEN') &&
      (typeof peek(event, 'methodArn') === 'string' || typeof peek(event, 'routeArn') === 'string')
    );
  },
};
