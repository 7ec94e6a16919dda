import type { Confidence } from '@postern/core';
import { strongerSighting } from '../code-chain.ts';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { CodeReader, type CodeToken } from '../languages/code.ts';
import { readTags, type TemplateTag } from '../languages/template.ts';
import { sensitivityOf } from '../sensitive-paths.ts';
import { type Marks, mark } from '../text/marks.ts';

/**
 * Expressions in the delimiters of template engines. Templates themselves are everyday text (Helm, Jekyll, GitHub's workflows, string templates of
 * JavaScript), so what stands inside decides: the insides of the runtime that no template needs (`__class__`, `getClass().forName`, `constructor.
 * constructor`), commands, files of the system, and the constants that a probe multiplies.
 */
export const templateInjection: Detector = defineDetector({
  id: 'template-injection',
  title: 'Expression for a template engine',
  class: 'ssti',
  severity: 'critical',
  // Every delimiter has one of these pairs; a tag that holds nothing but letters, digits, dots and blanks is tried all the same.
  needs: mark.brace | mark.angle | mark.bracket | mark.square,
  canOccur: (text, marks) => hasDelimiter(text, marks),
  detect(text, marks) {
    let best: Sighting | undefined;
    const broken = brokenOpenings.exec(text);
    if (broken !== null) return sighting(broken.index, broken.index + broken[0].length, 'high', 'the openings of many engines at once');
    const tags = readTags(text);
    for (let i = 0; i < tags.length && best?.confidence !== 'high'; i++) {
      const tag = tags[i] as TemplateTag;
      const use = judge(tag, extentOf(text, tag, tags));
      if (use !== undefined) best = strongerSighting(best, sighting(tag.start, endOf(tag), use.confidence, use.reason));
    }
    if (best === undefined && (marks & mark.dollar) !== 0 && text.length < 4000) {
      const reference = velocityReference.exec(text);
      if (reference !== null)
        return sighting(reference.index, reference.index + reference[0].length, 'high', 'Velocity reaches for a class');
    }
    return best;
  },
});

function hasDelimiter(text: string, marks: Marks): boolean {
  if ((marks & mark.brace) !== 0) {
    if (text.includes('{{') || text.includes('{%')) return true;
    if ((marks & mark.dollar) !== 0 && text.includes('${')) return true;
    if ((marks & mark.hash) !== 0 && text.includes('#{')) return true;
    if ((marks & (mark.star | mark.at | mark.percent)) !== 0 && otherBrace.test(text)) return true;
    if (text.length < 2000 && smartyBrace.test(text)) return true;
  }
  if (
    (marks & mark.angle) !== 0 &&
    (((marks & mark.percent) !== 0 && text.includes('<%')) || ((marks & mark.hash) !== 0 && text.includes('<#')))
  )
    return true;
  if ((marks & mark.bracket) !== 0) {
    if ((marks & mark.hash) !== 0 && velocityDirective.test(text)) return true;
    if ((marks & mark.at) !== 0 && text.includes('@(')) return true;
    if ((marks & mark.dollar) !== 0 && text.length < 4000 && velocityReference.test(text)) return true;
  }
  return (
    (marks & mark.square) !== 0 &&
    text.length < 2000 &&
    (text.includes('[#') || text.includes('[=') || text.includes('[%') || text.includes('[['))
  );
}

const otherBrace = /[*~@%!]\{/;
const smartyBrace = /\{(?:php\}|['"][^'"{}\n]{0,80}['"]\||\$|self::|smarty_|literal\}|if |@?\d{1,8}\s{0,4}[*+/-]|[a-z_]{3,20}[( ])/i;
const velocityDirective = /#(?:set|if|foreach|evaluate|include|parse)\s{0,4}\(/;
const velocityReference =
  /\$!?\{?\w{1,32}\.(?:getClass\(\)|class|type)\.(?:forName|inspect|getMethod|getConstructor|getClassLoader|newInstance|class\.)|\$class\.(?:inspect|getResource|getClassLoader|forName|getProtectionDomain)\(|\$\w{1,24}\.getClass\(\)/;
// What breaks every engine at once, so that one of them shows itself.
const brokenOpenings = /\{\{<%\[%|<%\[%'"|\$\{\{<%|\{%'"\}\}|\{\{[#$@*~]\{[<%[]/;

/**
 * How much of the text the tags are: `exact`, all of it; `main`, with little around it, as a field into which a probe was typed; `part` of a longer text;
 * or in a string template of JavaScript, whose program may call whatever it likes.
 */
type Extent = 'exact' | 'main' | 'part' | 'string';

function extentOf(text: string, tag: TemplateTag, tags: readonly TemplateTag[]): Extent {
  if (text.length > 1200) return 'part';
  let covered = 0;
  for (let i = 0; i < tags.length; i++) covered += endOf(tags[i] as TemplateTag) - (tags[i] as TemplateTag).start;
  const rest = text.length - covered;
  if (tag.open === '${' && text.includes('`')) return 'string';
  if (rest <= 0) return 'exact';
  const outside = text.slice(0, tag.start).trim().length + text.slice(endOf(tag)).trim().length;
  if (outside === 0) return 'exact';
  return rest <= 100 && !text.trim().includes('\n') && text.charCodeAt(0) !== 96 ? 'main' : 'part';
}

function endOf(tag: TemplateTag): number {
  return tag.closed ? tag.end : tag.innerStart + tag.inner.length;
}

interface Use {
  readonly confidence: Confidence;
  readonly reason: string;
}

function judge(tag: TemplateTag, extent: Extent): Use | undefined {
  const { open, inner } = tag;
  const isPart = extent === 'part' || extent === 'string';
  if (isPart && (!tag.closed || !isWorthReading.test(inner))) return undefined;
  const reader = new CodeReader(inner.replace(tagPrefix, ''), 0, 1500);
  const isProbe = extent !== 'string' && isArithmetic(open.endsWith('(') ? new CodeReader(inner.replace(assigned, '')) : reader);
  // A constant is what a program would have written; only who asks whether it is computed multiplies two.
  if (isProbe && tag.closed) return use(isPart ? 'medium' : 'high', 'arithmetic of two constants');
  let best: Use | undefined;
  for (let i = 0; ; i++) {
    const token = reader.at(i);
    if (token === undefined) break;
    const found =
      token.kind === 'name'
        ? fromName(reader, i, token.text, open, extent)
        : token.kind === 'string'
          ? fromString(reader, i, token.text, open, extent)
          : token.kind === 'command'
            ? fromCommand(token, open, extent)
            : undefined;
    if (found !== undefined && (best === undefined || (best.confidence !== 'high' && found.confidence === 'high'))) best = found;
    if (best?.confidence === 'high') return best;
  }
  if (best !== undefined || isPart) return best;
  return fromShape(reader, tag, extent);
}

const assigned = /^\s{0,8}\$[\w.]{1,40}\s{0,8}=/;
const isWorthReading = /[(['"`_.?*+/]|:/;
// What engines put between the delimiter and the expression.
const tagPrefix = /^(?:[=~!:@-]{1,3}|php\}|\s?\/?php\b)?\s{0,8}/;

function isArithmetic(reader: CodeReader): boolean {
  let at = 0;
  while (reader.is(at, '{') || reader.is(at, '(') || reader.is(at, '=') || reader.is(at, '@')) at++;
  const left = reader.at(at);
  const operator = reader.at(at + 1);
  const right = reader.at(at + 2);
  if (!isConstant(left) || operator?.kind !== 'other' || !/^[*+/%-]$/.test(operator.text) || !isConstant(right)) return false;
  if (left?.kind === 'string' && right?.kind === 'string') return false;
  let behind = at + 3;
  while (reader.is(behind, '}') || reader.is(behind, ')') || reader.is(behind, ';')) behind++;
  const next = reader.at(behind);
  // A chain of more factors is a number that a program explains (60 * 60 * 24); a member or a filter of the result is not.
  return next === undefined || next.text === '.' || next.text === '|' || next.text === '%' || next.text === '?';
}

function isConstant(token: CodeToken | undefined): boolean {
  return token !== undefined && (token.kind === 'number' || token.kind === 'string') && token.text.length <= 24;
}

/** Names that say it alone, in any expression. */
const insides = new Set(
  (
    '__class__ __mro__ __base__ __bases__ __subclasses__ __globals__ __builtins__ __import__ __getattribute__ __reduce__ __reduce_ex__ _TemplateReference__context ' +
    '_NSAttr__parent _with_template _load_template forName getRuntime ScriptEngineManager getEngineByName _memberAccess OgnlContext OgnlUtil ' +
    'protectionDomain getProtectionDomain ASTTest MethodClosure registerUndefinedFilterCallback registerUndefinedFunctionCallback mainModule getStreamVariable ' +
    'Smarty_Internal_Write_File call_user_func call_user_func_array shell_exec proc_open popen4 execSync spawnSync execFileSync file_excerpt ' +
    'getDeclaredConstructors getDeclaredMethods getDeclaredField setAccessible getSystemClassLoader ClassPathXmlApplicationContext ' +
    'freemarker ProcessBuilder ObjectConstructor JythonRuntime fromCharCode child_process check_output getoutput getField newInstance defineClass ' +
    'subclasses mro __lookupGetter__ __defineGetter__ passthru'
  ).split(' '),
);

/** Functions that run or read what they are given. */
const effects = new Set(
  'system exec popen passthru shell_exec eval spawn execute assert include_once file_get_contents readfile phpinfo show_source highlight_file os_command spawn_link shell cmd proc_open Popen getenv call evaluate check_output open4 eval_string'.split(
    ' ',
  ),
);

const filterEffects = new Set(
  'system passthru exec shell_exec popen proc_open phpinfo eval assert file_get_contents readfile call_user_func include show_source'.split(
    ' ',
  ),
);

const hostileObjects = new Set(
  'Runtime ProcessBuilder IO Kernel File Dir Open3 Open4 ENV Process PTY Code WScript Environment Wscript'.split(' '),
);

function fromName(reader: CodeReader, at: number, name: string, open: string, extent: Extent): Use | undefined {
  const isMember = reader.is(at - 1, '.');
  const isCalled = reader.is(at + 1, '(');
  const isMain = isMostly(extent);
  if (insides.has(name)) return fromInsides(reader, at, name, open, extent);
  switch (name) {
    case 'constructor': {
      const goesOn = reader.is(at + 1, '(') || (reader.is(at + 1, '.') && /^(?:constructor|prototype)$/.test(reader.name(at + 2)));
      if (goesOn && (isMember || at < 3)) return use('high', 'a constructor is reached that compiles text');
      return undefined;
    }
    case 'os':
      if (reader.is(at + 1, '.') && /^(?:system|popen|execute|exec\w{0,3}|spawn\w{0,3}|listdir|cmd)$/.test(reader.name(at + 2)))
        return use('high', `os.${reader.name(at + 2)} is called`);
      if (/^import$/.test(reader.name(at - 1)) && open !== '${') return use(isMain ? 'high' : 'medium', 'the module os is imported');
      return undefined;
    case 'subprocess':
      return reader.is(at + 1, '.') || reader.name(at - 1) === 'import' ? use('high', 'the module subprocess is reached') : undefined;
    case 'process':
      if (reader.is(at + 1, '.') && /^(?:binding|mainModule|dlopen)$/.test(reader.name(at + 2)))
        return use('high', 'the process is reached');
      if (isMember && /^(?:global|root|globalThis)$/.test(reader.name(at - 2)))
        return use('high', 'the process is reached through the global object');
      if (!isMain || !reader.is(at + 1, '.') || reader.name(at + 2) !== 'env' || open === '${') return undefined;
      return use(
        open === '<%' || /SECRET|TOKEN|PASSW|KEY|CREDENTIAL/.test(reader.name(at + 4)) ? 'high' : 'medium',
        'the environment is read',
      );
    case 'require': {
      const module = isCalled ? (reader.string(at + 2) ?? '') : '';
      if (/^(?:node:)?child_process$/.test(module)) return use('high', 'child_process is loaded');
      return isMain && open !== '${' && /^(?:node:)?(?:fs|os|net|vm|http)$/.test(module)
        ? use('high', `the module ${module} is loaded`)
        : undefined;
    }
    case 'T':
      if (!isCalled || !/^[a-zA-Z]/.test(reader.name(at + 2))) return undefined;
      if (/^(?:java|javax|org)$/.test(reader.name(at + 2)))
        return use(isMain || /^(?:Runtime|System|Class|Thread)$/.test(reader.name(at + 6)) ? 'high' : 'medium', 'a class of Java is named');
      return isMain && reader.is(at + 3, ')') && reader.is(at + 4, '.') ? use('medium', 'a type of SpEL is named') : undefined;
    case 'new':
      if (reader.is(at - 1, '?') && isCalled) return use('high', 'FreeMarker makes an object of a class');
      if (/^(?:java|javax|groovy|sun|org)$/.test(reader.name(at + 1)) && reader.is(at + 2, '.'))
        return use('high', 'an object of a class of Java is made');
      return isMain &&
        !isMember &&
        open !== '<%' &&
        /^(?:File|URL|FileInputStream|Scanner|Socket|FileReader|GroovyShell)$/.test(reader.name(at + 1))
        ? use('high', `${reader.name(at + 1)} is made`)
        : undefined;
    case 'api':
    case 'interpret':
      return reader.is(at - 1, '?') && isMain ? use('high', `FreeMarker's ?${name} is used`) : undefined;
    case 'java':
      return reader.is(at + 1, '.') && /^(?:lang|io|net|util)$/.test(reader.name(at + 2)) && (reader.is(at - 1, '@') || isMain)
        ? use('high', 'a class of Java is named')
        : undefined;
    case 'getClass':
      if (!isCalled) return undefined;
      if (reader.string(at - 2) !== undefined && isMember) return use('high', 'the class of a constant is reached');
      return isMain ? use('high', 'the class of an object is reached') : undefined;
    case 'class':
      if (isMember && reader.string(at - 2) !== undefined) return use('high', 'the class of a constant is reached');
      return isMain &&
        reader.is(at + 1, '.') &&
        /^(?:getResource\w{0,8}|getClassLoader|classLoader|module|inspect|protectionDomain)$/.test(reader.name(at + 2))
        ? use('high', 'the class of an object is reached')
        : undefined;
    case 'get_admin_log':
      return use('high', "Django's log of administrators is read");
    case 'signer':
      return isMember && reader.is(at + 1, '.') && /^(?:key|salt)$/.test(reader.name(at + 2))
        ? use('high', "Django's key is read")
        : undefined;
    case 'load':
      return open === '{%' && at === 0 && reader.name(1) === 'log' ? use('medium', "Django's log of administrators is loaded") : undefined;
    case 'ssi':
      return open === '{%' && at === 0 && isMain ? use('high', 'a file is included') : undefined;
    case 'data_model':
      return isMember && at < 3 && isMain ? use('high', "FreeMarker's data is read") : undefined;
    case 'inspect':
      return isMember && isCalled && (reader.name(at - 2) === '$class' || reader.name(at - 2) === 'class')
        ? use('high', 'Velocity reaches for a class')
        : undefined;
    case 'loadClass':
      return isCalled && isMember && /loader$/i.test(reader.name(at - 2)) ? use('high', 'a class is loaded') : undefined;
    case '_charset':
      return isMain && open !== '${' ? use('high', 'letters are taken from what the template knows') : undefined;
    case '_self':
      return reader.is(at + 1, '.') && reader.name(at + 2) === 'env'
        ? use('high', "Twig's environment is reached")
        : isMain
          ? use('medium', "Twig's own template is reached")
          : undefined;
    case 'attr':
      return reader.is(at - 1, '|') && isCalled ? fromAttribute(reader, at) : undefined;
    case 'filter':
    case 'map':
    case 'sort':
    case 'reduce':
    case 'find':
      return isCalled ? fromFilter(reader, at) : undefined;
    case 'with':
      return open === '{{' && reader.is(at - 1, '#') && reader.string(at + 1) !== undefined
        ? use('high', 'Handlebars is given a constant to climb from')
        : undefined;
    case 'push':
      return open === '{{' && isMember && reader.name(at - 2) === 'this' ? use('high', 'Handlebars is made to build code') : undefined;
    case '$eval':
    case '$on':
      return isCalled || reader.is(at + 1, '.') ? use('high', "Angular's scope evaluates text") : undefined;
    case 'SECRET_KEY':
      return isMain ? use('high', 'the secret key is read') : undefined;
    case 'System':
      if (reader.is(at + 1, '.') && /^(?:shell|cmd)$/.test(reader.name(at + 2))) return use('high', 'Elixir runs a command');
      return isMain && reader.is(at + 1, '.') && /^(?:Diagnostics|IO|Reflection|Web|Environment)$/.test(reader.name(at + 2))
        ? use('high', 'a namespace of .NET is reached')
        : undefined;
    case 'CreateObject':
      return isCalled && isMain ? use('high', 'an object of Windows is made') : undefined;
    case 'import':
      return open === '{%' || open === '<%' ? fromImport(reader, at, isMain) : undefined;
    case 'config':
    case 'settings':
      if (isMember || !isMain) return undefined;
      if (reader.is(at + 1, '.') && /^(?:items|iteritems|from_pyfile|from_object|from_mapping|update|root_path)$/.test(reader.name(at + 2)))
        return use(
          /^(?:items|iteritems|from_pyfile|from_object)$/.test(reader.name(at + 2)) && open !== '${' ? 'high' : 'medium',
          'the configuration of the application is read',
        );
      // A name in capitals is an entry that was put there to be called.
      return reader.is(at + 1, '.') && reader.name(at + 2) !== 'get' && reader.is(at + 3, '(')
        ? use(/^[A-Z_]{3,40}$/.test(reader.name(at + 2)) ? 'high' : 'medium', 'a member of the configuration is called')
        : undefined;
    case '_context':
      // Letters cut out of what the template knows become the name of a function.
      return isMain
        ? use(
            reader.is(at + 1, '|') && /^(?:join|slice|keys|first|last)$/.test(reader.name(at + 2)) ? 'high' : 'medium',
            `${name} is reached`,
          )
        : undefined;
    case 'x':
      return isMain && (open === '#{' || open === '<%') && reader.is(at - 1, '%') ? use('high', 'a command of Ruby') : undefined;
    case 'request':
    case 'app':
    case 'session':
      if (isMember || extent !== 'exact' || !reader.is(at + 1, '.')) return undefined;
      return /^(?:application|environ|get_data|query|request|args|cookies|headers|server|getAttribute|setAttribute|values|user_agent|getServletContext|__\w+)$/.test(
        reader.name(at + 2),
      )
        ? use('medium', 'the request is reached')
        : undefined;
    case 'pageContext':
    case 'applicationScope':
    case 'requestScope':
    case 'initParam':
    case 'facesContext':
      return extent === 'exact' && !isMember && open !== '{{' ? use('medium', 'an object of the container is reached') : undefined;
    case 'dump':
    case 'debug':
      return isMain && isCalled && (open === '{{' || open === '{%') ? use('medium', 'what the template knows is dumped') : undefined;
    default:
      break;
  }
  // {{ 'id'|system }}, {$x|@system}
  if (reader.is(at - 1, '|') || (reader.is(at - 1, '@') && reader.is(at - 2, '|')))
    if (filterEffects.has(name) && isMain && open !== '${') return use('high', `the filter ${name} is used`);
  if (effects.has(name) && isCalled) return fromEffect(reader, at, name, open, extent);
  if (hostileObjects.has(name) && (reader.is(at + 1, '.') || reader.is(at + 1, '[')) && !isMember && open !== '${' && open !== '{{')
    return isMain ? use('high', `${name} is used`) : undefined;
  return undefined;
}

function fromInsides(reader: CodeReader, at: number, name: string, open: string, extent: Extent): Use | undefined {
  const next = reader.is(at + 1, '.') ? reader.name(at + 2) : '';
  if (name === '__class__' && /^__(?:name|qualname|module|doc)__$/.test(next))
    return extent === 'exact' ? use('medium', 'the class of an object is named') : undefined;
  if (name === 'freemarker') return reader.is(at + 1, '.') ? use('high', 'a class of FreeMarker is named') : undefined;
  if (name === 'getRuntime') return next !== '' && reader.is(at + 1, '.') ? undefined : runtimeRuns(reader, at, extent);
  // The rest of these are names of methods: without a call or a member around them they may name anything.
  if (/^[a-z]/.test(name) && !reader.is(at - 1, '.') && !reader.is(at + 1, '('))
    return name === 'passthru' && isMostly(extent) ? use('medium', `${name} is named`) : undefined;
  if (
    /^(?:newInstance|getField|mro|subclasses|execSync|spawnSync|execFileSync|getoutput|fromCharCode|passthru)$/.test(name) &&
    !isMostly(extent)
  )
    return /^(?:mro|subclasses|getField|newInstance)$/.test(name) || open === '${' ? undefined : use('medium', `${name} is used`);
  return use('high', `${name} is reached`);
}

function runtimeRuns(reader: CodeReader, at: number, extent: Extent): Use | undefined {
  if (!reader.is(at + 1, '(')) return undefined;
  const close = reader.close(at + 1);
  if (reader.is(close + 1, '.') && reader.name(close + 2) === 'exec') return use('high', 'the runtime of Java runs a command');
  return !isMostly(extent) ? undefined : use('high', 'the runtime of Java is reached');
}

function fromEffect(reader: CodeReader, at: number, name: string, open: string, extent: Extent): Use | undefined {
  const argument = reader.at(at + 2);
  if (argument === undefined || argument.text === ')') {
    return isMostly(extent) && (name === 'phpinfo' || name === 'execute') ? use('high', `${name} is called`) : undefined;
  }
  if (name === 'execute') return undefined;
  // In a string template of JavaScript, or a page that renders something, such calls are made every day.
  if (!isMostly(extent))
    return argument.kind === 'string' && open !== '${' && open !== '<%' ? use('medium', `${name} is called`) : undefined;
  if (reader.is(at - 1, '.') && /^(?:call|eval|cmd|shell|exec|assert)$/.test(name) && argument.kind !== 'string')
    return use('medium', `${name} is called`);
  return use('high', `${name} is called`);
}

function fromAttribute(reader: CodeReader, at: number): Use | undefined {
  const argument = reader.at(at + 2);
  if (argument === undefined) return undefined;
  if (argument.kind === 'string')
    return /^_|^(?:mro|globals|class)$/.test(argument.text) || argument.text === ''
      ? use('high', `the attribute ${argument.text.slice(0, 40)} is reached`)
      : use('medium', 'an attribute is reached by its name');
  return argument.text === '[' || argument.text === '(' || argument.text === 'request'
    ? use('high', 'the name of an attribute is put together')
    : use('medium', 'an attribute is reached by its name');
}

const sinkNames =
  /^(?:system|passthru|exec|shell_exec|popen|proc_open|call_user_func|phpinfo|file_get_contents|readfile|ini_set|assert|eval|include|printf|var_dump)$/;

function fromFilter(reader: CodeReader, at: number): Use | undefined {
  for (let i = at + 2; i < at + 18; i++) {
    const token = reader.at(i);
    if (token === undefined || token.text === ')') return undefined;
    if (token.kind === 'string' && sinkNames.test(token.text)) return use('high', `a filter calls ${token.text}`);
    // Twig's filters take a function written out; its name as a value is what an attacker puts together.
    if (i === at + 2 && token.kind === 'name' && reader.is(at - 1, '|') && (reader.is(i + 1, '|') || reader.is(i + 1, '~')))
      return use('high', 'a filter calls what is put together');
  }
  return undefined;
}

function fromImport(reader: CodeReader, at: number, isMain: boolean): Use | undefined {
  return /^(?:os|sys|subprocess|socket|commands|pty|platform|shutil)$/.test(reader.name(at + 1)) && isMain
    ? use('high', `the module ${reader.name(at + 1)} is imported`)
    : undefined;
}

function fromString(reader: CodeReader, at: number, content: string, open: string, extent: Extent): Use | undefined {
  if (content.length > 3 && dunder.test(content)) {
    // `__class__` as text is how a filter of names is passed.
    if (/^__(?:class|mro|base|bases|subclasses|globals|builtins|import|init|getattribute|getitem|dict)__$/.test(content))
      return use('high', `${content} is reached`);
    if (isMostly(extent)) return use('high', 'a name of the runtime as text');
  }
  if (
    /^(?:freemarker\.template\.utility\.|java\.lang\.(?:Runtime|ProcessBuilder|Class)|javax\.script\.)/.test(content) &&
    (isMostly(extent) || open === '<#')
  )
    return use('high', `the class ${content.slice(0, 60)} is named`);
  if (!isMostly(extent)) return undefined;
  if (content.length < 300 && sensitivityOf(`/${content.replace(/^(?:file:\/\/|\|)?\/?/, '')}`) === 'secret')
    return use('high', 'a file of the system is named');
  if (/^(?:constructor|__proto__|__lookupGetter__|__defineGetter__)$/.test(content)) return use('high', `${content} is reached`);
  if (open === '{{' && /^return\s+\S/.test(content)) return use('high', 'code as text');
  if (/<script|<img\b|javascript:|onerror=/i.test(content)) return use('medium', 'markup from a constant');
  // Methods of a backend that are given a command: `{{ .System "ls" }}`.
  if (
    open === '{{' &&
    reader.is(at - 2, '.') &&
    /^(?:System|Exec|Execute|Run|Command|Cmd|File|ReadFile|OpenFile|Shell|Eval)/.test(reader.name(at - 1))
  )
    return use('high', `${reader.name(at - 1)} is called`);
  return undefined;
}

const dunder = /^__?[a-z]{2,20}__?$|__.{0,8}class/;

function fromCommand(token: CodeToken, open: string, extent: Extent): Use | undefined {
  if (token.text === '' || open === '${') return undefined;
  if (open === '<%' || open === '#{' || open === '{')
    return !isMostly(extent) ? use('medium', 'backquotes run a command') : use('high', 'backquotes run a command');
  return undefined;
}

/** The shape of the whole tag, when it is what the text is about. */
function fromShape(reader: CodeReader, tag: TemplateTag, extent: Extent): Use | undefined {
  const { open, inner } = tag;
  const first = reader.at(0);
  if (first === undefined || !tag.closed) return undefined;
  const second = reader.at(1);
  if (open.startsWith('#') && open.endsWith('(')) return extent === 'exact' ? use('medium', 'a directive of Velocity') : undefined;
  if (extent !== 'exact' && (tag.start > 0 || !open.endsWith('{'))) return undefined;
  if (open === '<#' || open === '[=') return use('medium', 'a directive of FreeMarker');
  if (open === '{' && /^math\s/.test(inner)) return use('medium', 'a tag of Smarty');
  if (open === '{' && (inner.startsWith('$smarty') || inner.startsWith('php'))) return use('high', 'a tag of Smarty');
  if (open === '{%' && /^(?:debug|load|import|extends|include|set|block|for|if)$/.test(reader.name(0)))
    return reader.name(0) === 'debug' ? use('medium', 'the context is dumped') : undefined;
  if ((first.kind === 'string' || first.kind === 'number') && open !== '{') {
    if (second === undefined) return first.kind === 'string' && open !== '${{' ? use('medium', 'a constant alone in a tag') : undefined;
    if (second.text === '.' || second.text === '|') return use('medium', 'a method of a constant');
    return undefined;
  }
  if (
    open === '{{' &&
    second === undefined &&
    /^(?:config|request|self|settings|app|session|cycler|joiner|lipsum|namespace|url_for|get_flashed_messages|g|_context|_self|this|constructor|env|dump)$/.test(
      first.text,
    )
  )
    return use('medium', 'an object of the engine or its framework');
  if (open === '{{' && second === undefined && (first.text === '.' || first.text === '$'))
    return use('medium', 'everything that the template knows');
  if (open === '{{' && /^(?:printf|html|js|print|println|define|template|call)$/.test(first.text) && second?.kind === 'string')
    return use('medium', 'a function of Go is called with a constant');
  return undefined;
}

function use(confidence: Confidence, reason: string): Use {
  return { confidence, reason };
}

function sighting(start: number, end: number, confidence: Confidence, reason: string): Sighting {
  return { span: [start, end], confidence, reason };
}

function isMostly(extent: Extent): boolean {
  return extent === 'exact' || extent === 'main';
}
