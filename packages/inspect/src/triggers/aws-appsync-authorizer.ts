import { hasTexts, record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** What AppSync's Lambda authorizer decides on: the token, the query and its variables, of a caller whom nobody has checked yet. */
export const awsAppsyncAuthorizer: Trigger = {
  id: 'aws:appsync-authorizer',
  title: 'AWS AppSync authorizer',
  document: 'https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html',
  outsiderControlled: true,
  example: 'aws/appsync-lambda-auth-request.json',
  keys: ['authorizationToken'],
  fields: () =>
    record('', {
      authorizationToken: 'outsider',
      requestHeaders: 'outsider',
      requestContext: record('apiId accountId requestId', {
        queryString: 'outsider',
        operationName: 'outsider',
        variables: 'outsider',
        channel: 'outsider',
        channelNamespaceName: 'outsider',
        operation: 'platform',
      }),
    }),
  recognizes: (event) =>
    typeof peek(event, 'methodArn') !== 'string' &&
    hasTexts(event, 'authorizationToken') &&
    hasTexts(peek(event, 'requestContext'), 'apiId', 'requestId') &&
    (typeof peek(event, 'requestContext', 'queryString') === 'string' || typeof peek(event, 'requestContext', 'operation') === 'string'),
};
