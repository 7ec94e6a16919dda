import type { Confidence } from '@postern/core';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { isRubyGadgetType } from '../gadget-types.ts';
import { hostileGlobal } from '../languages/pickle.ts';
import { mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * Tags by which a YAML document makes the loaders of Python (PyYAML), Ruby (Psych) and PHP (Symfony) build objects and call functions. Tags of Java are
 * types and looked for with those of JSON and XML.
 */
export const yamlTag: Detector = defineDetector({
  id: 'yaml-tag',
  title: 'YAML tag that makes an object',
  class: 'deserialization',
  severity: 'critical',
  // Each tag has a slash and a colon or blank behind one of these names.
  get words() {
    return languages;
  },
  canOccur: (text, marks) => (marks & mark.slash) !== 0 && languages.has(text, marks),
  detect(text) {
    let best: Sighting | undefined;
    tag.lastIndex = 0;
    for (let found = tag.exec(text); found !== null; found = tag.exec(text)) {
      const use = judge(found[1] as string, found[2] as string, found[3] as string);
      if (use === undefined) continue;
      best = { span: [found.index, found.index + found[0].length], ...use };
      if (use.confidence === 'high') return best;
    }
    return best;
  },
});

const languages = new WordScan('python ruby/ php/', /(?:python|ruby|php)\/[a-z]/y, true);
const tag = /(?:!!|!|tag:yaml\.org,2002:|tag:ruby\.yaml\.org,2002:)(python|ruby|php)\/([a-z]{3,12}(?:\/[a-z]{3,12})?):?([\w.:]{0,80})/g;

function judge(language: string, kind: string, name: string): { readonly confidence: Confidence; readonly reason: string } | undefined {
  const shown = `${language}/${kind}:${name}`.slice(0, 80);
  if (language === 'php') return kind === 'object' ? { confidence: 'high', reason: 'an object of PHP' } : undefined;
  if (language === 'python') {
    if (kind === 'object/apply' || kind === 'object/new') return { confidence: 'high', reason: `${shown} calls a function` };
    if (kind === 'name' || kind === 'module' || kind === 'object') {
      // MkDocs configures emoji by !!python/name: a global of the standard library that runs things is another matter.
      const hostile = hostileGlobal({ globals: [`${name}.`], calls: true, complete: true, end: 0 }) !== undefined;
      if (hostile) return { confidence: 'high', reason: `${shown} reaches for a function` };
      return kind === 'name' ? undefined : { confidence: 'medium', reason: `${shown} makes an object` };
    }
    return undefined;
  }
  if (!/^(?:object|hash|struct|exception|array|string|class|module|marshalable|hash-with-ivars)$/.test(kind)) return undefined;
  if (isRubyGadgetType(name)) return { confidence: 'high', reason: `${shown} runs code as it is made` };
  return { confidence: 'medium', reason: `${shown} makes an object` };
}
