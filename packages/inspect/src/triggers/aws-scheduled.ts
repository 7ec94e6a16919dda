import { object, peek, type Trigger } from '../trigger.ts';

/** The tick of a schedule rule or of EventBridge Scheduler: nobody outside has a say in it. What its detail should not hold is still looked at. */
export const awsScheduled: Trigger = {
  id: 'aws:scheduled',
  title: 'Amazon EventBridge schedule',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html',
  outsiderControlled: false,
  example: 'aws/sls-scheduled.json',
  keys: ['detail-type'],
  fields: () =>
    object(
      {
        version: 'platform',
        id: 'platform',
        account: 'platform',
        region: 'platform',
        time: 'platform',
        source: 'platform',
        'detail-type': 'platform',
        resources: 'platform',
      },
      { namesAreData: false },
    ),
  // `aws.` sources are reserved, so nobody else can put such an event on a bus. EventBridge Scheduler sends the same without a bus, its detail a text.
  recognizes(event) {
    const source = peek(event, 'source');
    return (
      (source === 'aws.events' || source === 'aws.scheduler') &&
      peek(event, 'detail-type') === 'Scheduled Event' &&
      typeof peek(event, 'account') === 'string' &&
      typeof peek(event, 'region') === 'string'
    );
  },
};
