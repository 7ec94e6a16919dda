import { printable } from '@postern/core';
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { maxDepth, maxValues, type Raw, type RawDocument, type RawMember, type TextProblem } from './raw.ts';

/** Parses JSON into values with their offsets. Comments and trailing commas are problems, as they are for the platform. */
export function readJsonDocument(text: string): RawDocument {
  const deep = deepBracket(text);
  if (deep !== undefined) return { problems: [{ offset: deep, problem: `is nested deeper than ${maxDepth} levels` }] };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const problems: TextProblem[] = errors
    .slice(0, 20)
    .map(({ offset, error }) => ({ offset, problem: `is no JSON: ${wordsOf(printParseErrorCode(error))}` }));
  if (!tree || problems.length > 0) return { problems };
  const counter = { values: 0 };
  const root = convert(tree, problems, counter);
  if (counter.values > maxValues) return { problems: [{ offset: 0, problem: `has more than ${maxValues} values` }] };
  return { root, problems };
}

function convert(node: Node, problems: TextProblem[], counter: { values: number }): Raw {
  counter.values++;
  const { offset } = node;
  if (node.type === 'array')
    return { kind: 'list', items: (node.children ?? []).map((child) => convert(child, problems, counter)), offset };
  if (node.type !== 'object') return { kind: 'scalar', value: (node.value ?? null) as string | number | boolean | null, offset };
  const members = new Map<string, RawMember>();
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (!key || !value) continue;
    const name = String(key.value);
    if (members.has(name)) problems.push({ offset: key.offset, problem: `"${printable(name)}" is given twice; the last one holds` });
    members.set(name, { name, nameOffset: key.offset, value: convert(value, problems, counter) });
  }
  return { kind: 'map', members, offset };
}

/** `InvalidCommentToken` → `invalid comment token`. */
function wordsOf(code: string): string {
  return code.replace(/[A-Z]/g, (letter, index: number) => `${index > 0 ? ' ' : ''}${letter.toLowerCase()}`);
}

/** The first bracket below {@link maxDepth}: the parser recurses. Text in strings does not count. */
function deepBracket(text: string): number | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x22) {
      for (i++; i < text.length && text.charCodeAt(i) !== 0x22 && text.charCodeAt(i) !== 10; i++) if (text.charCodeAt(i) === 0x5c) i++;
    } else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > maxDepth) return i;
    } else if (unit === 0x7d || unit === 0x5d) depth--;
  }
  return undefined;
}
