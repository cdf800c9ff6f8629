import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock, JsonObject } from '../../domain/ports.ts';
import type { Alarms } from '../alarms.ts';
import { errorText } from '../error-code.ts';
import type { Committer, Probe } from '../state/committer.ts';
import { Statements } from '../state/statements.ts';

/** `events`: the event bus; `alerts`: notifications for people; `tick`: a schedule's time has come. */
export type Topic = 'events' | 'alerts' | 'tick';

export interface Subscription {
  /** Names the subscriber in the database: it keeps its undelivered messages over restarts. */
  readonly target: string;
  readonly topic: Topic;
  readonly accepts: (message: JsonObject) => boolean;
  /** At least once for each message. What it throws is tried again, and at last becomes a dead letter. */
  readonly deliver: (message: JsonObject) => Promise<void>;
  /**
   * Pause after each delivery, in times of how long it took: a flood of messages for people must not slow down what serves
   * patients, and on a busy machine they take longer. Default 0.
   */
  readonly restTimes?: number;
}

export interface DeadLetter {
  readonly target: string;
  readonly message: JsonObject;
  readonly attempts: number;
  readonly error: string;
  readonly diedAt: Date;
}

/**
 * Waits between the attempts at one delivery: six attempts within a minute and a half, so that a subscriber's claim of a
 * notification (30 s) that a crash left behind has run out by the last. A message is then a dead letter.
 */
const defaultDelaysMs: readonly number[] = [100, 1_000, 5_000, 25_000, 60_000];

/** After a failure of the database itself. */
const afterFailureMs = 5_000;

interface Row {
  readonly seq: number;
  readonly message: string;
  readonly attempts: number;
}

/**
 * Messages between the parts of the platform, kept until their subscriber has taken them. Publishing is part of the
 * transaction of whoever publishes, so that neither is without the other. Each subscriber gets his messages one at a time,
 * in the order of their publication; one that failed is tried again later, behind others.
 */
export class Deliveries {
  readonly #statements: Statements;
  readonly #committer: Committer;
  readonly #clock: Clock;
  readonly #alarms: Alarms;
  readonly #probe: Probe;
  readonly #onError: (error: unknown) => void;
  readonly #delaysMs: readonly number[];
  readonly #subscriptions = new Map<string, Subscription>();
  /** Targets that were sent something since the last kick. */
  readonly #touched = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #alarmOf = new Map<string, () => void>();
  #open = true;

  constructor(deps: {
    readonly db: DatabaseSync;
    readonly committer: Committer;
    readonly clock: Clock;
    readonly alarms: Alarms;
    readonly delaysMs?: readonly number[];
    readonly probe?: Probe;
    /** Told when the database fails; delivering goes on a little later. */
    readonly onError?: (error: unknown) => void;
  }) {
    this.#statements = new Statements(deps.db);
    this.#committer = deps.committer;
    this.#clock = deps.clock;
    this.#alarms = deps.alarms;
    this.#delaysMs = deps.delaysMs ?? defaultDelaysMs;
    this.#probe = deps.probe ?? (() => undefined);
    this.#onError = deps.onError ?? (() => undefined);
  }

  subscribe(subscription: Subscription): void {
    if (this.#subscriptions.has(subscription.target))
      throw new Error(`two subscribers are named ${subscription.target}; expected one name for each`);
    this.#subscriptions.set(subscription.target, subscription);
  }

  /** Puts a message down for each subscriber that wants it; to be called inside a transaction. `kick` afterwards. */
  publishNow(topic: Topic, message: JsonObject): void {
    const now = this.#clock.now().getTime();
    for (const { target, topic: wanted, accepts } of this.#subscriptions.values())
      if (wanted === topic && accepts(message)) this.#insert(target, message, now);
  }

  /** Puts a message down for one subscriber; to be called inside a transaction. */
  sendNow(target: string, message: JsonObject): void {
    this.#insert(target, message, this.#clock.now().getTime());
  }

  async publish(topic: Topic, messages: readonly JsonObject[]): Promise<void> {
    if (messages.length === 0) return;
    await this.#committer.run(() => {
      for (const message of messages) this.publishNow(topic, message);
    });
    this.kick();
  }

  /** Delivers what was published since the last call; after each publication's commit. */
  kick(): void {
    const touched = [...this.#touched];
    this.#touched.clear();
    for (const target of touched) this.#wake(target);
  }

  /** Delivers what earlier processes have left; once after a start. */
  resume(): void {
    for (const target of this.#subscriptions.keys()) this.#wake(target);
  }

  deadLetters(): readonly DeadLetter[] {
    return this.#statements
      .of('SELECT * FROM dead_letters ORDER BY seq')
      .all()
      .map((row) => ({
        target: String(row['target']),
        message: JSON.parse(String(row['message'])) as JsonObject,
        attempts: Number(row['attempts']),
        error: String(row['error']),
        diedAt: new Date(Number(row['died_at'])),
      }));
  }

  /** Resolves when nothing is under way: what is left waits for its next attempt. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  /** Begins nothing more; resolves when what is under way has ended. */
  async close(): Promise<void> {
    this.#open = false;
    await this.idle();
  }

  #insert(target: string, message: JsonObject, now: number): void {
    this.#touched.add(target);
    this.#statements
      .of('INSERT INTO deliveries (target, message, at, attempts, due_at) VALUES (?, ?, ?, 0, ?)')
      .run(target, JSON.stringify(message), now, now);
  }

  #wake(target: string): void {
    if (!this.#open || this.#running.has(target)) return;
    const subscription = this.#subscriptions.get(target);
    if (!subscription) return;
    if (!this.#next(target)) {
      this.#setAlarm(target);
      return;
    }
    const run = this.#deliverAll(subscription)
      .then(
        () => true,
        (error: unknown) => {
          this.#onError(error);
          this.#alarms.at(this.#clock.now().getTime() + afterFailureMs, () => this.#wake(target));
          return false;
        },
      )
      .then((went) => {
        this.#running.delete(target);
        // Something may have come while the last look was answered.
        if (went && this.#next(target)) this.#wake(target);
      });
    this.#running.set(target, run);
  }

  async #deliverAll(subscription: Subscription): Promise<void> {
    for (
      let row = this.#next(subscription.target);
      row && this.#open;
      row = this.#next(subscription.target)
    ) {
      const begun = performance.now();
      const failure = await this.#deliver(subscription, row);
      this.#probe('after-delivery');
      await this.#committer.run(() => this.#settle(row, failure));
      if (subscription.restTimes !== undefined)
        await sleep(subscription.restTimes * (performance.now() - begun));
    }
    this.#setAlarm(subscription.target);
  }

  async #deliver(subscription: Subscription, row: Row): Promise<string | undefined> {
    try {
      await subscription.deliver(JSON.parse(row.message) as JsonObject);
      return undefined;
    } catch (error) {
      return errorText(error);
    }
  }

  #settle(row: Row, failure: string | undefined): void {
    const now = this.#clock.now().getTime();
    const delay = this.#delaysMs[row.attempts];
    if (failure !== undefined && delay !== undefined) {
      this.#statements
        .of('UPDATE deliveries SET attempts = attempts + 1, due_at = ? WHERE seq = ?')
        .run(now + delay, row.seq);
      return;
    }
    if (failure !== undefined)
      this.#statements
        .of(
          `INSERT INTO dead_letters (target, message, at, attempts, error, died_at)
           SELECT target, message, at, attempts + 1, ?, ? FROM deliveries WHERE seq = ?`,
        )
        .run(failure, now, row.seq);
    this.#statements.of('DELETE FROM deliveries WHERE seq = ?').run(row.seq);
  }

  #next(target: string): Row | undefined {
    // Columns of the schema.
    return this.#statements
      .of(
        'SELECT seq, message, attempts FROM deliveries WHERE target = ? AND due_at <= ? ORDER BY seq LIMIT 1',
      )
      .get(target, this.#clock.now().getTime()) as Row | undefined;
  }

  /** For the earliest that waits for a later attempt. */
  #setAlarm(target: string): void {
    this.#alarmOf.get(target)?.();
    const due = this.#statements
      .of('SELECT min(due_at) AS due FROM deliveries WHERE target = ?')
      .get(target)?.['due'];
    if (typeof due === 'number' && this.#open)
      this.#alarmOf.set(
        target,
        this.#alarms.at(due, () => this.#wake(target)),
      );
  }
}
