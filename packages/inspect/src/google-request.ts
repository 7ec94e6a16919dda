import { record, stamped } from './event-shape.ts';
import { encoded, envelope, type Field, object, peek } from './trigger.ts';

const taskHeaders = ['x-cloudtasks-queuename', 'x-appengine-queuename', 'x-cloudscheduler'] as const;

/** An HTTP request of the Functions Framework: Express's. https://cloud.google.com/functions/docs/writing/write-http-functions */
export function requestFields(): Field {
  return record('method httpVersion protocol', {
    url: 'outsider',
    originalUrl: 'outsider',
    path: 'outsider',
    // The front end overwrites these; X-Forwarded-For begins with what the client said, and a client may send a trace context of its own.
    headers: object(
      stamped(
        'host',
        'x-forwarded-proto',
        'function-execution-id',
        'x-appengine-country',
        'x-appengine-request-log-id',
        'x-appengine-default-version-hostname',
      ),
      { ignoreCase: true },
    ),
    query: 'outsider',
    params: record(''),
    cookies: 'outsider',
    // A push subscription, a task or an upstream service may put its event here.
    body: envelope,
    rawBody: encoded('base64'),
  });
}

/** Whether Cloud Tasks or Cloud Scheduler says that it sent the request. Whoever may call the function without a token may say so too. */
export function isFromQueue(event: unknown): boolean {
  const headers = peek(event, 'headers');
  if (typeof headers !== 'object') return false;
  for (let i = 0; i < taskHeaders.length; i++) if (peek(headers, taskHeaders[i] as string) !== undefined) return true;
  return false;
}
