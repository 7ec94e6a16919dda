/** How much it says when a text names a file: `secret` files are what attackers ask for, `system` files are what administrators also write about. */
export type Sensitivity = 'secret' | 'system' | 'none';

/** The patterns, each with texts (in lower case) of which it needs one: looked for first, they spare most paths the patterns, and those their compilation. */
const secret: readonly { readonly needs: readonly string[]; readonly pattern: RegExp }[] = [
  {
    needs: ['etc/'],
    pattern: /(?:^|\/)etc\/(?:passwd|shadow|gshadow|group|master\.passwd|security\/passwd|sudoers|hosts|issue|motd|fstab|crontab)/i,
  },
  { needs: ['proc/'], pattern: /(?:^|\/)proc\/(?:self|version|cmdline|mounts|\d|sched_debug|net)/i },
  {
    needs: ['/.'],
    pattern:
      /\/\.(?:ssh|bash_history|aws|kube|docker|netrc|npmrc|pgpass|mysql_history|env|htpasswd|htaccess)(?:\/|$|\.)|\/\.git\/(?:config|HEAD)/i,
  },
  {
    needs: ['.', 'id_rsa'],
    pattern:
      /\/(?:web\.config|WEB-INF\/web\.xml|wp-config\.php|boot\.ini|win\.ini|system\.ini|desktop\.ini|cmd\.exe|ntuser\.dat|autoexec\.bat|global\.asa|id_rsa)/i,
  },
  { needs: ['var/', 'logs'], pattern: /\/(?:var\/run\/secrets|var\/task|var\/runtime|apache\/logs|logs\/(?:access|error)[._]log)/i },
  { needs: ['win', 'sam'], pattern: /\/(?:winnt(?:\/|$)|windows\/(?:system32|repair|php\.ini)|sam$)/i },
];
// The first three letters of what the pattern of system files begins with.
const systemRoots = new Set('etc pro sys roo boo var usr opt apa log php xam net lib pri vol mys srv win bin web'.split(' '));
const system =
  /^\/(?:etc|proc|sys|root|boot)\/[\w.-]|^\/var\/(?:log|adm|mail|spool|lib\/mlocate|lib\/mysql|cron|www\/(?:logs|conf)|apache|run|local\/www)\b|^\/usr\/(?:local\/(?:etc|apache2?|apps|php\d?|cpanel|pureftpd|www|logs|nginx|mysql|zeus|psa|lib\/php)|lib\/(?:security|php|cron)|home\/user|ports|apache2?|spool|etc|lib\/sendmail)\b|^\/(?:opt\/(?:lampp|xampp|apache|nginx|ibm)|apache2?\/(?:logs|conf|php)|logs?\/|php\d?\/|xampp|NetServer|Library\/WebServer|private\/etc|Volumes\/|mysql\/|srv\/www|Program Files|winnt|windows|bin\/php|web\/conf)/i;

/** `path` with `/` for separators. */
export function sensitivityOf(path: string): Sensitivity {
  const lower = path.toLowerCase();
  for (let i = 0; i < secret.length; i++) {
    const { needs, pattern } = secret[i] as (typeof secret)[number];
    if (hasAny(lower, needs) && pattern.test(path)) return 'secret';
  }
  return systemRoots.has(lower.slice(1, 4)) && system.test(path) ? 'system' : 'none';
}

function hasAny(text: string, parts: readonly string[]): boolean {
  for (let i = 0; i < parts.length; i++) if (text.includes(parts[i] as string)) return true;
  return false;
}
