import { stamped } from './event-shape.ts';
import { type Field, object } from './trigger.ts';

/** What the API gateway of OpenWhisk adds to the parameters. https://github.com/apache/openwhisk/blob/master/docs/webactions.md */
export function webActionFields(): Readonly<Record<string, Field>> {
  return {
    ...stamped('__ow_method', '__ow_user'),
    __ow_headers: object(stamped('host', 'x-forwarded-proto', 'x-forwarded-port', 'x-request-id'), { ignoreCase: true }),
    __ow_path: 'outsider',
  };
}
