import { printable } from '@postern/core';
import { Composer, CST, isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, Parser } from 'yaml';

/** A place in the text: UTF-16 offset from 0. */
export interface Problem {
  readonly offset: number;
  readonly problem: string;
}

/** A value with the places it was written at. */
export interface Tree {
  readonly value: unknown;
  readonly offset: number;
  /** Where the member's name stands, for members of a mapping. */
  readonly nameOffset?: number;
  readonly children: ReadonlyMap<string | number, Tree>;
  /** What stands here is not known and a problem already: nothing more can be said about it. */
  readonly isUnknown?: true;
  /** Values in it, aliases counted as often as they are used. */
  readonly size: number;
}

export interface ParsedYaml {
  /** Absent when the text has no content or is refused whole. */
  readonly tree?: Tree;
  readonly problems: readonly Problem[];
  /** Whether `problems` has one of syntax: then the tree is a guess. */
  readonly isBroken: boolean;
  readonly lines: LineCounter;
}

// A policy needs six levels. Deeper text is refused before it is composed: the composer recurses and would end the process.
const maxDepth = 64;
const maxLength = 256 * 1024;
// Ten aliases of ten aliases of … are counted, not expanded ("billion laughs").
const maxSize = 50_000;
/** Tags of the core schema say what a plain value is anyway; any other tag asks for a meaning that a policy has no use for. */
const coreTags = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/;

/**
 * Parses YAML 1.2 (and JSON, which it contains) into plain values with places. Nothing in the text is executed or resolved but its own
 * anchors. Duplicate names are found here in linear time; the library's own check compares each pair.
 */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const refused = (problem: string, offset = 0): ParsedYaml => ({ problems: [{ offset, problem }], isBroken: true, lines });
  if (text.length > maxLength) return refused(`is longer than ${maxLength} characters`);
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const tooDeep = deepToken(tokens);
  if (tooDeep !== undefined) return refused(`is nested deeper than ${maxDepth} levels`, tooDeep);

  // `prettyErrors` would quote lines of the file raw; `schema` holds whatever a %YAML directive asks for.
  const documents = [
    ...new Composer({ uniqueKeys: false, prettyErrors: false, schema: 'core', logLevel: 'silent' }).compose(tokens, false, text.length),
  ];
  const document = documents[0];
  const problems: Problem[] = [];
  for (const { errors } of documents)
    for (const error of errors) problems.push({ offset: error.pos[0], problem: printable(error.message) });
  const isBroken = problems.length > 0;
  const second = tokens.filter((token) => token.type === 'document')[1];
  if (second) problems.push({ offset: second.offset, problem: 'a second document begins here; a policy file has one' });
  const contents = document?.contents as ParsedNode | null | undefined;
  if (!contents) return { problems, isBroken, lines };
  const tree = createConverter(problems).convert(contents);
  if (tree.size > maxSize) return refused(`its aliases stand for more than ${maxSize} values; write what is meant`, tree.offset);
  return { tree, problems, isBroken, lines };
}

/** The offset of a token below {@link maxDepth} levels, found without recursion. */
function deepToken(tokens: readonly CST.Token[]): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (depth > maxDepth) return token.offset;
    if (token.type === 'document' && token.value) open.push({ token: token.value, depth });
    if (!CST.isCollection(token)) continue;
    for (const item of token.items) {
      if (item.key) open.push({ token: item.key, depth: depth + 1 });
      if (item.value) open.push({ token: item.value, depth: depth + 1 });
    }
  }
  return undefined;
}

function createConverter(problems: Problem[]): { convert(node: ParsedNode): Tree } {
  const anchors = new Map<string, Tree | 'open'>();

  function convert(node: ParsedNode): Tree {
    const offset = node.range[0];
    if (isAlias(node)) return convertAlias(node.source, offset);
    if (node.tag !== undefined && !coreTags.test(node.tag))
      problems.push({ offset, problem: `the tag ${printable(node.tag)} is not known` });
    const anchor = node.anchor;
    if (anchor !== undefined) anchors.set(anchor, 'open');
    const tree = convertValue(node, offset);
    if (anchor !== undefined) anchors.set(anchor, tree);
    return tree;
  }

  function convertAlias(name: string, offset: number): Tree {
    const target = anchors.get(name);
    if (typeof target === 'object') return target;
    const problem =
      target === 'open'
        ? `*${printable(name)} stands inside of what it stands for`
        : `*${printable(name)} refers to no anchor; a text that begins with * needs quotes`;
    problems.push({ offset, problem });
    return { ...leaf(null, offset), isUnknown: true };
  }

  function convertValue(node: ParsedNode, offset: number): Tree {
    if (isScalar(node)) return leaf(node.value, offset);
    const children = new Map<string | number, Tree>();
    let size = 1;
    if (isSeq(node)) {
      const list: unknown[] = [];
      for (const item of node.items) {
        const child = convert(item as ParsedNode);
        children.set(list.length, child);
        list.push(child.value);
        size += child.size;
      }
      return { value: list, offset, children, size };
    }
    const object: Record<string, unknown> = Object.create(null);
    if (!isMap(node)) return leaf(null, offset);
    for (const { key, value } of node.items) {
      const nameOffset = (key as ParsedNode).range[0];
      const name = isScalar(key) ? String(key.value) : undefined;
      if (name === undefined) {
        problems.push({ offset: nameOffset, problem: 'a name must be a text, not a list, an object or an alias' });
        continue;
      }
      if (children.has(name)) {
        problems.push({ offset: nameOffset, problem: `"${printable(name)}" is given twice; only one can hold` });
        continue;
      }
      const child = value === null ? leaf(null, nameOffset) : convert(value as ParsedNode);
      children.set(name, { ...child, nameOffset });
      object[name] = child.value;
      size += child.size;
    }
    return { value: object, offset, children, size };
  }

  return { convert };
}

function leaf(value: unknown, offset: number): Tree {
  return { value, offset, children: new Map(), size: 1 };
}
