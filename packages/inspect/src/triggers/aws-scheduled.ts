import { hasTexts, record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** The tick of a schedule rule or of EventBridge Scheduler: nobody outside has a say in it. What its detail should not hold is still looked at. */
export const awsScheduled: Trigger = {
  id: 'aws:scheduled',
  title: 'Amazon EventBridge schedule',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html',
  outsiderControlled: false,
  example: 'aws/sls-scheduled.json',
  keys: ['detail-type'],
  fields: () => record('version id account region time source detail-type resources'),
  // `aws.` sources are reserved, so nobody else can put such an event on a bus. EventBridge Scheduler sends the same without a bus, its detail a text.
  recognizes(event) {
    const source = peek(event, 'source');
    return (
      (source === 'aws.events' || source === 'aws.scheduler') &&
      peek(event, 'detail-type') === 'Scheduled Event' &&
      hasTexts(event, 'account', 'region')
    );
  },
};
