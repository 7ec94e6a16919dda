// Makes a picture of a terminal: reads a program's coloured output on standard input, keeps its last lines, and lets Chromium draw it.
// usage: postern demo | node scripts/picture.mjs docs/images/demo.png [--lines 30] [--title 'npm run demo']
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fail } from './lib.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { lines: { type: 'string', default: '34' }, title: { type: 'string', default: 'npm run demo' }, from: { type: 'string' } },
});
const [target] = positionals;
if (!target) fail('usage: node scripts/picture.mjs <file.png> < coloured-output');

const all = readFileSync(0, 'utf8').trimEnd().split('\n');
const start = values.from === undefined ? all.length - Number(values.lines) : all.findIndex((line) => line.includes(values.from));
const lines = all.slice(Math.max(0, start), Math.max(0, start) + Number(values.lines));

const colors = {
  30: '#6e7681',
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#56d4dd',
  37: '#e6edf3',
  90: '#8b949e',
  91: '#ffa198',
  92: '#aff5b4',
  97: '#ffffff',
};
const escapeHtml = (text) => text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character]);

/** SGR sequences (ECMA-48) to spans; everything else of the terminal's language is dropped. */
function toHtml(line) {
  let style = {};
  let html = '';
  for (const part of line.split(/(\x1b\[[0-9;]*[A-Za-z])/)) {
    const sgr = /^\x1b\[([0-9;]*)m$/.exec(part);
    if (!sgr) {
      if (part && !part.startsWith('\x1b'))
        html += `<span style="${Object.entries(style)
          .map(([key, value]) => `${key}:${value}`)
          .join(';')}">${escapeHtml(part)}</span>`;
      continue;
    }
    for (const code of sgr[1].split(';').map(Number)) {
      if (code === 0) style = {};
      else if (code === 1) style['font-weight'] = '700';
      else if (code === 2) style.opacity = '.65';
      else if (code === 4) style['text-decoration'] = 'underline';
      else if (code === 7) style = { ...style, background: '#e6edf3', color: '#0d1117' };
      else if (code === 41) style.background = '#b62324';
      else if (code === 22) style = { ...style, 'font-weight': '400', opacity: '1' };
      else if (code === 24) style['text-decoration'] = 'none';
      else if (code === 27) style = { ...style, background: 'none', color: '#e6edf3' };
      else if (code === 39) style.color = '#e6edf3';
      else if (colors[code]) style.color = colors[code];
    }
  }
  return html || ' ';
}

const width = Math.max(...lines.map((line) => line.replace(/\x1b\[[0-9;]*[A-Za-z]/g, '').length)) * 8.45 + 60;
const height = lines.length * 20 + 84;
const page = `<!doctype html><meta charset="utf-8"><style>
body{margin:0;background:#0d1117;color:#e6edf3;font:14px/20px 'DejaVu Sans Mono',monospace}
header{background:#161b22;color:#8b949e;padding:8px 16px;font-size:13px}pre{margin:0;padding:16px 20px}
</style><header>● ● ●&nbsp;&nbsp; ${escapeHtml(values.title)}</header><pre>${lines.map(toHtml).join('\n')}</pre>`;

const folder = mkdtempSync(join(tmpdir(), 'postern-picture-'));
try {
  writeFileSync(join(folder, 'page.html'), page);
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--no-first-run',
    '--disable-background-networking',
    `--user-data-dir=${folder}/profile`,
  ];
  const result = spawnSync(
    'chromium',
    [...flags, `--window-size=${Math.ceil(width)},${height}`, `--screenshot=${target}`, `file://${folder}/page.html`],
    { encoding: 'utf8' },
  );
  if (result.status !== 0) fail(`chromium could not draw it: ${result.error?.message ?? result.stderr}`, 3);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
