import { record } from '../event-shape.ts';
import { encoded, peek, type Trigger } from '../trigger.ts';
import { webActionFields } from '../web-action.ts';

/** A request to a raw web action: query and body unparsed, the body in base64 unless it is plain text. */
export const openwhiskRawWebAction: Trigger = {
  id: 'openwhisk:raw-web-action',
  title: 'OpenWhisk raw web action',
  document: 'https://github.com/apache/openwhisk/blob/master/docs/webactions.md#raw-http-handling',
  example: 'openwhisk/raw-http-web-action.json',
  keys: ['__ow_query', '__ow_body'],
  outsiderControlled: true,
  fields: () => record('', { ...webActionFields(), __ow_query: 'outsider', __ow_body: encoded('base64') }),
  recognizes: (event) => peek(event, '__ow_query') !== undefined || peek(event, '__ow_body') !== undefined,
};
