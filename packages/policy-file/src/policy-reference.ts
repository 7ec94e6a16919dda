import { documentFields, type Field, type FieldType, textForms } from '@postern/policy';
import { stringify } from 'yaml';

/** The reference page of the policy file, in Markdown, made from the fields' metadata. */
export function policyReference(): string {
  const sections: string[] = [];
  describe(documentFields, '', sections);
  return `# The policy file

Generated from the fields' metadata in \`packages/policy/src/fields.ts\`. How to write one: [the guide](../guide/policy.md).

${sections.join('\n\n')}
`;
}

function describe(fields: readonly Field[], prefix: string, sections: string[]): void {
  for (const field of fields) {
    const name = `${prefix}${field.name}`;
    const lines = [
      `## \`${name}\``,
      '',
      `${capital(typeText(field.type))}. ${field.required ? 'Required.' : defaultText(field)}`,
      '',
      field.description,
    ];
    lines.push('', '```yaml', stringify({ [field.name]: field.example }, { lineWidth: 0 }).trimEnd(), '```');
    sections.push(lines.join('\n'));
    // The fields of a function are those at the top; saying them twice would hide that.
    if (field.name !== 'functions') describeInside(field.type, name, sections);
  }
}

function describeInside(type: FieldType, name: string, sections: string[]): void {
  if (type.kind === 'object') describe(type.fields, `${name}.`, sections);
  else if (type.kind === 'list') describeInside(type.items, `${name}[]`, sections);
  else if (type.kind === 'record') describeInside(type.values, `${name}.<${type.keys}>`, sections);
}

function typeText(type: FieldType): string {
  switch (type.kind) {
    case 'version':
      return 'a number';
    case 'choice':
      return `one of ${type.choices.map((choice) => `\`${choice}\``).join(', ')}`;
    case 'text':
      return textForms[type.form].description;
    case 'list':
      return `a list; each item ${typeText(type.items)}`;
    case 'object':
      return 'an object';
    case 'record':
      return `an object; each name ${textForms[type.keys].description}`;
  }
}

function defaultText(field: Field): string {
  return field.default === undefined ? 'Optional.' : `Default: \`${JSON.stringify(field.default)}\`.`;
}

function capital(text: string): string {
  return text[0]?.toUpperCase() + text.slice(1);
}
