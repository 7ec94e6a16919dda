import { hasObject, record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** A code hook of Amazon Lex, V1 and V2. Transcripts, slots and attributes hold what a user said or typed. */
export const awsLex: Trigger = {
  id: 'aws:lex',
  title: 'Amazon Lex bot',
  document: 'https://docs.aws.amazon.com/lexv2/latest/dg/lambda-input-format.html',
  outsiderControlled: true,
  example: 'aws/lex-v2-event.json',
  keys: ['currentIntent', 'sessionState'],
  fields: () =>
    record('messageVersion invocationSource inputMode outputDialogMode responseContentType invocationLabel', {
      bot: record('id name alias aliasId aliasName localeId version'),
      userId: 'outsider',
      sessionId: 'outsider',
      inputTranscript: 'outsider',
      rawInputTranscript: 'outsider',
      currentIntent: 'outsider',
      sessionState: 'outsider',
      interpretations: 'outsider',
      proposedNextState: 'outsider',
      transcriptions: 'outsider',
      sessionAttributes: 'outsider',
      requestAttributes: 'outsider',
    }),
  recognizes: (event) =>
    hasObject(event, 'bot') &&
    (hasObject(event, 'currentIntent') || hasObject(event, 'sessionState')) &&
    typeof peek(event, 'invocationSource') === 'string',
};
