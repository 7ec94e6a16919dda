import { encoded, object, peek, type Trigger } from '../trigger.ts';

// The gateway routes by these and overwrites what a client sends. X-Forwarded-For, Via and the CloudFront headers can be the client's own.
const headers = object({ host: 'platform', 'x-forwarded-port': 'platform', 'x-forwarded-proto': 'platform' }, { ignoreCase: true });

/** API Gateway REST API (and HTTP API with payload version 1.0): proxy integration. WebSocket messages have the same shape without a path. */
export const awsApigatewayV1: Trigger = {
  id: 'aws:apigateway-v1',
  title: 'Amazon API Gateway, payload 1.0',
  document: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html',
  outsiderControlled: true,
  example: 'aws/apigw-request.json',
  keys: ['requestContext'],
  fields: () =>
    object(
      {
        version: 'platform',
        resource: 'platform',
        path: 'outsider',
        httpMethod: 'platform',
        headers,
        multiValueHeaders: headers,
        queryStringParameters: 'outsider',
        multiValueQueryStringParameters: 'outsider',
        pathParameters: object({}, { namesAreData: false }),
        stageVariables: 'platform',
        body: encoded('base64', 'isBase64Encoded'),
        requestContext: object(
          {
            accountId: 'platform',
            apiId: 'platform',
            connectionId: 'platform',
            connectedAt: 'platform',
            domainName: 'platform',
            domainPrefix: 'platform',
            deploymentId: 'platform',
            eventType: 'platform',
            extendedRequestId: 'platform',
            httpMethod: 'platform',
            messageDirection: 'platform',
            messageId: 'platform',
            operationName: 'platform',
            protocol: 'platform',
            requestId: 'platform',
            requestTime: 'platform',
            requestTimeEpoch: 'platform',
            resourceId: 'platform',
            resourcePath: 'platform',
            routeKey: 'platform',
            stage: 'platform',
            identity: object(
              {
                accessKey: 'platform',
                accountId: 'platform',
                apiKey: 'outsider',
                apiKeyId: 'platform',
                caller: 'platform',
                clientCert: 'outsider',
                cognitoAuthenticationType: 'platform',
                cognitoIdentityId: 'platform',
                cognitoIdentityPoolId: 'platform',
                principalOrgId: 'platform',
                sourceIp: 'platform',
                user: 'platform',
                userAgent: 'outsider',
                userArn: 'platform',
              },
              { namesAreData: false },
            ),
            authorizer: 'outsider',
            path: 'outsider',
          },
          { namesAreData: false },
        ),
      },
      { namesAreData: false },
    ),
  recognizes(event) {
    if (typeof peek(event, 'requestContext', 'requestId') !== 'string' || peek(event, 'requestContext', 'http') !== undefined) return false;
    if (typeof peek(event, 'requestContext', 'apiId') !== 'string') return false;
    const isWebSocket = typeof peek(event, 'requestContext', 'connectionId') === 'string';
    return isWebSocket || (typeof peek(event, 'httpMethod') === 'string' && typeof peek(event, 'resource') === 'string');
  },
};
