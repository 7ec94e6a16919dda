/** What all hooks share: the mode, the policy, the running invocations, and the one place where a hook's answer becomes an act. */
import type { Finding, LimitName, Mode, SinkKind } from '@postern/core';
import type { Reading } from '@postern/inspect';
import { decideMode, defaultPolicy, type Policy } from '@postern/policy';
import { allowanceFor, createReporter, policyFor, readCompiled, readEvent, readOnFault } from './analysis.ts';
import type { Index, StructureChange } from './evidence/index.ts';
import type { Foreign, ForeignFunction, Host, Implementation, Token } from './host.ts';
import { type Circumstances, createInvocation, type Invocation } from './invocation.ts';
import type { Reporter } from './reporter.ts';
import type { RuleName } from './rules.ts';
import { type CapturedStack, captureStack } from './stack.ts';

/** What a hook found: a call whose structure came from input, or one that the policy does not allow. */
export interface Departure {
  readonly rule: RuleName;
  readonly kind: SinkKind;
  /** The call as a person knows it; left out where the stack knows better. */
  readonly call?: string;
  /** The whole text of the argument that matters. */
  readonly text: string;
  readonly change?: StructureChange;
  readonly reason?: string;
}

export interface Guarding {
  readonly host: Host;
  readonly mode: Mode;
  readonly policy: Policy;
  /** Made when there is something to report. */
  readonly reporter: Reporter;
  readonly policyDigest: string | undefined;
  /** What was wrong before anything was armed. */
  readonly startProblems: readonly { readonly rule: RuleName; readonly problem: string }[];
  /** The invocation that the running code belongs to. */
  current(): Invocation | undefined;
  begin(reading: () => Reading, circumstances?: Circumstances): Invocation;
  end(invocation: Invocation): void;
  /** Ends what never said that it ended: on hosts that run one invocation at a time, the next one's start is the last one's end. */
  endStale(): void;
  /** A second key for the same invocation under which what is read gets `label`. */
  labelled(invocation: Invocation, label: string): Token;
  /** The label of the running code's context, if it has one. */
  label(): string | undefined;
  /**
   * Asks `check` about a call. Answers the error to raise instead of going on, or undefined. `text` is what a probe would be in.
   * A fault in the check is reported once; it stops the call only under `onFault: closed` in block mode.
   */
  judge(hook: string, text: string, check: (index: () => Index, invocation: Invocation) => Departure | undefined): Error | undefined;
  /** While a word is set, a call that carries it is answered by an error instead: how a second copy sees that this one is armed. */
  setProbe(word: string | undefined): void;
  /** Runs `action`; a fault in it is reported and never reaches the function. */
  safely(what: string, action: () => void): void;
  readonly guardFile: string;
  /** Replaces a function of a binding, for good: what a package can put back is no hook. */
  lock(target: Foreign, name: string, implementation: Implementation): void;
  /** Reads any foreign value as untrusted input. */
  readValue(value: unknown): Reading;
}

export function startGuarding(host: Host): Guarding {
  const requested = host.environment['POSTERN_MODE'];
  const loaded = loadPolicy(host);
  const decided = effectiveMode(requested, loaded.policy);
  const startProblems: { readonly rule: RuleName; readonly problem: string }[] = [];
  for (const problem of loaded.problems) startProblems.push({ rule: 'policyUnreadable', problem });
  if (decided.problem !== undefined) startProblems.push({ rule: 'modeUnavailable', problem: decided.problem });
  let reporter: Reporter | undefined;

  const invocations = new Map<Token, Invocation>();
  const labels = new WeakMap<Token, { readonly invocation: Invocation; readonly label: string | undefined }>();
  const guardFile = host.file;
  const isLambda = host.environment['AWS_LAMBDA_FUNCTION_NAME'] !== undefined;
  let probe: string | undefined;
  let judging = false;

  const guarding: Guarding = {
    host,
    mode: decided.mode,
    policy: loaded.policy,
    get reporter() {
      reporter ??= createReporter(host, { mode: decided.mode, ...(loaded.digest ? { policyDigest: loaded.digest } : {}) });
      return reporter;
    },
    policyDigest: loaded.digest,
    startProblems,
    guardFile,
    lock(target, name, implementation) {
      const value = host.expose(implementation, target[name] as ForeignFunction);
      Object.defineProperty(target, name, { value, writable: false, enumerable: true, configurable: false });
    },
    readValue: (value) => readEvent(value),
    current() {
      const token = host.currentToken();
      const known = token === undefined ? undefined : labels.get(token);
      if (known) return known.invocation;
      // Callbacks of pooled sockets and hand-made queues lose the context. Where one invocation runs alone there is no doubt whose
      // they are; where several run, a guess could match one caller's input with another's sink, so none is made.
      if (invocations.size !== 1) return undefined;
      for (const only of invocations.values()) return only;
      return undefined;
    },
    begin(reading, circumstances) {
      const token = host.token();
      const invocation = createInvocation(token, reading, { onCutOff: reportCutOff, ...circumstances });
      invocations.set(token, invocation);
      labels.set(token, { invocation, label: undefined });
      return invocation;
    },
    end(invocation) {
      invocations.delete(invocation.token);
    },
    endStale() {
      if (!isLambda || host.environment['AWS_LAMBDA_MAX_CONCURRENCY'] !== undefined) return;
      for (const [token, invocation] of invocations) if (!invocation.isStanding) invocations.delete(token);
    },
    labelled(invocation, label) {
      const token = host.token();
      labels.set(token, { invocation, label });
      return token;
    },
    label() {
      const token = host.currentToken();
      return token === undefined ? undefined : labels.get(token)?.label;
    },
    judge(hook, text, check) {
      if (probe !== undefined && text.includes(probe)) return host.error('PosternProbe', 'PSTN_PROBE', probe);
      if (judging) return undefined; // the guard's own reads while it decides
      try {
        judging = true;
        const invocation = guarding.current();
        if (!invocation) return undefined;
        const departure = check(() => invocation.index(), invocation);
        if (!departure) return invocation.incomplete && stopsUnread(hook) ? unread(hook, invocation.incomplete) : undefined;
        return act(departure, invocation, captureStack(guardFile, host.environment['LAMBDA_TASK_ROOT']));
      } catch (fault) {
        return failed(hook, fault);
      } finally {
        judging = false;
      }
    },
    setProbe(word) {
      probe = word;
    },
    safely(what, action) {
      try {
        action();
      } catch (fault) {
        failed(what, fault);
      }
    },
  };
  return guarding;

  function act(departure: Departure, invocation: Invocation, stack: CapturedStack): Error | undefined {
    const finding = guarding.reporter.departure(departure, invocation, stack, (fingerprint) =>
      isAllowed(fingerprint) ? 'observed' : undefined,
    );
    if (finding.runtime?.action !== 'blocked') return undefined;
    return host.error('PosternBlocked', 'PSTN_BLOCKED', blockedMessage(finding));
  }

  function reportCutOff(invocation: Invocation, limit: LimitName): void {
    if (loaded.policy.onIncomplete !== 'allow') guarding.reporter.incomplete(invocation, limit, stopsUnread('') ? 'blocked' : 'observed');
  }

  /** Where input was cut off, `onIncomplete: block` lets nothing become a command, code or a query; files and hosts are judged by what is known. */
  function stopsUnread(hook: string): boolean {
    return decided.mode === 'block' && loaded.policy.onIncomplete === 'block' && hook !== 'file' && hook !== 'network';
  }

  function unread(hook: string, limit: LimitName): Error {
    return host.error(
      'PosternBlocked',
      'PSTN_BLOCKED',
      `Postern stopped a call of ${hook}: the limit "${limit}" cut input off, and the policy says onIncomplete: block.`,
    );
  }

  function isAllowed(fingerprint: string): boolean {
    return allowanceFor(loaded.policy, fingerprint, host.now().slice(0, 10)) !== undefined;
  }

  function failed(what: string, fault: unknown): Error | undefined {
    const stop = decided.mode === 'block' && loaded.policy.onFault === 'closed';
    try {
      guarding.reporter.fault(what, fault, stop);
    } catch {
      // Reporting the fault failed too: nothing is left to do but what the policy says.
    }
    return stop
      ? host.error('PosternBlocked', 'PSTN_BLOCKED', `Postern failed at ${what}, and its policy says onFault: closed.`)
      : undefined;
  }
}

function blockedMessage(finding: Finding): string {
  return `Postern stopped ${finding.origin.kind === 'runtime' ? (finding.origin.sink?.call ?? 'a call') : 'a call'}: ${finding.evidence[0]?.reason ?? finding.title}.`;
}

/** Learning is not built yet: asking for it gets the nearest thing that changes nothing either, and a finding that says so. */
function effectiveMode(requested: string | undefined, policy: Policy): ReturnType<typeof decideMode> {
  const decided = decideMode(requested, policy);
  return decided.mode === 'learn' ? { mode: 'observe', problem: 'The mode "learn" is not available yet; the guard observes.' } : decided;
}

interface LoadedPolicy {
  readonly policy: Policy;
  readonly digest?: string;
  readonly problems: readonly string[];
}

function loadPolicy(host: Host): LoadedPolicy {
  const file = host.environment['POSTERN_POLICY'];
  if (!file) return { policy: defaultPolicy, problems: [] };
  let text: string;
  try {
    text = host.readText(file);
  } catch (error) {
    return { policy: fallback(host), problems: [`${file}: ${(error as Error).message}`] };
  }
  const read = readCompiled(text, host.sha256);
  if (!read.ok) {
    const problems = read.problem.map((problem) => `${file}: ${problem.path} ${problem.problem}`);
    return { policy: readOnFault(text) === 'closed' ? { ...defaultPolicy, onFault: 'closed' } : fallback(host), problems };
  }
  return {
    policy: policyFor(read.value.document, host.environment['AWS_LAMBDA_FUNCTION_NAME'] ?? ''),
    digest: read.value.digest,
    problems: [],
  };
}

/** An unreadable policy cannot say what to do about it: POSTERN_ON_FAULT can. */
function fallback(host: Host): Policy {
  return host.environment['POSTERN_ON_FAULT'] === 'closed' ? { ...defaultPolicy, onFault: 'closed' } : defaultPolicy;
}
