import { hasObject, hasTexts, record } from './event-shape.ts';
import { type Field, peek } from './trigger.ts';

/** The context object that AppSync hands to a resolver, a pipeline function or a channel handler. */
export function appsyncContext(): Field {
  return record('typeName fieldName', {
    arguments: 'outsider',
    source: 'outsider',
    prev: 'outsider',
    result: 'outsider',
    stash: 'outsider',
    events: 'outsider',
    // Claims are what an identity provider lets its users choose.
    identity: record('accountId cognitoIdentityPoolId cognitoIdentityId cognitoIdentityAuthType defaultAuthStrategy issuer sourceIp sub', {
      claims: 'outsider',
      groups: 'outsider',
      username: 'outsider',
      userArn: 'outsider',
      cognitoIdentityAuthProvider: 'outsider',
      resolverContext: 'outsider',
    }),
    request: record('domainName', { headers: 'outsider' }),
    info: record('fieldName parentTypeName operation channelNamespace', {
      selectionSetList: 'outsider',
      selectionSetGraphQL: 'outsider',
      variables: 'outsider',
      channel: 'outsider',
    }),
  });
}

export function isAppsyncContext(value: unknown): boolean {
  const info = peek(value, 'info');
  return (
    hasTexts(info, 'fieldName', 'parentTypeName') ||
    (hasObject(info, 'channel') && hasObject(info, 'channelNamespace')) ||
    (hasTexts(value, 'typeName', 'fieldName') && hasObject(value, 'arguments'))
  );
}
