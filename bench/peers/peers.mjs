// The engines that inspection is compared with, each given the same texts as a JSON body `{"value": text}`: libddwaf through its Node binding
// with its recommended rules, ModSecurity with the OWASP core rule set 3 and 4 at paranoia 1 and 2. What is not installed is said, not skipped
// in silence; `node bench/peers/peers.mjs install` puts it under `.postern/peers` (npm, Go's module proxy, a C compiler and
// libmodsecurity-dev + modsecurity-crs of Debian are needed).
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, '../../.postern/peers');
const versions = { '@datadog/native-appsec': '11.0.3', 'dd-trace': '6.21.0' };
const coreRules4 = 'github.com/corazawaf/coraza-coreruleset/v4@v4.25.0';

/**
 * `{ name, missing }` of what is not there, else `{ name, setUp, judge }`: `setUp` in ms of CPU, `judge(texts)` → `{ found, micros }[]`.
 * Throws nothing: an engine that fails to start is missing, with the reason.
 */
export function peers() {
  return [
    guarded('libddwaf, recommended rules', libddwaf),
    ...[3, 4].flatMap((version) =>
      [1, 2].map((level) => guarded(`ModSecurity, CRS ${version}, paranoia ${level}`, () => modsecurity(version, level))),
    ),
  ];
}

function guarded(name, make) {
  try {
    return { name, ...make() };
  } catch (error) {
    return { name, missing: String(error instanceof Error ? error.message : error).split('\n')[0] };
  }
}

function libddwaf() {
  const require = createRequire(join(folder, 'package.json'));
  const { DDWAF } = require('@datadog/native-appsec');
  const rules = JSON.parse(readFileSync(require.resolve('dd-trace/packages/dd-trace/src/appsec/recommended.json'), 'utf8'));
  const start = process.cpuUsage();
  const waf = new DDWAF(rules, 'recommended');
  const { user, system } = process.cpuUsage(start);
  const judge = (texts) =>
    texts.map((value) => {
      const from = process.hrtime.bigint();
      const context = waf.createContext();
      const result = context.run({ persistent: { 'server.request.body': { value } } }, 10_000_000);
      context.dispose();
      return { found: (result.events?.length ?? 0) > 0, micros: Number(process.hrtime.bigint() - from) / 1000 };
    });
  return { setUp: (user + system) / 1000, judge };
}

function modsecurity(version, level) {
  const binary = join(folder, 'modsecurity');
  const rules = join(folder, `crs${version}-${level}.conf`);
  if (!existsSync(binary) || !existsSync(rules)) throw new Error('not installed');
  const run = (texts) => {
    const bodies = texts.map((value) => Buffer.from(JSON.stringify({ value })));
    const frames = bodies.flatMap((body) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(body.length);
      return [length, body];
    });
    const { stdout, status, stderr } = spawnSync(binary, [rules], { input: Buffer.concat(frames), encoding: 'utf8', maxBuffer: 1 << 28 });
    if (status !== 0) throw new Error(stderr.trim() || `ended with ${status}`);
    const [ready, ...lines] = stdout.trim().split('\n');
    return {
      setUp: Number(ready.split(' ')[1]) / 1e6,
      verdicts: lines.map((line) => ({ found: line[0] === '1', micros: Number(line.slice(2)) / 1000 })),
    };
  };
  return { setUp: run([]).setUp, judge: (texts) => run(texts).verdicts };
}

function install() {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'peers', private: true, dependencies: versions }));
  step('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']);
  step('gcc', ['-O2', '-o', 'modsecurity', join(here, 'modsecurity.c'), '-lmodsecurity']);
  const debian = '/usr/share/modsecurity-crs/rules';
  if (existsSync(debian))
    for (const level of [1, 2])
      writeRules(3, level, readFileSync('/etc/modsecurity/crs/crs-setup.conf', 'utf8'), debian, 'tx.paranoia_level');
  writeFileSync(join(folder, 'go.mod'), 'module peers\n');
  const downloaded = step('go', ['mod', 'download', '-json', coreRules4]);
  if (downloaded === undefined) return;
  const source = join(JSON.parse(downloaded).Dir, 'rules');
  // ModSecurity cuts the name of an included file at an `@`, which the cache of Go modules has in its folders.
  const dir = join(folder, 'crs4');
  cpSync(join(source, '@owasp_crs'), dir, { recursive: true });
  // Its parser takes a rule without actions to go on in the next line; the module comes without the comments that stood between.
  for (const name of readdirSync(dir)) {
    chmodSync(join(dir, name), 0o644);
    if (name.endsWith('.conf')) writeFileSync(join(dir, name), readFileSync(join(dir, name), 'utf8').replace(/^Sec/gm, '\nSec'));
  }
  for (const level of [1, 2])
    writeRules(4, level, readFileSync(join(source, '@crs-setup.conf.example'), 'utf8'), dir, 'tx.blocking_paranoia_level');
}

/** The rules as the projects recommend them: request bodies read as JSON, blocking by anomaly score, nothing logged. */
function writeRules(version, level, setup, dir, variable) {
  const files = readdirSync(dir)
    .filter((name) => /^REQUEST-9.*\.conf$/.test(name) && !name.includes('EXCLUSION'))
    .sort();
  writeFileSync(
    join(folder, `crs${version}-${level}.conf`),
    [
      'SecRuleEngine On',
      'SecRequestBodyAccess On',
      'SecRequestBodyLimit 13107200',
      'SecRequestBodyNoFilesLimit 13107200',
      'SecPcreMatchLimit 100000',
      'SecPcreMatchLimitRecursion 100000',
      'SecRule REQUEST_HEADERS:Content-Type "^application/json" "id:200001,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"',
      'SecAuditEngine Off',
      setup,
      `SecAction "id:900990,phase:1,pass,t:none,nolog,setvar:${variable}=${level},setvar:tx.crs_setup_version=${version}00"`,
      ...files.map((name) => `Include ${join(dir, name)}`),
    ].join('\n'),
  );
}

function step(command, args) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  if (status === 0) return stdout;
  console.error(`${command} ${args.join(' ').slice(0, 80)}: ${(error?.message ?? stderr).split('\n')[0]}`);
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === 'install') install();
  for (const { name, missing, setUp } of peers()) console.log(`${name}: ${missing ?? `ready after ${setUp.toFixed(1)} ms`}`);
}
