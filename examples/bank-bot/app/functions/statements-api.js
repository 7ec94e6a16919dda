// GET /statements/{customer}/{file}: the monthly statement as text.
const { readFileSync } = require('node:fs');
const path = require('node:path');

const statements = path.join(__dirname, '..', 'statements');

exports.handler = async (event) => {
  const { customer, file } = event.pathParameters;
  try {
    const text = readFileSync(path.join(statements, customer, decodeURIComponent(file)), 'utf8');
    return { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: text };
  } catch {
    return { statusCode: 404, headers: { 'content-type': 'text/plain' }, body: 'no such statement' };
  }
};
