import { alternatives, textOf } from '@postern/app';
import { defineRule, type Rule } from '../rule.ts';
import { canBeSecret, isSecretName, secretShape } from '../secrets/secret-shapes.ts';
import { listOf } from '../words.ts';

export const plainSecretRule: Rule = defineRule({
  id: 'scan/plain-secret',
  concept: 'function.env.secret',
  title: 'A secret in plain environment variables',
  sas: ['SAS-7'],
  cwe: [798, 526],
  severity: 'high',
  remediation:
    'Move it to Secrets Manager or a SecureString parameter, change it, and give the function the name alone; it reads the value when it starts.',
  equivalents: { checkov: 'CKV_AWS_45', kics: 'hardcoded_aws_access_key_in_lambda', gitleaks: 'generic-api-key' },
  *check(app, context) {
    const seen = new Map<string, string[]>();
    for (const node of app.functions)
      for (const { name, location } of node.environment) {
        const key = `${name} ${location.line}:${location.column}`;
        seen.set(key, [...(seen.get(key) ?? []), node.id]);
      }
    const said = new Set<string>();
    for (const node of app.functions)
      for (const { name, value, location } of node.environment) {
        const key = `${name} ${location.line}:${location.column}`;
        if (said.has(key)) continue;
        const known = alternatives(value).flatMap((each) => {
          const text = textOf(each);
          return text === undefined ? [] : [{ text, parameter: each.kind === 'scalar' ? each.parameter : undefined }];
        });
        const secret =
          known.find(({ text }) => secretShape(text) !== undefined) ?? known.find(({ text }) => isSecretName(name) && canBeSecret(text));
        if (!secret) continue;
        said.add(key);
        const shape = secretShape(secret.text);
        const holders = seen.get(key) ?? [node.id];
        const opened = holders.find((id) => context.exposureOf(id).control === 'anyone');
        yield {
          location,
          resource: holders.length > 1 ? 'Globals' : node.id,
          ...(holders.length === 1 ? { function: node.id } : {}),
          confidence: shape ? 'high' : 'medium',
          what: `The environment variable ${name} of ${listOf(holders, 3)} holds ${shape ?? 'a secret'} in plain text${secret.parameter === undefined ? '' : `, the default of the parameter ${secret.parameter}`}.`,
          why: `It lies in the repository, in the stack’s history and in the console of everyone who may look at the function${opened ? `; code injected into "${opened}", which anyone can reach, reads it with one line` : ''}.`,
          subject: name,
        };
      }
  },
});
