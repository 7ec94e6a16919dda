'use strict';
// Finds the handler that `_HANDLER` names. nodejs20.x and 22.x load CommonJS by `require` and ES modules by `import()`, told apart by
// extension and by the nearest package.json; nodejs24.x imports everything.
const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { runtimeError } = require('./errors.cjs');

const engine = Number(process.versions.node.split('.')[0]);

/**
 * `directory/module.nested.function`, read once at start: a preload may have pointed it at an absolute path.
 * @returns {Promise<Function>}
 */
async function loadHandler(root, name, generation) {
  if (name.includes('..'))
    throw runtimeError(
      'MalformedHandlerName',
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  const base = path.basename(name);
  const dot = base.indexOf('.');
  if (dot < 0) throw runtimeError('MalformedHandlerName', 'Bad handler');
  const directory = name.slice(0, name.indexOf(base));
  const place = { root, directory, module: base.slice(0, dot) };
  const properties = base.slice(dot + 1).split('.');

  const exported = await loadModule(place, generation);
  let handler = follow(exported, properties, generation);
  if (!handler && generation >= 24 && exported && typeof exported === 'object' && 'default' in exported)
    handler = follow(exported.default, properties, generation);
  if (!handler) throw runtimeError('HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw runtimeError('HandlerNotFound', `${name} is not a function`);
  return handler;
}

function follow(value, properties, generation) {
  let current = value;
  for (const property of properties) {
    if (!current || (generation >= 24 && typeof current !== 'object')) return undefined;
    current = current[property];
  }
  return current;
}

async function loadModule(place, generation) {
  try {
    return await (generation >= 24 ? importFirst(place) : requireOrImport(place));
  } catch (error) {
    // The older runtimes report where they noticed, not where in the function's code; and they expect an object here, whatever was thrown.
    if (error instanceof SyntaxError) throw runtimeError('UserCodeSyntaxError', String(error), generation >= 24 ? error.stack : undefined);
    if (generation >= 24 ? error?.code === 'MODULE_NOT_FOUND' && error instanceof Error : error.code === 'MODULE_NOT_FOUND')
      throw runtimeError('ImportModuleError', String(error));
    throw error;
  }
}

async function requireOrImport(place) {
  const file = path.resolve(place.root, place.directory, place.module);
  const isEsModule = isModulePackage(path.dirname(file));
  const byRequire = (name) => (existsSync(name) ? require(name) : undefined);
  const byImport = async (name) => (existsSync(name) ? await import(pathToFileURL(name).href) : undefined);
  return (
    byRequire(file) ||
    (!isEsModule && byRequire(`${file}.js`)) ||
    (isEsModule && (await byImport(`${file}.js`))) ||
    (await byImport(`${file}.mjs`)) ||
    byRequire(`${file}.cjs`) ||
    require(require.resolve(place.module, { paths: [place.root, place.directory] }))
  );
}

async function importFirst(place) {
  const file = path.resolve(place.root, place.directory, place.module);
  for (const extension of ['', '.js', '.mjs', '.cjs']) {
    if (!existsSync(file + extension)) continue;
    // `import()` of CommonJS passes the loader that preloads may have patched only from Node 24 on, which is what the platform runs.
    const isCommonJs = extension === '.cjs' || (extension !== '.mjs' && !isModulePackage(path.dirname(file)));
    if (isCommonJs && engine < 24) return require(file + extension);
    return await import(pathToFileURL(file + extension).href);
  }
  return require(require.resolve(place.module, { paths: [place.root, path.join(place.root, place.directory)] }));
}

// The nearest package.json decides; a `node_modules` folder on the way up ends the search.
function isModulePackage(folder) {
  for (let current = folder; !current.endsWith('/node_modules'); current = path.dirname(current)) {
    const manifest = path.join(current, 'package.json');
    if (existsSync(manifest)) {
      try {
        return JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
      } catch (error) {
        console.warn(`${manifest} cannot be read, it will be ignored for ES module detection purposes.`, error);
        return false;
      }
    }
    if (current === path.dirname(current)) return false;
  }
  return false;
}

module.exports = { loadHandler };
