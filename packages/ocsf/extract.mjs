// Takes the classes that Postern emits, and all objects that they reach, out of the complete compiled OCSF schema:
//   node packages/ocsf/extract.mjs <the export of schema.ocsf.io for 1.8.0, a JSON file>
// What is kept and where the file comes from is said in schema/SOURCES.md. Long descriptions are left out; they are a click away on schema.ocsf.io.
import { readFileSync, writeFileSync } from 'node:fs';

const classes = [
  'vulnerability_finding',
  'compliance_finding',
  'detection_finding',
  'application_security_posture_finding',
  'iam_analysis_finding',
  'http_activity',
  'application_lifecycle',
  'api_activity',
];
/** Attributes of other profiles describe what a function does not have: they, and the objects only they reach, are left out. */
const profiles = ['cloud', 'data_classification', 'datetime', 'host', 'incident', 'security_control', 'trace'];

const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('usage: node packages/ocsf/extract.mjs <compiled schema>\n');
  process.exit(2);
}
const full = JSON.parse(readFileSync(file, 'utf8'));
if (full.version !== '1.8.0') {
  process.stderr.write(`${file} is the schema ${full.version}, not 1.8.0\n`);
  process.exit(2);
}

const objects = {};
const pending = [];

function shape(given) {
  const attributes = {};
  for (const name of Object.keys(given.attributes).sort()) {
    const attribute = given.attributes[name];
    const of = attribute.profiles ?? (attribute.profile ? [attribute.profile] : []);
    if (of.length > 0 && !of.some((profile) => profiles.includes(profile))) continue;
    if (attribute.extension !== undefined || attribute.object_type?.includes('/')) continue;
    attributes[name] = {
      caption: attribute.caption,
      type: attribute.type,
      ...(attribute.object_type ? { object: attribute.object_type } : {}),
      ...(attribute.is_array ? { array: true } : {}),
      ...(attribute.requirement === 'required' ? { required: true } : {}),
      ...(of.length > 0 ? { profiles: of.filter((profile) => profiles.includes(profile)) } : {}),
      ...(attribute.sibling ? { sibling: attribute.sibling } : {}),
      ...(attribute.enum ? { enum: Object.fromEntries(Object.entries(attribute.enum).map(([key, { caption }]) => [key, caption])) } : {}),
      ...(attribute['@deprecated'] ? { deprecated: attribute['@deprecated'].since } : {}),
    };
    if (attribute.object_type) pending.push(attribute.object_type);
  }
  const constraints = {};
  for (const [kind, names] of Object.entries(given.constraints ?? {})) constraints[kind] = names.filter((name) => attributes[name]);
  return { caption: given.caption, ...(Object.keys(constraints).length > 0 ? { constraints } : {}), attributes };
}

const extracted = {};
for (const name of classes) {
  const given = full.classes[name];
  extracted[name] = { uid: given.uid, category_uid: given.category_uid, category: given.category_name, ...shape(given) };
}
while (pending.length > 0) {
  const name = pending.pop();
  if (objects[name]) continue;
  objects[name] = {};
  objects[name] = shape(full.objects[name]);
}
const types = {};
for (const [name, type] of Object.entries(full.dictionary.types.attributes).sort()) {
  if (type.extension) continue;
  types[name] = {
    ...(type.type ? { type: type.type } : {}),
    ...(type.regex ? { regex: type.regex } : {}),
    ...(type.max_len ? { max_len: type.max_len } : {}),
    ...(type.range ? { range: type.range } : {}),
  };
}

/** One line an attribute: a difference between two versions of the schema reads well. */
function lines(shapes) {
  return Object.keys(shapes)
    .sort()
    .map((name) => {
      const { attributes, ...rest } = shapes[name];
      const rows = Object.entries(attributes).map(([key, value]) => `        ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
      const head = JSON.stringify(rest).slice(0, -1);
      return `    ${JSON.stringify(name)}: ${head},\n      "attributes": {\n${rows.join(',\n')}\n      }\n    }`;
    })
    .join(',\n');
}
const typeLines = Object.entries(types).map(([name, type]) => `    ${JSON.stringify(name)}: ${JSON.stringify(type)}`);
const text = `{
  "version": ${JSON.stringify(full.version)},
  "profiles": ${JSON.stringify(profiles)},
  "types": {
${typeLines.join(',\n')}
  },
  "classes": {
${lines(extracted)}
  },
  "objects": {
${lines(objects)}
  }
}
`;
JSON.parse(text);
writeFileSync(new URL('schema/ocsf-1.8.0.schema.json', import.meta.url), text);
process.stdout.write(`${Object.keys(extracted).length} classes, ${Object.keys(objects).length} objects, ${text.length} characters\n`);
