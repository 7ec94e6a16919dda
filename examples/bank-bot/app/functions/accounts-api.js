// GET /customers/{customer}/transactions?search=rent
const { Client } = require('pg');

let client;

async function connect() {
  if (!client) {
    client = new Client();
    await client.connect();
  }
  return client;
}

exports.handler = async (event) => {
  const { customer } = event.pathParameters;
  const search = event.queryStringParameters?.search ?? '';
  try {
    const database = await connect();
    const sql = `SELECT id, day, amount, memo FROM transactions WHERE customer = '${customer}' AND memo ILIKE '%${search}%' ORDER BY id`;
    const { rows } = await database.query(sql);
    return answer(200, { customer, transactions: rows ?? [] });
  } catch (error) {
    return answer(500, { error: error.message, stack: error.stack, database: { host: process.env.PGHOST, user: process.env.PGUSER, password: process.env.PGPASSWORD } });
  }
};

const answer = (statusCode, body) => ({ statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
