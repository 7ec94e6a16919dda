// The branch offices' nightly export, still on the old SDK. Their system writes JSON since its update.
const S3 = require('aws-sdk/clients/s3');

const s3 = new S3({ endpoint: process.env.AWS_ENDPOINT_URL_S3, s3ForcePathStyle: true });

exports.handler = async (event) => {
  const { bucket, object } = event.Records[0].s3;
  const key = decodeURIComponent(object.key.replace(/\+/g, ' '));
  const { Body } = await s3.getObject({ Bucket: bucket.name, Key: key }).promise();

  const branch = JSON.parse(Body.toString('utf8'));
  return { branch: branch.name, accounts: branch.accounts.length };
};
