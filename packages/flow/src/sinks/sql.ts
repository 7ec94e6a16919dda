import type { Abstract } from '../abstract.ts';
import { defineSink, type Sink } from '../sink.ts';

const statement = /^[\s('"(]{0,20}(?:select|insert|update|delete|merge|with|call|exec|create|alter|drop|truncate|grant|set)\b/i;

/** The text of a query. Values beside it are parameters: the safe way in. */
export const sqlSink: Sink = defineSink({
  id: 'sql',
  kind: 'sql',
  class: 'sqli',
  calls: {
    javascript: [
      'pg.Client().query',
      'pg.Pool().query',
      'mysql.createConnection().query',
      'mysql.createPool().query',
      'mysql2.createConnection().query',
      'mysql2.createConnection().execute',
      'mysql2.createPool().query',
      'mysql2/promise.createConnection().query',
      'mysql2/promise.createConnection().execute',
      'mysql2/promise.createPool().query',
      'sqlite3.Database().all',
      'sqlite3.Database().run',
      'better-sqlite3().prepare',
      'better-sqlite3().exec',
      'knex().raw',
      'sequelize.Sequelize().query',
      '*.query',
      '*.execute',
      '*.raw',
      '*.$queryRawUnsafe',
      '*.$executeRawUnsafe',
    ],
    python: [
      'psycopg2.connect().cursor().execute',
      'psycopg.connect().cursor().execute',
      'pymysql.connect().cursor().execute',
      'sqlite3.connect().execute',
      'sqlite3.connect().cursor().execute',
      'pg8000.native.Connection().run',
      '*.execute',
      '*.executemany',
      '*.executescript',
    ],
  },
  inspects({ args, named, ref }) {
    const query = args[0] ?? named.get('query');
    const text = query?.members?.get('text') ?? query?.members?.get('sql') ?? query;
    // On an object that is not known only what reads as SQL counts: many things have a `query`.
    if (ref.startsWith('*.') && !readsAsSql(text)) return [];
    return [text];
  },
});

function readsAsSql(value: Abstract | undefined): boolean {
  if (!value) return false;
  return [value.text, ...value.taints.map(({ prefix }) => prefix)].some((text) => text !== undefined && statement.test(text));
}
