import { httpVersion2 } from '../http-v2.ts';
import { peek, type Trigger } from '../trigger.ts';
import { awsFunctionUrl } from './aws-function-url.ts';

/** API Gateway HTTP API, payload version 2.0. */
export const awsApigatewayV2: Trigger = {
  id: 'aws:apigateway-v2',
  title: 'Amazon API Gateway, payload 2.0',
  document: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html',
  outsiderControlled: true,
  example: 'aws/apigw-v2-request-no-authorizer.json',
  keys: ['requestContext'],
  fields: httpVersion2,
  recognizes: (event) =>
    peek(event, 'version') === '2.0' &&
    typeof peek(event, 'requestContext', 'http', 'method') === 'string' &&
    typeof peek(event, 'requestContext', 'apiId') === 'string' &&
    typeof peek(event, 'routeArn') !== 'string' &&
    typeof peek(event, 'routeArn') !== 'string' &&
    !awsFunctionUrl.recognizes(event),
};
