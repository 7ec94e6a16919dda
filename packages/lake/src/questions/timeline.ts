import type { Question } from '../question.ts';

export const timeline: Question = {
  name: 'timeline',
  title: 'When did it happen: attacks and starts by the hour?',
  sql: `
    SELECT date_trunc('hour', time) AS hour, count(*) FILTER (WHERE class_uid = 2004) AS attacks,
           count(*) FILTER (WHERE action = 'blocked') AS stopped, count(*) FILTER (WHERE severity_id >= 4) AS high_or_worse,
           count(*) FILTER (WHERE activity = 'start') AS starts,
           coalesce(array_to_string(list_sort(list(DISTINCT "function") FILTER (WHERE class_uid = 2004)), ', '), '') AS functions
    FROM events WHERE class_uid = 2004 OR activity IS NOT NULL GROUP BY ALL ORDER BY hour DESC LIMIT 168`,
};
