// What inspection costs: CPU of an event by size, benign and hostile; loading the module; the size of the bundle.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { inspectEvent } from '../../packages/inspect/dist/index.js';
import { lean } from '../../scripts/lean.mjs';
import { root } from './corpus.mjs';
import { mean, micros, quantile } from './statistics.mjs';

const goals = { p50OfEvent: 40, furtherKilobyte: 25, load: 3, bundle: 60, linearity: 1.5 };

export async function cost(report) {
  const texts = rows('benign.jsonl');
  const events = texts.map((text, i) => eventOf(text.slice(0, 300), texts[(i * 7 + 1) % texts.length].slice(0, 60)));
  const size = mean(events.map((event) => JSON.stringify(event).length));
  for (const event of events) inspectEvent(event);
  const scale = mean(events.map((event) => micros(() => JSON.parse(JSON.stringify(event)))));
  const costs = [];
  for (let round = 0; round < 5; round++) for (const event of events) costs.push(micros(() => inspectEvent(event)));
  const p50 = quantile(costs, 0.5);
  console.log(
    `\nCost of a benign event of ${(size / 1024).toFixed(2)} KB, ${events.length} different ones (writing and reading one as JSON: ${scale.toFixed(1)} µs)`,
  );
  console.log(
    `  p50 ${p50.toFixed(1)} µs  p95 ${quantile(costs, 0.95).toFixed(1)} µs  p99 ${quantile(costs, 0.99).toFixed(1)} µs  mean ${mean(costs).toFixed(1)} µs`,
  );
  report('p50 of an event of 1 KB in µs', p50, goals.p50OfEvent, 'most');

  const benignCost = bySize('benign: prose, code, JSON and markup in one JSON body', texts);
  report('each further KB in µs', benignCost.get(1024), goals.furtherKilobyte, 'most');
  report('6 MB against 64 KB, per KB', benignCost.get(6144) / benignCost.get(64), goals.linearity, 'most');
  const hostileCost = bySize('hostile: every payload of the attacks in one JSON body', rows('attacks.jsonl'));
  report('hostile 6 MB against 64 KB, per KB', hostileCost.get(6144) / hostileCost.get(64), goals.linearity, 'most');

  const file = join(root, 'packages/inspect/dist/index.cjs');
  const script = `const a=process.cpuUsage();require(${JSON.stringify(file)});const u=process.cpuUsage(a);process.stdout.write(String((u.user+u.system)/1000))`;
  const load = quantile(
    Array.from({ length: 15 }, () => Number(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout)),
    0.5,
  );
  const { outputFiles } = await build({
    entryPoints: [join(root, 'packages/inspect/dist/index.js')],
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    write: false,
    plugins: [lean()],
  });
  const bundle = gzipSync(outputFiles[0].contents).length / 1000;
  // `require` loads what every event needs; what a detection or a rare format needs lies beside it and is loaded when it is asked for.
  const first = gzipSync(readFileSync(file)).length / 1000;
  console.log(
    `\nLoading the module ${load.toFixed(1)} ms of CPU; minified and gzipped: what every event loads ${first.toFixed(1)} kB, all of it ${bundle.toFixed(1)} kB`,
  );
  report('loading in ms', load, goals.load, 'most');
  report('every event loads, in kB', first, goals.bundle, 'most');
  report('all of it, in kB', bundle, goals.bundle, 'most');
}

function bySize(title, texts) {
  console.log(`Cost by size, ${title}; best of 3`);
  const perKilobyte = new Map();
  for (const kilobytes of [1, 4, 16, 64, 256, 1024, 6144]) {
    const event = bodyOf(texts, kilobytes * 1024);
    const best = Math.min(...Array.from({ length: 3 }, () => micros(() => inspectEvent(event))));
    perKilobyte.set(kilobytes, best / kilobytes);
    console.log(
      `  ${String(kilobytes).padStart(5)} KB  ${(best / 1000).toFixed(2).padStart(9)} ms  ${(best / kilobytes).toFixed(1).padStart(7)} µs/KB`,
    );
  }
  return perKilobyte;
}

function rows(name) {
  return readFileSync(join(root, 'fixtures/inspect', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).payload);
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
