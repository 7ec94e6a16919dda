import { didYouMean, printable } from '@postern/core';
import { Composer, CST, isAlias, isMap, isScalar, isSeq, type ParsedNode, Parser } from 'yaml';
import { maxDepth, maxValues, type Raw, type RawDocument, type RawMember, type TextProblem } from './raw.ts';

/** The short forms of CloudFormation's functions; `!Ref x` is read as `{ Ref: x }`, `!Sub x` as `{ Fn::Sub: x }`. */
const shortForms = [
  'And',
  'Base64',
  'Cidr',
  'Condition',
  'Equals',
  'FindInMap',
  'GetAZs',
  'GetAtt',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Ref',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
];
const longForms = new Map(shortForms.map((name) => [`!${name}`, name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]));
/** Tags of the core schema say what a plain value is anyway. */
const coreTags = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq|timestamp|binary|set|omap))$/;

/**
 * Parses YAML with CloudFormation's tags into values with their offsets. Nothing is resolved but the document's own anchors; duplicate names are
 * found here in linear time (the library's own check compares each pair). A text whose syntax is broken has problems and no root.
 */
export function readYamlDocument(text: string): RawDocument {
  const refused = (problem: string, offset = 0): RawDocument => ({ problems: [{ offset, problem }] });
  const problems: TextProblem[] = [];
  const tokens = [...new Parser().parse(text)];
  const tooDeep = deepToken(tokens);
  if (tooDeep !== undefined) return refused(`is nested deeper than ${maxDepth} levels`, tooDeep);
  // `prettyErrors` would quote lines of the file raw.
  const documents = [
    ...new Composer({ uniqueKeys: false, prettyErrors: false, schema: 'core', logLevel: 'silent', strict: false }).compose(
      tokens,
      false,
      text.length,
    ),
  ];
  for (const { errors } of documents)
    for (const error of errors) problems.push({ offset: error.pos[0], problem: `is no YAML: ${printable(error.message)}` });
  if (problems.length > 0) return { problems: problems.slice(0, 20) };
  const contents = documents[0]?.contents as ParsedNode | null | undefined;
  if (!contents) return { problems };
  const second = tokens.filter((token) => token.type === 'document')[1];
  if (second) problems.push({ offset: second.offset, problem: 'a second document begins here; a template has one, so it is not read' });
  const converter = createConverter(problems);
  const { raw, size } = converter.convert(contents);
  if (size > maxValues) return refused(`its aliases stand for more than ${maxValues} values`, raw.offset);
  return { root: raw, problems };
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

interface Converted {
  readonly raw: Raw;
  readonly size: number;
}

function createConverter(problems: TextProblem[]): { convert(node: ParsedNode): Converted } {
  const anchors = new Map<string, Converted | 'open'>();

  function convert(node: ParsedNode): Converted {
    const offset = node.range[0];
    if (isAlias(node)) return convertAlias(node.source, offset);
    const anchor = node.anchor;
    if (anchor !== undefined) anchors.set(anchor, 'open');
    const converted = convertTag(node, convertValue(node, offset), offset);
    if (anchor !== undefined) anchors.set(anchor, converted);
    return converted;
  }

  function convertAlias(name: string, offset: number): Converted {
    const target = anchors.get(name);
    if (typeof target === 'object') return target;
    const problem =
      target === 'open' ? `*${printable(name)} stands inside of what it stands for` : `*${printable(name)} refers to no anchor`;
    return refuse(problem, offset);
  }

  function refuse(problem: string, offset: number): Converted {
    problems.push({ offset, problem });
    return { raw: { kind: 'refused', reason: problem, offset }, size: 1 };
  }

  /** A tagged value becomes the long form: a mapping with one member. */
  function convertTag(node: ParsedNode, { raw, size }: Converted, offset: number): Converted {
    const tag = node.tag;
    if (tag === undefined || coreTags.test(tag)) return { raw, size };
    const name = longForms.get(tag);
    if (name === undefined) {
      const candidates = [...longForms.keys()];
      return refuse(`the tag ${printable(tag)} is not known.${didYouMean(tag, candidates)}`, offset);
    }
    const argument: Raw = name === 'Fn::GetAtt' && raw.kind === 'scalar' ? splitAttribute(raw.value, offset) : raw;
    const member: RawMember = { name, nameOffset: offset, value: argument };
    return { raw: { kind: 'map', members: new Map([[name, member]]), offset }, size: size + 1 };
  }

  function convertValue(node: ParsedNode, offset: number): Converted {
    if (isScalar(node)) return { raw: { kind: 'scalar', value: scalarOf(node.value, node.source), offset }, size: 1 };
    let size = 1;
    if (isSeq(node)) {
      const items: Raw[] = [];
      for (const item of node.items) {
        // A pair in a list (`- ? a`) is a mapping of its own; the composer makes it one, but null items exist.
        const child = item === null ? empty(offset) : convert(item as ParsedNode);
        items.push(child.raw);
        size += child.size;
      }
      return { raw: { kind: 'list', items, offset }, size };
    }
    const members = new Map<string, RawMember>();
    if (!isMap(node)) return { raw: { kind: 'scalar', value: null, offset }, size };
    for (const { key, value } of node.items) {
      const keyNode = key as ParsedNode | null;
      const nameOffset = keyNode?.range[0] ?? offset;
      if (!isScalar(keyNode)) {
        problems.push({ offset: nameOffset, problem: 'a name must be a text, not a list, a mapping or an alias' });
        continue;
      }
      const name = keyNode.source ?? String(keyNode.value);
      const child = value === null ? empty(nameOffset) : convert(value as ParsedNode);
      size += child.size;
      if (name === '<<' && child.raw.kind === 'map') {
        for (const member of child.raw.members.values()) if (!members.has(member.name)) members.set(member.name, member);
        continue;
      }
      // The platform takes the last one without a word, which is why it must be said.
      if (members.has(name) && members.get(name)?.nameOffset !== nameOffset && !isMerged(node, members.get(name) as RawMember))
        problems.push({ offset: nameOffset, problem: `"${printable(name)}" is given twice; the last one holds` });
      members.set(name, { name, nameOffset, value: child.raw });
    }
    return { raw: { kind: 'map', members, offset }, size };
  }

  return { convert };
}

/** Whether a member came from `<<`: then writing it again is the point. */
function isMerged(node: ParsedNode, member: RawMember): boolean {
  return member.nameOffset < node.range[0] || member.nameOffset > node.range[2];
}

function empty(offset: number): Converted {
  return { raw: { kind: 'scalar', value: null, offset }, size: 1 };
}

/** `012345678901` is an account, not a number: a number stays one only if it reads the same. */
function scalarOf(value: unknown, source: string | undefined): string | number | boolean | null {
  if (typeof value === 'number') return source === undefined || String(value) === source ? value : source;
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  return source ?? String(value);
}

/** `!GetAtt Bucket.Arn`: the first dot divides, attributes have dots themselves. */
function splitAttribute(value: unknown, offset: number): Raw {
  const text = String(value);
  const dot = text.indexOf('.');
  const parts = dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
  return { kind: 'list', items: parts.map((part) => ({ kind: 'scalar', value: part, offset })), offset };
}
