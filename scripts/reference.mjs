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
const { detectors, formats, structures = [], triggers, webhooks } = await load('packages/inspect/dist/catalogue.js');
const { rules: guardRules } = await load('packages/guard/dist/rules.js');
const { hooks } = await load('packages/guard/dist/hooks/index.js');
const { sources } = await load('packages/guard/dist/sources/index.js');
const { policyReference } = await load('packages/policy-file/dist/index.js');
const { columns, questions } = await load('packages/lake/dist/index.js');
const scan = existsSync(join(root, 'packages/scan/src/index.ts')) ? await load('packages/scan/dist/index.js') : { rules: [] };
if (!Array.isArray(scan.rules)) fail('packages/scan/dist/index.js exports no list "rules"');

const platforms = {
  aws: 'Amazon Web Services',
  azure: 'Azure Functions',
  google: 'Google Cloud and Firebase',
  openwhisk: 'OpenWhisk and IBM Cloud',
  cloudevents: 'CloudEvents',
};
const forms = { base64: 'base64', form: 'form-encoded', hex: 'hexadecimal', 'gzip-base64': 'gzip in base64', bytes: 'a list of bytes' };

const pages = [
  { file: 'rules.md', title: 'Rules', text: rulesPage() },
  ...triggerPages(),
  { file: 'encodings.md', title: 'Encodings', text: encodingsPage() },
  { file: 'detectors.md', title: 'Detectors', text: detectorsPage() },
  { file: 'hooks.md', title: 'Hooks', text: hooksPage() },
  { file: 'query.md', title: 'Questions', text: queryPage() },
  { file: 'policy.md', title: 'The policy file', text: policyReference() },
];
pages.push({
  file: 'README.md',
  text: page('Reference', 'scripts/reference.mjs', pages.flatMap(({ file, title }) => (title ? [`- [${title}](${file})`] : [])).join('\n')),
});

mkdirSync(join(folder, 'triggers'), { recursive: true });
const known = new Set(pages.map(({ file }) => file));
const strange = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) =>
    join(entry.parentPath ?? entry.path, entry.name)
      .slice(folder.length + 1)
      .replaceAll('\\', '/'),
  )
  .filter((file) => !known.has(file));
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

function capecLinks(numbers) {
  return numbers.map((number) => `[CAPEC-${number}](https://capec.mitre.org/data/definitions/${number}.html)`).join(', ');
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

/** A page for each trigger, so that what `postern inspect` calls it leads to its fields; an index, and one page for all webhooks. */
function triggerPages() {
  const made = triggers.map((trigger) => ({ trigger, file: `${trigger.id.replace(':', '-')}.md` }));
  const groups = [...new Set(made.map(({ trigger }) => platformOf(trigger)))].map((platform) => {
    const rows = made
      .filter(({ trigger }) => platformOf(trigger) === platform)
      .map(({ trigger, file }) => [`[\`${trigger.id}\`](${file})`, trigger.title, trigger.outsiderControlled ? 'yes' : 'no']);
    return `## ${platform}\n\n${table(['trigger', '', 'written by outsiders'], rows)}`;
  });
  const index = `What is recognised as an event of which service, and whose each field is. A field that is not listed counts as an outsider's, and so does every field of an event that nothing recognises. What the platform stamps is skipped only while it looks like what platforms stamp: an identifier, a time, a number, a name. [Webhooks](webhooks.md) are recognised inside of HTTP requests.\n\n${groups.join('\n\n')}`;
  return [
    { file: 'triggers/README.md', title: 'Triggers', text: page('Triggers', 'packages/inspect/src/triggers', index) },
    { file: 'triggers/webhooks.md', text: webhooksPage() },
    ...made.map(({ trigger, file }) => ({ file: `triggers/${file}`, text: triggerPage(trigger) })),
  ];
}

function platformOf({ id }) {
  return platforms[id.split(':')[0]] ?? 'Whatever else';
}

function triggerPage({ id, title, document, outsiderControlled, fields, verify, example }) {
  const rows = fieldRows(fields(), '');
  const stamps = rows.filter(({ who }) => who === 'platform');
  const parts = [
    `\`${id}\` · [the event's definition](${document}) · [all triggers](README.md)`,
    ...commentOf('triggers', id.replace(':', '-')),
    outsiderControlled
      ? 'Someone outside of the account can choose what is in such an event.'
      : 'Only the account itself makes such events.',
  ];
  if (verify) parts.push(`What proves the sender, and should be checked before anything else: \`${verify}\`.`);
  const others = rows.filter(({ who }) => who !== 'platform');
  if (others.length > 0)
    parts.push(
      table(
        ['field', 'whose', 'form'],
        others.map(({ path, who, form }) => [`\`${path || 'all of it'}\``, who, form ?? '']),
      ),
    );
  if (stamps.length > 0) parts.push(`Stamped by the platform: ${stamps.map(({ path }) => `\`${path}\``).join(', ')}.`);
  parts.push("Whatever is not listed is the outsider's.");
  if (example) parts.push(...exampleParts(example));
  return page(title, 'packages/inspect/src/triggers', parts.join('\n\n'));
}

/** What the comment above a unit says of it: whose word its fields are, and why. */
function commentOf(folder, name) {
  const source = join(root, 'packages/inspect/src', folder, `${name}.ts`);
  const comment = existsSync(source) ? /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const/.exec(readFileSync(source, 'utf8')) : null;
  return comment === null
    ? []
    : [
        comment[1]
          .replace(/\s*\n\s*\* ?/g, ' ')
          .replace(/\{@link ([^}]*)\}/g, '`$1`')
          .trim(),
      ];
}

function webhooksPage() {
  const rows = webhooks.map(({ id, title, signature: { header, field } }) => [
    `[\`${id}\`](#${anchor(id)})`,
    title,
    header ? `\`${header}\`` : field ? `\`${field}\` in the body` : 'none',
  ]);
  const sections = webhooks.map(({ id, title, document, headers, signature, example, recognizes }) =>
    [
      `## ${id}`,
      `${title}: [the requests' definition](${document}).`,
      ...commentOf('webhooks', id.slice('webhook:'.length)),
      `Told by ${[...(headers.length > 0 ? [`the header ${headers.map((name) => `\`${name}\``).join(' or ')}`] : []), ...(recognizes ? ['the look of the body'] : [])].join(', else by ')}. Proof: ${signature.header ? `\`${signature.header}\`, ` : signature.field ? `\`${signature.field}\`, ` : ''}${signature.scheme} ([how to check it](${signature.document})).`,
      tryIt(example),
    ].join('\n\n'),
  );
  return page(
    'Webhooks',
    'packages/inspect/src/webhooks',
    `Other companies' services that call functions over HTTP. Such a request is recognised through whichever platform it comes, by its headers first, else by the look of its body; the answer of \`postern inspect\` says which header should prove the sender and whether it is there. Only the receiver has the secret and can tell whether it is right.\n\n${table(['webhook', '', 'proof'], rows)}\n\n${sections.join('\n\n')}`,
  );
}

function exampleParts(example) {
  const lines = JSON.stringify(abridge(JSON.parse(readFileSync(join(root, 'fixtures/events', example), 'utf8'))), null, 2).split('\n');
  const shown = lines.length <= 90 ? lines : [...lines.slice(0, 80), '  …'];
  return ['## An example', `\`\`\`jsonc\n${shown.join('\n')}\n\`\`\``, tryIt(example)];
}

function tryIt(example) {
  return `In a clone:\n\n\`\`\`console\n$ npx postern inspect fixtures/events/${example}\n\`\`\``;
}

/** The shape of an event: of a list its first item, of a long text its beginning. */
function abridge(node) {
  if (typeof node === 'string') return node.length > 160 ? `${node.slice(0, 150)}…` : node;
  if (Array.isArray(node))
    return node.length > 1 && typeof node[0] === 'object'
      ? [abridge(node[0]), '…']
      : node.length > 4
        ? [...node.slice(0, 3).map(abridge), '…']
        : node.map(abridge);
  if (typeof node === 'object' && node !== null)
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, abridge(value)]));
  return node;
}

/** A field and all below it, in the notation `Records[].kinesis.data`; `*` is whatever name the sender chose. */
function fieldRows(field, path) {
  const below = (name) => (path === '' ? name : `${path}.${name}`);
  if (field === 'platform') return [{ path, who: 'platform' }];
  if (field === 'outsider') return [{ path, who: "the outsider's" }];
  switch (field.kind) {
    case 'encoded':
      return [
        {
          path,
          who: "the outsider's",
          form: `${forms[field.encoding] ?? field.encoding}${field.flag ? ` when \`${field.flag}\` is true` : ''}`,
        },
      ];
    case 'envelope':
      return [
        {
          path,
          who: "the outsider's",
          form: `${field.encoding ? `${forms[field.encoding]}, ` : ''}perhaps another service's event as JSON`,
        },
      ];
    case 'dynamodb-item':
    case 'dynamodb-value':
      return [{ path, who: "the outsider's", form: 'typed values: `{S}`, `{B}` in base64, `{M}`, `{L}`' }];
    case 'list':
      return fieldRows(field.items, `${path}[]`);
    case 'map':
      return fieldRows(field.values, below('*'));
    case 'object': {
      // Members that are described by the same thing are one line: a request has its headers twice, Azure's host says all of it under three names.
      const same = new Map();
      for (const [name, inner] of field.fields) {
        const key = typeof inner === 'object' && ['object', 'list', 'map'].includes(inner.kind) ? inner : Symbol();
        same.set(key, { names: [...(same.get(key)?.names ?? []), name], inner });
      }
      const named = [...same.values()].flatMap(({ names, inner }) =>
        fieldRows(inner, below(names.length === 1 ? names[0] : `{${names.join(', ')}}`)),
      );
      // Names that the sender chooses, as those of headers, are said to be the outsider's beside the ones that are described.
      if (field.others === 'outsider' && field.namesAreData && path !== '' && named.length > 0)
        return [{ path: below('*'), who: "the outsider's", form: 'all other names' }, ...named];
      return field.others === 'outsider' && named.length > 0 ? named : [...named, ...fieldRows(field.others, below('*'))];
    }
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
    capecLinks(attackClasses[attack].capec),
  ]);
  const classes = Object.entries(attackClasses).map(([name, { title, cwe, capec }]) => [
    `\`${name}\``,
    title,
    cweLinks(cwe),
    capecLinks(capec),
    detectorsOf(name)
      .map(({ id }) => `\`${id}\``)
      .join(', ') || 'none yet',
  ]);
  return page(
    'Detectors',
    'packages/inspect/src',
    `What text in an event counts as an attack. The wrappings in which it is found are on the page of [encodings](encodings.md).\n\n${table(['rule', 'finds', 'class', 'severity', 'weakness', 'attack pattern'], rows)}\n\n## Classes of attack\n\n${table(['class', '', 'weakness', 'attack pattern', 'detected in events by'], classes)}`,
  );
}

function detectorsOf(name) {
  return [...detectors, ...structures].filter((detector) => detector.class === name);
}

function encodingsPage() {
  const rows = (reads) =>
    table(
      ['step', ''],
      formats
        .filter((format) => format.reads === reads)
        .map(({ id, title, document }) => [`\`${id}\``, document ? `[${title}](${document})` : title]),
    );
  return page(
    'Encodings',
    'packages/inspect/src/formats',
    `What is peeled off an outsider's text before it is looked at, in any order and depth. A detection names the steps on the way, outermost first: \`base64\`, \`gzip\`, \`json:$.cmd\`. Every view is looked at, the text as it arrived too.\n\n## In text\n\n${rows('text')}\n\n## In bytes\n\n${rows('bytes')}`,
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
