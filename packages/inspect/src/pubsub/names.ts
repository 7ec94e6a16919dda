import { peek } from '../trigger.ts';
import { isWeighty, ownNames } from './identity.ts';

/** Letters of other scripts that look like Latin ones (Unicode TR39, those that names of members are made of), each behind the one it imitates. */
const lookalikes = 'aаαeеoоοpрρcсxхyуiіιsѕjјdԁgɡnոvνkκtτuυhһmмbв';
let folding: ReadonlyMap<string, string> | undefined;

/** A name as a reader sees it: look-alikes, widths and invisible characters folded, case ignored. */
export function foldName(name: string): string {
  let isPlain = true;
  for (let i = 0; i < name.length && isPlain; i++) isPlain = name.charCodeAt(i) < 128;
  if (isPlain) return name.toLowerCase();
  if (folding === undefined) {
    const map = new Map<string, string>();
    let latin = '';
    for (const letter of lookalikes)
      if (letter < '\x80') latin = letter;
      else map.set(letter, latin);
    folding = map;
  }
  let folded = '';
  for (const letter of name.normalize('NFKC').toLowerCase())
    if (!/[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/.test(letter)) folded += folding.get(letter) ?? letter;
  return folded;
}

export interface ShadowedName {
  readonly name: string;
  readonly reason: string;
}

/** Objects of one document that are looked at, and how deep: claims stand at the head of a message. */
const mostObjects = 200;
const deepest = 4;

/** A member that one reader takes for another: names that differ in case only, or that only look like a name that decides. */
export function shadowedName(data: unknown): ShadowedName | undefined {
  const queue: { readonly node: unknown; readonly depth: number }[] = [{ node: data, depth: 0 }];
  for (let i = 0; i < queue.length && i < mostObjects; i++) {
    const { node, depth } = queue[i] as (typeof queue)[number];
    const names = ownNames(node);
    let seen: Map<string, string> | undefined;
    for (let j = 0; j < names.length; j++) {
      const name = names[j] as string;
      const folded = foldName(name);
      if (isWeighty(folded)) {
        seen ??= new Map();
        const earlier = seen.get(folded);
        if (earlier === undefined) seen.set(folded, name);
        else if (peek(node, earlier) !== peek(node, name))
          return { name, reason: `${JSON.stringify(name)} beside ${JSON.stringify(earlier)}, with another content` };
        if (folded.length !== name.length || folded !== name.toLowerCase())
          return { name, reason: `looks like the name ${JSON.stringify(folded)} and is another` };
      }
      const member = depth < deepest ? peek(node, name) : undefined;
      if (typeof member === 'object' && member !== null) queue.push({ node: member, depth: depth + 1 });
    }
  }
  return undefined;
}
