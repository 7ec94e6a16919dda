'use strict';
// The invoke loop of nodejs24.x: promises only. No listeners for uncaught errors: they end the process as in any Node program, and the
// platform reports that it exited.
const { buildContext } = require('./context.cjs');
const { errorForLog, errorResponse, runtimeError } = require('./errors.cjs');
const { isStreaming, openResponseStream } = require('./response-stream.cjs');

const immediate = () => new Promise((resolve) => setImmediate(resolve));

/** @param {{ client: object, address: string, load: () => Promise<Function> }} options */
async function runPromiseLoop({ client, address, load }) {
  const { handler, streams } = await loadOrReport(client, load);
  const handle = streams ? handleStreaming : handleBuffered;
  const processor = streams ? new StreamingInvokeProcessor(handler) : new BufferedInvokeProcessor(handler);
  for (;;) await handle(await client.next());

  async function handleBuffered({ event, headers }) {
    const context = buildContext(headers, 24);
    const path = `/invocation/${encodeURIComponent(context.awsRequestId)}`;
    const post = (kind, body) => new Promise((resolve) => client.post(`${path}/${kind}`, body, {}, resolve));
    try {
      const result = await processor.handler(JSON.parse(event), context);
      await immediate();
      await post('response', serialize(result));
    } catch (error) {
      await immediate();
      console.error('Invoke Error', errorForLog(error));
      await post('error', JSON.stringify(errorResponse(error)));
    }
  }

  async function handleStreaming({ event, headers }) {
    const context = buildContext(headers, 24);
    const response = openResponseStream(address, context.awsRequestId);
    try {
      const result = processor.handler(JSON.parse(event), response.stream, context);
      if (typeof result?.then !== 'function') throw new Error('Streaming does not support non-async handlers.');
      if ((await result) !== undefined) console.warn('Streaming handlers ignore return values.');
      await response.answered;
      if (!response.stream.writableFinished) throw new Error('Response stream is not finished.');
    } catch (error) {
      await immediate();
      console.error('Invoke Error', errorForLog(error));
      await new Promise((resolve) => response.fail(error, resolve));
    }
  }
}

async function loadOrReport(client, load) {
  try {
    const handler = await load();
    const streams = isStreaming(handler);
    if (handler.length >= 3 && !streams)
      throw runtimeError(
        'CallbackHandlerDeprecated',
        'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
      );
    return { handler, streams };
  } catch (error) {
    console.error('Init Error', errorForLog(error));
    const response = errorResponse(error);
    await new Promise((resolve) =>
      client.post('/init/error', JSON.stringify(response), { 'Lambda-Runtime-Function-Error-Type': response.errorType }, resolve),
    );
    throw error;
  }
}

// A handler is called as a method of these: their names are in its stack traces.
class BufferedInvokeProcessor {
  constructor(handler) {
    this.handler = handler;
  }
}
class StreamingInvokeProcessor extends BufferedInvokeProcessor {}

function serialize(result) {
  let text;
  try {
    text = JSON.stringify(result === undefined ? null : result);
  } catch {
    throw runtimeError('JSONStringifyError', 'Unable to stringify response body');
  }
  // What JSON leaves out, a function for one: the native client of the platform takes nothing but text.
  if (text === undefined) throw new TypeError('Wrong arguments');
  return text;
}

module.exports = { runPromiseLoop };
