import type { Confidence } from '@postern/core';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { sightingAtEdge } from '../text/edges.ts';
import { type Marks, mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * An address in the place of a file's name, so that code of the sender is loaded. A URL alone is everyday, also one of a script; evidence is what
 * only an inclusion needs: a tail that swallows the suffix which the program appends, a script that is asked with another host's text file, a wrapper
 * that runs what it carries.
 */
export const remoteFileInclusion: Detector = defineDetector({
  id: 'remote-file-inclusion',
  title: 'Remote code in the place of a file',
  class: 'rfi',
  severity: 'critical',
  // A remote file has a scheme, or begins with two slashes or backslashes; it is the whole value, or stands in a statement or an option that loads it.
  needs: mark.colon | mark.backslash | mark.slash,
  canOccur: (text, marks) => loads.has(text) || text.length > longest || (isOneWord(text, marks) && address.test(text)),
  detect: (text, marks) =>
    (loads.mayOccur(text, marks) ? fromStatement(text) : undefined) ??
    (text.length > longest ? sightingAtEdge(text, fromValue) : isOneWord(text, marks) ? fromValue(text) : undefined),
});

function fromValue(text: string): Sighting | undefined {
  if (!address.test(text)) return undefined;
  if (text.startsWith('\\\\')) return fromShare(text);
  if (/\s/.test(text.trim())) return undefined;
  return fromWrapper(text) ?? fromNested(text) ?? fromParameter(text) ?? fromUrl(text);
}

const longest = 4096;
const address =
  /(?:https?|ftps?|sftp|tftp|smb|nfs|(?:web)?davs?|php|data|expect|zip|phar|rar|jar|ssh2\.\w{2,6}|ogg):|^\s{0,8}[\\/]{2}|=[\\/]{2}/i;
const blanks = mark.space | mark.lineEnd | mark.carriageReturn;

function isOneWord(text: string, marks: Marks): boolean {
  return (marks & blanks) === 0 || /^\s*\S+\s*$/.test(text);
}

/** Statements and settings of PHP that load, and the contexts of Spring that are made of a remote description (the configuration runs). */
const loads = new WordScan(
  'include require allow_url_include auto_prepend_file auto_append_file classpathxmlapplicationcontext filesystemxmlapplicationcontext',
  /(?:include|require)(?:_once)?\s{0,4}\(?\s{0,4}["'](?:https?|ftps?|smb):\/\/[^"'\s]{1,300}|allow_url_include\s{0,2}=\s{0,2}["']?(?:on|1|true)\b|auto_(?:pre|ap)pend_file\s{0,2}=\s{0,2}["']?(?:php:|data:|https?:|ftp:|\/|\\)|(?:classpath|filesystem)xmlapplicationcontext/iy,
);

function fromStatement(text: string): Sighting | undefined {
  if (text.length > longest) return undefined;
  const found = loads.find(text);
  if (found === undefined) return undefined;
  const { start, end } = found;
  const span = [start, end] as const;
  const written = text.slice(start, end);
  if (/^(?:include|require)/i.test(written)) {
    const isPhp = /_once|\.(?:php\d?|phtml|inc|txt|gif|jpe?g|png)\b/i.test(written);
    return { span, confidence: isPhp && text.length < 400 ? 'high' : 'medium', reason: 'loads code of another host' };
  }
  if (/^a/i.test(written)) {
    // On a command line, or in the query that CGI makes one of; in a file of settings it is one.
    const isOption = /(?:^|[\s+?&"'\u00ad-])[-\u00ad]{1,2}d[\s+=]{0,3}$/i.test(text.slice(Math.max(0, start - 12), start));
    return isOption ? { span, confidence: 'high', reason: 'an option that loads code of another host' } : undefined;
  }
  return text.length < 1000 && /(?:https?|ftp):\/\//i.test(text)
    ? { span, confidence: 'high', reason: 'a context made of a remote description' }
    : undefined;
}

/** PHP's wrappers that hold or run code (php.net, "Supported Protocols and Wrappers"). */
function fromWrapper(text: string): Sighting | undefined {
  const found = /(?:^|=)(?:php:\/\/input|expect:\/\/\w|data:|ssh2\.(?:exec|shell):\/\/|zip:\/\/|rar:\/\/|phar:\/\/)/i.exec(text);
  if (found === null) return undefined;
  const wrapper = found[0].replace('=', '').toLowerCase();
  const rest = text.slice(found.index + found[0].length);
  // Data that begins with PHP's opening tag, as it is or in base64; an archive with one of its members.
  if (wrapper === 'data:' && !/PD9|<\?|%3c%3f/i.test(rest.slice(0, 80))) return undefined;
  if ((wrapper === 'zip://' || wrapper === 'rar://') && !/#|%23/.test(rest)) return undefined;
  return { span: [found.index, text.length], confidence: 'high', reason: 'a stream wrapper that runs what it carries' };
}

// What is fetched so that it is run: the tools have names, and texts and pictures hold code that the remote host does not run itself.
const tool =
  /(?:^|\/)[\w.-]{0,24}(?:shell|c99|c100|r57|b374k|wso|backdoor|webadmin|cmd|exec|rce|evil|exploit|payload|inject|rfi|phpinfo|rootkit|hack|pwn|xpl|malicious|reverse|bypass|deface)[\w.-]{0,16}\.(?:txt|te?xt|php\d?|inc|gif|jpe?g|png|dat|aspx?|jspx?|cfm|pl|py|sh|ps1|bin|xml|html?|zip)(?![a-z0-9])/i;
const carrier = /\.(?:txt|inc|gif|jpe?g|png|dat|tmp|log|bak|old|te?xt|pdf)(?:[?#&;]|%00|%3f|%23|\0|$)/i;
/** Names that only web shells have; a page that shows the source is none. */
const sureTool =
  /(?:^|\/)(?:(?:web|rev(?:erse)?|php|cmd|mini|b(?:ind|ack)?)?[-_]?shell|c99|c100|r57|b374k|wso|backdoor|rootkit)(?:[-_.]?\w{0,8})\.(?:te?xt|php\d?|phtml|aspx?|jspx?|cfm|inc|gif|jpe?g|png)(?![a-z0-9])/i;
const showsSource = /\/(?:blob|tree|wiki|issues|pull|browse)\//;
/** A query, fragment or NUL without content: what the program appends (`.php`) falls into it. */
const swallowing = /(?:\?{1,3}|#|%00|\0|%3f|%23|\?&|\?\.|\?\/)$/i;
const command = /[?&](?:cmd|command|exec|execute|c|shell|run|system|x|act|do|e|ls|id|dir)=(?:[a-z]{2,12}(?:[\s+;|&/%]|$)|\/)/i;

/** A scheme in front of a scheme: an archive of another host (`jar:https://…!/`), a wrapper around a URL, a doubled scheme that a filter halves. */
function fromNested(text: string): Sighting | undefined {
  const found =
    /(?:^|=)\s{0,4}(?:(?:jar|zip|war|nested):(?:https?|ftps?):\/\/|(?:compress\.\w{4,5}|zlib|glob|ogg):\/{0,2}(?:https?|ftps?|smb):\/\/|(?:https?|ftps?):\/{0,2}(?:https?|ftps?):\/{1,2}\w)/i.exec(
      text,
    );
  if (found === null) {
    const filter = text.toLowerCase().indexOf('php://filter/');
    if (filter < 0 || !/resource=(?:https?|ftps?|smb|data):/i.test(text.slice(filter))) return undefined;
    return { span: [filter, text.length], confidence: 'high', reason: 'a filter around the address of another host' };
  }
  const isDoubled = /^=?\s*(?:http|ftp)/i.test(found[0]);
  const isCode = /\.(?:php\d?|phtml|inc|txt|aspx?|jspx?|cfm|sh|py|pl)(?:[?#&]|%00|$)/i.test(text);
  if (isDoubled && !isCode) return undefined;
  if (/^=?\s*jar/i.test(found[0]) && !text.includes('!/')) return undefined;
  return { span: [found.index, text.length], confidence: 'high', reason: 'a scheme in front of the address of another host' };
}

/** `/index.php?page=http://…`: a parameter of a script, or a path, that holds a URL. */
function fromParameter(text: string): Sighting | undefined {
  const at = text.search(
    /=["']?(?:(?:https?|ftps?|smb|sftp|nfs|(?:web)?davs?):(?:\/\/|\\\\|%2f%2f)|[\\/]{2}(?:[\w-]{1,63}\.){1,8}\w{1,63}[:\\/])/i,
  );
  if (at < 1) return fromGlued(text);
  let nameStart = at;
  while (nameStart > 0 && at - nameStart < 80 && !/[?&,/]/.test(text.charAt(nameStart - 1))) nameStart--;
  const name = text.slice(nameStart, at).toLowerCase();
  const outer = text.slice(0, nameStart);
  const start = at + (/["']/.test(text.charAt(at + 1)) ? 2 : 1);
  const remote = text.slice(start);
  const span = [start, text.length] as const;
  const isScript = /\.(?:php\d?|phtml|aspx?|jspx?|cfm|cgi|pl|exe)(?:[?/;]|$)/i.test(outer);
  const isInclusion = name.split(/[^a-z]+/).some((word) => includes.test(word));
  const say = (confidence: Confidence, reason: string): Sighting => ({ span, confidence, reason });
  if (tool.test(remote) && (isScript || isInclusion || /\?/.test(outer))) return say('high', `${name} is a known tool of another host`);
  if (tool.test(remote) && outer === '' && isInclusion) return say('high', `${name} is a known tool of another host`);
  if (sureTool.test(remote) && /[/&]/.test(outer)) return say('high', `${name} is a known tool of another host`);
  const url = remote.split('&', 1)[0] as string;
  if ((isScript || isInclusion) && (/%00|\0/.test(remote) || (swallowing.test(url) && (carrier.test(url) || isInclusion))))
    return say('high', `${name} swallows what is appended`);
  if (isScript && isInclusion && carrier.test(url)) return say('high', `${name} is a text of another host`);
  if ((isScript || isInclusion) && command.test(remote) && /\.(?:txt|php\d?|gif|jpe?g)/i.test(remote))
    return say('high', `${name} is a script that takes commands`);
  if (isInclusion && (carrier.test(url) || /\.(?:php\d?|phtml|inc)$/i.test(url) || isScript))
    return say('medium', `${name} is a file of another host`);
  return undefined;
}

const runs =
  /[?&](?:cmd|command|exec|execute|shell|run|c)=(?:id|ls|whoami|cat|wget|curl|chmod|uname|dir|net|ping|nc|ncat|bash|sh|pwd|rm|echo|system|phpinfo|passthru|ipconfig|ifconfig|type|powershell)(?:[\s+;|&/%(]|$)/i;

/** `/x.php?pathhttp://…`: no sign of equality, which probes leave out where the name ends with one in another encoding. */
function fromGlued(text: string): Sighting | undefined {
  const found = /\.(?:php\d?|aspx?|jspx?|cfm|cgi)\?(?:[^\s?]{0,200}[&;])?\w{1,40}(?=(?:https?|ftps?):\/\/)/i.exec(text);
  if (found === null) return undefined;
  const start = found.index + found[0].length;
  const remote = text.slice(start);
  if (!tool.test(remote) && !carrier.test(remote)) return undefined;
  return { span: [start, text.length], confidence: tool.test(remote) ? 'high' : 'medium', reason: 'a file of another host behind a name' };
}

/** Names of parameters that programs include: paths, roots, pages, templates, languages, modules. */
const includes =
  /(?:path|root|dir|inc|include|includes|file|filename|page|template|module|config|folder|prefix)$|^(?:tpl|theme|skin|lang|language|mod|plugin|conf|cfg|class|lib|library|libs|content|section|body|main|view|load|require|locate|location|base|home|header|footer|layout|style|script|doc|document|abs|absolute|rep|pag|seite|inhalt|chemin|cat|cont|display|show|site|open|goto|read|action|board|detail|download|dl|nav|path\w{1,16}|inc\w{1,16}|dir\w{1,16}|file\w{1,16}|root\w{1,16}|page\w{1,16})$/;

/** The value is the URL of what shall run. */
function fromUrl(text: string): Sighting | undefined {
  const url = text.trim();
  if (!/^(?:(?:https?|ftps?|smb|sftp|nfs|(?:web)?davs?):)?[\\/]{2}[^\s/\\]{1,255}[/\\]/i.test(url)) return undefined;
  const say = (confidence: Confidence, reason: string): Sighting => ({ span: [0, text.length], confidence, reason });
  const scheme = (/^[a-z]*/i.exec(url)?.[0] ?? '').toLowerCase();
  const path = url.replace(/^(?:[a-z]{3,7}:)?[\\/]{2}[^/\\]{1,255}/i, '');
  const isTool = tool.test(path);
  if (/(?:%00|\0)(?:\.\w{1,5})?$/.test(path)) return say('high', 'a remote file with a NUL that cuts what is appended');
  if (isTool && (swallowing.test(path) || command.test(path) || /\.txt(?![a-z])/i.test(path)))
    return say('high', 'a known tool of another host');
  if (carrier.test(path) && swallowing.test(path)) return say('high', 'a remote text that swallows what is appended');
  // A host in front of the host, or one that is no web server: nobody links to a script so.
  const isOdd = /^[a-z]{3,7}:[\\/]{2}[^\s/\\?#]{1,120}@/i.test(url) || (scheme !== '' && !scheme.startsWith('http'));
  const isScript = /\.(?:php\d?|phtml|inc|aspx?|jspx?|cfm)(?:[?#]|%3f|$)/i.test(path);
  if (isOdd && isScript && (scheme !== 'ftp' || isTool || /\?$/.test(path)))
    return say(isTool || /\?$/.test(path) ? 'high' : 'medium', 'a script of a host that is no site');
  if (sureTool.test(path) && scheme !== '' && !showsSource.test(path)) return say('high', 'a known tool of another host');
  if (/\.(?:txt|php\d?|aspx?|jspx?|gif|jpe?g|png)\?/i.test(path)) {
    if (runs.test(path)) return say('high', 'a remote script that is given a command');
    if (command.test(path)) return say('medium', 'a remote script that takes commands');
  }
  if (scheme === '') return isScript && /\.(?:php\d?|phtml|inc)/i.test(path) ? say('medium', 'a script of another host') : undefined;
  if (isTool && /\.(?:php\d?|inc|aspx?|jspx?|cfm|pl|sh|ps1)/i.test(path)) return say('medium', 'a known tool of another host');
  if (/\.(?:php\d?|inc|phtml)(?:\?|%3f)$/i.test(path)) return say('medium', 'a remote script that swallows what is appended');
  if (/\.(?:zip|t?gz|jar|py|so|dll)\?\w{0,12}=?\.\w{2,5}$/i.test(path)) return say('medium', 'a remote file under another extension');
  return undefined;
}

/** A share of another host; Windows loads from it as from a disk ([MS-DTYP] §2.2.57). */
function fromShare(text: string): Sighting | undefined {
  const found =
    /^\\{2,4}(?:[\w-]{1,63}\.){0,8}[\w-]{1,63}(?:@(?:ssl@)?\d{1,5})?\\{1,2}[^\\\s/:*?"<>|]{1,80}\\{1,2}[^\s:*?"<>|]{1,200}/i.exec(text);
  if (found === null) return undefined;
  const isCode = /\.(?:php\d?|phtml|inc|aspx?|jspx?|exe|dll|bat|cmd|ps1|vbs|js|hta|scr|txt|py|pl|lnk|xsl)(?:[?#]|%00|\0|$)/i.test(found[0]);
  if (!isCode && !/\\(?:c|admin|ipc)\$/i.test(found[0])) return undefined;
  return {
    span: [0, found[0].length],
    confidence: /\.(?:php\d?|phtml|inc|aspx?|jspx?)/i.test(found[0]) ? 'high' : 'medium',
    reason: 'code on a share of another host',
  };
}
