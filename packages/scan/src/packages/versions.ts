/** A version taken apart: numbers, and what makes it come before them. */
interface Version {
  readonly release: readonly number[];
  readonly pre: readonly (number | string)[] | undefined;
}

/** Orders versions as SemVer 2.0 and, for releases and pre-releases, PEP 440 do. Below zero if `left` comes first. */
export function compareVersions(left: string, right: string): number {
  const a = parse(left);
  const b = parse(right);
  for (let i = 0; i < Math.max(a.release.length, b.release.length); i++) {
    const difference = (a.release[i] ?? 0) - (b.release[i] ?? 0);
    if (difference !== 0) return difference;
  }
  // 1.0.0-beta comes before 1.0.0.
  if (!a.pre || !b.pre) return a.pre ? -1 : b.pre ? 1 : 0;
  for (let i = 0; i < Math.max(a.pre.length, b.pre.length); i++) {
    const x = a.pre[i];
    const y = b.pre[i];
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    if (x === y) continue;
    if (typeof x === 'number' && typeof y === 'number') return x - y;
    if (typeof x !== typeof y) return typeof x === 'number' ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return 0;
}

function parse(text: string): Version {
  const whole = text
    .trim()
    .slice(0, 100)
    .replace(/^[v=]+/, '')
    .split('+')[0] as string;
  const release = /^\d{1,15}(?:\.\d{1,15}){0,8}/.exec(whole)?.[0] ?? '0';
  const rest = whole.slice(release.length).replace(/^[-._]/, '');
  const isPost = /^post/i.test(rest);
  return {
    release: release.split('.').map(Number),
    pre:
      rest === '' || isPost
        ? undefined
        : rest
            .split(/[.-]/)
            .flatMap((part) =>
              (part.match(/\d+|[^\d]+/g) ?? []).map((piece) => (/^\d+$/.test(piece) ? Number(piece) : piece.toLowerCase())),
            ),
  };
}
