// Second step after an upload: whatever was found small enough is fetched and hashed for the ledger.
const { createHash } = require('node:crypto');
const { GetObjectCommand, S3Client } = require('@aws-sdk/client-s3');

const s3 = new S3Client({ forcePathStyle: true });

exports.handler = async (event) => {
  const { url } = JSON.parse(event.Records[0].Sns.Message);
  // Only what size-check writes into its message: an object of the uploads bucket, read by the function's own right.
  const folder = `${process.env.AWS_ENDPOINT_URL_S3 ?? 'https://s3.amazonaws.com'}/${process.env.UPLOADS_BUCKET}/`;
  if (!url.startsWith(folder)) return { refused: true };
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: process.env.UPLOADS_BUCKET, Key: decodeURI(url.slice(folder.length)) }));
  const content = Buffer.from(await Body.transformToByteArray());
  return { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length };
};
