'use strict';
// The invoke loop of nodejs20.x and nodejs22.x, where a handler may answer by promise, by callback, or by `context.done`.
const { buildContext } = require('./context.cjs');
const { errorForLog, errorResponse, runtimeError } = require('./errors.cjs');
const { isStreaming, openResponseStream } = require('./response-stream.cjs');

const beforeExit = Symbol.for('aws.lambda.beforeExit');
const nothing = () => {};

/** @param {{ client: object, address: string, load: () => Promise<Function> }} options */
async function runCallbackLoop({ client, address, load }) {
  // Until the first invocation, what goes wrong is a failed start.
  let report = (error, done) => {
    const response = errorResponse(error);
    client.post('/init/error', JSON.stringify(response), { 'Lambda-Runtime-Function-Error-Type': response.errorType }, done);
  };
  // After an uncaught error the process only lives until it has been reported; on the platform that call blocks, and nothing follows it.
  let isDying = false;
  const die = (error, code) => {
    isDying = true;
    report(error, () => process.exit(code));
  };
  // What an empty event loop means at the moment; where the platform's runtimes keep it too.
  const whenIdle = (listener) => {
    globalThis[beforeExit] = listener;
  };
  whenIdle(nothing);

  process.on('beforeExit', () => globalThis[beforeExit]());
  process.on('uncaughtException', (error) => {
    if (isDying) return;
    console.error('Uncaught Exception', errorForLog(error));
    die(error, 129);
  });
  process.on('unhandledRejection', (reason, promise) => {
    if (isDying) return;
    const error = Object.assign(runtimeError('UnhandledPromiseRejection', reason), { reason, promise });
    console.error('Unhandled Promise Rejection', errorForLog(error));
    die(error, 128);
  });

  let runtime;
  let handle;
  try {
    runtime = new Runtime(await load());
    handle = isStreaming(runtime.handler) ? handleStreaming : handleBuffered;
  } catch (error) {
    process.nextTick(() => {
      throw error; // an error of the start is an uncaught one
    });
    return;
  }
  const isAsync = runtime.handler.constructor?.name === 'AsyncFunction';
  schedule();

  function schedule() {
    setImmediate(() => {
      if (isDying) return;
      client
        .next()
        .then(handle)
        .catch((error) => {
          console.log(`Unexpected Top Level Error: ${error}`);
          die(error, 129);
        });
    });
  }

  function reportFor(id) {
    return (error, done) => client.post(`/invocation/${id}/error`, JSON.stringify(errorResponse(error)), {}, done);
  }

  function handleBuffered({ event, headers }) {
    const context = {};
    const id = encodeURIComponent(headers['lambda-runtime-aws-request-id']);
    const sendError = reportFor(id);
    report = sendError;

    let isAnswered = false;
    const respond = (result) => {
      if (isAnswered) {
        console.error('Invocation has already been reported as done. Cannot call complete more than once per invocation.');
        return;
      }
      isAnswered = true;
      client.post(`/invocation/${id}/response`, serialize(result), {}, schedule);
    };
    const failWith = (error) => {
      console.error('Invoke Error', errorForLog(error));
      sendError(error, schedule);
    };

    // The first of callback, done, succeed and fail counts, unless it throws (a result that can't be serialized).
    let isOver = false;
    const first = (answer) => (error, result) => {
      if (isOver) return;
      whenIdle(nothing);
      answer(error, result);
      isOver = true;
    };
    const isError = (error) => error !== undefined && error !== null;
    let waits = true;
    const callback = first((error, result) => {
      if (isError(error)) failWith(error);
      else if (!waits) respond(result);
      else whenIdle(() => setImmediate(() => respond(result)));
    });
    const done = first((error, result) => (isError(error) ? failWith(error) : respond(result)));
    const succeed = (result) => done(null, result);
    const fail = (error) => done(isError(error) ? error : 'handled');

    // An empty event loop without an answer: a promise that can't settle any more, or a callback that nobody will call.
    whenIdle(() => {
      whenIdle(nothing);
      isAnswered = true;
      if (!isAsync) {
        client.post(`/invocation/${id}/response`, 'null', { 'Postern-Unsettled': '1' }, schedule);
        return;
      }
      failWith(
        runtimeError(
          'NodeJsExit',
          'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
        ),
      );
    });

    try {
      Object.defineProperty(context, 'callbackWaitsForEmptyEventLoop', {
        enumerable: true,
        configurable: true,
        get: () => waits,
        set: (value) => {
          waits = value;
        },
      });
      Object.assign(context, { succeed, fail, done }, buildContext(headers, 22));
      const result = runtime.handler(JSON.parse(event), context, callback);
      if (typeof result?.then === 'function') result.then(succeed, fail).catch(fail);
    } catch (error) {
      callback(error);
    }
  }

  async function handleStreaming({ event, headers }) {
    const id = headers['lambda-runtime-aws-request-id'];
    report = reportFor(encodeURIComponent(id));
    whenIdle(() => {
      whenIdle(nothing);
      schedule();
    });
    const response = openResponseStream(address, id);
    let waits = true;
    // After the response the loop runs empty first, unless the handler said otherwise.
    const next = () => {
      whenIdle(nothing);
      if (!waits) schedule();
      else
        whenIdle(() => {
          whenIdle(nothing);
          setImmediate(schedule);
        });
    };
    const fail = (error) => {
      console.error('Invoke Error', errorForLog(error));
      response.fail(error, next);
    };
    try {
      const context = Object.assign(
        {
          get callbackWaitsForEmptyEventLoop() {
            return waits;
          },
          set callbackWaitsForEmptyEventLoop(value) {
            waits = value;
          },
        },
        buildContext(headers, 22),
      );
      const result = runtime.handler(JSON.parse(event), response.stream, context);
      if (typeof result?.then !== 'function') return fail('Streaming does not support non-async handlers.');
      if ((await result) !== undefined) console.warn('Streaming handlers ignore return values.');
      await response.answered;
      if (!response.stream.writableFinished) return fail('Response stream is not finished.');
      next();
    } catch (error) {
      fail(error);
    }
  }
}

// A handler is called as a method of this: its name is in the handler's stack traces.
class Runtime {
  constructor(handler) {
    this.handler = handler;
  }
}

function serialize(result) {
  let text;
  try {
    text = JSON.stringify(result === undefined ? null : result);
  } catch {
    throw new Error('Unable to stringify response body');
  }
  // What JSON leaves out, a function for one: the native client of the platform takes nothing but text.
  if (text === undefined) throw new TypeError('Wrong arguments');
  return text;
}

module.exports = { runCallbackLoop };
