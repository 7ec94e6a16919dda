// Writes docs/reference from the metadata of what is built: rules, triggers, detectors, hooks, the policy's fields, the questions of the lake.
// `--check` writes nothing and exits 1 when a page is stale. Needs a build.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, fromRoot, root, say, writeIfChanged } from './lib.mjs';

const folder = join(root, 'docs/reference');
const load = async (file) => {
  const path = join(root, file);
  if (!existsSync(path)) fail(`${file} is missing: build first (npm run build)`);
  return import(pathToFileURL(path).href);
};

const { attackClasses, risks } = await load('packages/core/dist/index.js');
const { detectors, formats, triggers } = await load('packages/inspect/dist/index.js');
const { rules: guardRules } = await load('packages/guard/dist/rules.js');
const { hooks } = await load('packages/guard/dist/hooks/index.js');
const { sources } = await load('packages/guard/dist/sources/index.js');
const { policyReference } = await load('packages/policy-file/dist/index.js');
const { columns, questions } = await load('packages/lake/dist/index.js');
const scan = existsSync(join(root, 'packages/scan/src/index.ts')) ? await load('packages/scan/dist/index.js') : { rules: [] };
if (!Array.isArray(scan.rules)) fail('packages/scan/dist/index.js exports no list "rules"');

const pages = [
  { file: 'rules.md', title: 'Rules', text: rulesPage() },
  { file: 'triggers.md', title: 'Triggers', text: triggersPage() },
  { file: 'detectors.md', title: 'Detectors', text: detectorsPage() },
  { file: 'hooks.md', title: 'Hooks', text: hooksPage() },
  { file: 'query.md', title: 'Questions', text: queryPage() },
  { file: 'policy.md', title: 'The policy file', text: policyReference() },
];
pages.push({
  file: 'README.md',
  text: page('Reference', 'scripts/reference.mjs', pages.map(({ file, title }) => `- [${title}](${file})`).join('\n')),
});

mkdirSync(folder, { recursive: true });
const known = new Set(pages.map(({ file }) => file));
const strange = readdirSync(folder).filter((file) => !known.has(file));
if (strange.length > 0) fail(`docs/reference is generated as a whole; nothing makes ${strange.join(', ')}`, 1);
const stale = [];
for (const { file, text } of pages) {
  const path = join(folder, file);
  if (process.argv.includes('--check')) {
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) stale.push(fromRoot(path));
  } else if (writeIfChanged(path, text)) say(`wrote ${fromRoot(path)}`);
}
if (stale.length > 0) fail(`The reference is stale: ${stale.join(', ')}\nRun: npm run reference`, 1);

function page(title, source, body) {
  return `# ${title}\n\nGenerated from the metadata in ${source.includes('/') ? `\`${source}\`` : source}.\n\n${body}\n`;
}

function table(heads, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function cweLinks(numbers) {
  return numbers.map((number) => `[CWE-${number}](https://cwe.mitre.org/data/definitions/${number}.html)`).join(', ');
}

/** Every rule with a fixed place on the page, so that a report may link to it. */
function rulesPage() {
  const all = [...scan.rules, ...Object.values(guardRules)].sort((a, b) => (a.id < b.id ? -1 : 1));
  const used = Object.keys(risks).filter((risk) => all.some(({ sas }) => sas[0] === risk));
  const overview = table(
    ['rule', 'severity', 'risk', 'finds'],
    all.map(({ id, severity, sas, title }) => [`[\`${id}\`](#${anchor(id)})`, severity, sas.join(', '), title]),
  );
  const sections = used.flatMap((risk) => [`## ${risk} ${risks[risk]}`, ...all.filter(({ sas }) => sas[0] === risk).map(ruleSection)]);
  return page(
    'Rules',
    'the rules themselves',
    `What a finding's \`ruleId\` means. \`scan/…\` reads templates, code and lockfiles before deployment, \`guard/…\` watches the function run; what \`postern inspect\` says of an event is on the page of [detectors](detectors.md).\n\n${overview}\n\n${sections.join('\n\n')}`,
  );
}

function ruleSection({ id, concept, class: attack, title, sas, cwe, severity, remediation, equivalents }) {
  const facts = [
    `Severity ${severity}`,
    `${sas.join(', ')}`,
    ...(cwe.length > 0 ? [cweLinks(cwe)] : []),
    ...(attack ? [`class \`${attack}\` (${attackClasses[attack]?.title ?? attack})`] : []),
    `concept \`${concept}\``,
  ];
  const others = Object.entries(equivalents ?? {}).map(([scanner, rule]) => `${scanner} \`${rule}\``);
  return [
    `### ${id}`,
    `${title}.`,
    facts.join(' · '),
    ...(remediation ? [`**To do:** ${remediation}`] : []),
    ...(others.length > 0 ? [`Elsewhere: ${others.join(', ')}.`] : []),
  ].join('\n\n');
}

/** GitHub's anchor of a heading. */
function anchor(heading) {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

function triggersPage() {
  const overview = table(
    ['trigger', '', 'written by outsiders'],
    triggers.map(({ id, title, outsiderControlled }) => [`[\`${id}\`](#${anchor(id)})`, title, outsiderControlled ? 'yes' : 'no']),
  );
  const sections = triggers.map(({ id, title, document, outsiderControlled, example, verify, fields }) => {
    const rows = fieldRows(fields(), '$');
    return [
      `## ${id}`,
      `${title}. ${outsiderControlled ? 'Someone outside of the account can choose what is in such an event.' : 'Only the account itself makes such events.'}${document ? ` [The event's definition](${document}).` : ''} [An example](../../fixtures/events/${example}).${verify ? ` Its sender is proved by \`${verify}\`.` : ''}`,
      ...(rows.length > 0 ? [table(['field', 'whose'], rows)] : []),
    ].join('\n\n');
  });
  return page(
    'Triggers',
    'packages/inspect/src/triggers',
    `What is recognised as an event of which service, and whose each field is. A field that is not listed counts as an outsider's, and so does every field of an event that nothing recognises.\n\n${overview}\n\n${sections.join('\n\n')}`,
  );
}

function fieldRows(field, path) {
  if (field === 'platform') return [[`\`${path}\``, 'stamped by the platform']];
  if (field === 'outsider') return [[`\`${path}\``, "the outsider's"]];
  switch (field.kind) {
    case 'encoded':
      return [[`\`${path}\``, `the outsider's, in ${field.encoding}${field.flag ? ` when \`${field.flag}\` is true` : ''}`]];
    case 'envelope':
      return [[`\`${path}\``, `the outsider's, perhaps another service's event as JSON${field.encoding ? ` in ${field.encoding}` : ''}`]];
    case 'map':
      return [[`\`${path}\``, "names of the outsider's choice"], ...fieldRows(field.values, `${path}.*`)];
    case 'dynamodb-item':
      return [[`\`${path}\``, "the outsider's, as attributes of DynamoDB"]];
    case 'dynamodb-value':
      return [[`\`${path}\``, "the outsider's, as an attribute of DynamoDB"]];
    case 'list':
      return fieldRows(field.items, `${path}[]`);
    case 'object':
      return [...field.fields].flatMap(([name, inner]) => fieldRows(inner, `${path}.${name}`));
    default:
      return fail(`a field of the kind ${field.kind} is not known to scripts/reference.mjs`, 1);
  }
}

function detectorsPage() {
  const rows = detectors.map(({ id, title, class: attack, severity }) => [
    `\`inspect/${id}\``,
    title,
    `\`${attack}\``,
    severity,
    cweLinks(attackClasses[attack].cwe),
  ]);
  const classes = Object.entries(attackClasses).map(([name, { title, cwe, capec }]) => [
    `\`${name}\``,
    title,
    cweLinks(cwe),
    capec.map((number) => `[CAPEC-${number}](https://capec.mitre.org/data/definitions/${number}.html)`).join(', '),
    detectors.some((detector) => detector.class === name) ? 'yes' : 'not yet',
  ]);
  const forms = formats.map(({ id, title, document }) => [`\`${id}\``, document ? `[${title}](${document})` : title]);
  return page(
    'Detectors',
    'packages/inspect/src',
    `What text in an event counts as an attack, and in which wrappings it is found.\n\n${table(['rule', 'finds', 'class', 'severity', ''], rows)}\n\n## Encodings that are peeled off\n\n${table(['step', ''], forms)}\n\n## Classes of attack\n\n${table(['class', '', '', '', 'detected in events'], classes)}`,
  );
}

function hooksPage() {
  const rows = (units) =>
    table(
      ['id', ''],
      units.map(({ id, summary }) => [`\`${id}\``, summary]),
    );
  return page(
    'Hooks',
    'packages/guard/src',
    `Where the guard stands inside a function. The start record says which of these are armed in this process, and which are not and why.\n\n## Where the program acts on the world\n\n${rows(hooks)}\n\n## Where data from outside comes in after the event\n\n${rows(sources)}`,
  );
}

function queryPage() {
  return page(
    'Questions',
    'packages/lake/src',
    `What [\`postern query\`](../guide/query.md) answers by name, and the columns of the table \`events\` for \`--sql\`.\n\n${questions
      .map(({ name, title, sql }) => `## ${name}\n\n${title}\n\n\`\`\`sql\n${outdent(sql)}\n\`\`\``)
      .join('\n\n')}\n\n## Columns\n\n${table(
      ['column', 'type', ''],
      columns.map(({ name, type, about }) => [`\`${name}\``, type, about]),
    )}`,
  );
}

function outdent(sql) {
  const lines = sql.replace(/^\n/, '').trimEnd().split('\n');
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(margin)).join('\n');
}
