import { type Detector, defineDetector } from '../detector.ts';
import { mark } from '../text/marks.ts';

/**
 * An option where a program expects a name: no shell is needed for it (CWE-88). A leading dash alone is everyday (`-5`, `--verbose`, a list in
 * Markdown); what counts are the options with which widely used programs run another program, read a file of options, or write where they are told
 * (git, ssh, tar, curl, wget, find, rsync, zip, sendmail, chrome, ffmpeg, psql, and their documentation).
 */
export const argumentInjection: Detector = defineDetector({
  id: 'argument-injection',
  title: 'Option that makes a program run or write something',
  class: 'cmdi',
  severity: 'high',
  // An option begins with a dash, behind blanks or a quote at most; some programs take `@file` or `+command` too, which begin other text as well.
  needs: mark.dash,
  canOccur: (text, marks) => (marks & mark.dash) !== 0 && text.length <= longest && leads.test(text),
  detect(text) {
    const start = (leads.exec(text)?.[0].length ?? 1) - 1;
    for (let i = 0; i < options.length; i++) {
      const [pattern, confidence, does] = options[i] as (typeof options)[number];
      const found = pattern.exec(text.slice(start));
      if (found !== null) return { span: [start, start + found[0].length], confidence, reason: `an option that ${does}` };
    }
    return undefined;
  },
});

const longest = 400;
const leads = /^[\s'"]{0,4}-/;

// Each begins with the option and goes on to what makes it one: its value.
const options: readonly (readonly [RegExp, 'high' | 'medium', string])[] = [
  [/^-o[\s'"=]{0,3}(?:Proxy|Local|Permit)Command[\s=]/i, 'high', 'makes ssh run a command'],
  [/^--(?:upload-pack|receive-pack|exec)[=\s]{1,3}\S/, 'high', 'makes git run a command'],
  [
    /^-c[\s'"]{0,3}(?:core\.\w{1,20}|protocol\.ext\.allow|alias\.\w{1,20}|diff\.external|http\.proxy)=/i,
    'high',
    'changes how git runs programs',
  ],
  [/^--config(?:-env)?[=\s](?:core|protocol|alias|diff)\./i, 'high', 'changes how git runs programs'],
  [/^--checkpoint(?:-action)?=/, 'high', 'makes tar run a command'],
  [
    /^(?:-I\s{0,2}[./]|--(?:use-compress-program|to-command|rsh-command|info-script|new-volume-script)[=\s'"]{1,3}[\w/])/,
    'high',
    'makes tar run a program',
  ],
  [/^(?:-exec|-execdir|-ok|-okdir|-fprintf?|-fls)\s{1,4}\S/, 'high', 'makes find run or write something'],
  [/^(?:-e|--rsh)[=\s'"]{1,3}(?:sh|bash|\/bin\/|ssh\s)/, 'high', 'makes rsync run a command'],
  [/^-T[Tv]?\s{0,3}-TT|^-TT[=\s'"]/, 'high', 'makes zip run a command'],
  [/^-(?:X|oQ|OQueueDirectory=|C)\/?[\w/.]{2,80}\s{0,3}(?:-X|-oQ|$)/, 'medium', 'makes sendmail write a file'],
  [/^-X\s{0,2}\/[\w./-]{2,80}/, 'high', 'makes sendmail write a log'],
  [/^-OQueueDirectory=/, 'high', 'makes sendmail use another folder'],
  [
    /^--(?:gpu-launcher|renderer-cmd-prefix|utility-cmd-prefix|browser-subprocess-path|no-sandbox)\b/,
    'high',
    'makes a browser run a program or drops its sandbox',
  ],
  [/^--(?:use-askpass|post-file|body-file|output-document|input-file|execute)[=\s]\S/, 'high', 'makes wget run, send or write a file'],
  [/^-[oO]\s{0,2}(?:\/|\.\.\/|~\/|[A-Za-z]:\\)[\w./\\-]{2,120}/, 'medium', 'writes to a file'],
  [
    /^--(?:output|config|upload-file|data-binary|data|form|cookie-jar|dump-header|trace|trace-ascii|netrc-file|unix-socket|proxy|engine)[=\s]{1,2}(?:@|\/|\.\.\/|file:|https?:|socks)/,
    'high',
    'makes curl read, write or send somewhere else',
  ],
  [/^-(?:K|d|F|T|D|x)\s{0,2}(?:@|\/etc\/|\/proc\/|\/var\/|\.\.\/|https?:|file:)/, 'high', 'makes curl read or send a file'],
  [/^-f\s{0,2}(?:mscgen|lavfi|concat)\b|^-i\s{1,2}(?:concat:|file:|http)/, 'medium', 'makes ffmpeg read something else'],
  [/^(?:-c|--command)[=\s'"]{1,3}(?:\\!|\\copy|COPY\b)/i, 'high', 'makes psql run a command'],
  [/^-{1,2}(?:eval|require|inspect(?:-brk)?|import)[=\s]\S/, 'high', 'makes node run code'],
  [/^-(?:e|r|p|c)\s{1,3}['"]?(?:require\(|import |process\.|system|exec|os\.|__import__)/, 'high', 'makes an interpreter run code'],
  [/^-javaagent:|^-Djava\.(?:rmi|security|library)|^-XX:OnOutOfMemoryError=/, 'high', 'makes a Java machine run something'],
  [/^--(?:init-command|defaults-(?:extra-)?file|tee|pager)[=\s]\S/, 'high', 'makes a database client run or read something'],
  [
    /^--(?:preprocess|pre|hook|hooks-path|script|plugin|load-extension|load)[=\s](?:\/|\.\.?\/|https?:|sh\b|bash\b)/,
    'high',
    'loads or runs a program',
  ],
  [/^(?:-dNOSAFER|-sOutputFile=[%|/])/, 'high', 'makes Ghostscript run or write something'],
  [/^-(?:write|authenticate|define|map)\s{1,3}(?:\/|\|)/, 'medium', 'makes ImageMagick write something'],
];
