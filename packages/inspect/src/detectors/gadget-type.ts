import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { isGadgetType, isRubyGadgetType, isStrongGadgetType } from '../gadget-types.ts';
import { mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';
import type { Value } from '../value.ts';

/**
 * Data that chooses which class it becomes: Jackson's and Fastjson's `@type`, `@class` and `["class", {…}]`, Json.NET's `$type`, SnakeYAML's `!!class`,
 * XMLDecoder's `<object class=…>` and XStream's elements, each with a class whose making or setting does harm.
 */
export const gadgetType: Detector = defineDetector({
  id: 'gadget-type',
  title: 'Data that chooses a dangerous class',
  class: 'deserialization',
  severity: 'critical',
  // Every such class has a package, and its name begins a word.
  get words() {
    return packages;
  },
  canOccur: (text, marks) => (marks & mark.dot) !== 0 && packages.has(text, marks),
  readsInert: (text) => (text.includes('.') && isGadgetType(text)) || isRubyName(text),
  detect(text, _marks, value) {
    if (isStrongGadgetType(text) && /^[\w.$]+$/.test(text) && !text.startsWith('System')) return fromLeaf(text, value);
    if (value !== undefined && text.length < 200) {
      const named = fromPlace(text, value);
      if (named !== undefined) return named;
    }
    for (let from = 0; ; ) {
      const mention = packages.find(text, from);
      if (mention === undefined) return undefined;
      from = mention.start + 1;
      const name = /^[\w.$]{5,160}/.exec(text.slice(mention.start, mention.start + 160))?.[0] ?? '';
      if (!isGadgetType(name)) continue;
      const found = judge(text, mention.start, name);
      if (found !== undefined) return found;
    }
  },
});

const packages = new WordScan(
  'com. java. javax org. sun. groovy jdk. System Microsoft bsh. clojure ch. net. br. oracle Lcom. Ljava Lorg. Lsun. Lgroovy ysoserial',
  /L?(?:com|javax?|org|sun|groovy|jdk|System|Microsoft|bsh|clojure|ch|net|br|oracle|ysoserial)\.[a-zA-Z]/y,
  true,
);

function isRubyName(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 65 && code <= 90 && text.length < 80 && isRubyGadgetType(text);
}

/** A member by which a reader of JSON chooses the class: the name alone, with the assembly behind it, or as the machine of Java writes it. */
function fromPlace(text: string, value: Value): Sighting | undefined {
  const place = value.encodings[value.encodings.length - 1] ?? value.path;
  // An attribute of an element is what a configuration of logging names its classes by.
  if (place.startsWith('xml')) return undefined;
  const isRuby = (rubyMember.test(place) || rubyMember.test(value.path)) && isRubyName(text);
  if (!isRuby && !((typeMember.test(place) || typeMember.test(value.path)) && isGadgetType(text))) return undefined;
  return { span: [0, text.length], confidence: 'high', reason: `the class ${text.slice(0, 80)} is to be made` };
}

const typeMember = /(?:[@$]type|__type|@class|_class|@c|javaClass|\['?@\w{0,8}type'?\])['\]]{0,3}$/;
const rubyMember = /(?:json_class|\^[ocOC])['\]]{0,3}$/;

/** A leaf of JSON that is the name of a class and nothing else. */
function fromLeaf(text: string, value: Value | undefined): Sighting {
  const place = value === undefined ? '' : (value.encodings[value.encodings.length - 1] ?? value.path);
  const isType = /(?:[@$]type|[@_]?class|type|val|\[0)['\]]{0,3}$/i.test(place) || /[@$](?:type|class)['\]]{0,3}$/.test(value?.path ?? '');
  return { span: [0, text.length], confidence: isType ? 'high' : 'medium', reason: `the class ${text.slice(0, 80)} is named` };
}

function judge(text: string, start: number, name: string): Sighting | undefined {
  const before = text.slice(Math.max(0, start - 48), start);
  const strong = isStrongGadgetType(name);
  const found = (): Sighting => ({
    span: [start, start + name.length],
    confidence: 'high',
    reason: `the class ${name.slice(0, 80)} is to be made`,
  });
  if (before.endsWith('!!') || before.endsWith('!<tag:yaml.org,2002:')) return found();
  if (typed.test(before)) return found();
  if (strong && (element.test(before) || listed.test(before))) return found();
  // A value of JSON that another layer of quotes hides, or a whole text that begins with the name of a type.
  if (start === 0 && name.startsWith('System.') && /^,\s{0,4}[A-Z]\w/.test(text.slice(name.length, name.length + 20)) && text.length < 300)
    return found();
  return undefined;
}

// "@type":"…", '$type':'…', {"class":"…"}; the quotes may be escaped.
const typed = /(?:[@$]type|__type|@class|_class|@c)\\?["']\s{0,8}[:=]\s{0,8}\\?["']\[?$/i;
const listed = /(?:\[\s{0,8}\\?["']|["']?class["']?\s{0,4}[:=]\s{0,4}\\?["'])$/;
const element =
  /<\/?$|<(?:object|void|new|class|interface|field|target|handler)[^<>]{0,32}class\s{0,4}=\s{0,4}["']$|<(?:interface|class|string|type|method|java-class)>$|class\s{0,4}=\s{0,4}["']$/i;
