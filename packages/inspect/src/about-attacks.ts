/**
 * Whether a text speaks about attacks: running text of eight words in a row with a word of that trade. An advisory, a lesson or a report quotes what an
 * attacker sends. It is no evidence of innocence, so it only takes away certainty.
 */
export function isAboutAttacks(text: string): boolean {
  return text.length > 80 && text.length < 20_000 && trade.test(text) && running.test(text);
}

const trade =
  /(?<![\w./@=-])(?:CVE-\d{4}-\d{3,7}|log4(?:shell|j)|vulnerab\w{2,7}|exploit\w{0,6}|attack\w{0,4}|inject(?:ion|ions|ed|ing)|malicious|penetration|pentest\w{0,4}|hack\w{0,4}|dangerous|saniti[sz]\w{2,6}|escap(?:e|ed|ing)|bounty)\b(?![./@:=-]\w)/i;
const running = /(?:^|[\s("'])(?:[a-zA-Z\u00c0-\uffff'’]{1,20}[,;:.]? ){7}[a-zA-Z\u00c0-\uffff]/;
