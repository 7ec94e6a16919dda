import type { ShellCommand, ShellWord } from './languages/shell-structure.ts';

/**
 * How a command is used:
 * `bare` runs alone or with options (`id`, `ls -la`); `operand` needs something that is no word of prose (`cat /etc/passwd`);
 * `tool` belongs to development and administration, where chains of commands are everyday text (`npm ci && npm test`).
 */
type Usage = 'bare' | 'operand' | 'tool';

const table: readonly (readonly [Usage, string])[] = [
  [
    'bare',
    'id whoami pwd ls dir uname hostname ifconfig ipconfig ip netstat ss ps env printenv systeminfo tasklist yes arp lsblk lsof df du mount lscpu ver reboot shutdown poweroff halt groups getent w last users who set vol sysinfo uptime dmesg lspci lsusb pstree jobs history finger lastlog blkid findmnt free top htop vmstat hostnamectl getmac driverquery quser qwinsta klist tree query',
  ],
  [
    'operand',
    'cat tac nl head tail more less type find grep egrep awk gawk sed sort cut tr strings xxd od hexdump base64 base32 rev tee touch dd cp mv rm rmdir del erase copy move mkdir md ln chmod chown chattr kill killall pkill sleep timeout ping ping6 nslookup dig host curl wget fetch nc ncat netcat telnet ftp tftp scp sftp ssh socat openssl bash sh zsh ksh csh tcsh dash ash busybox cmd cmd.exe powershell powershell.exe pwsh python python2 python3 perl ruby php lua node gcc cc eval exec source xargs nohup sudo su crontab at echo printf net net1 reg wmic cscript wscript mshta rundll32 regsvr32 certutil bitsadmin msiexec start taskkill attrib icacls cacls useradd userdel usermod adduser passwd iptables nmap traceroute tracert whois systemctl service mail sendmail mysql psql sqlite3 mongo redis-cli aws gcloud az kubectl netsh sc dumpcap tcpdump strace gdb screen crontab lsmod locate touch route file stat diff uniq wc split export unset alias rsync rsh rlogin vi vim nano ed tclsh expect mkfifo mknod chroot nsenter unshare zcat bzcat xzcat md5sum sha1sum sha256sum paste fold shuf seq dpkg rpm schtasks fsutil forfiles msbuild installutil regasm wevtutil vssadmin nltest setx findstr robocopy xcopy where pathping dsquery bcdedit tshark mawk nawk',
  ],
  [
    'tool',
    'npm npx yarn pnpm git docker make pip pip3 cd go cargo mvn brew apt apt-get yum dnf apk sls sam cdk terraform tar zip unzip gzip gunzip jq deno bun tsx',
  ],
];
const usages: ReadonlyMap<string, Usage> = new Map(
  table.flatMap(([usage, names]) => names.split(' ').map((name): [string, Usage] => [name, usage])),
);

// Windows does not care about case; elsewhere `Route` and `Env` are words of prose and code.
const windows = new Set(
  'dir type net net1 netsh reg ping ipconfig systeminfo tasklist taskkill whoami ver set copy move del erase md cmd cmd.exe powershell powershell.exe certutil wmic cscript wscript mshta rundll32 regsvr32 bitsadmin msiexec icacls attrib nslookup tracert curl schtasks findstr robocopy xcopy tree query sc netsh start'.split(
    ' ',
  ),
);

function usageOf(name: string): Usage | undefined {
  const usage = usages.get(name);
  if (usage !== undefined) return usage;
  const lower = name.toLowerCase();
  return windows.has(lower) ? usages.get(lower) : undefined;
}

// These take a verb first, which is a word.
const verbs = new Map<string, RegExp>([
  ['net', /^(?:user|localgroup|group|share|view|use|start|stop|accounts|sessions?)$/i],
  ['net1', /^(?:user|localgroup|group|share|view|use|start|stop|accounts|sessions?)$/i],
  ['netsh', /^(?:firewall|advfirewall|interface|wlan|int|winhttp|http)$/i],
  ['reg', /^(?:add|query|delete|save|export|import|copy|load)$/i],
  ['wmic', /^(?:process|os|useraccount|service|product|qfe|logicaldisk)$/i],
  ['systemctl', /^(?:start|stop|restart|status|enable|disable|list-units)$/],
]);

/** Whether a command's name is a word of prose, a field or a file too. */
export function isEverydayWord(word: string): boolean {
  return everyday.has(word.toLowerCase());
}

/**
 * Whether an everyday word goes on as prose, told without a lexer: two more words of letters. {@link judgeCommand} says no to such a command unless
 * something is redirected, or the word is one of those that take words.
 */
export function isProseUse(word: string, text: string, end: number): boolean {
  const lower = word.toLowerCase();
  if (!everyday.has(lower) || verbs.has(lower) || lower === 'echo' || lower === 'printf') return false;
  const rest = text.slice(end, end + 200);
  return /^ {1,4}[a-zA-Z]{1,20}[.,!?:]? [a-zA-Z]{1,20}[ .,!?:]/.test(rest) && !/[<>]/.test(rest);
}

/** Whether a plain word names a command that the table knows. */
export function isKnownCommand(word: string): boolean {
  return usageOf(word) !== undefined;
}

export type Runnable = 'certain' | 'likely' | 'tool' | 'no';

/**
 * Names that are words of prose, fields or files before they are commands: "cut 5", "sort A/B", "host example.com". A separator in front of them is
 * no evidence; only an argument in a form that no sentence has makes them commands.
 */
const everyday = new Set(
  'id w who last users groups set vol ver ip halt mount reboot shutdown hostname host head tail more less type find sort cut strings rev touch move copy erase kill sleep timeout ping dig fetch mail start at file stat split route screen locate node net time source export alias exec eval echo printf dash reg service diff column perl ruby mongo md uptime jobs history finger free top tree query yes expect paste fold where'.split(
    ' ',
  ),
);

/** `node ./scripts/build.js` runs a file that is already there: a step of a build, not what an attacker brings. */
const interpreters = new Set(['node', 'bash', 'sh', 'zsh', 'python', 'python3', 'ruby', 'perl', 'php', 'deno', 'bun', 'tsx']);
const scriptFile = /^(?:\.{1,2}\/|[\w-]{1,40}\/)?(?:[\w.-]{1,60}\/){0,8}[\w.-]{1,60}\.(?:[cm]?[jt]sx?|sh|py|rb|pl|php)$/;

/** They only pass on or name what they are given: without a file they do nothing that an attacker wants. */
const filters = new Set([
  'sort',
  'cut',
  'head',
  'tail',
  'more',
  'less',
  'rev',
  'split',
  'column',
  'uniq',
  'wc',
  'tr',
  'export',
  'unset',
  'alias',
]);

/**
 * Whether a shell could run the command and a person would not write it as prose: `cat /etc/passwd`, not `cat and dog`.
 * `certain` has arguments in the form that such a command takes; `likely` is the name alone, or with arguments that prose has too.
 */
export function judgeCommand(command: ShellCommand): Runnable {
  const { word, words } = command;
  if (word === undefined) return 'no';
  // A substitution that puts out nothing only splits the name: wh``oami.
  const name = word.text.includes('$()') ? word.text.replaceAll('$()', '') : word.text;
  if (/^\/?(?:usr\/(?:local\/)?)?s?bin\/[\w.+-]{1,40}$/.test(name))
    return words.length < 3 || formOf(words, 1) !== 'none' ? 'certain' : 'likely';
  // A pattern that the shell expands to a program: /???/??t.
  if (/^\/[\w?*[\]/-]{0,40}[?*][\w?*[\]/-]{0,40}$/.test(name) && /[\w?]/.test(name)) return 'certain';
  const base = baseName(name);
  const usage = usageOf(base);
  if (usage === undefined) return 'no';
  const isEveryday = everyday.has(base.toLowerCase()) && !word.quoted && name === word.text;
  const proseWords = countProse(words);
  const redirected = redirectionForm(command);
  if (interpreters.has(base) && words.length > 1 && scriptFile.test(words[1]?.text ?? '')) return proseWords < 4 ? 'tool' : 'no';
  if (usage === 'tool') return words.length > 1 && proseWords < 4 ? 'tool' : 'no';
  if (words.length === 1) {
    if (redirected === 'none' || base === 'echo') return usage === 'bare' && redirected === 'none' ? 'likely' : 'no';
    if (isEveryday && redirected !== 'strong') return 'no';
    return usage === 'bare' ? 'certain' : 'likely';
  }
  if (base === 'echo' || base === 'printf') return proseWords >= 3 ? 'no' : words.some(tellsSecret) ? 'certain' : 'likely';
  if (base === 'printenv') return /^[A-Z][A-Z0-9_]{2,60}$/.test(words[1]?.text ?? '') ? 'certain' : 'no';
  const verb = verbs.get(base.toLowerCase());
  if (verb !== undefined) return verb.test(words[1]?.text ?? '') ? 'certain' : 'no';
  if (base === 'sleep' || base === 'timeout') return judgeWait(words);
  const form = redirected === 'strong' ? 'strong' : formOf(words, 1);
  if (form === 'none' && redirected === 'none') return 'no';
  if (usage === 'bare' && proseWords > (base === 'dir' ? 2 : 0)) return 'no';
  const needsFile = filters.has(base) && redirected !== 'strong' && !words.some((argument) => rootedPath.test(argument.text));
  if (needsFile && form === 'strong') return proseWords < 2 ? 'likely' : 'no';
  if (isEveryday && form !== 'strong') return proseWords === 0 && form === 'weak' ? 'likely' : 'no';
  return proseWords <= words.length / 2 ? 'certain' : 'likely';
}

/** `$AWS_SECRET_ACCESS_KEY`: a variable that holds what nobody shows. */
function tellsSecret({ text }: ShellWord): boolean {
  return text.includes('$') && /\$\{?[A-Z0-9_]{0,40}(?:SECRET|TOKEN|PASSW|ACCESS_KEY|API_?KEY|CREDENTIAL|PRIVATE)/.test(text);
}

/** `sleep 5`, not `sleep 8 hours`. */
function judgeWait(words: readonly ShellWord[]): Runnable {
  if (!/^\d{1,6}[smh]?$/.test(words[1]?.text ?? '') || words.length > 3) return 'no';
  return words.length === 2 || !isProse(words[2] as ShellWord) ? 'certain' : 'no';
}

/** `strong`: no sentence has it; `weak`: prose has it now and then; `none`: words and measures, the arguments that tell nothing. */
type Form = 'strong' | 'weak' | 'none';

// Options, paths, addresses, patterns, expansions, quoted text: the first argument tells most.
function formOf(words: readonly ShellWord[], from: number): Form {
  const first = words[from];
  if (first === undefined) return 'none';
  const form = argumentForm(first);
  if (form === 'strong' || isProse(first)) return form;
  const second = words[from + 1];
  // "node 5 / node 6": a slash alone is a path only right behind the name.
  const next = second === undefined || second.text === '/' ? 'none' : argumentForm(second);
  return next === 'strong' || form === 'none' ? next : form;
}

const rootedPath =
  /^(?:\/$|\/[\w.*?+-]{1,64}\/|\/(?:etc|tmp|var|proc|sys|home|root|dev|bin|sbin|usr|opt|boot|mnt|srv|lib|flag)\b|\.{1,2}[/\\]|~\/|[a-zA-Z]:[/\\]|\\{1,2}[\w$])/;

function argumentForm(word: ShellWord): Form {
  const { text } = word;
  if (rootedPath.test(text) || text.includes('$') || /^[-+]{1,2}[a-zA-Z]|^-\d{1,3}$|^%[A-Za-z]|^@-/.test(text)) return 'strong';
  if (/^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?$/.test(text)) return 'strong'; // an IPv4 address
  if (word.quoted && /^[a-zA-Z]:\w/.test(text)) return 'strong'; // C:\Windows, the backslash taken for an escape
  // `*.txt`, `/*`; not the `*word*` of Markdown, and not a `*` for a footnote.
  if (text.includes('*') && text.length > 1 && !text.endsWith('*')) return 'strong';
  // Measures, times, fractions, dates, sizes: 5, 2.5, 10:30, 24/7, 5%, 10x20.
  if (/^[\d.,:/x%°-]{1,24}[a-zA-Z]{0,3}[.,!?]?$/.test(text) && /^[^.]?\d/.test(text)) return word.quoted ? 'weak' : 'none';
  if (/^[-+/~.%@]\w/.test(text) || text === '*') return 'weak';
  if (/[/\\*=@{}]|:\/\/|\.[a-z0-9]|^[a-zA-Z]:/.test(text)) return 'weak';
  return word.quoted && text.length > 0 ? 'weak' : 'none';
}

/** `> /tmp/x`, `2>&1`, `< /etc/passwd`; `more > Advanced` and `x > 5` are prose. */
function redirectionForm({ redirections }: ShellCommand): Form {
  let best: Form = 'none';
  for (let i = 0; i < redirections.length; i++) {
    const { operator, target } = redirections[i] as ShellCommand['redirections'][number];
    // A here-string is written in no other language.
    if (operator === '<<<' || rootedPath.test(target) || operator.endsWith('&') || target.includes('$')) return 'strong';
    best = 'weak';
  }
  return best;
}

function isProse(word: ShellWord): boolean {
  return !word.quoted && /^[a-zA-Z]{1,20}[.,!?:]?$/.test(word.text);
}

function countProse(words: readonly ShellWord[]): number {
  let count = 0;
  for (let i = 1; i < words.length; i++) if (isProse(words[i] as ShellWord)) count++;
  return count;
}

function baseName(name: string): string {
  return /^(?:\.{0,2}[/\\])/.test(name) ? name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1) : name;
}
