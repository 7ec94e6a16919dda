import type { Span } from '@postern/core';
import type { JavaScriptTree } from '@postern/syntax';
import type {
  Argument,
  Expression,
  FunctionForm,
  Handler,
  ModuleForm,
  ObjectMember,
  Parameter,
  Statement,
  Target,
  TargetMember,
} from './form.ts';

/** A node of ESTree, whose other members are asked for by name. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

/** JavaScript and TypeScript in the intermediate form. Types are left out; what has no bearing on data is `undefined`. */
export function lowerJavaScript(tree: JavaScriptTree): ModuleForm {
  const exports = new Map<string, Expression>();
  const body: Statement[] = [];
  for (const node of tree.root.body as unknown as readonly Node[]) body.push(...topLevel(node, exports));
  return { body: functionsFirst(body), exports };
}

function topLevel(node: Node, exports: Map<string, Expression>): readonly Statement[] {
  switch (node.type) {
    case 'ImportDeclaration':
      return imports(node);
    case 'ExportNamedDeclaration': {
      const declaration = node['declaration'] as Node | null;
      if (declaration) {
        const lowered = statement(declaration);
        for (const name of declaredNames(lowered)) exports.set(name, { kind: 'name', name, at: spanOf(declaration) });
        return lowered;
      }
      if (node['source']) return [];
      for (const specifier of list(node, 'specifiers'))
        exports.set(nameOf(specifier['exported'] as Node), {
          kind: 'name',
          name: nameOf(specifier['local'] as Node),
          at: spanOf(specifier),
        });
      return [];
    }
    case 'ExportDefaultDeclaration': {
      const declaration = node['declaration'] as Node;
      const isFunction = declaration.type === 'FunctionDeclaration';
      exports.set('default', isFunction ? functionExpression(declaration) : expression(declaration));
      return isFunction && declaration['id'] ? statement(declaration) : [];
    }
    default:
      return statement(node);
  }
}

function imports(node: Node): readonly Statement[] {
  const module = moduleName(String((node['source'] as Node)['value']));
  return list(node, 'specifiers').map((specifier): Statement => {
    const name = nameOf(specifier['local'] as Node);
    const imported = specifier.type === 'ImportSpecifier' ? nameOf(specifier['imported'] as Node) : 'default';
    return { kind: 'bind', name, ref: imported === 'default' ? module : `${module}.${imported}` };
  });
}

/** `node:fs` and `fs` are one module. */
export function moduleName(specifier: string): string {
  return specifier.startsWith('node:') ? specifier.slice(5) : specifier;
}

function declaredNames(statements: readonly Statement[]): readonly string[] {
  return statements.flatMap((each) => (each.kind === 'evaluate' && each.value.kind === 'assign' ? namesOf(each.value.target) : []));
}

function namesOf(target: Target): readonly string[] {
  switch (target.kind) {
    case 'name':
      return [target.name];
    case 'member':
      return [];
    case 'object':
      return target.members.flatMap((member) => namesOf(member.target));
    case 'list':
      return target.items.flatMap((item) => (item ? namesOf(item) : []));
  }
}

/** Function declarations are hoisted: a call may stand before them. */
function functionsFirst(body: readonly Statement[]): readonly Statement[] {
  const isDeclaration = (each: Statement): boolean =>
    each.kind === 'evaluate' &&
    each.value.kind === 'assign' &&
    each.value.value.kind === 'function' &&
    each.value.value.function.name !== undefined;
  return [...body.filter(isDeclaration), ...body.filter((each) => !isDeclaration(each))];
}

function block(node: Node | null | undefined): readonly Statement[] {
  if (!node) return [];
  return functionsFirst(node.type === 'BlockStatement' ? list(node, 'body').flatMap(statement) : statement(node));
}

function statement(node: Node): readonly Statement[] {
  switch (node.type) {
    case 'ExpressionStatement':
      return [{ kind: 'evaluate', value: expression(node['expression'] as Node) }];
    case 'VariableDeclaration':
      return list(node, 'declarations').flatMap(declarator);
    case 'FunctionDeclaration':
      return node['id'] ? [assignName(node['id'] as Node, functionExpression(node))] : [];
    case 'ClassDeclaration':
      return node['id'] ? [assignName(node['id'] as Node, expression({ ...node, type: 'ClassExpression' }))] : [];
    case 'ReturnStatement':
      return [node['argument'] ? { kind: 'return', value: expression(node['argument'] as Node) } : { kind: 'return' }];
    case 'ThrowStatement':
      return [{ kind: 'leave', value: expression(node['argument'] as Node) }];
    case 'BreakStatement':
    case 'ContinueStatement':
      return [{ kind: 'leave' }];
    case 'BlockStatement':
    case 'StaticBlock':
      return block({ ...node, type: 'BlockStatement' });
    case 'LabeledStatement':
      return statement(node['body'] as Node);
    case 'IfStatement':
      return [
        {
          kind: 'if',
          test: expression(node['test'] as Node),
          so: block(node['consequent'] as Node),
          otherwise: block(node['alternate'] as Node | null),
        },
      ];
    case 'WhileStatement':
    case 'DoWhileStatement':
      return [{ kind: 'loop', test: expression(node['test'] as Node), body: block(node['body'] as Node) }];
    case 'ForStatement': {
      const init = node['init'] as Node | null;
      const before = init ? (init.type === 'VariableDeclaration' ? statement(init) : [evaluate(init)]) : [];
      const update = node['update'] as Node | null;
      const body = [...block(node['body'] as Node), ...(update ? [evaluate(update)] : [])];
      const test = node['test'] as Node | null;
      return [...before, test ? { kind: 'loop', test: expression(test), body } : { kind: 'loop', body }];
    }
    case 'ForOfStatement':
    case 'ForInStatement': {
      const left = node['left'] as Node;
      const over = expression(node['right'] as Node);
      const pattern = left.type === 'VariableDeclaration' ? ((list(left, 'declarations')[0] as Node)['id'] as Node) : left;
      return [{ kind: 'loop', each: { target: target(pattern), over }, body: block(node['body'] as Node) }];
    }
    case 'SwitchStatement':
      return switchStatement(node);
    case 'TryStatement': {
      const handler = node['handler'] as Node | null;
      const handlers: Handler[] = [];
      if (handler) {
        const parameter = handler['param'] as Node | null;
        const body = block(handler['body'] as Node);
        handlers.push(parameter ? { error: target(parameter), body } : { body });
      }
      return [{ kind: 'try', body: block(node['block'] as Node), handlers, after: block(node['finalizer'] as Node | null) }];
    }
    case 'ExportNamedDeclaration':
      return node['declaration'] ? statement(node['declaration'] as Node) : [];
    case 'TSExportAssignment':
      return [evaluate(node['expression'] as Node)];
    default:
      return [];
  }
}

/** Each case is a branch in which the discriminant has the case's value. */
function switchStatement(node: Node): readonly Statement[] {
  const discriminant = node['discriminant'] as Node;
  let rest: readonly Statement[] = [];
  for (const each of [...list(node, 'cases')].reverse()) {
    const test = each['test'] as Node | null;
    const body = list(each, 'consequent').flatMap(statement);
    // `break` ends the case and not what is around the switch.
    const leaves = body.at(-1)?.kind === 'leave' && list(each, 'consequent').at(-1)?.type === 'BreakStatement';
    const so = leaves ? body.slice(0, -1) : body;
    if (!test) rest = so;
    else {
      const compare: Expression = {
        kind: 'compare',
        by: 'equal',
        left: expression(discriminant),
        right: expression(test),
        at: spanOf(test),
      };
      rest = [{ kind: 'if', test: compare, so, otherwise: rest }];
    }
  }
  return [evaluate(discriminant), ...rest];
}

function declarator(node: Node): readonly Statement[] {
  const init = node['init'] as Node | null;
  // `let client;` makes a variable of this function, whatever is assigned to it elsewhere.
  if (!init) return [assignName(node['id'] as Node, nothing(spanOf(node)))];
  return [{ kind: 'evaluate', value: { kind: 'assign', target: target(node['id'] as Node), value: expression(init), at: spanOf(node) } }];
}

function assignName(id: Node, value: Expression): Statement {
  return { kind: 'evaluate', value: { kind: 'assign', target: { kind: 'name', name: nameOf(id), at: spanOf(id) }, value, at: value.at } };
}

function evaluate(node: Node): Statement {
  return { kind: 'evaluate', value: expression(node) };
}

function expression(node: Node): Expression {
  const at = spanOf(node);
  const of = (member: string): Expression => expression(node[member] as Node);
  switch (node.type) {
    case 'Literal': {
      const regex = node['regex'] as { readonly pattern: string } | undefined;
      if (regex) return { kind: 'pattern', source: regex.pattern, at };
      const value = node['value'];
      const isPlain = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      return { kind: 'constant', value: isPlain ? value : String(value), at };
    }
    case 'Identifier':
      return node['name'] === 'undefined' ? nothing(at) : { kind: 'name', name: String(node['name']), at };
    case 'ThisExpression':
      return { kind: 'name', name: 'this', at };
    case 'TemplateLiteral': {
      const texts = list(node, 'quasis').map((quasi): Expression => {
        const cooked = (quasi['value'] as { readonly cooked?: string | null; readonly raw: string }).cooked;
        return { kind: 'constant', value: cooked ?? '', at: spanOf(quasi) };
      });
      const values = list(node, 'expressions').map(expression);
      return { kind: 'text', parts: texts.flatMap((text, index) => (values[index] ? [text, values[index]] : [text])), at };
    }
    case 'TaggedTemplateExpression': {
      // A tag gets the values apart from the text: sql`…${id}` is as safe as a parameter.
      const quasi = node['quasi'] as Node;
      const texts: Expression = { kind: 'constant', value: '', at: spanOf(quasi) };
      const args = [texts, ...list(quasi, 'expressions').map(expression)].map((value): Argument => ({ value }));
      return { kind: 'call', callee: { kind: 'member', object: of('tag'), name: '(template)', at }, args, isNew: false, at };
    }
    case 'MemberExpression':
      return memberExpression(node);
    case 'CallExpression':
    case 'NewExpression':
      return {
        kind: 'call',
        callee: of('callee'),
        args: list(node, 'arguments').map((argument): Argument => ({ value: expression(argument) })),
        isNew: node.type === 'NewExpression',
        at,
      };
    case 'ImportExpression': {
      const callee: Expression = { kind: 'name', name: 'require', at };
      return { kind: 'call', callee, args: [{ value: of('source') }], isNew: false, at };
    }
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return functionExpression(node);
    case 'ClassExpression':
      return { kind: 'object', members: list(node['body'] as Node, 'body').flatMap(classMember), at };
    case 'ObjectExpression':
      return { kind: 'object', members: list(node, 'properties').map(property), at };
    case 'ArrayExpression':
      return { kind: 'list', items: list(node, 'elements').map((item) => (item ? expression(item) : nothing(at))), at };
    case 'BinaryExpression':
      return binary(node);
    case 'LogicalExpression':
      return { kind: 'logic', by: node['operator'] === '&&' ? 'and' : 'or', operands: [of('left'), of('right')], at };
    case 'UnaryExpression':
      if (node['operator'] === '!') return { kind: 'logic', by: 'not', operands: [of('argument')], at };
      if (node['operator'] === 'typeof') {
        const callee: Expression = { kind: 'name', name: 'typeof', at };
        return { kind: 'call', callee, args: [{ value: of('argument') }], isNew: false, at };
      }
      return { kind: 'operation', of: 'number', operands: [of('argument')], at };
    case 'UpdateExpression':
      return { kind: 'operation', of: 'number', operands: [of('argument')], at };
    case 'ConditionalExpression':
      return { kind: 'choice', test: of('test'), whenTrue: of('consequent'), whenFalse: of('alternate'), at };
    case 'AssignmentExpression':
      return assignment(node);
    case 'SequenceExpression':
      return { kind: 'operation', of: 'spread', operands: list(node, 'expressions').map(expression), at };
    case 'SpreadElement':
    case 'AwaitExpression':
    case 'YieldExpression':
      return node['argument'] ? of('argument') : nothing(at);
    case 'ChainExpression':
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
      return of('expression');
    default:
      return nothing(at);
  }
}

function binary(node: Node): Expression {
  const at = spanOf(node);
  const operator = node['operator'];
  if (operator === '+') {
    // A chain of a thousand `+` leans left: followed in a loop, so that it can't overrun the stack.
    const parts: Expression[] = [];
    let left: Node = node;
    while (left.type === 'BinaryExpression' && left['operator'] === '+') {
      parts.push(expression(left['right'] as Node));
      left = left['left'] as Node;
    }
    parts.push(expression(left));
    return { kind: 'text', parts: parts.reverse(), at };
  }
  const left = expression(node['left'] as Node);
  const right = expression(node['right'] as Node);
  if (operator === '===' || operator === '==') return { kind: 'compare', by: 'equal', left, right, at };
  if (operator === '!==' || operator === '!=') return { kind: 'compare', by: 'unequal', left, right, at };
  if (operator === 'in') return { kind: 'compare', by: 'in', left, right, at };
  return { kind: 'operation', of: 'number', operands: [left, right], at };
}

function assignment(node: Node): Expression {
  const at = spanOf(node);
  const left = node['left'] as Node;
  const value = expression(node['right'] as Node);
  const operator = String(node['operator']);
  if (operator === '=') return { kind: 'assign', target: target(left), value, at };
  const old = expression(left);
  if (operator === '+=') return { kind: 'assign', target: target(left), value: { kind: 'text', parts: [old, value], at }, at };
  const isLogical = operator === '??=' || operator === '||=' || operator === '&&=';
  return {
    kind: 'assign',
    target: target(left),
    value: { kind: 'operation', of: isLogical ? 'spread' : 'number', operands: [old, value], at },
    at,
  };
}

function memberExpression(node: Node): Expression {
  const at = spanOf(node);
  const object = expression(node['object'] as Node);
  const property = node['property'] as Node;
  if (!node['computed']) return { kind: 'member', object, name: nameOf(property), at };
  const index = expression(property);
  if (index.kind === 'constant') return { kind: 'member', object, name: String(index.value), at };
  return { kind: 'member', object, index, at };
}

function property(node: Node): ObjectMember {
  if (node.type === 'SpreadElement') return { value: expression(node['argument'] as Node) };
  const value = expression(node['value'] as Node);
  const key = node['key'] as Node;
  if (!node['computed'] || key.type === 'Literal') return { name: nameOf(key), value };
  return { value };
}

function classMember(node: Node): readonly ObjectMember[] {
  const key = node['key'] as Node | undefined;
  const value = node['value'] as Node | null | undefined;
  if (!key || !value || node['computed']) return [];
  return [{ name: nameOf(key), value: expression(value) }];
}

function functionExpression(node: Node): Expression {
  const body = node['body'] as Node | null;
  const at = spanOf(node);
  const id = node['id'] as Node | null | undefined;
  const isExpression = body !== null && body.type !== 'BlockStatement' && body.type !== 'FunctionBody';
  const statements: readonly Statement[] = isExpression
    ? [{ kind: 'return', value: expression(body) }]
    : functionsFirst(body ? list(body, 'body').flatMap(statement) : []);
  const named = node.type === 'FunctionDeclaration' && id ? { name: nameOf(id) } : {};
  const form: FunctionForm = { ...named, parameters: parametersOf(node), body: statements, at };
  return { kind: 'function', function: form, at };
}

function parametersOf(node: Node): readonly Parameter[] {
  const raw = node['params'];
  const nodes = Array.isArray(raw) ? (raw as readonly Node[]) : raw ? list(raw as Node, 'items') : [];
  return nodes.map((parameter) => {
    const pattern = parameter.type === 'TSParameterProperty' ? (parameter['parameter'] as Node) : parameter;
    if (pattern.type === 'RestElement') return { target: target(pattern['argument'] as Node), isRest: true };
    if (pattern.type === 'AssignmentPattern')
      return { target: target(pattern['left'] as Node), default: expression(pattern['right'] as Node) };
    return { target: target(pattern) };
  });
}

function target(node: Node): Target {
  const at = spanOf(node);
  switch (node.type) {
    case 'Identifier':
      return { kind: 'name', name: nameOf(node), at };
    case 'AssignmentPattern':
      return target(node['left'] as Node);
    case 'ObjectPattern':
      return { kind: 'object', members: list(node, 'properties').map(targetMember), at };
    case 'ArrayPattern':
      return {
        kind: 'list',
        items: list(node, 'elements').map((item) =>
          item ? target(item.type === 'RestElement' ? (item['argument'] as Node) : item) : undefined,
        ),
        at,
      };
    default:
      return { kind: 'member', place: expression(node) };
  }
}

function targetMember(node: Node): TargetMember {
  const at = spanOf(node);
  if (node.type === 'RestElement') return { target: target(node['argument'] as Node), at };
  const value = node['value'] as Node;
  const named = node['computed'] ? {} : { name: nameOf(node['key'] as Node) };
  if (value.type !== 'AssignmentPattern') return { ...named, target: target(value), at };
  return { ...named, target: target(value['left'] as Node), default: expression(value['right'] as Node), at };
}

function nothing(at: Span): Expression {
  return { kind: 'constant', value: undefined, at };
}

function nameOf(node: Node): string {
  return String(node['name'] ?? node['value'] ?? '');
}

function list(node: Node, member: string): readonly Node[] {
  return (node[member] as readonly Node[] | undefined) ?? [];
}

function spanOf(node: Node): Span {
  return [node.start, node.end];
}
