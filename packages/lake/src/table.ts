interface Column {
  readonly name: string;
  readonly type: string;
  /** JSON path in the event, or an expression over `json`. */
  readonly from: string;
  readonly about: string;
}

const path = (json: string, type: string = 'VARCHAR'): string =>
  type === 'VARCHAR' ? `json ->> '${json}'` : `TRY_CAST(json ->> '${json}' AS ${type})`;
const ours = (name: string, type?: string): string => path(`$.unmapped.postern.${name}`, type);

/** The columns of `events`: what a person asks about, flat. `event` holds all the rest. */
export const columns: readonly Column[] = [
  { name: 'time', type: 'TIMESTAMP', from: `make_timestamp(${path('$.time', 'BIGINT')} * 1000)`, about: 'when, UTC' },
  {
    name: 'class_uid',
    type: 'INTEGER',
    from: path('$.class_uid', 'INTEGER'),
    about: 'OCSF class: 2004 attack, 2002, 2003, 2007 flaw, 6002, 6003 activity',
  },
  { name: 'class', type: 'VARCHAR', from: path('$.class_name'), about: 'its name' },
  { name: 'severity_id', type: 'INTEGER', from: path('$.severity_id', 'INTEGER'), about: '1 informational to 5 critical' },
  { name: 'severity', type: 'VARCHAR', from: path('$.severity'), about: 'its name' },
  { name: 'rule', type: 'VARCHAR', from: path('$.finding_info.analytic.uid'), about: 'the rule that found it' },
  { name: 'title', type: 'VARCHAR', from: path('$.finding_info.title'), about: 'what was found' },
  { name: 'fingerprint', type: 'VARCHAR', from: path('$.finding_info.uid'), about: 'the same for the same flaw or attack' },
  { name: 'attack', type: 'VARCHAR', from: ours('class'), about: 'class of attack: cmdi, sqli, …' },
  {
    name: 'sas',
    type: 'VARCHAR',
    from: `array_to_string(TRY_CAST(json -> '$.unmapped.postern.sas' AS VARCHAR[]), ' ')`,
    about: 'SAS-1 … SAS-10',
  },
  { name: 'origin', type: 'VARCHAR', from: ours('origin'), about: 'source, event, runtime or account' },
  { name: 'action', type: 'VARCHAR', from: ours('action'), about: 'observed, blocked or failed-open' },
  { name: 'mode', type: 'VARCHAR', from: ours('mode'), about: 'the guard’s mode' },
  { name: 'function', type: 'VARCHAR', from: ours('function'), about: 'the function' },
  { name: 'resource', type: 'VARCHAR', from: ours('resource'), about: 'the resource a flaw is about' },
  { name: 'file', type: 'VARCHAR', from: ours('file'), about: 'where in source' },
  { name: 'line', type: 'INTEGER', from: ours('line', 'INTEGER'), about: 'its line' },
  { name: 'trigger', type: 'VARCHAR', from: ours('trigger'), about: 'what delivered the event' },
  { name: 'source', type: 'VARCHAR', from: ours('source'), about: 'event, or what the function read' },
  { name: 'path', type: 'VARCHAR', from: ours('path'), about: 'JSON path of the payload' },
  { name: 'sink', type: 'VARCHAR', from: ours('sink'), about: 'the call' },
  { name: 'sink_text', type: 'VARCHAR', from: ours('sinkText'), about: 'what it was about to do' },
  { name: 'excerpt', type: 'VARCHAR', from: ours('excerpt'), about: 'the payload' },
  { name: 'request_id', type: 'VARCHAR', from: ours('requestId'), about: 'the invocation' },
  { name: 'trace_id', type: 'VARCHAR', from: ours('traceId'), about: 'the trace' },
  { name: 'account', type: 'VARCHAR', from: path('$.cloud.account.uid'), about: 'the account' },
  { name: 'region', type: 'VARCHAR', from: path('$.cloud.region'), about: 'the region' },
  { name: 'count', type: 'BIGINT', from: `coalesce(${path('$.count', 'BIGINT')}, 1)`, about: 'how often one instance had seen it' },
  { name: 'activity', type: 'VARCHAR', from: ours('activity'), about: 'start, summary or invocation' },
  { name: 'event', type: 'JSON', from: 'json', about: 'the whole OCSF event' },
];

/** Fills `events` from JSON lines. Lines that are equal are one: the same log may be given twice. A line that is no JSON is left out. */
export function createEvents(files: readonly string[], since: number | undefined): string {
  const selected = columns.map(({ name, type, from }) => `CAST(${from} AS ${type}) AS "${name}"`).join(',\n  ');
  const from =
    files.length === 0
      ? `(SELECT NULL::JSON AS json WHERE false)`
      : `(SELECT DISTINCT json FROM read_ndjson_objects([${files.map(literal).join(', ')}], ignore_errors = true, maximum_object_size = 4194304) WHERE json IS NOT NULL)`;
  const bound = since === undefined ? '' : `\nWHERE ${path('$.time', 'BIGINT')} >= ${Math.trunc(since)}`;
  return `CREATE TABLE events AS SELECT\n  ${selected}\nFROM ${from}${bound}`;
}

/** A path as DuckDB takes it: a file's name is a pattern to it, and `[` in a folder's name is no class of characters. */
function literal(file: string): string {
  return `'${file.replace(/[*?[]/g, '[$&]').replaceAll("'", "''")}'`;
}
