import { type ShellCommand, tokenizeShell } from '@postern/inspect';
import type { Work } from './budget.ts';

/** Text that a program runs as code. */
export interface Script {
  readonly language: 'shell' | 'javascript';
  readonly text: string;
}

type Words = readonly string[];

/**
 * How programs are given a script. `shell`, `cmd`, `powershell` and `node` run one themselves. A `wrapper` starts the program that its
 * arguments name; where in them depends on its options, so every argument that names one of the others counts. The rest are wrappers
 * too, with a way of their own: `option` hands the text after `-c` to a shell, `joined` its operands joined by blanks.
 */
type Kind = 'shell' | 'cmd' | 'powershell' | 'node' | 'wrapper' | 'env' | 'option' | 'joined';

const names: Readonly<Record<Kind, string>> = {
  shell: 'sh bash dash ash zsh ksh mksh fish rbash',
  cmd: 'cmd',
  powershell: 'powershell pwsh',
  node: 'node nodejs bun deno',
  wrapper:
    'busybox toybox timeout nice ionice chrt nohup setsid stdbuf sudo doas xargs time taskset numactl prlimit unshare nsenter chroot strace ltrace catchsegv unbuffer setarch linux32 linux64 setpriv capsh gosu su-exec find docker podman nerdctl kubectl tini dumb-init exec command builtin npx npm pnpm yarn',
  env: 'env',
  option: 'su runuser script flock sg npx npm',
  joined: 'ssh watch eval parallel rsh',
};
const kinds = /* @__PURE__ */ kindsByName();

function kindsByName(): ReadonlyMap<string, ReadonlySet<Kind>> {
  const byName = new Map<string, Set<Kind>>();
  for (const kind of Object.keys(names) as Kind[])
    for (const name of names[kind].split(' ')) byName.set(name, (byName.get(name) ?? new Set()).add(kind));
  return byName;
}

/** Options of `joined` programs that take a value of their own. */
const valued = new Set('-b -c -D -E -e -F -I -i -J -L -l -m -n -O -o -p -Q -R -S -W -w --interval -j'.split(' '));
/** Options of shells that take a value of their own; `-o` may stand at the end of a bundle (`-eo pipefail`). */
const valuedOfShells = /^(?:--(?:rcfile|init-file)|[-+][A-Za-z]*[oO])$/;

/** The scripts that starting a program with these words runs, as long as there is `work` left for them. `input` is its standard input. */
export function scriptsOf(words: Words, work: Work, input?: () => string | undefined): readonly Script[] {
  if (!kinds.has(nameOf(words[0] ?? ''))) return none;
  const scripts: Script[] = [];
  // A shell is the last one to be started: what stands behind its script are the script's own arguments.
  const last = isFinal(words[0] as string) ? 1 : words.length;
  for (let at = 0; at < last; at++)
    for (const kind of kinds.get(nameOf(words[at] as string)) ?? none) collect(kind, words, at, input, work, scripts);
  return scripts;
}

const none: readonly never[] = [];

/** Whether a command line can hold another one; a necessary condition. */
export function mayStartShell(text: string): boolean {
  return /(?:sh|cmd|env|su|eval|parallel|watch|script|runuser|flock|sg|node|nodejs|bun|deno|npx|npm)\b/i.test(text);
}

/** The scripts that the commands of a script run: `sh -c '…'`, `eval "…"`, `echo … | sh`, `sh <<< …`. */
export function scriptsIn(commands: readonly ShellCommand[], work: Work): readonly Script[] {
  const scripts: Script[] = [];
  for (let i = 0; i < commands.length; i++) {
    const command = commands[i] as ShellCommand;
    const words = textsOf(command);
    const found = scriptsOf(words, work, () => inputOf(command, commands[i - 1]));
    for (let k = 0; k < found.length; k++) scripts.push(found[k] as Script);
  }
  return scripts;
}

function inputOf({ opener, redirections }: ShellCommand, before: ShellCommand | undefined): string | undefined {
  const text = redirections.find(({ operator }) => operator.endsWith('<<<'))?.target;
  if (text !== undefined) return text;
  if (opener !== '|' || !before || !/^(?:echo|printf)$/.test(before.word?.text ?? '')) return undefined;
  return textsOf(before).slice(1).join(' ');
}

function textsOf({ words }: ShellCommand): string[] {
  return words.map(({ text }) => text);
}

function collect(kind: Kind, words: Words, at: number, input: (() => string | undefined) | undefined, work: Work, scripts: Script[]): void {
  // Every word may be looked at once more.
  if (!work.take(words.length - at)) return;
  if (kind === 'env') collectSplit(words, at, work, scripts);
  const text = textOf(kind, words, at, input);
  if (text && work.take(text.length)) scripts.push({ language: kind === 'node' ? 'javascript' : 'shell', text });
}

function textOf(kind: Kind, words: Words, at: number, input: (() => string | undefined) | undefined): string | undefined {
  switch (kind) {
    case 'shell':
      return shellScript(words, at, input);
    case 'cmd':
      return restAfter(words, at, /^\/[dsq/]*[ck]$/i);
    case 'powershell':
      return restAfter(words, at, /^[-/]c(?:o(?:m(?:m(?:a(?:n(?:d)?)?)?)?)?)?$/i);
    case 'node':
      return nodeScript(words, at, input);
    case 'option':
      return commandOption(words, at);
    case 'joined':
      return joinedOperands(words, at);
    default:
      return undefined;
  }
}

/** `su -c '…' user`, `flock file -c '…'`, `npm exec --call=…`. */
function commandOption(words: Words, at: number): string | undefined {
  for (let i = at + 1; i < words.length; i++) {
    const [, attached] = /^--(?:command|call)=([\s\S]*)$/.exec(words[i] as string) ?? [];
    if (attached !== undefined) return attached;
    if (/^(?:-[A-Za-z]*c|--command|--call|--session-command)$/.test(words[i] as string)) return words[i + 1];
  }
  return undefined;
}

/** POSIX sh: `-c` anywhere among the options makes a script of the first operand; without an operand, or with `-s`, standard input is the script. */
function shellScript(words: Words, at: number, input: (() => string | undefined) | undefined): string | undefined {
  let isCommand = false;
  let readsInput = false;
  let i = at + 1;
  for (; i < words.length; i++) {
    const word = words[i] as string;
    if (word === '--' || word === '-') {
      i++;
      break;
    }
    if (!/^[-+]/.test(word)) break;
    if (/^-[A-Za-z]*c/.test(word)) isCommand = true;
    if (/^-[A-Za-z]*s/.test(word)) readsInput = true;
    if (valuedOfShells.test(word)) i++;
  }
  if (isCommand || words[i]?.startsWith('/c')) return words[i];
  return readsInput || i >= words.length ? input?.() : undefined;
}

function nodeScript(words: Words, at: number, input: (() => string | undefined) | undefined): string | undefined {
  for (let i = at + 1; i < words.length; i++) {
    const word = words[i] as string;
    const [, attached] = /^--(?:eval|print)=([\s\S]*)$/.exec(word) ?? [];
    if (attached !== undefined) return attached;
    if (/^(?:-e|-p|-pe|--eval|--print|eval)$/.test(word)) return words[i + 1];
    if (!word.startsWith('-')) return undefined;
  }
  return input?.();
}

/**
 * What `env` splits into words itself: `-S'sh -c "…"'`, `--split-string=…`, `-vS …` (GNU coreutils). The string is quoted like a shell's
 * words, and has no operators; input in it can leave its quotes or add words.
 */
function collectSplit(words: Words, at: number, work: Work, scripts: Script[]): void {
  for (let i = at + 1; i < words.length; i++) {
    const word = words[i] as string;
    const attached = /^--split-string=([\s\S]*)$/.exec(word)?.[1] ?? /^-[0iv]*S([\s\S]+)$/.exec(word)?.[1];
    const text = attached ?? (/^(?:--split-string|-[0iv]*S)$/.test(word) ? words[i + 1] : undefined);
    if (text === undefined) continue;
    if (!work.take(text.length)) return;
    scripts.push({ language: 'shell', text });
    const split = tokenizeShell(text).commands.flatMap(textsOf);
    const inner = scriptsOf(['nice', ...split], work);
    for (let k = 0; k < inner.length; k++) scripts.push(inner[k] as Script);
  }
}

function restAfter(words: Words, at: number, option: RegExp): string | undefined {
  for (let i = at + 1; i < words.length; i++) if (option.test(words[i] as string)) return words.slice(i + 1).join(' ');
  return undefined;
}

/** `ssh -p 22 host command…`: the operands behind the host; `watch -n 1 command…`, `eval command…`: all of them. */
function joinedOperands(words: Words, at: number): string {
  let i = at + 1;
  while (i < words.length && (words[i] as string).startsWith('-')) {
    const word = words[i++] as string;
    if (word === '--') break;
    if (valued.has(word)) i++;
  }
  if (/^(?:ssh|rsh)$/.test(nameOf(words[at] as string))) i++;
  return words.slice(i).join(' ');
}

function isFinal(word: string): boolean {
  const found = kinds.get(nameOf(word));
  return found !== undefined && (found.has('shell') || found.has('cmd') || found.has('powershell') || found.has('node'));
}

function nameOf(word: string): string {
  return word
    .slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1)
    .toLowerCase()
    .replace(/\.exe$/, '');
}
