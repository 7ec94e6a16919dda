/** The front door: finds the handler, wraps it, inspects the event before it runs, and keeps the books of the invocation. */
import type { Reading, Timer } from '@postern/inspect';
import { decideDoor, inspectAt, inspectionBudget, inspectReading, isSampled, readEvent, startTimer } from './analysis.ts';
import type { Foreign, ForeignArray, ForeignFunction } from './host.ts';
import { expectEsModules, onRequire } from './modules.ts';
import type { Guarding } from './state.ts';

/** A handler in an ES module: its file, and the export to take (`a.b` is two steps). */
export interface HandlerPlace {
  readonly file: string;
  readonly steps: readonly string[];
}

export interface Handlers {
  /**
   * Looks where the handler will come from and stands in its way; answers whether there is one to come. `entry` is the module that loads
   * ES-module handlers.
   */
  attach(entry: string): boolean;
  wrap(handler: ForeignFunction): ForeignFunction;
  take(): HandlerPlace;
}

export function armHandlers(guarding: Guarding): Handlers {
  const { host } = guarding;
  const wrapped = new WeakSet<object>();
  let place: (HandlerPlace & { readonly original: string; readonly entry: string }) | undefined;

  return {
    attach(entry) {
      const found = locate(guarding);
      if (!found) return false;
      if (found.isModule) {
        // The runtime reads _HANDLER after preloads ran. Its `import` can't be intercepted on every Node, so it is sent to a module
        // of ours that imports the handler; the variable is put back before any code of the function runs.
        place = { file: found.file, steps: found.steps, original: found.handler, entry: `${entry}.handler` };
        host.setEnvironment('_HANDLER', place.entry);
        // Images on another base start the client with the handler's name on the command line.
        host.replaceArgument(found.handler, place.entry);
        expectEsModules(guarding);
        return true;
      }
      onRequire((request, exports) => {
        if (request !== found.module && request !== found.file) return exports;
        return replaceStep(guarding, exports, found.steps, (value) =>
          typeof value === 'function' ? wrap(value as ForeignFunction) : value,
        );
      });
      return true;
    },
    wrap,
    take() {
      if (!place) throw host.error('PosternError', 'PSTN_USAGE', 'The guard has no ES-module handler to load.');
      host.setEnvironment('_HANDLER', place.original);
      host.replaceArgument(place.entry, place.original);
      return place;
    },
  };

  function wrap(handler: ForeignFunction): ForeignFunction {
    if (guarding.mode === 'off' || typeof handler !== 'function' || wrapped.has(handler)) return handler;
    const shell = host.expose((self, args) => invoke(guarding, handler, self, args), handler);
    wrapped.add(shell);
    return shell;
  }
}

function invoke(guarding: Guarding, handler: ForeignFunction, self: unknown, args: ForeignArray): unknown {
  const { host } = guarding;
  const event = args[0];
  const context = findContext(args);
  let timer: Timer | undefined;
  let known: Reading | undefined;
  const reading = (): Reading => {
    timer ??= timerFor(host, context);
    known ??= readEvent(event, optionsOf(timer));
    return known;
  };
  guarding.endStale();
  const invocation = guarding.begin(reading, {
    requestId: stringOf(context?.['awsRequestId']),
    account: stringOf(context?.['invokedFunctionArn'])?.split(':')[4],
  });
  const end = (): void => guarding.end(invocation);

  const refused = inspectAtDoor(guarding, invocation, event, reading, () => timer);
  if (refused) {
    end();
    return host.reject(refused);
  }
  let result: unknown;
  try {
    result = host.runWith(invocation.token, handler, self, withCallback(guarding, args, end));
  } catch (error) {
    end();
    throw error;
  }
  if (host.isPromise(result)) return host.settled(result, end);
  if (isThenable(result)) return host.settled(host.promiseOf(result), end);
  // A handler that takes a callback ends when it calls back. For any other what it answered is the end; work that goes on after it keeps
  // its asynchronous context, and with that its invocation.
  if (handler.length < 3 || typeof args[2] !== 'function') end();
  return result;
}

/** `(event, context, callback)`, or `(event, responseStream, context)` of a streaming handler. */
function findContext(args: ForeignArray): Foreign | undefined {
  for (let i = 1; i < Math.min(args.length, 3); i++) {
    const candidate = args[i];
    if (typeof candidate === 'object' && candidate !== null && typeof (candidate as Foreign)['awsRequestId'] === 'string')
      return candidate as Foreign;
  }
  return undefined;
}

/** Time for the event, where the platform says what the invocation has left; sizes alone bound it elsewhere. */
function timerFor(host: Guarding['host'], context: Foreign | undefined): Timer | undefined {
  try {
    const remaining = context?.['getRemainingTimeInMillis'];
    if (typeof remaining !== 'function') return undefined;
    const remainingMs = host.call(remaining as ForeignFunction, context, []);
    return typeof remainingMs === 'number' ? startTimer(inspectionBudget({ remainingMs }).time, host.cpuTime) : undefined;
  } catch {
    return undefined; // a context of one's own that refuses
  }
}

/** A shorter one could be guessed, and with it which texts have a hash. */
const shortestSalt = 16;
let salt: string | undefined;

/** The operator's salt, so that the same attack is known again in all functions; without one that of this process. */
function saltOf(host: Guarding['host']): string {
  const given = host.environment['POSTERN_SALT'];
  salt ??= given !== undefined && given.length >= shortestSalt ? given : host.random();
  return salt;
}

function optionsOf(timer: Timer | undefined): { readonly timer?: Timer } {
  return timer === undefined ? {} : { timer };
}

function withCallback(guarding: Guarding, args: ForeignArray, end: () => void): ForeignArray {
  const callback = args[2];
  if (typeof callback !== 'function') return args;
  const changed = guarding.host.array(args);
  changed[2] = guarding.host.expose((self, results) => {
    end();
    return guarding.host.call(callback as ForeignFunction, self, results);
  }, callback as ForeignFunction);
  return changed;
}

/** Events of this instance that the policy wants a sample of. */
let sampled = 0;

/** Answers the error to refuse the event with, or undefined to let it in. */
function inspectAtDoor(
  guarding: Guarding,
  invocation: ReturnType<Guarding['begin']>,
  event: unknown,
  reading: () => Reading,
  timer: () => Timer | undefined,
): Error | undefined {
  let refusal: Error | undefined;
  guarding.safely('door', () => {
    const { policy, host, reporter } = guarding;
    const read = reading();
    const time = inspectAt(policy, read.trigger, read.outsiderControlled);
    if (time === 'sink' || (time === 'sampled' && !isSampled(sampled++))) return;
    const inspection = inspectReading(read, event, { ...optionsOf(timer()), salt: () => saltOf(host), keep: policy.evidence.keep });
    const decision = decideDoor(policy, inspection, read.trigger);
    const stops = decision.verdict === 'block' && guarding.mode === 'block';
    if (inspection.detections.length > 0) reporter.door(invocation, inspection.detections, stops ? 'blocked' : 'observed');
    if (inspection.incomplete) invocation.cutOff(inspection.incomplete);
    if (stops) refusal = host.error('PosternBlocked', 'PSTN_BLOCKED', `Postern refused an event: ${decision.reason}.`);
  });
  return refusal;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as Foreign)['then'] === 'function';
}

/** `exports` with the value at `steps` replaced, leaving the exports object itself as it is: its members may be getters that can't be redefined. */
function replaceStep(guarding: Guarding, exports: unknown, steps: readonly string[], replace: (value: unknown) => unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return replace(exports);
  if ((typeof exports !== 'object' && typeof exports !== 'function') || exports === null) return exports;
  const value = (exports as Foreign)[step];
  if (value === undefined) return exports;
  return guarding.host.overlay(exports, step, replaceStep(guarding, value, rest, replace));
}

interface Located {
  readonly handler: string;
  /** What the runtime requires: the path without an ending. */
  readonly module: string;
  readonly file: string;
  readonly steps: readonly string[];
  readonly isModule: boolean;
}

/**
 * Where `_HANDLER` points, in the order in which the Node runtime interface client looks: the path as it is, `.js`, `.mjs`, `.cjs`
 * (github.com/aws/aws-lambda-nodejs-runtime-interface-client, `UserFunction.js`).
 */
function locate(guarding: Guarding): Located | undefined {
  const { host } = guarding;
  const handler = host.environment['_HANDLER'];
  const root = host.environment['LAMBDA_TASK_ROOT'];
  if (!handler || !root) return undefined;
  const slash = handler.lastIndexOf('/');
  const name = handler.slice(slash + 1);
  const dot = name.indexOf('.');
  if (dot < 0) return undefined;
  const module = host.resolve(root, handler.slice(0, slash + 1), name.slice(0, dot));
  const steps = name.slice(dot + 1).split('.');
  for (const ending of ['', '.js', '.mjs', '.cjs']) {
    const file = module + ending;
    if (!host.isFile(file)) continue;
    return { handler, module, file, steps, isModule: ending === '.mjs' || (ending === '.js' && host.isModulePackage(file)) };
  }
  return undefined;
}
