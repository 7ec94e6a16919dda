// IoT rule: `SELECT topic(2) AS device, level FROM 'alarm/+'`. Branch cameras and safes raise alarms by MQTT.
import { appendFile } from 'node:fs/promises';

const journal = process.env.ALARM_LOG ?? '/tmp/alarms.log';

export const handler = async (event) => {
  if (!/^[\w-]+$/.test(event.device)) return { logged: false };
  const line = `device ${event.device} level ${event.level}`;
  await appendFile(journal, `${line}\n`);
  return { logged: true };
};
