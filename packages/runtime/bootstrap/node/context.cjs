'use strict';
// The part of the handler's `context` that comes from the invocation's headers and the environment.
const { setInvocation } = require('./console.cjs');

function buildContext(headers, generation) {
  const environment = process.env;
  const trace = headers['lambda-runtime-trace-id'];
  if (trace) environment._X_AMZN_TRACE_ID = trace;
  else delete environment._X_AMZN_TRACE_ID;
  const awsRequestId = headers['lambda-runtime-aws-request-id'];
  const tenantId = headers['lambda-runtime-aws-tenant-id'];
  setInvocation(awsRequestId, tenantId);
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const context = {
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parseHeader(headers['lambda-runtime-client-context'], 'ClientContext'),
    identity: parseHeader(headers['lambda-runtime-cognito-identity'], 'CognitoIdentity'),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId,
    tenantId,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  if (generation >= 24) context.xRayTraceId = trace;
  return context;
}

function parseHeader(text, name) {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Cannot parse ${name} as json: ${error}`);
  }
}

module.exports = { buildContext };
