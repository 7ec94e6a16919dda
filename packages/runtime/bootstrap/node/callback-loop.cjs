'use strict';
// The invoke loop of nodejs20.x and nodejs22.x, where a handler may answer by promise, by callback, or by `context.done`.
const { buildContext } = require('./context.cjs');
const { errorForLog, errorResponse, runtimeError } = require('./errors.cjs');
const { isStreaming, openResponseStream } = require('./response-stream.cjs');

/** @param {{ client: object, address: string, load: () => Promise<Function> }} options */
async function runCallbackLoop({ client, address, load }) {
  // Until the first invocation, what goes wrong is a failed start.
  let report = (error, done) => {
    const response = errorResponse(error);
    client.post('/init/error', JSON.stringify(response), { 'Lambda-Runtime-Function-Error-Type': response.errorType }, done);
  };
  // After an uncaught error the process only lives until it has been reported.
  let isDying = false;
  const die = (error, code) => {
    isDying = true;
    report(error, () => process.exit(code));
  };
  // What an empty event loop means at the moment.
  let whenIdle = () => {};

  process.on('beforeExit', () => whenIdle());
  process.on('uncaughtException', (error) => {
    console.error('Uncaught Exception', errorForLog(error));
    die(error, 129);
  });
  process.on('unhandledRejection', (reason) => {
    const error = runtimeError('UnhandledPromiseRejection', String(reason));
    error.reason = reason;
    console.error('Unhandled Promise Rejection', errorForLog(error));
    die(error, 128);
  });

  let handler;
  try {
    handler = await load();
  } catch (error) {
    console.error('Uncaught Exception', errorForLog(error));
    die(error, 129);
    return;
  }
  const isAsync = handler.constructor?.name === 'AsyncFunction';
  const handle = isStreaming(handler) ? handleStreaming : handleBuffered;
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
      whenIdle = () => {};
      answer(error, result);
      isOver = true;
    };
    const isError = (error) => error !== undefined && error !== null;
    let waits = true;
    const callback = first((error, result) => {
      if (isError(error)) failWith(error);
      else if (!waits) respond(result);
      else whenIdle = () => setImmediate(() => respond(result));
    });
    const done = first((error, result) => (isError(error) ? failWith(error) : respond(result)));
    const succeed = (result) => done(null, result);
    const fail = (error) => done(isError(error) ? error : 'handled');

    // An empty event loop without an answer: a promise that can't settle any more, or a callback that nobody will call.
    whenIdle = () => {
      whenIdle = () => {};
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
    };

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
      const result = handler(JSON.parse(event), context, callback);
      if (typeof result?.then === 'function') result.then(succeed, fail).catch(fail);
    } catch (error) {
      callback(error);
    }
  }

  async function handleStreaming({ event, headers }) {
    const id = headers['lambda-runtime-aws-request-id'];
    report = reportFor(encodeURIComponent(id));
    whenIdle = () => {
      whenIdle = () => {};
      schedule();
    };
    const response = openResponseStream(address, id);
    let waits = true;
    // After the response the loop runs empty first, unless the handler said otherwise.
    const next = () => {
      whenIdle = () => {};
      if (!waits) schedule();
      else
        whenIdle = () => {
          whenIdle = () => {};
          setImmediate(schedule);
        };
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
      const result = handler(JSON.parse(event), response.stream, context);
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

function serialize(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

module.exports = { runCallbackLoop };
