// Reads a secret once per instance, so that no value stands in the environment where a leak of it would end up.
const { GetSecretValueCommand, SecretsManagerClient } = require('@aws-sdk/client-secrets-manager');

const client = new SecretsManagerClient({});
const known = new Map();

exports.readSecret = async (id, field) => {
  if (!known.has(id)) known.set(id, JSON.parse((await client.send(new GetSecretValueCommand({ SecretId: id }))).SecretString));
  return known.get(id)[field];
};
