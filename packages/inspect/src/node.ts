import { createRequire } from 'node:module';
import { provideHost } from './host.ts';

/** Lets inspection decompress what Node can: `node:zlib` is loaded with the first such data. For tools and tests; the guard brings its own host. */
export function provideNodeHost(): void {
  const require = createRequire(import.meta.url);
  const zlib = (): typeof import('node:zlib') & { readonly zstdDecompressSync?: typeof import('node:zlib').brotliDecompressSync } =>
    require('node:zlib') as typeof import('node:zlib');
  provideHost({
    brotli: (bytes, maxOutputLength) => zlib().brotliDecompressSync(bytes, { maxOutputLength }),
    // From Node 22.15 on.
    zstd: (bytes, maxOutputLength) => zlib().zstdDecompressSync?.(bytes, { maxOutputLength }),
  });
}
