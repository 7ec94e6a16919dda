import { baseEvent, type MappingOptions, timeOf } from './event.ts';
import { bounded, type Members, object, present, text } from './tolerant.ts';

const lifecycle = 6002;
const apiActivity = 6003;

/** What a function did when nothing was wrong: its start and summaries are its lifecycle, an invocation is a call of it. */
export function activityEvent(record: Members, options: MappingOptions): Record<string, unknown> {
  const activity = text(record['activity'], 40) ?? 'activity';
  const details = object(record['details']);
  const functionName = text(record['function'], 200);
  const requestId = text(record['requestId'], 200);
  const isCall = activity === 'invocation';
  const isStart = activity === 'start';
  const event = baseEvent(
    {
      classUid: isCall ? apiActivity : lifecycle,
      activity: isStart ? 3 : 99,
      severity: 1,
      time: timeOf(record['time'], options),
      message: isStart ? `The guard started in mode ${text(details['mode'], 40) ?? 'unknown'}` : undefined,
      code: `activity/${activity}`,
      version: text(details['guardVersion'], 40),
      correlation: requestId,
      account: text(details['account'], 40) ?? text(options.account, 40),
      region: text(details['region'], 40) ?? text(options.region, 40),
      profiles: [],
      identity: [activity, functionName, requestId],
    },
    options,
  );
  return {
    ...event,
    ...(isStart ? {} : { activity_name: isCall ? 'Invoke' : activity }),
    ...(isCall
      ? {
          api: present({
            operation: 'Invoke',
            service: { name: 'function' },
            request: requestId === undefined ? undefined : { uid: requestId },
          }),
          actor: { invoked_by: text(details['trigger'], 100) ?? 'unknown' },
          src_endpoint: { svc_name: text(details['trigger'], 100) ?? 'unknown' },
        }
      : { app: { name: functionName ?? 'unknown function' } }),
    unmapped: {
      postern: present({ activity, function: functionName, requestId, mode: text(details['mode'], 40), details: bounded(details, 8000) }),
    },
  };
}
