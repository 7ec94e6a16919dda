import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findPython } from './interpreter.ts';
import type { InvocationResult } from './invocation-result.ts';
import { startFunction } from './running-function.ts';
import { functionFolder } from './testing/function-folder.ts';

interface Row {
  readonly name: string;
  readonly code: string;
  readonly handler?: string;
  readonly outcome?: InvocationResult['outcome'];
  readonly response?: string;
  readonly errorType?: string;
  readonly errorMessage?: string | RegExp;
  readonly logs?: RegExp;
}

const rows: readonly Row[] = [
  { name: 'answers what it returns', code: 'def handler(event, context):\n  return {"got": event["a"]}', response: '{"got": 1}' },
  { name: 'None is null', code: 'def handler(event, context):\n  pass', response: 'null' },
  { name: 'bytes go as they are', code: 'def handler(event, context):\n  return b"raw"', response: 'raw' },
  { name: 'decimals are numbers', code: 'import decimal\ndef handler(e, c):\n  return decimal.Decimal("1.5")', response: '1.5' },
  {
    name: 'the context tells about function and invocation',
    code: 'def handler(e, c):\n  return [c.function_name, c.memory_limit_in_mb, len(c.aws_request_id), 0 < c.get_remaining_time_in_millis() <= 1000, c.identity.cognito_identity_id, c.client_context]',
    response: '["shop", "128", 36, true, null, null]',
  },
  {
    name: 'the folder of the code is where imports and files are looked for',
    code: 'import os, sys\ndef handler(e, c):\n  return [sys.path[0] == os.getcwd() == os.environ["LAMBDA_TASK_ROOT"], "HOME" in os.environ]',
    response: '[true, false]',
  },
  {
    name: 'an exception',
    code: 'def handler(event, context):\n  raise KeyError("x")',
    outcome: 'error',
    errorType: 'KeyError',
    errorMessage: "'x'",
    logs: /^\[ERROR\] KeyError: 'x'\nTraceback \(most recent call last\):\n {2}File ".*app\.py", line 2, in handler/,
  },
  {
    name: 'a result that is no JSON',
    code: 'def handler(event, context):\n  return object()',
    outcome: 'error',
    errorType: 'Runtime.MarshalError',
    errorMessage: 'Unable to marshal response: Object of type object is not JSON serializable',
  },
  {
    name: 'sys.exit',
    code: 'import sys\ndef handler(event, context):\n  print("last words")\n  sys.exit(5)',
    outcome: 'exit',
    errorType: 'Runtime.ExitError',
    errorMessage: /exit status 5$/,
    logs: /^last words\n/,
  },
  {
    name: 'a handler that hangs',
    code: 'import time\ndef handler(event, context):\n  print("begun")\n  time.sleep(9)',
    outcome: 'timeout',
    errorType: 'Sandbox.Timedout',
    logs: /^begun\n.*Task timed out after 1\.00 seconds/,
  },
  {
    name: 'logging',
    code: 'import logging\ndef handler(event, context):\n  logging.warning("careful")',
    response: 'null',
    logs: /^\[WARNING\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t[0-9a-f-]{36}\tcareful\n$/,
  },
  {
    name: 'no such module',
    code: '',
    handler: 'nowhere.handler',
    outcome: 'init-error',
    errorType: 'Runtime.ImportModuleError',
    errorMessage: "Unable to import module 'nowhere': No module named 'nowhere'",
  },
  {
    name: 'no such function',
    code: '',
    outcome: 'init-error',
    errorType: 'Runtime.HandlerNotFound',
    errorMessage: "Handler 'handler' missing on module 'app'",
  },
  {
    name: 'a syntax error',
    code: 'def handler(:',
    outcome: 'init-error',
    errorType: 'Runtime.UserCodeSyntaxError',
    errorMessage: /^Syntax error in module 'app': /,
  },
  { name: 'a name without a dot', code: '', handler: 'app', outcome: 'init-error', errorType: 'Runtime.MalformedHandlerName' },
  { name: 'a module of the language', code: '', handler: 'sys.exit', outcome: 'init-error', errorType: 'Runtime.BuiltInModuleConflict' },
];

const skip = (await findPython()) ? false : 'there is no python3 on this machine';
describe('Python functions', { concurrency: 4, skip }, () => {
  for (const row of rows)
    it(row.name, async () => {
      const root = functionFolder({ 'app.py': row.code });
      const running = await startFunction({ name: 'shop', runtime: 'python3.x', root, handler: row.handler ?? 'app.handler', timeout: 1 });
      try {
        const { outcome, response, error, logs, payload } = await running.invoke({ a: 1 });
        assert.equal(outcome, row.outcome ?? 'response', payload + logs);
        if (row.response !== undefined) assert.equal(response, row.response);
        if (row.errorType !== undefined) assert.equal(error?.errorType, row.errorType);
        if (typeof row.errorMessage === 'string') assert.equal(error?.errorMessage, row.errorMessage);
        else if (row.errorMessage) assert.match(error?.errorMessage ?? '', row.errorMessage);
        if (row.logs) assert.match(logs, row.logs);
      } finally {
        await running.stop();
      }
    });
});
