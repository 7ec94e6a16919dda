import { type Address, readAddress } from './languages/address.ts';

/** What a host reaches that strangers should not: the instance's own credentials, the machine itself, its network, or a listener of who asks. */
export type HostKind = 'metadata' | 'loopback' | 'internal' | 'rebinding' | 'listener' | 'public';

/** Instance metadata and credentials by address: AWS (IMDS, ECS, EKS, IPv6), Azure (IMDS, wire server), GCP, Oracle (old and new), Alibaba, Tencent. */
const metadataAddresses = new Set(
  '169.254.169.254 169.254.170.2 169.254.170.23 169.254.169.253 169.254.0.23 fd00:ec2::254 fd00:ec2::23 fd20:ce::254 168.63.129.16 192.0.0.192 100.100.100.200'.split(
    ' ',
  ),
);
const metadataNames =
  /^(?:metadata(?:\.(?:google\.internal|goog|azure\.(?:com|internal)|packet\.net|tencentyun\.com|platformequinix\.com|ec2\.internal))?|instance-data(?:\.ec2\.internal)?|rancher-metadata|(?:api\.)?metadata\.cloud\.ibm\.com)$/;
const internalNames =
  /(?:^|\.)(?:internal|local|localdomain|intranet|corp|lan|home\.arpa|svc|svc\.cluster\.local|consul)$|^kubernetes(?:\.default)?$|^host\.docker\.internal$/;
const loopbackNames = /(?:^|\.)localhost$|^(?:ip6-)?(?:localhost|loopback)$|^localhost(?:4|6)?\.localdomain(?:4|6)?$/;
/** Public names that resolve to whatever address they carry, or to the machine itself. */
const wildcardNames =
  /(?:^|\.)(?:nip\.io|sslip\.io|xip\.io|xip\.name|localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|1u\.ms|rbndr\.us|rebind\.network|rebind\.it|traefik\.me|localho\.st|fuf\.me|spoofed\.burpcollaborator\.net|bugbounty\.dod\.network)$/;
const listenerNames =
  /(?:^|\.)(?:oast\.(?:pro|live|site|online|fun|me|us)|oastify\.com|burpcollaborator\.net|interact\.sh|interactsh\.com|dnslog\.(?:cn|link)|ceye\.io|requestbin\.(?:net|com)|pipedream\.net|webhook\.site|canarytokens\.(?:com|org)|bxss\.(?:in|me)|xss\.ht|ngrok(?:-free)?\.(?:io|app)|beeceptor\.com|requestcatcher\.com|hookbin\.com|postb\.in|eyes\.sh|dns\.outbound\.watchtowr\.com)$/;

/** `host` as `canonicalHost` gives it. */
export function hostKind(host: string, address: Address | undefined = readAddress(host)): HostKind {
  if (address !== undefined) {
    if (metadataAddresses.has(address.text) || (address.embedded !== undefined && metadataAddresses.has(address.embedded.text)))
      return 'metadata';
    if (address.reach === 'loopback' || address.reach === 'unspecified') return 'loopback';
    return address.reach === 'private' || address.reach === 'link-local' ? 'internal' : 'public';
  }
  if (metadataNames.test(host)) return 'metadata';
  if (loopbackNames.test(host)) return 'loopback';
  if (internalNames.test(host)) return 'internal';
  if (wildcardNames.test(host)) return 'rebinding';
  return listenerNames.test(host) ? 'listener' : 'public';
}

/**
 * The address that some parser makes of what is none: parts and whole numbers that overflow, hexadecimal without `0x`, an `o` for octal, what
 * follows a NUL or `!`. Two parsers that disagree are the attack.
 */
export function looseAddress(host: string): Address | undefined {
  // Each form ends with a digit of base 16, or has what some parser stops at.
  if (!/[0-9a-f]$|[!\0]/.test(host)) return undefined;
  const text = (/^[^!\0]*/.exec(host)?.[0] ?? '').replace(/(^|\.)(?:0o|[a-z])(?=[0-7]{3}\.)/g, '$10');
  const joined = /^[0-9a-f:]{2,40}:([0-9a-f]{4})([0-9a-f]{4})$/.exec(text);
  if (joined !== null) return readAddress(`${text.slice(0, -4)}:${joined[2]}`);
  const parts = text.split('.');
  if (parts.length === 1) {
    const big = /^0x[0-9a-f]*([0-9a-f]{8})$/.exec(text) ?? /^([0-9a-f]{8})$/.exec(text);
    if (big !== null) return /[a-f]/.test(text) ? readAddress(`0x${big[1]}`) : undefined;
    return /^\d{10,20}$/.test(text) ? readAddress(String(Number(BigInt(text) % 4294967296n))) : undefined;
  }
  if (parts.length !== 4) return undefined;
  const bytes: string[] = [];
  for (let i = 0; i < 4; i++) {
    const part = parts[i] as string;
    const number = /^0[0-7]+$/.test(part)
      ? Number.parseInt(part, 8)
      : /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/.test(part)
        ? Number(part)
        : Number.NaN;
    if (Number.isNaN(number)) return undefined;
    bytes.push(String(number % 256));
  }
  return readAddress(bytes.join('.'));
}

/** Ports of services that answer without a question: data stores, orchestrators, debuggers, mail. */
const servicePorts = new Set(
  '21 22 23 25 53 110 111 135 139 143 389 445 465 587 873 1099 1433 1521 2049 2181 2375 2376 2379 2380 3306 3389 4194 4369 4443 5432 5601 5671 5672 5900 5984 5985 6000 6379 6443 6666 7000 7001 7077 8009 8086 8091 8125 8161 8200 8300 8301 8500 8600 8983 9000 9001 9042 9090 9092 9200 9229 9300 9418 10000 10250 10255 10256 11211 11434 15672 27017 28017 50000 50070 61616'.split(
    ' ',
  ),
);

export function isServicePort(port: string): boolean {
  return servicePorts.has(port);
}
