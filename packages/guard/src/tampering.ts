/**
 * Freezes the intrinsics of the private realm once everything is set up. They are out of reach of the function's code; if an object of
 * this realm should ever leak, its prototypes can still not be changed.
 */
export function lockIntrinsics(): void {
  const values: readonly object[] = [
    Object, Function, Array, String, Number, Boolean, Symbol, BigInt, RegExp, Map, Set, WeakMap, WeakSet, Promise, Proxy, Error, TypeError, RangeError,
    SyntaxError, Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array, ArrayBuffer, DataView, Date, Math, JSON, Reflect,
  ]; // biome-ignore format: a list
  const iterators = [[][Symbol.iterator](), new Map().entries(), new Set().values(), ''[Symbol.iterator](), ''.matchAll(/x/g)];
  for (const value of values) {
    Object.freeze(value);
    const prototype = (value as { prototype?: object }).prototype;
    if (prototype) Object.freeze(prototype);
  }
  for (const iterator of iterators) {
    const prototype = Object.getPrototypeOf(iterator) as object;
    Object.freeze(prototype);
    Object.freeze(Object.getPrototypeOf(prototype));
  }
  Object.freeze(Object.getPrototypeOf(Uint8Array.prototype));
}
