import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { entryPoints } from './entry-points.ts';
import { cloudformation } from './readers/cloudformation.ts';
import { renderHtml } from './renderers/html.ts';
import { renderJson } from './renderers/json.ts';
import { renderMermaid } from './renderers/mermaid.ts';
import { memorySources } from './testing/memory-sources.ts';

const rounds = Number(process.env['POSTERN_MUTATIONS'] ?? 10_000);
const folder = fileURLToPath(new URL('../../../fixtures/templates/', import.meta.url));
const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:ya?ml|json)$/.test(file))
  .map((file) => ({ file, text: readFileSync(`${folder}/${file}`, 'utf8') }));
/** Words that mean something to the reader, in places where they should not stand. */
const words = [
  '!Ref ',
  '!Sub ',
  '!If ',
  '!GetAtt ',
  '!Join ',
  '!Nope ',
  'Fn::If: ',
  'Fn::Sub: ',
  'Ref: ',
  '&a ',
  '*a',
  '<<: *a',
  '[',
  ']',
  '{',
  '}',
  ': ',
  '- ',
  '"',
  "'",
  '|\n',
  '>\n',
  '#',
  '\n',
  '\t',
  '---\n',
  '...',
  'Type: ',
  'Condition: ',
  'Properties:\n',
  'Events: ',
  'Transform: AWS::Serverless-2016-10-31\n',
  'Globals: ',
  'AWS::Serverless::Function',
  'AWS::NoValue',
  '${',
  '}',
  '${!',
  '__proto__: ',
  'constructor: ',
  'toString',
  'null',
  '~',
  '0x1F',
  '1e999',
  '-.inf',
  '\u2028',
  '\ud800',
  '\u0007',
  'Definition: ',
  'States: ',
  'Next: ',
  'Policies: ',
  'S3CrudPolicy: ',
  'Statement: ',
  'Principal: "*"',
  'Role: ',
  'DependsOn: ',
];

test(`${rounds} mutated templates end with an App or a problem, in bounded time`, { timeout: 3_600_000 }, () => {
  let seed = Number(process.env['POSTERN_SEED'] ?? 20_240_301);
  // A linear congruential generator (Numerical Recipes): the same seed finds the same text again.
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  let read = 0;
  let slowest = 0;
  for (let round = 0; round < rounds; round++) {
    const { file, text } = texts[random(texts.length)] as (typeof texts)[number];
    const start = seed;
    let mutated = text;
    for (let edits = random(3) === 0 ? 1 + random(4) : 1; edits > 0; edits--) mutated = mutate(mutated, random);
    const before = performance.now();
    const { app, problems } = cloudformation.read(file, mutated, memorySources());
    if (app) {
      read++;
      entryPoints(app);
      if (round % 20 === 0)
        for (const rendered of [
          renderJson({ apps: [app], notRead: [], problems }),
          renderHtml({ apps: [app], notRead: [], problems }),
          renderMermaid([app]),
        ])
          assert.ok(rendered.length > 0);
    }
    slowest = Math.max(slowest, performance.now() - before);
    for (const { location, problem } of problems) {
      assert.ok(location.line >= 1 && location.column >= 1, `seed ${start}: ${problem}`);
      // A fault of the reader is caught there and would look like a problem of the file.
      assert.doesNotMatch(problem, /^can't be read/, `seed ${start}`);
    }
  }
  assert.ok(read > rounds / 4, `only ${read} were read`);
  assert.ok(slowest < 5_000, `the slowest took ${slowest} ms`);
});

function mutate(text: string, random: (below: number) => number): string {
  const at = random(text.length + 1);
  const to = Math.min(text.length, at + random(40));
  switch (random(6)) {
    case 0:
      return text.slice(0, at) + text.slice(to);
    case 1:
      return text.slice(0, at) + words[random(words.length)] + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at, to).repeat(1 + random(4)) + text.slice(at);
    case 3: {
      const lines = text.split('\n');
      const [from, target] = [random(lines.length), random(lines.length)];
      lines.splice(target, 0, lines[from] as string);
      return lines.join('\n');
    }
    case 4: {
      const lines = text.split('\n');
      const index = random(lines.length);
      lines[index] = ' '.repeat(random(12)) + (lines[index] as string).trimStart();
      return lines.join('\n');
    }
    default: {
      // One word of the text in the place of another.
      const names = text.match(/[A-Za-z:]{3,40}/g) ?? ['x'];
      const [old, other] = [names[random(names.length)] as string, names[random(names.length)] as string];
      return text.replace(old, () => other);
    }
  }
}
