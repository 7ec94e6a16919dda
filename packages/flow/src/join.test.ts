import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { test } from 'node:test';
import { type App, readApps } from '@postern/app';
import { loadParsers } from '@postern/syntax';
import { join } from './join.ts';

const head = `Transform: AWS::Serverless-2016-10-31
Resources:
  Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: the-bucket } }
  Table: { Type: AWS::Serverless::SimpleTable }
  Topic: { Type: AWS::SNS::Topic }
  Queue: { Type: AWS::SQS::Queue }
  F:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: .
      Environment: { Variables: { BUCKET: !Ref Bucket, TABLE: !Ref Table, TOPIC: !Ref Topic, QUEUE: !Ref Queue, PEER: !Ref G } }
`;
const js = `${head}      Handler: app.handler\n      Runtime: nodejs22.x\n  G:\n    Type: AWS::Serverless::Function\n    Properties: { Handler: app.handler, Runtime: nodejs22.x, CodeUri: . }\n`;
const py = js.replaceAll('nodejs22.x', 'python3.12');

const rows: readonly {
  readonly name: string;
  readonly template: string;
  readonly file: string;
  readonly code: string;
  readonly edges: readonly string[];
}[] = [
  {
    name: 'SDK 3, by environment variables',
    template: js,
    file: 'app.js',
    code: `const { S3Client, PutObjectCommand, GetObjectCommand } = require('@aws-sdk/client-s3');
const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
exports.handler = async () => {
  const s3 = new S3Client({});
  await s3.send(new GetObjectCommand({ Bucket: process.env.BUCKET, Key: 'a' }));
  await s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET ?? 'x', Key: 'a', Body: 'b' }));
  await new LambdaClient({}).send(new InvokeCommand({ FunctionName: process.env.PEER }));
};`,
    edges: ['invokes G lambda:Invoke 7', 'reads Bucket s3:GetObject 5', 'writes Bucket s3:PutObject 6'],
  },
  {
    name: 'SDK 2, and a name that is written',
    template: js,
    file: 'app.js',
    code: `const AWS = require('aws-sdk');
const table = new AWS.DynamoDB.DocumentClient();
exports.handler = async () => {
  await table.put({ TableName: process.env.TABLE, Item: {} }).promise();
  await new AWS.S3().putObject({ Bucket: 'the-bucket', Key: 'a' }).promise();
};`,
    edges: ['writes Bucket s3:PutObject 5', 'writes Table dynamodb:Put 4'],
  },
  {
    name: 'boto3, clients and resources',
    template: py,
    file: 'app.py',
    code: `import boto3, os
sns = boto3.client("sns")
table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
def handler(event, context):
    sns.publish(TopicArn=os.environ.get("TOPIC"), Message="a")
    boto3.client("sqs").send_message(QueueUrl=os.getenv("QUEUE"), MessageBody="a")
    table.put_item(Item={})
`,
    edges: ['writes Queue sqs:SendMessage 6', 'writes Table dynamodb:PutItem 7', 'writes Topic sns:Publish 5'],
  },
  {
    name: 'a name that is not known is no edge',
    template: js,
    file: 'app.js',
    code: `const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');\nexports.handler = async (event) => new S3Client({}).send(new PutObjectCommand({ Bucket: event.bucket }));`,
    edges: [],
  },
];
for (const { name, template, file, code, edges } of rows)
  test(`join: ${name}`, async () => {
    const folder = mkdtempSync(joinPath(tmpdir(), 'postern-join-'));
    try {
      writeFileSync(joinPath(folder, 'template.yaml'), template);
      writeFileSync(joinPath(folder, file), code);
      const { apps, sources } = await readApps(folder);
      await loadParsers();
      const joined = join(apps[0] as App, sources);
      assert.deepEqual(
        joined.edges
          .filter(({ basis, from }) => basis === 'code' && from === 'F')
          .map(({ kind, to, label, location }) => `${kind} ${to} ${label} ${location.line}`)
          .sort(),
        edges,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
