import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { endWithThisProcess, killGroup } from '../live-children.ts';

/** A helper process that plays a service around the functions: a Node program that prints its address as one JSON line when it is ready. */
export interface FakeSpec {
  readonly name: string;
  /** Path of the program. */
  readonly module: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What the fakes printed, by name: `addresses.collector.url`. */
export type Addresses = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface RunningFakes {
  readonly addresses: Addresses;
  stop(): Promise<void>;
}

const startMilliseconds = 30_000;
const stopMilliseconds = 2000;

/** Starts fakes side by side. When one of them does not come up, all are stopped and the error says which and why. */
export async function startFakes(fakes: readonly FakeSpec[]): Promise<RunningFakes> {
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(end));
  };
  try {
    const addresses = await Promise.all(
      fakes.map(async (fake) => {
        const child = spawn(process.execPath, [fake.module, ...(fake.args ?? [])], {
          env: { ...process.env, ...fake.env },
          stdio: ['pipe', 'pipe', 'pipe'], // a fake ends with its standard input, should this process vanish
          detached: true,
        });
        children.push(child);
        endWithThisProcess(child);
        return [fake.name, await readAddress(fake, child)] as const;
      }),
    );
    return { addresses: Object.fromEntries(addresses), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function readAddress(fake: FakeSpec, child: ChildProcess): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve, reject) => {
    let complaint = '';
    const fail = (problem: string): void => {
      clearTimeout(timer);
      reject(new Error(`The fake "${fake.name}" ${problem}${complaint === '' ? '' : `: ${complaint.trim()}`}`));
    };
    const timer = setTimeout(() => fail(`was not ready after ${startMilliseconds / 1000} s`), startMilliseconds);
    (child.stderr as Readable).setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000);
    });
    child.once('error', (error) => fail(`can't be started (${error.message})`));
    child.once('exit', (code) => fail(`ended with code ${code} before it was ready`));
    createInterface({ input: child.stdout as Readable }).once('line', (line) => {
      try {
        const address: unknown = JSON.parse(line);
        if (typeof address !== 'object' || address === null) throw new TypeError();
        clearTimeout(timer);
        resolve(address as Record<string, unknown>);
      } catch {
        fail(`printed no address but ${line.slice(0, 100)}`);
      }
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => killGroup(child), stopMilliseconds);
  await exited;
  clearTimeout(timer);
}
