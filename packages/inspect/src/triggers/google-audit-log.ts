import { cloudEventFields, cloudEventTrigger } from '../cloud-event.ts';
import { record, stamped } from '../event-shape.ts';
import { list, peek, type Trigger } from '../trigger.ts';

/**
 * An audit log entry, from Eventarc or a log sink. The platform writes who did it, from where, and which method; the request, the response, the
 * resource's name and the user agent repeat what the caller sent, also when the call was refused.
 */
export const googleAuditLog: Trigger = {
  id: 'google:audit-log',
  title: 'Google Cloud audit log entry',
  document: 'https://cloud.google.com/logging/docs/reference/audit/auditlog/rest/Shared.Types/AuditLog',
  example: 'gcp/ce-log-entry-data-bigqueryjobcompleted.json',
  keys: ['protoPayload', 'google:audit-log'],
  outsiderControlled: true,
  fields() {
    const entry = {
      ...stamped('insertId', 'logName', 'timestamp', 'receiveTimestamp', 'severity', 'operation'),
      resource: record('', { type: 'platform', labels: 'outsider' }),
      protoPayload: record('@type serviceName methodName resourceLocation numResponseItems', {
        authenticationInfo: record('principalEmail principalSubject serviceAccountKeyName authoritySelector'),
        authorizationInfo: list(record('granted permission permissionType', { resource: 'outsider', resourceAttributes: 'outsider' })),
        requestMetadata: record('callerIp callerNetwork requestAttributes destinationAttributes', {
          callerSuppliedUserAgent: 'outsider',
        }),
        resourceName: 'outsider',
        request: 'outsider',
        response: 'outsider',
        serviceData: 'outsider',
        metadata: 'outsider',
        status: 'outsider',
      }),
    } as const;
    return cloudEventFields(record('', entry), {
      ...entry,
      ...stamped('recordedtime', 'servicename', 'methodname'),
      resourcename: 'outsider',
    });
  },
  recognizes(event) {
    if (typeof peek(event, 'protoPayload') === 'object') return typeof peek(event, 'logName') === 'string';
    return cloudEventTrigger(event) === 'google:audit-log';
  },
};
