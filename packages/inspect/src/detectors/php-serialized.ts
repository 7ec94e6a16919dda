import { type Detector, defineDetector } from '../detector.ts';
import { mark } from '../text/marks.ts';

/**
 * What PHP's `unserialize` makes objects of (`O:8:"ClassName":1:{…}`): their destructors and wake-up methods run. An array without objects is data that
 * programs of PHP exchange; alone it raises a doubt only.
 */
export const phpSerialized: Detector = defineDetector({
  id: 'php-serialized',
  title: 'Serialized object of PHP',
  class: 'deserialization',
  severity: 'high',
  // An object has a colon, a quote and a brace; an archive is named by its scheme.
  needs: mark.brace,
  canOccur: (text, marks) => (marks & mark.colon) !== 0 && (marks & mark.brace) !== 0 && text.includes(':{'),
  detect(text) {
    const found = object.exec(text);
    if (found !== null) {
      const start = found.index + (found[1] as string).length;
      return {
        span: [start, found.index + found[0].length],
        confidence: 'high',
        reason: `an object of the class ${(found[2] as string).slice(0, 60)}`,
      };
    }
    const whole = array.exec(text);
    return whole === null ? undefined : { span: [0, text.length], confidence: 'medium', reason: 'a serialized array of PHP' };
  },
});

const object = /(^|[^\w])[OC]:\+?\d{1,6}:\\?"([\w\\]{1,120})\\?":\+?\d{1,6}:\{(?=[}sibdaONCrRS]|\\?")/;
const array = /^\s{0,4}a:\d{1,6}:\{(?:[is]:\d{1,9}[;:]|\})[\s\S]{0,65536}\}\s{0,4}$/;
