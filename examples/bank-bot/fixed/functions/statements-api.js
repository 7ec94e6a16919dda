// GET /statements/{customer}/{file}: the monthly statement as text.
const { readFileSync } = require('node:fs');
const path = require('node:path');

const statements = path.join(__dirname, '..', 'statements');

exports.handler = async (event) => {
  const { customer, file } = event.pathParameters;
  if (event.requestContext.authorizer?.claims?.sub !== customer || !/^\d{4}-\d{2}\.txt$/.test(file)) return refuse();
  try {
    const text = readFileSync(path.join(statements, path.basename(customer), file), 'utf8');
    return { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: text };
  } catch {
    return refuse();
  }
};

const refuse = () => ({ statusCode: 404, headers: { 'content-type': 'text/plain' }, body: 'no such statement' });
