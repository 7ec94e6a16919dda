// What the bundles that run inside functions leave out: what units say of themselves for the reference only.
import { readFileSync } from 'node:fs';

const text = String.raw`(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")`;
/** One property on a line of its own, or with its text on the next, as the compiler leaves it; deeper ones are fields of an event. */
const ofUnit = new RegExp(String.raw`^ {4}(?:title|document|example):\s+${text},$`, 'gm');
const ofField = new RegExp(String.raw`^ {8}description:\s+${text},$`, 'gm');
const ofWebhook = new RegExp(String.raw`^ {4,8}(?:title|document|example|scheme):\s+${text},$`, 'gm');

/** An esbuild plugin: titles, documents, examples and schemes of the units of `inspect` stay out, and descriptions of the fields of a policy. */
export function lean() {
  return {
    name: 'lean',
    setup(builder) {
      drop(builder, /[\\/]inspect[\\/]dist[\\/](?:triggers|formats|detectors|structures)[\\/][^\\/]*\.js$/, ofUnit);
      drop(builder, /[\\/]policy[\\/]dist[\\/]fields\.js$/, ofField);
      drop(builder, /[\\/]inspect[\\/]dist[\\/]webhooks[\\/][^\\/]*\.js$/, ofWebhook);
    },
  };
}

function drop(builder, filter, pattern) {
  builder.onLoad({ filter }, ({ path }) => ({ contents: readFileSync(path, 'utf8').replace(pattern, ''), loader: 'js' }));
}
