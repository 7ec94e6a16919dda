import { type Member, membersOf, textOf, type Value } from '@postern/app';
import { defineRule, type Rule } from '../rule.ts';
import { canBeSecret, isSecretName, secretShape } from '../secrets/secret-shapes.ts';

const names =
  /^(?:(?:Master|Admin|User|Db)?(?:User)?Password|SecretString|AuthToken|OauthToken|OAuthToken|AccessToken|ClientSecret|client_secret|PrivateKey|SecretAccessKey|RefreshToken|ApiKeyValue|SecretToken)$/i;
const maxValues = 20_000;

export const hardcodedSecretRule: Rule = defineRule({
  id: 'scan/hardcoded-secret',
  concept: 'secret.hardcoded',
  title: 'A secret written in the template',
  sas: ['SAS-7'],
  cwe: [798],
  severity: 'high',
  remediation:
    'Let Secrets Manager make it (GenerateSecretString) and refer to it: "{{resolve:secretsmanager:…}}"; change the one that is written here.',
  equivalents: { kics: 'password_and_secrets', checkov: 'CKV_SECRET_6', trivy: 'AVD-AWS-0099' },
  *check(app) {
    for (const parameter of app.parameters) {
      const text = textOf(parameter.default);
      if (text === undefined || !parameter.default) continue;
      const shape = secretShape(text);
      if (
        !shape &&
        !((parameter.noEcho ? /password|secret|token|key/i.test(parameter.name) : isSecretName(parameter.name)) && canBeSecret(text))
      )
        continue;
      yield {
        location: parameter.default.location,
        resource: parameter.name,
        what: `The parameter "${parameter.name}" has ${shape ?? 'a secret'} as its default.`,
        why: 'Every deployment that does not set it runs with a value that everyone with the template knows.',
        todo: 'Remove the default, so that a deployment without a secret of its own fails.',
        subject: 'default',
      };
    }
    // The name of a parameter is a forgotten !Ref, and a deployment fails with it; it gives nothing away.
    const words = new Set([...app.parameters.map(({ name }) => name), ...app.resources.map(({ id }) => id), 'String']);
    for (const resource of app.resources) {
      // The environment of functions has a rule of its own.
      const skipped = resource.kind === 'function' ? 'Environment' : undefined;
      for (const { member, value, text } of leaves(resource.properties, skipped)) {
        const shape = secretShape(text);
        if (!shape && !(names.test(member.name) && !words.has(text) && (canBeSecret(text) || /^\d{4,}$/.test(text)))) continue;
        yield {
          location: value.location,
          resource: resource.id,
          confidence: shape ? 'high' : 'medium',
          what: `"${resource.id}" holds ${shape ?? 'a secret'} in plain text (${member.name}).`,
          why: 'It lies in the repository and in the stack’s history for everyone who may read one of them.',
          subject: member.name,
        };
      }
    }
  },
});

/** Texts with the name they stand under; a parameter's default is the parameter's. Bounded: a template may be all data. */
function* leaves(
  root: Value,
  skipped: string | undefined,
): Iterable<{ readonly member: Member; readonly value: Value; readonly text: string }> {
  const open: { value: Value; member: Member }[] = membersOf(root)
    .filter(({ name }) => name !== skipped)
    .map((member) => ({ value: member.value, member }));
  for (let seen = 0; open.length > 0 && seen < maxValues; seen++) {
    const { value, member } = open.pop() as { value: Value; member: Member };
    if (value.kind === 'scalar' && typeof value.value === 'string' && value.parameter === undefined)
      yield { member, value, text: value.value };
    else if (value.kind === 'text') {
      const known = value.parts.filter((part) => typeof part === 'string').join('\0');
      if (secretShape(known)) yield { member, value, text: known };
    } else if (value.kind === 'list') for (const item of value.items) open.push({ value: item, member: { ...member, name: '' } });
    else if (value.kind === 'choice') for (const item of value.values) open.push({ value: item, member });
    else if (value.kind === 'map') for (const inner of value.members.values()) open.push({ value: inner.value, member: inner });
  }
}
