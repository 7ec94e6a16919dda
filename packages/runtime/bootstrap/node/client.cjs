'use strict';
// Speaks the Lambda Runtime API (2018-06-01) over one keep-alive connection. The platform's own client is native code that a function
// can't see; the nearest thing in JavaScript is a bare socket, opened once before user code is loaded: it loads nothing that standard
// output doesn't load anyway, and no invocation opens a connection of its own.
const { AsyncResource } = require('node:async_hooks');
const net = require('node:net');

const prefix = '/2018-06-01/runtime';

/**
 * @param {string} address `host:port`
 * @returns {{ next(): Promise<{ event: string, headers: Record<string, string> }>, post(path: string, body: string, headers: Record<string, string>, done: () => void): void }}
 */
function connect(address) {
  const separator = address.lastIndexOf(':');
  const host = address.slice(0, separator);
  const socket = net.connect(Number(address.slice(separator + 1)), host);
  socket.setNoDelay(true);
  socket.unref();
  // Requests are answered in order. While none waits for an answer the socket must not keep the event loop alive: an empty loop is how
  // the runtime learns that a callback-style handler has ended.
  const waiting = [];
  let received = Buffer.alloc(0);

  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    for (let answer = takeAnswer(); answer; answer = takeAnswer()) {
      const callback = waiting.shift();
      if (waiting.length === 0) socket.unref();
      callback?.(answer);
    }
  });
  // The platform is gone: nobody is left to answer to.
  socket.on('error', () => process.exit(1));
  socket.on('close', () => process.exit(1));

  function takeAnswer() {
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd < 0) return undefined;
    const [statusLine, ...lines] = received.toString('latin1', 0, headEnd).split('\r\n');
    const headers = Object.create(null);
    for (const line of lines) {
      const colon = line.indexOf(':');
      headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }
    const bodyStart = headEnd + 4;
    const bodyEnd = bodyStart + Number(headers['content-length'] ?? 0);
    if (received.length < bodyEnd) return undefined;
    const body = received.toString('utf8', bodyStart, bodyEnd);
    received = received.subarray(bodyEnd);
    return { status: Number(statusLine.split(' ')[1]), headers, body };
  }

  function send(method, path, body, headers, callback) {
    // On the platform a post is a blocking call: what follows it, the next invocation included, is in the asynchronous context of the
    // code that answered.
    waiting.push(AsyncResource.bind(callback));
    socket.ref();
    const content = Buffer.from(body, 'utf8');
    let head = `${method} ${prefix}${path} HTTP/1.1\r\nHost: ${address}\r\n`;
    for (const name of Object.keys(headers)) head += `${name}: ${headerValue(name, headers[name])}\r\n`;
    if (method === 'POST') head += `Content-Length: ${content.length}\r\n`;
    socket.write(Buffer.concat([Buffer.from(`${head}\r\n`, 'latin1'), content]));
  }

  return {
    next: () =>
      new Promise((resolve, reject) => {
        send('GET', '/invocation/next', '', {}, ({ status, headers, body }) => {
          if (status === 200) resolve({ event: body, headers });
          else reject(new Error(`Failed to get next invocation, error ${status}`));
        });
      }),
    post: (path, body, headers, done) => send('POST', path, body, { 'Content-Type': 'application/json', ...headers }, () => done()),
  };
}

// An error's name is the function's own text: a line end in it would be a header of its own. The platform's runtimes send the one request
// that carries such a name by `node:http`, which throws; here that module is only loaded to throw the same.
function headerValue(name, value) {
  const text = String(value);
  if (value === undefined || /[^\t\x20-\x7e\x80-\xff]/.test(text)) require('node:http').validateHeaderValue(name, value);
  return text;
}

module.exports = { connect };
