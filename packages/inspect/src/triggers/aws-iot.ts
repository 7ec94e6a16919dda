import { hasObject, hasTexts } from '../event-shape.ts';
import { object, peek, type Trigger } from '../trigger.ts';

/**
 * What an AWS IoT rule selects: the device's message and functions of it such as `topic()` and `clientid()`, under names of the rule's choice; and what
 * the service itself publishes: presence and subscriptions, the registry, jobs, shadows. Recognised by the usual names. The device chooses everything
 * but `principal()` and the time stamps.
 */
export const awsIot: Trigger = {
  id: 'aws:iot',
  title: 'AWS IoT rule',
  document: 'https://docs.aws.amazon.com/iot/latest/developerguide/lambda-rule-action.html',
  outsiderControlled: true,
  example: 'aws/iot-rule.json',
  keys: ['topic', 'mqttTopic', 'clientId', 'clientid', 'state', 'eventType'],
  fields: () =>
    object({
      topic: 'outsider',
      mqttTopic: 'outsider',
      clientId: 'outsider',
      clientid: 'outsider',
      clientToken: 'outsider',
      payload: 'outsider',
      state: 'outsider',
      thingName: 'outsider',
      principal: 'platform',
      principalIdentifier: 'platform',
      sessionIdentifier: 'platform',
      eventType: 'platform',
      disconnectReason: 'platform',
      ipAddress: 'platform',
    }),
  recognizes: (event) => !hasEnvelope(event) && (isRule(event) || isPresence(event) || isShadow(event) || isRegistry(event)),
};

/** Other events with a topic or a client. */
function hasEnvelope(event: unknown): boolean {
  return (
    peek(event, 'requestContext') !== undefined ||
    peek(event, 'Records') !== undefined ||
    peek(event, 'eventSource') !== undefined ||
    // Event Grid and CloudEvents.
    peek(event, 'subject') !== undefined ||
    peek(event, 'specversion') !== undefined
  );
}

function isRule(event: unknown): boolean {
  const topic = peek(event, 'topic') ?? peek(event, 'mqttTopic');
  // Topics of Watson IoT Platform begin with its version.
  return typeof topic === 'string' && !topic.startsWith('iot-2/') && peek(event, 'eventType') === undefined;
}

function isPresence(event: unknown): boolean {
  return hasTexts(event, 'clientId', 'eventType') && (hasTexts(event, 'sessionIdentifier') || hasTexts(event, 'principalIdentifier'));
}

function isShadow(event: unknown): boolean {
  return (
    (hasObject(event, 'state', 'reported') || hasObject(event, 'state', 'desired')) &&
    (typeof peek(event, 'version') === 'number' || hasObject(event, 'metadata'))
  );
}

function isRegistry(event: unknown): boolean {
  const type = peek(event, 'eventType');
  return typeof type === 'string' && (type.startsWith('THING_') || type.startsWith('JOB')) && hasTexts(event, 'eventId');
}
