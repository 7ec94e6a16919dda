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
  canOccur: (text, marks) => ((marks & mark.dollar) !== 0 && text.includes(nodeMark)) || words.has(text, marks),
  detect(text) {
    const at = text.indexOf(nodeMark);
    const mention = at < 0 ? words.find(text) : { start: at, end: at + nodeMark.length };
    if (mention === undefined) return undefined;
    const word = text.slice(mention.start, mention.end);
    const isCode =
      !word.startsWith('_$$') ||
      /^\s{0,8}(?:\\n)?\s{0,8}(?:async\s|function|\(|\w{1,20}\s?=>|eval|require)/.test(text.slice(mention.end, mention.end + 60));
    return { span: [mention.start, mention.end], confidence: isCode ? 'high' : 'medium', reason: 'data that is compiled to a function' };
  },
});

const nodeMark = '_$$ND_FUNC$$_';
const words = new WordScan('__js_function js/function', /__js_function["'\\\s]{0,4}:|js\/function(?=[\s>"'|])/y);
