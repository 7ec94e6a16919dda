/** The index of the first of `tokens`, which are in the order of their ends, that ends after `position`. */
export function firstAt(tokens: readonly { readonly end: number }[], position: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle] as { end: number }).end <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
