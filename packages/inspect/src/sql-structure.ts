import type { Confidence } from '@postern/core';
import type { Sighting } from './detector.ts';
import type { SqlText } from './sql-text.ts';

const logical = new Set(['or', 'and', 'xor', '||', '&&', '|', '&', 'div', 'mod']);
const comparisons = new Set([
  '=',
  '<',
  '>',
  '<>',
  '!=',
  '<=',
  '>=',
  '<=>',
  '==',
  '!<',
  '!>',
  '~',
  '!~',
  '*=',
  '=*',
  '?',
  '@>',
  '<@',
  '?|',
  '?&',
  '@?',
  '@@',
]);
const comparingWords = new Set(['like', 'rlike', 'regexp', 'in', 'is', 'between', 'ilike', 'similar', 'sounds', 'glob', 'match']);
/** Functions that wait, read files, leave the database or make errors speak: only attacks put them behind a literal. */
const telltale = new Set(
  'sleep benchmark pg_sleep waitfor load_file extractvalue updatexml utl_http utl_inaddr utl_file ctxsys randomblob load_extension pg_read_file pg_ls_dir lo_import lo_export current_setting xmltype httpuritype generate_series char chr ascii concat concat_ws group_concat substring substr mid version user database current_user session_user system_user current_database unhex hex md5 sha1 convert cast count if ifnull elt make_set name_const exp floor rand exists len length row select case isnull db_name host_name serverproperty is_srvrolemember openrowset string_agg json_keys polygon geometrycollection multipoint st_latfromgeohash gtid_subset analyse user_name suser_name suser_sname object_id is_member unicode ord sqlite_version json_extract bin_to_num wm_concat listagg xmlelement query_to_xml database_to_xml dblink ordsys sys_context gtid_subtract uuid_to_bin st_pointfromgeohash multilinestring linestring multipolygon'.split(
    ' ',
  ),
);
const waiting = new Set(
  'sleep benchmark pg_sleep waitfor load_file extractvalue updatexml xp_cmdshell utl_http utl_inaddr dbms_pipe dbms_lock randomblob load_extension pg_read_file lo_import'.split(
    ' ',
  ),
);
/** Also the packages and procedures of Oracle and SQL Server. */
function isTelltaleName(name: string): boolean {
  return telltale.has(name) || name.startsWith('xp_') || name.startsWith('sp_') || name.startsWith('dbms_');
}

const statements = new Set(
  'select insert update delete drop alter create truncate exec execute declare shutdown grant revoke waitfor call copy merge replace handler load set use begin if print backup restore attach pragma do vacuum kill bulk dbcc deny rename lock show with desc describe'.split(
    ' ',
  ),
);

/**
 * What follows the place where a text may have left its literal, with the confidence that it is SQL. `quoted`: a quote was left, so prose is
 * unlikely; else the text is put into the query bare and its words may be prose.
 */
export function readHead(sql: SqlText, quoted: boolean): Sighting | undefined {
  let at = skipClosers(sql, 0);
  if (!quoted) while (sql.is(at, '(') && sql.is(at + 1, '(', 'case', 'select', 'if')) at++;
  for (let guard = 0; guard < 64; guard++) {
    const found = readClause(sql, at, quoted);
    if (typeof found !== 'number') return found;
    at = found;
  }
  return undefined;
}

/** A sighting, nothing, or where the next clause begins. */
function readClause(sql: SqlText, at: number, quoted: boolean): Sighting | number | undefined {
  if (sql.isEnd(at))
    return quoted && sql.hasCommentBefore(at) && !(at === 0 && sql.isOpening())
      ? sighting(sql, 0, at, at > 0 || sql.length === 0 ? 'high' : 'medium', 'a comment cuts off the rest of the query')
      : undefined;
  const word = sql.at(at);
  if (word === 'not') return at + 1;
  if (word === 'if' && sql.is(at + 1, '(')) {
    const close = closing(sql, at + 1);
    if (
      close > 0 &&
      comparesAt(sql, at + 3) &&
      sql.is(close + 1, 'select', 'exec', 'waitfor', 'drop', 'begin', 'insert', 'update', 'delete')
    )
      return sighting(sql, at, close + 1, 'high', 'a statement depends on a condition');
  }
  if (word === 'case' && sql.is(at + 1, 'when')) {
    const start = sql.is(at + 2, '(') ? at + 3 : at + 2;
    const isConstant = isLiteral(sql, start) && comparesAt(sql, start + 1) && isLiteral(sql, start + 2);
    return (isConstant || quoted || sql.has('select')) && sql.isExpression()
      ? sighting(sql, at, at + 1, isConstant ? 'high' : 'medium', 'a CASE decides the expression')
      : undefined;
  }
  if (
    word === '(' &&
    quoted &&
    sql.is(at + 1, 'select') &&
    (sql.is(at + 2, 'top', '(', '*', '@') || isLiteral(sql, at + 2) || isCall(sql, at + 2))
  )
    return sighting(sql, at, at + 2, 'medium', 'a query follows the literal');
  if (word === 'select' && !quoted && isAboutServer(sql, at + 1)) return sighting(sql, at, at + 1, 'medium', 'a query about the server');
  if (word === 'select' && !quoted && sql.isExpression() && (at > 0 || sql.cutsOff()) && queryForm(sql, at + 1) === 'certain')
    return sighting(sql, at, at + 1, 'medium', 'a query in brackets');
  if (word === 'union') return readUnion(sql, at, quoted);
  if (word === ';') return readStacked(sql, at + 1, quoted);
  if (word === '||' && quoted && sql.isWord(at + 1)) return readCondition(sql, at, at + 1, quoted) ?? readArithmetic(sql, at, quoted);
  if (word === '||' && quoted && sql.kind(at + 1) === 'string' && sql.isEnd(at + 2)) return readArithmetic(sql, at, quoted);
  if (word === 'or' || word === 'and' || word === 'xor' || word === '||' || word === '&&') return readCondition(sql, at, at + 1, quoted);
  if (word === 'order' || word === 'group') return readOrder(sql, at, quoted);
  if (word === 'having' || word === 'where' || word === 'when') return readCondition(sql, at, at + 1, quoted);
  if (word === 'limit') return readLimit(sql, at, quoted);
  if (word === 'procedure' && sql.is(at + 1, 'analyse')) return sighting(sql, at, at + 1, 'high', 'PROCEDURE ANALYSE follows');
  if (word === 'into' && sql.is(at + 1, 'outfile', 'dumpfile'))
    return sighting(sql, at, at + 2, 'high', 'the result would be written to a file');
  if (word === 'waitfor' && sql.is(at + 1, 'delay', 'time')) return sighting(sql, at, at + 2, 'high', 'WAITFOR follows');
  if (quoted && statements.has(word) && sql.isWord(at)) {
    // "Select" the "from" field: a quotation, not the end of a literal.
    if (sql.followsOpeningQuote() || (sql.kind(at + 1) === 'string' && (sql.touches(at) || !sql.isClosed(at + 1)))) return undefined;
    const form = statementForm(sql, at);
    // SQL Server and PostgreSQL's simple protocol need no semicolon before the next statement.
    if (word === 'if' && !sql.cutsOff()) return undefined;
    const isCut = sql.cutsOff() || /^(?:xp|sp)_|^master$/.test(sql.at(at + 1)) || sql.has('values') || sql.has('identified');
    return form === 'certain'
      ? sighting(sql, at, at + 2, isCut ? 'high' : 'medium', `a statement ${word.toUpperCase()} follows`)
      : undefined;
  }
  if (word === ',') return readList(sql, at, quoted);
  if (word === 'as' && quoted)
    return sql.isWord(at + 1) && sql.is(at + 2, 'where', 'from') ? sighting(sql, at, at + 2, 'high', 'a clause follows') : undefined;
  if (word === 'as')
    return sql.isWord(at + 1) && sql.is(at + 2, 'where') && !sql.isEnd(at + 3)
      ? sighting(sql, at, at + 2, isLiteral(sql, at + 3) && comparesAt(sql, at + 4) ? 'high' : 'medium', 'a clause follows')
      : undefined;
  if (comparisons.has(word) || comparingWords.has(word)) return readComparison(sql, at, quoted);
  if (isArithmetic(word) || (quoted && (word === 'div' || word === 'mod'))) return readArithmetic(sql, at, quoted);
  if (isTelltale(sql, at) && !quoted && waiting.has(word)) return undefined;
  return undefined;
}

function readUnion(sql: SqlText, at: number, quoted: boolean): Sighting | undefined {
  let next = at + 1;
  if (sql.is(next, 'all', 'distinct', 'distinctrow')) next++;
  while (sql.is(next, '(')) next++;
  if (!sql.is(next, 'select', 'values', 'table')) return undefined;
  const first = next + 1;
  const form = sql.is(next, 'select') ? queryForm(sql, first) : isLiteral(sql, first) || sql.is(first, '(') ? 'certain' : 'no';
  if (form !== 'no' || sql.isEnd(first)) return sighting(sql, at, first, 'high', 'UNION SELECT follows');
  return quoted ? sighting(sql, at, first, sql.is(at + 1, 'all') || sql.cutsOff() ? 'high' : 'medium', 'UNION SELECT follows') : undefined;
}

/** Nothing but what tells about the server and its users: `select version()`, `select * from pg_shadow`. */
function isAboutServer(sql: SqlText, at: number): boolean {
  const name = sql.at(at);
  let end = at + 1;
  if (name === '*' && sql.is(end, 'from') && /^(?:pg_|sys|all_|dba_|user_tab)\w/.test(sql.at(end + 1))) end += 2;
  else if (!serverFacts.test(name)) return false;
  else if (sql.is(end, '(')) {
    end = closing(sql, end) + 1;
    if (end === 0) return false;
  }
  return sql.isEnd(end) || (sql.is(end, ';') && sql.isEnd(end + 1));
}

const serverFacts =
  /^(?:version|current_database|current_user|session_user|system_user|current_setting|current_schema|user|database|db_name|user_name|inet_server_addr|pg_read_file|sqlite_version)$/;
/** Called in programs by these names as well. */
const everyday = new Set(
  'len length count exists if case select char floor exp row hex md5 sha1 cast convert concat rand user database version isnull mid'.split(
    ' ',
  ),
);

function readStacked(sql: SqlText, at: number, quoted: boolean): Sighting | undefined {
  if (sql.isEnd(at))
    return quoted && sql.hasCommentBefore(at)
      ? sighting(sql, 0, at, 'high', 'the statement is ended and the rest is commented out')
      : undefined;
  const word = sql.at(at);
  if (word === '(' && sql.is(at + 1, 'select') && queryForm(sql, at + 2) === 'certain')
    return sighting(sql, at - 1, at + 2, 'high', 'a second query follows');
  // `; or '1'='1`: what a list of payloads puts before any of them.
  if (word === 'or' || word === 'and') {
    const found = readCondition(sql, at, at + 1, quoted);
    return typeof found === 'number' ? undefined : found;
  }
  if (!statements.has(word)) return undefined;
  const form = statementForm(sql, at);
  if (form === 'certain') return sighting(sql, at - 1, at + 2, 'high', `a second statement ${word.toUpperCase()} follows`);
  // `; use master; exec …`: harmless by itself, what follows it is not.
  if (quoted || word === 'use' || word === 'set')
    for (let i = at + 1; i < at + 24 && !sql.isEnd(i); i++)
      if (sql.is(i, ';') && statements.has(sql.at(i + 1)) && statementForm(sql, i + 1) === 'certain')
        return sighting(sql, at - 1, i + 2, 'high', `a second statement ${sql.at(i + 1).toUpperCase()} follows`);
  return form === 'likely' && quoted
    ? sighting(sql, at - 1, at + 2, 'medium', `a second statement ${word.toUpperCase()} follows`)
    : undefined;
}

function statementForm(sql: SqlText, at: number): 'certain' | 'likely' | 'no' {
  const next = sql.at(at + 1);
  switch (sql.at(at)) {
    case 'select':
      return queryForm(sql, at + 1);
    case 'with':
      return isCall(sql, at + 1) || sql.is(at + 2, 'as') ? 'certain' : 'no';
    case 'insert':
      return next === 'into' && sql.isWord(at + 2) && !isProseWord(sql.at(at + 2))
        ? sql.is(at + 3, '(', 'values', 'select', 'set', '.')
          ? 'certain'
          : 'likely'
        : 'no';
    case 'update':
      return sql.is(at + 2, 'set') || (sql.is(at + 2, '.') && sql.is(at + 4, 'set')) ? 'certain' : 'no';
    case 'delete':
      return next === 'from' && !isProseWord(sql.at(at + 2))
        ? sql.isEnd(at + 3) || sql.is(at + 3, 'where', ';', '.')
          ? 'certain'
          : 'likely'
        : 'no';
    case 'drop':
    case 'alter':
    case 'create':
      return [
        'table',
        'database',
        'user',
        'view',
        'function',
        'procedure',
        'index',
        'login',
        'schema',
        'role',
        'trigger',
        'or',
        'language',
      ].includes(next) &&
        !sql.isEnd(at + 2) &&
        isNameLike(sql, at + 2)
        ? 'certain'
        : 'no';
    case 'truncate':
      return next === 'table' ? 'certain' : 'no';
    case 'exec':
    case 'execute':
      return /^(?:xp_|sp_|master)/.test(next) || next === '(' || sql.is(at + 1, 'immediate') || sql.kind(at + 1) === 'string'
        ? 'certain'
        : sql.is(at + 2, '.')
          ? 'certain'
          : 'no';
    case 'declare':
      return sql.kind(at + 1) === 'parameter' ? 'certain' : 'no';
    case 'waitfor':
      return next === 'delay' || next === 'time' ? 'certain' : 'no';
    case 'shutdown':
      return sql.isEnd(at + 1) || next === 'with' || next === ';' ? 'certain' : 'no';
    case 'desc':
    case 'describe':
      return sql.isWord(at + 1) && !isProseWord(next) && (sql.is(at + 2, ';') || (sql.isEnd(at + 2) && sql.cutsOff())) ? 'certain' : 'no';
    case 'if':
      if (isTelltale(sql, at + 1)) return 'certain';
      return next === '(' || next === 'not' || next === 'exists'
        ? sql.is(at + 2, '(', 'select', 'exists', 'not') || isCall(sql, at + 2) || isLiteral(sql, at + 2)
          ? 'certain'
          : 'likely'
        : 'no';
    case 'copy':
      return sql.is(at + 2, 'from', 'to') || next === '(' ? 'certain' : 'no';
    case 'grant':
    case 'revoke':
      return ['all', 'select', 'connect', 'dba', 'execute', 'create', 'resource'].includes(next) && sql.is(at + 2, 'to', 'on', 'privileges')
        ? 'certain'
        : 'no';
    case 'set':
      return sql.kind(at + 1) === 'parameter' || sql.is(at + 2, '=') ? 'likely' : 'no';
    case 'begin':
      return sql.isEnd(at + 1) ? 'no' : statements.has(next) || next.startsWith('dbms_') ? 'certain' : 'no';
    case 'call':
    case 'pragma':
    case 'attach':
    case 'handler':
    case 'load':
    case 'bulk':
    case 'backup':
      return sql.is(at + 1, 'database', 'data', 'insert') || sql.is(at + 2, 'open', '(', '=') ? 'certain' : 'no';
    default:
      return 'no';
  }
}

/**
 * How much what follows SELECT is a query. "select a date from the calendar" has its words in the order of SQL: words alone make a likely query at
 * most, and only when they go on as its grammar says, to the end of the clause.
 */
function queryForm(sql: SqlText, first: number): 'certain' | 'likely' | 'no' {
  let at = first;
  while (sql.is(at, 'all', 'distinct', 'distinctrow', 'top')) at++;
  if (sql.is(at, '*', '@', 'null', '-', '+', '~', '!') || sql.kind(at) === 'parameter' || sql.kind(at) === 'quoted-identifier')
    return 'certain';
  if (sql.is(at, '('))
    return sql.is(at + 1, 'select', '*', '(', 'null', 'case') || isLiteral(sql, at + 1) || isCall(sql, at + 1) ? 'certain' : 'likely';
  if (sql.is(at, 'case')) return sql.is(at + 1, 'when') ? 'certain' : 'no';
  if (isCall(sql, at) && (sql.touches(at) || sql.is(at + 1, '.'))) return 'certain';
  if (isLiteral(sql, at))
    return isClauseEnd(sql, at + 1) ||
      sql.is(at + 1, ',', 'from', 'as', 'where', 'into') ||
      (!sql.isWord(at + 1) && sql.kind(at + 1) !== 'number')
      ? 'certain'
      : 'no';
  return namesForm(sql, at);
}

/** A list of names, FROM and names again. */
function namesForm(sql: SqlText, first: number): 'certain' | 'likely' | 'no' {
  let hasStructure = false;
  let at = first;
  for (let part = 0; part < 2; part++) {
    for (let more = true; more; ) {
      if (!sql.isWord(at) || isProseWord(sql.at(at)) || sql.is(at, 'from')) return 'no';
      at++;
      while (sql.is(at, '.') && (sql.isWord(at + 1) || sql.is(at + 1, '*', '.'))) {
        hasStructure ||= sql.touches(at - 1) && sql.touches(at);
        at += 2;
      }
      if (part === 0 && !sql.is(at, 'as', ',', 'from') && isOperand(sql, at)) return 'certain';
      if (sql.is(at, 'as')) at++;
      // An alias.
      if (sql.isWord(at) && !isProseWord(sql.at(at)) && !afterNames.has(sql.at(at))) at++;
      more = sql.is(at, ',');
      if (more) at++;
    }
    if (part === 0 && !sql.is(at, 'from')) return isClauseEnd(sql, at) && hasStructure ? 'likely' : 'no';
    if (part === 0) at++;
  }
  if (sql.is(at, 'where', 'having'))
    return comparesAt(sql, at + 2) || comparesAt(sql, at + 4) || isCall(sql, at + 1) ? 'certain' : 'likely';
  if (sql.is(at, 'order', 'group')) return sql.is(at + 1, 'by') ? 'certain' : 'no';
  if (sql.is(at, 'limit', 'offset', 'fetch')) return sql.kind(at + 1) === 'number' || sql.is(at + 1, 'first') ? 'certain' : 'no';
  if (sql.is(at, 'join', 'inner', 'left', 'right', 'natural', 'cross', 'union', 'into')) return 'certain';
  if (sql.hasCommentBefore(at) || hasStructure) return 'certain';
  return isClauseEnd(sql, at) ? 'likely' : 'no';
}

const afterNames = new Set(
  'from where having order group limit offset fetch join inner left right natural cross union into and or as for'.split(' '),
);

/** An operator or a bracket goes on behind a name. */
function isOperand(sql: SqlText, at: number): boolean {
  const word = sql.at(at);
  return isArithmetic(word) || comparisons.has(word) || (word === '(' && sql.touches(at - 1));
}

/** `OR 1=1`: something that is put into the condition of the query. `from` is where the clause starts, `at` where its operand does. */
function readCondition(sql: SqlText, from: number, at: number, quoted: boolean): Sighting | number | undefined {
  let start = at;
  while (sql.is(start, '(', 'not', '-', '+', '!', '~', 'all', 'any', 'binary', '!!', '~~') || isEmptyExponent(sql, start)) start++;
  if (sql.isEnd(start))
    // `1' or`: sent to see whether the quote makes an error.
    return quoted && start === at && from <= 1 && sql.length - from === 1
      ? sighting(sql, from, from, 'medium', 'an operator follows the literal')
      : undefined;
  const isWhole = !quoted && from <= 1;
  const strong: Confidence = quoted ? 'high' : 'medium';
  if (quoted && sql.is(start, 'case') && sql.is(start + 1, 'when'))
    return sighting(sql, from, start + 1, 'high', 'a CASE decides the condition');
  if (sql.is(start, 'select', 'exists') && (start > at || sql.is(start + 1, '(') || isLiteral(sql, start + 1))) {
    if (sql.is(start, 'exists') && !sql.is(start + 1, '(') && !sql.is(start + 1, ')')) return undefined;
    return sighting(sql, from, start + 1, 'high', 'a query is put into the condition');
  }
  if (isCall(sql, start)) {
    const name = sql.at(start);
    if (waiting.has(name)) return sighting(sql, from, start + 1, 'high', `${name} is put into the condition`);
    if (isTelltaleName(name)) {
      const close = closing(sql, start + 1);
      if (close < 0) return quoted ? sighting(sql, from, start + 1, 'medium', `${name} is put into the condition`) : undefined;
      const after = skipClosers(sql, close + 1);
      if (!quoted && start === at && everyday.has(name) && !sql.isBehindValue && !sql.has('select') && !sql.cutsOff()) return undefined;
      if (quoted && logical.has(sql.at(after)) && sql.isExpression())
        return sighting(sql, from, close, 'high', `${name} is put into the condition`);
      if (comparesAt(sql, after))
        return sighting(
          sql,
          from,
          after,
          quoted || start > at || (isWhole && sql.isExpression() && (!everyday.has(name) || sql.has('select'))) ? 'high' : 'medium',
          `${name} is compared in the condition`,
        );
      if (sql.isEnd(after) || sql.is(after, ';'))
        return sighting(
          sql,
          from,
          close,
          sql.cutsOff() || (sql.has('select') && sql.isExpression()) ? 'high' : strong,
          `${name} is put into the condition`,
        );
    }
  }
  const literal = isLiteral(sql, start);
  const isOperand =
    literal || sql.isWord(start) || sql.kind(start) === 'parameter' || sql.kind(start) === 'quoted-identifier' || sql.is(start, '[');
  if (!isOperand) return undefined;
  let end = start + 1;
  if (sql.is(start, '[')) while (!sql.isEnd(end) && !sql.is(end - 1, ']')) end++;
  while (sql.is(end, '.') && !sql.isEnd(end + 1)) end += 2;
  if (isCall(sql, start)) {
    const close = closing(sql, start + 1);
    if (close > 0) end = close + 1;
  }
  while ((isArithmetic(sql.at(end)) || sql.is(end, '::', 'div', 'mod', '->', '->>')) && !sql.isEnd(end + 1)) end += 2;
  end = skipClosers(sql, end);
  if (sql.is(end, 'not')) end++;
  if (comparesAt(sql, end)) {
    let right = end + 1;
    while (sql.is(right, '(', '-', '+', 'not', '!', '~', 'binary')) right++;
    const rightLiteral = isLiteral(sql, right) || sql.is(right, 'null');
    if (sql.isEnd(right)) {
      // `' or 'x'='` leaves the last quote to the query.
      return quoted && comparisons.has(sql.at(end))
        ? sighting(sql, from, end, 'high', 'a comparison is put into the condition')
        : undefined;
    }
    if (literal && rightLiteral) {
      const isEqual = sql.is(end, '=', '==', '<=>', 'like') && sql.at(start) === sql.at(right);
      while (isArithmetic(sql.at(right + 1)) && isLiteral(sql, right + 2)) right += 2;
      const endsThere = isClauseEnd(sql, right + 1);
      // "or 1 = 1 cup" goes on as no query does; written without blanks it is no sentence.
      const isBare = endsThere || (sql.touches(end - 1) && sql.touches(end));
      if (quoted || (isBare && isEqual) || (endsThere && sql.is(end, '=')))
        return sighting(sql, from, right, 'high', 'a comparison of constants decides the condition');
      return endsThere
        ? sighting(sql, from, right, isWhole && sql.isExpression() ? 'high' : 'medium', 'a comparison of constants decides the condition')
        : undefined;
    }
    if (sql.is(right, 'select') || (isCall(sql, right) && isTelltaleName(sql.at(right))))
      return sighting(sql, from, right, 'high', 'a query is put into the condition');
    if (quoted && isClauseEnd(sql, right + 1)) return sighting(sql, from, right, 'high', 'a comparison is put into the condition');
    if (quoted && rightLiteral) return sighting(sql, from, right, 'medium', 'a comparison is put into the condition');
    // The whole text is an operator and a comparison, which no sentence is.
    if (
      !quoted &&
      from === 0 &&
      sql.isWord(0) &&
      (!sql.is(0, 'where', 'when', 'having') || sql.cutsOff()) &&
      sql.isEnd(right + 1) &&
      sql.is(end, '=') &&
      (rightLiteral || sql.touches(end) || sql.at(start) === sql.at(right))
    )
      return sighting(
        sql,
        from,
        right,
        sql.at(start) === sql.at(right) || sql.cutsOff() ? 'high' : 'medium',
        'a comparison is put into the condition',
      );
    if (!quoted && sql.hasCommentBefore(right + 1) && sql.isEnd(right + 1) && (sql.cutsOff() || sql.is(0, 'or', 'and')))
      return sighting(sql, from, right, sql.cutsOff() && sql.isExpression() ? 'high' : 'medium', 'a comparison and a comment follow');
    if (
      !quoted &&
      sql.is(start, 'uid', 'uname', 'username', 'user', 'userid', 'password', 'pass', 'passwd', 'email', 'id') &&
      rightLiteral &&
      isClauseEnd(sql, right + 1)
    )
      return sighting(sql, from, right, 'medium', 'a comparison is put into the condition');
    return undefined;
  }
  if (literal || sql.is(start, 'true', 'false', 'null')) {
    // `' or 1 --`, `' or ''`, `1 or 1#`
    if (sql.isEnd(end)) {
      // Use ' or " for strings: the second quote opens nothing but the rest of a sentence.
      if (quoted && sql.kind(start) === 'string' && !sql.isClosed(start) && spanLength(sql, start) > 2) return undefined;
      if (quoted)
        return sighting(
          sql,
          from,
          end,
          sql.hasCommentBefore(end) || sql.kind(start) === 'string' ? 'high' : 'medium',
          'a constant decides the condition',
        );
      if (sql.hasCommentBefore(end)) return sql.cutsOff() ? sighting(sql, from, end, 'high', 'a constant and a comment follow') : undefined;
      return isWhole && sql.is(start, 'true', 'false') && (!sql.isBehindValue || sql.followsNumber())
        ? sighting(sql, from, end, 'medium', 'a constant decides the condition')
        : undefined;
    }
    if (logical.has(sql.at(end)) || sql.is(end, 'having', 'order', 'group', 'limit', 'union', ';')) return end;
    if (quoted && sql.kind(end) === 'string' && !sql.isClosed(end) && spanLength(sql, end) <= 4)
      return sighting(sql, from, end, 'medium', 'a constant decides the condition');
  }
  if (quoted && sql.isWord(start) && !isCall(sql, start)) {
    if (sql.isEnd(end) && sql.hasCommentBefore(end)) return sighting(sql, from, end, 'high', 'a column decides the condition');
  }
  return undefined;
}

/** `'='`, `' like '%`, `' in (…)`, directly behind the literal. */
function readComparison(sql: SqlText, at: number, quoted: boolean): Sighting | number | undefined {
  if (!quoted && !comparingWords.has(sql.at(at))) return undefined;
  let right = at + 1;
  if (sql.is(at, 'is') && sql.is(right, 'not')) right++;
  while (sql.is(right, '(', '-', '+', 'binary')) right++;
  if (sql.is(right, 'select') || (isCall(sql, right) && isTelltaleName(sql.at(right))))
    return sighting(sql, at, right, 'high', 'a query is compared');
  if (!quoted) return undefined;
  if (sql.kind(right) === 'string' || sql.isEnd(right)) {
    const after = right + 1;
    if (sql.isEnd(after) && comparisons.has(sql.at(at)) && sql.followsBlank()) return undefined;
    if (sql.isEnd(after) && comparisons.has(sql.at(at)) && !sql.hasCommentBefore(at))
      return sql.kind(right) === 'string' && !sql.isClosed(right) && spanLength(sql, right) <= 4
        ? sighting(sql, at, right, 'medium', 'the literal is compared')
        : undefined;
    if (logical.has(sql.at(after)) || sql.is(after, 'union', ';')) return after;
    if (comparingWords.has(sql.at(at)) && sql.kind(right) === 'string' && spanLength(sql, right) <= 4)
      return sighting(sql, at, right, 'medium', 'the literal is compared');
    return undefined;
  }
  if (sql.kind(right) === 'number' && (sql.isEnd(right + 1) || logical.has(sql.at(right + 1))))
    return sql.isEnd(right + 1)
      ? sql.hasCommentBefore(right + 1)
        ? sighting(sql, at, right, 'high', 'a comparison and a comment follow')
        : undefined
      : right + 1;
  return undefined;
}

/** `'+(select …)+'`, `'||utl_http.request(…)`, `'-'`: the literal becomes part of an expression. */
function readArithmetic(sql: SqlText, at: number, quoted: boolean): Sighting | number | undefined {
  let right = at + 1;
  while (sql.is(right, '(', '-', '+', '~', '!')) right++;
  if (sql.is(right, 'select')) return sighting(sql, at, right, 'high', 'a query is put into the expression');
  if (quoted && /^(?:utl|dbms)_\w/.test(sql.at(right)) && sql.is(right + 1, '.'))
    return sighting(sql, at, right + 2, 'high', `${sql.at(right)} is put into the expression`);
  if (
    isCall(sql, right) &&
    isTelltaleName(sql.at(right)) &&
    (quoted || (sql.touches(right) && (!everyday.has(sql.at(right)) || sql.has('select') || sql.is(at, '||'))))
  )
    return sighting(
      sql,
      at,
      right,
      waiting.has(sql.at(right)) ? 'high' : quoted ? 'high' : 'medium',
      `${sql.at(right)} is put into the expression`,
    );
  if (!quoted) {
    if (isLiteral(sql, right) && (logical.has(sql.at(right + 1)) || sql.is(right + 1, 'union'))) return right + 1;
    return undefined;
  }
  if (sql.kind(right) === 'string' && sql.isEnd(right + 1) && sql.followsBlank()) return undefined;
  if (sql.kind(right) === 'string' && spanLength(sql, right) <= 3 && sql.isEnd(right + 1))
    return sighting(sql, at, right, 'medium', 'the literal becomes part of an expression');
  if (
    sql.kind(right) === 'string' &&
    !sql.isClosed(right) &&
    sql.length <= 4 &&
    spanLength(sql, right) <= 12 &&
    sql.isEnd(right + 1) &&
    right === at + 1
  )
    return sighting(sql, at, right, 'medium', 'the literal is put together with another');
  if (isLiteral(sql, right) && sql.isEnd(right + 1) && sql.cutsOff())
    return sighting(sql, at, right, 'high', 'an expression and a comment follow');
  if (isLiteral(sql, right) && (logical.has(sql.at(right + 1)) || sql.is(right + 1, 'union', ';'))) return right + 1;
  // `'||app.f('x')||'`: a call between two literals.
  if (sql.at(at) === '||' && isCall(sql, right)) {
    const close = closing(sql, right + 1);
    const after = close + 1;
    if (close > 0 && (sql.isEnd(after) || sql.is(after, '||')) && sql.isExpression())
      return sighting(
        sql,
        at,
        close,
        sql.is(after, '||') && sql.kind(after + 1) === 'string' ? 'high' : 'medium',
        'a call is put into the expression',
      );
  }
  return undefined;
}

/** `1.e(…)`: MySQL reads an exponent without digits and goes on with what follows it. */
function isEmptyExponent(sql: SqlText, at: number): boolean {
  return (
    (sql.kind(at) === 'number' && /^\d{1,9}\.$/.test(sql.at(at)) && sql.is(at + 1, 'e')) ||
    (sql.is(at, 'e') && /^\d{1,9}\.$/.test(sql.at(at - 1)))
  );
}

function readOrder(sql: SqlText, at: number, quoted: boolean): Sighting | undefined {
  if (!sql.is(at + 1, 'by')) return undefined;
  const first = at + 2;
  const isColumn = sql.kind(first) === 'number';
  if (isColumn && (sql.isEnd(first + 1) || sql.is(first + 1, 'desc', 'asc') || goesOn(sql, first + 1, quoted))) {
    const isCut = sql.hasCommentBefore(first + 1) || sql.hasCommentBefore(sql.length);
    const isCode = sql.isBehindValue || sql.isUpperCase(at);
    return sighting(
      sql,
      at,
      first,
      quoted || isCut || isCode ? 'high' : 'medium',
      `${sql.at(at).toUpperCase()} BY a column number follows`,
    );
  }
  if (sql.is(first, '(') && sql.is(first + 1, 'select', 'case', 'if')) return sighting(sql, at, first, 'high', 'a query decides the order');
  if (isCall(sql, first) && isTelltaleName(sql.at(first))) return sighting(sql, at, first, 'high', 'a function decides the order');
  if (quoted && sql.isWord(first) && (sql.is(first + 1, 'having') || (sql.isEnd(first + 1) && sql.hasCommentBefore(first + 1))))
    return sighting(sql, at, first, 'high', 'a clause and a comment follow');
  let next = first;
  while (sql.is(next + 1, '.') && sql.isWord(next + 2)) next += 2;
  if (next > first && sql.isWord(first) && sql.is(next + 1, 'having'))
    return sighting(sql, at, next, quoted || sql.cutsOff() ? 'high' : 'medium', 'a clause follows');
  if (quoted && sql.isWord(first) && sql.is(first + 1, 'union')) return readUnion(sql, first + 1, quoted);
  if (sql.isWord(first) && sql.is(first + 1, 'having'))
    return sighting(sql, at, first, sql.cutsOff() && sql.isExpression() ? 'high' : 'medium', 'a clause follows');
  return undefined;
}

/** A list of columns or a next statement; in prose the sentence goes on there. */
function goesOn(sql: SqlText, at: number, quoted: boolean): boolean {
  if (quoted) return sql.is(at, ',', ';');
  return (
    (sql.is(at, ',') && (isLiteral(sql, at + 1) || isTelltale(sql, at + 1))) ||
    (sql.is(at, ';') && (sql.isEnd(at + 1) || statements.has(sql.at(at + 1))))
  );
}

function readLimit(sql: SqlText, at: number, quoted: boolean): Sighting | number | undefined {
  if (sql.kind(at + 1) !== 'number') return undefined;
  let end = at + 2;
  if (sql.is(end, ',', 'offset') && sql.kind(end + 1) === 'number') end += 2;
  if (sql.isEnd(end))
    return quoted || sql.hasCommentBefore(end) ? sighting(sql, at, end, quoted ? 'high' : 'medium', 'LIMIT follows') : undefined;
  return end;
}

/** `',NULL,NULL) waitfor delay '0:0:20' --`: the rest of the values of an INSERT, or of a call's arguments. */
function readList(sql: SqlText, at: number, quoted: boolean): Sighting | number | undefined {
  let next = at;
  while (sql.is(next, ',')) {
    next++;
    while (sql.is(next, '(', '-', '+')) next++;
    if (sql.is(next, 'select')) {
      const form = queryForm(sql, next + 1);
      if (form === 'no' || (form === 'likely' && !quoted)) return undefined;
      return sighting(sql, at, next, form === 'certain' ? 'high' : 'medium', 'a query is put into the list');
    }
    if (isCall(sql, next) && isTelltaleName(sql.at(next))) {
      const isWaiting = waiting.has(sql.at(next));
      if (!quoted && !isWaiting && !(sql.touches(next) && isClauseEnd(sql, closing(sql, next + 1) + 1))) return undefined;
      return sighting(sql, at, next, quoted || isWaiting ? 'high' : 'medium', 'a query is put into the list');
    }
    if (!isLiteral(sql, next) && !sql.is(next, 'null') && sql.kind(next) !== 'parameter') return undefined;
    next++;
  }
  const closed = skipClosers(sql, next);
  if (closed === next && !quoted) return undefined;
  if (quoted && closed > next && !sql.isEnd(closed) && sql.cutsOff() && sql.isWord(closed))
    return sighting(sql, at, closed, 'high', 'the list is ended and the rest is commented out');
  if (sql.isEnd(closed))
    return quoted && closed > next && sql.hasCommentBefore(closed)
      ? sighting(sql, at, closed, 'high', 'the list is ended and the rest is commented out')
      : undefined;
  return closed;
}

/** SQL that needs no literal to leave: a whole statement or expression of those that only attackers send. */
export function readStatement(sql: SqlText, hasPlace: boolean): Sighting | undefined {
  let signs = 0;
  let first = -1;
  let last = 0;
  let why = '';
  let waits = false;
  for (let i = 0; i < sql.length; i++) {
    const word = sql.at(i);
    const sign = signAt(sql, i, word);
    if (sign === '') continue;
    signs += sign === 'strong' ? 2 : 1;
    waits ||= sign === 'strong' && (waiting.has(word) || (word === 'declare' && (sql.has('exec') || sql.hasHex())));
    if (first < 0) first = i;
    last = i;
    if (why === '' || sign === 'strong') why = word;
  }
  if (signs < 2) return undefined;
  const isCertain =
    isShort(sql) && (signs > 3 || (waits && (hasPlace || first <= 1 || sql.cutsOff())) || (hasPlace && sql.startsCondition()));
  return sighting(sql, first, last + 1, isCertain && sql.isExpression() ? 'high' : 'medium', `a query with ${why.slice(0, 40)}`);
}

function signAt(sql: SqlText, at: number, word: string): 'strong' | 'weak' | '' {
  if (word.length < 2) return '';
  if (word.startsWith('@@') && word.length > 3) return isQuery(sql) ? 'strong' : 'weak';
  if (waiting.has(word) && sql.is(at + 1, '(')) {
    const argument =
      sql.kind(at + 2) === 'number' ||
      sql.kind(at + 2) === 'string' ||
      sql.is(at + 2, '(', 'select') ||
      sql.kind(at + 2) === 'parameter' ||
      isCall(sql, at + 2);
    if (!argument) return '';
    if (word === 'sleep') {
      const after = closing(sql, at + 1) + 1;
      const isPart = isOperatorWord(sql, at - 1) || (at === 0 && (sql.cutsOff() || sql.is(after, ')', '=')));
      return isPart && (isClauseEnd(sql, after) || sql.is(after, ',') || isCutExpression(sql, after)) ? 'strong' : '';
    }
    return 'strong';
  }
  if (word === 'waitfor' && sql.is(at + 1, 'delay', 'time') && sql.kind(at + 2) === 'string') return 'strong';
  if (/^(?:utl_http|utl_inaddr|dbms_[a-z]+|xp_cmdshell|xp_[a-z]+|sp_password)$/.test(word))
    return sql.is(at + 1, '.') || word.startsWith('xp_') ? 'strong' : 'weak';
  if (
    /^(?:information_schema|pg_catalog|sysobjects|syscolumns|sysusers|pg_shadow|syscat|sysibm|all_tables|all_tab_columns|sqlite_master|msysobjects)$/.test(
      word,
    )
  )
    return sql.is(at - 1, 'from', 'join', '.', '(', 'exec') || sql.is(at + 1, '.') ? (isQuery(sql) ? 'strong' : 'weak') : '';
  if (word === 'master') return sql.is(at + 1, '.') && sql.is(at + 2, '.') ? 'strong' : '';
  if (word === 'load' && sql.is(at + 1, 'data') && sql.is(at + 2, 'infile', 'local')) return 'strong';
  if (
    word === 'copy' &&
    (at === 0 || sql.is(at - 1, ';')) &&
    sql.is(at + 2, 'from', 'to') &&
    (sql.kind(at + 3) === 'string' || sql.is(at + 3, 'program', '/'))
  )
    return 'strong';
  if (word === 'backup' && sql.is(at + 1, 'database', 'log') && sql.is(at + 3, 'to')) return 'strong';
  if (word === 'declare' && sql.kind(at + 1) === 'parameter' && sql.isWord(at + 2)) return 'strong';
  if ((word === 'exec' || word === 'execute') && statementForm(sql, at) === 'certain' && sql.at(at + 1) !== '(') return 'strong';
  if (word === 'into' && sql.is(at + 1, 'outfile', 'dumpfile') && sql.kind(at + 2) === 'string') return 'strong';
  if (word === 'select' && sql.is(at - 1, '(') && at > 0) return 'weak';
  if (word === 'union' && readUnion(sql, at, false) !== undefined) return 'strong';
  if (
    /^(?:concat|char|chr|ascii|substring|substr|md5|sha1|current_setting|current_database|version|pg_sleep)$/.test(word) &&
    sql.is(at + 1, '(') &&
    isQuery(sql)
  )
    return 'weak';
  if (word === 'drop' && statementForm(sql, at) === 'certain' && sql.hasComment()) return 'strong';
  return '';
}

/** An operator and the quote that the literal behind the place begins with. */
function isCutExpression(sql: SqlText, at: number): boolean {
  return (
    (sql.is(at, '=') || isArithmetic(sql.at(at))) && sql.kind(at + 1) === 'string' && !sql.isClosed(at + 1) && spanLength(sql, at + 1) === 1
  );
}

function isQuery(sql: SqlText): boolean {
  for (let i = 0; i < Math.min(sql.length, 64); i++) if (sql.is(i, 'select', 'union', 'exec', 'declare', 'from')) return true;
  return false;
}

function isShort(sql: SqlText): boolean {
  return sql.length < 200;
}

function isOperatorWord(sql: SqlText, at: number): boolean {
  return sql.is(at, 'or', 'and', 'select', ',', '(', ';', '||', '&&', '+', '-', '*', '/', '=', 'xor', 'then', 'else', 'by', '|', '&', '^');
}

function isArithmetic(word: string): boolean {
  return (
    word === '+' ||
    word === '-' ||
    word === '*' ||
    word === '/' ||
    word === '%' ||
    word === '^' ||
    word === '&' ||
    word === '|' ||
    word === '||' ||
    word === '<<' ||
    word === '>>'
  );
}

function comparesAt(sql: SqlText, at: number): boolean {
  const word = sql.at(at);
  return comparisons.has(word) || comparingWords.has(word);
}

function isLiteral(sql: SqlText, at: number): boolean {
  const kind = sql.kind(at);
  return kind === 'number' || kind === 'string' || sql.is(at, 'true', 'false', 'null');
}

function isCall(sql: SqlText, at: number): boolean {
  if (!sql.isWord(at)) return false;
  let next = at + 1;
  // Names of packages and schemas before it: `ctxsys.drithsx.sn(`.
  while (next < at + 7 && sql.is(next, '.') && sql.isWord(next + 1)) next += 2;
  return sql.is(next, '(');
}

function isTelltale(sql: SqlText, at: number): boolean {
  return isCall(sql, at) && isTelltaleName(sql.at(at));
}

function isNameLike(sql: SqlText, at: number): boolean {
  return (
    sql.kind(at) === 'quoted-identifier' ||
    sql.kind(at) === 'string' ||
    sql.is(at, '[') ||
    (sql.isWord(at) &&
      (isClauseEnd(sql, at + 1) || sql.is(at + 1, '(', 'identified', 'as', 'with', 'cascade', '.', ',', 'if', 'add', 'exists')))
  );
}

/** Words that prose has where a statement has a name. */
function isProseWord(word: string): boolean {
  return /^(?:my|the|a|an|this|that|these|those|your|our|his|her|its|their|here|there|it|them|all|any|some|each|every|both|one|two|three|more|most|list|to|of|for|with|at|on|which|what|who|you|we|i|is|are|was|be|will|can|please)$/.test(
    word,
  );
}

function isClauseEnd(sql: SqlText, at: number): boolean {
  return (
    sql.isEnd(at) ||
    sql.hasCommentBefore(at) ||
    sql.is(at, ')', ';', 'or', 'and', 'union', 'order', 'group', 'having', 'limit', '||', '&&', '#', '|', '&') ||
    (sql.kind(at) === 'string' && !sql.isClosed(at))
  );
}

function spanLength(sql: SqlText, at: number): number {
  return sql.at(at).length;
}

function skipClosers(sql: SqlText, at: number): number {
  let next = at;
  while (sql.is(next, ')', ']', '}')) next++;
  return next;
}

/** The bracket that closes the one at `open`, -1 when it stays open. */
function closing(sql: SqlText, open: number): number {
  let start = open;
  while (!sql.is(start, '(') && !sql.isEnd(start)) start++;
  let depth = 0;
  for (let i = start; i < sql.length; i++) {
    if (sql.is(i, '(')) depth++;
    else if (sql.is(i, ')') && --depth === 0) return i;
  }
  return -1;
}

function sighting(sql: SqlText, from: number, to: number, confidence: Confidence, reason: string): Sighting {
  return { span: sql.span(from, to), confidence, reason };
}
