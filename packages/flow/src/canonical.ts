import type { Expression } from './form.ts';

/** One text for the same place or the same pure call on it: `event.device`, `request.1.trim()`. `undefined` for anything else. */
export function canonical(expression: Expression, depth = 0): string | undefined {
  if (depth > 20) return undefined;
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'constant':
      return JSON.stringify(expression.value) ?? 'undefined';
    case 'member': {
      if (expression.name === undefined) return undefined;
      const object = canonical(expression.object, depth + 1);
      return object === undefined ? undefined : `${object}.${expression.name}`;
    }
    case 'call': {
      if (expression.isNew) return undefined;
      const callee = canonical(expression.callee, depth + 1);
      const args = expression.args.map(({ value }) => canonical(value, depth + 1));
      return callee === undefined || args.includes(undefined) ? undefined : `${callee}(${args.join()})`;
    }
    default:
      return undefined;
  }
}
