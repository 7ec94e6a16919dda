// Second step after an upload: whatever was found small enough is fetched and hashed for the ledger.
const { createHash } = require('node:crypto');

exports.handler = async (event) => {
  const { url } = JSON.parse(event.Records[0].Sns.Message);
  const response = await fetch(url);
  const content = Buffer.from(await response.arrayBuffer());
  return { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length };
};
