import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Addresses,
  addressOf,
  answerShows,
  type FakeSpec,
  fileWritten,
  type Effect as Judged,
  type Scenario,
  type ScenarioContext,
  type Step,
  valueAnswered,
} from '@postern/runtime';
import type { AppName, Checkout } from './checkout.ts';
import { demoFunctions, hostOf, specOf } from './functions.ts';
import { type Substitutions, substitute, substituteEvent } from './placeholders.ts';
import { type Effect, type ExploitRow, exploitRows } from './rows.ts';

/**
 * The example as a scenario of these functions: every exploit and every benign event is a step, named `exploit:<row>` or
 * `benign:<function>/<event>`. Postgres takes seconds to start and belongs to it only if a function needs it.
 */
export function bankBot(checkout: Checkout, app: AppName, functions: readonly string[]): Scenario {
  const wanted = demoFunctions.filter(({ name }) => functions.includes(name));
  const needsPostgres = functions.includes('accounts-api');
  return {
    name: 'bank-bot',
    title: 'A bank assistant that people attack',
    fakes: [collectorFake(checkout), s3Fake(checkout), ...(needsPostgres ? [postgresFake(checkout)] : [])],
    functions: (context) => wanted.map((fn) => specOf(fn, checkout, app, context)),
    steps: wanted.flatMap(({ name }) => [
      ...exploitRows.filter((row) => row.function === name).map((row) => exploitStep(row, checkout)),
      ...benignSteps(name, checkout),
    ]),
  };
}

export const exploitName = (row: ExploitRow): string => `exploit:${row.id}`;
export const isBenign = (step: Pick<Step, 'name'>): boolean => step.name.startsWith('benign:');

const collectorFake = (checkout: Checkout): FakeSpec => ({ name: 'collector', module: checkout.fake('collector') });
const s3Fake = (checkout: Checkout): FakeSpec => ({ name: 's3', module: checkout.fake('s3'), args: ['uploads', 'branch', 'profiles'] });
const postgresFake = (checkout: Checkout): FakeSpec => ({
  name: 'postgres',
  module: checkout.fake('postgres'),
  args: [join(checkout.example, 'database.sql')],
});

/** What the placeholders in events, objects, answers and the policy stand for. */
export function substitutionsOf(addresses: Addresses, folder: string): Substitutions {
  const s3 = addressOf(addresses, 's3', 'url');
  const metadata = addressOf(addresses, 'collector', 'metadata');
  return {
    COLLECTOR: addressOf(addresses, 'collector', 'collector'),
    S3: s3,
    S3_HOST: hostOf(s3),
    METADATA: metadata,
    METADATA_HOST: hostOf(metadata),
    MARKERS: folder,
  };
}

/** Puts `examples/bank-bot/objects/<bucket>/<key>` into the buckets. */
export async function fillBuckets(checkout: Checkout, addresses: Addresses): Promise<void> {
  const folder = join(checkout.example, 'objects');
  const substitutions = substitutionsOf(addresses, '');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  await Promise.all(
    files.map(async (entry) => {
      const file = join(entry.parentPath ?? entry.path, entry.name);
      const key = file.slice(folder.length + 1).split(/[\\/]/);
      const url = `${addressOf(addresses, 's3', 'url')}/${key.map(encodeURIComponent).join('/')}`;
      await ask(url, { method: 'PUT', body: substitute(readFileSync(file, 'utf8'), substitutions) });
    }),
  );
}

/** Forgets what arrived so far, so that the next request seen is new, and lets the rates service answer normally again. */
export async function forgetEffects(addresses: Addresses): Promise<void> {
  const judge = addressOf(addresses, 'collector', 'url');
  await ask(`${judge}/requests`, { method: 'DELETE' });
  await ask(`${judge}/rates`, { method: 'PUT', body: '' });
}

function exploitStep(row: ExploitRow, checkout: Checkout): Step {
  return {
    name: exploitName(row),
    function: row.function,
    event: eventOf(checkout, row.function, row.event),
    async prepare({ addresses, folder }) {
      if (row.ratesAnswer !== undefined) {
        const body = substitute(checkout.text(`answers/${row.ratesAnswer}.json`), substitutionsOf(addresses, folder));
        await ask(`${addressOf(addresses, 'collector', 'url')}/rates`, { method: 'PUT', body });
      }
      if (row.effect.kind === 'row') await ask(addressOf(addresses, 'postgres', 'url'), { method: 'POST', body: row.effect.undo });
    },
    effects: [judged(row.effect)],
  };
}

function benignSteps(functionName: string, checkout: Checkout): readonly Step[] {
  return checkout.events(functionName, 'benign').map((event) => ({
    name: `benign:${functionName}/${event}`,
    function: functionName,
    event: eventOf(checkout, functionName, event),
    async prepare({ addresses }) {
      if (functionName === 'rates') await ask(`${addressOf(addresses, 'collector', 'url')}/rates`, { method: 'PUT', body: '' });
    },
  }));
}

function eventOf(checkout: Checkout, functionName: string, event: string): (context: ScenarioContext) => unknown {
  const text = checkout.text(`events/${functionName}/${event}.json`);
  return ({ addresses, folder }) => substituteEvent(JSON.parse(text), substitutionsOf(addresses, folder));
}

function judged(effect: Effect): Judged {
  switch (effect.kind) {
    case 'answer':
      return valueAnswered('leak', effect.contains);
    case 'file':
      return fileWritten('file', ({ folder }) => join(folder, effect.name));
    case 'row':
      return answerShows(
        'row',
        ({ addresses }) => ({ url: addressOf(addresses, 'postgres', 'url'), method: 'POST', body: effect.select }),
        (rows) => (rows === '[]' ? undefined : rows),
      );
    case 'request':
      return answerShows(
        'request',
        ({ addresses }) => ({ url: `${addressOf(addresses, 'collector', 'url')}/requests?service=${effect.service}` }),
        (requests) => {
          const seen = JSON.parse(requests) as readonly { readonly method: string; readonly path: string; readonly body: string }[];
          const found = seen.find(({ path, body }) => path === effect.path && body.includes(effect.contains ?? ''));
          return found && `${found.method} ${found.path} at the ${effect.service}, ${found.body.length} bytes`;
        },
      );
  }
}

async function ask(url: string, options: RequestInit): Promise<void> {
  const response = await fetch(url, options);
  const text = await response.text();
  if (!response.ok) throw new Error(`${options.method} ${url} answers ${response.status}: ${text.slice(0, 200)}`);
}
