import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PosternError } from '@postern/core';

export type AppName = 'app' | 'fixed';

/** The repository that holds the example; the package on npm has none. */
export class Checkout {
  readonly root: string;
  /** `examples/bank-bot` */
  readonly example: string;

  constructor(root: string) {
    this.root = root;
    this.example = join(root, 'examples/bank-bot');
  }

  fake(name: string): string {
    return join(this.root, 'fixtures/fakes', name, 'server.mjs');
  }

  /** Holds a `curl` in Node for machines that have none. */
  get curlFolder(): string {
    return join(this.root, 'fixtures/fakes/collector/bin');
  }

  text(path: string): string {
    return readFileSync(join(this.example, path), 'utf8');
  }

  /** Names of a function's events with this prefix, sorted: `benign`, `benign-missing`. */
  events(functionName: string, prefix: 'benign' | 'exploit'): readonly string[] {
    return readdirSync(join(this.example, 'events', functionName))
      .filter((file) => file.startsWith(prefix) && file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length))
      .sort();
  }
}

/** The checkout around `from`. Throws `PSTN_USAGE` with what to do where there is none, or where its packages are not installed. */
export function findCheckout(from: string): Checkout {
  let folder = resolve(from);
  for (;;) {
    if (existsSync(join(folder, 'examples/bank-bot/README.md')) && existsSync(join(folder, 'fixtures/fakes'))) break;
    const parent = dirname(folder);
    if (parent === folder)
      throw new PosternError('PSTN_USAGE', {
        problem:
          'There is no examples/bank-bot in this folder or above it. The demonstration runs the example of the Postern repository, which is not part of the package. ' +
          'Clone the repository and run: npm run demo',
      });
    folder = parent;
  }
  const checkout = new Checkout(folder);
  for (const app of ['app', 'fixed'])
    if (!existsSync(join(checkout.example, app, 'node_modules')))
      throw new PosternError('PSTN_USAGE', {
        problem: `The packages of examples/bank-bot/${app} are not installed. Run: npm run demo, which installs them.`,
      });
  return checkout;
}
