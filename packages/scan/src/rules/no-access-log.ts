import { at } from '@postern/app';
import { stagesOf } from '../apis.ts';
import { defineRule, type Rule } from '../rule.ts';

export const noAccessLogRule: Rule = defineRule({
  id: 'scan/no-access-log',
  concept: 'api.access-log.off',
  title: 'An API without an access log',
  sas: ['SAS-5'],
  cwe: [778],
  severity: 'medium',
  remediation:
    'Set AccessLogSetting (HTTP API: AccessLogSettings) with a log group as DestinationArn and a Format that holds request id, address, route and status.',
  equivalents: { checkov: 'CKV_AWS_76', kics: 'api_gateway_access_logging_disabled', trivy: 'AVD-AWS-0001' },
  *check(app) {
    for (const { resource, name, accessLog } of stagesOf(app)) {
      if (accessLog !== undefined && (accessLog.kind !== 'map' || at(accessLog, 'DestinationArn') !== undefined)) continue;
      yield {
        location: resource.location,
        resource: name,
        // Nobody wrote the implicit API: to set its log it has to be written first.
        severity: resource.isImplicit ? 'low' : 'medium',
        what: `The API "${name}" writes no access log.`,
        why: 'Who called what, from where and how often is not known: probing goes unseen, and after an incident nobody can say whose data was asked for.',
      };
    }
  },
});
