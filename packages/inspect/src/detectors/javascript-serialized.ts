import { type Detector, defineDetector } from '../detector.ts';
import { mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/** Functions inside of data: node-serialize compiles what follows its mark, funcster what is named `__js_function`, js-yaml its tag. */
export const javascriptSerialized: Detector = defineDetector({
  id: 'javascript-serialized',
  title: 'Function inside of data',
  class: 'deserialization',
  severity: 'critical',
  // The first mark holds dollars, the others begin words.
  needs: mark.dollar | mark.slash,
  get words() {
    return words;
  },
  canOccur: (text, marks) =>
    ((marks & mark.dollar) !== 0 && text.includes(nodeMark)) ||
    words.has(text, marks) ||
    ((marks & mark.slash) !== 0 && text.includes('js/function')),
  detect(text) {
    const at = text.indexOf(nodeMark);
    const tag = at < 0 ? yamlTag.exec(text) : null;
    const mention =
      at >= 0
        ? { start: at, end: at + nodeMark.length }
        : tag !== null
          ? { start: tag.index, end: tag.index + tag[0].length }
          : words.find(text);
    if (mention === undefined) return undefined;
    const word = text.slice(mention.start, mention.end);
    const isCode =
      !word.startsWith('_$$') ||
      /^\s{0,8}(?:\\n)?\s{0,8}(?:async\s|function|\(|\w{1,20}\s?=>|eval|require)/.test(text.slice(mention.end, mention.end + 60));
    return { span: [mention.start, mention.end], confidence: isCode ? 'high' : 'medium', reason: 'data that is compiled to a function' };
  },
});

const yamlTag = /js\/function(?=[\s>"'|])/;
const nodeMark = '_$$ND_FUNC$$_';
const words = new WordScan('__js_function', /__js_function["'\\\s]{0,4}:/y, true);
