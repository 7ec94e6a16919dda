import { object, peek, type Trigger } from '../trigger.ts';

/**
 * What an AWS IoT rule selects: the device's message and functions of it such as `topic()` and `clientid()`, under names of the rule's choice.
 * Recognised by the usual names; the device chooses everything but `principal()` and the time stamps.
 */
export const awsIot: Trigger = {
  id: 'aws:iot',
  title: 'AWS IoT rule',
  document: 'https://docs.aws.amazon.com/iot/latest/developerguide/lambda-rule-action.html',
  outsiderControlled: true,
  example: 'aws/iot-button-event.json',
  fields: () => object({ topic: 'outsider', clientId: 'outsider', clientid: 'outsider', payload: 'outsider', state: 'outsider' }),
  recognizes(event) {
    const hasText = (name: string): boolean => typeof peek(event, name) === 'string';
    const hasRecords = peek(event, 'Records') !== undefined || peek(event, 'requestContext') !== undefined;
    if (hasRecords) return false;
    const isRule = (hasText('topic') || hasText('mqttTopic')) && !hasText('eventType');
    const isPresence = hasText('clientId') && hasText('eventType') && (hasText('sessionIdentifier') || hasText('principalIdentifier'));
    const isButton = hasText('serialNumber') && hasText('clickType') && peek(event, 'batteryVoltage') !== undefined;
    const isOneClick = peek(event, 'deviceEvent') !== undefined && peek(event, 'placementInfo') !== undefined;
    const isShadow =
      (peek(event, 'state', 'reported') !== undefined || peek(event, 'state', 'desired') !== undefined) &&
      typeof peek(event, 'version') === 'number';
    return isRule || isPresence || isButton || isOneClick || isShadow;
  },
};
