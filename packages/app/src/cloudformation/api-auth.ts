import type { Resource, RouteAuth } from '../app.ts';
import { at, booleanOf, itemsOf, type MapValue, type Member, memberOf, membersOf, patternOf, textOf, type Value } from '../value.ts';

/** What a caller of a route of a SAM API must show: the event's own `Auth` before the API's default (SAM, "Controlling API access"). */
export function samRouteAuth(event: MapValue, api: Resource | undefined, route: { readonly location: RouteAuth['location'] }): RouteAuth {
  const own = at(event, 'Auth');
  const shared = at(api?.properties, 'Auth');
  const authorizers = at(shared, 'Authorizers');
  const ownAuthorizer = memberOf(own, 'Authorizer');
  const authorizer = ownAuthorizer ?? memberOf(shared, 'DefaultAuthorizer');
  const apiKey = memberOf(own, 'ApiKeyRequired') ?? memberOf(shared, 'ApiKeyRequired');
  const needsKey = booleanOf(apiKey?.value) === true;
  const found = authorizer ? authorizerAuth(authorizer, authorizers) : undefined;
  if (found && found.kind !== 'none') return found;
  const custom = at(shared, 'ResourcePolicy');
  if (isPrivate(api))
    return { kind: 'private', reason: 'the API can be reached from its network only', location: api?.location ?? route.location };
  if (needsKey && apiKey) return { kind: 'api-key', location: apiKey.nameLocation };
  if (custom && restrictsCallers(custom))
    return {
      kind: 'private',
      reason: 'a resource policy restricts who may call',
      location: memberOf(shared, 'ResourcePolicy')?.nameLocation ?? route.location,
    };
  if (found) return found;
  // With `EnableIamAuthorizer` alone a route stays open: it only makes the authorizer available.
  return { kind: 'none', reason: 'no authorizer is written', location: route.location };
}

function authorizerAuth(authorizer: Member, authorizers: Value | undefined): RouteAuth {
  const name = textOf(authorizer.value);
  const location = authorizer.nameLocation;
  if (name === undefined) return { kind: 'unknown', reason: 'which authorizer holds depends on the deployment', location };
  if (name.toUpperCase() === 'NONE') return { kind: 'none', reason: 'the authorizer is switched off', location };
  if (name === 'AWS_IAM') return { kind: 'iam', name, location };
  const known = membersOf(authorizers).some((member) => member.name === name);
  return known
    ? { kind: 'authorizer', name, location }
    : { kind: 'unknown', name, reason: `the authorizer ${name} is not defined at the API`, location };
}

function restrictsCallers(policy: Value): boolean {
  return membersOf(policy).some(({ name }) => /(?:Whitelist|CustomStatements)$/.test(name));
}

function isPrivate(api: Resource | undefined): boolean {
  const configuration = at(api?.properties, 'EndpointConfiguration');
  const types = [...itemsOf(configuration), ...itemsOf(at(configuration, 'Type')), ...itemsOf(at(configuration, 'Types'))];
  return types.some((type) => textOf(type) === 'PRIVATE');
}

/** The words of `AWS::ApiGateway::Method` and `AWS::ApiGatewayV2::Route`. */
export function methodAuth(properties: MapValue, api: Resource | undefined, location: RouteAuth['location']): RouteAuth {
  const member = memberOf(properties, 'AuthorizationType');
  const type = textOf(member?.value);
  const place = member?.nameLocation ?? location;
  if (member && type === undefined) return { kind: 'unknown', reason: 'the authorization depends on the deployment', location: place };
  if (type === 'AWS_IAM') return { kind: 'iam', location: place };
  if (type !== undefined && type !== 'NONE') {
    const name = patternOf(at(properties, 'AuthorizerId'));
    return { kind: 'authorizer', ...(name === undefined ? {} : { name }), location: place };
  }
  if (isPrivate(api)) return { kind: 'private', reason: 'the API can be reached from its network only', location: api?.location ?? place };
  const apiKey = memberOf(properties, 'ApiKeyRequired');
  if (booleanOf(apiKey?.value) === true) return { kind: 'api-key', location: apiKey?.nameLocation ?? place };
  return { kind: 'none', reason: type === 'NONE' ? 'the authorization is switched off' : 'no authorization is written', location: place };
}
