import { printable } from '@postern/core';
import type { App } from '../app.ts';
import { controllers, type EntryPoint, entryPoints } from '../entry-points.ts';
import { graphOf } from '../graph.ts';
import type { ReadAppsResult } from '../read-apps.ts';
import { type Layout, layOut, nodeHeight, nodeWidth, type PlacedEdge, type PlacedNode } from './layout.ts';
import { pageStyle } from './page-style.ts';

/** A page of its own: no script, nothing loaded; names of the project are text, whatever they contain. */
export function renderHtml({ apps, notRead, problems }: Pick<ReadAppsResult, 'apps' | 'notRead' | 'problems'>): string {
  const title = apps.length === 1 ? (apps[0] as App).template : `${apps.length} applications`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title)} · Postern</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${apps.map(renderApp).join('\n')}
${renderList(
  'Wrong in the files',
  problems.map(({ location, problem }) => `<code>${place(location)}</code> ${escapeText(problem)}`),
)}
${renderList(
  'Not read',
  notRead.map(({ file, dialect }) => `<code>${escapeText(file)}</code> ${escapeText(dialect)} is not read yet`),
)}
</main>
</body>
</html>
`;
}

function renderApp(app: App): string {
  const entries = [...entryPoints(app)].sort((a, b) => controllers.indexOf(a.control) - controllers.indexOf(b.control));
  const open = entries.filter(({ control }) => control === 'anyone').length;
  return `<section>
<h1>${escapeText(app.template)}</h1>
<p class="summary">${count(app.functions.length, 'function')}, ${count(app.triggers.length, 'trigger')}, ${count(app.resources.length, 'resource')}, ${count(app.roles.length, 'role')}${open > 0 ? ` · <strong class="anyone">${count(open, 'entry', 'entries')} controlled by anyone</strong>` : ''}</p>
<ul class="legend">${controllers.map((control) => `<li class="${control}">${control}</li>`).join('')}<li class="line">triggers, writes, invokes</li><li class="line dashed">reads, follows</li></ul>
<div class="picture">${renderPicture(layOut(graphOf(app)), app.template)}</div>
${renderEntries(entries)}
${renderRoles(app)}
${renderList(
  'Not known',
  app.unknowns.map(({ what, reason, location }) => `${escapeText(what)}: ${escapeText(reason)} <code>${place(location)}</code>`),
)}
</section>`;
}

function renderPicture({ width, height, nodes, edges }: Layout, title: string): string {
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeText(`The graph of ${title}`)}">
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0,0 L8,4 L0,8 z"/></marker></defs>
${edges.map(renderEdge).join('\n')}
${nodes.map(renderNode).join('\n')}
</svg>`;
}

function renderEdge({ edge, path, labelX, labelY }: PlacedEdge): string {
  const words = edge.label ?? edge.kind;
  // Most lines are triggers: naming each would hide the others.
  const label = words === 'triggers' ? '' : `<text class="word" x="${round(labelX)}" y="${round(labelY)}">${escapeText(words)}</text>`;
  return `<g class="edge ${edge.kind}"><title>${escapeText(`${edge.from} ${words} ${edge.to} (${edge.location.file}:${edge.location.line})`)}</title><path d="${path.replace(/\d+\.\d+/g, (number) => String(round(Number(number))))}" marker-end="url(#tip)"/>${label}</g>`;
}

function renderNode({ id, label, kind, detail, control, location, x, y }: PlacedNode): string {
  return `<g class="node ${kind === 'function' ? 'function' : 'other'} ${control ?? ''}" transform="translate(${round(x)},${round(y)})"><title>${escapeText(`${id} (${location.file}:${location.line})`)}</title><rect width="${nodeWidth}" height="${nodeHeight}" rx="${kind === 'function' ? 4 : 14}"/><text class="name" x="14" y="20">${escapeText(shorten(label, 26))}</text><text class="detail" x="14" y="36">${escapeText(shorten(detail, 32))}</text></g>`;
}

function renderEntries(entries: readonly EntryPoint[]): string {
  if (entries.length === 0) return '';
  const rows = entries.map(
    ({ id, kind, control, reason, location, reaches, trigger, isComplete }) => `<tr>
<td><span class="badge ${control}">${control}</span></td>
<td><strong>${escapeText(id)}</strong><br><span class="quiet">${escapeText(kind)}${trigger.route ? ` ${escapeText(`${trigger.route.method} ${trigger.route.path}`)}` : ''}</span></td>
<td>${escapeText(reason)}<br><code>${place(location)}</code></td>
<td>${reaches
      .map(
        ({ function: target, path }) =>
          `<div>${escapeText(target)}${
            path.length > 1
              ? ` <span class="quiet">by ${escapeText(
                  path
                    .slice(0, -1)
                    .map(({ to }) => to)
                    .join(' → '),
                )}</span>`
              : ''
          }</div>`,
      )
      .join('')}${isComplete ? '' : '<div class="quiet">and more</div>'}</td>
</tr>`,
  );
  return `<h2>Entries</h2>
<table><thead><tr><th>controlled by</th><th>entry</th><th>why</th><th>functions behind it</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>`;
}

function renderRoles({ roles }: App): string {
  if (roles.length === 0) return '';
  const rows = roles.map(({ id, kind, functions, statements, managedPolicies, isComplete, location }) => {
    const allowed = statements.map(
      ({ effect, actions, resources }) =>
        `${effect} ${actions.map(({ text }) => text).join(', ') || '(all but some actions)'} on ${resources.map(({ text }) => text).join(', ') || '(all but some)'}`,
    );
    const lines = [...allowed, ...managedPolicies.map(({ name }) => name), ...(isComplete ? [] : ['and what is not known'])];
    return `<tr><td><strong>${escapeText(shorten(id, 60))}</strong><br><span class="quiet">${kind}</span> <code>${place(location)}</code></td><td>${functions.map((name) => escapeText(name)).join(', ')}</td><td>${lines.map((line) => `<div>${escapeText(shorten(line, 240))}</div>`).join('')}</td></tr>`;
  });
  return `<h2>Roles</h2>
<table><thead><tr><th>role</th><th>functions</th><th>policies</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>`;
}

function renderList(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `<h2>${title}</h2><ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
}

function place({ file, line }: { readonly file: string; readonly line: number }): string {
  return escapeText(`${file}:${line}`);
}

function count(number: number, noun: string, plural: string = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function escapeText(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
