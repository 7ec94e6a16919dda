// Two-way SMS: a customer texts "Send my report to ann@example.com" and the bot packs the report and hands it to the mail service.
const { execFileSync } = require('node:child_process');
const path = require('node:path');

const reports = path.join(__dirname, '..', 'reports');
const eMail = /^[\w.+-]+@[\w-]+\.[\w.-]+$/;

exports.handler = async (event) => {
  const sms = JSON.parse(event.Records[0].Sns.Message);
  const request = /report to (.+@.+)/i.exec(sms.messageBody);
  if (!request || !eMail.test(request[1].trim())) return { reply: 'Text "Send my report to" and your e-mail address.' };

  const address = request[1].trim();
  const archive = `/tmp/report-${process.pid}.tgz`;
  execFileSync('tar', ['-czf', archive, '-C', reports, 'monthly.csv']);
  execFileSync('curl', ['-s', '-o', '/dev/null', '--data-binary', `@${archive}`, `${process.env.MAIL_URL}/send?to=${encodeURIComponent(address)}`]);
  return { reply: `Your report is on its way to ${address}` };
};
