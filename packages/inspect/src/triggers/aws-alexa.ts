import { hasObject, hasTexts, record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** A request to an Alexa skill. Slots are what a user said; attributes what the skill remembered of it. Tokens are never read. */
export const awsAlexa: Trigger = {
  id: 'aws:alexa',
  title: 'Alexa skill',
  document: 'https://developer.amazon.com/en-US/docs/alexa/custom-skills/request-and-response-json-reference.html',
  outsiderControlled: true,
  example: 'aws/sls-alexa-skill-event.json',
  keys: ['session', 'context'],
  fields: () => {
    const application = record('applicationId');
    const user = record('userId accessToken permissions');
    return record('version', {
      session: record('new sessionId', { application, user, attributes: 'outsider' }),
      context: record('', { System: record('apiEndpoint apiAccessToken', { application, user, device: 'outsider' }) }),
      request: 'outsider',
    });
  },
  recognizes: (event) =>
    hasTexts(peek(event, 'request'), 'type', 'requestId') &&
    (hasObject(event, 'context', 'System') || typeof peek(event, 'session', 'application', 'applicationId') === 'string'),
};
