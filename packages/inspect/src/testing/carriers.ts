import { Buffer } from 'node:buffer';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

/** A way in which a text reaches a function: a trigger, and the encodings that it is wrapped in. */
export interface Carrier {
  readonly name: string;
  readonly wrap: (payload: string) => unknown;
}

/** The same text in every way in which platforms and their users hand text to functions. Nothing of the text is lost on any of them. */
export const carriers: readonly Carrier[] = [
  // HTTP
  { name: 'REST API, JSON body', wrap: (p) => restApi({ body: JSON.stringify({ id: 7, comment: p }) }) },
  { name: 'HTTP API, JSON body', wrap: (p) => httpApi({ body: JSON.stringify({ id: 7, comment: p }) }) },
  { name: 'HTTP API, query', wrap: (p) => httpApi({ rawQueryString: `q=${encode(p)}`, queryStringParameters: { q: p } }) },
  { name: 'HTTP API, raw query only', wrap: (p) => httpApi({ rawQueryString: `a=1&q=${encode(p)}` }) },
  { name: 'HTTP API, header', wrap: (p) => httpApi({ headers: { 'x-name': p } }) },
  { name: 'HTTP API, cookie', wrap: (p) => httpApi({ cookies: ['theme=dark', `session=${encode(p)}`] }) },
  {
    name: 'HTTP API, path encoded twice',
    wrap: (p) => httpApi({ rawPath: `/items/${encode(encode(p))}`, pathParameters: { item: encode(p) } }),
  },
  { name: 'HTTP API, form body', wrap: (p) => httpApi({ body: form({ id: '7', comment: p }), headers: formHeaders }) },
  { name: 'HTTP API, form body in base64', wrap: (p) => httpApi({ ...inBase64(form({ id: '7', comment: p })), headers: formHeaders }) },
  { name: 'HTTP API, JSON with every unit escaped', wrap: (p) => httpApi({ body: `{"id":7,"comment":"${escaped(p)}"}` }) },
  { name: 'HTTP API, multipart', wrap: (p) => httpApi({ body: multipart(p), headers: multipartHeaders }) },
  { name: 'HTTP API, multipart in base64', wrap: (p) => httpApi({ ...inBase64(multipart(p)), headers: multipartHeaders }) },
  { name: 'HTTP API, XML body', wrap: (p) => httpApi({ body: xml(p), headers: { 'content-type': 'application/xml' } }) },
  { name: 'HTTP API, JSON in JSON in JSON', wrap: (p) => httpApi({ body: nest(nest(JSON.stringify({ comment: p }))) }) },
  {
    name: 'HTTP API, base64 in a parameter in JSON',
    wrap: (p) => httpApi({ body: JSON.stringify({ next: `/show?d=${encode(base64(p))}` }) }),
  },
  { name: 'HTTP API, bearer token', wrap: (p) => httpApi({ headers: { authorization: `Bearer ${jwt(p)}` } }) },
  { name: 'HTTP API, basic credentials', wrap: (p) => httpApi({ headers: { authorization: `Basic ${base64(`ann:${p}`)}` } }) },
  { name: 'HTTP API, gzip body', wrap: (p) => httpApi({ body: gzip(JSON.stringify({ comment: p })), isBase64Encoded: true }) },
  { name: 'HTTP API, brotli body', wrap: (p) => httpApi({ body: brotli(JSON.stringify({ comment: p })), isBase64Encoded: true }) },
  { name: 'HTTP API, data: URL', wrap: (p) => httpApi({ body: JSON.stringify({ image: `data:text/plain;base64,${base64(p)}` }) }) },
  {
    name: 'load balancer, JSON body',
    wrap: (p) => ({
      requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/a/b' } },
      httpMethod: 'POST',
      path: '/',
      queryStringParameters: {},
      headers: {},
      body: JSON.stringify({ comment: p }),
      isBase64Encoded: false,
    }),
  },
  // Queues, topics and streams
  { name: 'SQS, JSON', wrap: (p) => sqs(JSON.stringify({ comment: p })) },
  { name: 'SQS, text', wrap: sqs },
  { name: 'SNS, JSON', wrap: (p) => sns(JSON.stringify({ comment: p })) },
  {
    name: 'SNS in SQS',
    wrap: (p) =>
      sqs(
        JSON.stringify({
          Type: 'Notification',
          MessageId: id,
          TopicArn: 'arn:aws:sns:us-east-1:1:t',
          Message: JSON.stringify({ comment: p }),
          Timestamp: time,
        }),
      ),
  },
  {
    name: 'S3 in SNS in SQS',
    wrap: (p) =>
      sqs(
        JSON.stringify({
          Type: 'Notification',
          MessageId: id,
          TopicArn: 'arn:aws:sns:us-east-1:1:t',
          Message: JSON.stringify(s3(p)),
          Timestamp: time,
        }),
      ),
  },
  { name: 'Kinesis', wrap: (p) => kinesis(base64(JSON.stringify({ comment: p }))) },
  { name: 'Kinesis, gzip', wrap: (p) => kinesis(gzip(JSON.stringify({ comment: p }))) },
  { name: 'Kinesis, base64 in base64 of gzip', wrap: (p) => kinesis(base64(gzip(JSON.stringify({ comment: p })))) },
  { name: 'Kinesis, zlib', wrap: (p) => kinesis(deflateSync(JSON.stringify({ comment: p })).toString('base64')) },
  { name: 'Kinesis, lines of JSON', wrap: (p) => kinesis(base64(`${JSON.stringify({ id: 1 })}\n${JSON.stringify({ comment: p })}\n`)) },
  { name: 'Kinesis, MessagePack', wrap: (p) => kinesis(messagePack(p).toString('base64')) },
  { name: 'Kinesis, CBOR', wrap: (p) => kinesis(cbor(p).toString('base64')) },
  { name: 'Kinesis, protocol buffers', wrap: (p) => kinesis(protobuf(p).toString('base64')) },
  {
    name: 'Firehose',
    wrap: (p) => ({
      invocationId: id,
      deliveryStreamArn: 'arn:aws:firehose:us-east-1:1:deliverystream/d',
      region: 'us-east-1',
      records: [{ recordId: '1', approximateArrivalTimestamp: 1, data: base64(JSON.stringify({ comment: p })) }],
    }),
  },
  {
    name: 'Kafka',
    wrap: (p) => ({
      eventSource: 'aws:kafka',
      eventSourceArn: 'arn:aws:kafka:us-east-1:1:cluster/a',
      records: {
        'orders-0': [
          {
            topic: 'orders',
            partition: 0,
            offset: 1,
            timestamp: 1,
            timestampType: 'CREATE_TIME',
            key: base64('k'),
            value: base64(JSON.stringify({ comment: p })),
            headers: [],
          },
        ],
      },
    }),
  },
  {
    name: 'RabbitMQ',
    wrap: (p) => ({
      eventSource: 'aws:rmq',
      eventSourceArn: 'arn:aws:mq:us-east-1:1:broker:b',
      rmqMessagesByQueue: { 'q::/': [{ basicProperties: { contentType: 'text/plain' }, data: base64(p), redelivered: false }] },
    }),
  },
  {
    name: 'Pub/Sub push',
    wrap: (p) => ({
      message: { data: base64(JSON.stringify({ comment: p })), attributes: {}, messageId: '1', publishTime: time },
      subscription: 'projects/p/subscriptions/s',
    }),
  },
  {
    name: 'CloudWatch Logs',
    wrap: (p) => ({
      awslogs: {
        data: gzip(
          JSON.stringify({
            messageType: 'DATA_MESSAGE',
            owner: '1',
            logGroup: 'g',
            logStream: 's',
            subscriptionFilters: ['f'],
            logEvents: [{ id: '1', timestamp: 1, message: p }],
          }),
        ),
      },
    }),
  },
  {
    name: 'EventBridge',
    wrap: (p) => ({
      version: '0',
      id,
      'detail-type': 'Order',
      source: 'com.example.shop',
      account: '123456789012',
      time,
      region: 'us-east-1',
      resources: [],
      detail: { comment: p },
    }),
  },
  // Storage, tables, mail, devices
  { name: 'S3, object key', wrap: s3 },
  { name: 'DynamoDB, attribute', wrap: (p) => dynamodb({ comment: { S: p } }) },
  { name: 'DynamoDB, nested attribute', wrap: (p) => dynamodb({ order: { M: { lines: { L: [{ M: { note: { S: p } } }] } } } }) },
  { name: 'DynamoDB, binary attribute', wrap: (p) => dynamodb({ blob: { B: base64(p) } }) },
  { name: 'SES, subject', wrap: (p) => ses(p) },
  { name: 'SES, encoded word', wrap: (p) => ses(`=?utf-8?B?${base64(p)}?=`) },
  { name: 'SNS, e-mail with an attachment', wrap: (p) => sns(JSON.stringify({ notificationType: 'Received', content: mail(p) })) },
  {
    name: 'Cognito, attribute',
    wrap: (p) => ({
      version: '1',
      region: 'us-east-1',
      userPoolId: 'us-east-1_a',
      userName: 'ann',
      callerContext: { awsSdkVersion: '1', clientId: 'c' },
      triggerSource: 'PreSignUp_SignUp',
      request: { userAttributes: { email: 'a@b.example', nickname: p }, validationData: {} },
      response: {},
    }),
  },
  { name: 'IoT rule, JSON', wrap: (p) => ({ deviceId: 'd1', temperature: 20, note: p }) },
  { name: 'IoT rule, base64', wrap: (p) => ({ deviceId: 'd1', payload: base64(p) }) },
  {
    name: 'AppSync, argument',
    wrap: (p) => ({
      arguments: { input: { comment: p } },
      identity: null,
      source: null,
      request: { headers: {} },
      prev: null,
      info: { fieldName: 'addComment', parentTypeName: 'Mutation', variables: {}, selectionSetList: ['id'] },
    }),
  },
  { name: 'Azure, queue', wrap: (p) => ({ Data: { item: JSON.stringify({ comment: p }) }, Metadata: { DequeueCount: '1', Id: id } }) },
  {
    name: 'Azure, Event Grid as CloudEvent',
    wrap: (p) => ({
      specversion: '1.0',
      type: 'com.example.order',
      source: '/shop',
      id,
      time,
      subject: 'orders/1',
      datacontenttype: 'application/json',
      data: { comment: p },
    }),
  },
  {
    name: 'CloudEvent, data in base64',
    wrap: (p) => ({
      specversion: '1.0',
      type: 'com.example.order',
      source: '/shop',
      id,
      datacontenttype: 'application/octet-stream',
      data_base64: base64(JSON.stringify({ comment: p })),
    }),
  },
  {
    name: 'Firestore, value',
    wrap: (p) => ({
      oldValue: {},
      value: { createTime: time, name: 'projects/p/databases/(default)/documents/c/1', fields: { comment: { stringValue: p } } },
      updateMask: {},
    }),
  },
  {
    name: 'OpenWhisk, raw web action',
    wrap: (p) => ({
      __ow_method: 'post',
      __ow_headers: { host: 'a' },
      __ow_path: '',
      __ow_query: '',
      __ow_body: base64(JSON.stringify({ comment: p })),
      __ow_isBase64Encoded: true,
    }),
  },
  { name: 'Cloudant, document', wrap: (p) => ({ id: '1', seq: '1-a', changes: [{ rev: '1-b' }], doc: { _id: '1', comment: p } }) },
  { name: 'Step Functions, task input', wrap: (p) => ({ input: { order: { comment: p } }, taskToken: 'abc' }) },
  // What is wrapped by hand
  { name: 'zip, member', wrap: (p) => kinesis(zip('notes.txt', Buffer.from(p)).toString('base64')) },
  { name: 'zip, member name', wrap: (p) => kinesis(zip(p, Buffer.from('x')).toString('base64')) },
  { name: 'hex', wrap: (p) => sqs(JSON.stringify({ blob: Buffer.from(p).toString('hex') })) },
  { name: 'entities', wrap: (p) => sqs(JSON.stringify({ html: entities(p) })) },
  { name: 'bytes', wrap: (p) => ({ payload: Buffer.from(p) }) },
  { name: 'bytes in UTF-16', wrap: (p) => ({ payload: Buffer.from(`\ufeff${p}`, 'utf16le') }) },
  { name: 'CSV', wrap: (p) => sqs(`id,comment\n1,fine\n2,"${p.replaceAll('"', '""')}"\n`) },
  // Padding that makes others stop looking
  { name: 'behind 128 KB', wrap: (p) => httpApi({ body: JSON.stringify({ filler: 'lorem ipsum dolor '.repeat(7_282), comment: p }) }) },
  {
    name: 'behind 128 KB in the same text',
    wrap: (p) => httpApi({ body: JSON.stringify({ comment: `${'lorem ipsum dolor '.repeat(7_282)}\n${p}` }) }),
  },
  { name: 'item 10,000', wrap: (p) => httpApi({ body: JSON.stringify([...Array.from({ length: 9_999 }, (_, i) => i), p]) }) },
  { name: 'depth 50', wrap: (p) => Array.from({ length: 50 }).reduce((inner: unknown) => ({ a: inner }), p) },
];

const id = '059f36b4-87a3-44ab-83d2-661975830a7d';
const time = '2026-01-02T03:04:05.000Z';
const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' };
const boundary = '----WebKitFormBoundary7MA4YWxkTrZu0gW';
const multipartHeaders = { 'content-type': `multipart/form-data; boundary=${boundary}` };

function httpApi(parts: Readonly<Record<string, unknown>>): unknown {
  return {
    version: '2.0',
    routeKey: 'POST /items',
    rawPath: '/items',
    rawQueryString: '',
    headers: { 'content-type': 'application/json' },
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      requestId: 'id=',
      stage: '$default',
      http: { method: 'POST', path: '/items', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'agent' },
    },
    isBase64Encoded: false,
    ...parts,
  };
}

function restApi(parts: Readonly<Record<string, unknown>>): unknown {
  return {
    resource: '/items',
    path: '/items',
    httpMethod: 'POST',
    headers: {},
    requestContext: { apiId: 'api', requestId: id, httpMethod: 'POST', stage: 'prod' },
    isBase64Encoded: false,
    ...parts,
  };
}

function sqs(body: string): unknown {
  return {
    Records: [
      {
        messageId: id,
        receiptHandle: 'AQEB',
        body,
        attributes: { ApproximateReceiveCount: '1' },
        messageAttributes: {},
        md5OfBody: 'x',
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:q',
        awsRegion: 'us-east-1',
      },
    ],
  };
}

function sns(message: string): unknown {
  return {
    Records: [
      {
        EventVersion: '1.0',
        EventSubscriptionArn: 'arn:aws:sns:us-east-1:1:t:s',
        EventSource: 'aws:sns',
        Sns: {
          Type: 'Notification',
          MessageId: id,
          TopicArn: 'arn:aws:sns:us-east-1:1:t',
          Subject: null,
          Message: message,
          Timestamp: time,
          MessageAttributes: {},
        },
      },
    ],
  };
}

function kinesis(data: string): unknown {
  return {
    Records: [
      {
        kinesis: { kinesisSchemaVersion: '1.0', partitionKey: '1', sequenceNumber: '4959', data, approximateArrivalTimestamp: 1 },
        eventSource: 'aws:kinesis',
        eventVersion: '1.0',
        eventID: 'shardId-000000000006:4959',
        eventName: 'aws:kinesis:record',
        invokeIdentityArn: 'arn:aws:iam::1:role/r',
        awsRegion: 'us-east-2',
        eventSourceARN: 'arn:aws:kinesis:us-east-2:1:stream/s',
      },
    ],
  };
}

function s3(key: string): unknown {
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'us-east-1',
        eventTime: time,
        eventName: 'ObjectCreated:Put',
        userIdentity: { principalId: 'A' },
        requestParameters: { sourceIPAddress: '192.0.2.1' },
        responseElements: {},
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'c',
          bucket: { name: 'uploads', ownerIdentity: { principalId: 'A' }, arn: 'arn:aws:s3:::uploads' },
          object: { key: encode(key).replaceAll('%20', '+'), size: 1, eTag: 'e', sequencer: '1' },
        },
      },
    ],
  };
}

function dynamodb(image: unknown): unknown {
  return {
    Records: [
      {
        eventID: '1',
        eventVersion: '1.0',
        eventName: 'INSERT',
        eventSource: 'aws:dynamodb',
        awsRegion: 'us-east-1',
        dynamodb: { Keys: { id: { S: '1' } }, NewImage: image, SequenceNumber: '111', SizeBytes: 26, StreamViewType: 'NEW_AND_OLD_IMAGES' },
        eventSourceARN: 'arn:aws:dynamodb:us-east-1:1:table/t/stream/s',
      },
    ],
  };
}

function ses(subject: string): unknown {
  return {
    Records: [
      {
        eventSource: 'aws:ses',
        eventVersion: '1.0',
        ses: {
          mail: {
            timestamp: time,
            source: 'a@example.com',
            messageId: 'm',
            destination: ['b@example.com'],
            headersTruncated: false,
            headers: [{ name: 'Subject', value: subject }],
            commonHeaders: {
              returnPath: 'a@example.com',
              from: ['a@example.com'],
              date: 'x',
              to: ['b@example.com'],
              messageId: 'm',
              subject,
            },
          },
          receipt: {
            timestamp: time,
            recipients: ['b@example.com'],
            spamVerdict: { status: 'PASS' },
            action: { type: 'Lambda', invocationType: 'Event', functionArn: 'arn:aws:lambda:us-east-1:1:function:f' },
          },
        },
      },
    ],
  };
}

function mail(payload: string): string {
  const lines = [
    'From: Ann <ann@example.com>',
    'To: b@example.com',
    'Subject: report',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="part"',
    '',
    '--part',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'See the attachment.',
    '--part',
    'Content-Type: text/plain; name="notes.txt"',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="notes.txt"',
    '',
    base64(payload).replace(/.{76}/g, '$&\r\n'),
    '--part--',
    '',
  ];
  return lines.join('\r\n');
}

function encode(text: string): string {
  return encodeURIComponent(text);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function gzip(text: string): string {
  return gzipSync(text).toString('base64');
}

function brotli(text: string): string {
  return brotliCompressSync(text).toString('base64');
}

function inBase64(body: string): { readonly body: string; readonly isBase64Encoded: true } {
  return { body: base64(body), isBase64Encoded: true };
}

function form(fields: Readonly<Record<string, string>>): string {
  return new URLSearchParams(fields).toString();
}

function escaped(text: string): string {
  let units = '';
  for (let i = 0; i < text.length; i++) units += `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return units;
}

function multipart(payload: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="id"\r\n\r\n7\r\n--${boundary}\r\nContent-Disposition: form-data; name="comment"\r\n\r\n${payload}\r\n--${boundary}--\r\n`;
}

function entities(text: string): string {
  return text.replace(/[^A-Za-z0-9 ]/gu, (unit) => `&#${unit.codePointAt(0)};`);
}

function xml(payload: string): string {
  return `<?xml version="1.0"?><order><id>7</id><comment>${entities(payload)}</comment></order>`;
}

function nest(text: string): string {
  return JSON.stringify({ message: text });
}

function jwt(payload: string): string {
  const part = (data: unknown) => Buffer.from(JSON.stringify(data)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: '1', name: payload })}.${Buffer.from('signature-of-it').toString('base64url')}`;
}

/** `{"comment": text}` (the MessagePack specification, formats fixmap, fixstr and str 32). */
function messagePack(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.from([0x81, 0xa7, ...Buffer.from('comment'), 0xdb, 0, 0, 0, 0]);
  head.writeUInt32BE(bytes.length, head.length - 4);
  return Buffer.concat([head, bytes]);
}

/** `{"comment": text}` (RFC 8949 §3.1, major types 5 and 3). */
function cbor(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.from([0xa1, 0x67, ...Buffer.from('comment'), 0x7a, 0, 0, 0, 0]);
  head.writeUInt32BE(bytes.length, head.length - 4);
  return Buffer.concat([head, bytes]);
}

/** Field 1 a number, field 2 the text (Protocol Buffers encoding, wire types 0 and 2). */
function protobuf(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    length.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) break;
  }
  return Buffer.concat([Buffer.from([0x08, 0x96, 0x01, 0x12, ...length]), bytes]);
}

/** An archive with one member (APPNOTE.TXT 4.3). */
function zip(name: string, content: Buffer): Buffer {
  const names = Buffer.from(name);
  const packed = deflateRawSync(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(0x0800, 2); // names are UTF-8
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(names.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, names, packed]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, Buffer.alloc(14), names]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
