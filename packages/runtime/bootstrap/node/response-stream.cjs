'use strict';
// Response streaming: `awslambda.streamifyResponse`, `awslambda.HttpResponseStream`, and the stream that a streaming handler writes to.
// The stream is a chunked POST to the Runtime API by `node:http`, as in the platform's runtime; an error in mid-stream goes as trailers.
const { errorResponse, runtimeError } = require('./errors.cjs');
const { generation } = require('./generation.cjs');

const isOlder = generation < 24;

const streamingMark = Symbol.for('aws.lambda.runtime.handler.streaming');
const highWaterMark = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');

// biome-ignore lint/complexity/noStaticOnlyClass: functions find a class on the platform
class HttpResponseStream {
  /** Puts status, headers and cookies before the body: JSON, eight NUL bytes, body. */
  static from(stream, prelude) {
    stream.setContentType('application/vnd.awslambda.http-integration-response');
    const head = JSON.stringify(prelude);
    stream._onBeforeFirstWrite = (write) => {
      write(head);
      write(new Uint8Array(8));
    };
    return stream;
  }
}

function installGlobal() {
  if (['1', 'true'].includes(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA)) return;
  globalThis.awslambda = {
    ...globalThis.awslambda,
    streamifyResponse(handler, options) {
      handler[streamingMark] = 'response';
      if (typeof options?.highWaterMark === 'number') handler[highWaterMark] = Math.trunc(options.highWaterMark);
      return handler;
    },
    HttpResponseStream,
  };
}

function isBytes(chunk) {
  return isOlder ? Buffer.isBuffer(chunk) || chunk?.constructor === Uint8Array : chunk instanceof Uint8Array;
}

function isStreaming(handler) {
  const mark = handler[streamingMark];
  if (isOlder ? mark === undefined || mark === null || mark === false : !mark) return false;
  if (mark === 'response') return true;
  throw runtimeError('MalformedStreamingHandler', 'Only response streaming is supported.');
}

const methods =
  'cork destroy end uncork write addListener emit eventNames getMaxListeners listenerCount listeners off on once prependListener prependOnceListener rawListeners removeAllListeners removeListener setMaxListeners setContentType'.split(
    ' ',
  );
const readOnly =
  'writableFinished writableObjectMode writableEnded writableNeedDrain writableHighWaterMark writableCorked writableLength'.split(' ');
const readWrite = ['destroyed', 'writable', '_onBeforeFirstWrite'];

/**
 * @returns {{ stream: object, answered: Promise<void>, fail(error: unknown, done: () => void): void }} `answered` settles when the platform took the whole response
 */
function openResponseStream(address, requestId) {
  const http = require('node:http'); // only streaming handlers pay for it
  const separator = address.lastIndexOf(':');
  let began = false;
  const request = http.request({
    method: 'POST',
    hostname: address.slice(0, separator),
    port: Number(address.slice(separator + 1)),
    path: `/2018-06-01/runtime/invocation/${encodeURIComponent(requestId)}/response`,
    agent: new http.Agent({ keepAlive: false, maxSockets: 1 }),
    headers: {
      'Lambda-Runtime-Function-Response-Mode': 'streaming',
      Trailer: ['Lambda-Runtime-Function-Error-Type', 'Lambda-Runtime-Function-Error-Body'],
      'Content-Type': 'application/octet-stream',
      'Transfer-Encoding': 'chunked',
    },
  });
  const answered = new Promise((resolve, reject) => {
    request.on('response', (response) => response.resume().on('end', resolve).on('error', reject));
    // The platform's runtimes promise the head of the answer too, and nobody waits for it: a stream that breaks is an unhandled rejection.
    request.on('error', (error) => {
      reject(error);
      Promise.reject(error);
      request.destroy(error);
    });
  });
  answered.catch(() => {}); // a handler that fails first never waits for it

  const write = request.write.bind(request);
  request.setContentType = (type) => {
    if (began) throw runtimeError('InvalidStreamingOperation', 'Cannot set content-type, too late.');
    request.setHeader('Content-Type', type);
  };
  request.write = (chunk, encoding, callback) => {
    const data = typeof chunk === 'string' || isBytes(chunk) ? chunk : JSON.stringify(chunk);
    if (!began && typeof request._onBeforeFirstWrite === 'function') request._onBeforeFirstWrite((head) => write(head));
    began = true;
    return write(data, encoding, callback);
  };
  if (isOlder) {
    const end = request.end.bind(request);
    request.end = (first) => end(first); // an encoding and a callback behind the last chunk are lost
  }

  const stream = {};
  for (const name of methods) stream[name] = request[name].bind(request);
  for (const name of readOnly) Object.defineProperty(stream, name, { get: () => request[name] });
  for (const name of readWrite)
    Object.defineProperty(stream, name, {
      get: () => request[name],
      set: (value) => {
        request[name] = value;
      },
    });

  return {
    stream,
    answered,
    fail(error, done) {
      const response = errorResponse(error);
      // A response that has ended already is not called back. A name that can't be in a header throws, and ends the process.
      if (!request.writableEnded && !request.destroyed) {
        request.addTrailers({
          'Lambda-Runtime-Function-Error-Type': response.errorType,
          'Lambda-Runtime-Function-Error-Body': Buffer.from(JSON.stringify(response)).toString('base64'),
        });
        request.end();
      }
      answered.then(done, done);
    },
  };
}

module.exports = { installGlobal, isStreaming, openResponseStream };
