import type { DatabaseSync } from 'node:sqlite';
import type { Clock, JsonObject } from '../../domain/ports.ts';
import type { Alarms } from '../alarms.ts';
import type { Deliveries } from '../bus/deliveries.ts';
import type { Committer } from '../state/committer.ts';
import { periodOf } from './rate.ts';

export interface Schedule {
  readonly name: string;
  /** `rate(1 hour)` */
  readonly expression: string;
  /** What the target gets; the time is the tick's own, the same in every copy of it. */
  readonly input: (scheduledAt: Date) => JsonObject;
  readonly target: (input: JsonObject) => Promise<unknown>;
}

/**
 * Calls targets periodically. The next tick of each schedule is kept, so that a restart neither loses nor repeats one; ticks
 * missed while nothing ran are made up for by one. A tick is delivered like an event: at least once, tried again on failure.
 */
export class Scheduler {
  readonly #deps: {
    readonly db: DatabaseSync;
    readonly committer: Committer;
    readonly deliveries: Deliveries;
    readonly clock: Clock;
    readonly alarms: Alarms;
  };
  readonly #timeScale: number;
  readonly #schedules = new Map<string, { readonly schedule: Schedule; readonly periodMs: number }>();
  #open = true;

  /** @param timeScale 1, or for example 0.001 to let an hour pass in 3.6 s. */
  constructor(
    deps: {
      readonly db: DatabaseSync;
      readonly committer: Committer;
      readonly deliveries: Deliveries;
      readonly clock: Clock;
      readonly alarms: Alarms;
    },
    timeScale = 1,
  ) {
    this.#deps = deps;
    this.#timeScale = timeScale;
  }

  /** Before `start`. @throws InvalidInputError for an expression that is none. */
  add(schedule: Schedule): void {
    const periodMs = periodOf(schedule.expression) * this.#timeScale;
    this.#schedules.set(schedule.name, { schedule, periodMs });
    this.#deps.deliveries.subscribe({
      target: targetOf(schedule.name),
      topic: 'tick',
      accepts: () => false,
      deliver: async (input) => {
        await schedule.target(input);
      },
    });
  }

  async start(): Promise<void> {
    await this.#deps.committer.run(() => {
      const { db, clock } = this.#deps;
      for (const { schedule, periodMs } of this.#schedules.values()) {
        const known = db.prepare('SELECT expression FROM schedules WHERE name = ?').get(schedule.name);
        // A new schedule, or a changed one, begins to count now, as on AWS.
        if (known?.['expression'] !== schedule.expression)
          db.prepare('INSERT OR REPLACE INTO schedules VALUES (?, ?, ?)').run(
            schedule.name,
            schedule.expression,
            Math.round(clock.now().getTime() + periodMs),
          );
      }
    });
    for (const name of this.#schedules.keys()) await this.#tick(name);
  }

  close(): void {
    this.#open = false;
  }

  /** Sends the tick that is due, if one is, and waits for the next. */
  async #tick(name: string): Promise<void> {
    const entry = this.#schedules.get(name);
    if (!entry || !this.#open) return;
    const { db, committer, deliveries, clock, alarms } = this.#deps;
    const nextAt = await committer.run(() => {
      const due = Number(db.prepare('SELECT next_at FROM schedules WHERE name = ?').get(name)?.['next_at']);
      const now = clock.now().getTime();
      if (due > now) return due;
      const missed = Math.floor((now - due) / entry.periodMs);
      const latest = due + missed * entry.periodMs;
      deliveries.sendNow(targetOf(name), entry.schedule.input(new Date(latest)));
      const next = Math.round(latest + entry.periodMs);
      db.prepare('UPDATE schedules SET next_at = ? WHERE name = ?').run(next, name);
      return next;
    });
    deliveries.kick();
    alarms.at(nextAt, () => void this.#tick(name));
  }
}

const targetOf = (name: string): string => `schedule:${name}`;
