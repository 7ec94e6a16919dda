import type { Question } from '../question.ts';

export const sources: Question = {
  name: 'sources',
  title: 'Through which door did attacks come: which trigger, which field?',
  sql: `
    SELECT coalesce("trigger", source, '?') AS door, coalesce(path, '?') AS path, count(DISTINCT fingerprint) AS attacks,
           array_to_string(list_sort(list(DISTINCT coalesce(attack, rule))), ', ') AS kinds,
           coalesce(array_to_string(list_sort(list(DISTINCT "function")), ', '), '') AS functions, max(time) AS last_seen
    FROM events WHERE class_uid = 2004 GROUP BY ALL ORDER BY attacks DESC, last_seen DESC, door, path LIMIT 100`,
};
