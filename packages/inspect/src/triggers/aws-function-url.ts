import { httpVersion2 } from '../http-v2.ts';
import { peek, type Trigger } from '../trigger.ts';

/** A function's own URL: the payload 2.0 of HTTP APIs, told apart by the domain that the platform stamps. */
export const awsFunctionUrl: Trigger = {
  id: 'aws:function-url',
  title: 'AWS Lambda function URL',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html',
  outsiderControlled: true,
  example: 'aws/pt-lambda-function-url-event.json',
  keys: ['requestContext'],
  fields: httpVersion2,
  recognizes(event) {
    const domain = peek(event, 'requestContext', 'domainName');
    return (
      peek(event, 'version') === '2.0' &&
      typeof peek(event, 'requestContext', 'http', 'method') === 'string' &&
      typeof domain === 'string' &&
      domain.includes('.lambda-url.')
    );
  },
};
