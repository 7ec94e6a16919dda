import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { Severity } from '@postern/core';
import type { Rule } from '../rule.ts';
import { scan } from '../scan.ts';

/** A fact about a template, named so. */
export interface RuleRow {
  readonly name: string;
  /** `template.yaml`, with `Resources:` understood before it where it begins with spaces. */
  readonly template: string;
  /** Other files, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Lines of the findings, `template.yaml` understood; the text that the line holds is easier to read: `Role:`. */
  readonly at?: string;
  readonly severity?: Severity;
  readonly concept?: string;
  readonly says?: RegExp;
}

const program = { 'app.js': 'exports.handler = async () => 1;\n', 'app.py': 'def handler(event, context):\n    return 1\n' };

/** Writes files into a folder of their own and answers it; the caller removes it. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-scan-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export function templateOf(text: string): string {
  return /^(?:\n\s*)?(?:AWSTemplateFormatVersion|Transform|Globals|Parameters|Resources|Conditions)/.test(text)
    ? `Transform: AWS::Serverless-2016-10-31\n${text.replace(/^\n/, '')}`
    : `Transform: AWS::Serverless-2016-10-31\nResources:\n${text.replace(/^\n/, '')}`;
}

/** A rule against its table: what it finds, and what looks alike and is none. Both columns are filled. */
export function testRule(rule: Rule, { finds, passes }: { readonly finds: readonly RuleRow[]; readonly passes: readonly RuleRow[] }): void {
  test(`${rule.id}: a table of both kinds`, () => assert.ok(finds.length > 0 && passes.length > 0));
  for (const row of [...finds, ...passes]) {
    const isFound = finds.includes(row);
    test(`${rule.id} ${isFound ? 'finds' : 'passes'} ${row.name}`, async () => {
      const template = templateOf(row.template);
      const folder = folderOf({ 'template.yaml': template, ...program, ...row.files });
      try {
        const { findings, problems } = await scan(folder, { rules: [rule], today: '2026-01-01' });
        assert.deepEqual(problems, []);
        if (!isFound)
          return assert.deepEqual(
            findings.map(({ message }) => message),
            [],
          );
        const [finding] = findings;
        assert.ok(finding, 'nothing was found');
        assert.equal(finding.message.split('\n').length, 3, 'what it is, why it matters, what to do');
        assert.ok(
          finding.message.split('\n').every((line) => /[.)"]$/.test(line)),
          finding.message,
        );
        assert.match(finding.fingerprint, /^[0-9a-f]{16}$/);
        assert.ok([rule.concept, ...(rule.concepts ?? [])].includes(finding.concept), `the concept ${finding.concept} is not declared`);
        if (row.at !== undefined) {
          assert.ok(finding.location && 'file' in finding.location);
          const { file, line } = finding.location;
          const text = file === 'template.yaml' ? template : (row.files?.[file] ?? '');
          assert.ok((text.split('\n')[line - 1] ?? '').includes(row.at), `it is at ${file}:${line}: ${text.split('\n')[line - 1]}`);
        }
        if (row.severity) assert.equal(finding.severity, row.severity);
        if (row.concept) assert.equal(finding.concept, row.concept);
        if (row.says) assert.match(finding.message, row.says);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
}
