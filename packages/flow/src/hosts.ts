/** Whether a text that begins so has settled its host: what follows is a path or a query. `\0` stands for what is not known. */
export function hasFixedHost(prefix: string | undefined): boolean {
  if (prefix === undefined) return false;
  // Of `${base}/${input}` the base is known to the program; of `http://${host}${input}` the input can go on as `@elsewhere`.
  return /^[a-z][a-z0-9+.-]{0,20}:\/\/[^/?#]{1,400}[/?#]/i.test(prefix) || /^\0[^/?#]{0,400}[/?#]/.test(prefix) || /^\/(?!\/)/.test(prefix);
}
