import { hasObject, hasTexts, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** A macro that transforms a CloudFormation template. */
export const awsCloudformationMacro: Trigger = {
  id: 'aws:cloudformation-macro',
  title: 'AWS CloudFormation macro',
  document: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html',
  outsiderControlled: false,
  example: 'aws/cloudformation-macro.json',
  keys: ['transformId'],
  fields: () =>
    record('region accountId transformId requestId', { fragment: 'outsider', params: 'outsider', templateParameterValues: 'outsider' }),
  recognizes: (event) => hasTexts(event, 'transformId', 'requestId') && hasObject(event, 'fragment'),
};
