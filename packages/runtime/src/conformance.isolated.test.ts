// The published runtime interface client and our invoke loop run the same functions against the same Runtime API and must answer the same.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { FunctionSpec } from './function-spec.ts';
import type { GuardAttachment } from './instance.ts';
import { startFunction } from './running-function.ts';
import { comparable } from './testing/conformance/compare.ts';
import { type ConformanceFunction, conformanceFunctions } from './testing/conformance/functions.ts';
import { isClientBuilt, type NamedBy, publishedClient, startWithClient } from './testing/conformance/published-client.ts';
import { functionFolder } from './testing/function-folder.ts';

// What the client is: the code of nodejs20.x and nodejs22.x.
const runtime = Number(process.versions.node.split('.')[0]) < 22 ? 'nodejs20.x' : 'nodejs22.x';
const title = `conformance with ${publishedClient}`;
if (!isClientBuilt) {
  const reason = 'it is not built: node scripts/conformance.mjs';
  const isDemanded = process.env['POSTERN_CONFORMANCE'] !== undefined;
  it(title, { skip: isDemanded ? false : reason }, () => assert.fail(`${publishedClient}: ${reason}`));
}

describe(title, { concurrency: 3 }, () => {
  if (!isClientBuilt) return;
  const counts = { invocations: 0, meant: 0 };
  after(() => {
    assert.ok(counts.invocations >= 500, `${counts.invocations} invocations are too few`);
    process.stdout.write(
      `${counts.invocations} invocations of ${conformanceFunctions.length} functions, ${counts.meant} of them meant to differ\n`,
    );
  });
  for (const row of conformanceFunctions)
    it(row.name, async () => {
      await compare(row);
      counts.invocations += row.events.length;
      if (row.differs) counts.meant += row.events.length;
    });
});

async function compare(row: ConformanceFunction): Promise<void> {
  const { files, handler = 'app.handler', env, events, options, differs } = row;
  const root = functionFolder(files);
  const spec: FunctionSpec = { name: 'shop', runtime, root, handler, timeout: 2, ...(env ? { env } : {}) };
  const [ours, published] = await Promise.all([startFunction(spec), startWithClient(spec)]);
  try {
    for (const [i, event] of events.entries()) {
      const requestId = `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
      const results = await Promise.all([ours, published].map((running) => running.invokeText(event, { requestId, ...options })));
      const [mine, theirs] = results.map((result) => comparable(result, root));
      if (!differs) assert.deepEqual(mine, theirs, `${row.name}: ${event.slice(0, 200)}`);
      else {
        assert.match(mine?.payload ?? '', differs.ours, differs.reason);
        assert.match(theirs?.payload ?? '', differs.published, differs.reason);
      }
    }
  } finally {
    await Promise.all([ours.stop(), published.stop()]);
  }
}

const body = "async (event) => (await promisify(exec)('echo ' + event.host)).stdout;";
const commonJs = `const { exec } = require('node:child_process');\nconst { promisify } = require('node:util');\nexports.handler = ${body}`;
const esModule = `import { exec } from 'node:child_process';\nimport { promisify } from 'node:util';\nexport const handler = ${body}`;

interface GuardedRow {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly namedBy: NamedBy;
}

const guarded: readonly GuardedRow[] = [
  { name: 'CommonJS', files: { 'app.js': commonJs }, namedBy: 'environment' },
  { name: 'an ES module', files: { 'app.mjs': esModule }, namedBy: 'environment' },
  { name: 'CommonJS in a container image', files: { 'app.js': commonJs }, namedBy: 'command line' },
  { name: 'an ES module in a container image', files: { 'app.mjs': esModule }, namedBy: 'command line' },
];

describe(`the guard under ${publishedClient}`, () => {
  if (!isClientBuilt) return;
  const guard: GuardAttachment = { register: fileURLToPath(new URL('../../guard/dist/register.cjs', import.meta.url)), mode: 'block' };
  after(() => assert.ok(guarded.length > 0, 'the table is empty'));
  for (const { name, files, namedBy } of guarded)
    it(`${name}: an attack is stopped, what is benign is as without it`, async () => {
      assert.ok(existsSync(guard.register), 'the guard is not built');
      const spec: FunctionSpec = { name: 'shop', runtime, root: functionFolder(files), handler: 'app.handler' };
      const [bare, protectedBy] = await Promise.all([startWithClient(spec, {}, namedBy), startWithClient(spec, { guard }, namedBy)]);
      try {
        const attack = { host: 'a; id' };
        assert.match((await bare.invoke(attack)).response ?? '', /uid=/, 'the flaw is real');
        const stopped = await protectedBy.invoke(attack);
        assert.equal(stopped.error?.errorType, 'PosternBlocked', stopped.payload);
        assert.ok(
          stopped.records.some((record) => record.kind === 'finding'),
          'a finding is reported',
        );
        const benign = { host: 'example.test' };
        assert.equal((await protectedBy.invoke(benign)).payload, (await bare.invoke(benign)).payload);
      } finally {
        await Promise.all([bare.stop(), protectedBy.stop()]);
      }
    });
});
