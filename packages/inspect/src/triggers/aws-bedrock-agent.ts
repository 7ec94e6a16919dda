import { hasObject, hasTexts, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/**
 * An action group of a Bedrock agent, by API schema or by function details. A model filled in the parameters, under the influence of the user's
 * input and of every document it read.
 */
export const awsBedrockAgent: Trigger = {
  id: 'aws:bedrock-agent',
  title: 'Amazon Bedrock agent action',
  document: 'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-lambda.html',
  outsiderControlled: true,
  example: 'aws/pt-bedrock-agent-post-event.json',
  keys: ['actionGroup'],
  fields: () =>
    record('messageVersion agent actionGroup apiPath httpMethod function', {
      sessionId: 'outsider',
      inputText: 'outsider',
      parameters: 'outsider',
      requestBody: 'outsider',
      sessionAttributes: 'outsider',
      promptSessionAttributes: 'outsider',
    }),
  recognizes: (event) => hasTexts(event, 'actionGroup', 'messageVersion') && hasObject(event, 'agent'),
};
