import { randomBytes } from 'node:crypto';
import type { Clock, Json, JsonObject } from '../../domain/ports.ts';
import type { Alarms } from '../alarms.ts';
import { lambdaInvokeWithToken, StateError, stateErrors, type AslDefinition, type AslState } from './asl.ts';
import { caughtOutput, choose, plainOutput, taskInput, taskOutput, valueAt } from './data-flow.ts';
import type { Execution, HistoryEvent } from './execution-store.ts';
import { functionError, invocationOf, invocationResult, withinLimit } from './invocation.ts';
import { catcherOf, retryAfter } from './retry.ts';
import type { UnitOfWork } from './unit-of-work.ts';

/** How long waits take on this machine; the definition says only how long they are meant to be. */
export interface Timing {
  /** Milliseconds for a Wait state of so many seconds. */
  readonly waitMs: (state: string, seconds: number) => number;
  /** Milliseconds for the back-off before a retry. */
  readonly retryMs: (state: string, seconds: number) => number;
  /** Milliseconds for a task's TimeoutSeconds. */
  readonly timeoutMs: (state: string, seconds: number) => number;
}

export const realTiming: Timing = {
  waitMs: (_state, seconds) => seconds * 1000,
  retryMs: (_state, seconds) => seconds * 1000,
  timeoutMs: (_state, seconds) => seconds * 1000,
};

/** Calls a function by the name that a task gives it. */
export type Invoke = (functionName: string, payload: Json) => Promise<Json>;

export interface StepDeps {
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly timing: Timing;
  readonly invoke: Invoke;
  readonly newUnit: () => UnitOfWork;
  readonly within: <T>(unit: UnitOfWork, run: () => Promise<T>) => Promise<T>;
  readonly contextOf: (execution: Execution, token?: string) => JsonObject;
}

/** What is to be committed at the end of a step. */
export type Transition = {
  readonly history: readonly HistoryEvent[];
  /** What the state's function did. */
  readonly unit?: UnitOfWork;
} & (
  | { readonly kind: 'enter'; readonly state: string; readonly input: Json }
  | { readonly kind: 'sleep'; readonly untilMs: number; readonly retries: readonly number[] }
  | { readonly kind: 'await-token'; readonly untilMs: number; readonly token: string }
  | { readonly kind: 'succeed'; readonly output: Json }
  | { readonly kind: 'fail'; readonly error: string; readonly cause: string }
);

/** Standard workflows let a task without a timeout run for a year. */
const defaultTokenTimeoutSeconds = 366 * 86_400;
/** Lambda's own limit. */
const defaultTaskTimeoutSeconds = 900;
const longestWaitSeconds = 99_999_999;

/**
 * The next step of an execution that is ready for one: its state runs, or a state that slept or waited for its token ends.
 * @param answer the token's answer, where there is one.
 */
export async function stepOf(
  execution: Execution,
  definition: AslDefinition,
  answer: { readonly output: Json } | undefined,
  deps: StepDeps,
): Promise<Transition> {
  const state = definition.States[execution.state];
  if (!state)
    return {
      kind: 'fail',
      error: stateErrors.runtime,
      cause: `no state is named ${execution.state}`,
      history: [],
    };
  const step = new Step(execution, state, deps);
  try {
    return await step.run(answer);
  } catch (error) {
    if (error instanceof OvertakenError) throw error;
    return step.afterError(error instanceof StateError ? error : functionError(error));
  }
}

class Step {
  readonly #execution: Execution;
  readonly #state: AslState;
  readonly #deps: StepDeps;

  constructor(execution: Execution, state: AslState, deps: StepDeps) {
    this.#execution = execution;
    this.#state = state;
    this.#deps = deps;
  }

  async run(answer: { readonly output: Json } | undefined): Promise<Transition> {
    const { state: name, stateInput: input, phase } = this.#execution;
    const context = this.#deps.contextOf(this.#execution);
    switch (this.#state.Type) {
      case 'Task':
        return phase === 'token' ? this.#answered(answer) : this.#task();
      case 'Wait':
        return phase === 'ready'
          ? { kind: 'sleep', untilMs: await this.#waitUntil(context), retries: [], history: [] }
          : this.#exit(await plainOutput(name, this.#state, input, context));
      case 'Pass':
        return this.#exit(await plainOutput(name, this.#state, input, context));
      case 'Choice': {
        const { next, output } = await choose(name, this.#state, input, context);
        return this.#exit(output, next);
      }
      case 'Succeed':
        return this.#exit(await plainOutput(name, this.#state, input, context));
      case 'Fail':
        return this.#failed(context);
    }
  }

  /** Retry, else Catch, else the end of the execution. */
  async afterError(error: StateError): Promise<Transition> {
    const { state: name, stateInput, retries } = this.#execution;
    const failed: HistoryEvent = {
      type: error.error === stateErrors.timeout ? 'TaskTimedOut' : 'StateFailed',
      state: name,
      detail: { error: error.error, cause: error.causeText },
    };
    const retry = retryAfter(this.#state, error.error, retries);
    if (retry) {
      const untilMs = this.#now() + this.#deps.timing.retryMs(name, retry.delaySeconds);
      const detail = { attempt: retry.attempt, until: new Date(untilMs).toISOString() };
      return {
        kind: 'sleep',
        untilMs,
        retries: retry.retries,
        history: [failed, { type: 'RetryScheduled', state: name, detail }],
      };
    }
    const catcher = catcherOf(this.#state, error.error);
    if (!catcher) return { kind: 'fail', error: error.error, cause: error.causeText, history: [failed] };
    const input = await caughtOutput(stateInput, catcher.ResultPath, error);
    const caught = { type: 'ErrorCaught', state: name, detail: { error: error.error, next: catcher.Next } };
    return { kind: 'enter', state: catcher.Next, input, history: [failed, caught] };
  }

  async #task(): Promise<Transition> {
    const { state: name, stateInput } = this.#execution;
    const token =
      this.#state.Resource === lambdaInvokeWithToken ? randomBytes(32).toString('base64url') : undefined;
    const context = this.#deps.contextOf(this.#execution, token);
    const timeoutSeconds = await this.#timeoutSeconds(context, token !== undefined);
    const deadline = this.#now() + this.#deps.timing.timeoutMs(name, timeoutSeconds);
    const given = withinLimit(await taskInput(name, this.#state, stateInput, context), `input of ${name}`);
    const { functionName, payload } = invocationOf(given);
    const unit = this.#deps.newUnit();
    let result: Json;
    try {
      result = await this.#call(() => this.#deps.invoke(functionName, payload), unit, deadline);
    } catch (error) {
      // What it had done is undone with it; but where it was overtaken, its failure means nothing.
      if (unit.overtaken) throw new OvertakenError();
      throw error instanceof StateError ? error : functionError(error);
    } finally {
      unit.close();
    }
    if (token !== undefined)
      return {
        kind: 'await-token',
        token,
        untilMs: deadline,
        unit,
        history: [
          { type: 'TaskSubmitted', state: name, detail: { until: new Date(deadline).toISOString() } },
        ],
      };
    const answer = withinLimit(invocationResult(result), `result of ${name}`);
    return { ...this.#exit(await taskOutput(name, this.#state, stateInput, answer, context)), unit };
  }

  /** The function's result, or States.Timeout at the deadline; a function that is late can do no harm: its unit is closed. */
  async #call(invoke: () => Promise<Json>, unit: UnitOfWork, deadline: number): Promise<Json> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const callOff = this.#deps.alarms.at(deadline, () => reject(this.#timedOut()));
    try {
      return await Promise.race([this.#deps.within(unit, invoke), late]);
    } finally {
      callOff();
    }
  }

  async #answered(answer: { readonly output: Json } | undefined): Promise<Transition> {
    const { state: name, stateInput } = this.#execution;
    if (!answer) throw this.#timedOut();
    const context = this.#deps.contextOf(this.#execution);
    const result = withinLimit(answer.output, `result of ${name}`);
    return this.#exit(await taskOutput(name, this.#state, stateInput, result, context));
  }

  #timedOut(): StateError {
    return new StateError(
      stateErrors.timeout,
      `${this.#execution.state} did not end within its TimeoutSeconds`,
    );
  }

  async #timeoutSeconds(context: JsonObject, waitsForToken: boolean): Promise<number> {
    const { TimeoutSeconds, TimeoutSecondsPath } = this.#state;
    if (TimeoutSeconds !== undefined) return TimeoutSeconds;
    if (TimeoutSecondsPath !== undefined)
      return wholeSeconds(await this.#value(TimeoutSecondsPath, context), 'TimeoutSecondsPath', 1);
    return waitsForToken ? defaultTokenTimeoutSeconds : defaultTaskTimeoutSeconds;
  }

  async #waitUntil(context: JsonObject): Promise<number> {
    const { state: name } = this.#execution;
    const { Seconds, SecondsPath, Timestamp, TimestampPath } = this.#state;
    const now = this.#now();
    const timestamp = TimestampPath === undefined ? Timestamp : await this.#value(TimestampPath, context);
    if (timestamp !== undefined) {
      const at = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
      if (Number.isNaN(at))
        throw new StateError(stateErrors.runtime, `${name}: got no timestamp to wait for`);
      return now + this.#deps.timing.waitMs(name, Math.max(0, at - now) / 1000);
    }
    const seconds = SecondsPath === undefined ? (Seconds ?? 0) : await this.#value(SecondsPath, context);
    return now + this.#deps.timing.waitMs(name, wholeSeconds(seconds, 'Seconds', 0));
  }

  async #failed(context: JsonObject): Promise<Transition> {
    const { Error: error, ErrorPath, Cause, CausePath } = this.#state;
    const text = (value: Json | undefined) =>
      typeof value === 'string' ? value : JSON.stringify(value ?? '');
    return {
      kind: 'fail',
      error: ErrorPath === undefined ? (error ?? '') : text(await this.#value(ErrorPath, context)),
      cause: CausePath === undefined ? (Cause ?? '') : text(await this.#value(CausePath, context)),
      history: [],
    };
  }

  #exit(output: Json, next = this.#state.Next): Transition {
    const { state: name } = this.#execution;
    withinLimit(output, `output of ${name}`);
    const history: HistoryEvent[] = [{ type: 'StateExited', state: name, detail: { output } }];
    if (next === undefined) return { kind: 'succeed', output, history };
    return { kind: 'enter', state: next, input: output, history };
  }

  #value(path: string, context: JsonObject): Promise<Json> {
    return valueAt(path, this.#state, this.#execution.stateInput, context);
  }

  #now(): number {
    return this.#deps.clock.now().getTime();
  }
}

/** The state must run again: somebody changed what its function had built on. */
export class OvertakenError extends Error {
  override readonly name = 'OvertakenError';
  constructor() {
    super('somebody else changed what this state builds on; it is run again');
  }
}

function wholeSeconds(value: Json | undefined, what: string, least: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= longestWaitSeconds)
    return value;
  throw new StateError(
    stateErrors.runtime,
    `${what}: got ${typeof value === 'number' ? value : typeof value}, expected whole seconds from ${least} to ${longestWaitSeconds}`,
  );
}
