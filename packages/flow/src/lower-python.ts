import type { Span } from '@postern/core';
import type { PythonPlace, PythonTree } from '@postern/syntax';
import type { Argument, Expression, FunctionForm, Handler, ModuleForm, ObjectMember, Parameter, Statement, Target } from './form.ts';

/** A node of Python's `ast`, whose other members are asked for by name. */
interface Node extends PythonPlace {
  readonly nodeType: string;
  readonly [member: string]: unknown;
}

/** Python in the intermediate form. */
export function lowerPython(tree: PythonTree): ModuleForm {
  const lower = createLowering((node) => tree.spanOf(node));
  return { body: (tree.root.body as unknown as readonly Node[]).flatMap(lower.statement), exports: new Map() };
}

interface Lowering {
  statement(node: Node): readonly Statement[];
}

function createLowering(spanOf: (node: Node) => Span): Lowering {
  function block(nodes: unknown): readonly Statement[] {
    return ((nodes as readonly Node[] | undefined) ?? []).flatMap(statement);
  }

  function statement(node: Node): readonly Statement[] {
    const at = spanOf(node);
    switch (node.nodeType) {
      case 'Expr':
        return [{ kind: 'evaluate', value: expression(node['value'] as Node) }];
      case 'Import':
        return list(node, 'names').map((alias): Statement => {
          const name = String(alias['name']);
          const asName = alias['asname'];
          // `import a.b` binds `a`; `import a.b as c` binds `a.b`.
          const bound = name.split('.')[0] as string;
          return asName ? { kind: 'bind', name: String(asName), ref: name } : { kind: 'bind', name: bound, ref: bound };
        });
      case 'ImportFrom':
        return list(node, 'names').map((alias): Statement => {
          const name = String(alias['name']);
          return { kind: 'bind', name: String(alias['asname'] ?? name), ref: `${String(node['module'] ?? '.')}.${name}` };
        });
      case 'Assign':
        return list(node, 'targets').map((each) => assign(target(each), expression(node['value'] as Node), at));
      case 'AnnAssign':
        return node['value'] ? [assign(target(node['target'] as Node), expression(node['value'] as Node), at)] : [];
      case 'AugAssign': {
        const place = node['target'] as Node;
        const operands = [expression(place), expression(node['value'] as Node)];
        const isText = (node['op'] as Node).nodeType === 'Add';
        return [
          assign(target(place), isText ? { kind: 'text', parts: operands, at } : { kind: 'operation', of: 'number', operands, at }, at),
        ];
      }
      case 'Return':
        return [node['value'] ? { kind: 'return', value: expression(node['value'] as Node) } : { kind: 'return' }];
      case 'Raise':
        return [node['exc'] ? { kind: 'leave', value: expression(node['exc'] as Node) } : { kind: 'leave' }];
      case 'Break':
      case 'Continue':
        return [{ kind: 'leave' }];
      case 'If':
        return [{ kind: 'if', test: expression(node['test'] as Node), so: block(node['body']), otherwise: block(node['orelse']) }];
      case 'While':
        return [{ kind: 'loop', test: expression(node['test'] as Node), body: block(node['body']) }, ...block(node['orelse'])];
      case 'For':
      case 'AsyncFor':
        return [
          {
            kind: 'loop',
            each: { target: target(node['target'] as Node), over: expression(node['iter'] as Node) },
            body: block(node['body']),
          },
          ...block(node['orelse']),
        ];
      case 'With':
      case 'AsyncWith':
        return [
          ...list(node, 'items').map((item): Statement => {
            const value = expression(item['context_expr'] as Node);
            const variable = item['optional_vars'] as Node | undefined | null;
            return variable ? assign(target(variable), value, value.at) : { kind: 'evaluate', value };
          }),
          ...block(node['body']),
        ];
      case 'Try':
      case 'TryStar': {
        const handlers = list(node, 'handlers').map((handler): Handler => {
          const body = block(handler['body']);
          return handler['name'] ? { error: { kind: 'name', name: String(handler['name']), at: spanOf(handler) }, body } : { body };
        });
        return [{ kind: 'try', body: [...block(node['body']), ...block(node['orelse'])], handlers, after: block(node['finalbody']) }];
      }
      case 'FunctionDef':
      case 'AsyncFunctionDef': {
        const name = String(node['name']);
        const form: FunctionForm = { name, parameters: parametersOf(node['args'] as Node), body: block(node['body']), at };
        return [assign({ kind: 'name', name, at }, { kind: 'function', function: form, at }, at)];
      }
      case 'ClassDef': {
        const members = block(node['body']).flatMap((each): readonly ObjectMember[] =>
          each.kind === 'evaluate' && each.value.kind === 'assign' && each.value.target.kind === 'name'
            ? [{ name: each.value.target.name, value: each.value.value }]
            : [],
        );
        return [assign({ kind: 'name', name: String(node['name']), at }, { kind: 'object', members, at }, at)];
      }
      case 'Match':
        return [
          { kind: 'evaluate', value: expression(node['subject'] as Node) },
          ...list(node, 'cases').map((each): Statement => ({ kind: 'if', test: nothing(at), so: block(each['body']), otherwise: [] })),
        ];
      default:
        return [];
    }
  }

  function assign(to: Target, value: Expression, at: Span): Statement {
    return { kind: 'evaluate', value: { kind: 'assign', target: to, value, at } };
  }

  function expression(node: Node): Expression {
    const at = spanOf(node);
    const of = (member: string): Expression => expression(node[member] as Node);
    switch (node.nodeType) {
      case 'Constant': {
        const value = node['value'];
        const isPlain = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
        return { kind: 'constant', value: isPlain ? value : String(value), at };
      }
      case 'Name':
        return { kind: 'name', name: String(node['id']), at };
      case 'Attribute':
        return { kind: 'member', object: of('value'), name: String(node['attr']), at };
      case 'Subscript': {
        const index = of('slice');
        if (index.kind === 'constant') return { kind: 'member', object: of('value'), name: String(index.value), at };
        return { kind: 'member', object: of('value'), index, at };
      }
      case 'Call': {
        const args = list(node, 'args').map((argument): Argument => ({ value: expression(argument) }));
        const named = list(node, 'keywords').map((keyword): Argument => {
          const value = expression(keyword['value'] as Node);
          return keyword['arg'] ? { name: String(keyword['arg']), value } : { value };
        });
        return { kind: 'call', callee: of('func'), args: [...args, ...named], isNew: false, at };
      }
      case 'JoinedStr':
        return { kind: 'text', parts: list(node, 'values').map(expression), at };
      case 'FormattedValue':
      case 'Await':
      case 'Starred':
      case 'YieldFrom':
      case 'Yield':
        return node['value'] ? of('value') : nothing(at);
      case 'BinOp':
        return binary(node);
      case 'UnaryOp':
        if ((node['op'] as Node).nodeType === 'Not') return { kind: 'logic', by: 'not', operands: [of('operand')], at };
        return { kind: 'operation', of: 'number', operands: [of('operand')], at };
      case 'BoolOp':
        return {
          kind: 'logic',
          by: (node['op'] as Node).nodeType === 'And' ? 'and' : 'or',
          operands: list(node, 'values').map(expression),
          at,
        };
      case 'Compare':
        return comparison(node);
      case 'IfExp':
        return { kind: 'choice', test: of('test'), whenTrue: of('body'), whenFalse: of('orelse'), at };
      case 'NamedExpr':
        return { kind: 'assign', target: target(node['target'] as Node), value: of('value'), at };
      case 'Dict': {
        const keys = (node['keys'] as readonly (Node | null)[] | undefined) ?? [];
        const members = list(node, 'values').map((value, index): ObjectMember => {
          const key = keys[index];
          return key?.nodeType === 'Constant' ? { name: String(key['value']), value: expression(value) } : { value: expression(value) };
        });
        return { kind: 'object', members, at };
      }
      case 'List':
      case 'Tuple':
      case 'Set':
        return { kind: 'list', items: list(node, 'elts').map(expression), at };
      case 'Lambda': {
        const body: Statement = { kind: 'return', value: of('body') };
        return { kind: 'function', function: { parameters: parametersOf(node['args'] as Node), body: [body], at }, at };
      }
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        return comprehension(node, of('elt'));
      case 'DictComp':
        return comprehension(node, { kind: 'operation', of: 'spread', operands: [of('key'), of('value')], at });
      default:
        return nothing(at);
    }
  }

  function comprehension(node: Node, body: Expression): Expression {
    return [...list(node, 'generators')].reverse().reduce<Expression>(
      (inner, generator) => ({
        kind: 'each',
        target: target(generator['target'] as Node),
        over: expression(generator['iter'] as Node),
        tests: list(generator, 'ifs').map(expression),
        body: inner,
        at: spanOf(node),
      }),
      body,
    );
  }

  function binary(node: Node): Expression {
    const at = spanOf(node);
    const operator = (node['op'] as Node).nodeType;
    if (operator === 'Add') {
      const parts: Expression[] = [];
      let left: Node = node;
      while (left.nodeType === 'BinOp' && (left['op'] as Node).nodeType === 'Add') {
        parts.push(expression(left['right'] as Node));
        left = left['left'] as Node;
      }
      parts.push(expression(left));
      return { kind: 'text', parts: parts.reverse(), at };
    }
    const operands = [expression(node['left'] as Node), expression(node['right'] as Node)];
    // "…%s…" % value: known text around a value of unknown place.
    if (operator === 'Mod' && operands[0]?.kind !== 'name')
      return { kind: 'text', parts: formatted(operands[0] as Expression, operands[1] as Expression), at };
    if (operator === 'BitOr') return { kind: 'operation', of: 'spread', operands, at };
    if (operator === 'Div') return { kind: 'text', parts: operands, at }; // of pathlib; of numbers nothing comes of it
    return { kind: 'operation', of: 'number', operands, at };
  }

  function comparison(node: Node): Expression {
    const at = spanOf(node);
    const operators = list(node, 'ops').map(({ nodeType }) => nodeType);
    const operands = [expression(node['left'] as Node), ...list(node, 'comparators').map(expression)];
    const kinds = { Eq: 'equal', Is: 'equal', NotEq: 'unequal', IsNot: 'unequal', In: 'in', NotIn: 'not-in' } as const;
    const by = kinds[operators[0] as keyof typeof kinds];
    if (operators.length !== 1 || by === undefined) return { kind: 'operation', of: 'number', operands, at };
    return { kind: 'compare', by, left: operands[0] as Expression, right: operands[1] as Expression, at };
  }

  function parametersOf(node: Node): readonly Parameter[] {
    const positional = [...list(node, 'posonlyargs'), ...list(node, 'args'), ...list(node, 'kwonlyargs')];
    const plain = positional.map(
      (argument): Parameter => ({ target: { kind: 'name', name: String(argument['arg']), at: spanOf(argument) } }),
    );
    const rest = node['vararg'] as Node | undefined | null;
    if (!rest) return plain;
    return [...plain, { target: { kind: 'name', name: String(rest['arg']), at: spanOf(rest) }, isRest: true }];
  }

  function target(node: Node): Target {
    const at = spanOf(node);
    switch (node.nodeType) {
      case 'Name':
        return { kind: 'name', name: String(node['id']), at };
      case 'Tuple':
      case 'List':
        return { kind: 'list', items: list(node, 'elts').map(target), at };
      case 'Starred':
        return target(node['value'] as Node);
      default:
        return { kind: 'member', place: expression(node) };
    }
  }

  return { statement };
}

/** Parts of a text with `%s` or `{}` in it: what stands before the first value, the values, the rest. */
export function formatted(text: Expression, values: Expression): readonly Expression[] {
  if (text.kind !== 'constant' || typeof text.value !== 'string') return [text, values];
  const mark = /%[sdr(]|\{/.exec(text.value);
  if (!mark) return [text, values];
  const before: Expression = { kind: 'constant', value: text.value.slice(0, mark.index), at: text.at };
  const after: Expression = {
    kind: 'constant',
    value: text.value.slice(mark.index).replace(/^(?:%\(\w*\)s|%[sdr]|\{[^{}]*\})/, ''),
    at: text.at,
  };
  return [before, values, after];
}

function nothing(at: Span): Expression {
  return { kind: 'constant', value: undefined, at };
}

function list(node: Node, member: string): readonly Node[] {
  return (node[member] as readonly Node[] | undefined) ?? [];
}
