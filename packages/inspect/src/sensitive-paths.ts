/** How much it says when a text names a file: `secret` files are what attackers ask for, `system` files are what administrators also write about. */
export type Sensitivity = 'secret' | 'system' | 'none';

const secret: readonly RegExp[] = [
  /(?:^|\/)etc\/(?:passwd|shadow|gshadow|group|master\.passwd|security\/passwd|sudoers|hosts|issue|motd|fstab|crontab)/i,
  /(?:^|\/)proc\/(?:self|version|cmdline|mounts|\d|sched_debug|net)/i,
  /\/\.(?:ssh|bash_history|aws|kube|docker|netrc|npmrc|pgpass|mysql_history|env|htpasswd|htaccess)(?:\/|$|\.)|\/\.git\/(?:config|HEAD)/i,
  /\/(?:web\.config|WEB-INF\/web\.xml|wp-config\.php|boot\.ini|win\.ini|system\.ini|desktop\.ini|cmd\.exe|ntuser\.dat|autoexec\.bat|global\.asa|id_rsa)/i,
  /\/(?:var\/run\/secrets|var\/task|var\/runtime|apache\/logs|logs\/(?:access|error)[._]log)/i,
  /\/(?:winnt(?:\/|$)|windows\/(?:system32|repair|php\.ini)|sam$)/i,
];
const system =
  /^\/(?:etc|proc|sys|root|boot)\/[\w.-]|^\/var\/(?:log|adm|mail|spool|lib\/mlocate|lib\/mysql|cron|www\/(?:logs|conf)|apache|run|local\/www)\b|^\/usr\/(?:local\/(?:etc|apache2?|apps|php\d?|cpanel|pureftpd|www|logs|nginx|mysql|zeus|psa|lib\/php)|lib\/(?:security|php|cron)|home\/user|ports|apache2?|spool|etc|lib\/sendmail)\b|^\/(?:opt\/(?:lampp|xampp|apache|nginx|ibm)|apache2?\/(?:logs|conf|php)|logs?\/|php\d?\/|xampp|NetServer|Library\/WebServer|private\/etc|Volumes\/|mysql\/|srv\/www|Program Files|winnt|windows|bin\/php|web\/conf)/i;

/** `path` with `/` for separators. */
export function sensitivityOf(path: string): Sensitivity {
  for (let i = 0; i < secret.length; i++) if ((secret[i] as RegExp).test(path)) return 'secret';
  return system.test(path) ? 'system' : 'none';
}
