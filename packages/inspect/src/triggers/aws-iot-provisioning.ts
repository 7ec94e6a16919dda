import { hasObject, hasTexts, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** The hook before AWS IoT provisions a device: parameters are what the device asks for. */
export const awsIotProvisioning: Trigger = {
  id: 'aws:iot-provisioning',
  title: 'AWS IoT pre-provisioning hook',
  document: 'https://docs.aws.amazon.com/iot/latest/developerguide/pre-provisioning-hook.html',
  outsiderControlled: true,
  example: 'aws/iot-preprovision-hook-request.json',
  keys: ['templateArn'],
  fields: () =>
    record('claimCertificateId certificateId templateArn', { certificatePem: 'outsider', clientId: 'outsider', parameters: 'outsider' }),
  recognizes: (event) => hasTexts(event, 'templateArn', 'certificateId') && hasObject(event, 'parameters'),
};
