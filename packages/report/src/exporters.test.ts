import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Finding } from '@postern/core';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { exporters, html, markdown, type Report, sarif } from './index.ts';
import { blocked, hostile, inEvent, long } from './testing/findings.ts';
import { scanReport } from './testing/scan-findings.ts';

const {
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(readFileSync(new URL('../../../fixtures/sarif/sarif-2.1.0.schema.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>;
const ajv = new Ajv({ strict: false, unicodeRegExp: false });
(addFormats as unknown as (ajv: Ajv) => void)(ajv);
const isSarif = ajv.compile(schema);

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly partialFingerprints?: Readonly<Record<string, string>>;
    readonly codeFlows?: readonly {
      readonly threadFlows: readonly {
        readonly locations: readonly { readonly location: { readonly physicalLocation: { readonly region: object } } }[];
      }[];
    }[];
    readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[];
    readonly locations: readonly {
      readonly physicalLocation?: { readonly artifactLocation: { readonly uri: string }; readonly region: object };
    }[];
  }[];
}

function runOf(report: Report): Run {
  const log = JSON.parse(sarif.write(report)) as { readonly runs: readonly [Run] };
  assert.ok(isSarif(log), ajv.errorsText(isSarif.errors));
  const [run] = log.runs;
  for (const { ruleId, ruleIndex } of run.results) assert.equal(run.tool.driver.rules[ruleIndex]?.id, ruleId);
  return run;
}

test('the published schema refuses what is no SARIF', () => {
  assert.equal(isSarif({ version: '2.1.0', runs: [{}] }), false);
  assert.equal(isSarif({ version: '2.1.0', runs: [] }), true);
});

test('SARIF: a scan', () => {
  const run = runOf(scanReport);
  assert.equal(run.results.length, 6);
  assert.equal(run.tool.driver.rules.length, 5);
  const injection = run.results.find(({ ruleId }) => ruleId === 'scan/command-injection');
  assert.deepEqual(injection?.locations[0]?.physicalLocation, {
    artifactLocation: { uri: 'src/report.js', uriBaseId: '%SRCROOT%' },
    region: { startLine: 14, startColumn: 5, endLine: 15 },
  });
  assert.deepEqual(
    injection?.codeFlows?.[0]?.threadFlows[0]?.locations.map(({ location }) => location.physicalLocation.region),
    [
      { startLine: 4, startColumn: 17 },
      { startLine: 9, startColumn: 9 },
      { startLine: 14, startColumn: 5 },
    ],
  );
  assert.deepEqual(injection?.partialFingerprints, { 'postern/v1': '1111111111111111' });
  assert.deepEqual(
    run.results.flatMap(({ suppressions = [] }) => suppressions.map(({ kind, justification }) => [kind, justification])),
    [
      ['inSource', 'traced by the gateway, until 2030-06-01'],
      ['external', 'known since the baseline'],
    ],
  );
});

const uris: readonly { readonly file: string; readonly uri: string }[] = [
  { file: 'a b/ü.js', uri: 'a%20b/%C3%BC.js' },
  { file: 'javascript:alert(1)', uri: 'javascript%3Aalert(1)' },
  { file: '//host/share', uri: 'host/share' },
  { file: 'win\\path.ts', uri: 'win/path.ts' },
  { file: '50%.js', uri: '50%25.js' },
  { file: '\ud800.js', uri: '%EF%BF%BD.js' },
];
for (const { file, uri } of uris)
  test(`SARIF: the file ${JSON.stringify(file)} is ${uri}`, () => {
    const run = runOf({ findings: [{ ...inEvent, location: { file, line: 0, column: -1 } }] });
    assert.equal(run.results[0]?.locations[0]?.physicalLocation?.artifactLocation.uri, uri);
  });

const bad =
  '</title><script>alert(1)</script><img src=x onerror=alert(1)> [x](https://evil.example) ![x](https://evil.example/p.png) `code` @team #1 www.evil.example https://evil.example \u202e | --- \n# head\n- item\n\u001b[2J \ud800';
const text = fc.oneof(
  fc.constant(bad),
  fc
    .array(
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '`',
        '``',
        '[',
        '](',
        ')',
        '!',
        '|',
        '\n',
        '#',
        '-',
        '\\',
        '@a',
        '#1',
        'http://',
        'www.',
        'x',
        ' ',
        '$',
        '*',
        '_',
        '\u0000',
        '\u202e',
        '\ud800',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);
const place = fc.record({ file: text, line: fc.integer(), column: fc.integer(), label: text });
const hostileFinding: fc.Arbitrary<Finding> = fc
  .record({
    base: fc.constantFrom(blocked, inEvent, hostile, long),
    title: text,
    message: text,
    remediation: text,
    ruleId: text,
    concept: text,
    fingerprint: text,
    function: text,
    resource: text,
    location: fc.oneof(place, fc.record({ arn: text })),
    evidence: fc.array(fc.record({ excerpt: text, reason: text }), { maxLength: 2 }),
    sas: fc.array(fc.oneof(fc.constantFrom('SAS-1', 'SAS-7'), text), { maxLength: 2 }),
    flow: fc.oneof(
      fc.constant(undefined),
      fc.jsonValue({ maxDepth: 2 }),
      fc.record({ source: place, steps: fc.array(place, { maxLength: 2 }), sink: place }),
    ),
  })
  .map(({ base, ...changes }) => ({ ...base, ...changes }) as unknown as Finding);
const report: fc.Arbitrary<Report> = fc
  .record({ findings: fc.array(hostileFinding, { minLength: 1, maxLength: 3 }), title: text, version: text, problem: text, file: text })
  .map(({ findings, title, version, problem, file }) => ({
    findings,
    title,
    version: version === '' ? '0' : version,
    problems: [problem],
    notRead: [{ file, dialect: problem }],
    suppressed: findings.map((finding) => ({ finding, by: 'file' as const, reason: problem, expires: title })),
  }));

test('SARIF: whatever a finding holds, the schema accepts it and no message holds a link', () => {
  fc.assert(
    fc.property(report, (given) => {
      const run = runOf(given);
      for (const result of run.results as unknown as { message: { text: string } }[]) assert.doesNotMatch(result.message.text, /\]\(/);
      assert.doesNotMatch(sarif.write(given), /\\ud[89a-f]/i);
    }),
    { numRuns: 60 },
  );
});

/** Everything the page may consist of; a text of a finding that made a tag of its own would not be among it. */
const tag =
  /^<(?:!doctype html|html lang="en"|meta [a-z-]+="[^"<>]*"(?: [a-z]+="[^"<>]*")?|\/?(?:head|title|style|body|header|h1|h2|h3|p|nav|ol|ul|li|section|article|footer|b|code|pre|mark|span|div|label|html|a)|(?:h2 id="(?:sas-\d+|other)")|(?:p|span|div|ol|ul|li|section|article|label) class="[a-z ]+"|a href="(?:#(?:sas-\d+|other)|https:\/\/cwe\.mitre\.org\/data\/definitions\/\d+\.html|https:\/\/github\.com\/puresec\/sas-top-10)"|input type="checkbox" id="show-[a-z]+" checked)>$/;

test('HTML: whatever a finding holds, no tag, attribute or link of its own', () => {
  let tags = 0;
  fc.assert(
    fc.property(report, (given) => {
      const page = html.write(given);
      assert.doesNotMatch(page, /[\u0000-\u0009\u000b-\u001f\u202a-\u202e]|<script|[\ud800-\udbff](?![\udc00-\udfff])/u);
      for (const [found] of page.replace(/<style>[\s\S]*?<\/style>/, '').matchAll(/<[^>]*>?/g)) {
        assert.match(found, tag);
        tags++;
      }
    }),
    { numRuns: 100 },
  );
  assert.ok(tags > 1000);
});

test('Markdown: whatever a finding holds, no tag, link, mention or heading of its own', () => {
  fc.assert(
    fc.property(report, (given) => {
      const written = markdown.write(given);
      const structure = written
        .split('\n')
        // Code spans first: what is in them is text.
        .map((line) => withoutCode(line))
        .map((line) =>
          line.replace(/\\[^a-z0-9\s]/gi, 'x').replace(/\[CWE-\d+\]\(https:\/\/cwe\.mitre\.org\/data\/definitions\/\d+\.html\)/g, ''),
        );
      for (const line of structure) {
        assert.doesNotMatch(line, /[<>[\]`_~$]|@\w|#\d|:\/\/|www\./i, line);
        if (line.startsWith('#'))
          assert.match(line, /^(?:# |## (?:SAS-\d+ |Other findings|Accepted|Not read|Problems)|### (?:critical|high|medium|low|info): )/);
      }
    }),
    { numRuns: 150 },
  );
});

/** A line without its code spans (CommonMark §6.1): a run of backticks up to the next run of the same length, escapes outside of them honoured. */
function withoutCode(line: string): string {
  let kept = '';
  for (let at = 0; at < line.length; ) {
    if (line[at] === '\\') {
      kept += line.slice(at, at + 2);
      at += 2;
      continue;
    }
    if (line[at] !== '`') {
      kept += line[at++];
      continue;
    }
    let end = at;
    while (line[end] === '`') end++;
    const fence = line.slice(at, end);
    let close = -1;
    for (const match of line.slice(end).matchAll(/`+/g))
      if (match[0].length === fence.length) {
        close = end + match.index + fence.length;
        break;
      }
    assert.ok(close > 0, `a code span without an end: ${line}`);
    at = close;
  }
  return kept;
}

test('every exporter has a name of its own and writes an empty report', () => {
  assert.deepEqual(exporters.map(({ name }) => name).sort(), ['html', 'md', 'sarif']);
  for (const exporter of exporters) assert.ok(exporter.write({ findings: [] }).length > 0);
});
