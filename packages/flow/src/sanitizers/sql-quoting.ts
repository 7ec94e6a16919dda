import { defineSanitizer, type Sanitizer } from '../sanitizer.ts';

/** One literal or name for the database. */
export const sqlQuotingSanitizer: Sanitizer = defineSanitizer({
  id: 'sql-quoting',
  calls: {
    javascript: [
      'pg.escapeLiteral',
      'pg.escapeIdentifier',
      'pg-format',
      'mysql.escape',
      'mysql.format',
      'mysql2.escape',
      'mysql2.format',
      'sqlstring.escape',
      'sqlstring.format',
      '*.escapeLiteral',
      '*.escapeIdentifier',
    ],
    python: ['psycopg2.sql.Identifier', 'psycopg2.sql.Literal', 'psycopg.sql.Identifier', 'psycopg.sql.Literal', '*.mogrify'],
  },
  safeFor: ['sqli'],
});
