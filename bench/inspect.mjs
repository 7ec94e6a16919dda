// What inspection costs (CPU time, not wall time), and what it finds: recall per class and false alarms on texts of fixtures/inspect.
// These texts are the development set: the figures say whether something got worse, not how good the detectors are elsewhere.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspectEvent } from '../packages/inspect/dist/index.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// What is aimed at; the limits below are what must not get worse, with room for a busy machine.
const goals = { p50OfEvent: 40, furtherKilobyte: 25 };
const limits = {
  p50OfEvent: 120, // µs for an event of 1 KB
  furtherKilobyte: 110, // µs
  linearity: 2.5, // cost per KB at 6 MB against that at 64 KB
  load: 25, // ms
  recall: { cmdi: 0.85, sqli: 0.85, lfi: 0.85, codei: 0.35 },
  falseAlarms: 0.01, // of benign texts, suspicious or certain
  certainFalseAlarms: 0.001,
};
const broken = [];

accuracy();
cost();
load();
if (broken.length > 0) console.log(`\nOver the limit: ${broken.join('; ')}`);
process.exitCode = broken.length > 0 ? 1 : 0;

function goal(value, aim) {
  return `goal ${aim}${value > aim ? ', not reached' : ''}`;
}

function check(name, value, limit, isOver) {
  if (isOver) broken.push(`${name} ${value} (limit ${limit})`);
  return `limit ${limit}${isOver ? '  BROKEN' : ''}`;
}

function rows(name) {
  return readFileSync(join(root, 'fixtures/inspect', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function accuracy() {
  console.log('Recall (an event with the payload in a string), with Wilson 95 % bounds');
  const attacks = rows('attacks.jsonl');
  for (const [name, limit] of Object.entries(limits.recall)) {
    const texts = attacks.filter((row) => row.class === name);
    const found = texts.map((row) => inspectEvent({ value: row.payload }).detections.filter((detection) => detection.class === name));
    const hits = found.filter((detections) => detections.length > 0).length;
    const certain = found.filter((detections) => detections.some((detection) => detection.confidence === 'high')).length;
    const any = texts.filter((row) => inspectEvent({ value: row.payload }).level !== 'none').length;
    const note = name === 'codei' ? ' (PHP, Python, Java and Ruby are more than half of these texts)' : '';
    console.log(
      `  ${name.padEnd(6)} ${share(hits, texts.length)}  certain ${percent(certain / texts.length)}  of any class ${percent(any / texts.length)}  ${check(`recall of ${name}`, percent(hits / texts.length), percent(limit), hits / texts.length < limit)}${note}`,
    );
  }
  const benign = rows('benign.jsonl').map((row) => inspectEvent({ value: row.payload }));
  const alarms = benign.filter((inspection) => inspection.level !== 'none');
  const certain = alarms.filter((inspection) => inspection.level === 'certain').length;
  console.log('False alarms on benign texts');
  console.log(
    `  any      ${share(alarms.length, benign.length)}  ${check('false alarms', percent(alarms.length / benign.length), percent(limits.falseAlarms), alarms.length / benign.length > limits.falseAlarms)}`,
  );
  console.log(
    `  certain  ${share(certain, benign.length)}  ${check('certain false alarms', percent(certain / benign.length), percent(limits.certainFalseAlarms), certain / benign.length > limits.certainFalseAlarms)}`,
  );
  for (const name of Object.keys(limits.recall)) {
    const count = alarms.filter((inspection) => inspection.detections.some((detection) => detection.class === name)).length;
    console.log(`    ${name.padEnd(6)} ${share(count, benign.length)}`);
  }
}

function cost() {
  const texts = rows('benign.jsonl').map((row) => row.payload);
  const events = [];
  for (let i = 0; i < texts.length; i++) events.push(eventOf(texts[i].slice(0, 300), texts[(i * 7 + 1) % texts.length].slice(0, 60)));
  const size = mean(events.map((event) => JSON.stringify(event).length));
  for (const event of events) inspectEvent(event);
  const scale = mean(events.map((event) => micros(() => JSON.parse(JSON.stringify(event)))));
  console.log(`For scale: writing and reading such an event as JSON takes ${scale.toFixed(1)} µs here`);
  const costs = [];
  for (let round = 0; round < 5; round++) for (const event of events) costs.push(micros(() => inspectEvent(event)));
  costs.sort((a, b) => a - b);
  const p50 = costs[Math.floor(costs.length / 2)];
  console.log(`Cost of a benign event of ${(size / 1024).toFixed(2)} KB, ${events.length} different ones`);
  console.log(
    `  p50 ${p50.toFixed(1)} µs  p95 ${costs[Math.floor(costs.length * 0.95)].toFixed(1)} µs  p99 ${costs[Math.floor(costs.length * 0.99)].toFixed(1)} µs  mean ${mean(costs).toFixed(1)} µs  ${check('p50', p50.toFixed(1), limits.p50OfEvent, p50 > limits.p50OfEvent)}, ${goal(p50, goals.p50OfEvent)}`,
  );

  console.log('Cost by size (prose, code, JSON and markup of the benign texts in one JSON body; best of 3)');
  const perKilobyte = new Map();
  for (const kilobytes of [1, 4, 16, 64, 256, 1024, 6 * 1024]) {
    const event = bodyOf(texts, kilobytes * 1024);
    const runs = Array.from({ length: 3 }, () => micros(() => inspectEvent(event)));
    const best = Math.min(...runs);
    perKilobyte.set(kilobytes, best / kilobytes);
    console.log(
      `  ${String(kilobytes).padStart(5)} KB  ${(best / 1000).toFixed(2).padStart(9)} ms  ${(best / kilobytes).toFixed(1).padStart(6)} µs/KB`,
    );
  }
  const further = perKilobyte.get(1024);
  console.log(
    `  each further KB ${further.toFixed(1)} µs  ${check('each further KB', further.toFixed(1), limits.furtherKilobyte, further > limits.furtherKilobyte)}, ${goal(further, goals.furtherKilobyte)}`,
  );
  const growth = perKilobyte.get(6 * 1024) / perKilobyte.get(64);
  console.log(
    `  6 MB against 64 KB, per KB: ×${growth.toFixed(2)}  ${check('growth', growth.toFixed(2), limits.linearity, growth > limits.linearity)}`,
  );
}

function load() {
  const file = pathToFileURL(join(root, 'packages/inspect/dist/index.cjs')).pathname;
  const script = `const a=process.cpuUsage();require(${JSON.stringify(file)});const u=process.cpuUsage(a);process.stdout.write(String((u.user+u.system)/1000))`;
  const runs = Array.from({ length: 9 }, () => Number(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout)).sort(
    (a, b) => a - b,
  );
  const median = runs[4];
  console.log(`Loading the module: ${median.toFixed(1)} ms of CPU  ${check('load', median.toFixed(1), limits.load, median > limits.load)}`);
}

/** A request as a gateway hands it over, with a text in the body and one in the query. */
function eventOf(body, query) {
  return {
    version: '2.0',
    routeKey: 'POST /items',
    rawPath: '/items',
    rawQueryString: `q=${encodeURIComponent(query.toWellFormed?.() ?? query.replace(/[\ud800-\udfff]/g, ''))}`,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)',
      host: 'a.example',
    },
    queryStringParameters: { q: query },
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdefghij',
      domainName: 'a.example',
      requestId: 'JKJaXmPLvHcESHA=',
      http: { method: 'POST', path: '/items', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'Mozilla/5.0 (X11; Linux x86_64)' },
      time: '12/Mar/2020:19:03:58 +0000',
    },
    body: JSON.stringify({ id: '0f8fad5b-d9cb-469f-a165-70867728950e', name: query, text: body }),
    isBase64Encoded: false,
  };
}

function bodyOf(texts, size) {
  const items = [];
  for (let i = 0, total = 0; total < size; i++) {
    const text = texts[(i * 31) % texts.length].slice(0, size - total);
    items.push({ id: i, text });
    total += text.length + 20;
  }
  return { version: '2.0', requestContext: { apiId: 'a', http: { method: 'POST' } }, body: JSON.stringify(items) };
}

function micros(work) {
  const start = process.cpuUsage();
  const from = process.hrtime.bigint();
  work();
  const wall = Number(process.hrtime.bigint() - from) / 1000;
  const used = process.cpuUsage(start);
  // The CPU clock ticks too coarsely for short work; there wall time, which is never less than the work's own, stands in.
  return wall < 2000 ? wall : used.user + used.system;
}

function share(count, total) {
  const [low, high] = wilson(count, total);
  return `${String(count).padStart(5)}/${total} = ${percent(count / total).padStart(7)} [${percent(low)} – ${percent(high)}]`;
}

function wilson(count, total) {
  const z = 1.96;
  const p = count / total;
  const middle = p + (z * z) / (2 * total);
  const spread = z * Math.sqrt((p * (1 - p)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}

function percent(ratio) {
  return `${(ratio * 100).toFixed(2)} %`;
}

function mean(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
