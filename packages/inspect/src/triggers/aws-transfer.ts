import { hasTexts, record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** AWS Transfer Family: the identity provider's question who may log in, and a custom step of a workflow on an uploaded file. */
export const awsTransfer: Trigger = {
  id: 'aws:transfer',
  title: 'AWS Transfer Family',
  document: 'https://docs.aws.amazon.com/transfer/latest/userguide/custom-lambda-idp.html',
  outsiderControlled: true,
  example: 'aws/transfer-identity-provider.json',
  keys: ['serverId', 'serviceMetadata'],
  fields: () =>
    record('protocol serverId sourceIp token', {
      username: 'outsider',
      password: 'outsider',
      serviceMetadata: record('', {
        executionDetails: record('workflowId executionId'),
        transferDetails: record('sessionId serverId', { userName: 'outsider' }),
      }),
      // Whoever uploads names the file.
      fileLocation: record('domain bucket eTag versionId fileSystemId', { key: 'outsider', path: 'outsider' }),
    }),
  recognizes: (event) =>
    hasTexts(event, 'serverId', 'username', 'protocol') ||
    hasTexts(peek(event, 'serviceMetadata', 'executionDetails'), 'workflowId', 'executionId'),
};
