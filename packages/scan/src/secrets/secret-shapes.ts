/** Shapes that are secrets by their own definition, whatever they are called. All linear: fixed prefix, one class, no nesting. */
const shapes: readonly (readonly [pattern: RegExp, noun: string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, 'an AWS access key id'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,255}\b/, 'a GitHub token'],
  [/\bgithub_pat_[A-Za-z0-9_]{40,120}\b/, 'a GitHub token'],
  [/\bsk_(?:live|test)_[A-Za-z0-9]{16,128}\b/, 'a Stripe key'],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,128}/, 'a Slack token'],
  [/\bSG\.[A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{40,50}/, 'a SendGrid key'],
  [/\bAIza[A-Za-z0-9_-]{35}\b/, 'a Google API key'],
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/, 'a private key'],
  [/(?<![\w-])eyJ[A-Za-z0-9_-]{10,800}\.[A-Za-z0-9_-]{10,800}\./, 'a JSON web token'],
  [/:\/\/[^\s/:@]{1,100}:[^\s/:@]{3,200}@[^\s/]/, 'an address with a password in it'],
];

/** What kind of secret the text holds, by its shape. */
export function secretShape(text: string): string | undefined {
  return shapes.find(([pattern]) => pattern.test(text.slice(0, 20_000)))?.[1];
}

const secretName =
  /(?:password|passwd|pass_?phrase|pwd|secret|token|api_?key|access_?key|private_?key|signing_?key|encryption_?key|client_?secret|credential|auth_?key|conn(?:ection)?_?str(?:ing)?)s?$/i;
const pgName = /^(?:PGPASSWORD|PGPASS|MYSQL_PWD|REDISCLI_AUTH|DB_PASS|DATABASE_PASS)$/;
// The name of where a secret lies, or how long it lives, is none.
const aboutSecret =
  /(?:_?(?:arn|name|id|path|file|url|uri|endpoint|ttl|expiry|expires|expiration|length|rotation|region|version|prefix|header|parameter|param|type|algorithm|issuer|audience|bucket|table|enabled|required))$/i;

/** Whether a name says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return pgName.test(name) || (secretName.test(name) && !aboutSecret.test(name) && !/^public|pub_?key$/i.test(name));
}

/** Whether a text can be a secret's value: not a reference to one, nor a word that stands for nothing yet. */
export function canBeSecret(value: string): boolean {
  const text = value.trim();
  if (text.length < 4) return false;
  if (
    /^(?:true|false|none|null|undefined|\d{1,6}|string|required|optional|enabled|disabled|default|changeme|change-me|placeholder|todo|x{3,}|\*{3,}|<[^>]*>)$/i.test(
      text,
    )
  )
    return false;
  // Where it lies: an ARN, a parameter's path, a file, a dynamic reference, a variable that something else fills in.
  if (/^(?:arn:|\/[\w./-]+$|\.{0,2}\/|https?:\/\/[^@]*$|\{\{resolve:|\$\{|ssm:|secretsmanager:|file:|env:)/i.test(text)) return false;
  if (/\$\{|\{\{/.test(text)) return false;
  // `db/password`, `prod.api-key`: a name in a store has separators and no digits; a secret seldom is.
  return !(/^[a-z]+(?:[-_/.][a-z]+){1,8}$/i.test(text) && /(?:secret|password|token|key|credential)/i.test(text));
}
