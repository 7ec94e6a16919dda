import { documentFields, type Field, type FieldType, policyVersion, textForms } from '@postern/policy';

type Schema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema (draft 2020-12) of a policy file, made from the fields' metadata. Editors complete and check with it; `readPolicy`
 * stays the judge, because calendars, host names and trigger ids say more than a pattern.
 */
export function policySchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Postern policy',
    description: 'What the functions of an application may receive and do.',
    ...typeSchema({ kind: 'object', fields: documentFields }),
  };
}

function typeSchema(type: FieldType): Schema {
  switch (type.kind) {
    case 'version':
      return { const: policyVersion };
    case 'choice':
      return { enum: type.choices };
    case 'text':
      return { type: 'string', pattern: textForms[type.form].pattern };
    case 'list':
      return { type: 'array', items: typeSchema(type.items) };
    case 'record':
      return { type: 'object', propertyNames: { pattern: textForms[type.keys].pattern }, additionalProperties: typeSchema(type.values) };
    case 'object': {
      const required = type.fields.filter((field) => field.required).map((field) => field.name);
      return {
        type: 'object',
        additionalProperties: false,
        ...(required.length > 0 ? { required } : {}),
        properties: Object.fromEntries(type.fields.map((field) => [field.name, fieldSchema(field)])),
      };
    }
  }
}

function fieldSchema(field: Field): Schema {
  return {
    description: field.description,
    ...typeSchema(field.type),
    ...(field.default === undefined ? {} : { default: field.default }),
    examples: [field.example],
  };
}
