// Benign text by the ten thousand: what is installed beside this repository, cut into the pieces that events carry. Deterministic for one
// package-lock.json, so that two runs ask the same questions; nothing of it is stored.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** Of one package and kind: a large package must not be most of the set. */
const mostOfKind = 250;
const largestFile = 400_000;
const longest = 12_000;
// Words for texts about attacks: their tests and lists are the opposite of benign.
const hostile =
  /(?:^|[\\/])(?:recheck|recheck-[^\\/]*|dompurify|xss|sqlstring)(?:[\\/]|$)|payloads?|exploit|fuzz|[\\/]tests?[\\/]security/i;

/**
 * Texts under `roots`: `{ id, source, class, payload }`, at most {@link mostOfKind} of a package and kind.
 * Classes: `prose-markdown`, `document`, `code-snippet`, `source-code`, `json`, `yaml`, `markup`, `field-value`, `comment`, `email`.
 */
export function harvest(roots) {
  const rows = [];
  const seen = new Set();
  const counts = new Map();
  const take = (source, kind, payload) => {
    const text = payload.trim();
    if (text.length < 3 || text.length > longest) return;
    const key = `${source} ${kind}`;
    const count = counts.get(key) ?? 0;
    if (count >= mostOfKind) return;
    const digest = createHash('sha1').update(text).digest('base64');
    if (seen.has(digest)) return;
    seen.add(digest);
    counts.set(key, count + 1);
    rows.push({ id: `installed-${rows.length + 1}`, source, class: kind, payload: text });
  };
  for (const root of roots)
    for (const file of filesUnder(root)) {
      if (hostile.test(relative(root, file))) continue;
      const text = readText(file);
      if (text !== undefined) readPieces(file, text, (kind, payload) => take(packageOf(root, file), kind, payload));
    }
  return rows;
}

function* filesUnder(folder) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else if (entry.isFile()) yield path;
  }
}

function readText(file) {
  if (!readers.has(extname(file)) || statSync(file).size > largestFile) return undefined;
  const text = readFileSync(file, 'utf8');
  return text.includes('\ufffd') || text.includes('\0') ? undefined : text;
}

function packageOf(root, file) {
  const parts = relative(root, file).split(sep);
  return parts[0]?.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

function readPieces(file, text, take) {
  readers.get(extname(file))?.(text, take);
}

function markdown(text, take) {
  if (text.length <= longest) take('document', text);
  const pieces = text.split(/^(?:```|~~~).*$/m);
  for (let i = 0; i < pieces.length; i++)
    if (i % 2 === 1) take('code-snippet', pieces[i]);
    else for (const paragraph of pieces[i].split(/\n\s*\n/)) if (paragraph.length <= 2400) take('prose-markdown', paragraph);
}

function source(text, take) {
  const lines = text.split('\n');
  let piece = '';
  for (const line of lines) {
    if (line.length > 2000) return; // minified
    if (piece.length + line.length > 1500) {
      take('source-code', piece);
      piece = '';
    }
    piece += `${line}\n`;
  }
  take('source-code', piece);
  for (const comment of text.match(/\/\*\*?[^*]{20,600}\*\//g) ?? []) take('comment', comment.replace(/^\s*\* ?/gm, ''));
  for (const literal of text.match(/'[^'\\\n]{6,200}'|"[^"\\\n]{6,200}"/g) ?? [])
    if (/[^\w./@-]/.test(literal.slice(1, -1))) take('field-value', literal.slice(1, -1));
}

function json(text, take) {
  take('json', text.slice(0, longest));
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    return;
  }
  leaves(data, (value) => take(/^[^@\s<]*<?[^@\s]+@[^@\s]+\.[a-z]+>?$/.test(value) ? 'email' : 'field-value', value), 0);
}

function leaves(node, visit, depth) {
  if (typeof node === 'string') visit(node);
  else if (typeof node === 'object' && node !== null && depth < 20)
    for (const key of Object.keys(node)) {
      if (/[^\w-]/.test(key)) visit(key);
      leaves(node[key], visit, depth + 1);
    }
}

function plain(text, take) {
  for (const paragraph of text.split(/\n\s*\n/)) if (paragraph.length <= 2400) take('prose-markdown', paragraph);
}

function python(text, take) {
  let piece = '';
  for (const line of text.split('\n')) {
    if (piece.length + line.length > 1500) {
      take('source-code', piece);
      piece = '';
    }
    piece += `${line}\n`;
  }
  take('source-code', piece);
  for (const comment of text.match(/"""[^"]{20,1500}"""/g) ?? []) take('comment', comment.slice(3, -3));
}

const whole = (kind) => (text, take) => take(kind, text.slice(0, longest));
const readers = new Map([
  ['.md', markdown],
  ['.markdown', markdown],
  ['.txt', plain],
  ['.rst', plain],
  ['.js', source],
  ['.mjs', source],
  ['.cjs', source],
  ['.ts', source],
  ['.mts', source],
  ['.cts', source],
  ['.jsx', source],
  ['.tsx', source],
  ['.py', python],
  ['.json', json],
  ['.yml', whole('yaml')],
  ['.yaml', whole('yaml')],
  ['.toml', whole('yaml')],
  ['.html', whole('markup')],
  ['.svg', whole('markup')],
  ['.css', whole('markup')],
  ['.sh', whole('source-code')],
]);
