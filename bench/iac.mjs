// How much of what other scanners' own test templates show do the rules find, and how often do they cry at what is good? One line per
// concept, and how long a scan takes. `--verbose` names each file that was missed or is a false alarm.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rules, scan } from '../packages/scan/dist/index.js';

const verbose = process.argv.includes('--verbose');
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'fixtures/iac');
const limits = { found: 0.85, falseAlarms: 0.05, bankBotMs: 1000, thousandMs: 10_000 };

const { cases } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
const implemented = new Set(rules.flatMap(({ concept, concepts = [] }) => [concept, ...concepts]));
// What those projects expected of the platform of their day, of text that is no template, or of one rule although the file has the flaw.
const disputed = [
  [/s3_bucket_acl_allows_read_to_any_authenticated_user\/negative[3478]\./, 'another public access control stands in it'],
  [
    /sqs_policy_with_public_access\/(?:negative[14]|positive[24])\./,
    'send and receive are open in the "good" ones; a pattern within an ARN is no principal that IAM takes',
  ],
  [/s3_bucket_allows_put_actions_from_all_principals\/positive/, 'an action without its service allows nothing'],
  [
    /(?:s3_bucket_allows_public_acl|s3_bucket_without_restriction_of_public_bucket)\/positive1\./,
    'several documents in one file; without the property a bucket has been closed since April 2023',
  ],
  [/s3-no_public_buckets\/bad1\./, 'without the property a bucket has been closed since April 2023'],
  [/sqs-(?:enable_queue_encryption|queue_encryption_with_cmk)\/bad1\./, 'a queue has been encrypted by default since 2023'],
  [
    /api_gateway_access_logging_disabled\/positive(?:[1-4]|7|8|9|1[0-5])\./,
    'about the level of the execution log, or an API without a stage',
  ],
  [/api_gateway_deployment_without_access_log_setting\/negative[12]\./, 'the stage beside the deployment has no log'],
  [/api_gateway_without_configured_authorizer\//, 'asks for an authorizer even where the API has no route'],
  [/alexa_skill_plaintext_client_secret_exposed\/negative/, 'a refresh token stands in it'],
  [/DeprecatedLambdaRuntime\/example\.yaml/, 'its good one, nodejs18.x, has ended since'],
  [/iam-no_policy_wildcards\/bad1\./, 'its document stands outside of its policy'],
];
// One finding speaks for the settings of a bucket that are off together.
const block = [
  'bucket.block-public-policy.off',
  'bucket.block-public-acls.off',
  'bucket.ignore-public-acls.off',
  'bucket.restrict-public.off',
];
const settings = {
  'bucket.block-public-policy.off': 'BlockPublicPolicy',
  'bucket.block-public-acls.off': 'BlockPublicAcls',
  'bucket.ignore-public-acls.off': 'IgnorePublicAcls',
  'bucket.restrict-public.off': 'RestrictPublicBuckets',
};
const admin = ['iam.admin', 'function.role.admin'];
const alike = (concept) => [block, admin].find((group) => group.includes(concept)) ?? [concept];

const rows = new Map();
const details = [];
for (const { concept, files, id } of cases) {
  if (!implemented.has(concept)) continue;
  const row = rows.get(concept) ?? { bad: 0, found: 0, good: 0, alarms: 0, unread: 0, disputed: 0 };
  rows.set(concept, row);
  for (const { path, verdict, bad = [], good = [] } of files) {
    if (disputed.some(([pattern]) => pattern.test(path))) {
      row.disputed++;
      continue;
    }
    const { findings, apps, problems } = await scan(join(folder, path), { today: '2026-01-01' });
    if (apps.length === 0) {
      row.unread++;
      details.push(`unread       ${path}: ${problems[0]?.problem ?? 'no template'}`);
      continue;
    }
    const said = findings.filter(
      (finding) =>
        alike(concept).includes(finding.concept) &&
        (!settings[concept] || finding.evidence.some(({ excerpt }) => excerpt.startsWith(settings[concept]))),
    );
    const about = (name) => said.some(({ resource }) => resource === name.split('.').at(-1));
    const checks =
      verdict === 'mixed' ? [...bad.map((name) => [name, true]), ...good.map((name) => [name, false])] : [[undefined, verdict === 'bad']];
    for (const [name, isBad] of checks) {
      const isSaid = name === undefined ? said.length > 0 : about(name);
      row[isBad ? 'bad' : 'good']++;
      if (isSaid) row[isBad ? 'found' : 'alarms']++;
      if (isBad !== isSaid) details.push(`${isBad ? 'missed      ' : 'false alarm '} ${concept}  ${path}${name ? ` ${name}` : ''} (${id})`);
    }
  }
}

const sum = { bad: 0, found: 0, good: 0, alarms: 0, unread: 0, disputed: 0 };
process.stdout.write(`${'concept'.padEnd(34)} found / bad   false alarms / good\n`);
for (const [concept, row] of [...rows].sort()) {
  for (const key of Object.keys(sum)) sum[key] += row[key];
  process.stdout.write(
    `${concept.padEnd(34)} ${`${row.found} / ${row.bad}`.padStart(11)}   ${`${row.alarms} / ${row.good}`.padStart(19)}${row.unread ? `   ${row.unread} not read` : ''}${row.disputed ? `   ${row.disputed} disputed` : ''}\n`,
  );
}
process.stdout.write(
  `${'all'.padEnd(34)} ${`${sum.found} / ${sum.bad}`.padStart(11)}   ${`${sum.alarms} / ${sum.good}`.padStart(19)}   ${sum.unread} not read, ${sum.disputed} disputed (see the table in bench/iac.mjs)\n`,
);
if (verbose) process.stdout.write(`${details.join('\n')}\n`);

const broken = [];
const hold = (name, value, limit, isOver = value > limit) => {
  process.stdout.write(`${name}: ${value} (limit ${limit})${isOver ? '  ← broken' : ''}\n`);
  if (isOver) broken.push(name);
};
const share = Number((sum.found / sum.bad).toFixed(3));
hold('share found', share, limits.found, share < limits.found);
hold('share of false alarms', Number((sum.alarms / sum.good).toFixed(3)), limits.falseAlarms);

// Time of the processor, which is what a quiet machine takes: the wall clock of a busy one says nothing about us.
const tell =
  'data:text/javascript,const fs=process.getBuiltinModule("fs");process.on("exit",()=>{const{user,system}=process.cpuUsage();fs.writeSync(3,String((user+system)/1000))})';
const cpuOf = (args) => {
  const { output } = spawnSync(process.execPath, ['--import', tell, ...args], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  return Math.round(Number(String(output[3])));
};
const bankBot = [join(root, 'apps/cli/bin/postern.mjs'), 'scan', join(root, 'examples/bank-bot/app'), '--quiet'];
hold('postern scan of bank-bot, cold, ms of processor', Math.min(...[0, 1, 2].map(() => cpuOf(bankBot))), limits.bankBotMs);

const many = mkdtempSync(join(tmpdir(), 'postern-bench-'));
try {
  const template = readFileSync(join(root, 'examples/bank-bot/fixed/template.yaml'), 'utf8').split('\n').slice(0, 60).join('\n');
  for (let i = 0; i < 1000; i++) {
    mkdirSync(join(many, `app-${i}`));
    writeFileSync(
      join(many, `app-${i}/template.yaml`),
      `${template}\n\n  F${i}:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: app.handler\n      InlineCode: |\n        exports.handler = async (event) => event.name;\n`,
    );
  }
  const start = process.cpuUsage();
  const { apps } = await scan(many);
  const { user, system } = process.cpuUsage(start);
  if (apps.length !== 1000) broken.push('a thousand templates: not all were read');
  hold('1,000 small templates, ms of processor', Math.round((user + system) / 1000), limits.thousandMs);
} finally {
  rmSync(many, { recursive: true, force: true });
}
process.exitCode = broken.length > 0 ? 1 : 0;
