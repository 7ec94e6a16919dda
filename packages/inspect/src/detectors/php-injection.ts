import { judgeMentions, standingOf } from '../code-chain.ts';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { CodeReader } from '../languages/code.ts';
import { sensitivityOf } from '../sensitive-paths.ts';
import { mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * PHP that runs commands or code: a script that is uploaded (what it runs comes from the request), a call in the place of a value, and the callbacks by
 * which a filter of function names is passed. Scripts that print their variables are everyday text.
 */
export const phpInjection: Detector = defineDetector({
  id: 'php-injection',
  title: 'PHP that would run',
  class: 'codei',
  severity: 'critical',
  // Each use is a call of one of these names, an input of the request that is called, or a script that begins with its tag.
  needs: mark.dollar | mark.angle | mark.bracket,
  canOccur: (text, marks) =>
    ((marks & mark.bracket) !== 0 && words.has(text, marks)) ||
    ((marks & mark.dollar) !== 0 && (text.includes('$_') || text.includes('${')) && request.test(text)) ||
    ((marks & mark.angle) !== 0 && (text.includes('<?') || text.includes('language')) && openTag.test(text)) ||
    ((marks & mark.bracket) !== 0 &&
      (marks & (mark.quote | mark.doubleQuote)) !== 0 &&
      text.length < 600 &&
      (calledText.test(text) || joinedCall.test(text))),
  detect(text, marks) {
    const script = (marks & mark.angle) !== 0 ? openTag.exec(text) : null;
    const fromTag = script === null ? undefined : judgeScript(text, script.index, script[0].length);
    if (fromTag?.confidence === 'high') return fromTag;
    const called = (marks & mark.dollar) !== 0 ? request.exec(text) : null;
    if (called !== null)
      return { span: [called.index, called.index + called[0].length], confidence: 'high', reason: 'the request chooses what is called' };
    const byText = text.length < 600 ? calledText.exec(text) : null;
    if (
      byText !== null &&
      standingOf(text, byText.index + 1, byText.index + byText[0].length - 1) !== 'inside' &&
      callees.test(putTogether(byText[0]))
    )
      return {
        span: [byText.index, byText.index + byText[0].length],
        confidence: 'high',
        reason: 'a function is called by its name as text',
      };
    const joined = text.length < 600 && (marks & mark.bracket) !== 0 ? joinedCall.exec(text) : null;
    if (joined !== null && isJoinedCall(text, joined))
      return {
        span: [joined.index, joined.index + joined[0].length],
        confidence: 'high',
        reason: 'a function is called whose name is put together',
      };
    return judgeMentions(text, words, (start, _, room) => judgeCall(text, start, room, script !== null)) ?? fromTag;
  },
});

const words = new WordScan(
  'system exec shell_exec passthru popen proc_open pcntl_exec eval assert preg_replace create_function call_user_func call_user_func_array phpinfo file_get_contents readfile show_source highlight_file include include_once require require_once file_put_contents fopen scandir array_map array_filter array_walk usort uasort uksort register_shutdown_function print_r var_dump print echo die exit ob_start forward_static_call iterator_apply unserialize ReflectionFunction ReflectionMethod SplFileObject',
  /(?:system|exec|shell_exec|passthru|popen|proc_open|pcntl_exec|eval|assert|preg_replace|create_function|call_user_func(?:_array)?|phpinfo|file_get_contents|readfile|show_source|highlight_file|include(?:_once)?|require(?:_once)?|file_put_contents|fopen|scandir|array_(?:map|filter|walk)|u[ak]?sort|register_shutdown_function|ob_start|forward_static_call|iterator_apply|unserialize|ReflectionFunction|ReflectionMethod|SplFileObject)\s{0,2}\(|(?:print|print_r|var_dump|die|exit|echo)[\s(]{1,3}@?(?:md5|phpinfo|sha1|system|exec|shell_exec|file_get_contents)\b|(?:include|require)(?:_once)?\s{1,2}['"$]/iy,
  true,
);
const openTag =
  /<\?(?:php(?=[\s/(])|=|(?=\s{0,4}(?:system|eval|echo|passthru|exec|phpinfo|assert|include|@|`|\$_))|(?=`))|<script\s{1,4}language\s{0,2}=\s{0,2}["']?php/i;
// $_GET['a']($_GET['b']), ${_GET}…, `$_GET[0]`
const request =
  /\$\{?_(?:GET|POST|REQUEST|COOKIE|SERVER|FILES)\}?(?:\[[^\]\n]{0,40}\]|\{[^}\n]{0,40}\})\s{0,2}\(|`[^`\n]{0,40}\$_(?:GET|POST|REQUEST|COOKIE|SERVER)\b|\$\{\s{0,2}@?(?:system|exec|shell_exec|passthru|eval|assert|phpinfo|print|die|md5|file_get_contents|base64_decode|popen|call_user_func)\s{0,2}\(/i;
// ('sys'.'tem')('id'), "system"('id'), (system)('id')
const calledText = /^[^\w'"]{0,4}['"]\w{1,20}['"](?:\s?\.\s?['"]\w{1,20}['"]){0,6}\)?\s?\(/;
// (("sy"."stem"))("id"), $f='sys'.'tem';$f('id'), (~'…')('id'), ("…"^"…")('id')
const joinedCall =
  /\(\s?(['"]\w{1,20}['"](?:\s?\.\s?['"]\w{1,20}['"]){0,6})\s?\){1,3}\s?\(|\$(\w{1,20})\s?=\s?(['"]\w{1,20}['"](?:\s?\.\s?['"]\w{1,20}['"]){0,6})\s?;|\(\s?~\s?['"][^'"\n]{2,60}['"]\s?\)\s?\(|\(\s?["'][^"'\n]{2,60}["']\s?\^\s?["'][^"'\n]{2,60}["']\s?\)\s?\(/;

function isJoinedCall(text: string, [, direct, variable, assigned]: RegExpExecArray): boolean {
  if (direct !== undefined) return callees.test(putTogether(direct));
  if (variable === undefined) return true;
  return callees.test(putTogether(assigned ?? '')) && text.replaceAll(' ', '').includes(`$${variable}(`);
}

const callees = /^(?:system|exec|shell_exec|passthru|popen|proc_open|eval|assert|phpinfo|file_get_contents|readfile|call_user_func)$/i;
const running = /^(?:system|exec|shell_exec|passthru|popen|proc_open|pcntl_exec)$/;
const superglobal = /^\$_(?:GET|POST|REQUEST|COOKIE|SERVER|FILES|ENV)$/;
const decoders =
  /^(?:base64_decode|gzinflate|gzuncompress|gzdecode|str_rot13|hex2bin|strrev|rawurldecode|urldecode|file_get_contents|pack|convert_uudecode)$/;

function putTogether(text: string): string {
  return text.replace(/\([^(]{0,20}$/, '').replace(/[^\w]/g, '');
}

function judgeScript(text: string, start: number, length: number): Sighting | undefined {
  const body = text.slice(start + length, start + length + 2000);
  const span = (confidence: 'high' | 'medium', reason: string): Sighting => ({
    span: [start, Math.min(text.length, start + length + 40)],
    confidence,
    reason,
  });
  if (
    /\b(?:eval|assert|create_function|system|passthru|shell_exec|exec|popen|proc_open|include|require)(?:_once)?[\s(@"'.]{1,8}(?:base64_decode|gzinflate|str_rot13|\$_(?:GET|POST|REQUEST|COOKIE|SERVER)|\$\{)/i.test(
      body,
    )
  )
    return span('high', 'a script that runs what the request brings');
  const isShort = text.length < 400 && start < 80 && text.trim().split('\n').length <= 4;
  if (!isShort) return undefined;
  if (
    /(?:^|[^\w>:$]|[^-]>)(?:system|passthru|shell_exec|exec|popen|proc_open|pcntl_exec|phpinfo|eval|assert)\s{0,2}\(|`[^`\n]{1,200}`/i.test(
      body,
    )
  )
    return span('high', 'a script that runs a command or code');
  if (
    /(?:^|[^\w>:$]|[^-]>)(?:file_get_contents|readfile|show_source|highlight_file|file_put_contents|fopen|move_uploaded_file|copy|unlink|scandir)\s{0,2}\(/i.test(
      body,
    )
  )
    return span('high', 'a script that reaches for files');
  if (
    /^\s{0,4}(?:echo|print|die|exit)[\s(@]{1,3}(?:\d{1,9}\s?[*+-]\s?\d{1,9}|(?:md5|sha1|crc32|phpversion|php_uname|getcwd|get_current_user|base64_decode)\(|["'][^"'$\n]{0,60}["']\s?[;)?])/i.test(
      body,
    )
  )
    return span('medium', 'a script that shows whether it runs');
  return /\$_(?:GET|POST|REQUEST|COOKIE)\b/.test(body) && text.length < 200 ? span('medium', 'a script that uses the request') : undefined;
}

function judgeCall(text: string, start: number, room: number, inScript: boolean): Sighting | undefined {
  const reader = new CodeReader(text, start, room);
  const name = reader.name(0).toLowerCase();
  const before = text.slice(Math.max(0, start - 12), start);
  // A method or a definition of the same name; `->`, `::` and `.` belong to objects of all languages.
  // `.f(x).` as the whole: what stood in quotes on both sides was taken out of them.
  const isBetween = start <= 3 && /^\s?\.\s?$/.test(before) && /\)\s?\.\s?$/.test(text);
  if (
    !isBetween &&
    /(?:\.|->|::|\$|\bfunction\s|\bdef\s|\bfunc\s|\bnew\s)\s{0,2}$/.test(/^(?:reflection|splfile)/.test(name) ? '' : before) &&
    !/['"]\s{0,2}\.\s{0,2}$/.test(before)
  )
    return undefined;
  const argument = reader.is(1, '(') ? reader.at(2) : reader.at(1);
  const found = (to: number, confidence: 'high' | 'medium', reason: string): Sighting => ({
    span: [start, Math.max(start + 1, reader.end(to))],
    confidence,
    reason,
  });
  if (argument?.kind === 'name' && superglobal.test(argument.text))
    return found(2, inScript || standing() !== 'inside' || text.length < 200 ? 'high' : 'medium', `${name} is given the request`);
  function standing() {
    return standingOf(text, start, reader.end(reader.is(1, '(') ? reader.close(1) : 1));
  }
  switch (name) {
    case 'eval':
    case 'assert':
    case 'create_function': {
      if (argument?.kind === 'name' && decoders.test(argument.text.toLowerCase()) && reader.is(3, '('))
        return found(4, 'high', 'decoded text is run as code');
      const code = argument?.kind === 'string' ? argument.text : '';
      if (hostileText.test(code)) return found(2, 'high', 'text that is hostile itself is run as code');
      if (name === 'create_function') return standing() === 'inside' ? undefined : found(2, 'high', 'text is compiled to a function');
      if (argument?.kind === 'name' && (running.test(argument.text) || /^(?:phpinfo|print|die)$/.test(argument.text)))
        return standing() === 'inside' ? undefined : found(2, 'high', `${name} runs ${argument.text}`);
      return undefined;
    }
    case 'reflectionfunction':
    case 'reflectionmethod':
      return callees.test(argument?.kind === 'string' ? argument.text : '')
        ? found(2, 'high', 'a function is reached by reflection')
        : undefined;
    case 'splfileobject':
      return argument?.kind === 'string' && sensitivityOf(argument.text) !== 'none' && standing() !== 'inside'
        ? found(2, 'high', `a file object of ${argument.text.slice(0, 60)}`)
        : undefined;
    case 'preg_replace': {
      const pattern = argument?.kind === 'string' ? argument.text : '';
      const modifiers = pattern.slice(pattern.lastIndexOf(pattern[0] ?? '/') + 1);
      return pattern.length > 2 && /^[imsxuADSUXJ]{0,6}e[imsxuADSUXJ]{0,6}$/.test(modifiers) && !/^[\w\\]/.test(pattern)
        ? found(2, 'high', 'the replacement is run as code')
        : undefined;
    }
    case 'phpinfo':
      return reader.is(2, ')') && standing() !== 'inside' ? found(2, 'high', 'phpinfo is called') : undefined;
    case 'system':
    case 'exec':
    case 'shell_exec':
    case 'passthru':
    case 'popen':
    case 'proc_open':
    case 'pcntl_exec': {
      if (argument === undefined || argument.text === ')') return undefined;
      const where = standing();
      const isText = argument.kind === 'string' || /^(?:base64_decode|chr|implode|join|strrev|hex2bin|array|getenv)$/.test(argument.text);
      if (where === 'inside') return undefined;
      if (where === 'whole' && !isText) return undefined;
      return found(reader.close(1), isText || where === 'outside' ? 'high' : 'medium', `${name} is called`);
    }
    case 'call_user_func':
    case 'call_user_func_array':
    case 'array_map':
    case 'array_filter':
    case 'array_walk':
    case 'usort':
    case 'uasort':
    case 'uksort':
    case 'register_shutdown_function':
    case 'ob_start':
    case 'forward_static_call':
    case 'iterator_apply': {
      const close = reader.close(1);
      for (let i = 2; i < Math.min(close, 24); i++) {
        const callee = reader.string(i);
        if (callee !== undefined && callees.test(callee)) return found(i, 'high', `${callee} is called by its name`);
      }
      return undefined;
    }
    case 'file_get_contents':
    case 'readfile':
    case 'show_source':
    case 'highlight_file':
    case 'fopen':
    case 'scandir':
    case 'include':
    case 'include_once':
    case 'require':
    case 'require_once': {
      const path = argument?.kind === 'string' ? argument.text : '';
      if (/^(?:show_source|highlight_file)$/.test(name) && argument?.text === '__FILE__')
        return standing() === 'inside' ? undefined : found(2, 'high', 'the source of the script is shown');
      const isRemote = /^(?:php|data|expect|phar|zip|glob|ftp|https?):/i.test(path);
      const isSecret = sensitivityOf(path) !== 'none' || (name === 'scandir' && /^[./]{1,3}$/.test(path));
      if (!isRemote && !isSecret) return undefined;
      const where = standing();
      if (where === 'inside') return undefined;
      return found(
        2,
        where === 'outside' || isSecret || /^(?:php|data|expect|phar):/i.test(path) ? 'high' : 'medium',
        `${name} reaches for ${path.slice(0, 60)}`,
      );
    }
    case 'file_put_contents': {
      const content = reader.string(4) ?? '';
      return content.includes('<?') ? found(4, 'high', 'a script is written') : undefined;
    }
    case 'print':
    case 'print_r':
    case 'var_dump':
    case 'die':
    case 'exit':
    case 'echo': {
      const lead = reader.is(1, '(') ? 2 : 1;
      const at = reader.is(lead, '@') ? lead + 1 : lead;
      const callee = reader.name(at);
      if (!reader.is(at + 1, '(') || standingOf(text, start, reader.end(reader.close(at + 1))) === 'inside') return undefined;
      return found(at + 1, 'high', `the result of ${callee} is shown`);
    }
    default:
      return undefined;
  }
}

const hostileText =
  /\b(?:system|exec|shell_exec|passthru|popen|phpinfo|eval|base64_decode|file_get_contents|readfile)\s{0,2}\(|\$_(?:GET|POST|REQUEST|COOKIE)\b|^\?>/i;
