// Two-way SMS: a customer texts "Send my report to ann@example.com" and the bot packs the report and hands it to the mail service.
const { execSync } = require('node:child_process');
const path = require('node:path');

const reports = path.join(__dirname, '..', 'reports');

exports.handler = async (event) => {
  const sms = JSON.parse(event.Records[0].Sns.Message);
  const request = /report to (.+@.+)/i.exec(sms.messageBody);
  if (!request) return { reply: 'Text "Send my report to" and your e-mail address.' };

  const address = request[1].trim();
  const archive = `/tmp/report-${process.pid}.tgz`;
  execSync(`tar -czf ${archive} -C "${reports}" monthly.csv && curl -s -o /dev/null --data-binary @${archive} ${process.env.MAIL_URL}/send?to=${address}`);
  return { reply: `Your report is on its way to ${address}` };
};
