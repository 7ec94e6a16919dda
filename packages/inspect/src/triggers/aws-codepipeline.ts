import { hasObject, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** A job of an invoke action of CodePipeline. The owner configured it; names of artifacts and revisions come from the sources. Its credentials are never read. */
export const awsCodepipeline: Trigger = {
  id: 'aws:codepipeline',
  title: 'AWS CodePipeline job',
  document: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html',
  outsiderControlled: true,
  example: 'aws/codepipeline-job-event.json',
  keys: ['CodePipeline.job'],
  fields: () =>
    record('', {
      'CodePipeline.job': record('id accountId', {
        data: record('artifactCredentials encryptionKey', {
          actionConfiguration: 'outsider',
          inputArtifacts: 'outsider',
          outputArtifacts: 'outsider',
          continuationToken: 'outsider',
        }),
      }),
    }),
  recognizes: (event) => hasObject(event, 'CodePipeline.job', 'data'),
};
