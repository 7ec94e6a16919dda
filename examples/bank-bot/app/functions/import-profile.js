// A partner drops customer profiles into the uploads bucket; each is read, checked and stored where the bot looks for it.
const { GetObjectCommand, PutObjectCommand, S3Client } = require('@aws-sdk/client-s3');

const s3 = new S3Client({ forcePathStyle: true });

exports.handler = async (event) => {
  const { bucket, object } = event.Records[0].s3;
  const key = decodeURIComponent(object.key.replace(/\+/g, ' '));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket.name, Key: key }));
  const body = await Body.transformToString();

  // Some partners send keys without quotes, which JSON.parse refuses.
  const profile = eval('(' + body + ')');

  const stored = `profiles/${profile.username}.json`;
  await s3.send(new PutObjectCommand({ Bucket: process.env.PROFILES_BUCKET, Key: stored, Body: JSON.stringify(profile) }));
  return { stored, fields: Object.keys(profile) };
};
