import { hasTexts, record } from '../event-shape.ts';
import { type Field, peek, type Trigger } from '../trigger.ts';

/** A directive of the Alexa Smart Home API, payload versions 2 and 3. */
export const awsAlexaSmartHome: Trigger = {
  id: 'aws:alexa-smart-home',
  title: 'Alexa smart home skill',
  document: 'https://developer.amazon.com/en-US/docs/alexa/device-apis/alexa-interface.html',
  outsiderControlled: true,
  example: 'aws/alexa-smart-home-directive.json',
  keys: ['directive', 'header'],
  fields: () => {
    const directive: Readonly<Record<string, Field>> = {
      header: record('namespace name payloadVersion messageId correlationToken instance'),
      endpoint: record('scope', { endpointId: 'outsider', cookie: 'outsider' }),
      payload: record('accessToken scope'),
    };
    return record('', { directive: record('', directive), ...directive });
  },
  recognizes: (event) => {
    const header = peek(event, 'directive', 'header') ?? peek(event, 'header');
    return hasTexts(header, 'namespace', 'name', 'payloadVersion');
  },
};
