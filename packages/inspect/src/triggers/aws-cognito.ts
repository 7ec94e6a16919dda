import { hasObject, hasTexts, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/**
 * A trigger of a Cognito user pool: sign-up, authentication, confirmation, challenges, messages and their senders, tokens, migration, federation.
 * Users choose their name, attributes, password, answers and the client's metadata.
 */
export const awsCognito: Trigger = {
  id: 'aws:cognito',
  title: 'Amazon Cognito user pool',
  document: 'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html',
  outsiderControlled: true,
  example: 'aws/cognito-event-userpools-presignup.json',
  keys: ['triggerSource'],
  fields: () =>
    record('version triggerSource region userPoolId', {
      userName: 'outsider',
      callerContext: record('awsSdkVersion awsSdk clientId'),
      // Placeholders, the encrypted code, and what identity providers are called are the pool's.
      request: record('codeParameter linkParameter type code newDeviceUsed userNotFound providerType', {
        userAttributes: 'outsider',
        validationData: 'outsider',
        clientMetadata: 'outsider',
        password: 'outsider',
        challengeAnswer: 'outsider',
        challengeName: 'outsider',
        session: 'outsider',
        attributes: 'outsider',
        groupConfiguration: 'outsider',
        scopes: 'outsider',
      }),
      response: 'outsider',
    }),
  recognizes: (event) => hasTexts(event, 'triggerSource', 'userPoolId') && hasObject(event, 'request'),
};
