import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canBeSecret, isSecretName, secretShape } from './secret-shapes.ts';

const names = {
  secret: [
    'PASSWORD',
    'DB_PASSWORD',
    'dbPassword',
    'PGPASSWORD',
    'API_KEY',
    'apiKey',
    'STRIPE_SECRET',
    'GITHUB_TOKEN',
    'CLIENT_SECRET',
    'AWS_SECRET_ACCESS_KEY',
    'CONNECTION_STRING',
    'SIGNING_KEY',
  ],
  plain: [
    'SECRET_NAME',
    'DB_SECRET_ARN',
    'TOKEN_TTL',
    'PASSWORD_MIN_LENGTH',
    'TOKEN_URL',
    'KEY_PATH',
    'PUBLIC_KEY',
    'TABLE_NAME',
    'PARTITION_KEY',
    'SORT_KEY',
    'TOKEN_ENDPOINT',
    'API_KEY_HEADER',
    'TOKENS_TABLE',
  ],
};
for (const name of names.secret) test(`${name} is the name of a secret`, () => assert.ok(isSecretName(name)));
for (const name of names.plain) test(`${name} is none`, () => assert.ok(!isSecretName(name)));

const values = {
  secret: ['Winter-2024-ledger', 'hunter22', 'p@ssw0rd!', '0123456789abcdef', 'correct horse battery'],
  plain: [
    '',
    'abc',
    'true',
    '3600',
    'changeme',
    '/prod/db/password',
    'arn:aws:ssm:eu-west-1:1:parameter/a',
    '{{resolve:ssm:a}}',
    '${ssm:/a}',
    'prod/db-password',
    'https://auth.example/token',
    '<your token>',
    './keys/dev.pem',
  ],
};
for (const value of values.secret) test(`"${value}" can be a secret`, () => assert.ok(canBeSecret(value)));
for (const value of values.plain) test(`"${value}" can't`, () => assert.ok(!canBeSecret(value)));

test('secrets by their shape', () => {
  for (const text of [
    'AKIAIOSFODNN7EXAMPLE',
    `ghp_${'a'.repeat(36)}`,
    '-----BEGIN RSA PRIVATE KEY-----',
    'postgres://bob:hunter2@db/x',
    `x eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`,
  ])
    assert.ok(secretShape(text), text);
  for (const text of ['AKIA', 'postgres://db.example:5432/x', 'https://example.com/a:b@c', 'eyJhbGciOi', 'a key', 'http://a:b'])
    assert.equal(secretShape(text), undefined, text);
});

test('in time that does not grow with what repeats', () => {
  const start = performance.now();
  for (const piece of ['eyJ', '-eyJaaaaaaaaaaaa.', 'a://', '://a:', '-----BEGIN ', 'AKIA', 'ghp_', '.']) secretShape(piece.repeat(100_000));
  assert.ok(performance.now() - start < 500);
});
