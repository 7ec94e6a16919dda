import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PosternError } from '@postern/core';
import { functionFolder } from '../testing/function-folder.ts';
import { addressOf, answerShows, fileWritten, valueAnswered } from './effects.ts';
import { startFakes } from './fakes.ts';
import { runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';

const recorder = `
const requests = [];
require('node:http').createServer((request, response) => {
  if (request.url === '/seen') return response.end(JSON.stringify(requests));
  requests.push(request.url);
  response.end('ok');
}).listen(0, '127.0.0.1', function () { console.log(JSON.stringify({ url: 'http://127.0.0.1:' + this.address().port })); });
process.stdin.on('end', () => process.exit()).resume();
`;
const program = `
const { execSync } = require('node:child_process');
exports.handler = async ({ command, url }) => {
  if (command) execSync(command);
  if (url) setTimeout(() => fetch(url), 30);
  return { secret: 's3cret' };
};
`;

function makeScenario(): Scenario {
  const folder = functionFolder({ 'app.js': program, 'recorder.cjs': recorder });
  const seen = (path: string): ReturnType<typeof answerShows> =>
    answerShows(
      `request ${path}`,
      ({ addresses }) => ({ url: `${addressOf(addresses, 'recorder', 'url')}/seen` }),
      (answer) => answer.includes(path),
    );
  return {
    name: 'shop',
    title: 'What a shop does',
    fakes: [{ name: 'recorder', module: `${folder}/recorder.cjs` }],
    functions: () => [{ name: 'shop', runtime: 'nodejs22.x', root: folder, handler: 'app.handler' }],
    steps: [
      {
        name: 'writes',
        function: 'shop',
        event: ({ folder: marks }) => ({ command: `echo hello > '${marks}/mark'` }),
        effects: [
          fileWritten('mark', ({ folder: marks }) => `${marks}/mark`, 'hello'),
          fileWritten('other', ({ folder: marks }) => `${marks}/other`),
          valueAnswered('leak', 's3cret'),
        ],
      },
      {
        name: 'asks',
        function: 'shop',
        event: ({ addresses }) => ({ url: `${addressOf(addresses, 'recorder', 'url')}/late` }),
        effects: [seen('/late')],
      },
    ],
  };
}

describe('a scenario', () => {
  it('tells which effects happened and what shows it', async () => {
    const { scenario, steps } = await runScenario(makeScenario(), { patience: 1000, only: ({ name }) => name === 'asks' });
    assert.equal(scenario, 'shop');
    assert.deepEqual(
      steps.map(({ step, effects }) => [step, effects]),
      [['asks', [{ name: 'request /late', evidence: '["/late"]' }]]],
    );
  });

  it('says nothing of an effect that did not happen', async () => {
    const { steps } = await runScenario(makeScenario(), { patience: 50, only: ({ name }) => name === 'writes' });
    const [mark, other, leak] = steps[0]?.effects ?? [];
    assert.match(mark?.evidence ?? '', /mark: hello\n$/);
    assert.deepEqual(other, { name: 'other' });
    assert.equal(leak?.evidence, 's3cret"}');
    assert.equal(steps[0]?.result.outcome, 'response');
  });

  it('runs again on services that run already', async () => {
    const scenario = makeScenario();
    const fakes = await startFakes(scenario.fakes);
    try {
      for (const _ of [1, 2]) assert.equal((await runScenario(scenario, { fakes })).steps.length, 2);
    } finally {
      await fakes.stop();
    }
    await assert.rejects(fetch(addressOf(fakes.addresses, 'recorder', 'url')));
  });

  const broken: readonly { readonly name: string; readonly change: (scenario: Scenario) => Scenario; readonly problem: RegExp }[] = [
    {
      name: 'a fake that does not come up',
      change: (scenario) => ({ ...scenario, fakes: [{ name: 'gone', module: '/nowhere.mjs' }] }),
      problem:
        /"shop" could not be carried out: its services: The fake "gone" ended with code 1 before it was ready: [\s\S]*Cannot find module/,
    },
    {
      name: 'a step without a function',
      change: (scenario) => ({ ...scenario, steps: [{ name: 's', function: 'nobody', event: 1 }] }),
      problem: /names the function "nobody", which it does not have/,
    },
    {
      name: 'a preparation that fails',
      change: (scenario) => ({
        ...scenario,
        steps: [
          {
            name: 's',
            function: 'shop',
            event: 1,
            prepare: async () => {
              throw new Error('no luck');
            },
          },
        ],
      }),
      problem: /the step "s": no luck/,
    },
  ];
  for (const { name, change, problem } of broken)
    it(`with ${name} is an error of its own`, async () => {
      await assert.rejects(runScenario(change(makeScenario())), (error) => {
        assert.ok(error instanceof PosternError && error.code === 'PSTN_SCENARIO');
        assert.match(error.message, problem);
        return true;
      });
    });
});
