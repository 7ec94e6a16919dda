import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { entryPoints } from '../entry-points.ts';
import { readAny, readTemplate } from '../testing/read-template.ts';
import { numberOf, patternOf, textOf } from '../value.ts';

const sam = (resources: string, globals = ''): string => `Transform: AWS::Serverless-2016-10-31\n${globals}Resources:\n${resources}`;
const code = {
  'src/app.js': 'exports.handler = async () => {};',
  'src/package.json': '{}',
  'package-lock.json': '{}',
  'py/main.py': 'def run(event, context): pass\n',
  'py/requirements.txt': '',
};
const fn = (rest: string, id = 'Fn'): string =>
  `  ${id}:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: nodejs22.x\n      Handler: app.handler\n      CodeUri: src/\n${rest.replace(/^(?=.)/gm, '      ')}`;

test('Globals are merged as SAM does: mappings by member, lists one after the other, the rest replaced', () => {
  const { app } = readTemplate(
    sam(
      fn('Timeout: 3\nLayers: [own]\nEnvironment:\n  Variables:\n    OWN: 1\n'),
      'Globals:\n  Function:\n    Timeout: 900\n    MemorySize: 256\n    Layers: [shared]\n    Environment:\n      Variables:\n        SHARED: 2\n',
    ),
    code,
  );
  const [node] = app.functions;
  assert.equal(numberOf(node?.timeout), 3);
  assert.equal(numberOf(node?.memory), 256);
  assert.equal(node?.memory?.location.line, 5);
  assert.deepEqual(
    node?.environment.map(({ name, isGlobal, location }) => `${name} ${isGlobal} ${location.line}`),
    ['SHARED true 9', 'OWN false 21'],
  );
  assert.equal(app.globals?.nameLocation.line, 2);
});

test('a function knows its code, its entry, its packages and its role', () => {
  const { app, problems } = readTemplate(
    sam(`${fn('')}\n${fn('', 'Py').replace('nodejs22.x', 'python3.13').replace('app.handler', 'main.run').replace('src/', 'py')}`),
    code,
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(
    app.functions.map(({ id, language, codeFolder, entry, packages, role }) => ({ id, language, codeFolder, entry, packages, role })),
    [
      {
        id: 'Fn',
        language: 'javascript',
        codeFolder: 'src',
        entry: { file: 'src/app.js', exportName: 'handler' },
        packages: ['src/package.json'],
        role: 'FnRole',
      },
      {
        id: 'Py',
        language: 'python',
        codeFolder: 'py',
        entry: { file: 'py/main.py', exportName: 'run' },
        packages: ['py/requirements.txt'],
        role: 'PyRole',
      },
    ],
  );
  assert.equal(app.packages[0]?.lockfile, 'package-lock.json');
});

const routes: readonly { readonly name: string; readonly event: string; readonly api: string; readonly expected: string }[] = [
  {
    name: 'no authorizer',
    event: 'Type: Api, Properties: { Path: /x, Method: get, RestApiId: !Ref A }',
    api: 'Type: AWS::Serverless::Api',
    expected: 'none anyone',
  },
  {
    name: 'the default authorizer',
    event: 'Type: Api, Properties: { Path: /x, Method: get, RestApiId: !Ref A }',
    api: 'Type: AWS::Serverless::Api, Properties: { Auth: { DefaultAuthorizer: P, Authorizers: { P: { UserPoolArn: x } } } }',
    expected: 'authorizer authenticated',
  },
  {
    name: 'switched off at the route',
    event: 'Type: Api, Properties: { Path: /x, Method: get, RestApiId: !Ref A, Auth: { Authorizer: NONE } }',
    api: 'Type: AWS::Serverless::Api, Properties: { Auth: { DefaultAuthorizer: P, Authorizers: { P: { UserPoolArn: x } } } }',
    expected: 'none anyone',
  },
  {
    name: 'IAM',
    event: 'Type: Api, Properties: { Path: /x, Method: get, RestApiId: !Ref A, Auth: { Authorizer: AWS_IAM } }',
    api: 'Type: AWS::Serverless::Api',
    expected: 'iam account',
  },
  {
    name: 'an API key',
    event: 'Type: Api, Properties: { Path: /x, Method: get, RestApiId: !Ref A, Auth: { ApiKeyRequired: true } }',
    api: 'Type: AWS::Serverless::Api',
    expected: 'api-key authenticated',
  },
  {
    name: 'a private API',
    event: 'Type: Api, Properties: { Path: /x, Method: get, RestApiId: !Ref A }',
    api: 'Type: AWS::Serverless::Api, Properties: { EndpointConfiguration: { Type: PRIVATE } }',
    expected: 'private account',
  },
  {
    name: 'an authorizer that is not defined',
    event: 'Type: HttpApi, Properties: { Path: /x, Method: get, ApiId: !Ref A, Auth: { Authorizer: Missing } }',
    api: 'Type: AWS::Serverless::HttpApi',
    expected: 'unknown anyone',
  },
  {
    name: 'the implicit API',
    event: 'Type: HttpApi, Properties: { Path: /x, Method: get }',
    api: 'Type: AWS::S3::Bucket',
    expected: 'none anyone',
  },
  {
    name: 'an API of another stack',
    event: "Type: HttpApi, Properties: { Path: /x, Method: get, ApiId: !ImportValue 'api' }",
    api: 'Type: AWS::S3::Bucket',
    expected: 'unknown anyone',
  },
];
for (const { name, event, api, expected } of routes)
  test(`route: ${name}`, () => {
    const { app, problems } = readTemplate(sam(`  A: { ${api} }\n${fn(`Events:\n  E: { ${event} }\n`)}`), code);
    assert.deepEqual(problems, []);
    const [entry] = entryPoints(app);
    assert.equal(`${entry?.trigger.auth?.kind} ${entry?.control}`, expected);
    assert.equal(entry?.trigger.route?.path, '/x');
  });

const events: readonly { readonly type: string; readonly properties: string; readonly expected: string }[] = [
  { type: 'S3', properties: 'Bucket: !Ref Bucket', expected: 'aws:s3 Bucket account' },
  { type: 'SNS', properties: 'Topic: !Ref Topic', expected: 'aws:sns Topic account' },
  { type: 'SQS', properties: 'Queue: !GetAtt Queue.Arn', expected: 'aws:sqs Queue account' },
  { type: 'Kinesis', properties: 'Stream: !GetAtt Stream.Arn', expected: 'aws:kinesis Stream account' },
  { type: 'DynamoDB', properties: 'Stream: !GetAtt Table.StreamArn', expected: 'aws:dynamodb Table account' },
  { type: 'MSK', properties: 'Stream: arn:aws:kafka:x', expected: 'aws:msk undefined account' },
  { type: 'SelfManagedKafka', properties: 'Topics: [x]', expected: 'aws:kafka undefined account' },
  { type: 'MQ', properties: 'Broker: arn:aws:mq:x', expected: 'aws:mq undefined account' },
  { type: 'DocumentDB', properties: 'Cluster: arn:aws:rds:x', expected: 'aws:documentdb undefined account' },
  { type: 'Schedule', properties: 'Schedule: rate(1 hour)', expected: 'aws:scheduled undefined platform' },
  { type: 'ScheduleV2', properties: 'ScheduleExpression: rate(1 hour)', expected: 'aws:scheduled undefined platform' },
  { type: 'EventBridgeRule', properties: 'Pattern: { source: [aws.ec2] }', expected: 'aws:eventbridge undefined platform' },
  { type: 'CloudWatchEvent', properties: 'Pattern: { source: [mine] }', expected: 'aws:eventbridge undefined account' },
  { type: 'CloudWatchLogs', properties: 'LogGroupName: !Ref Log', expected: 'aws:cloudwatch-logs Log account' },
  { type: 'IoTRule', properties: "Sql: SELECT * FROM 'x'", expected: 'aws:iot undefined authenticated' },
  { type: 'AlexaSkill', properties: 'SkillId: x', expected: 'aws:alexa undefined anyone' },
  { type: 'Cognito', properties: 'UserPool: !Ref Pool', expected: 'aws:cognito Pool anyone' },
];
const sources = [
  'Bucket S3::Bucket',
  'Topic SNS::Topic',
  'Queue SQS::Queue',
  'Stream Kinesis::Stream',
  'Table DynamoDB::Table',
  'Log Logs::LogGroup',
  'Pool Cognito::UserPool',
]
  .map((each) => each.split(' '))
  .map(([id, type]) => `  ${id}: { Type: 'AWS::${type}' }\n`)
  .join('');
for (const { type, properties, expected } of events)
  test(`event: ${type}`, () => {
    const { app, problems } = readTemplate(
      sam(`${sources}${fn(`Events:\n  E:\n    Type: ${type}\n    Properties: { ${properties} }\n`)}`),
      code,
    );
    assert.deepEqual(problems, []);
    const [entry] = entryPoints(app);
    assert.equal(`${entry?.kind} ${entry?.trigger.source} ${entry?.control}`, expected);
  });

const native: readonly { readonly name: string; readonly resources: string; readonly expected: readonly string[] }[] = [
  {
    name: 'a bucket’s notification',
    resources:
      '  B: { Type: AWS::S3::Bucket, Properties: { NotificationConfiguration: { LambdaConfigurations: [{ Function: !GetAtt L.Arn }] } } }',
    expected: ['L/B aws:s3 B'],
  },
  {
    name: 'a subscription',
    resources:
      '  T: { Type: AWS::SNS::Topic }\n  S: { Type: AWS::SNS::Subscription, Properties: { Protocol: lambda, TopicArn: !Ref T, Endpoint: !GetAtt L.Arn } }',
    expected: ['L/S aws:sns T'],
  },
  {
    name: 'an event source mapping',
    resources:
      '  Q: { Type: AWS::SQS::Queue }\n  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Q.Arn, FunctionName: !Ref L } }',
    expected: ['L/M aws:sqs Q'],
  },
  {
    name: 'a mapping of an alias',
    resources:
      '  A: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref L } }\n  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: arn:aws:kinesis:x, FunctionName: !Ref A } }',
    expected: ['L/M aws:kinesis undefined'],
  },
  {
    name: 'a rule',
    resources:
      '  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Arn: !GetAtt L.Arn, Id: x }] } }',
    expected: ['L/R aws:scheduled undefined'],
  },
  {
    name: 'a function URL',
    resources: '  U: { Type: AWS::Lambda::Url, Properties: { AuthType: NONE, TargetFunctionArn: !Ref L } }',
    expected: ['L/U aws:function-url undefined none'],
  },
  {
    name: 'a method with its path',
    resources:
      "  A: { Type: AWS::ApiGateway::RestApi, Properties: { Name: a } }\n  R: { Type: AWS::ApiGateway::Resource, Properties: { ParentId: !GetAtt A.RootResourceId, PathPart: '{id}', RestApiId: !Ref A } }\n  M: { Type: AWS::ApiGateway::Method, Properties: { AuthorizationType: NONE, HttpMethod: POST, ResourceId: !Ref R, RestApiId: !Ref A, Integration: { Uri: !Sub 'arn:aws:apigateway:x:lambda:path/f/${L.Arn}/invocations' } } }",
    expected: ['L/M aws:apigateway-v1 A none POST /{id}'],
  },
  {
    name: 'a route with its integration',
    resources:
      "  A: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP } }\n  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref A, IntegrationUri: !GetAtt L.Arn } }\n  R: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref A, RouteKey: GET /a, AuthorizationType: JWT, AuthorizerId: x, Target: !Sub 'integrations/${I}' } }",
    expected: ['L/R aws:apigateway-v2 A authorizer GET /a'],
  },
  {
    name: 'a route of an OpenAPI document',
    resources:
      "  A: { Type: AWS::ApiGateway::RestApi, Properties: { Body: { paths: { /p: { get: { x-amazon-apigateway-integration: { uri: !Sub 'x/${L.Arn}/invocations' } } } } } } }",
    expected: ['L/A-GET-/p aws:apigateway-v1 A none GET /p'],
  },
  {
    name: 'a permission for anyone',
    resources:
      "  P: { Type: AWS::Lambda::Permission, Properties: { Action: 'lambda:InvokeFunction', FunctionName: !Ref L, Principal: '*' } }",
    expected: ['L/P aws:lambda undefined'],
  },
  {
    name: 'a custom resource',
    resources: '  C: { Type: Custom::Thing, Properties: { ServiceToken: !GetAtt L.Arn } }',
    expected: ['L/C aws:cloudformation undefined'],
  },
  {
    name: 'a user pool',
    resources: '  P: { Type: AWS::Cognito::UserPool, Properties: { LambdaConfig: { PreSignUp: !GetAtt L.Arn } } }',
    expected: ['L/P-PreSignUp aws:cognito P'],
  },
];
const lambda =
  "Resources:\n  L: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs22.x, Handler: index.handler, Role: 'arn:aws:iam::1:role/r', Code: { ZipFile: 'exports.handler = 1' } } }\n";
for (const { name, resources, expected } of native)
  test(`trigger outside of the function: ${name}`, () => {
    const { app, problems } = readTemplate(lambda + resources);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      app.triggers.map(({ id, kind, source, auth, route }) =>
        [id, kind, String(source), auth?.kind, route && `${route.method} ${route.path}`].filter((each) => each).join(' '),
      ),
      expected,
    );
  });

test('inline code knows its place, an image and a bucket are unknown', () => {
  const { app } = readTemplate(lambda);
  assert.equal(app.functions[0]?.inlineCode?.text, 'exports.handler = 1');
  assert.equal(app.functions[0]?.inlineCode?.location.line, 2);
  const other = readTemplate(
    sam(
      "  A: { Type: AWS::Serverless::Function, Properties: { PackageType: Image, ImageUri: x } }\n  B: { Type: AWS::Serverless::Function, Properties: { CodeUri: 's3://b/k', Handler: a.b, Runtime: nodejs22.x } }",
    ),
  );
  assert.deepEqual(
    other.app.unknowns.map(({ what, reason }) => `${what}: ${reason}`),
    ['the code of A: it lies in a container image', 'the code of B: it lies in a bucket'],
  );
});

test('SAM’s policies: names, ARNs, documents and policy templates', () => {
  const { app } = readTemplate(
    sam(
      `  Bucket: { Type: AWS::S3::Bucket }\n${fn(
        "Policies:\n  - AmazonS3FullAccess\n  - arn:aws:iam::aws:policy/service-role/X\n  - S3CrudPolicy: { BucketName: !Ref Bucket }\n  - NoSuchPolicy: {}\n  - Statement: [{ Effect: Deny, Action: 's3:*', Resource: '*' }]\n",
      )}`,
    ),
    code,
  );
  const [role] = app.roles;
  assert.deepEqual(
    role?.managedPolicies.map(({ name }) => name),
    ['AWSLambdaBasicExecutionRole', 'AmazonS3FullAccess', 'X'],
  );
  assert.deepEqual(
    role?.statements.map(({ effect, policy, resources }) => `${effect} ${policy} ${resources.map(({ text }) => text).join()}`),
    ['Allow S3CrudPolicy arn:${AWS::Partition}:s3:::${Bucket},arn:${AWS::Partition}:s3:::${Bucket}/*', 'Deny undefined *'],
  );
  assert.equal(role?.isComplete, false);
  assert.ok(app.unknowns.some(({ what }) => what === 'NoSuchPolicy'));
  assert.ok(
    app.edges.some(({ kind, from, to, confidence }) => kind === 'writes' && from === 'Fn' && to === 'Bucket' && confidence === 'high'),
  );
});

test('policies attached from elsewhere belong to the role', () => {
  const { app } = readTemplate(
    "Resources:\n  R: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] }, ManagedPolicyArns: [!Ref M] } }\n  P: { Type: AWS::IAM::Policy, Properties: { PolicyName: p, Roles: [!Ref R], PolicyDocument: { Statement: { Effect: Allow, Action: 'sqs:*', Resource: '*' } } } }\n  M: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: { Statement: [{ Effect: Allow, NotAction: 'iam:*', Resource: '*' }] } } }",
  );
  const [role] = app.roles;
  assert.deepEqual(
    role?.statements.map(({ policy, actions, notActions }) => `${policy} ${[...actions, ...notActions].map(({ text }) => text).join()}`),
    ['M iam:*', 'P sqs:*'],
  );
  assert.equal(role?.trust[0]?.principals[0]?.kind, 'any');
});

test('the order of a state machine, past states that are no tasks', () => {
  const { app } = readTemplate(
    sam(
      `${fn('', 'A')}\n${fn('', 'B')}\n${fn('', 'C')}\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: one\n        States:\n          one: { Type: Task, Resource: !GetAtt A.Arn, Next: wait }\n          wait: { Type: Choice, Choices: [{ Next: two }], Default: three }\n          two: { Type: Task, Resource: !GetAtt B.Arn, End: true }\n          three: { Type: Task, Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: !Ref C }, End: true }\n`,
    ),
    code,
  );
  const shown = app.edges
    .filter(({ basis, kind }) => basis === 'definition' && kind !== 'assumes')
    .map(({ kind, from, to }) => `${kind} ${from} ${to}`);
  assert.deepEqual(shown.sort(), ['follows A B', 'follows A C', 'invokes M A', 'invokes M B', 'invokes M C']);
});

test('a resource whose condition can never hold is left out; one that depends stays', () => {
  const { app } = readTemplate(
    'Parameters: { Stage: { Type: String, Default: dev } }\nConditions: { Never: !Equals [a, b], Prod: !Equals [!Ref Stage, prod] }\nResources:\n  A: { Type: AWS::S3::Bucket, Condition: Never }\n  B: { Type: AWS::S3::Bucket, Condition: Prod }',
  );
  assert.deepEqual(
    app.resources.map(({ id, condition }) => `${id} ${condition?.holds} ${condition?.byDefault}`),
    ['B depends false'],
  );
});

const bad: readonly {
  readonly name: string;
  readonly text: string;
  readonly problem: RegExp;
  readonly files?: Record<string, string | undefined>;
  readonly file?: string;
}[] = [
  { name: 'broken YAML', text: 'Resources:\n  A: { Type: AWS::S3::Bucket\n', problem: /^[23]:\d+ is no YAML: / },
  { name: 'broken JSON', text: '{ "AWSTemplateFormatVersion": "2010-09-09", }', file: 'template.json', problem: /^1:\d+ is no JSON: / },
  {
    name: 'JSON with a name given twice',
    text: '{ "Resources": { "A": { "Type": "AWS::S3::Bucket" },\n"A": { "Type": "AWS::S3::Bucket" } } }',
    file: 'a.json',
    problem: /^2:1 "A" is given twice/,
  },
  { name: 'nesting without end', text: `Resources: ${'['.repeat(5000)}`, problem: /is nested deeper than 100 levels/ },
  {
    name: 'JSON nesting without end',
    text: `{"Resources": ${'['.repeat(5000)}`,
    file: 'a.json',
    problem: /is nested deeper than 100 levels/,
  },
  {
    name: 'a bomb of aliases',
    text: `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[index]}`).join()}]`).join('\n')}\nResources: { A: { Type: AWS::S3::Bucket } }`,
    problem: /aliases stand for more than/,
  },
  {
    name: 'an alias inside of itself',
    text: 'Resources:\n  A: &a { Type: AWS::S3::Bucket, Properties: { Tags: *a } }',
    problem: /^2:\d+ \*a stands inside of what it stands for/,
  },
  {
    name: 'resources that need each other',
    text: 'Resources:\n  A: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref B } }\n  B: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref A } }',
    problem: /^2:3 resources need each other to be created first: A → B → A$/,
  },
  {
    name: 'conditions that need each other',
    text: 'Conditions: { A: !Not [!Condition B], B: !Not [!Condition A] }\nResources: { X: { Type: AWS::S3::Bucket } }',
    problem: /the condition [AB] depends on itself/,
  },
  {
    name: 'no resources',
    text: "AWSTemplateFormatVersion: '2010-09-09'\nResourcez: {}",
    problem: /has no Resources|"Resourcez" is no section of a template\. Did you mean "Resources"\?/,
  },
  {
    name: 'a handler that is nowhere',
    text: sam(fn('')),
    problem: /^7:16 function Fn: the handler app\.handler was not found in src: there is no src\/app\.js$/,
    files: { 'src/other.js': '' },
  },
  {
    name: 'a handler whose export is missing',
    text: sam(fn('')),
    problem: /src\/app\.js exports no handler/,
    files: { 'src/app.js': 'exports.main = 1' },
  },
  {
    name: 'code that is a link out of the folder',
    text: sam(fn('')),
    problem: /^8:16 the code of Fn leads out of the folder/,
    files: { src: undefined },
  },
  {
    name: 'code outside of the folder',
    text: sam(fn('').replace('src/', '../other')),
    problem: /^8:16 the code of Fn lies in \.\.\/other, outside of the folder/,
  },
  {
    name: 'an unknown event',
    text: sam(fn('Events:\n  E: { Type: S4 }\n')),
    problem: /"S4" is no type of event that is known\. Did you mean "S3"\?/,
    files: code,
  },
];
for (const { name, text, problem, files, file } of bad)
  test(`bad input: ${name}`, () => {
    const { problems } = readAny(text, files ?? {}, file);
    assert.ok(problems.length > 0);
    assert.match(problems.join('\n'), problem);
    assert.doesNotMatch(problems.join('\n'), /\bat .*\.js:\d/);
  });

test('what is no template is none', () => {
  for (const text of ['', 'a: 1', '[]', 'services: { web: { image: x } }', '# only a comment']) assert.equal(readAny(text).app, undefined);
});

const folder = fileURLToPath(new URL('../../../../fixtures/templates/', import.meta.url));
const fixtures = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:ya?ml|json)$/.test(file));
test(`templates of other projects are read (${fixtures.length})`, () => {
  assert.ok(fixtures.length >= 10);
  for (const file of fixtures) {
    const { app } = readAny(readFileSync(`${folder}/${file}`, 'utf8'), {}, file);
    assert.ok(app, file);
    assert.ok(app.resources.length > 0, file);
    for (const { location } of app.resources) assert.ok(location.line >= 1 && location.file === file);
  }
});

test('a public queue of another project is open to anyone', () => {
  const file = 'cloudformation/kics-cloudFormation-aws-sqs_policy_with_public_access/positive1.yaml';
  const { app } = readAny(readFileSync(`${folder}/${file}`, 'utf8'), {}, file);
  const statements = app?.resourcePolicies.flatMap((policy) => policy.statements) ?? [];
  assert.ok(statements.some(({ effect, principals }) => effect === 'Allow' && principals.some(({ kind }) => kind === 'any')));
  assert.equal(textOf(undefined), undefined);
  assert.equal(patternOf(undefined), undefined);
});

test('functions that all start each other are listed up to a bound, and that is said', () => {
  const many = Array.from({ length: 600 }, (_each, index) =>
    fn('Policies: [S3CrudPolicy: { BucketName: !Ref B }]\nEvents:\n  E: { Type: S3, Properties: { Bucket: !Ref B } }\n', `F${index}`),
  ).join('\n');
  const { app } = readTemplate(sam(`  B: { Type: AWS::S3::Bucket }\n${many}`), code);
  const entries = entryPoints(app);
  assert.equal(entries[0]?.reaches.length, 500);
  assert.ok(entries.every(({ isComplete }) => !isComplete));
  assert.ok(entries.reduce((sum, { reaches }) => sum + reaches.length, 0) <= 51_000);
});

test('names that lead nowhere are reported up to a bound', () => {
  const { problems } = readTemplate(
    `Resources:\n${Array.from({ length: 500 }, (_each, index) => `  R${index}: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref X${index} } }`).join('\n')}`,
  );
  assert.equal(problems.length, 100);
});
