import { strongerSighting } from '../code-chain.ts';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { isKnownCommand } from '../shell-commands.ts';
import { mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * What only PowerShell and cmd.exe have: cmdlets that fetch and run, encoded commands, interpreters with a command to run, escapes that split a name.
 * (about_PowerShell_exe, about_Operators, cmd /?). Words are compared as those shells compare them: in any case, carets, backquotes and quotes taken out.
 */
export const windowsShell: Detector = defineDetector({
  id: 'windows-shell',
  title: 'Command of PowerShell or cmd.exe',
  class: 'cmdi',
  severity: 'critical',
  // A letter of a variable, a joined name and a batch file that starts itself have signs of their own. A name that is whole is found by its first letters; one that is split by carets, backquotes or quotes within has two of them.
  canOccur: (text, marks) => words.has(text, marks) || hasSign(text, marks) || mayBeSplit(text, marks),
  detect(text) {
    const cut = caretName.exec(text);
    const name = cut?.[1]?.replaceAll('^', '').toLowerCase() ?? '';
    if (cut !== null && isKnownCommand(name.replace(/\.exe$/, '')))
      return {
        span: [cut.index, cut.index + cut[0].length],
        confidence: text.length <= 400 ? 'high' : 'medium',
        reason: `the name of ${name} is split by carets`,
      };
    let best: Sighting | undefined;
    for (let from = placeFrom(text, 0); from >= 0; from = placeFrom(text, from)) {
      const end = Math.min(text.length, from + windowUnits);
      best = strongerSighting(best, fromWindow(text, from, end));
      if (best?.confidence === 'high' || end === text.length) return best;
      // A command that the window's end cuts is read again.
      from = end - overlap;
    }
    return best;
  },
});

/** Where the window begins that has the next name at or behind `from`; -1 when there is none. A text that fits is a window as a whole. */
function placeFrom(text: string, from: number): number {
  if (text.length <= windowUnits) return 0;
  const word = words.find(text, from)?.start ?? -1;
  split.lastIndex = from;
  const cut = split.test(text) ? split.lastIndex - 4 : -1;
  const at = word < 0 || cut < 0 ? Math.max(word, cut) : Math.min(word, cut);
  return at < 0 ? -1 : Math.max(0, at - lead, from - lead);
}

function fromWindow(text: string, from: number, end: number): Sighting | undefined {
  const window = text.slice(from, end);
  split.lastIndex = 0;
  const { plain, places } = split.test(window) ? withoutEscapes(window) : { plain: window, places: undefined };
  for (let i = 0; i < forms.length; i++) {
    const [pattern, confidence, does, then] = forms[i] as (typeof forms)[number];
    // The window begins where the text does not.
    if (from > 0 && pattern.source.startsWith('^')) continue;
    const found = pattern.exec(plain);
    if (found === null || (then !== undefined && !then.test(plain.slice(found.index, found.index + 300)))) continue;
    const start = from + (places === undefined ? found.index : (places[found.index] as number));
    const last = found.index + found[0].length - 1;
    const until = from + (places === undefined ? last : (places[last] as number)) + 1;
    return { span: [start, until], confidence: confidenceIn(text, start, confidence), reason: does };
  }
  return undefined;
}

const windowUnits = 2048;
/** What two windows have in common, and what stands before a name in its window. */
const overlap = 512;
const lead = 64;
const words = new WordScan(
  'invoke iex gci get-childitem get-item scriptblock for powershell pwsh start-process new-object cmd comspec downloadstring frombase64string set-executionpolicy add-type wscript mshta certutil bitsadmin rundll32 regsvr32',
  /(?:invoke-?(?:expression|webrequest|restmethod|command|wmimethod|mimikatz)|iex\b|gci\s|get-(?:childitem|item)\s|scriptblock\]|for\s{1,4}\/[fdrl]\s|powershell|pwsh|start-(?:process|bitstransfer|job)|new-object|cmd(?:\.exe)?["']?\s{0,3}\/|comspec|downloadstring|downloadfile|frombase64string|set-executionpolicy|add-type|wscript|mshta|certutil|bitsadmin|rundll32|regsvr32)/iy,
  true,
);
// Behind the start of the text or an operator: w^hoami, n^e^t.
const caretName = /(?:^|[&|;(\n])[\s@]{0,4}((?:[a-zA-Z]{1,12}\^){1,12}[a-zA-Z]{1,12}(?:\.exe)?)(?=$|[\s&|;)\n/"'])/;
const sign =
  /%[a-z_()\d]{2,24}:~-?\d|[&.]\s{0,3}\(\s{0,3}['"$]|^[\s&|;]{0,4}%0\s{0,3}\||^[\w.@-]{0,12}['")\s]{0,4}[;&|]{1,2}\s{0,3}\(?[a-z]{3,8}[- ][a-z]/i;

function hasSign(text: string, marks: number): boolean {
  return (
    text.length < 400 &&
    (marks & (mark.percent | mark.separator | mark.bracket)) !== 0 &&
    (marks & (mark.colon | mark.separator | mark.quote | mark.doubleQuote)) !== 0 &&
    sign.test(text)
  );
}

const split = /[a-z][\^`][a-z]|[a-z](?:""|'')[a-z]/gi;

function mayBeSplit(text: string, marks: number): boolean {
  if ((marks & (mark.backquote | mark.doubleQuote | mark.quote)) === 0 && !text.includes('^')) return false;
  split.lastIndex = 0;
  return split.test(text);
}

/** `-Command` and `-EncodedCommand`, which PowerShell lets be cut to any beginning, with something behind them. */
const powershellCommand = /[-/](?:c(?:o(?:m(?:mand)?)?)?|e(?:c|nc|ncodedcommand|ncoded)?)\s{1,4}["'{]?[A-Za-z0-9$(&.+/=]/i;

/** What is searched, how sure it makes, what it does; and what has to follow within the same 300 units. */
const forms: readonly (readonly [RegExp, Sighting['confidence'], string, RegExp?])[] = [
  [/\b(?:powershell|pwsh)(?:\.exe)?["']?\s{1,4}[-/][a-z]/i, 'high', 'PowerShell is given a command', powershellCommand],
  [
    /\b(?:iex|invoke-expression)\b[\s("'&$]{1,6}(?:new-object|\(|\$|iwr|invoke-webrequest|irm|curl|"|')/i,
    'high',
    'text is run as a command',
  ],
  [/\|\s{0,3}(?:iex|invoke-expression)\b/i, 'high', 'text is run as a command'],
  [/\bnew-object\s{1,4}["']?(?:system\.)?net\.(?:webclient|sockets\.\w{1,20})["']?\)?/i, 'high', 'a connection is opened'],
  [/\.(?:downloadstring|downloadfile|downloaddata)\s{0,3}\(\s{0,3}["'$]/i, 'high', 'something is downloaded'],
  [/\[(?:system\.)?(?:convert|text\.encoding)\]::(?:\w{1,10}\.)?(?:frombase64string|getstring)\(/i, 'medium', 'text is decoded'],
  [/(?:\bcmd(?:\.exe)?|%comspec%)["']?(?:\s{1,3}\/[ckr]\s{0,3}["']?[\w%\\.]|\s{0,3}\/[ckr][\s"'])/i, 'high', 'cmd.exe is given a command'],
  [
    /%(?:comspec|programfiles|programdata|pathext|path|os|windir|systemroot|username|public|appdata|te?mp|homedrive|commonprogramfiles)(?:\(x86\))?:~-?\d{1,3}(?:,-?\d{1,3})?%/i,
    'high',
    'a letter is cut out of a variable',
  ],
  [/^[\s&|;]{0,4}%0\s{0,3}\|\s{0,3}%0\s{0,4}$/, 'high', 'a batch file that starts itself twice'],
  [
    /(?:^|[\s;|=(])[&.]\s{0,3}\(\s{0,3}(?:['"][^'"\n]{0,40}['"]\s{0,3}(?:\+|-f)|\[scriptblock\])/i,
    'high',
    'a command is put together from text',
  ],
  [/\[scriptblock\]::create\(/i, 'medium', 'a command is put together from text'],
  [
    /(?:\b(?:gci|get-childitem|get-item)|^[\s'")]{0,4}[;&|]\s{0,3}(?:dir|ls|type|cat))\s{1,4}(?:-path\s{1,4})?["']?env:/i,
    'high',
    'the environment is read',
  ],
  [
    /^[\w.@-]{0,12}['")\s]{0,4}[;&|]{1,2}\s{0,3}\(?(?:get-(?:process|childitem|content|wmiobject|ciminstance|service|item|localuser|netipaddress|aduser|command|host|computerinfo)|out-file|set-content|add-content|remove-item|start-sleep|stop-computer|restart-computer)\b/i,
    'high',
    'a cmdlet behind an operator',
  ],
  [
    /\bfor\s{1,4}\/[fdrl]\s{1,4}(?:"[^"\n]{0,60}"\s{1,4})?%{1,2}[a-z]\s{1,4}in\s{0,4}\(\s{0,4}['`]/i,
    'medium',
    'a loop over the output of a command',
  ],
  [/\bpowershell(?:\.exe)?\s{1,4}[a-z]:\\[^\s]{0,80}[*?]/i, 'high', 'a program is named by a pattern'],
  [/\bset-executionpolicy\s{1,4}(?:bypass|unrestricted)\b/i, 'medium', 'the policy of scripts is lifted'],
  [/\bstart-process\s{1,4}(?:["'-]|[\w:\\./]{1,60}\.(?:exe|bat|cmd|ps1)\b)/i, 'medium', 'a process is started'],
  [/\binvoke-(?:webrequest|restmethod|command|wmimethod)\s{1,4}[-"'$h]/i, 'medium', 'a request is made or a command run elsewhere'],
  [/\bmshta(?:\.exe)?\s{1,4}["']?(?:https?:|javascript:|vbscript:)/i, 'high', 'a remote script is run'],
  [/\bcertutil(?:\.exe)?\s{1,4}[-/](?:urlcache|decode|encode)\b/i, 'high', 'a download by certutil'],
  [/\bbitsadmin(?:\.exe)?\s{1,4}\/transfer\b/i, 'high', 'a download by bitsadmin'],
  [/\brundll32(?:\.exe)?\s{1,4}["']?(?:javascript:|\\\\|[\w:\\.]{1,80}\.dll,)/i, 'high', 'a library is run'],
  [/\bregsvr32(?:\.exe)?\s{1,4}(?:\/\w{1,2}\s{1,4}){0,4}\/i:https?:/i, 'high', 'a remote script is run'],
];

/** In a document commands are quoted and explained: one is certain only in a text that is not one. */
function confidenceIn(text: string, start: number, confidence: Sighting['confidence']): Sighting['confidence'] {
  if (confidence !== 'high' || text.length <= 300) return confidence;
  const line = text.lastIndexOf('\n', start);
  return line >= 0 || text.indexOf('\n', start) >= 0 ? 'medium' : 'high';
}

/** The text as the shells read names, and where each unit of it stood. */
function withoutEscapes(text: string): { readonly plain: string; readonly places: readonly number[] } {
  let plain = '';
  const places: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text[i] as string;
    if (unit === '^' || unit === '`') continue;
    if ((unit === '"' || unit === "'") && text[i + 1] === unit) {
      i++;
      continue;
    }
    plain += unit;
    places.push(i);
  }
  return { plain, places };
}
