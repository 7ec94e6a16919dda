// Every morning: asks the rates service and appends the day's rate to the file that the branch displays read.
import { exec } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(exec);
const display = process.env.RATES_FILE ?? '/tmp/rates.txt';

export const handler = async () => {
  const response = await fetch(process.env.RATES_URL, { headers: { 'x-api-key': process.env.PARTNER_API_KEY ?? '' } });
  const { base, rates } = await response.json();
  const { stdout } = await run(`echo "${base}/EUR ${rates.EUR}" | tee -a "${display}"`);
  return { display: stdout.trim() };
};
