import { hasTexts, record } from '../event-shape.ts';
import { httpHeaders } from '../http-v2.ts';
import { encoded, object, peek, type Trigger } from '../trigger.ts';

/** API Gateway REST API (and HTTP API with payload version 1.0): proxy integration. */
export const awsApigatewayV1: Trigger = {
  id: 'aws:apigateway-v1',
  title: 'Amazon API Gateway, payload 1.0',
  document: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html',
  outsiderControlled: true,
  example: 'aws/apigw-request.json',
  keys: ['requestContext'],
  fields() {
    const headers = httpHeaders();
    return record('version resource httpMethod stageVariables', {
      path: 'outsider',
      headers,
      multiValueHeaders: headers,
      queryStringParameters: 'outsider',
      multiValueQueryStringParameters: 'outsider',
      pathParameters: object({}, { namesAreData: false }),
      body: encoded('base64', 'isBase64Encoded'),
      requestContext: record(
        'accountId apiId domainName domainPrefix deploymentId extendedRequestId httpMethod operationName protocol requestId requestTime requestTimeEpoch resourceId resourcePath stage',
        {
          identity: record(
            'accessKey accountId apiKeyId caller cognitoAuthenticationType cognitoIdentityId cognitoIdentityPoolId principalOrgId sourceIp user userArn',
            { apiKey: 'outsider', clientCert: 'outsider', userAgent: 'outsider' },
          ),
          authorizer: 'outsider',
          path: 'outsider',
        },
      ),
    });
  },
  recognizes: (event) =>
    hasTexts(event, 'resource', 'httpMethod') &&
    typeof peek(event, 'requestContext', 'requestId') === 'string' &&
    // Messages of WebSocket APIs and authorizers have the same shape and more.
    peek(event, 'requestContext', 'connectionId') === undefined &&
    peek(event, 'requestContext', 'http') === undefined &&
    typeof peek(event, 'methodArn') !== 'string',
};
