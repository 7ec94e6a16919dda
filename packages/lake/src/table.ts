interface Column {
  readonly name: string;
  readonly type: string;
  /** JSON path in the event. */
  readonly path: string;
  readonly about: string;
}

const ours = (name: string): string => `$.unmapped.postern.${name}`;

/** The columns of `events`: what a person asks about, flat. `event` holds all the rest. */
export const columns: readonly Column[] = [
  { name: 'time', type: 'TIMESTAMP', path: '$.time', about: 'when, UTC' },
  {
    name: 'class_uid',
    type: 'INTEGER',
    path: '$.class_uid',
    about: 'OCSF class: 2004 attack, 2002, 2003, 2007 flaw, 6002, 6003 activity',
  },
  { name: 'class', type: 'VARCHAR', path: '$.class_name', about: 'its name' },
  { name: 'severity_id', type: 'INTEGER', path: '$.severity_id', about: '1 informational to 5 critical' },
  { name: 'severity', type: 'VARCHAR', path: '$.severity', about: 'its name' },
  { name: 'rule', type: 'VARCHAR', path: '$.finding_info.analytic.uid', about: 'the rule that found it' },
  { name: 'title', type: 'VARCHAR', path: '$.finding_info.title', about: 'what was found' },
  { name: 'fingerprint', type: 'VARCHAR', path: '$.finding_info.uid', about: 'the same for the same flaw or attack' },
  { name: 'attack', type: 'VARCHAR', path: ours('class'), about: 'class of attack: cmdi, sqli, …' },
  {
    name: 'sas',
    type: 'VARCHAR',
    path: ours('sas'),
    about: 'SAS-1 … SAS-10',
  },
  { name: 'origin', type: 'VARCHAR', path: ours('origin'), about: 'source, event, runtime or account' },
  { name: 'action', type: 'VARCHAR', path: ours('action'), about: 'observed, blocked or failed-open' },
  { name: 'mode', type: 'VARCHAR', path: ours('mode'), about: 'the guard’s mode' },
  { name: 'function', type: 'VARCHAR', path: ours('function'), about: 'the function' },
  { name: 'resource', type: 'VARCHAR', path: ours('resource'), about: 'the resource a flaw is about' },
  { name: 'file', type: 'VARCHAR', path: ours('file'), about: 'where in source' },
  { name: 'line', type: 'INTEGER', path: ours('line'), about: 'its line' },
  { name: 'trigger', type: 'VARCHAR', path: ours('trigger'), about: 'what delivered the event' },
  { name: 'source', type: 'VARCHAR', path: ours('source'), about: 'event, or what the function read' },
  { name: 'path', type: 'VARCHAR', path: ours('path'), about: 'JSON path of the payload' },
  { name: 'sink', type: 'VARCHAR', path: ours('sink'), about: 'the call' },
  { name: 'sink_text', type: 'VARCHAR', path: ours('sinkText'), about: 'what it was about to do' },
  { name: 'excerpt', type: 'VARCHAR', path: ours('excerpt'), about: 'the payload' },
  { name: 'request_id', type: 'VARCHAR', path: ours('requestId'), about: 'the invocation' },
  { name: 'trace_id', type: 'VARCHAR', path: ours('traceId'), about: 'the trace' },
  { name: 'account', type: 'VARCHAR', path: '$.cloud.account.uid', about: 'the account' },
  { name: 'region', type: 'VARCHAR', path: '$.cloud.region', about: 'the region' },
  { name: 'count', type: 'BIGINT', path: '$.count', about: 'how often one instance had seen it' },
  { name: 'activity', type: 'VARCHAR', path: ours('activity'), about: 'start, summary or invocation' },
  { name: 'event', type: 'JSON', path: '$', about: 'the whole OCSF event' },
];

/** The statements that fill `events` from JSON lines. A line that is no JSON is left out. */
export function createEvents(files: readonly string[], since: number | undefined): readonly string[] {
  const selected = columns.map(({ name, type }, i) => `${columnValue(name, type, `x[${i + 1}]`)} AS "${name}"`).join(',\n  ');
  const lines =
    files.length === 0
      ? '(SELECT NULL::JSON AS json WHERE false)'
      : `read_ndjson_objects([${files.map(literal).join(', ')}], ignore_errors = true, maximum_object_size = 1048576)`;
  // All paths in one call: each call parses the whole line, and 2,048 lines times thirty parsed copies were a gigabyte.
  const paths = columns.map(({ path }) => `'${path}'`).join(', ');
  const bound = since === undefined ? '' : `\nWHERE TRY_CAST(x[1] AS BIGINT) >= ${Math.trunc(since)}`;
  return [
    `CREATE TABLE events AS SELECT\n  ${selected},\n  md5_number(json::VARCHAR) AS digest
FROM (SELECT json, json_extract_string(json, [${paths}]) AS x FROM ${lines} WHERE json IS NOT NULL)${bound}`,
    // The same log may be given twice. By a digest that nobody can aim at: a forged line must not hide a real one.
    'DELETE FROM events WHERE rowid NOT IN (SELECT min(rowid) FROM events GROUP BY digest)',
    'ALTER TABLE events DROP COLUMN digest',
  ];
}

function columnValue(name: string, type: string, text: string): string {
  switch (type) {
    case 'TIMESTAMP':
      return `make_timestamp(TRY_CAST(${text} AS BIGINT) * 1000)`;
    case 'INTEGER':
      return `TRY_CAST(${text} AS INTEGER)`;
    case 'BIGINT':
      return `coalesce(TRY_CAST(${text} AS BIGINT), 1)`;
    case 'JSON':
      return 'json';
    default:
      // A list of texts, as words.
      return name === 'sas' ? `trim(regexp_replace(${text}, '[\\[\\]",]+', ' ', 'g'))` : text;
  }
}

/** A path as DuckDB takes it: a file's name is a pattern to it, and `[` in a folder's name is no class of characters. */
function literal(file: string): string {
  return `'${file.replace(/[*?[]/g, '[$&]').replaceAll("'", "''")}'`;
}
