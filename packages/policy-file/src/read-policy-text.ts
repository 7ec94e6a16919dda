import type { Result } from '@postern/core';
import { type PolicyDocument, type ReadPolicyOptions, readPolicy } from '@postern/policy';
import type { FileProblem } from './file-problem.ts';
import { parseYaml, type Tree } from './yaml-tree.ts';

/**
 * Reads the text of a policy file, YAML or JSON: the policy, or every problem in it, in the order of the text. A text whose syntax
 * is broken is not read further, because what follows would be guesses.
 */
export function readPolicyText(
  text: string,
  file: string,
  options: ReadPolicyOptions = {},
): Result<PolicyDocument, readonly FileProblem[]> {
  const { tree, problems, isBroken, lines } = parseYaml(text);
  const found = [...problems];
  let document: PolicyDocument | undefined;
  if (!isBroken) {
    if (!tree || tree.value === null) found.push({ offset: 0, problem: 'is empty; the smallest policy is "version: 1"' });
    else {
      const result = readPolicy(tree.value, options);
      if (result.ok) document = result.value;
      else
        for (const { segments, at, path, problem } of result.problem) {
          const place = descend(tree, segments);
          if (place.isUnknown && at === 'value') continue;
          const where = at === 'name' || segments.length === 0 ? '' : `${path.slice(path[1] === '.' ? 2 : 1)}: `;
          found.push({ offset: at === 'name' ? (place.nameOffset ?? place.offset) : place.offset, problem: `${where}${problem}` });
        }
    }
  }
  if (found.length === 0 && document) return { ok: true, value: document };
  found.sort((a, b) => a.offset - b.offset);
  return {
    ok: false,
    problem: found.map(({ offset, problem }) => {
      const { line, col } = lines.linePos(offset);
      // A text without a line break, or an empty one, has no entry in the library's table.
      return { file, line: Math.max(1, line), column: line === 0 ? offset + 1 : col, problem };
    }),
  };
}

function descend(tree: Tree, segments: readonly (string | number)[]): Tree {
  let place = tree;
  for (const segment of segments) place = place.children.get(segment) ?? place;
  return place;
}
