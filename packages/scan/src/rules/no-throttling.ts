import { at, numberOf, type Value } from '@postern/app';
import { stagesOf } from '../apis.ts';
import { defineRule, type Rule } from '../rule.ts';

export const noThrottlingRule: Rule = defineRule({
  id: 'scan/no-throttling',
  concept: 'api.throttling.missing',
  title: 'An API without throttling',
  sas: ['SAS-8'],
  cwe: [770],
  severity: 'medium',
  remediation:
    'Set ThrottlingRateLimit and ThrottlingBurstLimit: MethodSettings for "/*" of a REST API, DefaultRouteSettings of an HTTP API.',
  equivalents: { prowler: 'apigateway_restapi_throttling' },
  *check(app, { entries }) {
    for (const { resource, kind, name, methodSettings, routeSettings } of stagesOf(app)) {
      const settings: readonly (Value | undefined)[] = kind === 'rest' ? methodSettings : [routeSettings];
      const isLimited = settings.some((each) => each?.kind === 'unknown' || limits(each));
      if (isLimited || usesPlan(resource.properties)) continue;
      const opened = entries.filter(({ trigger, control }) => trigger.source === name && control === 'anyone');
      yield {
        location: resource.location,
        resource: name,
        severity: resource.isImplicit || (opened.length === 0 && entries.some(({ trigger }) => trigger.source === name)) ? 'low' : 'medium',
        what: `The API "${name}" has no throttling of its own.`,
        why: `The only limit is that of the account, 10,000 requests a second for all APIs together: one flood ${opened.length > 0 ? 'from anyone ' : ''}takes the others down and every request is paid for.`,
      };
    }
  },
});

function limits(setting: Value | undefined): boolean {
  // A rate of 0 or less switches throttling off.
  const rate = at(setting, 'ThrottlingRateLimit');
  return rate !== undefined && (numberOf(rate) ?? 1) > 0;
}

function usesPlan(properties: Value): boolean {
  const plan = at(properties, 'Auth', 'UsagePlan');
  return plan !== undefined && (at(plan, 'Throttle') !== undefined || plan.kind === 'unknown');
}
