import { type Detector, defineDetector } from '../detector.ts';
import { mark } from '../text/marks.ts';

/**
 * Directives that a web server (SSI: Apache's mod_include, nginx) or a cache in front of it (Edge Side Includes 1.0) carries out when it finds them in
 * a page. Both are comments or elements that no author of a text writes by chance.
 */
export const serverSideInclude: Detector = defineDetector({
  id: 'server-side-include',
  title: 'Directive for the server that delivers the page',
  class: 'ssti',
  severity: 'high',
  // A directive begins with `<!--#`, an element with `<esi:`.
  needs: mark.angle,
  canOccur: (text, marks) =>
    (marks & mark.angle) !== 0 && (((marks & mark.hash) !== 0 && text.includes('<!--')) || ((marks & mark.colon) !== 0 && edge.test(text))),
  detect(text, marks) {
    const include = (marks & mark.hash) !== 0 ? directive.exec(text) : null;
    if (include !== null) {
      const name = (include[1] as string).toLowerCase();
      const isActive = name === 'exec' || name === 'include' || text.length < 300;
      return {
        span: [include.index, include.index + include[0].length],
        confidence: isActive ? 'high' : 'medium',
        reason: `the server is told to ${name}`,
      };
    }
    const found = (marks & mark.colon) !== 0 ? edge.exec(text) : null;
    if (found === null) return undefined;
    return {
      span: [found.index, found.index + found[0].length],
      confidence: 'high',
      reason: `a cache is told to ${(found[1] as string).toLowerCase()}`,
    };
  },
});

const directive = /<!--#\s{0,4}(exec|include|echo|printenv|config|set|flastmod|fsize|if|elif|else|endif)(?=[\s"=-])/i;
const edge = /<esi:(include|inline|debug|assign|vars|eval|function|try|choose|remove|text)\b/i;
