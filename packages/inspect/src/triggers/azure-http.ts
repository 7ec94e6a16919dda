import { handedOver, hostKeys, itemOf } from '../azure.ts';
import { cloudEventType } from '../cloud-event.ts';
import { record, stamped } from '../event-shape.ts';
import { encoded, object, peek, type Trigger } from '../trigger.ts';

// The front end routes by these and writes them itself; X-Forwarded-For and all others can be the client's own.
const headers = object(stamped('host', 'x-arr-log-id', 'x-arr-ssl', 'x-site-deployment-id', 'was-default-hostname', 'max-forwards'), {
  ignoreCase: true,
});

/** An HTTP request, as Node gets it and as the host describes it to a custom handler. */
export const azureHttp: Trigger = {
  id: 'azure:http',
  title: 'Azure Functions, HTTP request',
  document: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger',
  example: 'azure/http-trigger.json',
  keys: ['url', ...hostKeys],
  outsiderControlled: true,
  fields() {
    const request = {
      method: 'outsider',
      url: 'outsider',
      originalUrl: 'outsider',
      headers,
      query: 'outsider',
      // The names are those of the route.
      params: record(''),
      user: 'outsider',
      body: 'outsider',
      rawBody: 'outsider',
      bufferBody: encoded('base64'),
    } as const;
    const described = record('', {
      Method: 'outsider',
      Url: 'outsider',
      Headers: headers,
      Query: 'outsider',
      Params: record(''),
      Identities: 'outsider',
      Body: 'outsider',
    });
    return record('', { ...request, ...handedOver({}, described) });
  },
  recognizes(event) {
    const url = peek(event, 'url');
    if (typeof url === 'string')
      return (
        url.startsWith('http') &&
        typeof peek(event, 'method') === 'string' &&
        typeof peek(event, 'headers') === 'object' &&
        cloudEventType(event) === undefined
      );
    const item = itemOf(event);
    if (item === event) return false;
    return (
      (typeof peek(item, 'Url') === 'string' && typeof peek(item, 'Method') === 'string') ||
      (typeof peek(item, 'originalUrl') === 'string' && typeof peek(item, 'method') === 'string')
    );
  },
};
