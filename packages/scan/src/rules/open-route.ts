import { at, textOf } from '@postern/app';
import { wayOf } from '../exposure.ts';
import { defineRule, type Rule } from '../rule.ts';

export const openRouteRule: Rule = defineRule({
  id: 'scan/open-route',
  concept: 'api.auth.missing',
  title: 'A route that anyone may call',
  sas: ['SAS-2'],
  cwe: [306],
  severity: 'high',
  remediation:
    'Give the API an authorizer (Auth: DefaultAuthorizer) or the route one of its own; state "Authorizer: NONE" with a suppression where it is meant to be open.',
  equivalents: { checkov: 'CKV_AWS_59', kics: 'api_gateway_without_configured_authorizer', trivy: 'AVD-AWS-0004' },
  *check(app, { entries }) {
    for (const entry of entries) {
      const { trigger, control } = entry;
      if (!trigger.route || !trigger.auth || trigger.kind === 'aws:function-url') continue;
      // A browser's preflight carries no credentials by its own rules (Fetch, CORS-preflight).
      if (control !== 'anyone' || trigger.auth.kind === 'unknown' || trigger.route.method.toUpperCase() === 'OPTIONS') continue;
      const { method, path } = trigger.route;
      const changes = !/^(?:GET|HEAD)$/i.test(method);
      const names = /\{/.test(path);
      const behind = entry.reaches.at(-1);
      yield {
        location: trigger.route.location,
        resource: trigger.source ?? trigger.function,
        function: trigger.function,
        severity: changes || names ? 'high' : 'medium',
        what: `The route ${method} ${path} asks nobody who calls: ${trigger.auth.reason ?? 'no authorizer is set'}.`,
        why: `Anyone on the internet can call function "${trigger.function}"${behind && behind.path.length > 1 ? ` and what lies behind it (${wayOf(app, entry, behind.path)})` : ''}${names ? ', with whatever stands in the path' : ''}.`,
        subject: `${method} ${path}`,
      };
    }
    // Methods and routes that lead elsewhere than to a function of the template.
    const seen = new Set(entries.flatMap(({ trigger }) => (trigger.route ? [trigger.route.location.line] : [])));
    for (const { id, type, properties, location } of app.resources) {
      const isRest = type === 'AWS::ApiGateway::Method';
      if (!isRest && type !== 'AWS::ApiGatewayV2::Route') continue;
      const authorization = at(properties, 'AuthorizationType');
      const method = textOf(at(properties, isRest ? 'HttpMethod' : 'RouteKey')) ?? 'ANY';
      if ((authorization !== undefined && textOf(authorization) !== 'NONE') || /^OPTIONS/i.test(method)) continue;
      const place = at(properties, isRest ? 'HttpMethod' : 'RouteKey')?.location ?? location;
      const isSaid = entries.some(({ trigger, id: entry }) => trigger.route && (entry.includes(id) || seen.has(place.line)));
      if (isSaid || textOf(at(properties, 'ApiKeyRequired')) === 'true') continue;
      yield {
        location: authorization?.location ?? location,
        resource: id,
        severity: 'medium',
        what: `The ${isRest ? 'method' : 'route'} "${id}" (${method}) asks nobody who calls: ${authorization ? 'AuthorizationType is NONE' : 'no authorizer is written'}.`,
        why: 'Anyone on the internet can call what lies behind it.',
        subject: method,
      };
    }
  },
});
