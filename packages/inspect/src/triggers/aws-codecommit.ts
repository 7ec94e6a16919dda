import { record } from '../event-shape.ts';
import { hasRecordsOf, list, type Trigger } from '../trigger.ts';

/** A push to a CodeCommit repository. Whoever pushes names branches and tags. */
export const awsCodecommit: Trigger = {
  id: 'aws:codecommit',
  title: 'AWS CodeCommit trigger',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/services-codecommit.html',
  outsiderControlled: true,
  example: 'aws/code-commit-event.json',
  keys: ['aws:codecommit'],
  fields: () =>
    record('', {
      Records: list(
        record(
          'eventId eventVersion eventTime eventTriggerName eventPartNumber eventName eventTriggerConfigId eventSourceARN eventSource awsRegion eventTotalParts',
          {
            codecommit: record('', { references: list(record('commit created deleted', { ref: 'outsider' })) }),
            customData: 'outsider',
            userIdentityARN: 'outsider',
          },
        ),
      ),
    }),
  recognizes: (event) => hasRecordsOf(event, 'aws:codecommit'),
};
