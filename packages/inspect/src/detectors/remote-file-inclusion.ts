import type { Confidence } from '@postern/core';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { sightingAtEdge } from '../text/edges.ts';
import { mark } from '../text/marks.ts';

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
  // A remote file has a scheme, or is a share: two backslashes (or slashes, which pass for them) come first.
  canOccur: (text, marks) =>
    ((marks & mark.colon) !== 0 && address.test(text)) || ((marks & mark.backslash) !== 0 && text.includes('\\\\')),
  detect: (text) => (text.length > longest ? sightingAtEdge(text, fromValue) : fromValue(text)),
});

function fromValue(text: string): Sighting | undefined {
  if (text.startsWith('\\\\')) return fromShare(text);
  if (/\s/.test(text.trim())) return undefined;
  return fromWrapper(text) ?? fromParameter(text) ?? fromUrl(text);
}

const longest = 4096;
const address = /(?:https?|ftps?|sftp|tftp|smb|php|data|expect|zip|phar|rar|ssh2\.\w{2,6}|ogg):/i;

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
  /(?:^|\/)[\w.-]{0,24}(?:shell|c99|c100|r57|b374k|wso|backdoor|webadmin|cmd|evil|exploit|payload|inject|rfi|phpinfo|rootkit|hack|pwn|xpl|malicious|reverse|bypass|deface)[\w.-]{0,16}\.(?:txt|te?xt|php\d?|inc|gif|jpe?g|png|dat|aspx?|jspx?|cfm|pl|py|sh|ps1|bin|xml|html?|zip)(?![a-z0-9])/i;
const carrier = /\.(?:txt|inc|gif|jpe?g|png|dat|tmp|log|bak|old|te?xt|pdf)(?:[?#&;]|%00|%3f|%23|\0|$)/i;
/** A query, fragment or NUL without content: what the program appends (`.php`) falls into it. */
const swallowing = /(?:\?{1,3}|#|%00|\0|%3f|%23|\?&|\?\.|\?\/)$/i;
const command = /[?&](?:cmd|command|exec|execute|c|shell|run|system|x|act|do|e|ls|id|dir)=(?:[a-z]{2,12}(?:[\s+;|&/%]|$)|\/)/i;

/** `/index.php?page=http://…`: a parameter of a script, or a path, that holds a URL. */
function fromParameter(text: string): Sighting | undefined {
  const at = text.search(/=["']?(?:https?|ftps?|smb):(?:\/\/|\\\\|%2f%2f)/i);
  if (at < 1) return undefined;
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

/** Names of parameters that programs include: paths, roots, pages, templates, languages, modules. */
const includes =
  /(?:path|root|dir|inc|include|includes|file|filename|page|template|module|config|folder|prefix)$|^(?:tpl|theme|skin|lang|language|mod|plugin|conf|cfg|class|lib|library|libs|content|section|body|main|view|load|require|locate|location|base|home|header|footer|layout|style|script|doc|document|abs|absolute|rep|pag|seite|inhalt|chemin|cat|cont|display|show|site|open|goto|read|action|board|detail|download|dl|nav|path\w{1,16}|inc\w{1,16}|dir\w{1,16}|file\w{1,16}|root\w{1,16}|page\w{1,16})$/;

/** The value is the URL of what shall run. */
function fromUrl(text: string): Sighting | undefined {
  const url = text.trim();
  if (!/^(?:https?|ftps?|smb):[\\/]{2}[^\s/\\]{1,255}[/\\]/i.test(url)) return undefined;
  const say = (confidence: Confidence, reason: string): Sighting => ({ span: [0, text.length], confidence, reason });
  const path = url.replace(/^[a-z]{3,5}:[\\/]{2}[^/\\]{1,255}/i, '');
  const isTool = tool.test(path);
  if (/(?:%00|\0)(?:\.\w{1,5})?$/.test(path)) return say('high', 'a remote file with a NUL that cuts what is appended');
  if (isTool && (swallowing.test(path) || command.test(path) || /\.txt(?![a-z])/i.test(path)))
    return say('high', 'a known tool of another host');
  if (carrier.test(path) && swallowing.test(path)) return say('high', 'a remote text that swallows what is appended');
  if (command.test(path) && /\.(?:txt|php\d?|gif|jpe?g|png)\?/i.test(path)) return say('medium', 'a remote script that takes commands');
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
