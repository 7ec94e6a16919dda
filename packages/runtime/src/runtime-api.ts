import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The largest event and, with a margin for the envelope, the largest buffered response; both are the platform's numbers. */
export const maxEventBytes: number = 6 * 1024 * 1024;
export const maxResponseBytes: number = maxEventBytes + 100;
/** The platform streams up to 200 MB. */
const maxStreamedBytes = 200 * 1024 * 1024;
const maxErrorBytes = 1024 * 1024;
/** The published clients send an error's message and stack in a header too, for tracing. As much as Go's server takes, the platform's. */
const maxHeaderSize = 1024 * 1024;

export interface Invocation {
  readonly id: string;
  /** JSON text. */
  readonly event: string;
  readonly functionArn: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly traceId?: string;
  /** JSON text. */
  readonly clientContext?: string;
  readonly identity?: string;
}

/** What the runtime posted for an invocation. */
export interface Answer {
  readonly kind: 'response' | 'error';
  readonly body: Buffer;
  readonly contentType: string;
  /** The runtime answered for a handler that has nothing left to do. */
  readonly isUnsettled?: true;
}

export interface RuntimeApiEvents {
  /** The runtime asks for the next invocation: it has started, or has finished with the one before. */
  ready(): void;
  answered(answer: Answer): void;
  initFailed(body: Buffer): void;
}

/**
 * The Lambda Runtime API, version 2018-06-01, for one execution environment: one invocation at a time, on loopback.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html; status codes and error types as the platform's emulator gives them.
 */
export class RuntimeApi {
  readonly #server: Server;
  readonly #events: RuntimeApiEvents;
  #waiting: ServerResponse | undefined;
  #active: { readonly id: string; answered: boolean } | undefined;

  private constructor(events: RuntimeApiEvents) {
    this.#events = events;
    this.#server = createServer({ maxHeaderSize }, (request, response) => {
      this.#route(request, response).catch(() => response.destroy());
    });
    // A runtime waits for its next invocation as long as it takes.
    this.#server.keepAliveTimeout = 0;
    this.#server.requestTimeout = 0;
    this.#server.headersTimeout = 0;
  }

  static async start(events: RuntimeApiEvents): Promise<RuntimeApi> {
    const api = new RuntimeApi(events);
    await new Promise<void>((resolve, reject) => {
      api.#server.once('error', reject);
      api.#server.listen(0, '127.0.0.1', resolve);
    });
    return api;
  }

  /** `host:port`, the value of `AWS_LAMBDA_RUNTIME_API`. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Hands an invocation to the runtime, which must be waiting for one. */
  deliver(invocation: Invocation): void {
    const response = this.#waiting;
    if (!response) throw new Error('The runtime is not waiting for an invocation.');
    this.#waiting = undefined;
    this.#active = { id: invocation.id, answered: false };
    const headers: Record<string, string> = {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': invocation.id,
      'Lambda-Runtime-Deadline-Ms': String(invocation.deadline),
      'Lambda-Runtime-Invoked-Function-Arn': invocation.functionArn,
    };
    if (invocation.traceId !== undefined) headers['Lambda-Runtime-Trace-Id'] = invocation.traceId;
    if (invocation.clientContext !== undefined) headers['Lambda-Runtime-Client-Context'] = invocation.clientContext;
    if (invocation.identity !== undefined) headers['Lambda-Runtime-Cognito-Identity'] = invocation.identity;
    send(response, 200, invocation.event, headers);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = /^\/2018-06-01\/runtime\/(.+)$/.exec(request.url ?? '')?.[1];
    const invocation = /^invocation\/([^/]+)\/(response|error)$/.exec(path ?? '');
    const method = path === 'invocation/next' ? 'GET' : path === 'init/error' || invocation ? 'POST' : undefined;
    if (method === undefined) return send(response, 404, '404 page not found\n', { 'Content-Type': 'text/plain; charset=utf-8' });
    if (request.method !== method) return send(response, 405, '', { Allow: method });
    if (path === 'invocation/next') return this.#next(response);
    if (invocation) return this.#answer(request, response, decode(invocation[1] as string), invocation[2] as Answer['kind']);
    return this.#initError(request, response);
  }

  #next(response: ServerResponse): void {
    if (this.#waiting || (this.#active && !this.#active.answered)) {
      refuse(response, 403, 'InvalidStateTransition', 'The runtime has not answered the invocation that it has.');
      return;
    }
    this.#active = undefined;
    this.#waiting = response;
    response.on('close', () => {
      if (this.#waiting === response) this.#waiting = undefined;
    });
    this.#events.ready();
  }

  async #answer(request: IncomingMessage, response: ServerResponse, id: string, kind: Answer['kind']): Promise<void> {
    const active = this.#active;
    if (!active || active.id !== id || active.answered) {
      request.resume();
      return refuse(response, 400, 'InvalidRequestID', 'Invalid request ID');
    }
    active.answered = true; // whatever comes now, it is this invocation's answer
    const contentType = request.headers['content-type'] ?? 'application/octet-stream';
    const mode = request.headers['lambda-runtime-function-response-mode'];
    const streams = kind === 'response' && mode === 'streaming';
    if (kind === 'response' && mode !== undefined && !streams) {
      request.resume();
      this.#events.answered(failure('Runtime.InvalidResponseModeHeader', `"${String(mode)}" is no response mode.`));
      return refuse(response, 400, 'InvalidFunctionResponseMode', 'Invalid function response mode');
    }
    const body = await readBody(request, streams ? maxStreamedBytes : kind === 'error' ? maxErrorBytes : maxResponseBytes);
    if (!body.ok) {
      const sizeProblem = `Response payload size exceeded maximum allowed payload size (${body.limit} bytes).`;
      this.#events.answered(failure('Function.ResponseSizeTooLarge', sizeProblem));
      return refuse(response, 413, 'RequestEntityTooLarge', `Exceeded maximum allowed payload size (${body.limit} bytes).`);
    }
    const failed = streams ? request.trailers['lambda-runtime-function-error-type'] : undefined;
    if (failed !== undefined) {
      const error = Buffer.from(request.trailers['lambda-runtime-function-error-body'] ?? '', 'base64');
      this.#events.answered(error.length > 0 ? { kind: 'error', body: error, contentType: 'application/json' } : failure(failed, ''));
    } else {
      // A word of our own loop, which the platform's does not say.
      const isUnsettled = request.headers['postern-unsettled'] === '1';
      this.#events.answered({ kind, body: body.bytes, contentType, ...(isUnsettled ? { isUnsettled } : {}) });
    }
    send(response, 202, '{"status":"OK"}\n', { 'Content-Type': 'application/json' });
  }

  async #initError(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#waiting || this.#active) {
      request.resume();
      return refuse(response, 403, 'InvalidStateTransition', 'The runtime has already started.');
    }
    const body = await readBody(request, maxErrorBytes);
    this.#events.initFailed(body.ok ? body.bytes : failure('Runtime.Unknown', 'The error of the start was too large.').body);
    send(response, 202, '{"status":"OK"}\n', { 'Content-Type': 'application/json' });
  }
}

function failure(errorType: string, errorMessage: string): Answer {
  return { kind: 'error', body: Buffer.from(JSON.stringify({ errorMessage, errorType })), contentType: 'application/json' };
}

async function readBody(request: IncomingMessage, limit: number): Promise<{ ok: true; bytes: Buffer } | { ok: false; limit: number }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk); // the rest is read and dropped: the runtime must get its answer
  }
  return size <= limit ? { ok: true, bytes: Buffer.concat(chunks) } : { ok: false, limit };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string>): void {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  send(response, status, JSON.stringify({ errorMessage, errorType }), { 'Content-Type': 'application/json' });
}
