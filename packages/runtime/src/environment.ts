import { delimiter, dirname } from 'node:path';
import { PosternError } from '@postern/core';
import { defaultMemory, type FunctionSpec } from './function-spec.ts';

export interface EnvironmentContext {
  /** `host:port` of the Runtime API. */
  readonly api: string;
  readonly runtimeDir: string;
  /** The interpreter, absolute: its folder comes first in PATH. */
  readonly program: string;
  readonly logStream: string;
}

export const account = '123456789012';

/** What the platform sets itself and does not let a function configure. */
const reserved = [
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
];

/**
 * The environment that a function finds on the platform, and nothing of this machine's. Credentials are dummies; they and the region,
 * which the platform reserves too, may be set here, so that a function can be pointed at local stand-ins for its services.
 */
export function functionEnvironment(spec: FunctionSpec, context: EnvironmentContext): Record<string, string> {
  const own = spec.env ?? {};
  for (const name of Object.keys(own))
    if (reserved.includes(name))
      throw new PosternError('PSTN_USAGE', {
        problem: `The environment variable ${name} is set by the platform; a function can't configure it.`,
      });
  const memory = String(spec.memory ?? defaultMemory);
  const major = /^nodejs(\d+)/.exec(spec.runtime)?.[1];
  const environment: Record<string, string> = {
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: [dirname(context.program), '/usr/local/bin', '/usr/bin', '/bin', '/opt/bin'].join(delimiter),
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'EXAMPLE-ACCESS-KEY-ID',
    AWS_SECRET_ACCESS_KEY: 'example-secret-access-key',
    AWS_SESSION_TOKEN: 'example-session-token',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    ...(major === undefined
      ? {}
      : { NODE_PATH: [`/opt/nodejs/node${major}/node_modules`, '/opt/nodejs/node_modules', spec.root].join(delimiter) }),
    ...own,
    _HANDLER: spec.handler,
    AWS_EXECUTION_ENV: `AWS_Lambda_${spec.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: memory,
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: context.logStream,
    AWS_LAMBDA_RUNTIME_API: context.api,
    LAMBDA_RUNTIME_DIR: context.runtimeDir,
    LAMBDA_TASK_ROOT: spec.root,
  };
  if (own['AWS_REGION'] !== undefined && own['AWS_DEFAULT_REGION'] === undefined) environment['AWS_DEFAULT_REGION'] = own['AWS_REGION'];
  return environment;
}

/** `name` as one word of NODE_OPTIONS: Node splits at spaces, keeps what stands in double quotes together, and unescapes backslashes there. */
export function quoteNodeOption(name: string): string {
  return `"${name.replace(/[\\"]/g, '\\$&')}"`;
}
