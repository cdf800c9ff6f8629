import type { Clock, RecordStore } from '../../domain/ports.ts';
import { keys } from '../../domain/records/keys.ts';
import { readRecord } from '../../domain/records/typed.ts';
import { servingStateSchema, type ServingState } from '../../domain/serving/serving-state.ts';
import { isPaused } from '../../domain/usecase/switch.ts';

interface Pointed {
  readonly paused: boolean;
  readonly state: ServingState | undefined;
}

/** What serves a use case now: read for every prediction, or remembered for some seconds. */
export class ServingPointer {
  readonly #records: RecordStore;
  readonly #clock: Clock;
  readonly #cacheMs: number;
  readonly #known = new Map<string, { readonly until: number; readonly pointed: Promise<Pointed> }>();

  constructor(ports: { readonly records: RecordStore; readonly clock: Clock }, cacheSeconds: number) {
    this.#records = ports.records;
    this.#clock = ports.clock;
    this.#cacheMs = cacheSeconds * 1000;
  }

  read(useCase: string): Promise<Pointed> {
    if (this.#cacheMs <= 0) return this.#fetch(useCase);
    const now = this.#clock.now().getTime();
    const known = this.#known.get(useCase);
    if (known && known.until > now) return known.pointed;
    const pointed = this.#fetch(useCase).catch((error: unknown) => {
      this.#known.delete(useCase);
      throw error;
    });
    this.#known.set(useCase, { until: now + this.#cacheMs, pointed });
    return pointed;
  }

  async #fetch(useCase: string): Promise<Pointed> {
    const [paused, state] = await Promise.all([
      isPaused(this.#records, useCase),
      readRecord(this.#records, keys.serving(useCase), servingStateSchema),
    ]);
    return { paused, state: state?.data };
  }
}
