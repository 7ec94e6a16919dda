import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { type InjectedLines, injectedLines, opensContent } from '../injected-lines.ts';
import { type Marks, mark } from '../text/marks.ts';

/**
 * A subject, a name or an address that goes on with a header of the message (RFC 5322 §2.2), another body part (RFC 2046) or a command of SMTP or
 * IMAP (RFC 5321 §4.1.1, RFC 9051). Replies and forwarded messages quote headers too: in blocks, behind text that is theirs.
 */
export const mailHeaderInjection: Detector = defineDetector({
  id: 'mail-header-injection',
  title: 'Value that goes on with a header of an e-mail',
  class: 'mailheader',
  severity: 'high',
  // A line end, in plain or as an escape; options of sendmail begin with a dash; a long list of recipients has as many `@`.
  canOccur: (text, marks) =>
    injectedLines(text, marks) !== undefined ||
    ((marks & mark.at) !== 0 && (((marks & mark.dash) !== 0 && text.length <= 1000 && text.includes(' -')) || isLongLine(text, marks))) ||
    text.startsWith('-') ||
    ((marks & mark.question) !== 0 && text.includes('=?')),
  detect(text, marks) {
    const lines = injectedLines(text, marks);
    return (
      (lines === undefined ? undefined : (fromHeader(text, lines) ?? fromCommand(lines))) ??
      fromOptions(text) ??
      fromEncodedWord(text) ??
      fromRecipients(text)
    );
  },
});

const addressForm = '[^\\s@<>"]{1,64}@[\\w.-]{1,120}';
/** Recipients that the form did not mean. */
const recipient = new RegExp(
  `^\\s?(?:(?:resent-)?b?cc|(?:resent-)?to|reply-to|return-path|sender|from|errors-to|disposition-notification-to|return-receipt-to|x-original-to)\\s?:\\s?(?:"[^"]{0,80}"|[^<>@,;:"]{0,80})\\s?<?${addressForm}`,
  'i',
);
const copied = /^\s?(?:resent-)?b?cc\s?:/i;
/** What changes the message itself. */
const structure =
  /^\s?(?:content-type\s?:\s?(?:multipart\/|text\/(?:html|plain)|application\/|message\/)|mime-version\s?:\s?\d|content-transfer-encoding\s?:\s?(?:base64|quoted|7bit|8bit|binary)|content-disposition\s?:\s?(?:attachment|inline)|x-mailer\s?:|x-priority\s?:\s?\d|importance\s?:\s?(?:high|low)|message-id\s?:\s?<|dkim-signature\s?:|received\s?:\s?from|list-unsubscribe\s?:|in-reply-to\s?:\s?<|subject\s?:\s?\S|date\s?:\s?(?:mon|tue|wed|thu|fri|sat|sun),)/i;

function fromHeader(text: string, { first, lines, count, rest, isDisguised, hasCarriageReturn }: InjectedLines): Sighting | undefined {
  if (!isDisguised && opensContent(first)) return undefined;
  if (first.length > 300 && !isDisguised) return undefined;
  const words = first.trim() === '' ? 0 : first.trim().split(/\s+/).length;
  const isAddress = /^[^\s@]{1,64}@[^\s@]{1,120}$/.test(first.trim());
  for (let i = 0; i < lines.length && i < 3; i++) {
    const { text: line, start, end } = lines[i] as (typeof lines)[number];
    if (line.trim() === '') continue;
    const isRecipient = recipient.test(line);
    if (!isRecipient && !structure.test(line)) return undefined;
    if (isQuoted(rest)) return undefined;
    const isCopied = isRecipient && copied.test(line);
    const isSure = isDisguised || hasCarriageReturn || isAddress;
    // Who signs a text, or says whom it concerns, also begins a line with "From:" or "Subject:".
    if (
      !isSure &&
      !isCopied &&
      (words > 3 ||
        !/^\s?(?:content-|mime-|x-|message-id|disposition|return-|errors-|reply-to|resent|list-|importance|received|dkim-|in-reply-to)/i.test(
          line,
        ))
    )
      return undefined;
    if (!isSure && (words > 8 || (words > 3 && /[?!.]\s?$/.test(first)))) return undefined;
    // A subject behind a line end that nobody types is one, too; so is one behind an address.
    const isPlain = /^\s?(?:subject|date)\s?:/i.test(line) && !(isDisguised ? isAddress || words <= 2 : hasCarriageReturn && isAddress);
    const isHigh = words <= 10 && count <= 14 && (isCopied || isSure) && !isPlain;
    return {
      span: [start, Math.max(start + 1, Math.min(end, text.length))],
      confidence: isHigh ? 'high' : 'medium',
      reason: `goes on with the header ${line.trim().slice(0, 30)}`,
    };
  }
  return undefined;
}

/** The block of headers that mail programs put in front of what they quote. */
function isQuoted(rest: string): boolean {
  let kinds = 0;
  const line = /[\n\r]\s?>?\s?\*{0,2}(?:from|sent|date|to|subject|von|gesendet|an|betreff|de|para|asunto|envoy\S|objet)\s?:/gi;
  while (kinds < 3 && line.test(rest)) kinds++;
  return kinds >= 3;
}

const smtp =
  /^\s?(?:(?:mail|send|soml|saml) from\s?:\s?<?|rcpt to\s?:\s?<?|(?:ehlo|helo|lhlo)\s[\w.[\]:-]{2,80}$|(?:vrfy|expn)\s["<]?[\w.@-]{1,80}[">]?$|auth (?:plain|login|cram-md5|xoauth2|ntlm)\b|starttls$|bdat \d+|etrn \S+$)/i;
const imap =
  /^\s?[a-z]{1,4}\d{1,5}\s(?:capability|noop|logout|authenticate|login|select|examine|create|delete|rename|subscribe|unsubscribe|list|lsub|status|append|check|close|expunge|search|fetch|store|copy|move|uid (?:copy|fetch|store|search|move|expunge)|getacl|setacl|deleteacl|idle|enable|namespace|getquota)\b/i;
const pop3 = /^\s?(?:user \S{1,80}|pass \S{1,80}|retr \d{1,8}|dele \d{1,8}|top \d{1,8} \d{1,8}|apop \S{1,80} [0-9a-f]{32})$/i;
/** Commands of one word, which any text may hold. */
const bare = /^(?:data|rset|quit|noop|stat|uidl|starttls)$/i;

function fromCommand({ first, lines, count, isDisguised, hasCarriageReturn }: InjectedLines): Sighting | undefined {
  // A transcript begins with its server's greeting or the first command.
  if (
    !isDisguised &&
    (/^\s?(?:\d{3}[ -]|[SC]: |\* OK|telnet|\$ )/i.test(first) || smtp.test(first) || (opensContent(first) && !first.trim().endsWith('>')))
  )
    return undefined;
  const words = first.trim() === '' ? 0 : first.trim().split(/\s+/).length;
  if (first.length > 300 || words > 8) return undefined;
  const isSure = isDisguised || hasCarriageReturn;
  let lone: (typeof lines)[number] | undefined;
  let ends = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as (typeof lines)[number];
    const written = line.text.trim();
    if (written === '') continue;
    // RFC 5321 §4.5.2: a dot alone ends the message; what follows is a command.
    if (written === '.' || bare.test(written)) {
      lone ??= line;
      ends++;
      continue;
    }
    const isCommand = smtp.test(written) || imap.test(written) || (isSure && pop3.test(written));
    if (isCommand && (i < 4 || lone !== undefined))
      return {
        span: [line.start, Math.max(line.start + 1, line.end)],
        confidence: isSure || words <= 3 ? 'high' : 'medium',
        reason: `goes on with the command ${written.slice(0, 30)}`,
      };
    if (i >= 4 && !isSure) break;
  }
  if (lone === undefined || !(isSure || ends > 1) || count > 12) return undefined;
  const isFirst = lone === lines[0] && /[@>]/.test(first);
  return {
    span: [lone.start, Math.max(lone.start + 1, lone.end)],
    confidence: ends > 1 || isFirst || (isDisguised && lone.text.trim() === '.') ? 'high' : 'medium',
    reason: 'ends the message and goes on with commands',
  };
}

/** An address that becomes an argument of sendmail or Exim: options that write a log, queue elsewhere or run a filter. */
function fromOptions(text: string): Sighting | undefined {
  if (text.length > 1000) return undefined;
  const found = /(?:^|\s)-(?:X\s?\/|OQueueDirectory|oQ\/|C\s?\/|be\s|O\w{3,30}=\/)/.exec(text);
  if (found === null || (found.index > 0 && !/^[^\s@]{0,64}@|["'\\]@?/.test(text.slice(0, found.index)))) return undefined;
  return { span: [found.index, found.index + found[0].length], confidence: 'high', reason: 'options for the program that sends' };
}

/** RFC 2047: a decoder that runs before the check for line ends, or a writer that decodes, makes a line end of `=0A`. */
function fromEncodedWord(text: string): Sighting | undefined {
  if (!text.includes('=?') || text.length > 2000) return undefined;
  const found = /=\?[\w-]{1,30}\?q\?[^?\s]{0,200}=0[ad]/i.exec(text);
  return found === null
    ? undefined
    : { span: [found.index, found.index + found[0].length], confidence: 'high', reason: 'an encoded word with a line end' };
}

function isLongLine(text: string, marks: Marks): boolean {
  return text.length >= 400 && (marks & mark.lineEnd) === 0;
}

/** More recipients than a form means: the value is nothing but addresses. */
function fromRecipients(text: string): Sighting | undefined {
  if (text.length < 400 || text.length > 20_000 || /\n/.test(text)) return undefined;
  const parts = text.split(/[,;]/);
  if (parts.length < 25) return undefined;
  for (let i = 0; i < parts.length; i++)
    if (!/^\s{0,3}(?:[^<>@]{0,60}<)?[^\s@<>]{1,64}@[^\s@<>]{3,120}>?\s{0,3}$/.test(parts[i] as string)) return undefined;
  return { span: [0, text.length], confidence: 'medium', reason: `${parts.length} recipients` };
}
