import type { Question } from '../question.ts';

export const blocked: Question = {
  name: 'blocked',
  title: 'Which calls were stopped, the latest first, and for which request?',
  sql: `
    SELECT time, "function", rule, sink, sink_text, concat_ws(' ', source, path) AS came_from, request_id
    FROM events WHERE class_uid = 2004 AND action = 'blocked' ORDER BY time DESC, fingerprint, rule LIMIT 100`,
};
