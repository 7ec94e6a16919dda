/** What only the platform can do: inspection itself is the language alone, so that it runs in a realm without anything else. */
export interface InspectionHost {
  /**
   * Decompresses brotli (RFC 7932) to at most `maxOutput` bytes; `undefined` when it is none or does not fit. Our own would need its dictionary of
   * 120 KB.
   */
  readonly brotli?: (bytes: Uint8Array, maxOutput: number) => Uint8Array | undefined;
  /** Decompresses Zstandard (RFC 8878), likewise. */
  readonly zstd?: (bytes: Uint8Array, maxOutput: number) => Uint8Array | undefined;
}

let provided: InspectionHost = {};

/** Gives inspection what the platform can do. Without it such data is not looked into. */
export function provideHost(host: InspectionHost): void {
  const { brotli, zstd } = host;
  provided = { ...(brotli ? { brotli: guarded(brotli) } : {}), ...(zstd ? { zstd: guarded(zstd) } : {}) };
}

export function host(): InspectionHost {
  return provided;
}

type Decompress = (bytes: Uint8Array, maxOutput: number) => Uint8Array | undefined;

/** The answer may be an object of another realm: it is copied, by the language alone. */
function guarded(decompress: Decompress): Decompress {
  return (bytes, maxOutput) => {
    try {
      const answer = decompress(bytes, maxOutput);
      return ArrayBuffer.isView(answer) ? new Uint8Array(answer) : undefined;
    } catch {
      return undefined;
    }
  };
}
