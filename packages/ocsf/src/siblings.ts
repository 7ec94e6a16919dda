import { classes, objects } from './schema.generated.ts';
import type { ObjectShape } from './schema.ts';

const byUid = new Map(Object.values(classes).map((shape) => [shape.uid, shape]));

/**
 * The event with the captions that belong to its numbers: `severity: "High"` beside `severity_id: 4`. People filter by the caption;
 * the schema asks for it, and a caption given already stays (99, "Other", is explained by the source's own word).
 */
export function withSiblings(event: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const shape = byUid.get(event['class_uid'] as number);
  return shape === undefined ? event : fill(event, shape);
}

function fill(value: Readonly<Record<string, unknown>>, shape: ObjectShape): Readonly<Record<string, unknown>> {
  const filled: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const rule = Object.hasOwn(shape.attributes, name) ? shape.attributes[name] : undefined;
    const inner = rule?.object === undefined ? undefined : objects[rule.object];
    filled[name] = inner === undefined ? member : Array.isArray(member) ? member.map((item) => nested(item, inner)) : nested(member, inner);
    const caption = rule?.enum?.[String(member)];
    if (
      rule?.sibling !== undefined &&
      caption !== undefined &&
      !Object.hasOwn(value, rule.sibling) &&
      Object.hasOwn(shape.attributes, rule.sibling)
    )
      filled[rule.sibling] = caption;
  }
  return filled;
}

function nested(value: unknown, shape: ObjectShape): unknown {
  return typeof value === 'object' && value !== null ? fill(value as Record<string, unknown>, shape) : value;
}
