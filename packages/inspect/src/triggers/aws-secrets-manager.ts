import { hasTexts, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** A step of the rotation of a secret. */
export const awsSecretsManager: Trigger = {
  id: 'aws:secrets-manager',
  title: 'AWS Secrets Manager rotation',
  document: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html',
  outsiderControlled: false,
  example: 'aws/secretsmanager-secret-rotation-event.json',
  keys: ['SecretId'],
  fields: () => record('Step SecretId ClientRequestToken RotationToken'),
  recognizes: (event) => hasTexts(event, 'SecretId', 'ClientRequestToken', 'Step'),
};
