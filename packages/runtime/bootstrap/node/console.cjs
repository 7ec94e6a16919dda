'use strict';
// `console` as the platform patches it: one line per call, `time \t request id \t level \t message`, filtered by AWS_LAMBDA_LOG_LEVEL.
const { writeSync } = require('node:fs');
const { format } = require('node:util');
const { generation } = require('./generation.cjs');

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const pause = new Int32Array(new SharedArrayBuffer(4));
const requestIdKey = Symbol.for('aws.lambda.runtime.requestId');
const tenantIdKey = Symbol.for('aws.lambda.runtime.tenantId');
// The older runtimes keep them where libraries that log find them.
const current = generation < 24 ? globalThis : {};

function setInvocation(requestId, tenantId) {
  current[requestIdKey] = requestId;
  current[tenantIdKey] = tenantId;
}

// Synchronous, so that a line is out before a `process.exit` behind it. The descriptor is non-blocking once the function has touched
// `process.stdout`; a full pipe then answers EAGAIN until the reader caught up.
function writeLine(text) {
  const bytes = Buffer.from(text, 'utf8');
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      if (error.code !== 'EAGAIN') return;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}

function patchConsole() {
  const least = Math.max(levels.indexOf(String(process.env.AWS_LAMBDA_LOG_LEVEL).toUpperCase()), 0);
  const logger = (level) =>
    levels.indexOf(level) < least
      ? () => {}
      : (message, ...rest) => writeLine(`${new Date().toISOString()}\t${current[requestIdKey]}\t${level}\t${format(message, ...rest)}\n`);
  for (const level of levels) console[level.toLowerCase()] = logger(level);
  console.log = console.info;
}

module.exports = { patchConsole, setInvocation };
