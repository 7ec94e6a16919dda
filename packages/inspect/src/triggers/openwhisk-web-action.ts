import { object, peek, type Trigger } from '../trigger.ts';
import { webActionFields } from '../web-action.ts';

/** A request to a web action: what stood in query and body are parameters, under names of the client's choice. */
export const openwhiskWebAction: Trigger = {
  id: 'openwhisk:web-action',
  title: 'OpenWhisk web action',
  document: 'https://github.com/apache/openwhisk/blob/master/docs/webactions.md',
  example: 'openwhisk/http-web-action.json',
  keys: ['__ow_method', '__ow_headers'],
  outsiderControlled: true,
  fields: () => object(webActionFields()),
  recognizes: (event) =>
    (peek(event, '__ow_method') !== undefined || peek(event, '__ow_headers') !== undefined) &&
    peek(event, '__ow_query') === undefined &&
    peek(event, '__ow_body') === undefined,
};
