import type { ShellCommand, ShellWord } from './languages/shell-structure.ts';

/**
 * How a command is used:
 * `bare` runs alone or with options (`id`, `ls -la`); `operand` needs something that is no word of prose (`cat /etc/passwd`);
 * `tool` belongs to development and administration, where chains of commands are everyday text (`npm ci && npm test`).
 */
type Usage = 'bare' | 'operand' | 'tool';

const usages = new Map<string, Usage>();
const table: readonly (readonly [Usage, string])[] = [
  [
    'bare',
    'id whoami pwd ls dir uname hostname ifconfig ipconfig ip netstat ss ps env printenv systeminfo tasklist arp lsblk lsof df du mount lscpu ver reboot shutdown poweroff halt groups getent w last users who set vol',
  ],
  [
    'operand',
    'cat tac nl head tail more less type find grep egrep awk gawk sed sort cut tr strings xxd od hexdump base64 base32 rev tee touch dd cp mv rm rmdir del erase copy move mkdir md ln chmod chown chattr kill killall pkill sleep timeout ping ping6 nslookup dig host curl wget fetch nc ncat netcat telnet ftp tftp scp sftp ssh socat openssl bash sh zsh ksh csh tcsh dash ash busybox cmd cmd.exe powershell powershell.exe pwsh python python2 python3 perl ruby php lua node gcc cc eval exec source xargs nohup sudo su crontab at echo printf net net1 reg wmic cscript wscript mshta rundll32 regsvr32 certutil bitsadmin msiexec start taskkill attrib icacls cacls useradd userdel usermod adduser passwd iptables nmap traceroute tracert whois systemctl service mail sendmail mysql psql sqlite3 mongo redis-cli aws gcloud az kubectl netsh sc dumpcap tcpdump strace gdb screen crontab lsmod locate touch route file stat diff uniq wc split test export unset alias',
  ],
  [
    'tool',
    'npm npx yarn pnpm git docker make pip pip3 cd go cargo mvn brew apt apt-get yum dnf apk sls sam cdk terraform tar zip unzip gzip gunzip',
  ],
];
for (const [usage, names] of table) for (const name of names.split(' ')) usages.set(name, usage);

// Windows does not care about case; elsewhere `Route` and `Env` are words of prose and code.
const windows = new Set(
  'dir type net net1 netsh reg ping ipconfig systeminfo tasklist taskkill whoami ver set copy move del erase md cmd cmd.exe powershell powershell.exe certutil wmic cscript wscript mshta rundll32 regsvr32 bitsadmin msiexec icacls attrib nslookup tracert curl'.split(
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

/** Whether a plain word names a command that the table knows. */
export function isKnownCommand(word: string): boolean {
  return usageOf(word) !== undefined;
}

export type Runnable = 'certain' | 'likely' | 'tool' | 'no';

/**
 * Whether a shell could run the command and a person would not write it as prose: `cat /etc/passwd`, not `cat and dog`.
 * `certain` has arguments in the form that such a command takes; `likely` is the name alone.
 */
export function judgeCommand(command: ShellCommand): Runnable {
  const { word, words, redirections } = command;
  if (word === undefined) return 'no';
  // A substitution that puts out nothing only splits the name: wh``oami.
  const name = word.text.replaceAll('$()', '');
  if (/^\/(?:usr\/(?:local\/)?)?s?bin\/[\w.+-]{1,40}$/.test(name)) return words.length < 3 || hasForm(words, 1) ? 'certain' : 'likely';
  // A pattern that the shell expands to a program: /???/??t.
  if (/^\/[\w?*[\]/-]{0,40}[?*][\w?*[\]/-]{0,40}$/.test(name)) return 'certain';
  const base = baseName(name);
  const usage = usageOf(base);
  if (usage === undefined) return 'no';
  const proseWords = countProse(words);
  const isFormed = hasForm(words, 1) || redirections.length > 0;
  if (usage === 'tool') return words.length > 1 && proseWords < 4 ? 'tool' : 'no';
  if (usage === 'bare') {
    if (words.length === 1) return redirections.length > 0 ? 'certain' : 'likely';
    return isFormed && (proseWords === 0 || (base === 'dir' && proseWords < 3)) ? 'certain' : 'no';
  }
  if (words.length === 1) return redirections.length > 0 && base !== 'echo' ? 'likely' : 'no';
  if (base === 'echo' || base === 'printf') return proseWords < 3 ? 'likely' : 'no';
  const verb = verbs.get(base.toLowerCase());
  if (verb !== undefined) return verb.test(words[1]?.text ?? '') ? 'certain' : 'no';
  if (base === 'sleep' || base === 'timeout') return /^\d{1,6}[smh]?$/.test(words[1]?.text ?? '') && words.length < 4 ? 'certain' : 'no';
  if (!isFormed) return 'no';
  return proseWords <= words.length / 2 ? 'certain' : 'likely';
}

// Options, paths, addresses, patterns, numbers, expansions, quoted text: the first argument tells most.
function hasForm(words: readonly ShellWord[], from: number): boolean {
  const first = words[from];
  if (first === undefined) return false;
  return isFormedArgument(first) || (words[from + 1] !== undefined && isFormedArgument(words[from + 1] as ShellWord) && !isProse(first));
}

function isFormedArgument(word: ShellWord): boolean {
  const { text } = word;
  if (/^[-+/~.$*%@][^\s]/.test(text) || text.includes('$()') || text === '*' || text === '-') return true;
  if (/[/\\*$=@{}]|:\/\/|\.[a-z0-9]|^[a-zA-Z]:/.test(text)) return true;
  if (/^\d{1,12}$/.test(text)) return true;
  return word.quoted && text.length > 0;
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
