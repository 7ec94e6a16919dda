import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder } from '../temporary-folder.ts';

export interface PlacedPolicy {
  /** Absolute. */
  readonly file: string;
  remove(): void;
}

/**
 * Puts a compiled policy where the guard can read it. The file has to stay as long as the function runs: each of its workers reads it again.
 */
export function placePolicy(compiled: string): PlacedPolicy {
  const folder = makeTemporaryFolder('policy');
  const file = join(folder.path, 'policy.json');
  writeFileSync(file, compiled);
  return { file, remove: folder.remove };
}
