/** How much it says when a text names a file: `secret` files are what attackers ask for, `target` ones what they ask for next; `system` files are what programs are also configured with. */
export type Sensitivity = 'secret' | 'target' | 'system' | 'none';

/** The patterns, each with texts (in lower case) of which it needs one: looked for first, they spare most paths the patterns, and those their compilation. */
const secret: readonly { readonly needs: readonly string[]; readonly pattern: RegExp }[] = [
  {
    needs: ['etc/'],
    pattern:
      /(?:^|\/)etc\/(?:passwd|shadow|gshadow|group|master\.passwd|security\/passwd|sudoers|hosts|hostname|issue|motd|fstab|crontab|exports|kubernetes\/|ssl\/private|krb5\.keytab|ssh\/|environment|profile)/i,
  },
  { needs: ['proc/'], pattern: /(?:^|\/)proc\/(?:self|version|cmdline|mounts|\d|sched_debug|net)/i },
  {
    needs: ['/.'],
    pattern:
      /\/\.(?:ssh|\w{2,8}_history|aws|azure|config\/gcloud|kube|docker|netrc|pypirc|pgpass|my\.cnf|env|htpasswd|htaccess|passwd|git-credentials)(?:\/|$|\.)|\/\.(?:git|svn|hg)\/(?:config|HEAD|entries|wc\.db|hgrc)/i,
  },
  {
    needs: ['.', 'id_rsa'],
    pattern:
      /\/(?:web\.config|(?:WEB|META)-INF\/\w|applicationHost\.config|machine\.config|unattend\.xml|sysprep\.inf|host\.json$|local\.settings\.json|local_settings\.py|\.terraform\/|terraform\.tfstate|wp-config\.php|boot\.ini|win\.ini|system\.ini|desktop\.ini|cmd\.exe|ntuser\.dat|autoexec\.bat|global\.asa|id_rsa)/i,
  },
  {
    needs: ['var/', 'logs', 'run/', 'opt/', 'home/site', 'workspace', 'layers'],
    pattern:
      /\/(?:(?:var\/)?run\/secrets|var\/task|var\/runtime|opt\/(?:extensions|nodejs|python)\/|home\/site\/(?:wwwroot|deployments)|workspace\/(?:index|main|function|package)|layers\/google|apache2?\/logs|logs\/(?:access|error)[._ ]{1,2}log)/i,
  },
  {
    needs: ['win', 'sam', 'inetpub', 'program', 'progra~', 'docume~', 'users/'],
    pattern:
      /\/(?:winnt(?:\/|$)|windows\/(?:system(?:32)?\b|repair|php\.ini|panther|win\.ini|inf\/|debug\/netsetup|iis\d?\.log)|inetpub\/|programdata\/|progra~\d|docume~\d|users\/[^/]{1,40}\/ntuser|sam$)/i,
  },
];
// The first three letters of what the pattern of system files begins with.
const systemRoots = new Set('etc pro sys roo boo var usr opt apa log php xam net lib pri vol mys srv win bin web dev'.split(' '));
/** Files that are named only by who wants to read the system: its configuration, its processes, its logs. */
const target =
  /^\/(?:etc|proc|root|boot)\/[\w.-]|^\/sys\/(?:class|kernel|power|firmware)\/|^\/dev\/(?:fd\/|u?random|zero|mem|tcp)|(?:access|error|agent|referer|ssl_\w{1,12})[._ -]{1,2}log|(?:^|\/)(?:httpd|apache2?|nginx|lighttpd|vsftpd|proftpd|pure-?ftpd|my|php\w{0,6}|smb|sshd?_config|catalina|tomcat-users|server|mysqld?|postgresql|pg_hba|exim\w{0,4}|sendmail|named|squid|redis|mongod?)\.(?:conf|cnf|ini|xml|log|out|pdb|err)|\/(?:wtmp|utmp|btmp|lastlog|xferlog|secure|messages|syslog|maillog|mail\.log|auth\.log|dmesg|mlocate\.db|\w{0,12}_log)\b|\/(?:logs?|adm|spool)\/(?:apache|httpd|nginx|mysql|exim|cron|mail|news|samba|cups|ftp|proftpd|vsftpd|lighttpd|qmail|postgres|aculogs?|ras|qacct|sulog|messages)|^\/(?:xampp|apache2?|php\d?|NetServer|winnt|windows|Volumes|Library\/WebServer)\/|^\/(?:opt\/(?:lampp|xampp|apache)|usr\/local\/(?:cpanel|apache|php|pureftpd|psa|zeus|www\/logs|nginx|mysql))/i;
const system =
  /^\/(?:etc|proc|sys|root|boot)\/[\w.-]|^\/var\/(?:log|adm|mail|spool|lib|cron|www|apache|run|lock|local|lp|saf|tmp|backups?|cache|db|yp|nis|opt|mysql|cpanel|webmin|empty|account|crash|preserve|audit|heimdal|nmbd|games|opt)\b|^\/usr\/(?:local\/(?:etc|apache2?|apps|php\d?|cpanel|pureftpd|www|logs|nginx|mysql|zeus|psa|lib\/php)|local\/(?:httpd|share|samba|tomcat\d?|pgsql|squid|jakarta|firewall|ddos|psa)|sbin|share\/(?:nginx|mysql|adduser|tomcat\d?|doc)|pkg|pbis|lib\/(?:security|php|cron|rabbitmq)|home\/user|ports|apache2?|spool|etc|lib\/sendmail)\b|^\/(?:opt\/(?:lampp|xampp|apache|nginx|ibm)|apache2?\/(?:logs|conf|php)|logs?\/|php\d?\/|xampp|NetServer|Library\/WebServer|private\/etc|Volumes\/|mysql\/|srv\/www|Program Files|winnt|windows|bin\/php|web\/conf)/i;

/** `path` with `/` for separators. */
export function sensitivityOf(path: string): Sensitivity {
  const lower = path.toLowerCase();
  for (let i = 0; i < secret.length; i++) {
    const { needs, pattern } = secret[i] as (typeof secret)[number];
    if (hasAny(lower, needs) && pattern.test(path)) return 'secret';
  }
  if (!systemRoots.has(lower.slice(1, 4))) return 'none';
  return target.test(path) ? 'target' : system.test(path) ? 'system' : 'none';
}

function hasAny(text: string, parts: readonly string[]): boolean {
  for (let i = 0; i < parts.length; i++) if (text.includes(parts[i] as string)) return true;
  return false;
}
