/** How much it says when a text names a file: `secret` files are what attackers ask for, `system` files are what administrators also write about. */
export type Sensitivity = 'secret' | 'system' | 'none';

const secret =
  /(?:^|\/)(?:etc\/(?:passwd|shadow|gshadow|group|master\.passwd|security\/passwd|sudoers|hosts|issue|motd|fstab|crontab)|proc\/(?:self|version|cmdline|mounts|\d{1,7}|sched_debug|net)|(?:root|home\/[\w.-]{1,32})\/\.(?:ssh|bash_history|aws|kube|docker|netrc|npmrc|pgpass|mysql_history|profile)|\.ssh\/(?:id_[a-z0-9]{2,10}|authorized_keys|known_hosts)|\.aws\/credentials|\.git\/(?:config|HEAD)|\.env|\.htpasswd|\.htaccess|web\.config|WEB-INF\/web\.xml|wp-config\.php|var\/run\/secrets|var\/task|var\/runtime|boot\.ini|win\.ini|system\.ini|desktop\.ini|winnt(?:\/|$)|windows\/(?:win\.ini|system32|repair|system\.ini|php\.ini)|cmd\.exe|sam$|ntuser\.dat|autoexec\.bat|global\.asa|id_rsa|apache\/logs|logs\/(?:access|error)[._]log)/i;
const system =
  /^\/(?:etc|proc|sys|root|boot)\/[\w.-]|^\/var\/(?:log|adm|mail|spool|lib\/mlocate|lib\/mysql|cron|www\/(?:logs|conf)|apache|run|local\/www)\b|^\/usr\/(?:local\/(?:etc|apache2?|apps|php\d?|cpanel|pureftpd|www|logs|nginx|mysql|zeus|psa|lib\/php)|lib\/(?:security|php|cron)|home\/user|ports|apache2?|spool|etc|lib\/sendmail)\b|^\/(?:opt\/(?:lampp|xampp|apache|nginx|ibm)|apache2?\/(?:logs|conf|php)|logs?\/|php\d?\/|xampp|NetServer|Library\/WebServer|private\/etc|Volumes\/|mysql\/|srv\/www|Program Files|winnt|windows|bin\/php|web\/conf)/i;

/** `path` with `/` for separators. */
export function sensitivityOf(path: string): Sensitivity {
  if (secret.test(path)) return 'secret';
  return system.test(path) ? 'system' : 'none';
}
