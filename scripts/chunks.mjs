// Cuts a bundle into what every event needs and what only some do. V8 reads all of a text before it runs any of it, and most of inspection is
// lexers and rules that a harmless event never comes to: what can wait are texts of their own, compiled when a function of theirs is called.
//
// The bundle is a graph of functions and constants, the nodes. Each export and each late member of a unit is a reason to need what can be
// reached from it; what is needed for the same reasons is a chunk. Nothing changes but the time of compiling: in place of a moved function
// stays one that asks for the chunk, and a chunk gets the values of the names that it uses. So a constant is moved only with all its users.
import { parseSync } from 'oxc-parser';

/** Members of units that are called when there is something to look at closer; the others are asked about every text. */
const lateMembers = new Set(['detect', 'decode', 'fields']);
const collections = new Set(['Set', 'Map', 'WeakMap', 'RegExp', 'Uint8Array', 'Uint16Array', 'Int32Array']);
/** Methods that tables are made with. */
const ofTables = new Set(['entries', 'flatMap', 'join', 'map', 'split']);
const pureMark = '/* @__PURE__ */ ';

/**
 * @param {string} text an ES module without imports, as esbuild bundles it
 * @param {readonly string[]} always the exports that every event needs
 * @param {number} smallest units of text before it is minified, below which a chunk costs more than it saves
 * @returns {{ main: string, chunks: string[], names: string[] }} Functions, and the names of the exports. `main` gets a function that compiles the chunk of a number, and returns the exports;
 * a chunk gets the values that it uses and returns its functions.
 */
export function cut(text, always, smallest = 1500) {
  const { program, errors } = parseSync('bundle.js', text, { sourceType: 'module' });
  if (errors.length > 0) throw new Error(errors[0].message);
  const bundle = { ...readBundle(program, text), smallest };
  const reasons = always.map((name) => bundle.exported.get(name));
  let places = place(bundle, reasons);
  while (keepWhatCannotMove(bundle, places)) places = place(bundle, reasons);
  return write(text, program, bundle, places);
}

/** A function as {@link cut} answers it, minified. */
export async function minified(esbuild, text) {
  const { code } = await esbuild.transform(`x=${text}`, { minify: true, target: 'node20' });
  return code.trim().replace(/^x=|;$/g, '');
}

/**
 * `nodes`: what can be moved, by name; `stays` is for those that cannot. `late`: the late members, each with the node that it is in.
 * `start`: names that the code around them uses, which runs at the start.
 */
function readBundle(program, text) {
  const nodes = new Map();
  const around = [];
  const exported = new Map();
  for (const statement of program.body) {
    if (statement.type === 'FunctionDeclaration') {
      const { name } = statement.id;
      nodes.set(name, { name, statement, code: statement, isFunction: true, stays: usesOwnCall(statement.body) });
    } else if (statement.type === 'VariableDeclaration') {
      const isSingle = statement.declarations.length === 1;
      for (const { id, init } of statement.declarations)
        nodes.set(id.name, {
          name: id.name,
          statement,
          code: init,
          isFunction: false,
          stays: !isSingle || (init !== null && !isPure(init, text)),
        });
    } else if (statement.type === 'ExportNamedDeclaration') {
      for (const { local, exported: as } of statement.specifiers) exported.set(as.name, local.name);
    } else around.push(statement);
  }
  for (const name of exported.values()) if (!nodes.get(name).isFunction) nodes.get(name).stays = true;
  const late = [...nodes.values()].filter(({ isFunction }) => !isFunction).flatMap((node) => lateIn(node, nodes));
  const skip = new Set(late.map(({ property }) => property));
  for (const node of nodes.values()) node.uses = namesIn(node.code, nodes, skip);
  for (const { node } of late) node.stays = true;
  walk(program, (part) => {
    if (part.type === 'Identifier' && part.name.startsWith('$$')) throw new Error(`the name ${part.name} could be one of ours`);
    // Of an assignment, or of a loop.
    const target = part.type === 'UpdateExpression' ? part.argument : part.left;
    if (part.type !== 'BinaryExpression' && part.type !== 'LogicalExpression' && target?.type !== 'MemberExpression')
      for (const name of namesIn(target, nodes)) nodes.get(name).isAssigned = true;
    return true;
  });
  for (const node of nodes.values()) node.stays ||= node.isFunction && node.isAssigned === true;
  return { nodes, late, exported, start: namesIn(around, nodes) };
}

/** Whether making a value changes nothing: then it can be made later. A call says so by the mark that bundlers know. */
function isPure(init, text) {
  let pure = true;
  walk(init, (part) => {
    if (isFunction(part)) return false;
    if (part.type === 'PropertyDefinition') {
      pure &&= !part.static;
      return false;
    }
    const isMarked = text.startsWith(pureMark, part.start - pureMark.length);
    if (part.type === 'NewExpression') pure &&= isMarked || collections.has(part.callee.name);
    else if (part.type === 'CallExpression') pure &&= isMarked || ofTables.has(part.callee.property?.name);
    else pure &&= !['StaticBlock', 'TaggedTemplateExpression', 'AssignmentExpression', 'UpdateExpression'].includes(part.type);
    return pure;
  });
  return pure;
}

/** The members of a unit that a call of the same function elsewhere can take the place of. */
function lateIn(node, nodes) {
  const late = [];
  walk(node.code, (part) => {
    if (isFunction(part)) return false;
    if (part.type !== 'Property' || part.computed || !lateMembers.has(part.key.name) || !isFunction(part.value)) return true;
    const { value } = part;
    if (!value.async && !value.generator && !usesOwnCall(value.body))
      late.push({ node, property: part, code: value, uses: namesIn(value, nodes) });
    return false;
  });
  return late;
}

/** For each node and late member its chunk: a set of them, or `undefined` for what stays in the main text. */
function place({ nodes, late, exported, start, smallest }, always) {
  const reasons = new Map();
  const reach = (names, reason) => {
    const open = [...names];
    while (open.length > 0) {
      const node = nodes.get(open.pop());
      const known = reasons.get(node) ?? new Set();
      if (known.has(reason)) continue;
      reasons.set(node, known.add(reason));
      open.push(...node.uses);
    }
  };
  const staying = [...nodes.values()].filter(({ stays }) => stays).map(({ name }) => name);
  reach([...start, ...always, ...staying, ...late.flatMap(({ stays, uses }) => (stays ? [...uses] : []))], 'main');
  for (const name of exported.values()) reach([name], name);
  late.forEach((member, index) => {
    if (member.stays) return;
    reasons.set(member, new Set([index]));
    reach(member.uses, index);
  });
  const chunks = new Map();
  for (const [item, known] of reasons) {
    if (known.has('main')) continue;
    const key = [...known].join();
    chunks.set(key, (chunks.get(key) ?? new Set()).add(item));
  }
  const places = new Map();
  for (const chunk of together([...chunks.values()], smallest)) for (const item of chunk) places.set(item, chunk);
  return places;
}

/** Small chunks with a late member share one. */
function together(chunks, smallest) {
  const all = [];
  let open = new Set();
  for (const chunk of chunks) {
    if (sizeOf(chunk) >= smallest || ![...chunk].some(({ property }) => property)) all.push(chunk);
    else for (const item of chunk) open.add(item);
    if (sizeOf(open) >= smallest) {
      all.push(open);
      open = new Set();
    }
  }
  return [...all, open];
}

function sizeOf(chunk) {
  let size = 0;
  for (const { code } of chunk) size += code === null ? 0 : code.end - code.start;
  return size;
}

/**
 * Marks what stays after all. A function can be called by others where it is; a constant cannot be had by others before its chunk is there, and
 * one that changes has to be where all who use it are. Answers whether there was any.
 */
function keepWhatCannotMove({ nodes, late, smallest }, places) {
  let found = false;
  const keep = (item) => {
    found ||= !item.stays;
    item.stays = true;
  };
  for (const user of [...nodes.values(), ...late])
    for (const name of user.uses) {
      const used = nodes.get(name);
      if (used.isFunction || places.get(used) === places.get(user)) continue;
      if (places.has(used)) keep(used);
      if (places.has(user) && used.isAssigned) keep(user);
    }
  for (const [item, chunk] of places) if (sizeOf(chunk) < smallest) keep(item);
  return found;
}

function write(text, program, { nodes, late, exported, start }, places) {
  const calledFromOutside = new Set([...start, ...exported.values()]);
  for (const user of [...nodes.values(), ...late])
    for (const name of user.uses) if (places.get(user) !== places.get(nodes.get(name))) calledFromOutside.add(name);

  const edits = program.body.filter(({ type }) => type === 'ExportNamedDeclaration').map(({ start: from, end }) => [from, end, '']);
  const asking = [];
  const chunks = [...new Set(places.values())].map((chunk, number) => {
    const items = [...chunk].sort((one, other) => one.code?.start - other.code?.start);
    const answers = [];
    const parts = items.map((item, place) => {
      const { statement, property, code, isFunction: isDeclared, name } = item;
      const target = `$$${number}_${place}`;
      if (property) {
        edits.push([property.start, property.end, property.key.name + stub(code, target, number)]);
        answers.push([target, `${property.method ? 'function' : ''}${text.slice(code.start, code.end)}`]);
        return '';
      }
      const isAsked = isDeclared && calledFromOutside.has(name);
      edits.push([statement.start, statement.end, isAsked ? `function ${name}${stub(code, target, number)}` : '']);
      if (isAsked) answers.push([target, name]);
      return text.slice(statement.start, statement.end);
    });
    const values = new Set(items.flatMap(({ uses }) => [...uses]).filter((name) => places.get(nodes.get(name)) !== chunk));
    const targets = answers.map(([target]) => target).join();
    asking.push(`var ${targets};function $$${number}(){[${targets}]=$$chunk(${number})(${[...values].join()})}`);
    return `function(${[...values].join()}){"use strict";${parts.join('\n')}\nreturn[${answers.map(([, value]) => value).join()}]}`;
  });
  const exports = [...exported].map(([as, name]) => `${as}:${name}`).join();
  return {
    main: `function($$chunk){"use strict";${edited(text, edits)}\n${asking.join('\n')}\nreturn{${exports}}}`,
    chunks,
    names: [...exported.keys()],
  };
}

/** Parameters and body of a function that calls `target`, a function of a chunk that is compiled when it is asked for first. */
function stub({ params }, target, chunk) {
  const names = params.map(({ type }, index) => (type === 'RestElement' ? `...a${index}` : `a${index}`)).join();
  return `(${names}){${target}||$$${chunk}();return ${target}(${names})}`;
}

function edited(text, edits) {
  let result = '';
  let at = 0;
  for (const [start, end, replacement] of edits.sort(([one], [other]) => one - other)) {
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

/**
 * The names of nodes in a part. A name of a function's own that is the same counts too: what seems to use more than it does is put in a chunk of
 * fewer, or gets a value that it does not look at.
 */
function namesIn(code, nodes, without) {
  const names = new Set();
  walk(code, (part) => {
    if (without?.has(part)) return false;
    if (part.type === 'Identifier' && nodes.has(part.name)) names.add(part.name);
    return true;
  });
  return names;
}

/** A function that looks at `this` or `arguments` is not the same when another calls it. */
function usesOwnCall(body) {
  let uses = false;
  walk(body, (part) => {
    uses ||= part.type === 'ThisExpression' || part.type === 'Super' || (part.type === 'Identifier' && part.name === 'arguments');
    return !uses && (part.type === 'ArrowFunctionExpression' || !isFunction(part)) && !part.type.startsWith('Class');
  });
  return uses;
}

function isFunction({ type }) {
  return type === 'FunctionExpression' || type === 'ArrowFunctionExpression' || type === 'FunctionDeclaration';
}

/** Visits a part and what is in it, unless `visit` answers false. Names of members are no names. */
function walk(part, visit) {
  if (Array.isArray(part)) for (const one of part) walk(one, visit);
  if (typeof part?.type !== 'string' || visit(part) === false) return;
  for (const key of Object.keys(part)) {
    const isName = (key === 'property' && part.type === 'MemberExpression') || key === 'key' || key === 'label';
    if (typeof part[key] === 'object' && (!isName || part.computed)) walk(part[key], visit);
  }
}
