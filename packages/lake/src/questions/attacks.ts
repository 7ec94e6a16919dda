import type { Question } from '../question.ts';

// The guard writes a finding at every doubling of its count, so the highest count is what one instance saw at least.
export const attacks: Question = {
  name: 'attacks',
  title: 'What attacked us, how often, and was it stopped?',
  sql: `
    WITH findings AS (
      SELECT fingerprint, rule, max_by(severity, severity_id) AS severity, max(severity_id) AS severity_id, any_value(attack) AS attack,
             greatest(max(count), count(*)) AS times, count(*) AS reports, count(*) FILTER (WHERE action = 'blocked') AS blocked,
             list(DISTINCT "function") AS functions, min(time) AS first_seen, max(time) AS last_seen
      FROM events WHERE class_uid = 2004 GROUP BY fingerprint, rule)
    SELECT max_by(severity, severity_id) AS severity, rule, any_value(attack) AS attack, sum(times)::BIGINT AS times,
           CASE WHEN sum(blocked) = 0 THEN 'no' WHEN sum(blocked) = sum(reports) THEN 'yes' ELSE 'partly' END AS stopped,
           array_to_string(list_sort(list_distinct(flatten(list(functions)))), ', ') AS functions,
           min(first_seen) AS first_seen, max(last_seen) AS last_seen
    FROM findings GROUP BY rule ORDER BY max(severity_id) DESC, times DESC, rule`,
};
