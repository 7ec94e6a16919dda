import type { Question } from '../question.ts';

export const functions: Question = {
  name: 'functions',
  title: 'Which functions are under attack, which have known flaws, and is their guard on?',
  sql: `
    SELECT "function",
           coalesce(max_by(severity, severity_id) FILTER (WHERE activity IS NULL), '-') AS worst,
           count(DISTINCT fingerprint) FILTER (WHERE class_uid = 2004) AS attacks,
           count(*) FILTER (WHERE class_uid = 2004 AND action = 'blocked') AS stopped,
           count(DISTINCT fingerprint) FILTER (WHERE class_uid IN (2002, 2003, 2007, 2008)) AS flaws,
           coalesce(max_by(mode, time) FILTER (WHERE mode IS NOT NULL), 'no guard seen') AS guard,
           max(time) AS last_seen
    FROM events WHERE "function" IS NOT NULL GROUP BY "function"
    ORDER BY attacks DESC, flaws DESC, "function" LIMIT 200`,
};
