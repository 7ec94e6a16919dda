import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { PosternError } from '@postern/core';

/** The guard's file for `--require`: the one given, or the one that was built. */
export function findRegister(cwd: string, given: string | undefined): string {
  if (given === undefined) return createRequire(import.meta.url).resolve('@postern/guard/register');
  const file = resolve(cwd, given);
  if (!existsSync(file)) throw new PosternError('PSTN_USAGE', { problem: `--register ${given}: there is no such file.` });
  return file;
}
