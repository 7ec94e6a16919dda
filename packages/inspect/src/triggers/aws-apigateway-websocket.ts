import { hasTexts, record } from '../event-shape.ts';
import { encoded, peek, type Trigger } from '../trigger.ts';

/** A message, connection or disconnection of an API Gateway WebSocket API. */
export const awsApigatewayWebsocket: Trigger = {
  id: 'aws:apigateway-websocket',
  title: 'Amazon API Gateway WebSocket API',
  document: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html',
  outsiderControlled: true,
  example: 'aws/apigw-websocket-request-send-message.json',
  keys: ['requestContext'],
  fields: () =>
    record('resource httpMethod isBase64Encoded stageVariables', {
      headers: 'outsider',
      multiValueHeaders: 'outsider',
      queryStringParameters: 'outsider',
      multiValueQueryStringParameters: 'outsider',
      body: encoded('base64', 'isBase64Encoded'),
      requestContext: record(
        'accountId apiId connectedAt connectionId disconnectStatusCode domainName eventType extendedRequestId messageDirection messageId requestId requestTime requestTimeEpoch stage status',
        {
          // Selected by an expression over the message.
          routeKey: 'outsider',
          // The client's own words in its close frame.
          disconnectReason: 'outsider',
          identity: record('sourceIp', { userAgent: 'outsider' }),
          authorizer: 'outsider',
        },
      ),
    }),
  recognizes: (event) =>
    hasTexts(peek(event, 'requestContext'), 'connectionId', 'apiId', 'requestId') && typeof peek(event, 'methodArn') !== 'string',
};
