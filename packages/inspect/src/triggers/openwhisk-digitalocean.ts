import { record, stamped } from '../event-shape.ts';
import { encoded, object, peek, type Trigger } from '../trigger.ts';

/** DigitalOcean Functions, an OpenWhisk: the request is in `http`; parsed parameters, when asked for, stand beside it. */
export const openwhiskDigitalocean: Trigger = {
  id: 'openwhisk:digitalocean',
  title: 'DigitalOcean Functions, HTTP request',
  document: 'https://docs.digitalocean.com/products/functions/reference/parameters-responses/',
  example: 'openwhisk/digitalocean-http.json',
  keys: ['http'],
  outsiderControlled: true,
  fields: () =>
    object({
      http: record('', {
        method: 'platform',
        path: 'outsider',
        queryString: 'outsider',
        headers: object(stamped('host', 'x-forwarded-proto', 'x-request-id'), { ignoreCase: true }),
        body: encoded('base64', 'isBase64Encoded'),
        isBase64Encoded: 'platform',
      }),
    }),
  recognizes(event) {
    const http = peek(event, 'http');
    return typeof peek(http, 'method') === 'string' && typeof peek(http, 'headers') === 'object' && typeof peek(http, 'path') === 'string';
  },
};
