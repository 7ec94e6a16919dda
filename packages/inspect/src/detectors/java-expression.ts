import { judgeMentions, standingOf } from '../code-chain.ts';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { CodeReader } from '../languages/code.ts';
import { isKnownCommand } from '../shell-commands.ts';
import { mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * Expressions of the Java platform that reach its runtime: OGNL (Struts, Confluence), SpEL, MVEL, JEXL, Unified EL, Groovy, and the script engines
 * Nashorn and Rhino. Programs in Java name the same classes; an expression names them by their package, by reflection from a constant, or by a static
 * reference (`T(…)`, `@class@method`) that the language itself does not have.
 */
export const javaExpression: Detector = defineDetector({
  id: 'java-expression',
  title: 'Expression that reaches the Java runtime',
  class: 'codei',
  severity: 'critical',
  // Each way begins with one of these names, or is a static reference of OGNL.
  needs: mark.bracket | mark.at,
  get words() {
    return words;
  },
  canOccur: (text, marks) =>
    ((marks & (mark.bracket | mark.dot | mark.at | mark.hash)) !== 0 && words.has(text, marks)) ||
    ((marks & mark.bracket) !== 0 && (text.includes('T(') || text.includes('T (')) && typeReference.test(text)) ||
    ((marks & mark.at) !== 0 && (marks & mark.dot) !== 0 && staticReference.test(text)),
  readsInert: (text) => text.startsWith('class.') && text.includes('lassLoader'),
  detect(text, marks) {
    if ((marks & mark.at) !== 0) {
      const reference = staticReference.exec(text);
      if (reference !== null)
        return { span: [reference.index, reference.index + reference[0].length], confidence: 'high', reason: 'a static reference of OGNL' };
    }
    const type = (marks & mark.bracket) !== 0 ? typeReference.exec(text) : null;
    if (type !== null)
      return { span: [type.index, type.index + type[0].length], confidence: 'high', reason: 'a class is reached by a type of SpEL' };
    return judgeMentions(text, words, (start, _, room) => judge(text, start, room));
  },
});

// T(java.lang.Runtime).getRuntime(), T (String).getClass(): SpEL allows blanks.
const typeReference =
  /\bT\s{0,2}\(\s{0,4}(?:(?:[a-z]\w{0,24}\.){0,6}(?:Runtime|ProcessBuilder|System|Class|ClassLoader|Thread|URLClassLoader|ScriptEngineManager|Files|Paths|InitialContext|StreamUtils|IOUtils|Utils)\s{0,4}\)\s{0,4}\.|[\w.]{2,80}\)\s{0,2}\.\s{0,2}(?:getClass\(|class\b|forName\())/;

const staticReference = /@(?:java|javax|org|com|sun|ognl|freemarker)\.[\w.$]{2,80}@\w/;
const words = new WordScan(
  '_memberAccess OgnlContext OgnlUtil allowStaticMethodAccess denyMethodExecution xwork Runtime ProcessBuilder java javax forName getClass ScriptEngineManager Java Packages importClass importPackage ASTTest Grab execute GroovyShell Eval MethodClosure class JavaImporter load new',
  /_memberAccess\b|OgnlContext\b|OgnlUtil\b|(?:allowStaticMethodAccess|denyMethodExecution)\b|xwork2?\.|Runtime\s{0,2}\.\s{0,2}getRuntime|ProcessBuilder\s{0,2}\(|javax?\s{0,2}\.\s{0,2}(?:lang|io|net|nio|util|script|naming|security|beans)\b|forName\s{0,2}\(|getClass\s{0,2}(?:\(|\b)|ScriptEngineManager\b|Java\s{0,2}\.\s{0,2}type\s{0,2}\(|Packages\s{0,2}\.\s{0,2}java|import(?:Class|Package)\s{0,2}\(|ASTTest\b|Grab(?:Resolver|Config)?\s{0,2}\(|execute\s{0,2}\(\s{0,2}\)|GroovyShell\b|Eval\s{0,2}\.\s{0,2}(?:me|xy{0,2}z?)\s{0,2}\(|MethodClosure\b|class\s{0,2}\.\s{0,2}(?:module|classLoader|forName|getClassLoader|protectionDomain)|class\.name\b|JavaImporter\s{0,2}\(|load\s{0,2}\(\s{0,2}['"]|new\s{1,4}(?:java|javax|groovy|org)\s{0,2}\./y,
  true,
);
const dangerous =
  /^(?:Runtime|ProcessBuilder|System|Class|ClassLoader|Thread|ProcessImpl|UNIXProcess|Shutdown|URLClassLoader|ScriptEngineManager|Files|Paths|File|FileInputStream|FileReader|Scanner|URL|Socket|InitialContext)$/;

function judge(text: string, start: number, room: number): Sighting | undefined {
  const reader = new CodeReader(text, start, room);
  const name = reader.name(0);
  const before = text.slice(Math.max(0, start - 24), start);
  const found = (to: number, confidence: 'high' | 'medium', reason: string): Sighting => ({
    span: [start, Math.max(start + 1, reader.end(to))],
    confidence,
    reason,
  });
  // Behind the opening of an expression: ${, #{, %{, *{, or a variable of OGNL that is assigned.
  const inExpression =
    /[$#%*@~]\{[^;{}\n]{0,16}$|\(#\w{1,16}\s?=\s?$|#\{?\w{1,16}=\(?$/.test(before) ||
    expressionLead.test(text.slice(0, Math.min(start, 80)));
  switch (name) {
    case '_memberAccess':
    case 'OgnlContext':
    case 'OgnlUtil':
    case 'allowStaticMethodAccess':
    case 'denyMethodExecution':
      return /[#@.[('"]$/.test(before) &&
        (reader.is(1, '.') ||
          reader.is(1, '=') ||
          reader.is(1, '[') ||
          reader.is(1, "'") ||
          reader.is(1, '"') ||
          reader.is(1, '@') ||
          /#$/.test(before))
        ? found(1, 'high', `OGNL's ${name} is reached`)
        : undefined;
    case 'xwork':
    case 'xwork2':
      return /['"#]com\.opensymphony\.$/.test(before) ? found(2, 'high', "OGNL's context is reached") : undefined;
    case 'Runtime': {
      // java.lang.Runtime… is judged at its package.
      if (/[\w.]$/.test(before)) return undefined;
      const close = reader.is(3, '(') ? reader.close(3) : 3;
      if (reader.is(close + 1, '.') && /^(?:exec|load|loadLibrary|halt|exit)$/.test(reader.name(close + 2))) {
        const end = reader.is(close + 3, '(') ? reader.close(close + 3) : close + 2;
        // A statement and its import on one line.
        const isOneLine =
          text.length < 300 && /^\s{0,4}import\s{1,4}(?:static\s)?[\w.]{2,60}(?:\.\*)?\s{0,2};/.test(text) && !text.trim().includes('\n');
        return placed(text, start, reader.end(end), inExpression || isOneLine, 'the runtime of Java runs a command', 'medium');
      }
      return undefined;
    }
    case 'ProcessBuilder': {
      if (/java\.lang\.\s?$/.test(before)) return undefined;
      if (!/\bnew\s{1,4}$/.test(before)) return undefined;
      const close = reader.close(1);
      const starts = reader.is(close + 1, '.') && reader.name(close + 2) === 'start';
      return placed(
        text,
        start - 4,
        reader.end(starts ? close + 4 : close),
        inExpression,
        'a process of Java is started',
        starts ? 'medium' : undefined,
      );
    }
    case 'new':
    case 'java':
    case 'javax':
      return fromPackage(reader, text, start, before, inExpression);
    case 'forName': {
      if (!/\.\s?$/.test(before)) return undefined;
      const argument = reader.is(1, '(') ? (reader.string(2) ?? '') : '';
      if (/(?:getClass\(\)|\.class|['"]\]|['"]|\))\s?\.\s?$/.test(before) && !/Class\s?\.\s?$/.test(before))
        return found(2, 'high', 'a class is loaded by way of an object');
      return /^java(?:x?\.script|\.lang\.(?:Runtime|ProcessBuilder|System|Class))/.test(argument)
        ? placed(text, start - 6, reader.end(reader.close(1)), inExpression, `the class ${argument.slice(0, 40)} is loaded`, 'medium')
        : undefined;
    }
    case 'getClass': {
      if (!/\.\s?$/.test(before)) return undefined;
      if (/(?:^|[^\w])(?:''|""|'[^']{0,12}'|"[^"]{0,12}"|\(\d\)|\[\])\s?\.\s?$/.test(before))
        return found(2, 'high', 'the class of a constant is reached');
      const close = reader.is(1, '(') ? 2 : 0;
      return reader.is(close + 1, '.') &&
        /^(?:forName|getClassLoader|getProtectionDomain|getDeclaredMethods?|getMethods?|getConstructors?)$/.test(reader.name(close + 2)) &&
        (inExpression || standingOf(text, start, reader.end(close + 4)) === 'whole')
        ? found(close + 2, 'high', 'reflection from an object')
        : undefined;
    }
    case 'ScriptEngineManager': {
      const chain =
        /^ScriptEngineManager\s?\(\s?\)\s?\.\s?(?:getEngineByName|getEngineByExtension)\s?\([^)\n]{1,40}\)\s?\.\s?eval\s?\(/.exec(
          text.slice(start, start + 160),
        );
      return chain === null
        ? undefined
        : found(chain[0].length > 0 ? 8 : 1, inExpression || text.length < 400 ? 'high' : 'medium', 'a script engine runs text');
    }
    case 'Java': {
      const type = reader.string(4) ?? '';
      if (!/^java(?:x)?\./.test(type)) return undefined;
      const isDangerous = /(?:Runtime|ProcessBuilder|System|Thread|Files|File|URLClassLoader)$/.test(type);
      return isDangerous ? found(5, reader.is(6, '.') ? 'high' : 'medium', `the class ${type.slice(0, 60)} is reached`) : undefined;
    }
    case 'Packages':
      return found(4, 'high', 'a package of Java is reached from a script');
    case 'importClass':
    case 'importPackage':
    case 'JavaImporter':
      return reader.name(2) === 'java' || reader.name(2) === 'Packages'
        ? found(4, 'high', 'a class of Java is imported into a script')
        : undefined;
    case 'ASTTest':
      return /@(?:groovy\.transform\.)?$/.test(before) && reader.is(1, '(')
        ? found(4, 'high', 'Groovy runs code as it compiles')
        : undefined;
    case 'Grab':
    case 'GrabResolver':
    case 'GrabConfig':
      return before.endsWith('@') && text.length < 1000 && (name !== 'Grab' || /GrabResolver|https?:/.test(text))
        ? found(4, 'high', 'Groovy fetches code')
        : undefined;
    case 'execute':
      // "id".execute()
      return /['"\]]\s?\.\s?$/.test(before) &&
        (inExpression ||
          standingOf(text, Math.max(0, text.lastIndexOf(before.includes('"') ? '"' : "'", start)), reader.end(2)) !== 'inside' ||
          runsList(text, start) ||
          (text.length < 120 && reader.is(3, '.') && reader.name(4) === 'text') ||
          /^['"[][^\n]{1,160}$/.test(text.slice(0, start)))
        ? found(2, 'high', 'Groovy runs a command')
        : undefined;
    case 'Eval':
      return reader.string(4) !== undefined && !/[\w.]$/.test(before)
        ? placed(text, start, reader.end(reader.close(3)), inExpression, 'Groovy runs text', 'medium')
        : undefined;
    case 'GroovyShell':
      return /^GroovyShell\s?\([^)\n]{0,20}\)\s?\.\s?(?:evaluate|parse|run)/.test(text.slice(start, start + 60))
        ? placed(text, start - 4, reader.end(reader.close(1) + 2), inExpression, 'Groovy runs text', 'medium')
        : undefined;
    case 'MethodClosure':
      return /(?:runtime\.|new\s)$/.test(before) && reader.is(1, '(') ? found(3, 'high', 'Groovy binds a method') : undefined;
    case 'class': {
      const member = reader.name(2);
      if (/[\w]$/.test(before)) return undefined;
      if (
        /^class\s?\.\s?(?:module\s?\.\s?)?classLoader\s?\.\s?(?:parseClass|loadClass|defineClass|addURL|getResource\w{0,8})\s?\(/.test(
          text.slice(start, start + 80),
        )
      )
        return found(6, 'high', 'a class loader is reached');
      const isBinding = /^class\s?\.\s?(?:module\s?\.\s?)?(?:classLoader|protectionDomain)\b/.test(text.slice(start, start + 60));
      if (isBinding && (start === 0 || /[?&;\s"'[(]$/.test(before) || /['"]\.$/.test(before)))
        return found(4, 'high', "an object's class loader is bound as a field");
      return /(?:''|""|['"])\s?\.\s?$/.test(before) && (member === 'forName' || member === 'getClassLoader' || member === 'name')
        ? found(2, 'high', 'the class of a constant is reached')
        : undefined;
    }
    case 'load': {
      const source = reader.string(2) ?? '';
      return /^(?:https?|ftp|data|jar|classpath):/i.test(source) && !/[\w.$]$/.test(before)
        ? placed(text, start, reader.end(3), inExpression, 'a script is loaded from elsewhere')
        : undefined;
    }
    default:
      return undefined;
  }
}

/** What is executed is the text of a command, or a list whose first member names one, in a text of one line. */
function runsList(text: string, start: number): boolean {
  if (text.length > 300 || text.trim().includes('\n')) return false;
  const head = text.slice(0, start).trimEnd();
  if (!/\]\s?\.$/.test(head.slice(-3))) return false;
  const list = /^\[\s?['"]([\w./-]{1,40})['"]/.exec(head.slice(head.lastIndexOf('['), head.length));
  return list !== null && isKnownCommand(list[1]?.replace(/^\/(?:usr\/)?s?bin\//, '') ?? '');
}

// The whole text is an expression of OGNL or has begun one before.
const expressionLead = /^\s{0,4}[%$#*]\{|^\s{0,4}\(#|^['"]?\+?[%$#]\{/;

function fromPackage(reader: CodeReader, text: string, start: number, before: string, inExpression: boolean): Sighting | undefined {
  if (
    /[\w.]$/.test(before) ||
    /\b(?:import|package|extends|implements|throws|class|at|requires|exports)\s{1,4}(?:static\s{1,4})?$/.test(before)
  )
    return undefined;
  if (/['"]$/.test(before) && !/['"][\s)\]}]{0,4}[;+,&|-]\s{0,4}(?:new\s)?$/.test(before)) return undefined;
  let at = reader.name(0) === 'new' ? 1 : 0;
  while (reader.is(at + 1, '.') && /^[a-z]/.test(reader.name(at + 2)) && at < 12) at += 2;
  const type = reader.is(at + 1, '.') ? reader.name(at + 2) : '';
  if (!dangerous.test(type)) return undefined;
  const isMade = reader.name(0) === 'new';
  const calls = reader.is(at + 3, '.') && reader.is(at + 5, '(');
  if (!isMade && !calls) return undefined;
  const close = reader.close(isMade ? at + 3 : at + 5);
  return placed(
    text,
    start,
    reader.end(close),
    inExpression || (/\(\s?$/.test(before) === false && /#\w{1,12}=$/.test(before)),
    `the class ${type} is used by its package`,
    type === 'Runtime' || type === 'ProcessBuilder' ? 'medium' : undefined,
  );
}

/** `inside`: what to make of it where other text, a program for one, is around it. */
function placed(text: string, start: number, end: number, inExpression: boolean, reason: string, inside?: 'medium'): Sighting | undefined {
  const standing = inExpression ? 'outside' : standingOf(text, Math.max(0, start), end);
  const span = [Math.max(0, start), end] as const;
  if (standing !== 'inside') return { span, confidence: 'high', reason };
  return inside === undefined ? undefined : text.length < 200 ? { span, confidence: inside, reason } : undefined;
}
