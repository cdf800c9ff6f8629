import type { DatabaseSync } from 'node:sqlite';
import {
  ConditionFailedError,
  type Clock,
  type ExecutionHistory,
  type ExecutionStatus,
  type Ids,
  type Json,
  type JsonObject,
  type StateMachine,
  type StateVisit,
  type VisitedState,
} from '../../domain/ports.ts';
import { visitedStates, visitOf } from '../../domain/retraining/state-visits.ts';
import { InvalidInputError } from '../../domain/validation/parse.ts';
import type { Alarms } from '../alarms.ts';
import type { Deliveries } from '../bus/deliveries.ts';
import type { Committer, Probe } from '../state/committer.ts';
import { maxPayloadBytes, stateErrors, type AslDefinition } from './asl.ts';
import {
  ExecutionStore,
  type Execution,
  type HistoryEvent,
  type StoredHistoryEvent,
} from './execution-store.ts';
import type { ScopedPorts } from './scoped-ports.ts';
import { executionArn, statusChangeEvent } from './status-event.ts';
import { historySteps } from './visits.ts';
import { OvertakenError, realTiming, stepOf, type Invoke, type Timing, type Transition } from './step.ts';

export interface RunnerDeps {
  readonly db: DatabaseSync;
  readonly committer: Committer;
  readonly deliveries: Deliveries;
  readonly scoped: ScopedPorts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly alarms: Alarms;
  readonly definition: AslDefinition;
  readonly invoke: Invoke;
  readonly timing?: Timing;
  readonly probe?: Probe;
  /** Told when the database fails; the execution goes on a little later. */
  readonly onError?: (error: unknown) => void;
  /** Of the state machine; default `retraining`. */
  readonly name?: string;
}

/** A state that is overtaken again and again has a defect: it then fails like any other. */
const maxReruns = 20;

/** After a failure of the database itself. */
const afterFailureMs = 5_000;

/** The commit of a step came too late: the execution was aborted meanwhile. */
class SupersededError extends Error {}

/**
 * Runs a state machine definition so that `kill -9` at any moment costs nothing but the state that ran: after each state,
 * one transaction holds its output, the next state, and everything that its function did. A state that was cut short is run
 * again from its beginning.
 */
export class DefinitionRunner implements StateMachine, ExecutionHistory {
  readonly #deps: RunnerDeps;
  readonly #store: ExecutionStore;
  readonly #machine: string;
  readonly #timing: Timing;
  readonly #probe: Probe;
  readonly #driving = new Map<string, Promise<void>>();
  /** Woken while it was driven: to be looked at once more. */
  readonly #again = new Set<string>();
  readonly #alarmOf = new Map<string, () => void>();
  #open = true;

  constructor(deps: RunnerDeps) {
    this.#deps = deps;
    this.#store = new ExecutionStore(deps.db);
    this.#machine = deps.name ?? 'retraining';
    this.#timing = deps.timing ?? realTiming;
    this.#probe = deps.probe ?? (() => undefined);
  }

  /** @throws InvalidInputError for a name or an input that Step Functions would not take. */
  async start(execution: {
    readonly name: string;
    readonly input: JsonObject;
  }): Promise<'started' | 'already-exists'> {
    const { name, input } = execution;
    checkStart(name, input);
    const started = await this.#deps.committer.run(() => {
      if (this.#store.get(name)) return false;
      const { definition } = this.#deps;
      const now = this.#now();
      const first: Execution = {
        name,
        definitionHash: this.#store.keepDefinitionNow(definition),
        status: 'RUNNING',
        input,
        output: null,
        error: null,
        cause: null,
        startedAt: now,
        endedAt: null,
        ...entered(definition.StartAt, 1, input, now),
      };
      this.#store.insertNow(first);
      this.#store.addHistoryNow(name, now, [
        { type: 'ExecutionStarted', detail: { input } },
        { type: 'StateEntered', state: first.state, detail: { input } },
      ]);
      this.#announceNow(first);
      return true;
    });
    if (!started) return 'already-exists';
    this.#deps.deliveries.kick();
    this.#wake(name);
    return 'started';
  }

  async describe(name: string): Promise<{ readonly status: ExecutionStatus } | undefined> {
    const found = this.#store.get(name);
    return found && { status: found.status };
  }

  async succeedTask(token: string, output: JsonObject): Promise<'accepted' | 'gone'> {
    const name = await this.#deps.committer.run(() => this.#store.answerTokenNow(token, output, this.#now()));
    if (name === undefined) return 'gone';
    this.#wake(name);
    return 'accepted';
  }

  /** Ends an execution from outside. False where it had ended. */
  async abort(name: string, cause: string): Promise<boolean> {
    const aborted = await this.#deps.committer.run(() => {
      const execution = this.#store.get(name);
      if (execution?.status !== 'RUNNING') return false;
      this.#endNow(execution, { status: 'ABORTED', error: 'Aborted', cause }, []);
      return true;
    });
    if (aborted) this.#deps.deliveries.kick();
    return aborted;
  }

  /** Goes on with everything that ran when the process ended; once after a start. */
  resume(): void {
    for (const name of this.#store.running()) this.#wake(name);
  }

  /** Newest first. */
  list(limit = 100): readonly Execution[] {
    return this.#store.list(limit);
  }

  find(name: string): Execution | undefined {
    return this.#store.get(name);
  }

  async states(name: string): Promise<readonly StateVisit[] | undefined> {
    return this.#visited(name)?.map(visitOf);
  }

  async state(name: string, id: number): Promise<VisitedState | undefined> {
    return this.#visited(name)?.find((visit) => visit.id === id);
  }

  history(name: string): readonly StoredHistoryEvent[] {
    return this.#store.history(name);
  }

  /** Resolves when no state runs: executions have ended, or wait for a time or a token. */
  async idle(): Promise<void> {
    while (this.#driving.size > 0) await Promise.all(this.#driving.values());
  }

  /** Begins no further state; resolves when those that run have ended. */
  async close(): Promise<void> {
    this.#open = false;
    await this.idle();
  }

  #visited(name: string): readonly VisitedState[] | undefined {
    return this.#store.get(name) && visitedStates(historySteps(this.#store.history(name)));
  }

  #wake(name: string): void {
    if (!this.#open) return;
    if (this.#driving.has(name)) {
      this.#again.add(name);
      return;
    }
    const run = this.#drive(name)
      .catch((error: unknown) => {
        this.#deps.onError?.(error);
        this.#setAlarm(name, this.#now() + afterFailureMs);
      })
      .then(() => {
        this.#driving.delete(name);
        if (this.#again.delete(name)) this.#wake(name);
      });
    this.#driving.set(name, run);
  }

  /** Step by step, until the execution ends or has to wait. */
  async #drive(name: string): Promise<void> {
    while (this.#open) {
      const execution = this.#store.get(name);
      if (execution?.status !== 'RUNNING') return;
      const answer = execution.phase === 'token' ? this.#store.answerOf(name, execution.visit) : undefined;
      if (execution.phase !== 'ready' && !answer && (execution.dueAt ?? 0) > this.#now()) {
        this.#setAlarm(name, execution.dueAt ?? 0);
        return;
      }
      try {
        await this.#step(execution, answer);
      } catch (error) {
        // Aborted meanwhile: the loop reads how things stand now.
        if (!(error instanceof SupersededError)) throw error;
      }
    }
  }

  async #step(execution: Execution, answer: { readonly output: Json } | undefined): Promise<void> {
    for (let rerun = 0; ; rerun += 1) {
      try {
        this.#probe('before-state');
        const transition = await stepOf(execution, this.#store.definition(execution.definitionHash), answer, {
          clock: this.#deps.clock,
          alarms: this.#deps.alarms,
          timing: this.#timing,
          invoke: this.#deps.invoke,
          newUnit: () => this.#deps.scoped.newUnit(),
          within: (unit, run) => this.#deps.scoped.within(unit, run),
          contextOf: (of, token) => this.#contextOf(of, token),
        });
        this.#probe('after-state');
        await this.#deps.committer.run(() => this.#commitNow(execution, transition));
        this.#deps.deliveries.kick();
        return;
      } catch (error) {
        const overtaken = error instanceof OvertakenError || error instanceof ConditionFailedError;
        if (!overtaken) throw error;
        if (rerun < maxReruns) continue;
        const cause = `${execution.state}: overtaken by other writes ${maxReruns} times`;
        const failed = { kind: 'fail', error: stateErrors.taskFailed, cause, history: [] } as const;
        await this.#deps.committer.run(() => this.#commitNow(execution, failed));
        return;
      }
    }
  }

  #commitNow(before: Execution, transition: Transition): void {
    transition.unit?.applyNow(this.#deps.deliveries);
    const now = this.#now();
    const { name, visit } = before;
    if (before.phase === 'token') this.#store.dropTokensNow(name);
    switch (transition.kind) {
      case 'enter': {
        const { state, input } = transition;
        this.#updateNow(before, { ...before, ...entered(state, visit + 1, input, now) });
        const enter = { type: 'StateEntered', state, detail: { input } };
        this.#store.addHistoryNow(name, now, [...transition.history, enter]);
        return;
      }
      case 'sleep': {
        const { untilMs, retries } = transition;
        this.#updateNow(before, { ...before, phase: 'sleeping', dueAt: untilMs, retries });
        this.#store.addHistoryNow(name, now, transition.history);
        return;
      }
      case 'await-token': {
        this.#updateNow(before, { ...before, phase: 'token', dueAt: transition.untilMs });
        this.#store.issueTokenNow(transition.token, name, visit);
        this.#store.addHistoryNow(name, now, transition.history);
        return;
      }
      case 'succeed':
        this.#endNow(before, { status: 'SUCCEEDED', output: transition.output }, transition.history);
        return;
      case 'fail': {
        const { error, cause } = transition;
        this.#endNow(before, { status: 'FAILED', error, cause }, transition.history);
      }
    }
  }

  #endNow(
    before: Execution,
    end: Pick<Execution, 'status'> & Partial<Pick<Execution, 'output' | 'error' | 'cause'>>,
    history: readonly HistoryEvent[],
  ): void {
    const now = this.#now();
    const after: Execution = { ...before, ...end, endedAt: now, phase: 'ready', dueAt: null };
    this.#updateNow(before, after);
    this.#store.dropTokensNow(before.name);
    const { output, error, cause } = after;
    const detail = after.status === 'SUCCEEDED' ? { output } : { error, cause };
    this.#store.addHistoryNow(before.name, now, [...history, { type: endEventOf(after.status), detail }]);
    this.#announceNow(after);
  }

  #updateNow(before: Execution, after: Execution): void {
    if (!this.#store.updateNow(before, after)) throw new SupersededError();
  }

  #announceNow(execution: Execution): void {
    const id = this.#deps.ids.next();
    this.#deps.deliveries.publishNow(
      'events',
      statusChangeEvent(this.#machine, execution, id, new Date(this.#now())),
    );
  }

  #setAlarm(name: string, dueAt: number): void {
    this.#alarmOf.get(name)?.();
    this.#alarmOf.set(
      name,
      this.#deps.alarms.at(dueAt, () => this.#wake(name)),
    );
  }

  /** `$$` of a state. The library sets Execution.Input and StartTime to its own: the lint forbids them. */
  #contextOf(execution: Execution, token?: string): JsonObject {
    return {
      Execution: { Id: executionArn(this.#machine, execution.name), Name: execution.name },
      State: {
        Name: execution.state,
        EnteredTime: new Date(execution.enteredAt).toISOString(),
        RetryCount: execution.retries.reduce((sum, count) => sum + count, 0),
      },
      StateMachine: { Name: this.#machine },
      ...(token === undefined ? {} : { Task: { Token: token } }),
    };
  }

  #now(): number {
    return this.#deps.clock.now().getTime();
  }
}

const endEventOf = (status: ExecutionStatus): string =>
  status === 'SUCCEEDED'
    ? 'ExecutionSucceeded'
    : status === 'FAILED'
      ? 'ExecutionFailed'
      : 'ExecutionAborted';

const entered = (state: string, visit: number, stateInput: Json, enteredAt: number) => ({
  state,
  visit,
  stateInput,
  enteredAt,
  phase: 'ready' as const,
  dueAt: null,
  retries: [],
});

function checkStart(name: string, input: JsonObject): void {
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name))
    throw new InvalidInputError('execution', [
      { field: 'name', got: 'another text', expected: '1 to 80 letters, digits, - and _' },
    ]);
  const bytes = Buffer.byteLength(JSON.stringify(input));
  if (bytes > maxPayloadBytes)
    throw new InvalidInputError('execution', [
      { field: 'input', got: `${bytes} bytes of JSON`, expected: `at most ${maxPayloadBytes}` },
    ]);
}
