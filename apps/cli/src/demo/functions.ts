import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { addressOf, type FunctionSpec, type NodeRuntimeName, type ScenarioContext } from '@postern/runtime';
import type { AppName, Checkout } from './checkout.ts';

/** A function of the example as the demonstration starts it; the handler is the one in its template. */
export interface DemoFunction {
  readonly name: string;
  readonly handler: string;
  readonly language: 'javascript' | 'python';
  /** Relative to `app` or `fixed`: `CodeUri` of the template. */
  readonly codeUri: string;
  /** Variables that the template resolves in the cloud, pointed at the stand-ins here. */
  readonly env?: (context: ScenarioContext) => Readonly<Record<string, string>>;
}

const javascript = (name: string, env?: DemoFunction['env']): DemoFunction => ({
  name,
  handler: `functions/${name}.handler`,
  language: 'javascript',
  codeUri: '.',
  ...(env ? { env } : {}),
});

export const demoFunctions: readonly DemoFunction[] = [
  javascript('sms-bot'),
  { name: 'sms-bot-py', handler: 'sms_bot.handler', language: 'python', codeUri: 'python' },
  javascript('import-profile', () => ({ PROFILES_BUCKET: 'profiles' })),
  javascript('import-legacy'),
  javascript('pricing-rule'),
  javascript('accounts-api', ({ addresses }) => ({
    PGHOST: addressOf(addresses, 'postgres', 'host'),
    PGPORT: addressOf(addresses, 'postgres', 'port'),
    PGUSER: 'postgres',
    PGDATABASE: 'postgres',
    DATABASE_SECRET: 'bank/database',
  })),
  javascript('statements-api'),
  javascript('size-check', () => ({ CHECKED_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:CheckedTopic' })),
  javascript('hash-file', () => ({ UPLOADS_BUCKET: 'uploads' })),
  javascript('receipt-check', ({ addresses }) => ({ PARTNER_HOST: hostOf(addressOf(addresses, 'collector', 'partner')) })),
  javascript('rates', ({ addresses, folder }) => ({
    RATES_URL: `${addressOf(addresses, 'collector', 'rates')}/today`,
    RATES_FILE: join(folder, 'rates.txt'),
    PARTNER_SECRET: 'bank/partner',
  })),
  javascript('device-alarm', ({ folder }) => ({ ALARM_LOG: join(folder, 'alarms.log') })),
  javascript('spending'),
];

/** The plain-text secrets of the template's Globals: what leaks when the environment does. */
export const templateSecrets: Readonly<Record<string, string>> = {
  PGPASSWORD: 'Winter-2024-ledger',
  PARTNER_API_KEY: 'bk_live_51bf0e3c7a9d',
};

/** Where the platform finds programs. */
const programFolders = ['/usr/local/bin', '/usr/bin', '/bin'];

/** A function of `app` or `fixed` as it is started, its services being the stand-ins of this run. */
export function specOf(fn: DemoFunction, checkout: Checkout, app: AppName, context: ScenarioContext): FunctionSpec {
  const { addresses } = context;
  const hasCurl = programFolders.some((folder) => existsSync(join(folder, 'curl')));
  return {
    name: fn.name,
    runtime: fn.language === 'python' ? 'python3.x' : nodeRuntime(),
    root: join(checkout.example, app, fn.codeUri),
    handler: fn.handler,
    timeout: 20,
    memory: 256,
    env: {
      ...templateSecrets,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'S3RVER', // the one key that the S3 stand-in knows
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
      AWS_ENDPOINT_URL: addressOf(addresses, 'collector', 'aws'),
      AWS_ENDPOINT_URL_S3: addressOf(addresses, 's3', 'url'),
      // The S3 stand-in does not know the checksum trailers of newer SDKs.
      AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
      MAIL_URL: addressOf(addresses, 'collector', 'mail'),
      ...(hasCurl ? {} : { PATH: [checkout.curlFolder, dirname(process.execPath), ...programFolders].join(delimiter) }),
      ...fn.env?.(context),
    },
  };
}

/** The newest runtime whose semantics this Node can have. */
export function nodeRuntime(): NodeRuntimeName {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= 24 ? 'nodejs24.x' : major >= 22 ? 'nodejs22.x' : 'nodejs20.x';
}

export const hostOf = (url: string): string => new URL(url).host;
