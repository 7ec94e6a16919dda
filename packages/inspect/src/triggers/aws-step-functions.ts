import { hasTexts, record } from '../event-shape.ts';
import { type Field, peek, type Trigger } from '../trigger.ts';

/**
 * Input of a Step Functions task that gets the context object or a task token with it. What the state machine selects has no form of its own: it
 * is recognised by the context (`$$`), at the top or under the usual names, or by a token beside the input.
 */
export const awsStepFunctions: Trigger = {
  id: 'aws:step-functions',
  title: 'AWS Step Functions task',
  document: 'https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html',
  outsiderControlled: true,
  example: 'aws/step-functions-task.json',
  keys: ['StateMachine', 'context', 'Context', 'taskToken', 'TaskToken', 'token', 'Token', 'myTaskToken', 'MyTaskToken'],
  fields: () => {
    const context = contextFields();
    return record('taskToken TaskToken', { ...context, context: record('', context), Context: record('', context) });
  },
  recognizes: (event) => isContext(event) || isContext(peek(event, 'context')) || isContext(peek(event, 'Context')) || hasToken(event),
};

function isContext(value: unknown): boolean {
  return hasTexts(peek(value, 'StateMachine'), 'Id') && hasTexts(peek(value, 'Execution'), 'Id');
}

/** Tokens are hundreds of characters of base64 that start with the bytes of a version. */
function hasToken(event: unknown): boolean {
  const token =
    peek(event, 'taskToken') ??
    peek(event, 'TaskToken') ??
    peek(event, 'token') ??
    peek(event, 'Token') ??
    peek(event, 'myTaskToken') ??
    peek(event, 'MyTaskToken');
  return typeof token === 'string' && token.length >= 100 && (token.startsWith('AAAA') || token.startsWith('AQ'));
}

function contextFields(): Readonly<Record<string, Field>> {
  return {
    // Whoever starts an execution names it and chooses its input.
    Execution: record('RoleArn StartTime RedriveCount RedriveTime', { Id: 'outsider', Name: 'outsider', Input: 'outsider' }),
    State: record('EnteredTime Name RetryCount'),
    StateMachine: record('Id Name'),
    Task: record('Token'),
    Map: 'outsider',
  };
}
