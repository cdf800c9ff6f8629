import type { Clock } from '../domain/ports.ts';

interface Alarm {
  readonly dueAt: number;
  readonly ring: () => void;
}

/** Timers of Node take 31 bits of milliseconds; a later alarm is looked at again then. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Everything on this machine that waits for a time waits here, by the Clock port. With `manual`, nothing happens by itself:
 * a test moves its clock and calls `wake`.
 */
export class Alarms {
  readonly #clock: Clock;
  readonly #manual: boolean;
  readonly #alarms = new Set<Alarm>();
  #timer: NodeJS.Timeout | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, options: { readonly manual?: boolean } = {}) {
    this.#clock = clock;
    this.#manual = options.manual ?? false;
  }

  /** Calls `ring` once, at `dueAt` (epoch milliseconds) or soon after. Gives back what calls it off. */
  at(dueAt: number, ring: () => void): () => void {
    const alarm = { dueAt, ring };
    this.#alarms.add(alarm);
    if (dueAt < this.#armedFor) this.#arm();
    return () => {
      this.#alarms.delete(alarm);
    };
  }

  /** Rings what is due, in the order of the times. */
  wake(): void {
    const now = this.#clock.now().getTime();
    const due = [...this.#alarms].filter(({ dueAt }) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
    for (const alarm of due) {
      // An earlier one may have called it off.
      if (this.#alarms.delete(alarm)) alarm.ring();
    }
    this.#arm();
  }

  /** The time of the next one; undefined where nobody waits. */
  nextDueAt(): number | undefined {
    const times = [...this.#alarms].map(({ dueAt }) => dueAt);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  close(): void {
    this.#alarms.clear();
    clearTimeout(this.#timer);
  }

  #arm(): void {
    if (this.#manual) return;
    clearTimeout(this.#timer);
    const next = this.nextDueAt();
    this.#armedFor = next ?? Number.POSITIVE_INFINITY;
    if (next === undefined) return;
    const wait = Math.min(Math.max(0, next - this.#clock.now().getTime()), longestTimerMs);
    this.#timer = setTimeout(() => this.wake(), wait);
  }
}
