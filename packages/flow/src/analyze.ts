import { type App, type Edge, type FunctionNode, patternOf, resourceOf } from '@postern/app';
import type { SourceLocation, Span } from '@postern/core';
import { type ParsedLanguage, parseSource, type SourceProblem, type Sources, type SyntaxTree } from '@postern/syntax';
import { type Abstract, type Closure, empty, type Frame, ofRef, type Taint } from './abstract.ts';
import type { Flow, FlowPlace } from './flow.ts';
import type { ModuleForm } from './form.ts';
import { lowerJavaScript } from './lower-javascript.ts';
import { lowerPython } from './lower-python.ts';
import type { SdkCall } from './sdk-call.ts';
import { operationEdges } from './sdk-edges.ts';
import type { Sink } from './sink.ts';
import { callbackRef, ofTaint, Solver, TooMuch } from './solver.ts';

/** What the code of an App's functions shows. */
export interface CodeFacts {
  readonly flows: readonly Flow[];
  /** Reads, writes and invocations of resources by calls of an SDK. */
  readonly edges: readonly Edge[];
  readonly problems: readonly SourceProblem[];
}

const known = new WeakMap<App, CodeFacts>();

/** Reads the code of every function once. The parsers must be loaded (`loadParsers`). */
export function analyze(app: App, sources: Sources): CodeFacts {
  let facts = known.get(app);
  if (!facts) {
    const each = app.functions.map((node) => analyzeFunction(app, node, sources));
    facts = {
      flows: each.flatMap(({ flows }) => flows),
      edges: each.flatMap(({ edges }) => edges),
      problems: each.flatMap(({ problems }) => problems),
    };
    known.set(app, facts);
  }
  return facts;
}

const nothing: CodeFacts = { flows: [], edges: [], problems: [] };

function analyzeFunction(app: App, node: FunctionNode, sources: Sources): CodeFacts {
  if (node.language === 'other') return nothing;
  const code = codeOf(node, sources);
  if (!code) return nothing;
  if (!code.tree.ok) return { ...nothing, problems: [code.tree.problem] };
  try {
    return solve(app, node, code.tree.value, code.exportName, code.place);
  } catch (cause) {
    const location = code.place({ file: code.tree.value.file, line: 1, column: 1 });
    if (cause instanceof TooMuch)
      return {
        ...nothing,
        problems: [{ location, problem: 'is too large for its data to be followed: its flows were not looked at to the end' }],
      };
    if (cause instanceof RangeError)
      return { ...nothing, problems: [{ location, problem: 'is nested too deeply for its data to be followed' }] };
    throw cause;
  }
}

interface Code {
  readonly tree: ReturnType<typeof parseSource>;
  readonly exportName: string;
  /** From the place in the parsed text to the place in the project. */
  readonly place: (location: SourceLocation) => SourceLocation;
}

function codeOf(node: FunctionNode, sources: Sources): Code | undefined {
  const { inlineCode, entry } = node;
  if (inlineCode) {
    const { text, location } = inlineCode;
    const handler = patternOf(node.handler) ?? 'index.handler';
    return {
      tree: parseSource(text, node.language === 'python' ? 'inline.py' : 'inline.js'),
      exportName: handler.slice(handler.indexOf('.') + 1),
      place: placeIn(location, sources),
    };
  }
  if (!entry || !/\.(?:[cm]?[jt]sx?|py)$/i.test(entry.file)) return undefined;
  return { tree: sources.parse(entry.file), exportName: entry.exportName, place: (location) => location };
}

/** From a place within code that is written in the template to the place in the template. */
function placeIn(location: SourceLocation, sources: Sources): Code['place'] {
  const text = sources.read(location.file);
  const lines = text.ok ? text.value.split('\n') : [];
  const head = (lines[location.line - 1] ?? '').slice(location.column - 1);
  // A block begins on the next line, and its lines are indented as its first one. Of a quoted text the whole is one place.
  if (!/(?:^|\s)[|>][-+\d]{0,3}\s*$/.test(head.slice(0, 200))) return () => location;
  const first = lines.slice(location.line, location.line + 200).find((line) => line.trim() !== '') ?? '';
  const indent = first.length - first.trimStart().length;
  return (inner) => ({
    file: location.file,
    line: location.line + inner.line,
    column: indent + inner.column,
    ...(inner.endLine === undefined ? {} : { endLine: location.line + inner.endLine }),
  });
}

function solve(app: App, node: FunctionNode, tree: SyntaxTree, exportName: string, place: Code['place']): CodeFacts {
  const form = formOf(tree);
  const flows = new Map<string, Flow>();
  const edges = new Map<string, Edge>();
  const locate = ([start, end]: Span): SourceLocation => place(tree.locate(start, end));
  const at = (span: Span, label: string): FlowPlace => ({ location: locate(span), label });
  const keep = (flow: Flow): void => {
    const key = [flow.class, flow.sink.location.line, flow.sink.location.column, flow.source.label, flow.place.line].join('\0');
    if (!flows.has(key)) flows.set(key, flow);
  };
  const reaches = (
    sink: Pick<Sink, 'id' | 'class'> & { readonly kind: Flow['sink']['kind'] },
    taint: Taint,
    call: string,
    span: Span,
  ): void => {
    const source = { ...at(taint.at, labelOf(taint.path)), kind: taint.kind };
    const end = { ...at(span, call), kind: sink.kind, id: sink.id };
    keep({
      class: sink.class,
      function: node.id,
      language: tree.language,
      scope: 'within-function',
      source,
      sink: end,
      place: taint.built ? locate(taint.built) : end.location,
      steps: [
        { location: source.location, label: source.label },
        ...taint.steps.map((step) => at(step.at, step.label)),
        { location: end.location, label: end.label },
      ],
      confidence: taint.isVague ? 'medium' : 'high',
    });
  };
  const answers = (value: Abstract): void => {
    for (const taint of value.taints)
      if (taint.kind === 'error')
        reaches({ id: 'answer', class: 'error-detail', kind: 'answer' }, { ...taint, built: taint.at }, 'the answer', taint.at);
  };
  const solver = new Solver(tree.language, {
    reaches,
    answers,
    calls(call, span) {
      const edge = edgeOf(app, node, call, locate(span));
      if (edge) edges.set(`${edge.kind}\0${edge.to}`, edge);
    },
  });
  const frame = solver.module(form.body);
  const handler = handlerOf(form, exportName, frame, solver, tree.language);
  if (!handler) return { flows: [...flows.values()], edges: [...edges.values()], problems: [] };
  const parameter = handler.function.parameters[0]?.target;
  const event = ofTaint(
    'event',
    parameter?.kind === 'name' ? parameter.name : 'event',
    parameter && parameter.kind !== 'member' ? parameter.at : handler.function.at,
  );
  answers(solver.call(handler, [event, empty, ofRef(callbackRef)], handler.function.at));
  return { flows: [...flows.values()], edges: [...edges.values()], problems: [] };
}

const forms = new WeakMap<SyntaxTree, ModuleForm>();

function formOf(tree: SyntaxTree): ModuleForm {
  let form = forms.get(tree);
  if (!form) {
    form = tree.language === 'javascript' ? lowerJavaScript(tree) : lowerPython(tree);
    forms.set(tree, form);
  }
  return form;
}

function handlerOf(form: ModuleForm, exportName: string, frame: Frame, solver: Solver, language: ParsedLanguage): Closure | undefined {
  const [first = '', ...others] = exportName.split('.');
  const exported = form.exports.get(first);
  const common = frame.vars.get('module')?.members?.get('exports');
  const roots = [
    exported && solver.evaluate(exported, frame),
    frame.vars.get('exports')?.members?.get(first),
    common?.members?.get(first),
    form.exports.get('default') && solver.evaluate(form.exports.get('default') as never, frame).members?.get(first),
    language === 'python' ? frame.vars.get(first) : undefined,
  ];
  for (const root of roots) {
    const value = others.reduce<Abstract | undefined>((object, name) => object?.members?.get(name), root);
    if (value?.closure) return value.closure;
  }
  return undefined;
}

/** `event.Records[0].body` for `event.Records.0.body`, `[…]` for an element of unknown number. */
function labelOf(path: string): string {
  const read = /^\(([^)]*)\)\.?/.exec(path);
  if (read) return path.length === read[0].length ? (read[1] as string) : `${path.slice(read[0].length)} of ${read[1]}`;
  return path.replace(/\.(\d+)(?=\.|$)/g, '[$1]').replace(/\.\*(?=\.|\[|$)/g, '[…]');
}

function edgeOf(app: App, node: FunctionNode, { operation, parameters }: SdkCall, location: SourceLocation): Edge | undefined {
  const rule = operationEdges.get(operation);
  if (!rule) return undefined;
  for (const name of rule.parameters) {
    const value = parameters.get(name);
    const to = value && resourceBehind(app, node, value);
    if (to === undefined) continue;
    const edge = { kind: rule.kind, from: node.id, to, location, basis: 'code', confidence: 'high', label: operation } as const;
    return edge;
  }
  return undefined;
}

/** The resource that a value names: by an environment variable that refers to it, or by its own name. */
function resourceBehind(app: App, node: FunctionNode, value: Abstract): string | undefined {
  for (const ref of value.refs) {
    const variable = /^(?:process\.env|os\.environ)\.(\w+)$/.exec(ref)?.[1];
    const given = variable === undefined ? undefined : node.environment.find(({ name }) => name === variable)?.value;
    if (!given) continue;
    const id = resourceOf(given) ?? byName(app, patternOf(given));
    if (id !== undefined) return id;
  }
  return byName(app, value.text);
}

function byName(app: App, name: string | undefined): string | undefined {
  if (name === undefined || name === '' || name.includes('\0')) return undefined;
  return app.resources.find((resource) => resource.id === name || (resource.name !== undefined && patternOf(resource.name) === name))?.id;
}
