import { classes, objects } from './schema.generated.ts';
import type { ObjectShape } from './schema.ts';

const byUid = new Map(Object.values(classes).map((shape) => [shape.uid, shape]));

/**
 * Adds the captions that belong to an event's numbers: `severity: "High"` beside `severity_id: 4`. People filter by the caption; the
 * schema asks for it, and a caption given already stays (99, "Other", is explained by the source's own word).
 */
export function addSiblings(event: Record<string, unknown>): void {
  const shape = byUid.get(event['class_uid'] as number);
  if (shape !== undefined) fill(event, shape);
}

function fill(value: Record<string, unknown>, shape: ObjectShape): void {
  for (const name of Object.keys(value)) {
    const rule = Object.hasOwn(shape.attributes, name) ? shape.attributes[name] : undefined;
    if (rule === undefined) continue;
    const member = value[name];
    if (rule.object !== undefined) {
      const inner = objects[rule.object] as ObjectShape;
      for (const item of Array.isArray(member) ? member : [member])
        if (typeof item === 'object' && item !== null) fill(item as Record<string, unknown>, inner);
      continue;
    }
    const { sibling } = rule;
    if (sibling === undefined || rule.enum === undefined || value[sibling] !== undefined || !Object.hasOwn(shape.attributes, sibling))
      continue;
    const caption = Object.hasOwn(rule.enum, String(member)) ? rule.enum[String(member)] : undefined;
    if (caption !== undefined) value[sibling] = caption;
  }
}
