import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { type Answer, RuntimeApi } from './runtime-api.ts';

const events: { readonly kind: string; readonly answer?: Answer; readonly body?: string }[] = [];
let api: RuntimeApi;
before(async () => {
  api = await RuntimeApi.start({
    ready: () => events.push({ kind: 'ready' }),
    answered: (answer) => events.push({ kind: 'answered', answer }),
    initFailed: (body) => events.push({ kind: 'init', body: body.toString() }),
  });
});
after(() => api.stop());

const base = (): string => `http://${api.address}/2018-06-01/runtime`;
const post = (path: string, body = '', headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${base()}${path}`, { method: 'POST', body, headers });

async function begin(id: string): Promise<Response> {
  const count = events.length;
  const response = fetch(`${base()}/invocation/next`);
  while (events.length === count) await new Promise((resolve) => setTimeout(resolve, 1));
  api.deliver({ id, event: '{"a":1}', functionArn: 'arn:f', deadline: 1_700_000_000_000, traceId: 'Root=1', identity: '{}' });
  return response;
}

describe('the Runtime API', () => {
  it('takes an error of the start only before the first invocation', async () => {
    const response = await post('/init/error', '{"errorType":"X"}');
    assert.equal(response.status, 202);
    assert.deepEqual(events.pop(), { kind: 'init', body: '{"errorType":"X"}' });
  });

  it('hands out an invocation with its headers', async () => {
    const response = await begin('id-1');
    assert.equal(response.status, 200);
    assert.equal(await response.text(), '{"a":1}');
    const header = (name: string): string | null => response.headers.get(`lambda-runtime-${name}`);
    assert.equal(header('aws-request-id'), 'id-1');
    assert.equal(header('deadline-ms'), '1700000000000');
    assert.equal(header('invoked-function-arn'), 'arn:f');
    assert.equal(header('trace-id'), 'Root=1');
    assert.equal(header('cognito-identity'), '{}');
    assert.equal(header('client-context'), null);
  });

  const refused = [
    { name: 'next before the answer', path: '/invocation/next', method: 'GET', status: 403, errorType: 'InvalidStateTransition' },
    { name: 'an answer to another invocation', path: '/invocation/id-0/response', status: 400, errorType: 'InvalidRequestID' },
    { name: 'an error of another invocation', path: '/invocation/id-0/error', status: 400, errorType: 'InvalidRequestID' },
    { name: 'an error of the start after it', path: '/init/error', status: 403, errorType: 'InvalidStateTransition' },
    { name: 'a wrong method', path: '/invocation/next', status: 405 },
    { name: 'an unknown path', path: '/invocation', status: 404 },
    { name: 'a broken escape', path: '/invocation/%E0%A4%A/response', status: 400, errorType: 'InvalidRequestID' },
  ];
  for (const { name, path, method = 'POST', status, errorType } of refused)
    it(`refuses ${name}`, async () => {
      const response = await fetch(`${base()}${path}`, { method });
      assert.equal(response.status, status);
      if (errorType) assert.equal(((await response.json()) as { errorType: string }).errorType, errorType);
    });

  it('takes one answer and no second', async () => {
    assert.equal((await post('/invocation/id-1/response', '42', { 'content-type': 'application/json' })).status, 202);
    assert.equal(String(events.at(-1)?.answer?.body), '42');
    assert.equal((await post('/invocation/id-1/error', '{}')).status, 400);
  });

  it('answers 413 to a response that is too large, and the caller learns it', async () => {
    await begin('id-2');
    assert.equal((await post('/invocation/id-2/response', 'x'.repeat(6_291_557))).status, 413);
    assert.match(String(events.at(-1)?.answer?.body), /"errorType":"Function\.ResponseSizeTooLarge"/);
  });

  it('refuses a response mode that does not exist', async () => {
    await begin('id-3');
    const response = await post('/invocation/id-3/response', '1', { 'lambda-runtime-function-response-mode': 'sideways' });
    assert.equal(response.status, 400);
    assert.match(String(events.at(-1)?.answer?.body), /Runtime\.InvalidResponseModeHeader/);
  });

  it('reads an error from the trailers of a stream', async () => {
    await begin('id-4');
    await stream('id-4', { type: 'Error', body: '{"errorType":"Error","errorMessage":"half"}' });
    assert.deepEqual(events.at(-1)?.answer?.kind, 'error');
    assert.match(String(events.at(-1)?.answer?.body), /half/);
  });

  it('streams more than a buffered response may have', async () => {
    await begin('id-5');
    await stream('id-5', undefined, 7 * 1024 * 1024);
    assert.deepEqual(events.at(-1)?.answer?.kind, 'response');
    assert.equal(events.at(-1)?.answer?.body.length, 7 * 1024 * 1024);
  });
});

function stream(id: string, error: { type: string; body: string } | undefined, size = 10): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${base()}/invocation/${id}/response`,
      {
        method: 'POST',
        headers: {
          'Lambda-Runtime-Function-Response-Mode': 'streaming',
          Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
          'Transfer-Encoding': 'chunked',
        },
      },
      (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0)),
    );
    request.on('error', reject);
    request.write(Buffer.alloc(size, 'x'));
    if (error)
      request.addTrailers({
        'Lambda-Runtime-Function-Error-Type': error.type,
        'Lambda-Runtime-Function-Error-Body': Buffer.from(error.body).toString('base64'),
      });
    request.end();
  });
}
