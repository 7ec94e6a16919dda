import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowsOf, summaryOf } from './testing/flows-of.ts';

const head = 'import os, subprocess, re, json, requests, boto3, pickle, yaml\n';
const inHandler = (body: string, before = ''): string => `${head}${before}def handler(event, context):\n${body.replace(/^/gm, '    ')}\n`;

const rows: readonly { readonly name: string; readonly code: string; readonly flows: readonly string[] }[] = [
  { name: 'an f-string in a command', code: inHandler('os.system(f"ls {event[\'name\']}")'), flows: ['cmdi:3'] },
  { name: 'a concatenation', code: inHandler('os.system("ls " + event["name"])'), flows: ['cmdi:3'] },
  { name: 'percent formatting', code: inHandler('os.system("ls %s" % event["name"])'), flows: ['cmdi:3'] },
  { name: 'format', code: inHandler('os.system("ls {}".format(event["name"]))'), flows: ['cmdi:3'] },
  { name: 'a constant command', code: inHandler('os.system("ls /tmp")'), flows: [] },
  { name: 'an environment variable', code: inHandler('os.system("ls " + os.environ["FOLDER"])'), flows: [] },
  { name: 'subprocess with a shell', code: inHandler('subprocess.run("ls " + event["name"], shell=True)'), flows: ['cmdi:3'] },
  { name: 'subprocess with a list', code: inHandler('subprocess.run(["ls", event["name"]])'), flows: [] },
  {
    name: 'subprocess with a shell in the list',
    code: inHandler('subprocess.run(["sh", "-c", "ls " + event["name"]])'),
    flows: ['cmdi:3'],
  },
  { name: 'a shell’s own quoting', code: inHandler('os.system("ls " + shlex.quote(event["name"]))', 'import shlex\n'), flows: [] },
  { name: 'eval', code: inHandler('return eval(event["code"])'), flows: ['codei:3'] },
  { name: 'exec under another name', code: inHandler('b.exec(event["code"])', 'import builtins as b\n'), flows: ['codei:4'] },
  { name: 'json.loads keeps the data', code: inHandler('body = json.loads(event["body"])\nos.system(body["x"])'), flows: ['cmdi:4'] },
  { name: 'get with a default', code: inHandler('name = event.get("name", "x")\nos.system("ls " + name)'), flows: ['cmdi:4'] },
  { name: 'in a loop', code: inHandler('for record in event["Records"]:\n    os.system(record["body"])'), flows: ['cmdi:4'] },
  { name: 'in a comprehension', code: inHandler('return [os.system(r["body"]) for r in event["Records"]]'), flows: ['cmdi:3'] },
  {
    name: 'a comprehension that selects',
    code: inHandler('names = [n for n in event["names"] if re.fullmatch(r"\\w+", n)]\nos.system("ls " + names[0])'),
    flows: [],
  },
  {
    name: 'through a helper',
    code: inHandler('run("ls " + event["name"])', 'def run(command):\n    os.system(command)\n'),
    flows: ['cmdi:5'],
  },
  {
    name: 'a helper with a keyword',
    code: inHandler('run(command=event["name"])', 'def run(command):\n    os.system(command)\n'),
    flows: ['cmdi:3'],
  },
  { name: 'an async handler', code: `${head}async def handler(event, context):\n    os.system(event["x"])\n`, flows: ['cmdi:3'] },
  { name: 'a number', code: inHandler('os.system(f"head -n {int(event[\'n\'])} f")'), flows: [] },
  {
    name: 'a check that leaves',
    code: inHandler('if not re.fullmatch(r"[\\w-]+", event["name"]):\n    return\nos.system("ls " + event["name"])'),
    flows: [],
  },
  {
    name: 'a compiled check',
    code: inHandler('if NAME.fullmatch(event["name"]):\n    os.system("ls " + event["name"])', 'NAME = re.compile(r"[\\w-]+")\n'),
    flows: [],
  },
  {
    name: 'match without an end',
    code: inHandler('if not re.match(r"[\\w-]+", event["name"]):\n    return\nos.system("ls " + event["name"])'),
    flows: ['cmdi:5'],
  },
  {
    name: 'an allow-list',
    code: inHandler('if event["name"] not in ("a", "b"):\n    raise ValueError("no")\nos.system("ls " + event["name"])'),
    flows: [],
  },
  {
    name: 'a search keeps what the pattern admits',
    code: inHandler('m = re.search(r"to (.+)", event["body"])\nos.system("ls " + m.group(1))'),
    flows: ['cmdi:4'],
  },
  { name: 'a search for digits', code: inHandler('m = re.search(r"(\\d+)", event["body"])\nos.system("ls " + m.group(1))'), flows: [] },
  {
    name: 'a query by formatting',
    code: inHandler(
      'cursor.execute("SELECT * FROM t WHERE id = \'%s\'" % event["id"])',
      'import psycopg2\ncursor = psycopg2.connect("").cursor()\n',
    ),
    flows: ['sqli:5'],
  },
  {
    name: 'a query with parameters',
    code: inHandler(
      'cursor.execute("SELECT * FROM t WHERE id = %s", (event["id"],))',
      'import psycopg2\ncursor = psycopg2.connect("").cursor()\n',
    ),
    flows: [],
  },
  { name: 'a path', code: inHandler('return open("/data/" + event["file"]).read()'), flows: ['lfi:3'] },
  {
    name: 'a path in a with',
    code: inHandler('with open(os.path.join("/data", event["file"])) as f:\n    return f.read()'),
    flows: ['lfi:3'],
  },
  { name: 'its base name', code: inHandler('return open("/data/" + os.path.basename(event["file"])).read()'), flows: [] },
  { name: 'an address', code: inHandler('return requests.get(event["url"]).text'), flows: ['ssrf:3'] },
  { name: 'a segment of a path', code: inHandler('return requests.get("https://api.example.com/" + event["id"]).text'), flows: [] },
  { name: 'a method and an address', code: inHandler('return requests.request("GET", event["url"])'), flows: ['ssrf:3'] },
  {
    name: 'a stored object',
    code: inHandler('body = s3.get_object(Bucket="b", Key="k")["Body"].read()\nos.system(body.decode())', 's3 = boto3.client("s3")\n'),
    flows: ['cmdi:5'],
  },
  {
    name: 'an answer of HTTP',
    code: inHandler('name = requests.get("https://api.example.com/").json()["name"]\nos.system("ls " + name)'),
    flows: ['cmdi:4'],
  },
  { name: 'pickle', code: inHandler('return pickle.loads(event["body"])'), flows: ['deserialization:3'] },
  { name: 'yaml.load', code: inHandler('return yaml.load(event["body"])'), flows: ['deserialization:3'] },
  { name: 'yaml with the safe loader', code: inHandler('return yaml.load(event["body"], Loader=yaml.SafeLoader)'), flows: [] },
  { name: 'yaml.safe_load', code: inHandler('return yaml.safe_load(event["body"])'), flows: [] },
  {
    name: 'a trace in the answer',
    code: inHandler(
      'try:\n    return f()\nexcept Exception as e:\n    return {"statusCode": 500, "body": traceback.format_exc()}',
      'import traceback\n',
    ),
    flows: ['error-detail:7'],
  },
  {
    name: 'an error in the log',
    code: inHandler('try:\n    return f()\nexcept Exception as e:\n    print(e)\n    return {"statusCode": 500, "body": "sorry"}'),
    flows: [],
  },
  { name: 'a walrus', code: inHandler('if (name := event["name"]):\n    os.system(name)'), flows: ['cmdi:4'] },
  { name: 'either of two', code: inHandler('name = event["a"] if event["f"] else "x"\nos.system(name)'), flows: ['cmdi:4'] },
];

for (const { name, code, flows } of rows)
  test(`Python: ${name}`, () => {
    const found = flowsOf('app.py', code);
    assert.deepEqual(found.problems, []);
    assert.deepEqual(summaryOf(found.flows), flows);
  });
