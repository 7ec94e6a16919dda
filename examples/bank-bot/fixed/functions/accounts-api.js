// GET /customers/{customer}/transactions?search=rent
const { Client } = require('pg');
const { readSecret } = require('./lib/secrets');

let client;

async function connect() {
  if (!client) {
    client = new Client({ password: () => readSecret(process.env.DATABASE_SECRET, 'password') });
    await client.connect();
  }
  return client;
}

exports.handler = async (event) => {
  const { customer } = event.pathParameters;
  if (event.requestContext.authorizer?.jwt?.claims?.sub !== customer) return answer(403, { error: 'not your account' });
  const search = event.queryStringParameters?.search ?? '';
  try {
    const database = await connect();
    const sql = `SELECT id, day, amount, memo FROM transactions WHERE customer = $1 AND memo ILIKE '%' || $2 || '%' ORDER BY id`;
    const { rows } = await database.query(sql, [customer, search]);
    return answer(200, { customer, transactions: rows ?? [] });
  } catch (error) {
    console.error(error);
    return answer(500, { error: 'internal error' });
  }
};

const answer = (statusCode, body) => ({ statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
