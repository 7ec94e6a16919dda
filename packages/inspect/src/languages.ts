export { type Address, readAddress } from './languages/address.ts';
export { type JsToken, type JsTokenKind, tokenizeJavaScript } from './languages/javascript.ts';
export { type LdapToken, type LdapTokenKind, tokenizeLdapFilter } from './languages/ldap.ts';
export { decodePercent, normalizeSegments, type PathReading, readPath } from './languages/path.ts';
export { type ShellReading, type ShellToken, type ShellTokenKind, tokenizeShell } from './languages/shell.ts';
export type { ShellCommand, ShellRedirection, ShellWord } from './languages/shell-structure.ts';
export { mysqlSql, postgresSql, type SqlOptions, type SqlToken, type SqlTokenKind, tokenizeSql } from './languages/sql.ts';
export { canonicalHost, readUrl, type UrlReading } from './languages/url.ts';
export { tokenizeXPath, type XPathToken, type XPathTokenKind } from './languages/xpath.ts';
