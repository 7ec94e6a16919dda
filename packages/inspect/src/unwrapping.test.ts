import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readEvent } from './reader.ts';
import { recognize } from './recognize.ts';

const base64 = (data: unknown): string => Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)).toString('base64');
const text = JSON.stringify;

// A key that nobody but S3 encodes like this: `+` is a blank there, and a plus is `%2B`.
const s3 = (key: string): unknown => ({ Records: [{ eventSource: 'aws:s3', s3: { bucket: { name: 'in' }, object: { key } } }] });
const inSns = (Message: string): unknown => ({ Records: [{ EventSource: 'aws:sns', Sns: { Type: 'Notification', Message } }] });
const snsMessage = (Message: string): unknown => ({
  Type: 'Notification',
  MessageId: 'm',
  TopicArn: 'arn:aws:sns:eu-central-1:1:t',
  Message,
});
const inSqs = (body: string): unknown => ({ Records: [{ eventSource: 'aws:sqs', body }] });
const inKinesis = (data: string): unknown => ({ Records: [{ eventSource: 'aws:kinesis', kinesis: { data } }] });
const inFirehose = (data: string): unknown => ({ deliveryStreamArn: 'arn', records: [{ data }] });
const inKafka = (value: string): unknown => ({ eventSource: 'aws:kafka', records: { 'a-0': [{ topic: 'a', value }] } });
const bridge = (detail: unknown): unknown => ({ 'detail-type': 'Object Created', source: 'aws.s3', account: '1', region: 'r', detail });
const change = {
  eventSource: 'aws:dynamodb',
  tableName: 't',
  dynamodb: { NewImage: { note: { S: 'two boxes' }, photo: { B: base64('b<i>g') } } },
};
const logs = { messageType: 'DATA_MESSAGE', logGroup: 'g', logEvents: [{ id: '1', timestamp: 1, message: 'two boxes' }] };

interface Row {
  readonly name: string;
  readonly event: unknown;
  readonly trigger: string;
  readonly path: string;
  readonly encodings: readonly string[];
  readonly expected: string;
}

const key = 'Records[0].s3.object.key';
const rows: readonly Row[] = [
  { name: 'S3', event: s3('a+b%2Bc'), trigger: 'aws:s3', path: `$.${key}`, encodings: ['form'], expected: 'a b+c' },
  {
    name: 'S3 in SNS',
    event: inSns(text(s3('a+b%2Bc'))),
    trigger: 'aws:sns',
    path: '$.Records[0].Sns.Message',
    encodings: [`json:$.${key}`, 'form'],
    expected: 'a b+c',
  },
  {
    name: 'S3 in SQS',
    event: inSqs(text(s3('a+b%2Bc'))),
    trigger: 'aws:sqs',
    path: '$.Records[0].body',
    encodings: [`json:$.${key}`, 'form'],
    expected: 'a b+c',
  },
  {
    name: 'S3 in SNS in SQS',
    event: inSqs(text(snsMessage(text(s3('a+b%2Bc'))))),
    trigger: 'aws:sqs',
    path: '$.Records[0].body',
    encodings: ['json:$.Message', `json:$.${key}`, 'form'],
    expected: 'a b+c',
  },
  {
    name: 'S3 by EventBridge in SQS: the key as it is',
    event: inSqs(text(bridge({ bucket: { name: 'in' }, object: { key: 'a+b' } }))),
    trigger: 'aws:sqs',
    path: '$.Records[0].body',
    encodings: ['json:$.detail.object.key'],
    expected: 'a+b',
  },
  {
    name: 'SNS in Firehose',
    event: inFirehose(base64(snsMessage(text(s3('a+b'))))),
    trigger: 'aws:firehose',
    path: '$.records[0].data',
    encodings: ['base64', 'json:$.Message', `json:$.${key}`, 'form'],
    expected: 'a b',
  },
  {
    name: 'CloudWatch Logs',
    event: { awslogs: { data: gzipSync(text(logs)).toString('base64') } },
    trigger: 'aws:cloudwatch-logs',
    path: '$.awslogs.data',
    encodings: ['base64', 'gzip', 'json:$.logEvents[0].message'],
    expected: 'two boxes',
  },
  {
    name: 'CloudWatch Logs in Firehose',
    event: inFirehose(gzipSync(text(logs)).toString('base64')),
    trigger: 'aws:firehose',
    path: '$.records[0].data',
    encodings: ['base64', 'gzip', 'json:$.logEvents[0].message'],
    expected: 'two boxes',
  },
  {
    name: 'DynamoDB in Kinesis',
    event: inKinesis(base64(change)),
    trigger: 'aws:kinesis',
    path: '$.Records[0].kinesis.data',
    encodings: ['base64', 'json:$.dynamodb.NewImage.photo.B', 'base64'],
    expected: 'b<i>g',
  },
  {
    name: 'S3 in Kafka',
    event: inKafka(base64(s3('a+b'))),
    trigger: 'aws:kafka',
    path: "$.records['a-0'][0].value",
    encodings: ['base64', `json:$.${key}`, 'form'],
    expected: 'a b',
  },
  {
    name: 'a Kafka header',
    event: { eventSource: 'aws:kafka', records: { 'a-0': [{ headers: [{ note: [...Buffer.from("it's")] }] }] } },
    trigger: 'aws:kafka',
    path: "$.records['a-0'][0].headers[0].note",
    encodings: [],
    expected: "it's",
  },
  {
    name: 'a RabbitMQ header',
    event: {
      eventSource: 'aws:rmq',
      rmqMessagesByQueue: { 'q::/': [{ basicProperties: { headers: { note: { bytes: [...Buffer.from("it's")] } } } }] },
    },
    trigger: 'aws:rabbitmq',
    path: "$.rmqMessagesByQueue['q::/'][0].basicProperties.headers.note.bytes",
    encodings: [],
    expected: "it's",
  },
  {
    name: 'the event that another function got',
    event: { requestContext: { functionArn: 'arn', condition: 'Success' }, requestPayload: s3('a+b') },
    trigger: 'aws:lambda-destination',
    path: `$.requestPayload.${key}`,
    encodings: ['form'],
    expected: 'a b',
  },
  {
    name: 'an S3 notification in a pipe',
    event: [{ eventSource: 'aws:sqs', body: text(s3('a+b')) }],
    trigger: 'aws:pipes',
    path: '$[0].body',
    encodings: [`json:$.${key}`, 'form'],
    expected: 'a b',
  },
  {
    name: 'the password of an MQTT client',
    event: { protocols: ['mqtt'], protocolData: { mqtt: { password: base64('p<w>d') } } },
    trigger: 'aws:iot-authorizer',
    path: '$.protocolData.mqtt.password',
    encodings: ['base64'],
    expected: 'p<w>d',
  },
  {
    name: 'a body at the edge',
    event: { Records: [{ cf: { request: { body: { data: base64('a<b>c') } } } }] },
    trigger: 'aws:cloudfront',
    path: '$.Records[0].cf.request.body.data',
    encodings: ['base64'],
    expected: 'a<b>c',
  },
];
for (const { name, event, trigger, path, encodings, expected } of rows)
  test(`unwraps ${name}`, () => {
    assert.equal(recognize(event).id, trigger);
    const { values } = readEvent(event);
    assert.ok(
      values.some((value) => value.text === expected && value.path === path && String(value.encodings) === String(encodings)),
      values.map((value) => `${value.path} ${value.encodings} ${value.text}`).join('\n'),
    );
  });
