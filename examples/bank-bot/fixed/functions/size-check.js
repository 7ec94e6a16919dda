// First step after an upload: small documents go on to be hashed, the rest is refused.
const { PublishCommand, SNSClient } = require('@aws-sdk/client-sns');

const sns = new SNSClient({});
const largest = 5 * 1024 * 1024;

exports.handler = async (event) => {
  const { bucket, object } = event.Records[0].s3;
  const key = decodeURIComponent(object.key.replace(/\+/g, ' '));
  if (object.size > largest) return { key, accepted: false };

  const url = `${process.env.AWS_ENDPOINT_URL_S3 ?? 'https://s3.amazonaws.com'}/${bucket.name}/${encodeURI(key)}`;
  await sns.send(new PublishCommand({ TopicArn: process.env.CHECKED_TOPIC_ARN, Message: JSON.stringify({ url, size: object.size }) }));
  return { key, accepted: true };
};
